"""A live class behind the gate of a hub, and a stand-in for the hub itself: whose token is whose, and nothing else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient
from tornado.web import HTTPError

from course.hub.gate import CALLBACK, TEACH, Gate
from course.hub.login import Login
from course.hub.pages import Opening, routes
from course.live.app import make_app
from course.live.store import Store

HOST = "https://hub.test"
PREFIX = "/services/live/"
BASE = f"{HOST}{PREFIX}"
SCOPE = "access:services!service=live"
PAGE = {"origin": HOST, "accept": "*/*"}
VISIT = {"accept": "text/html"}
STEM = "05_why_come_to_the_table"


class StandIn:
    """What a service asks of a hub: as `jupyterhub.services.auth.HubOAuth`, by the names that we use of it."""

    api_token = "the hub's secret for this service"
    cookie_name = "service-live"
    state_cookie_name = "service-live-oauth-state"
    cookie_path = PREFIX
    cookie_host_prefix_enabled = False
    login_url = "/hub/api/oauth2/authorize?client_id=service-live"
    access_scopes = {SCOPE}
    hub_host = ""
    hub_prefix = "/hub/"

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.is_away = False

    def add(
        self,
        token: str,
        name: str,
        *groups: str,
        scopes: Any = (SCOPE,),
        kind: str = "user",
        session: str | None = None,
    ) -> str:
        """Give somebody a token: of a login in a browser, which has its ``session``, or of a server."""
        known = {"name": name, "kind": kind, "groups": list(groups), "scopes": list(scopes), "session_id": session}
        self.users[token] = known
        return token

    @staticmethod
    def generate_pkce_code_challenge() -> tuple[str, str, str]:
        return "the verifier", "the challenge", "S256"

    @staticmethod
    def check_scopes(required: set[str], user: dict[str, Any]) -> set[str]:
        return required & set(user["scopes"])

    async def user_for_token(self, token: str, *, session_id: str, sync: bool) -> dict[str, Any] | None:
        assert not sync, "the server waits for nobody"
        if self.is_away:
            raise HTTPError(500)
        return self.users.get(token)

    async def token_for_code(self, code: str, *, code_verifier: str, sync: bool) -> str:
        token, verifier = self.codes.pop(code, ("", ""))
        if not token or verifier != code_verifier:
            raise HTTPError(500)
        return token


class House:
    """The hub, the service's file, and a browser for each person."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.hub = StandIn()
        self.people = {
            "teacher": self.hub.add("teachers-token", "teacher", "teachers", session="1"),
            "other": self.hub.add("other-teachers-token", "other", "teachers", session="2"),
            "amina": self.hub.add("aminas-token", "amina", "students", session="3"),
            "bilal": self.hub.add("bilals-token", "bilal", "students", session="4"),
        }
        self._open: list[TestClient] = []
        self.more: list[Route] = []
        self.start()

    def start(self, *, guests: bool = False) -> None:
        """Start the service, anew where it ran."""
        self.stop()
        login = Login("teachers", is_secure=True, auth=self.hub)
        app = make_app(
            Store(self.folder / "class.sqlite3"),
            ["hub.test"],
            [Route(CALLBACK, login.finish), *routes(Opening("teachers", login.leaves), TEACH), *self.more],
            before=[Middleware(Gate, login=login, prefix=PREFIX, guests=guests)],
        )
        app.state.public = BASE.rstrip("/")
        self.first = TestClient(app, base_url=HOST, follow_redirects=False)
        self.first.__enter__()
        self._open.append(self.first)

    def stop(self) -> None:
        while self._open:
            self._open.pop().__exit__(None, None, None)

    def browser(self, name: str = "") -> TestClient:
        """A browser of its own, in which ``name`` is logged in, or nobody."""
        made = TestClient(self.first.app, base_url=HOST, follow_redirects=False)
        # One loop for all: the service is one process.
        made.portal = self.first.portal
        if name:
            made.cookies.set("service-live", self.people[name], domain="hub.test", path=PREFIX)
        return made

    def open(self, name: str = "teacher") -> tuple[str, str]:
        """Open a class as a teacher does; return its path, and its code."""
        browser = self.browser(name)
        reply = browser.post(f"{PREFIX}teach", data={"lesson": STEM}, headers=PAGE)
        assert reply.status_code == 303, reply.text
        room = re.fullmatch(rf"{PREFIX}t/([0-9a-f]{{32}})/console", reply.headers["location"])
        assert room
        told = browser.get(f"{PREFIX}t/{room[1]}/ticket").json()
        return room[1], told["code"]

    def join(self, name: str, code: str, called: str = "") -> TestClient:
        browser = self.browser(name)
        reply = browser.post(f"{PREFIX}join", json={"code": code, "name": called}, headers=PAGE)
        assert reply.status_code == 200, reply.text
        return browser


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.stop()


def asked_of(address: str) -> Callable[[str], str]:
    """What stands in an address, by name."""
    query = parse_qs(urlsplit(address).query)
    return lambda name: query[name][0]
