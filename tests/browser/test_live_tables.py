"""A table of people on phones in a real Chromium: folders, an offer, a dead server; and the teacher's page."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request

import pytest

from course.content.interface import words
from tests.chromium import in_chromium, open_page, violations

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
SAYS, TABLE = words()["tables"], words()["table"]
SHOTS = os.environ.get("COURSE_SHOTS", "")

pytestmark = in_chromium

SERVE = """
import asyncio, sys
from course.live.serve import serve
def ready(doors):
    print(doors.console if doors else "", flush=True)
asyncio.run(serve(sys.argv[1], stem=sys.argv[3], port=int(sys.argv[2]), ready=ready))
"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Server:
    """A server in its own process, killed and started again on the same file and port."""

    def __init__(self, file):
        self.file = file
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.console = self.start("05_why_come_to_the_table")
        self.room, self.token = re.fullmatch(r".*/t/(\w+)\?key=(.+)", self.console).groups()
        self.code = self.ask("ticket", method="GET")["code"]

    def start(self, stem=""):
        command = [sys.executable, "-c", SERVE, str(self.file), str(self.port), stem]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        return self.process.stdout.readline().strip()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, path, method="POST", **sent):
        """Ask as the teacher."""
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        body = json.dumps(sent).encode() if method != "GET" else None
        request = urllib.request.Request(f"{self.base}/t/{self.room}/{path}", body, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read())


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path / "class.sqlite3")
    yield running
    running.kill()


BROKEN_HEADS = """() => [...document.querySelectorAll(".course-scroll thead th")].filter((head) => {
  const range = document.createRange();
  range.selectNodeContents(head);
  return !/\\s/.test(head.textContent.trim()) && range.getClientRects().length > 1;
}).map((head) => head.textContent)"""
"""Heads of one word that stand on several lines."""


class Phone:
    """Somebody's phone at the page of their table."""

    def __init__(self, browser, server, name, **more):
        self.context = browser.new_context(**PHONE, **more)
        self.server = server
        joined = self.context.request.post(
            f"{server.base}/join", data={"code": server.code, "name": name}, headers={"origin": server.base}
        )
        assert joined.ok, joined.text()
        self.page = open_page(self.context)
        self.errors = self.page.errors
        self.page.on("console", lambda said: self.errors.append(said.text) if "Content Security" in said.text else None)
        self.page.goto(f"{server.base}/r/{server.room}/table/")

    def build(self, package):
        for issue in self.page.locator(".course-issue").all():
            issue.locator("label").nth(package).click()

    def shot(self, name):
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)

    def check(self):
        assert violations(self.page) == []
        assert self.page.evaluate(WIDE) <= 0
        assert self.errors == []


def press(phone, text):
    phone.page.get_by_role("button", name=text, exact=True).first.click()


