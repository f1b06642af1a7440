"""The live class in a real JupyterHub behind its proxy, told as ``course/hub/jupyterhub_config.example.py`` tells it.

It takes about ten seconds. What it needs and is not here, it says, and skips itself.
"""

import contextlib
import http.client
import importlib.util
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

import course
from course.content.interface import words
from course.live.access import Account
from course.pages.server import hub_login

ROOT = Path(course.__file__).parents[1]
PROXY = ROOT / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
STEM = "05_why_come_to_the_table"
STAND = "stand.A7.1"
VISIT = {"accept": "text/html"}
PATIENCE = 60
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("jupyterhub") is None, reason="jupyterhub is not installed: the extra 'hub' brings it"
    ),
    pytest.mark.skipif(
        not (shutil.which("node") and PROXY.is_file()),
        reason="the hub's proxy is not installed: Node, and 'npm ci', which the test command runs",
    ),
]


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


class RealHub:
    """A JupyterHub in a folder of its own, with everybody's password "pass"."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port, api, proxy, service = free_ports(4)
        self.origin = f"http://127.0.0.1:{self.port}"
        self.live = f"{self.origin}/services/live/"
        self.token = secrets.token_hex(16)
        self.config = folder / "config.py"
        self.config.write_text(
            f"""
load_subconfig({str(ROOT / "course" / "hub" / "jupyterhub_config.example.py")!r})
c = get_config()
c.JupyterHub.bind_url = {self.origin!r}
c.JupyterHub.public_url = {self.origin + "/"!r}
c.JupyterHub.hub_port = {api}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = [{shutil.which("node")!r}, {str(PROXY)!r}]
c.JupyterHub.services[0]["url"] = "http://127.0.0.1:{service}"
c.JupyterHub.services[0]["environment"]["COURSE_HUB_FILE"] = {str(folder / "class.sqlite3")!r}
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "pass-of-the-house"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.services.append({{"name": "test", "api_token": {self.token!r}}})
c.JupyterHub.load_roles.append({{"name": "test", "scopes": ["admin:users", "tokens", "inherit"], "services": ["test"]}})
""",
            encoding="utf-8",
        )
        self.log = folder / "log"
        self.replaced: subprocess.Popen[bytes] | None = None
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(self.config)],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), "COURSE_MY_COURSE": ""},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait(self.process)

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE
        while self._health() != 200:
            assert time.monotonic() < until, self.log.read_text()
            assert process.poll() is None, self.log.read_text()
            time.sleep(0.05)

    def _health(self) -> int:
        # Not with httpx, which reads every certificate of the system for each call.
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            asked.request("GET", "/services/live/health")
            return asked.getresponse().status
        except OSError:
            return 0
        finally:
            asked.close()

    def stop(self) -> None:
        for process in (self.replaced, self.process):
            if process is not None:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE)

    def replace_service(self) -> None:
        """Kill the service, and start it anew with what the hub said to it; the hub itself looks every 30 seconds."""
        [service] = [child for child in psutil.Process(self.process.pid).children() if "course.hub" in child.cmdline()]
        command, said = service.cmdline(), service.environ()
        service.kill()
        while self._health() == 200:
            time.sleep(0.02)
        self.replaced = subprocess.Popen(command, cwd=self.folder, env=said)
        self._wait(self.replaced)

    def browser(self, name: str = "") -> "Browser":
        return Browser(self, name)

    def make_token(self, name: str, *scopes: str) -> str:
        """Return a token of a user, as the server of theirs has one."""
        reply = httpx.post(
            f"{self.origin}/hub/api/users/{name}/tokens",
            headers={"authorization": f"token {self.token}"},
            json={"scopes": list(scopes)},
        )
        assert reply.status_code == 201, reply.text
        return str(reply.json()["token"])


class Browser(httpx.Client):
    """Somebody's browser; with a ``name`` they log in at the first page that asks for it."""

    def __init__(self, hub: RealHub, name: str):
        super().__init__(base_url=hub.live, follow_redirects=True, timeout=PATIENCE, verify=False)
        self.name = name

    def visit(self, path: str) -> httpx.Response:
        page = self.get(path, headers=VISIT)
        if self.name and page.url.path == "/hub/login":
            xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page.text)
            assert xsrf
            sent = {"username": self.name, "password": "pass-of-the-house", "_xsrf": xsrf[1]}
            page = self.post(page.url, data=sent, headers=VISIT)
        return page

    def send(self, request: httpx.Request, **more: Any) -> httpx.Response:  # type: ignore[override]
        if request.method not in ("GET", "HEAD"):
            request.headers.setdefault("origin", f"{request.url.scheme}://{request.url.netloc.decode()}")
        return super().send(request, **more)

    def put_answer(self, room: str, value: int, rev: int = 1) -> Any:
        sent = {"press": secrets.token_hex(16), "rev": rev, "answer": {"value": value, "why": f"because {value}"}}
        return self.put(f"r/{room}/answers/{STAND}", json=sent)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    made = RealHub(tmp_path_factory.mktemp("hub"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def room(hub: RealHub) -> dict[str, str]:
    """A class that the teacher opened, with one question open."""
    with hub.browser("teacher") as teacher:
        assert teacher.visit("").url.path == "/services/live/teach"
        console = teacher.post("teach", data={"lesson": STEM}, headers=VISIT)
        found = re.search(r"/services/live/t/([0-9a-f]{32})/console$", str(console.url))
        assert found
        assert console.status_code == 200
        assert teacher.post(f"t/{found[1]}/turn", json={"slide": STAND, "state": "open"}).status_code == 200
        return {"id": found[1], "code": teacher.get(f"t/{found[1]}/ticket").json()["code"]}


def first_event(lines: Iterator[str]) -> Any:
    until = time.monotonic() + PATIENCE
    # Lines come all the time: a stream on which nothing happens says that it is there.
    for line in lines:
        assert time.monotonic() < until, "the proxy let no news through"
        if line.startswith("data: "):
            return json.loads(line.removeprefix("data: "))
    raise AssertionError("the stream ended")


def test_a_learner_logs_in_joins_and_answers_and_the_teacher_hears_it(hub: RealHub, room: dict[str, str]) -> None:
    with hub.browser("teacher") as teacher, hub.browser("amina") as amina:
        teacher.visit("teach")
        assert teacher.get(f"t/{room['id']}/projector", headers=VISIT).status_code == 200
        with teacher.stream("GET", f"t/{room['id']}/news") as news:
            lines = news.iter_lines()
            assert first_event(lines)["persons"] == []
            page = amina.visit(f"j/{room['code']}")
            assert page.url.path == f"/services/live/j/{room['code']}", "back to where they wanted to go"
            assert amina.post("join", json={"code": room["code"], "name": "Minnie"}).status_code == 200
            with amina.stream("GET", f"r/{room['id']}/news") as own:
                assert STAND in str(first_event(own.iter_lines()))
            assert amina.put_answer(room["id"], 2).json()["outcome"] == "stored"
            while not (desk := first_event(lines))["persons"] or not desk["persons"][0]["answers"]:
                pass
        assert [person["name"] for person in desk["persons"]] == ["Minnie"]
    with hub.browser("amina") as laptop:
        laptop.visit("")
        assert laptop.get(f"r/{room['id']}/mine").json()["answers"][0]["answer"]["value"] == 2


def test_cookies_are_the_services_own(hub: RealHub) -> None:
    with hub.browser("amina") as amina:
        assert amina.visit("").status_code == 200
        own = [cookie for cookie in amina.cookies.jar if cookie.name.startswith("service-live")]
        assert {(cookie.name, cookie.path) for cookie in own} == {("service-live", "/services/live/")}
        assert all("HttpOnly" in cookie._rest for cookie in own)  # type: ignore[attr-defined]


def test_a_learner_has_no_console(hub: RealHub, room: dict[str, str]) -> None:
    with hub.browser("bilal") as bilal:
        bilal.visit("")
        for path in ("teach", f"t/{room['id']}/console", f"t/{room['id']}/projector", f"t/{room['id']}/state"):
            assert bilal.get(path, headers=VISIT).status_code == 403, path
        assert bilal.post("teach", data={"lesson": STEM}).status_code == 403
        assert bilal.post(f"t/{room['id']}/turn", json={"ended": True}).status_code == 403


def test_whom_no_role_lets_in_the_hub_refuses(hub: RealHub) -> None:
    with hub.browser("stranger") as stranger:
        refused = stranger.visit("")
        assert (refused.status_code, refused.url.path) == (403, "/hub/api/oauth2/authorize")


def test_a_wrong_state_logs_nobody_in(hub: RealHub) -> None:
    with hub.browser("bilal") as bilal, hub.browser() as amina:
        bilal.visit("")
        bilal.follow_redirects = amina.follow_redirects = False
        bilal.cookies.delete("service-live")
        begun = bilal.get("", headers=VISIT)
        callback = bilal.get(begun.headers["location"], headers=VISIT).headers["location"]
        assert "oauth_callback?code=" in callback
        callback = f"{hub.origin}{callback.removeprefix(hub.origin)}"
        for address in (callback, re.sub("state=[^&]+", "state=wrong", callback), callback.partition("&state=")[0]):
            assert amina.get(address, headers=VISIT).status_code == 403
        assert "service-live" not in amina.cookies
        assert bilal.get(callback, headers=VISIT).status_code == 303
        assert bilal.get("", headers=VISIT).status_code == 200


def test_who_logs_out_of_the_hub_is_out(hub: RealHub, room: dict[str, str]) -> None:
    with hub.browser("amina") as amina:
        amina.visit("")
        kept = amina.cookies.get("service-live")
        assert amina.get(f"r/{room['id']}/mine").status_code == 200
        amina.get(f"{hub.origin}/hub/logout", headers=VISIT)
        amina.name = ""
        assert amina.cookies.get("service-live") == kept, "the browser still has it"
        assert amina.visit("").url.path == "/hub/login"
        assert amina.get(f"r/{room['id']}/mine").json()["trouble"] == "logged-out"


def test_a_notebook_in_the_hub_joins_with_its_servers_token(hub: RealHub, room: dict[str, str]) -> None:
    said = {"JUPYTERHUB_PUBLIC_HUB_URL": f"{hub.origin}/hub/"}
    sent = {"json": {"code": room["code"]}, "headers": {"x-course-client": "notebook"}}
    for scopes, status in ((["access:services!service=live"], 200), (["read:users:name!user"], 401)):
        token = hub.make_token("bilal", *scopes)
        header = hub_login(hub.live, {**said, "JUPYTERHUB_API_TOKEN": token})
        reply = httpx.post(f"{hub.live}join", json=sent["json"], headers={**sent["headers"], **header})
        assert reply.status_code == status, reply.text
    # Whatever runs in the teacher's server has such a token too, and teaches with it in no way.
    token = hub.make_token("teacher", "access:services!service=live")
    for given in ({"authorization": f"token {token}"}, {"cookie": f"service-live={token}"}):
        assert httpx.get(f"{hub.live}teach", headers={**VISIT, **given}).status_code == 403


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it")
def test_a_class_in_real_browsers(hub: RealHub) -> None:
    from playwright.sync_api import expect, sync_playwright

    def log_in(page: Any, name: str) -> None:
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("pass-of-the-house")
        page.get_by_role("button", name="Sign in").click()

    said, phone_says = words()["hub"], words()["phone"]
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        troubles: list[str] = []
        desk, phone = browser.new_context().new_page(), browser.new_context().new_page()
        for page in (desk, phone):
            page.set_default_timeout(PATIENCE * 1000)
            page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        desk.goto(hub.live)
        log_in(desk, "teacher")
        desk.get_by_label(said["lesson"]).select_option(STEM)
        desk.get_by_role("button", name=said["open"]).click()
        desk.wait_for_url("**/console")
        code = desk.locator(".desk-code").text_content()
        phone.goto(f"{hub.live}j/{code}")
        log_in(phone, "bilal")
        phone.get_by_role("button", name=phone_says["join"]).click()
        phone.wait_for_url("**/r/*/")
        room = phone.url.rstrip("/").rpartition("/")[2]
        sent = """([room, slide]) => fetch(`../../t/${room}/turn`, {
          method: "POST", body: JSON.stringify({ slide, state: "open", current: slide }),
        }).then((told) => told.status)"""
        assert desk.evaluate(sent, [room, STAND]) == 200
        phone.locator(".live-question input[type=radio]").first.check()
        phone.get_by_role("button", name=phone_says["send"]).click()
        expect(phone.locator(".live-question")).to_contain_text(phone_says["saved"].partition("{")[0])
        assert troubles == []
        # Somebody else sits down at this computer: what is kept of Bilal is neither shown nor sent.
        kept = phone.evaluate("Object.keys(localStorage)")
        assert all(key.startswith(f"course-live/{Account('bilal').mark}/") for key in kept)
        elsewhere = phone.context.new_page()
        elsewhere.goto(f"{hub.origin}/hub/logout")
        phone.evaluate("dispatchEvent(new Event('online'))")
        phone.wait_for_url("**/hub/login**")
        # Not Amina, who is in a class in this lesson already: it is the same one, if it was opened just before.
        log_in(phone, "teacher")
        phone.wait_for_url(f"{hub.live}r/**")
        phone.goto(f"{hub.live}?join")
        expect(phone.get_by_role("button", name=phone_says["join"])).to_be_visible()
        assert phone.get_by_text(phone_says["go-on"]).count() == 0
        browser.close()


def test_a_new_start_keeps_answers_and_logins(hub: RealHub, room: dict[str, str]) -> None:
    with hub.browser("amina") as amina, hub.browser("teacher") as teacher:
        amina.visit("")
        teacher.visit("")
        amina.post("join", json={"code": room["code"]})
        assert amina.put_answer(room["id"], 3, rev=5).json()["outcome"] == "stored"
        hub.replace_service()
        mine = amina.get(f"r/{room['id']}/mine")
        assert mine.status_code == 200, mine.text
        assert mine.json()["answers"][0]["answer"]["value"] == 3
        assert amina.put_answer(room["id"], 4, rev=6).json()["outcome"] == "stored"
        assert teacher.get(f"t/{room['id']}/console", headers=VISIT).status_code == 200
