"""What was met is filed, then our map opens beside it: by mouse and keyboard in a real Chromium, wide and narrow."""

import pytest

from course.content import catalog
from course.content.interface import words
from tests.chromium import becomes, in_chromium, open_page
from tests.lab import run_all, running_lab, write_notebook

STEM, LATER = "02_ways_to_settle", "03_islamic_traditions"
TRIAL = words()["trial"]
CLAIM = catalog.claims()["A4"]
ARABIC = "الثقة لا الحياد"
OPENING = """from course import open_lesson
from course.model.lesson import Met
from course.widgets.trial import Trial
lesson = open_lesson("{stem}")"""
FILING = f"""Trial(lesson.setting, lesson.claim("A4"), met=(
    Met(id="one", says="Aceh, 2005: a private body with no army", piece="{CLAIM.speaks_for[0].id}"),
    Met(id="two", says="Tajikistan, 1997: two patrons", piece="{CLAIM.speaks_against[0].id}"),
    Met(id="three", says="Oslo, 1993: a small state carried messages"),
))"""

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over two lessons that weigh one claim."""
    books = {
        "first.ipynb": write_notebook(OPENING.format(stem=STEM), FILING),
        "later.ipynb": write_notebook(OPENING.format(stem=LATER), 'lesson.stand("A4")', 'lesson.weigh("A4")'),
    }
    with running_lab(tmp_path_factory.mktemp("lab"), books=books) as lab:
        yield lab


def visit(context, lab, name):
    page = open_page(context, lab.url(f"{name}.ipynb"))
    run_all(page)
    page.locator(".course-trial .course-claim").first.wait_for()
    return page


def filed(lab):
    """What was written beside each filing that the record has."""
    return [event.body.get("why") for event in lab.record.events(kind="filed")]


def boxes(page):
    """Where the two halves of the first row lie: what was filed, and what our map says."""
    row = page.locator(".course-met-row").first
    return row.locator("fieldset").bounding_box(), row.locator(".course-met-ours").bounding_box()


def test_filing_comes_before_our_map_and_stands_beside_it(context, lab):
    page = visit(context, lab, "first")
    page.locator(".course-stand").first.get_by_text(TRIAL["scale1"]).click()
    page.get_by_role("button", name=TRIAL["save-first"]).click()
    rows = page.locator(".course-met-row")
    rows.first.wait_for()
    assert page.locator(".course-piece").first.is_hidden()
    assert page.locator(".course-met-ours").first.is_hidden()
    rows.nth(0).get_by_text(TRIAL["file-against"], exact=True).click()
    rows.nth(2).get_by_text(TRIAL["file-for"], exact=True).click()
    count = TRIAL["filed-count"].format(filed=2, total=3)
    page.locator(".course-filing").get_by_text(count).wait_for()
    rows.nth(0).locator("textarea").fill(ARABIC)
    open_map = page.get_by_role("button", name=TRIAL["open-map"])
    open_map.focus()
    # The line of the status says "Saved" of the filings before.
    becomes(page, lambda: ARABIC in filed(lab))
    page.keyboard.press("Enter")
    page.locator(".course-met-ours").first.wait_for()
    open_map.wait_for(state="hidden")
    becomes(page, lambda: page.evaluate("document.activeElement.textContent"), TRIAL["met-beside"])
    page.locator(".course-piece").first.wait_for()
    says = [row.locator(".course-met-says").inner_text() for row in rows.all()]
    assert says[0] == TRIAL["beside"].format(yours="against", ours="for")
    assert says[1] == TRIAL["beside"].format(yours="not filed", ours="against")
    assert page.locator(".course-met-parts").count() == 1
    rows.nth(2).get_by_role("button").click()
    page.locator(".course-own").get_by_text("Oslo, 1993").wait_for()
    rows.nth(2).get_by_text(TRIAL["kept-own"]).wait_for()
    assert lab.record.latest(STEM, "claim/A4", "argument").body["side"] == "for"
    assert filed(lab)[-1] == ARABIC


def test_two_columns_where_there_is_room_and_one_where_there_is_none(context, lab):
    page = context.pages[-1]
    filed, ours = boxes(page)
    assert ours["x"] >= filed["x"] + filed["width"]
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.querySelector('.course-filing').getBoundingClientRect().width < 390")
    filed, ours = boxes(page)
    assert ours["y"] >= filed["y"] + filed["height"]
    assert page.evaluate(
        "(([node]) => node.scrollWidth <= node.clientWidth + 1)([document.querySelector('.course-filing')])"
    )
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_what_was_filed_is_there_after_a_reload(context, lab):
    context.pages[-1].close()
    page = visit(context, lab, "first")
    row = page.locator(".course-met-row").first
    row.locator(".course-met-ours").wait_for()
    becomes(page, row.locator("textarea").input_value, ARABIC)
    assert row.get_by_role("radio", name=TRIAL["file-against"], exact=True).is_checked()
    second = page.locator(".course-stand").nth(1)
    second.get_by_text(TRIAL["scale-1"]).click()
    second.locator("textarea").fill("Two cases.")
    page.get_by_role("button", name=TRIAL["save-second"]).click()
    page.locator(".course-moved").get_by_text(TRIAL["scale-1"]).wait_for()
    page.close()


def test_later_lesson_says_what_was_decided_and_asks_again(context, lab):
    page = visit(context, lab, "later")
    trials = page.locator(".course-trial")
    trials.nth(1).get_by_role("button", name=TRIAL["open-map"]).click()
    trials.nth(1).locator(".course-piece").first.wait_for()
    told = TRIAL["again-moved"].format(lesson="2", first=TRIAL["scale1"], second=TRIAL["scale-1"])
    for trial in (trials.nth(0), trials.nth(1)):
        assert trial.locator(".course-again-says").inner_text() == told
        assert trial.locator(".course-again blockquote").inner_text() == "Two cases."
        assert trial.get_by_role("button", name=TRIAL["save-first"]).is_hidden()
    assert trials.nth(1).get_by_role("radio", name=TRIAL["scale-1"]).last.is_checked()
    trials.nth(1).get_by_role("button", name=TRIAL["again-save"]).click()
    trials.nth(1).locator(".course-moved").get_by_text(TRIAL["scale-1"]).wait_for()
    # What moved stood there before: it is what was decided in the first lesson.
    becomes(page, lambda: bool(lab.record.latest(LATER, "claim/A4", "stand")))
    last = lab.record.latest(LATER, "claim/A4", "stand")
    assert (last.body["round"], last.body["stand"], last.body["why"]) == (2, -1, "Two cases.")