def test_two_phones_at_one_table(browser, server):
    from playwright.sync_api import expect

    amina, badr = Phone(browser, server, "Amina"), Phone(browser, server, "Badr", color_scheme="dark")
    expect(amina.page.get_by_text(SAYS["no-table-yet"])).to_be_visible()
    server.ask("tables", scenario="two-rivers")
    expect(amina.page.get_by_text(SAYS["folder-waits"])).to_be_visible()
    assert amina.page.get_by_role("button", name=SAYS["show-folder"]).count() == 0
    server.ask("tables/turn", dealt=True)
    folder = amina.page.get_by_role("button", name=SAYS["show-folder"])
    expect(folder).to_be_visible()
    expect(amina.page.locator("#folder")).to_be_hidden()
    amina.shot("prepare")
    amina.check()
    folder.click()
    expect(amina.page.locator("#folder")).to_contain_text("56 points")
    assert "46 points" not in amina.page.content()
    badr.page.get_by_role("button", name=SAYS["show-folder"]).click()
    expect(badr.page.locator("#folder")).to_contain_text("46 points")
    assert "56 points" not in badr.page.content()
    badr.shot("folder-dark")
    light, dark = (phone.page.evaluate("getComputedStyle(document.body).backgroundColor") for phone in (amina, badr))
    assert light == "rgb(255, 255, 255)"
    assert dark != light
    badr.check()
    server.ask("tables/turn", state="playing")
    server.ask("inject", inject="crack")
    server.ask("clock", minutes=20)
    expect(amina.page.locator(".tables-turn")).to_have_class(re.compile("tables-mine"))
    expect(amina.page.locator(".tables-news")).to_be_visible()
    expect(amina.page.locator(".tables-clock")).to_contain_text("19:")
    amina.build(1)
    amina.page.reload()
    expect(amina.page.locator(".course-issue input:checked")).to_have_count(4)
    # After a reload the folder is covered, and everything that only she may read.
    worth, points = amina.page.locator(".course-sentence"), amina.page.locator(".course-own-points").first
    expect(worth).to_contain_text("Points for you")
    for secret in (worth, points, amina.page.locator(".course-red").first):
        expect(secret).to_be_hidden()
    expect(amina.page.get_by_text(SAYS["points-covered"])).to_be_visible()
    amina.shot("covered")
    amina.check()
    press(amina, SAYS["show-folder"])
    for shown in (worth, points):
        expect(shown).to_be_visible()
    expect(amina.page.get_by_text(SAYS["points-covered"])).to_be_hidden()
    amina.shot("build")
    amina.check()
    press(amina, TABLE["offer"])
    expect(badr.page.locator(".course-offer .course-own-worth")).to_be_visible()
    press(badr, SAYS["hide-folder"])
    expect(badr.page.locator(".course-offer .course-own-worth")).to_be_hidden()
    expect(badr.page.locator(".course-offer")).to_be_visible()
    visible = badr.page.locator("body").inner_text().lower()
    assert not re.search(r"points? for you|\(\d+\)", visible), visible
    badr.shot("offered-dark")
    badr.check()
    server.kill()
    press(badr, TABLE["accept"])
    expect(badr.page.locator(".tables-says")).to_contain_text(SAYS["offline"][:12])
    server.start()
    expect(
        badr.page.get_by_role("button", name=TABLE["sign"], exact=True)
        .or_(badr.page.get_by_text("could sign", exact=False).first)
        .first
    ).to_be_visible()
    expect(amina.page.get_by_role("button", name=TABLE["sign"], exact=True)).to_be_visible()
    press(amina, TABLE["sign"])
    expect(badr.page.get_by_role("button", name=TABLE["sign"], exact=True)).to_be_visible()
    press(badr, TABLE["sign"])
    expect(amina.page.locator(".tables-turn")).to_have_text(SAYS["over"])
    server.ask("tables/turn", released="own")
    expect(amina.page.get_by_text("Gain:", exact=False)).to_be_visible()
    server.ask("tables/turn", released="all")
    expect(badr.page.locator("svg").first).to_be_visible()
    badr.shot("debrief-dark")
    amina.shot("debrief")
    assert amina.page.evaluate(BROKEN_HEADS) == []
    amina.check()
    badr.check()


def test_the_teacher_lays_and_seats(browser, server):
    from playwright.sync_api import expect

    phones = [Phone(browser, server, name) for name in ("Amina", "Badr", "Chadia")]
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = open_page(context)
    context.request.get(server.console, max_redirects=0)
    page.goto(f"{server.base}/t/{server.room}/tables/")
    page.get_by_label(SAYS["scenario"]).select_option("the-strait")
    page.get_by_role("button", name=SAYS["lay"], exact=True).click()
    expect(page.locator(".tables-one")).to_have_count(1)
    page.get_by_role("button", name=SAYS["begin"], exact=True).click()
    expect(phones[0].page.locator(".tables-turn")).to_have_class(re.compile("tables-mine"))
    page.get_by_role("button", name=f"{SAYS['put-computer']}: Amina").click()
    expect(phones[0].page.locator(".tables-turn")).to_have_text(SAYS["away"])
    expect(phones[1].page.locator(".tables-turn")).to_have_class(re.compile("tables-mine"))
    page.get_by_role("button", name=f"{SAYS['put-back']}: Amina").click()
    expect(phones[0].page.locator(".tables-turn")).not_to_have_text(SAYS["away"])
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/desk.png", full_page=True)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(WIDE) <= 0
