"""The projector page and the teacher's console in a real browser, with a class of phones that only send."""

import json
import subprocess
import sys
import urllib.request

import pytest

from course.content.interface import words
from course.dev.served import open_class, until
from course.live.deck import deck_of
from tests.chromium import becomes, in_chromium, open_page, violations

STEM = "05_why_come_to_the_table"
SCALE, TEXT = "discuss.go-or-wait.1", "discuss.prove-it.1"
FIRST, SECOND = "discuss.why-not-the-brothers.1", "discuss.why-not-the-brothers.2"
SHOWN, SAID = words()["projector"], words()["console"]
SERVER = """
import asyncio, sys
from course.live.serve import serve
def ready(doors):
    print(flush=True)
sys.exit(asyncio.run(serve(sys.argv[1], port=int(sys.argv[2]), ready=ready)))
"""

pytestmark = in_chromium


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LiveClass:
    """A class on a server of its own: phones that only send, and the teacher's browser."""

    def __init__(self, folder):
        self.port = free_port()
        self.file = folder / "class.sqlite3"
        self.base = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        command = [sys.executable, "-c", SERVER, str(self.file), str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def open_class(self):
        self.room, self.key, code = open_class(self.file, STEM)
        teacher = f"{self.base}/t/{self.room}"
        self.doors = {
            "console": f"{teacher}?key={self.key}",
            "projector": f"{teacher}?page=projector&key={self.key}",
            "code": code,
        }

    def ask(self, method, path, body=None, token=""):
        headers = {"content-type": "application/json", "x-course-client": "notebook"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def join(self, name=""):
        return self.ask("POST", "/join", {"code": self.doors["code"], "name": name})["token"]

    def answer(self, token, slide, answer, rev=1):
        import secrets

        sent = {"press": secrets.token_hex(16), "rev": rev, "answer": answer}
        return self.ask("PUT", f"/r/{self.room}/answers/{slide}", sent, token)

    def turn(self, **change):
        return self.ask("POST", f"/t/{self.room}/turn", change, self.key)

    def desk(self):
        return self.ask("GET", f"/t/{self.room}/state", token=self.key)

    def close(self):
        self.process.terminate()
        self.process.wait(60)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    made = LiveClass(tmp_path_factory.mktemp("projector"))
    yield made
    made.close()


@pytest.fixture
def live(running, browser):
    """A class that nobody has joined."""
    if running.process.poll() is not None:
        running.process.stdout.close()
        running.start()
    running.open_class()
    yield running
    for context in browser.contexts:
        context.close()


def opened(browser, address, width=1280, height=720, scheme="light"):
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = open_page(context)
    page.on("console", lambda said: said.type == "error" and page.errors.append(said.text))
    page.goto(address)
    return page


@pytest.fixture
def projector(browser, live):
    page = opened(browser, live.doors["projector"])
    page.locator(".code").wait_for()
    yield page
    assert page.errors == []
    page.context.close()


@pytest.fixture
def console(browser, live):
    page = opened(browser, live.doors["console"])
    page.locator(".desk-list button").first.wait_for()
    yield page
    assert page.errors == []
    page.context.close()


def says(page, text):
    page.get_by_text(text, exact=True).first.wait_for()


def options(slide):
    return [option.id for option in deck_of(STEM).slides[slide].control.options]


SMALLEST = """() => {
    const walker = document.createTreeWalker(document.getElementById("live"), NodeFilter.SHOW_TEXT);
    const sizes = [];
    while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode;
        if (textContent.trim() && parentElement.checkVisibility())
            sizes.push([parseFloat(getComputedStyle(parentElement).fontSize), textContent.trim().slice(0, 60)]);
    }
    return sizes.sort((one, other) => one[0] - other[0])[0];
}"""


def smallest(page):
    """The smallest text on the page."""
    return page.evaluate(SMALLEST)[0]


def axe(page):
    """All that axe-core has to say, and not the rules of WCAG alone."""
    return violations(page, rules=())


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# --- The projector ---


def test_the_way_in_is_huge_and_counts_who_comes(live, projector):
    assert projector.locator(".code").inner_text() == live.doors["code"]
    assert projector.evaluate("parseFloat(getComputedStyle(document.querySelector('.code')).fontSize)") >= 100
    # Not `wait_for_function`: it asks again from within the page, where these pages allow nobody to evaluate a string.
    until(lambda: projector.evaluate("document.querySelector('.qr').naturalWidth > 0"))
    assert projector.locator(".address").inner_text() == f"127.0.0.1:{live.port}"
    live.join("Amina")
    live.join()
    says(projector, SHOWN["here"].format(people=2))
    assert "Amina" not in projector.content()
    assert smallest(projector) >= 32
    assert axe(projector) == []


def test_keys_go_through_a_question_as_a_teacher_does(live, projector):
    people = [live.join() for _ in range(5)]
    live.turn(current="check.recall-words", slide="check.recall-words", state="closed", shown=True)
    says(projector, SHOWN["few"])
    projector.keyboard.press("ArrowRight")
    # The count of the question before reads the same.
    until(lambda: live.desk()["current"] == SCALE)
    says(projector, SHOWN["answered"].format(count=0, people=5))
    for n, who in enumerate(people):
        live.answer(who, SCALE, {"value": 1 + n % 2})
    says(projector, SHOWN["answered"].format(count=5, people=5))
    assert projector.locator(".chart").count() == 0, "nothing is shown before the teacher shows it"
    projector.keyboard.press("PageDown")
    says(projector, SHOWN["closed"])
    projector.keyboard.press("ArrowRight")
    projector.locator(".chart").wait_for()
    assert projector.locator(".chart .one-column b").all_inner_texts()[:2] == ["3", "2"]
    feet = "[...document.querySelectorAll('.one-column')].map((one) => Math.round(one.getBoundingClientRect().bottom))"
    assert len(set(projector.evaluate(feet))) == 1, "all columns stand on one line"
    assert smallest(projector) >= 32
    projector.keyboard.press("ArrowLeft")
    projector.locator(".chart").wait_for(state="detached")
    says(projector, SHOWN["closed"])
    projector.keyboard.press("PageUp")
    projector.get_by_text(SHOWN["closed"]).wait_for(state="detached")
    assert next(slide for slide in live.desk()["slides"] if slide["id"] == SCALE)["state"] == "open"
    projector.keyboard.press("j")
    projector.locator(".code").wait_for()
    projector.keyboard.press("Escape")
    projector.keyboard.press("b")
    projector.locator("#live").wait_for(state="hidden")
    projector.keyboard.press("ArrowRight")
    projector.locator(".line").wait_for()
    assert next(slide for slide in live.desk()["slides"] if slide["id"] == SCALE)["state"] == "open"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_core_question_is_read_from_the_last_row(browser, live, scheme):
    page = opened(browser, live.doors["projector"], scheme=scheme)
    page.locator(".code").wait_for()
    for slide in deck_of(STEM).slides.values():
        live.turn(slide=slide.id, state="open", current=slide.id)
        asked = _html(page, slide)
        until(lambda: page.evaluate("document.querySelector('.picture h1')?.innerHTML") == asked)  # noqa: B023
        assert smallest(page) >= 32, slide.id
        assert sideways(page) == 0
        assert page.evaluate("document.querySelector('.picture').scrollWidth - innerWidth") <= 0, slide.id
        assert is_asked_in_sight(page), f"{slide.id}: what is asked is below the edge"
        page.keyboard.press("ArrowDown")
        assert is_asked_in_sight(page), f"{slide.id}: what is asked was scrolled away"
    assert axe(page) == []
    page.context.close()


def is_asked_in_sight(page):
    return page.evaluate("""() => {
        const asks = document.querySelector(".picture h1").getBoundingClientRect();
        const edge = document.querySelector(".bar").getBoundingClientRect().top;
        return asks.top >= 0 && asks.bottom <= edge;
    }""")


def test_a_sorting_check_shows_where_each_item_was_put(live, projector):
    check = deck_of(STEM).slides["check.recall-words"]
    people = [live.join() for _ in range(5)]
    live.turn(slide=check.id, state="open", current=check.id)
    right = {item.id: item.group for item in check.about.items}
    wrong = {**right, check.about.items[0].id: check.about.items[1].group}
    for n, who in enumerate(people):
        live.answer(who, check.id, {"placed": right if n < 3 else wrong})
    live.turn(slide=check.id, state="closed", shown=True)
    says(projector, SHOWN["all-right"].format(count=3, answered=5))
    first = projector.locator(".sorted li").first
    assert [text.split()[0] for text in first.locator(".part").all_inner_texts()] == ["3", "2"]
    assert first.locator(".part").first.get_by_role("img", name=SHOWN["right"]).count() == 1
    assert smallest(projector) >= 32
    assert axe(projector) == []


def _html(page, slide):
    return page.evaluate(
        "(html) => { const h = document.createElement('h1'); h.innerHTML = html; return h.innerHTML; }", str(slide.asks)
    )


def test_two_votes_stand_side_by_side_with_how_many_moved(live, projector):
    people = [live.join() for _ in range(6)]
    first, second = options(FIRST)[:2]
    live.turn(slide=FIRST, state="open", current=FIRST)
    for n, who in enumerate(people):
        live.answer(who, FIRST, {"chosen": first if n < 4 else second})
    projector.locator(".options").wait_for()
    projector.keyboard.press("ArrowRight")
    says(projector, SHOWN["closed"])
    projector.keyboard.press("ArrowRight")
    projector.get_by_text(SHOWN["closed"]).wait_for(state="detached")
    for n, who in enumerate(people):
        live.answer(who, SECOND, {"chosen": first if n < 2 else second})
    projector.keyboard.press("ArrowRight")
    says(projector, SHOWN["closed"])
    projector.keyboard.press("ArrowRight")
    says(projector, SHOWN["moved"].format(moved=2, both=6))
    assert projector.locator(".chart li").first.locator("b").all_inner_texts() == ["4", "2"]
    assert smallest(projector) >= 32
    assert axe(projector) == []


def test_four_answers_make_no_picture(live, projector):
    people = [live.join() for _ in range(4)]
    live.turn(slide=SCALE, state="open", current=SCALE)
    for who in people:
        live.answer(who, SCALE, {"value": 2})
    live.turn(slide=SCALE, state="closed", shown=True)
    says(projector, SHOWN["few"])
    assert projector.locator(".chart").count() == 0


# --- The console, and what it does to the projector ---


def look_at(console, slide):
    console.locator(f".desk-list [data-key='{slide}']").click()


def press(console, name):
    console.get_by_role("button", name=name, exact=True).first.click()


def test_open_close_show_and_hide(live, console, projector):
    look_at(console, SCALE)
    press(console, SAID["open"])
    projector.locator(".line").wait_for()
    people = [live.join(name) for name in ("Amina", "", "Carim", "Dina", "Emre")]
    for who in people[:4]:
        live.answer(who, SCALE, {"value": 3})
    says(console, SAID["late"])
    missing = console.locator(".desk-people")
    missing.get_by_text("Emre", exact=True).wait_for()
    missing.get_by_text("Amina", exact=True).wait_for(state="hidden")
    # The teacher sees them however few.
    becomes(console, lambda: console.locator(".desk-spread b").all_inner_texts()[2:3], ["4"])
    live.answer(people[4], SCALE, {"value": 3})
    says(console, SAID["done"].format(count=5))
    press(console, SAID["close"])
    says(projector, SHOWN["closed"])
    press(console, SAID["show"])
    projector.locator(".chart").wait_for()
    press(console, SAID["hide"])
    projector.locator(".chart").wait_for(state="detached")
    press(console, SAID["pause"])
    says(projector, SHOWN["paused"])
    press(console, SAID["resume"])
    projector.locator(".line").wait_for()
    assert axe(console) == []


def test_the_run_sheet_says_what_to_do_and_how_long_it_may_take(live, console):
    from course.live.plan import planned_blocks

    plan = {block.block: block for block in planned_blocks(deck_of(STEM).lesson)}
    look_at(console, SCALE)
    step = plan[deck_of(STEM).slides[SCALE].block]
    assert console.locator(".desk-plan").inner_text().startswith(step.block)
    says(console, step.do)
    assert console.locator(".desk-plan-time").inner_text() == "", "the class is not there"
    press(console, SAID["open"])
    console.locator(".desk-plan-time").get_by_text(SAID["plan-here"].format(now=1, minutes=step.minutes)).wait_for()
    console.evaluate("Date.now = ((now) => () => now() + 6 * 60_000)(Date.now)")
    over = SAID["plan-over"].format(now=7, minutes=step.minutes)
    console.locator(".desk-plan-time.desk-alarm").get_by_text(over).wait_for()
    titles = console.locator(".desk-list h3 span").all_inner_texts()
    assert titles == list(plan), "blocks in which nothing is asked stand in the list as well"
    live.turn(slide=SCALE, state="closed", shown=True)
    console.get_by_role("button", name=SAID["ahead-next"], exact=True).wait_for()
    look_at(console, FIRST)
    live.turn(slide=FIRST, state="closed", current=FIRST)
    console.get_by_role("button", name=SAID["ahead-again"], exact=True).wait_for()


def test_results_show_while_they_answer_where_that_is_ticked(live, console, projector):
    look_at(console, SCALE)
    console.get_by_label(SAID["live"]).check()
    press(console, SAID["open"])
    projector.get_by_text(SHOWN["few"]).wait_for()
    console.get_by_label(SAID["live"]).uncheck()
    projector.get_by_text(SHOWN["few"]).wait_for(state="detached")


def test_texts_wait_for_the_teacher_and_stand_beside_each_other(live, console, projector):
    look_at(console, TEXT)
    press(console, SAID["open"])
    projector.locator("h1").wait_for()
    for name, text in (("Amina", "Share the <b>water</b>."), ("Bilal", "Water first."), ("", "Oil.")):
        live.answer(live.join(name), TEXT, {"text": text})
    console.locator(".desk-text").nth(2).wait_for()
    press(console, SAID["show"])
    says(projector, SHOWN["none"])
    press(console, SAID["approve-all"].format(count=3))
    projector.locator(".wall blockquote").nth(2).wait_for()
    assert "Share the <b>water</b>." in projector.locator(".wall blockquote").all_inner_texts()
    console.locator("#view, [data-key='view-cloud']").check()
    projector.locator(".cloud li").wait_for()
    assert projector.locator(".cloud li").all_inner_texts() == ["water2"]
    console.locator("[data-key='view-one']").check()
    says(projector, SHOWN["place"].format(place=1, count=3))
    projector.keyboard.press("ArrowDown")
    says(projector, SHOWN["place"].format(place=2, count=3))
    console.get_by_label(SAID["new-group"]).fill("Water")
    press(console, SAID["make-group"])
    for n in (0, 1):
        text = console.locator(".desk-text").filter(has_text="ater").nth(n)
        with console.expect_response("**/board"):
            text.locator("select").select_option("Water")
    console.locator("[data-key='view-groups']").check()
    projector.locator(".columns blockquote").nth(1).wait_for()
    assert projector.locator(".columns h2").inner_text().split() == ["Water", "2"]
    for n in (0, 1):
        console.locator(".desk-text").nth(n).get_by_label(SAID["compare"]).check()
    press(console, SAID["beside"])
    projector.locator(".beside blockquote").nth(1).wait_for()
    assert smallest(projector) >= 32
    assert not [name for name in ("Amina", "Bilal") if name in projector.content()]
    press(console, SAID["beside-off"])
    projector.locator(".beside").wait_for(state="detached")
    assert axe(console) == []
    assert axe(projector) == []


def test_those_who_differ_are_sent_into_pairs(live, console):
    look_at(console, FIRST)
    press(console, SAID["open"])
    people = {name: live.join(name) for name in ("Amina", "Bilal", "Carim", "Dina")}
    first, second = options(FIRST)[:2]
    for name, who in people.items():
        live.answer(who, FIRST, {"chosen": first if name in ("Amina", "Bilal") else second})
    says(console, SAID["done"].format(count=4))
    console.get_by_text(SAID["pairs"]).click()
    press(console, SAID["pairs-send"])
    says(console, SAID["pairs-sent"])
    becomes(console, console.locator(".desk-pairs li").count, 2)
    pair = live.ask("GET", f"/r/{live.room}/mine", token=people["Amina"])["pair"]
    assert pair["names"] in (["Carim"], ["Dina"])
    press(console, SAID["pairs-off"])
    says(console, SAID["pairs-note"])


def test_own_pace_and_the_end_are_taken_back(live, console):
    console.locator("[data-key='own-1']").click()
    says(console, SAID["pace-own"])
    press(console, SAID["together"])
    console.get_by_text(SAID["pace-own"], exact=True).wait_for(state="detached")
    console.get_by_text(SAID["more"], exact=True).click()
    press(console, SAID["end"])
    says(console, SAID["end-sure"])
    press(console, SAID["end-keep"])
    press(console, SAID["end"])
    press(console, SAID["end-now"])
    says(console, SAID["ended"])
    press(console, SAID["open-again"])
    console.get_by_role("button", name=SAID["end"], exact=True).wait_for()


def test_the_console_fits_a_tablet(browser, live):
    page = opened(browser, live.doors["console"], width=768, height=1024)
    page.locator(".desk-list button").first.wait_for()
    for slide in (SCALE, TEXT, "check.recall-words"):
        look_at(page, slide)
        press(page, SAID["open"])
        page.get_by_role("button", name=SAID["close"], exact=True).first.wait_for()
        assert sideways(page) == 0
    page.get_by_text(SAID["more"], exact=True).click()
    assert sideways(page) == 0
    page.context.close()


def test_the_console_says_that_the_server_is_gone(live, console):
    console.errors = type("Ignored", (list,), {"append": lambda self, item: None})()
    live.process.kill()
    live.process.wait()
    says(console, SAID["unreachable"])


def test_nothing_is_left_waiting_after_a_double_press(live, console, projector):
    console.locator("[data-key='next']").dblclick()
    projector.locator("h1").wait_for()
    console.wait_for_timeout(300)
    assert live.desk()["mark"].endswith("|open|0")
