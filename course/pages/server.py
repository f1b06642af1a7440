"""Asks the server of a live class, with what Python brings along: a learner's computer has no more."""

import http.client
import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PATIENCE = 4
"""Seconds: a page waits six for its kernel."""
_LARGEST = 4_000_000
_KERNEL = {"content-type": "application/json", "x-course-client": "notebook"}


class Unreachable(Exception):
    """Nobody answers under that address, or not as a class does."""


class Reply(NamedTuple):
    """The status and the JSON object that came; an empty one where none did."""

    status: int
    told: dict[str, Any]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token is for the server that gave it."""

    def redirect_request(self, *asked: Any) -> None:
        return None


def ask(address: str, method: str, path: str, sent: object = None, headers: Mapping[str, str] | None = None) -> Reply:
    """Ask for ``path`` at the class's server; raise Unreachable where nobody answers."""
    data = None if sent is None else json.dumps(sent).encode()
    request = urllib.request.Request(f"{address}{path}", data, {**_KERNEL, **(headers or {})}, method=method)
    handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
    if _is_near(address):
        # A proxy of the school's cannot reach a laptop in the room.
        handlers.append(urllib.request.ProxyHandler({}))
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=PATIENCE) as reply:
            return Reply(reply.status, _read(reply.read(_LARGEST)))
    except urllib.error.HTTPError as refused:
        with refused:
            return Reply(refused.code, _read(refused.read(_LARGEST)))
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise Unreachable(str(problem)) from None


def hub_login(address: str, said: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the header that says at a class in our own JupyterHub whose notebook this is, none for any other class.

    The token opens more than the class: it goes to services of the hub that gave it, and nowhere else. At the same
    address there are servers of other users too.
    """
    token, place = said.get("JUPYTERHUB_API_TOKEN", ""), urlsplit(address)
    hub = urlsplit(said.get("JUPYTERHUB_PUBLIC_HUB_URL", ""))
    services = f"{said.get('JUPYTERHUB_BASE_URL', '/')}services/"
    is_own = place[:2] == hub[:2] and place.path.startswith(services) and ".." not in place.path
    return {"authorization": f"token {token}"} if token and hub.netloc and is_own else {}


def _is_near(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host


def _read(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
