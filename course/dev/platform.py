"""A small learning platform on loopback, for tests of a hub: it signs launches (LTI 1.3) and takes grades (AGS)."""

import json
import secrets
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from course.hub.key import public_half

CLIENT, DEPLOYMENT = "the-hub", "1"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
SCOPES = (f"{AGS}scope/lineitem", f"{AGS}scope/score", f"{AGS}scope/result.readonly")
ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
ITEM = "application/vnd.ims.lis.v2.lineitem+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
PAGE = 2
"""Line items on one page of the list."""


class Platform:
    """The platform. ``asked`` is what came, ``scores`` the newest score of each person in each line item.

    ``refuse`` is a list of statuses with which the next scores are answered; ``tool_keys`` where the hub's public key
    is, once that is known.
    """

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.items: dict[str, list[dict[str, Any]]] = {}
        self.scores: dict[tuple[str, str], dict[str, Any]] = {}
        self.asked: list[tuple[str, str]] = []
        self.refuse: list[int] = []
        self.used: set[str] = set()
        self.tokens: set[str] = set()
        self.tool_key: Any = None
        self._lock = threading.Lock()
        platform = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *said: Any) -> None:
                """Say nothing."""

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                with platform._lock:
                    status, sent, headers = platform._reply(
                        self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body
                    )
                data = b"" if sent is None else json.dumps(sent).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = _answer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()

    # --- Launches ---

    def claims(self, subject: str, context: str, role: str, nonce: str | None, **other: Any) -> dict[str, Any]:
        """Return the claims of a launch; ``other`` ones stand in place of these, None for none."""
        now = int(time.time())
        made = {
            "iss": self.origin,
            "aud": CLIENT,
            "sub": subject,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}deployment_id": DEPLOYMENT,
            f"{CLAIM}target_link_uri": "http://127.0.0.1/",
            f"{CLAIM}resource_link": {"id": f"link-{context}"},
            f"{CLAIM}roles": [f"{MEMBER}{role}"],
            f"{CLAIM}context": {"id": context, "title": f"Course {context}", "label": context},
            f"{AGS}claim/endpoint": {"scope": list(SCOPES), "lineitems": f"{self.origin}/{context}/items"},
            **other,
        }
        return {name: value for name, value in made.items() if value is not None}

    def sign(self, claims: Mapping[str, Any], key: Any = None, kid: str = "") -> str:
        """Return the claims, signed by the platform, or by another key."""
        name = kid or public_half(self.key)["kid"]
        return str(jwt.encode(dict(claims), key or self.key, algorithm="RS256", headers={"kid": name}))

    # --- What it answers ---

    def _reply(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Any, dict[str, str]]:
        self.asked.append((method, path))
        where = urlsplit(path)
        parts = where.path.strip("/").split("/")
        if parts == ["keys"]:
            return 200, {"keys": [public_half(self.key)]}, {"content-type": "application/json"}
        if parts == ["token"] and method == "POST":
            return self._token(parse_qs(body.decode()))
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {"error": "no token"}, {}
        context, items = parts[0], self.items.setdefault(parts[0], [])
        if parts[1:] == ["items"]:
            return self._list(context, items, method, where.query, body)
        if parts[-1] == "scores" and method == "POST":
            return self._score(f"{self.origin}/{'/'.join(parts[:-1])}", items, body, headers)
        return 404, None, {}

    def _token(self, sent: Mapping[str, list[str]]) -> tuple[int, Any, dict[str, str]]:
        assertion = sent.get("client_assertion", [""])[0]
        try:
            claims = jwt.decode(
                assertion,
                self.tool_key,
                algorithms=["RS256"],
                audience=f"{self.origin}/token",
                issuer=CLIENT,
                options={"require": ["exp", "iat", "jti", "sub"]},
            )
        except jwt.PyJWTError as problem:
            return 400, {"error": "invalid_client", "error_description": str(problem)}, {}
        if claims["jti"] in self.used or claims["sub"] != CLIENT:
            return 400, {"error": "invalid_client"}, {}
        self.used.add(claims["jti"])
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": sent["scope"][0]}, {}

    def _list(
        self, context: str, items: list[dict[str, Any]], method: str, query: str, body: bytes
    ) -> tuple[int, Any, dict[str, str]]:
        if method == "POST":
            made = {**json.loads(body), "id": f"{self.origin}/{context}/items/{len(items) + 1}"}
            items.append(made)
            return 201, made, {"content-type": ITEM}
        asked = parse_qs(query)
        first = int(asked.get("from", ["0"])[0])
        headers = {"content-type": ITEMS}
        if first + PAGE < len(items):
            headers["link"] = f'<{self.origin}/{context}/items?from={first + PAGE}>; rel="next"'
        return 200, items[first : first + PAGE], headers

    def _score(
        self, item: str, items: list[dict[str, Any]], body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        if self.refuse:
            return self.refuse.pop(0), {"error": "as the test wants"}, {}
        if headers.get("content-type") != SCORE or item not in [one["id"] for one in items]:
            return 404, None, {}
        score = json.loads(body)
        kept = self.scores.get((item, score["userId"]))
        if kept and score["timestamp"] <= kept["timestamp"]:
            return 409, {"error": "older than what is here"}, {}
        self.scores[item, score["userId"]] = score
        return 204, None, {}
