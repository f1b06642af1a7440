"""A whole JupyterHub as ``python -m course hub start`` starts it, with people who come from a small learning platform.

Its database is a PostgreSQL where one is installed. It takes about fifteen seconds. What it needs and is not here, it
says, and skips itself.
"""

import importlib.util
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psutil
import pytest

import course
from course.content.interface import words
from course.dev.accounts import ACCOUNT, surroundings, way_to_python
from course.dev.postgres import Cluster, programs
from course.dev.served import free_port
from course.hub.launches import group_name, user_name
from course.launch import shipped

ROOT = Path(course.__file__).parents[1]
PROXY = ROOT / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
VISIT = {"accept": "text/html"}
PATIENCE = 90

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("ltiauthenticator") is None,
        reason="jupyterhub-ltiauthenticator is not installed: the extra 'hub' brings it",
    ),
    pytest.mark.skipif(
        not (shutil.which("node") and PROXY.is_file()),
        reason="the hub's proxy is not installed: Node, and 'npm ci', which the test command runs",
    ),
]


class House:
    """A hub on one machine, its platform, and its PostgreSQL where there is one.

    Where we are root, each learner's server runs under an account of its own.
    """

    def __init__(self, folder: Path):
        from course.dev.platform import Platform

        before = way_to_python()
        self.has_accounts = before is not None
        self.platform = Platform()
        self.cluster = Cluster() if programs() else None
        ports = {name: free_port() for name in ("front", "hub", "proxy", "live")}
        self.origin = f"http://127.0.0.1:{ports['front']}"
        self.folder = folder
        file = folder / "hub.toml"
        file.write_text(
            f"""
address = {json.dumps(self.origin)}
folder = "hub"
database = {json.dumps(self.cluster.address if self.cluster else "")}
shared-account = {json.dumps(not self.has_accounts)}
first-account = {ACCOUNT}
[platform]
issuer = {json.dumps(self.platform.origin)}
clients = ["the-hub"]
authorize = {json.dumps(self.platform.origin + "/authorize")}
keys = {json.dumps(self.platform.origin + "/keys")}
token = {json.dumps(self.platform.origin + "/token")}
deployments = ["1"]
[ports]
{"".join(f"{name} = {port}{chr(10)}" for name, port in ports.items())}
""",
            encoding="utf-8",
        )
        file.chmod(0o600)
        self.log = folder / "log"
        self.command = [*(before or []), sys.executable, "-m", "course.hub", "start", str(file)]
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, env=surroundings(), stdout=log, stderr=subprocess.STDOUT)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        with httpx.Client(verify=False) as client:
            while self._health(client) != 200:
                assert time.monotonic() < until, self.log.read_text()
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)

    def _health(self, client: httpx.Client) -> int:
        try:
            return client.get(f"{self.origin}/services/live/health").status_code
        except httpx.TransportError:
            return 0

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        self.end()
        self.platform.stop()
        if self.cluster:
            self.cluster.remove()

    def browser(self) -> "Browser":
        return Browser(self)


class Browser(httpx.Client):
    """Somebody's browser."""

    def __init__(self, house: House):
        super().__init__(base_url=house.origin, follow_redirects=True, timeout=PATIENCE, verify=False, headers=VISIT)
        self.platform = house.platform

    def begin(self, **other: str) -> dict[str, str]:
        """Follow a link in a course of the platform; return what the hub asks the platform for."""
        asked = {"iss": self.platform.origin, "login_hint": "7", "target_link_uri": f"{self.base_url}/", **other}
        begun = self.get("/hub/lti13/oauth_login", params=asked, follow_redirects=False)
        if begun.status_code != 302:
            return {"status": str(begun.status_code)}
        assert begun.headers["location"].startswith(f"{self.platform.origin}/authorize?")
        return {name: values[0] for name, values in parse_qs(urlsplit(begun.headers["location"]).query).items()}

    def finish(self, state: str, id_token: str, **more: Any) -> httpx.Response:
        return self.post("/hub/lti13/oauth_callback", data={"state": state, "id_token": id_token}, **more)

    def come(self, subject: str, context: str, role: str = "Learner", **other: Any) -> httpx.Response:
        """Come in from a course of the platform, as a browser does; go no further than the first page of the hub."""
        begun = self.begin()
        claims = self.platform.claims(subject, context, role, **{"nonce": begun["nonce"], **other})
        return self.finish(begun["state"], self.platform.sign(claims), follow_redirects=False)

    def me(self) -> Any:
        reply = self.get(
            "/hub/api/user", headers={"referer": f"{self.base_url}/hub/home", "sec-fetch-site": "same-origin"}
        )
        return reply.json() if reply.status_code == 200 else {}

    @property
    def is_in(self) -> bool:
        return any(cookie.name == "jupyterhub-hub-login" for cookie in self.cookies.jar)


