"""The negotiation table in a real Chromium: a whole game by keyboard, a reload in the middle, and the debrief."""

import re

import pytest

from course.content import lessons
from course.content.interface import words
from tests.chromium import WCAG, becomes, in_chromium, open_page, violations
from tests.lab import running_lab, wait_until_drawn, write_notebook

WORDS = words()["table"]
HOSTILE = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"

pytestmark = in_chromium


EARLIER = "01_diplomatic_defense", "memo"
"""A writing task whose text bears on the summit."""
MEMO = f"Observers on each other's boats. {HOSTILE} " + "The money buys a joint watch, and both navies see it. " * 4
WRITE = f"""from course.answers.events import Response, to_body
from course.model.answer import Answer
kind, body = to_body(Response(answer=Answer(text={MEMO!r})))
record = lesson.record
if not record.events(*{EARLIER!r}):
    record.append(*{EARLIER!r}, kind, body)"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over a page for each of two scenarios."""
    opening = f'from course import open_lesson\nlesson = open_lesson("{lessons.stems()[0]}")'
    books = {
        "two-rivers.ipynb": write_notebook(opening, 'lesson.negotiate("two-rivers")', autorun=True),
        "the-strait.ipynb": write_notebook(opening, WRITE, 'lesson.negotiate("the-strait")', autorun=True),
    }
    with running_lab(tmp_path_factory.mktemp("table"), books=books) as lab:
        yield lab


@pytest.fixture
def open_table(browser, lab):
    """How to open a page with the table of one scenario, alive."""
    context = browser.new_context(viewport={"width": 1200, "height": 2000})

    def opening(scenario):
        page = open_page(context, lab.url(f"{scenario}.ipynb"))
        wait_until_drawn(page)
        page.locator(".course-table-talk form").wait_for()
        return page

    yield opening
    context.close()


def clock(page, text):
    page.locator(".course-clock", has_text=text).wait_for()


def axe(page):
    """What the accessibility rules say of the table as it stands."""
    return violations(page, ".course-table-talk", rules=WCAG[:4], more=())


