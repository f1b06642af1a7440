"""The marking page in a real Chromium, open twice: what is typed on one page is never lost to the other, and told."""

import json
from types import SimpleNamespace

import pytest

from course.answers.events import Entry, Mark
from course.content.interface import words
from course.teacher.classroom.marking import Writing
from course.teacher.classroom.marking_page import marking_page
from tests.chromium import PATIENCE_MS, in_chromium

ADDRESS = "http://course.test/marking.html"
MARK, FORM = words()["mark"], words()["form"]
COMMENT = "textarea[data-side=comment]"
DEAF = "addEventListener('storage', event => event.stopImmediatePropagation(), true)"
"""A page in the background may hear late, or not at all, what another has kept."""

pytestmark = in_chromium


def html(*marks):
    writing = Writing(
        learner="a" * 32,
        record="a" * 32,
        name="Amina",
        stem="02_ways_to_settle",
        task="safe-exchange",
        asks="Write the clause.",
        rubric=(("order", "It says who does what first."),),
        answer="b" * 32,
        text="1. Rimal shall pay.",
        at="2026-11-22T15:00:00.000000Z",
        marks=marks,
    )
    return marking_page([writing], SimpleNamespace(names={"a" * 32: "Amina"}), 4)


def mark(id, comment, by="Dr. Salma"):
    at = "2026-11-23T15:00:00.000000Z"
    body = Mark(by=by, answer="b" * 32, comment=comment)
    return Entry(id=id, at=at, lesson="02_ways_to_settle", item="safe-exchange", body=body)


@pytest.fixture
def open_page(browser):
    """Open the marking page once more in one browser, perhaps one that hears nothing, or a page made anew."""
    context = browser.new_context(accept_downloads=True)
    served = {"html": html()}
    context.route(ADDRESS, lambda route: route.fulfill(body=served["html"], content_type="text/html; charset=utf-8"))

    def opened(*, deaf=False, made=None):
        served["html"] = made or served["html"]
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        if deaf:
            page.add_init_script(DEAF)
        page.goto(ADDRESS)
        return page

    yield opened
    context.close()


def type_in(page, text):
    page.locator(COMMENT).fill(text)


def keeps(page, text):
    """Return when what another page kept is there for this one: between two pages that takes a moment."""
    page.wait_for_function("text => JSON.stringify({ ...localStorage }).includes(text)", arg=text)


def shown(page):
    return page.locator(COMMENT).input_value()


def offered(page):
    """What is offered beside the text of a page, "" where there is nothing to choose."""
    other = page.locator(".newer .said")
    return other.inner_text() if other.count() else ""


def press(page, word):
    page.get_by_role("button", name=word, exact=True).click()


def download(page):
    with page.expect_download() as given:
        press(page, MARK["download"])
    with open(given.value.path(), encoding="utf-8") as file:
        return json.load(file)["marks"]


def test_what_one_page_keeps_the_other_shows(open_page):
    one, other = open_page(), open_page()
    type_in(one, "Say who pays.")
    other.wait_for_function(f"document.querySelector('{COMMENT}').value === 'Say who pays.'")
    assert not offered(other)
    type_in(other, "Say who pays, and when.")
    one.wait_for_function(f"document.querySelector('{COMMENT}').value === 'Say who pays, and when.'")


@pytest.mark.parametrize(("word", "stands"), [("keep", "Cut the end."), ("take", "Say who pays.")])
def test_a_page_that_is_behind_offers_both_and_writes_over_neither(open_page, word, stands):
    one, behind = open_page(), open_page(deaf=True)
    type_in(one, "Say who pays.")
    keeps(behind, "Say who pays.")
    type_in(behind, "Cut the end.")
    assert "Say who pays." in offered(behind)
    assert shown(behind) == "Cut the end."
    assert shown(one) == "Say who pays."
    press(behind, MARK["download"])
    assert behind.locator("#status").inner_text() == MARK["choose-first"].format(count=1)
    press(behind, FORM[word])
    assert (offered(behind), shown(behind)) == ("", stands)
    one.wait_for_function(f"document.querySelector('{COMMENT}').value === '{stands}'")
    assert [sent["comment"] for sent in download(behind)] == [stands]


def test_a_page_that_is_closed_before_the_choice_loses_neither(open_page):
    one, behind = open_page(), open_page(deaf=True)
    type_in(one, "Say who pays.")
    keeps(behind, "Say who pays.")
    type_in(behind, "Cut the end.")
    keeps(one, "Cut the end.")
    one.close()
    behind.close()
    again = open_page()
    assert {shown(again), offered(again).partition(": ")[2]} == {"Say who pays.", "Cut the end."}
    press(again, FORM["take"])
    last = open_page()
    assert (shown(last), offered(last)) == ("Cut the end.", "")


def test_a_page_made_anew_offers_the_mark_of_the_class_beside_what_the_browser_kept(open_page):
    type_in(open_page(), "Say who pays.")
    anew = open_page(made=html(mark("c" * 32, "Marked at the desk.")))
    assert shown(anew) == "Say who pays."
    assert "Marked at the desk." in offered(anew)
    press(anew, FORM["keep"])
    [sent] = download(anew)
    assert (sent["comment"], sent["over"]) == ("Say who pays.", ["c" * 32])
    again = open_page()
    assert (shown(again), offered(again)) == ("Say who pays.", "")


def test_a_mark_that_reached_the_class_is_not_offered_again(open_page):
    type_in(open_page(), "Say who pays.")
    anew = open_page(made=html(mark("c" * 32, "Say who pays.")))
    assert (shown(anew), offered(anew)) == ("Say who pays.", "")
    type_in(anew, "Say who pays first.")
    assert [sent["over"] for sent in download(anew)] == [["c" * 32]]


def test_two_marks_of_the_class_are_both_shown(open_page):
    page = open_page(made=html(mark("c" * 32, "Say who pays."), mark("d" * 32, "Cut the end.", "Mr. Ken")))
    assert page.get_by_text(MARK["both"]).is_visible()
    assert shown(page) == "Cut the end."
    type_in(page, "We agreed.")
    assert [sent["over"] for sent in download(page)] == [["c" * 32, "d" * 32]]