def children(house: House) -> list[psutil.Process]:
    return psutil.Process(house.process.pid).children()


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    # Not below pytest's own folder, through which no other account comes.
    folder = Path(tempfile.mkdtemp(prefix="course-hub-"))
    folder.chmod(0o711)
    made = House(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_learner_comes_from_the_platform_to_lessons_of_their_own(house: House) -> None:
    with house.browser() as amina:
        assert amina.come("Amina/7", "A").status_code == 302
        name = user_name(house.platform.origin, "Amina/7")
        assert amina.me()["name"] == name
        amina.get("/hub/spawn")
        until = time.monotonic() + PATIENCE
        while amina.get(f"/user/{name}/").url.path != f"/user/{name}/lab/tree/notebooks/00_start_here.ipynb":
            assert time.monotonic() < until, house.log.read_text()
            time.sleep(0.2)
        listed = amina.get(f"/user/{name}/api/contents/notebooks?content=1").json()["content"]
        assert "00_start_here.ipynb" in [one["name"] for one in listed]
    home = house.folder / "hub" / "learners" / name
    sums = shipped.read_manifest(ROOT)
    assert {book: shipped.sum_of(home / book) for book in sums} == sums
    assert (home / ".course" / "trusted.txt").is_file()
    assert home.stat().st_mode & 0o077 == 0
    assert (home.stat().st_uid == ACCOUNT) is house.has_accounts
    [server] = [one for one in children(house) if "course.hub.server" in one.cmdline()]
    assert server.uids().real == server.uids().saved == home.stat().st_uid
    assert server.gids().real == home.stat().st_gid


def test_nothing_that_the_hub_keeps_can_be_read_by_an_account_of_a_learner(house: House) -> None:
    place = house.folder / "hub"
    assert place.stat().st_mode & 0o777 == 0o711
    kept = [path for path in place.rglob("*") if path.is_file() and "learners" not in path.parts]
    assert {"platform.sqlite3", "cookie"} <= {path.name for path in kept}
    assert [path for path in kept if path.stat().st_mode & 0o077 and path.parent == place] == []
    assert (place / "secrets").stat().st_mode & 0o077 == 0


def test_every_wrong_launch_is_refused(house: House) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    now, stranger = int(time.time()), rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claim = "https://purl.imsglobal.org/spec/lti/claim/"
    wrong: dict[str, dict[str, Any]] = {
        "another nonce": {"nonce": "0" * 64},
        "no nonce": {"nonce": None},
        "expired": {"iat": now - 400, "exp": now - 100},
        "signed long ago": {"iat": now - 5000},
        "never expires": {"exp": None},
        "for another tool": {"aud": "another"},
        "for several, and nobody in particular": {"aud": ["the-hub", "another"]},
        "of another platform": {"iss": "https://other.example.org"},
        "of another deployment": {f"{claim}deployment_id": "2"},
        "nobody's": {"sub": None},
        "no launch": {f"{claim}message_type": "LtiDeepLinkingRequest"},
        "of an older version": {f"{claim}version": "1.1"},
    }
    for what, other in wrong.items():
        with house.browser() as somebody:
            reply = somebody.come("mallory", "A", **other)
            assert (reply.status_code, somebody.is_in) in ((403, False), (400, False)), what
            assert words()["hub"]["login-refused"][:60] in reply.text, what
    for key, kid in ((stranger, ""), (stranger, "another")):
        with house.browser() as somebody:
            begun = somebody.begin()
            claims = house.platform.claims("mallory", "A", "Learner", begun["nonce"])
            assert somebody.finish(begun["state"], house.platform.sign(claims, key, kid)).status_code == 403
            assert not somebody.is_in


def test_a_launch_is_used_once_and_in_the_browser_that_began_it(house: House) -> None:
    with house.browser() as amina, house.browser() as mallory:
        begun = amina.begin()
        kept = list(amina.cookies.jar)
        token = house.platform.sign(house.platform.claims("amina", "A", "Learner", begun["nonce"]))
        assert mallory.finish(begun["state"], token).status_code == 400, "in another browser"
        assert amina.finish("another", token).status_code == 400, "with another state"
        for cookie in kept:
            amina.cookies.jar.set_cookie(cookie)
        assert amina.finish(begun["state"], token, follow_redirects=False).status_code == 302
        # Whoever keeps everything that the browser sent gets no second login out of it.
        for cookie in kept:
            mallory.cookies.jar.set_cookie(cookie)
        assert mallory.finish(begun["state"], token).status_code == 403
        assert not mallory.is_in


def test_a_login_for_another_platform_or_client_is_not_begun(house: House) -> None:
    with house.browser() as somebody:
        assert somebody.begin(iss="https://other.example.org")["status"] == "403"
        assert somebody.begin(client_id="another")["status"] == "403"
        page = somebody.get("/hub/")
        assert page.status_code == 401
        assert words()["hub"]["from-platform"] in page.text


def test_the_login_leads_to_no_other_host(house: House) -> None:
    with house.browser() as amina:
        begun = amina.begin(target_link_uri="https://evil.example/hub/home")
        token = house.platform.sign(house.platform.claims("amina", "A", "Learner", begun["nonce"]))
        gone = amina.finish(begun["state"], token, follow_redirects=False)
        assert gone.headers["location"] == "/hub/home"


def test_who_teaches_one_course_teaches_no_other(house: House) -> None:
    a, b = (group_name(house.platform.origin, context) for context in "AB")
    with house.browser() as lee, house.browser() as amina:
        lee.come("lee", "A", "Instructor")
        lee.come("lee", "B")
        amina.come("amina", "B")
        assert set(lee.me()["groups"]) == {a, f"{a}-teachers", b, "teachers"}
        assert not [group for group in amina.me()["groups"] if "teachers" in group]
        assert b in amina.me()["groups"]
        assert lee.get("/services/live/teach").url.path == "/services/live/teach"
        assert amina.get("/services/live/teach").status_code == 403


def test_the_hub_shows_the_platform_its_public_key_alone(house: House) -> None:
    with house.browser() as platform:
        [key] = platform.get("/hub/lti13/keys").json()["keys"]
    assert set(key) == {"kty", "n", "e", "alg", "use", "kid"}
    private = house.folder / "hub" / "secrets" / "platform_key.pem"
    assert private.stat().st_mode & 0o077 == 0
    assert re.match("-----BEGIN PRIVATE KEY", private.read_text())


def test_after_a_new_start_a_login_goes_on_and_a_used_launch_stays_used(house: House) -> None:
    with house.browser() as amina, house.browser() as mallory:
        begun = amina.begin()
        kept = list(amina.cookies.jar)
        token = house.platform.sign(house.platform.claims("amina", "A", "Instructor", begun["nonce"]))
        assert amina.finish(begun["state"], token, follow_redirects=False).status_code == 302
        before = amina.me()
        assert before["name"] == user_name(house.platform.origin, "amina")
        house.end()
        house.start()
        assert (amina.me()["name"], amina.me()["groups"]) == (before["name"], before["groups"])
        for cookie in kept:
            mallory.cookies.jar.set_cookie(cookie)
        assert mallory.finish(begun["state"], token).status_code == 403