def press(page, name):
    page.locator(".course-table-talk").get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_a_game_is_played_by_keyboard_through_a_reload_to_the_debrief(open_table):
    page = open_table("two-rivers")
    assert axe(page) == []
    page.locator(".course-table-talk form .course-option input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    press(page, WORDS["take-seat"])

    page.get_by_label(WORDS["target"]).focus()
    page.keyboard.type("75")
    page.keyboard.press("Tab")
    page.keyboard.type("46")
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.get_by_role("button", name=WORDS["offer"], exact=True).wait_for()
    becomes(page, lambda: page.evaluate("document.activeElement.className"), "course-clock")
    assert axe(page) == []

    for issue, option in ((0, 3), (1, 1), (2, 0), (3, 2)):
        page.locator("fieldset.course-issue").nth(issue).locator("input").nth(option).focus()
        page.keyboard.press("Space")
    page.locator(".course-sentence", has_text=WORDS["over"].format(points=74, gap=74 - 46)).wait_for()
    page.get_by_label(WORDS["with-words"]).fill(HOSTILE)
    press(page, WORDS["offer"])
    clock(page, "Round 2 of 8")
    assert HOSTILE in page.locator(".course-log").inner_text()
    assert page.evaluate("window.hit") is None

    page.reload()
    clock(page, "Round 2 of 8")
    for number in range(3, 9):
        press(page, WORDS["pass"])
        over = page.locator(".course-clock").filter(has_text=WORDS["clock-over"])
        signing = page.locator(".course-table-talk").get_by_role("button", name=WORDS["sign"], exact=True)
        following = page.locator(".course-clock").filter(has_text=f"Round {number} of 8")
        following.or_(over).or_(signing).first.wait_for()
        if signing.count() or over.count():
            break
    for name in (WORDS["sign"], WORDS["pass"]):
        if page.locator(".course-table-talk").get_by_role("button", name=name, exact=True).count():
            press(page, name)
            break
    clock(page, WORDS["clock-over"])

    assert page.get_by_text(WORDS["figure-gains"]).count() == 0
    press(page, WORDS["reveal"])
    page.get_by_role("heading", name=WORDS["figure-gains"]).wait_for()
    becomes(page, page.locator(".course-table-talk figure svg").count, 3)
    assert axe(page) == []
    assert page.evaluate("window.hit") is None


def test_what_was_chosen_for_the_mediator_and_not_sent_is_there_after_a_reload(open_table):
    page = open_table("the-strait")
    page.locator(".course-table-talk form .course-option input").first.check()
    press(page, WORDS["take-seat"])
    page.get_by_label(WORDS["target"]).fill("75")
    page.get_by_label(WORDS["walk-away"]).fill("40")
    page.get_by_label(WORDS["walk-away"]).press("Enter")
    own = page.locator("details", has=page.get_by_text(WORDS["volunteer"], exact=True))
    own.locator("summary").press("Enter")
    own.locator("select").first.select_option("wishes")
    wish = own.locator(".course-wishes select").first
    wish.select_option(index=2)
    chosen = wish.input_value()
    own.locator("input[type=radio]:visible").last.check()
    page.reload()
    own.locator("summary").press("Enter")
    wish.wait_for()
    becomes(page, lambda: (wish.input_value(), own.locator("select").first.input_value()), (chosen, "wishes"))
    becomes(page, own.locator("input[type=radio]:visible").last.is_checked)


def test_an_opening_position_is_written_kept_filled_in_and_told(open_table):
    page = open_table("the-strait")
    table = page.locator(".course-table-talk")
    games = table.locator("details").filter(has=page.get_by_text(WORDS["games"], exact=True)).last
    if games.is_visible():
        # The record is that of the test before.
        games.locator("summary").click()
        press(page, WORDS["anew"])
    page.get_by_role("radio", name=re.compile("^Velaya ")).focus()
    page.keyboard.press("Space")
    press(page, WORDS["take-seat"])

    # What was written in lesson 1 stands there as text, in short, and in full when it is asked for.
    earlier = table.locator(".course-earlier-texts li")
    earlier.wait_for()
    assert earlier.count() == 1
    link = earlier.get_by_role("link")
    assert link.get_attribute("href") == f"../exercises/{EARLIER[0]}.ipynb"
    assert len(earlier.locator("blockquote").first.inner_text()) < 120
    earlier.locator("summary").focus()
    page.keyboard.press("Enter")
    becomes(page, lambda: earlier.locator("blockquote:visible").last.inner_text().strip(), MEMO.strip())
    assert page.evaluate("window.hit") is None

    for label, option in (("The boundary", "median"), ("Passage of ships", "lanes"), ("Prisoners and missing", "all")):
        table.get_by_label(label, exact=True).select_option(option)
    table.get_by_label(WORDS["position-why"]).fill("The families wait before the senate.")
    table.get_by_label(WORDS["position-give"]).fill("A landing point for the cable.")
    kept = WORDS["position-kept"].split("{")[0]
    table.get_by_role("status").filter(has_text=kept).wait_for()
    assert axe(page) == []

    page.reload()
    table.get_by_role("status").filter(has_text=kept).wait_for()
    becomes(page, table.get_by_label("Passage of ships", exact=True).input_value, "lanes")
    becomes(page, table.get_by_label(WORDS["position-give"]).input_value, "A landing point for the cable.")
    # Chosen in the last moment, and not yet sent when the talks begin.
    page.get_by_label(WORDS["target"]).fill("75")
    page.get_by_label(WORDS["walk-away"]).fill("46")
    table.get_by_label("Fishing", exact=True).select_option("quota")
    page.get_by_label(WORDS["walk-away"]).press("Enter")

    page.get_by_role("button", name=WORDS["offer"], exact=True).wait_for()
    checked = "fieldset.course-issue input:checked"
    chosen = ["median", "quota", "lanes", "all"]
    becomes(page, lambda: page.locator(checked).evaluate_all("all => all.map(one => one.value)"), chosen)
    page.get_by_text(WORDS["position-filled"]).wait_for()
    page.locator(".course-sentence", has_text="with 4 of 6 issues chosen").wait_for()
    assert table.get_by_role("heading", name=WORDS["offer-mine"], exact=True).count() == 0
    for issue, option in ((0, 1), (3, 2), (5, 3)):
        page.locator("fieldset.course-issue").nth(issue).locator("input").nth(option).check()
    press(page, WORDS["offer"])
    clock(page, "Round 2 of")
    page.get_by_text(WORDS["position-filled"]).wait_for(state="hidden")

    for number in range(3, 12):
        press(page, WORDS["pass"])
        over = page.locator(".course-clock").filter(has_text=WORDS["clock-over"])
        signing = table.get_by_role("button", name=WORDS["sign"], exact=True)
        following = page.locator(".course-clock").filter(has_text=f"Round {number} of ")
        following.or_(over).or_(signing).first.wait_for()
        if signing.count():
            press(page, WORDS["sign"])
            break
        if over.count():
            break
    clock(page, WORDS["clock-over"])
    became = table.locator(".course-became")
    assert re.search("4 of 6", became.inner_text())
    table.locator("summary", has_text=WORDS["position-yours"]).click()
    table.get_by_text("Fishing: A shared quota", exact=True).wait_for()
    assert axe(page) == []
    assert page.evaluate("window.hit") is None
