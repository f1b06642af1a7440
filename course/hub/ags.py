"""Sends grades to a learning platform: LTI Advantage, Assignment and Grade Services 2.0.

The hub asks for the right with what it signs, finds or makes a column of the platform's gradebook for each lesson, and
sends a score for each learner.
"""

import html
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import jwt
import msgspec

from course.hub.configuration import Platform
from course.hub.key import own_key, public_half
from course.hub.scores import Score

AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
WRITE_ITEMS, READ_ITEMS, SEND = f"{AGS}lineitem", f"{AGS}lineitem.readonly", f"{AGS}score"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CONTAINER = "application/vnd.ims.lis.v2.lineitemcontainer+json"
ITEM = "application/vnd.ims.lis.v2.lineitem+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
TAG = "mediation-course"
MOST = 100
"""Points of a column that we make; the platform converts what is sent."""
MOST_PAGES = 50
LATER = {408, 425, 429, 500, 502, 503, 504}
"""Statuses after which the same is worth sending again."""
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)


class Later(Exception):
    """The platform cannot be reached, or is busy; ``seconds`` is how long it asks to wait, 0 where it says nothing."""

    def __init__(self, says: str, seconds: float = 0):
        super().__init__(says)
        self.seconds = seconds


class Never(Exception):
    """The platform refuses, and will refuse the same again. The message is the status and its own words."""

    def __init__(self, status: int, says: str):
        super().__init__(f"{status} {says}".strip())
        self.status = status


class Closed(Exception):
    """The platform takes no grades of this course from the hub at all. The message is its own words."""


class Course:
    """The gradebook of one course of the platform. ``items`` is where its columns are, ``scopes`` what is offered."""

    def __init__(self, platform: Platform, key_file: Path, items: str, scopes: tuple[str, ...], client: httpx.Client):
        self.platform = platform
        self.items = items
        self.scopes = scopes
        self._key = own_key(key_file)
        self._client = client
        self._token = ""
        self._columns: dict[str, str] | None = None

    def send(self, score: Score, title: str) -> None:
        """Send a grade into the column of its lesson, which is made where there is none.

        Raises Later, Never for this grade, or Closed for all of them.
        """
        if SEND not in self.scopes:
            raise Closed(SEND)
        try:
            column = urlsplit(self.column(score.lesson, title))
        except Never as refused:
            raise Closed(str(refused)) from None
        # The address of a column may have a query, which stays at the end.
        where = column._replace(path=f"{column.path.rstrip('/')}/scores").geturl()
        sent = {
            "userId": score.subject,
            "scoreGiven": score.given,
            "scoreMaximum": score.most,
            "timestamp": score.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "activityProgress": "Completed" if score.given >= score.most else "InProgress",
            "gradingProgress": "FullyGraded",
        }
        try:
            self._ask("POST", where, SCORE, sent)
        except Never as refused:
            if refused.status in (401, 403):
                raise Closed(str(refused)) from None
            raise

    def column(self, lesson: str, title: str) -> str:
        """Return the address of a lesson's column."""
        if self._columns is None:
            self._columns = {item["resourceId"]: item["id"] for item in self._list() if item.get("tag") == TAG}
        if lesson not in self._columns:
            if WRITE_ITEMS not in self.scopes:
                raise Never(403, WRITE_ITEMS)
            made = {"label": title, "scoreMaximum": MOST, "resourceId": lesson, "tag": TAG}
            self._columns[lesson] = str(_object(self._ask("POST", self.items, ITEM, made))["id"])
        return self._near(self._columns[lesson])

    def _list(self) -> Iterator[dict[str, Any]]:
        """Yield the columns, those of every page."""
        where = self.items
        for _ in range(MOST_PAGES):
            reply = self._ask("GET", where, CONTAINER)
            for item in _list(reply):
                if (
                    isinstance(item, dict)
                    and isinstance(item.get("id"), str)
                    and isinstance(item.get("resourceId"), str)
                ):
                    yield item
            following = reply.links.get("next", {}).get("url")
            if not following:
                return
            where = self._near(urljoin(where, following))

    def _near(self, where: str) -> str:
        """Return an address of the platform's own; the right to grade goes nowhere else."""
        if urlsplit(where)[:2] != urlsplit(self.items)[:2]:
            raise Never(403, urlsplit(where).netloc)
        return where

    def _ask(self, method: str, where: str, kind: str, sent: Mapping[str, Any] | None = None) -> httpx.Response:
        """Ask with a token; a token that is no longer taken is fetched anew once."""
        for is_last in (False, True):
            headers = {"authorization": f"Bearer {self._token or self._fetch_token()}", "accept": kind}
            body = None
            if sent is not None:
                headers["content-type"], body = kind, msgspec.json.encode(sent)
            reply = self._do(method, where, headers=headers, content=body)
            if reply.status_code != 401 or is_last:
                break
            self._token = ""
        return _checked(reply)

    def _fetch_token(self) -> str:
        now, client = int(time.time()), self.platform.clients[0]
        claims = {
            "iss": client,
            "sub": client,
            "aud": self.platform.token,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_hex(16),
        }
        asked = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": jwt.encode(claims, self._key, "RS256", {"kid": public_half(self._key)["kid"]}),
            "scope": " ".join(scope for scope in (WRITE_ITEMS, READ_ITEMS, SEND) if scope in self.scopes),
        }
        try:
            reply = _checked(self._do("POST", self.platform.token, data=asked))
        except Never as refused:
            raise Closed(str(refused)) from None
        token = _object(reply).get("access_token")
        if not isinstance(token, str):
            raise Closed("access_token")
        self._token = token
        return token

    def _do(self, method: str, where: str, **more: Any) -> httpx.Response:
        try:
            return self._client.request(method, where, **more)
        except httpx.HTTPError as problem:
            raise Later(str(problem) or type(problem).__name__) from None


def _checked(reply: httpx.Response) -> httpx.Response:
    """Return a reply that is a good one; raise what is to be done about any other."""
    if reply.is_success:
        return reply
    says = _words_of(reply)
    if reply.status_code in LATER:
        asked = reply.headers.get("retry-after", "")
        raise Later(f"{reply.status_code} {says}", float(asked) if asked.isdigit() else 0)
    raise Never(reply.status_code, says)


def _words_of(reply: httpx.Response) -> str:
    """Return what a platform says to somebody who reads a terminal: of a whole page (Moodle sends one) its title."""
    text = reply.text
    if reply.headers.get("content-type", "").startswith("text/html"):
        title = _TITLE.search(text)
        text = html.unescape(title[1]) if title else ""
    return " ".join(text.split())[:200]


def _object(reply: httpx.Response) -> dict[str, Any]:
    try:
        told = reply.json()
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {}


def _list(reply: httpx.Response) -> list[Any]:
    try:
        told = reply.json()
    except ValueError:
        told = None
    return told if isinstance(told, list) else []
