"""The student's page of the live class on a phone in a real Chromium, with a server that can be killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from course.content.interface import words
from course.dev.served import open_class
from tests.chromium import becomes, in_chromium, open_page, violations

SHOTS = os.environ.get("COURSE_SHOTS", "")
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
SAYS, TRIAL = words()["phone"], words()["trial"]
GO_OR_WAIT, TEXT, CHECK, STAND = "discuss.go-or-wait.1", "discuss.prove-it.1", "check.recall-mandate", "stand.A7.1"
RANK = "discuss.prevented.1"
SEND = ".live-question button[type=submit]"
# The start of a sentence that goes on with a time.
SAVED = SAYS["saved"].partition("{")[0]

pytestmark = in_chromium

SERVE = """
import asyncio, sys
from course.live.serve import serve
def ready(doors):
    print(doors.console if doors else "", flush=True)
asyncio.run(serve(sys.argv[1], stem=sys.argv[3], port=int(sys.argv[2]), ready=ready))
"""


class Server:
    """A server of its own: killed and started again on the same file and port, as a laptop that crashed."""

    def __init__(self, file: Path):
        self.file = file
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.start()
        self.room = self.token = self.code = ""

    def start(self, stem=""):
        command = [sys.executable, "-c", SERVE, str(self.file), str(self.port), stem]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def ask(self, method, path, body=None):
        """Ask as the teacher."""
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        sent = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.base}/t/{self.room}/{path}", sent, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.loads(reply.read())

    def turn(self, **change):
        return self.ask("POST", "turn", change)

    def open(self, slide):
        self.turn(slide=slide, state="open", current=slide)

    def texts(self, slide):
        return self.ask("GET", f"texts/{slide}")["texts"]

    def answered(self, slide):
        return next(one["answered"] for one in self.ask("GET", "state")["slides"] if one["id"] == slide)

    def persons(self):
        return self.ask("GET", "state")["persons"]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("phones") / "class.sqlite3")
    yield made
    made.kill()


@pytest.fixture
def server(running):
    """The server, with a class that nobody has joined."""
    if running.process.poll() is not None:
        running.start()
    running.room, running.token, running.code = open_class(running.file, "05_why_come_to_the_table")
    return running


@pytest.fixture
def phone(browser):
    """Make phones: each a browser of its own that has never been here."""
    made = []

    def making(**more):
        page = open_page(browser.new_context(**{**PHONE, **more}))
        page.on("console", lambda said: "Content Security Policy" in said.text and page.errors.append(said.text))
        made.append(page)
        return page

    yield making
    errors = [page.errors for page in made]
    for page in made:
        page.context.close()
    assert errors == [[]] * len(made)


def join(page, server, name="Amina"):
    page.goto(f"{server.base}/j/{server.code}")
    page.get_by_label(SAYS["name"]).fill(name)
    page.get_by_role("button", name=SAYS["join"], exact=True).click()
    page.wait_for_url("**/r/*/")
    return page


def see(page, text, selector="body"):
    page.locator(selector).get_by_text(text).first.wait_for()


def choose(page, step):
    page.locator(".course-step").nth(step - 1).click()


def send(page):
    page.locator(SEND).click()


def status(page):
    return page.locator(".live-question .course-status")


def await_saved(page):
    status(page).filter(has_text=SAVED).wait_for()


def menu(page):
    page.get_by_role("button", name=SAYS["mine"]).click()
    return page.get_by_role("dialog")


# --- From the code to the answer ---


def test_a_code_is_typed_and_the_first_question_comes_by_itself(server, phone):
    page = phone()
    page.goto(server.base)
    page.get_by_label(SAYS["code"]).fill("AAAA-AAAA")
    page.get_by_role("button", name=SAYS["join"], exact=True).click()
    see(page, words()["live"]["no-code"])
    page.get_by_label(SAYS["code"]).fill(server.code.lower())
    page.get_by_role("button", name=SAYS["join"], exact=True).click()
    see(page, SAYS["waiting"])
    assert page.locator("h1").text_content() == "Why come to the table"
    server.open(GO_OR_WAIT)
    page.locator(".live-asks").wait_for()
    choose(page, 2)
    page.locator("textarea").fill("If they had met before.")
    send(page)
    await_saved(page)
    assert [one["text"] for one in server.texts(GO_OR_WAIT)] == ["If they had met before."]
    assert [one["name"] for one in server.persons()] == [""]


def test_a_ticket_lets_in_without_a_code(server, phone):
    ticket = server.ask("GET", "ticket")["ticket"]
    page = phone()
    page.goto(f"{server.base}/j/{server.code}?t={ticket}")
    see(page, SAYS["scanned"])
    assert page.get_by_label(SAYS["code"]).is_hidden()
    page.get_by_role("button", name=SAYS["join"], exact=True).click()
    see(page, SAYS["waiting"])


def test_a_double_click_is_one_answer_and_a_change_is_another(server, phone):
    page = join(phone(), server)
    server.open(GO_OR_WAIT)
    choose(page, 2)
    page.locator(SEND).dblclick()
    await_saved(page)
    sent = []
    page.on("request", lambda request: request.method == "PUT" and sent.append(json.loads(request.post_data)))
    choose(page, 4)
    page.locator(SEND).dblclick()
    becomes(page, lambda: server.persons()[0]["answers"][GO_OR_WAIT]["rev"], 2)
    await_saved(page)
    send(page)
    page.wait_for_timeout(300)
    assert len({one["press"] for one in sent}) == 1
    assert server.persons()[0]["answers"][GO_OR_WAIT]["rev"] == 2
    assert server.answered(GO_OR_WAIT) == 1


def test_a_stand_has_why_and_how_sure(server, phone):
    page = join(phone(), server)
    server.open(STAND)
    page.get_by_text(TRIAL["scale2"]).click()
    page.get_by_text(TRIAL["sure3"], exact=True).click()
    page.get_by_label(TRIAL["why"]).fill("لأنهم تعبوا من الحرب.")
    assert page.locator("textarea").evaluate("area => getComputedStyle(area).direction") == "rtl"
    send(page)
    await_saved(page)
    page.reload()
    await_saved(page)
    becomes(page, page.get_by_label(TRIAL["scale2"]).is_checked)
    becomes(page, page.locator(".course-chip input").nth(2).is_checked)


def test_a_check_tells_its_verdict_and_takes_several_tries(server, phone):
    page = join(phone(), server)
    server.open(CHECK)
    page.locator(".course-option").nth(0).click()
    send(page)
    page.locator(".course-not-yet").wait_for()
    page.locator(".course-option").nth(1).click()
    page.locator(".course-not-yet").wait_for(state="detached")
    send(page)
    page.locator(".course-correct").wait_for()
    page.reload()
    page.locator(".course-correct").wait_for()


def test_what_is_typed_stays_text(server, phone):
    page = join(phone(), server, name="<b>Amina</b>")
    server.open(TEXT)
    page.locator("textarea").fill("<b>bold</b><img src=x onerror=alert(1)>")
    send(page)
    await_saved(page)
    server.ask("POST", f"texts/{TEXT}", {**server.texts(TEXT)[0], "how": "approved"})
    server.turn(slide=TEXT, shown=True)
    see(page, "<b>bold</b>", ".live-results")
    menu(page)
    see(page, "<b>bold</b>", "dialog")
    assert page.locator("b:text('bold'), img, .live-who b").count() == 0
    assert page.locator(".live-who bdi").text_content() == "<b>Amina</b>"


def test_seven_steps_are_one_row_and_a_wide_table_keeps_its_words(server, phone):
    page = join(phone(), server)
    server.open(GO_OR_WAIT)
    page.locator(".course-step").nth(6).wait_for()
    tops = page.evaluate("[...document.querySelectorAll('.course-step')].map((one) => one.getBoundingClientRect().top)")
    assert len(tops) == 7
    assert len(set(tops)) == 1
    server.open("look.one-plan")
    table = page.locator(".course-scroll")
    table.wait_for()
    asks, top = (page.locator(name).bounding_box() for name in (".live-asks", ".course-scroll"))
    assert asks["y"] + asks["height"] <= top["y"], "what is asked of it stands above the table"
    assert table.evaluate("(frame) => frame.scrollWidth > frame.clientWidth && frame.tabIndex === 0")
    assert table.evaluate("(frame) => getComputedStyle(frame.querySelector('td')).overflowWrap") == "normal"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


# --- Nothing is lost ---


def test_an_answer_typed_while_the_server_is_dead_saves_itself(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").wait_for()
    server.kill()
    page.locator("textarea").fill("They had paid enough already.")
    page.locator(SEND).dblclick()
    status(page).filter(has_text=SAYS["unreachable"]).wait_for()
    see(page, SAYS["offline"])
    server.start()
    await_saved(page)
    assert [one["text"] for one in server.texts(TEXT)] == ["They had paid enough already."]
    assert server.answered(TEXT) == 1


def test_a_reload_in_the_middle_of_a_sentence_keeps_it(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").press_sequentially("They had paid eno")
    page.reload()
    page.locator("textarea").wait_for()
    becomes(page, page.locator("textarea").input_value, "They had paid eno")
    becomes(page, status(page).text_content, SAYS["typed"])
    assert server.answered(TEXT) == 0


def test_a_server_that_errs_is_asked_again_with_the_same_press(server, phone):
    page = join(phone(), server)
    server.open(GO_OR_WAIT)
    choose(page, 2)
    presses, replies = [], [503, 429, 500]

    def refuse(route):
        presses.append(json.loads(route.request.post_data)["press"])
        if replies:
            route.fulfill(status=replies.pop(0), body="{}")
        else:
            route.continue_()

    page.route("**/answers/**", refuse)
    send(page)
    await_saved(page)
    assert len(presses) == 4
    assert len(set(presses)) == 1


def test_a_press_that_the_server_has_for_something_else_is_not_sent_for_ever(server, phone):
    page = join(phone(), server)
    server.open(GO_OR_WAIT)
    choose(page, 2)
    presses = []

    def refuse(route):
        presses.append(json.loads(route.request.post_data)["press"])
        # As after the course was updated between an answer and its acknowledgement.
        if presses[-1] == presses[0]:
            route.fulfill(status=409, json={"outcome": "stale", "rev": 1})
        else:
            route.continue_()

    page.route("**/answers/**", refuse)
    send(page)
    await_saved(page)
    assert len(presses) == 2


def test_what_was_saved_while_the_phone_asked_what_is_saved_stays(server, phone):
    page = join(phone(), server)
    server.open(GO_OR_WAIT)
    page.locator(".course-step").first.wait_for()
    held = []

    def hold(route):
        held.append((route, route.fetch()))

    page.route("**/mine", hold)
    # As when the network is back: it asks what the server has, and sends what waited, at the same time.
    with page.expect_request("**/mine"):
        page.evaluate("dispatchEvent(new Event('online'))")
    becomes(page, lambda: len(held), 1)
    choose(page, 2)
    send(page)
    await_saved(page)
    route, reply = held[0]
    with page.expect_response("**/mine"):
        route.fulfill(response=reply)
    page.wait_for_timeout(200)
    assert SAVED in status(page).text_content(), "the reply is older than what was saved"
    assert page.locator(".course-step input").nth(1).is_checked()


def test_a_login_page_in_between_is_no_acknowledgement(server, phone):
    page = join(phone(), server)
    server.open(GO_OR_WAIT)
    choose(page, 2)
    page.route("**/answers/**", lambda route: route.fulfill(status=200, body="<html>Log in to the Wi-Fi</html>"))
    send(page)
    status(page).filter(has_text=SAYS["unreachable"]).wait_for()
    page.unroute("**/answers/**")
    await_saved(page)


def test_another_device_goes_on_by_a_link_and_the_newest_press_stays(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").fill("First")
    send(page)
    await_saved(page)
    menu(page)
    page.get_by_role("button", name=SAYS["device-show"]).click()
    link = page.get_by_label(SAYS["device-link"]).first.input_value()
    becomes(page, lambda: page.locator(".live-code").evaluate("image => image.complete && image.naturalWidth > 50"))
    other = phone()
    other.goto(link)
    await_saved(other)
    assert "#" not in other.url
    becomes(other, other.locator("textarea").input_value, "First")
    other.locator("textarea").fill("Second")
    send(other)
    await_saved(other)
    page.keyboard.press("Escape")
    # This one still counts from 1: the server says that it is behind, and it goes on top.
    page.locator("textarea").fill("Third")
    send(page)
    await_saved(page)
    assert [one["text"] for one in server.texts(TEXT)] == ["Third"]
    assert len(server.persons()) == 1


def test_a_link_does_not_take_over_a_device_without_asking(server, phone):
    page, other = join(phone(), server), join(phone(), server, "Boris")
    menu(page)
    page.get_by_role("button", name=SAYS["device-show"]).click()
    other.goto("about:blank")
    other.goto(page.get_by_label(SAYS["device-link"]).first.input_value())
    other.get_by_role("button", name=SAYS["arrived-keep"]).click()
    see(other, "Boris", ".live-who")
    other.goto("about:blank")
    other.goto(page.get_by_label(SAYS["device-link"]).first.input_value())
    other.get_by_role("button", name=SAYS["arrived-take"]).click()
    see(other, "Amina", ".live-who")


# --- What the teacher does ---


def test_a_closed_question_says_so_and_keeps_the_text(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").fill("Too late")
    server.turn(slide=TEXT, state="closed")
    status(page).filter(has_text=SAYS["closed-draft"]).wait_for()
    assert page.locator("textarea").input_value() == "Too late"
    page.locator(SEND).wait_for(state="hidden")
    server.turn(slide=TEXT, state="open")
    page.locator(SEND).click()
    await_saved(page)


def test_an_answer_that_comes_too_late_goes_by_itself_when_the_question_opens_again(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").fill("Too late")
    page.route("**/answers/**", lambda route: (server.turn(slide=TEXT, state="closed"), route.continue_()))
    send(page)
    status(page).filter(has_text=SAYS["closed-unsent"]).wait_for()
    page.unroute("**/answers/**")
    page.reload()
    status(page).filter(has_text=SAYS["closed-unsent"]).wait_for()
    server.turn(slide=TEXT, state="open")
    await_saved(page)


def test_a_new_question_does_not_take_the_pen_away(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").press_sequentially("I am wri")
    server.open(GO_OR_WAIT)
    see(page, SAYS["new-question"], ".live-notice")
    page.locator("textarea").press_sequentially("ting")
    assert page.locator("textarea").input_value() == "I am writing"
    page.get_by_role("button", name=SAYS["go-there"]).click()
    page.locator(".course-step").first.wait_for()
    becomes(page, lambda: page.evaluate("document.activeElement.matches('.live-asks')"))
    # The other is still open: one can go back to it, and it stands there as it was left.
    page.locator(".live-row").click()
    page.locator("textarea").wait_for()
    becomes(page, page.locator("textarea").input_value, "I am writing")


def test_a_pause_covers_the_page_and_an_end_offers_what_is_mine(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").fill("Half a")
    server.turn(paused=True)
    see(page, SAYS["paused-note"])
    page.locator("textarea").wait_for(state="hidden")
    server.turn(paused=False)
    page.locator("textarea").wait_for()
    becomes(page, page.locator("textarea").input_value, "Half a")
    send(page)
    await_saved(page)
    server.turn(ended=True)
    see(page, SAYS["ended"])
    with page.expect_download() as taken:
        page.get_by_role("link", name=SAYS["take-button"]).click()
    assert "Half a" in Path(taken.value.path()).read_text("utf-8")


def test_at_ones_own_pace_there_is_a_list_with_ticks(server, phone):
    page = join(phone(), server)
    server.turn(pace="own")
    for slide in (GO_OR_WAIT, TEXT):
        server.turn(slide=slide, state="open")
    rows = page.locator(".live-row")
    rows.nth(1).wait_for()
    rows.nth(0).click()
    choose(page, 3)
    send(page)
    await_saved(page)
    page.get_by_role("button", name=SAYS["all-questions"]).click()
    rows.nth(0).filter(has_text=SAYS["is-saved"]).wait_for()
    assert SAYS["is-saved"] not in rows.nth(1).text_content()


def test_results_show_both_votes_and_nothing_under_five(server, phone):
    page = join(phone(), server)
    first, second = "discuss.why-not-the-brothers.1", "discuss.why-not-the-brothers.2"
    server.open(first)
    page.locator(".course-option").nth(0).click()
    send(page)
    await_saved(page)
    server.turn(slide=first, state="closed", shown=True)
    see(page, SAYS["few"])
    others = [join(phone(), server) for _ in range(4)]
    for slide, place, answering in ((first, 0, others), (second, 1, [*others, page])):
        server.open(slide)
        for one in answering:
            one.locator(f".live-question[data-slide='{slide}'] .course-option").nth(place).click()
            send(one)
            await_saved(one)
    see(page, SAYS["first-answer"])
    server.turn(slide=first, state="closed")
    server.turn(slide=second, state="closed", shown=True)
    page.locator(".live-before").first.wait_for()
    bars = page.locator(".live-bars li").nth(0)
    assert bars.locator(".live-count").all_text_contents() == ["First: 5 (100 %)", "Now: 0 (0 %)"]

    def widths():
        return page.locator(".live-length").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")

    becomes(page, lambda: widths()[0] > 100)
    assert widths()[1] == 0
    assert broken(page) == []


# --- My part ---


def test_my_part_is_deleted_in_two_steps_and_one_can_join_anew(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").fill("Forget this")
    send(page)
    await_saved(page)
    dialog = menu(page)
    dialog.get_by_role("button", name=SAYS["delete"], exact=True).click()
    dialog.get_by_role("button", name=SAYS["delete-sure"]).click()
    see(page, SAYS["deleted"])
    assert server.answered(TEXT) == 0
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Forget this" not in kept
    page.get_by_role("link", name=SAYS["join-again"]).click()
    page.get_by_label(SAYS["code"]).fill(server.code)
    page.get_by_role("button", name=SAYS["join"], exact=True).click()
    page.locator("textarea").fill("Anew")
    send(page)
    await_saved(page)
    assert len(server.persons()) == 1


def test_a_name_is_changed_in_the_menu(server, phone):
    page = join(phone(), server)
    dialog = menu(page)
    dialog.get_by_label(SAYS["name"]).fill("أمينة")
    dialog.get_by_role("button", name=SAYS["change-name"]).click()
    see(page, SAYS["name-saved"])
    page.keyboard.press("Escape")
    assert page.locator(".live-who bdi").text_content() == "أمينة"
    assert [one["name"] for one in server.persons()] == ["أمينة"]


def test_a_class_that_is_no_more_says_so_and_shows_what_was_typed(server, phone):
    page = join(phone(), server)
    server.open(TEXT)
    page.locator("textarea").fill("Do not lose me")
    becomes(page, lambda: "Do not lose me" in page.evaluate("JSON.stringify(localStorage)"))
    server.kill()
    for file in server.file.parent.glob("class.sqlite3*"):
        file.unlink()
    server.start("05_why_come_to_the_table")
    page.reload()
    see(page, words()["live"]["no-class"])
    see(page, "Do not lose me")


# --- Any phone ---


@pytest.mark.parametrize("line", ["none", "refused"])
def test_the_class_is_followed_where_no_events_come_through(server, phone, line):
    page = phone()
    if line == "none":
        page.add_init_script("delete window.EventSource")
    else:
        page.route("**/news", lambda route: route.fulfill(status=502, body="no"))
    join(page, server)
    see(page, SAYS["waiting"])
    server.open(GO_OR_WAIT)
    page.locator(".live-asks").wait_for()


def test_a_question_is_answered_by_keyboard_alone(server, phone):
    page = join(phone(), server)
    server.open(GO_OR_WAIT)
    page.locator(".live-asks").wait_for()
    page.locator(".course-step input").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    await_saved(page)
    assert [one["text"] for one in server.texts(GO_OR_WAIT)] == ["By keyboard"]


def test_a_new_question_is_heard(server, phone):
    page = join(phone(), server)
    see(page, SAYS["waiting"])
    server.open(GO_OR_WAIT)
    page.locator(".live-asks").wait_for()
    asks = page.locator(".live-asks").text_content()
    heard = page.locator(".course-hidden[aria-live]").first
    becomes(page, lambda: heard.text_content().strip(), SAYS["heard-question"].format(asks=asks))


def broken(page):
    """What WCAG 2.2 finds fault with, and what reaches over the edge of the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    return [*violations(page), *(["wider than the screen"] if wide else [])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(server, phone, scheme):
    page = phone(color_scheme=scheme)
    found = {}
    page.goto(f"{server.base}/j/{server.code}")
    page.get_by_label(SAYS["name"]).wait_for()
    found["join"] = broken(page)
    join(page, server)
    see(page, SAYS["waiting"])
    found["waiting"] = broken(page)
    for slide in (STAND, CHECK, RANK, TEXT, "check.recall-words", "look.eight-years", "check.bargaining-range"):
        server.open(slide)
        page.locator(f".live-question[data-slide='{slide}']").wait_for()
        found[slide] = broken(page)
    menu(page)
    page.get_by_role("button", name=SAYS["device-show"]).click()
    page.locator(".live-code").wait_for()
    found["menu"] = broken(page)
    page.keyboard.press("Escape")
    # 200 % of 360 px: what a phone shows at half its width.
    page.set_viewport_size({"width": 320, "height": 640})
    found["narrow"] = broken(page)
    server.turn(ended=True)
    see(page, SAYS["ended"])
    found["ended"] = broken(page)
    assert not any(found.values()), json.dumps(found, indent=1)


@pytest.mark.parametrize("width", [360, 320])
def test_seven_steps_stand_on_one_row_for_a_finger(server, phone, width):
    page = phone()
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{server.base}/j/{server.code}")
    join(page, server)
    server.open(GO_OR_WAIT)
    page.locator(f".live-question[data-slide='{GO_OR_WAIT}']").wait_for()
    steps = [step.bounding_box() for step in page.locator(".course-step").all()]
    assert len(steps) == 7
    assert len({step["y"] for step in steps}) == 1
    assert all(step["width"] >= 24 and step["height"] >= 44 for step in steps)
    fits = "all => all.every((one) => one.scrollWidth <= one.clientWidth)"
    assert page.locator(".course-step").evaluate_all(fits), "a number reaches over the edge of its step"
    assert broken(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/steps-{width}.png")


def test_a_pair_is_told_by_its_number_and_its_names(server, phone):
    page = phone()
    pair = {"slide": GO_OR_WAIT, "number": 3, "size": 2, "names": ["<i>Boris</i>"]}

    def paired(route):
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "pair": pair})

    page.route("**/mine", paired)
    join(page, server)
    see(page, SAYS["pair"].format(number=3), ".live-pair")
    assert page.locator(".live-pair bdi").text_content() == "<i>Boris</i>"
    server.open(GO_OR_WAIT)
    page.locator(".live-asks").wait_for()
    page.locator(".live-pair").first.wait_for()
    # Who sent their answer stands at the end of the question.
    page.set_viewport_size({"width": 360, "height": 300})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    becomes(page, lambda: page.evaluate("scrollY") > 60)
    becomes(page, lambda: 0 <= page.locator(".live-pair").first.bounding_box()["y"] < 100)
    server.open(TEXT)
    page.locator(f"[data-slide='{TEXT}']").wait_for()
    # The class has moved on.
    page.locator(".live-pair").first.wait_for(state="hidden")
