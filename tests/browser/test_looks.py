"""Looks that ask, in a real Chromium: guessed by keyboard, shown, still shown after a reload; narrow, and by axe."""

import re

import pytest

from course.content import lessons
from course.content.interface import words
from tests.chromium import becomes, in_chromium, open_page, violations
from tests.lab import run_all, running_lab, write_notebook

STEM, LATER = "02_ways_to_settle", "04_a_seat_at_the_table"
LOOK, FORM = words()["look"], words()["form"]
CELLS = (
    f'from course import open_lesson\nlesson = open_lesson("{STEM}")\nlater = open_lesson("{LATER}")',
    'lesson.look("verdict")',
    'lesson.look("algiers-steps")',
    'later.look("waiting-court")',
    'later.look("gambia-steps")',
)
COVER, PLACE, GUESS, FINDING = range(4)
BY_ID = {look.id: look for stem in (STEM, LATER) for look in lessons.lesson(stem).looks}

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over one notebook with a look of each kind."""
    with running_lab(tmp_path_factory.mktemp("lab"), books={"looks.ipynb": write_notebook(*CELLS)}) as lab:
        yield lab


def visit(context, lab):
    page = open_page(context, lab.url("looks.ipynb"))
    run_all(page)
    page.locator(".course-ask").nth(FINDING).wait_for()
    return page


def asked(page, kind):
    return page.locator(".course-ask").nth(kind)


def opens(look):
    """Press the button of a look with the keyboard, and wait for what it shows."""
    look.locator("button.course-main").press("Enter")
    panel = look.locator(".course-panel")
    panel.wait_for()
    look.locator("form").wait_for(state="hidden")
    return panel.inner_text()


def drawn(page, cell):
    """The text alternative of the drawing in a cell."""
    return page.evaluate(
        """(cell) => {
            const { outputs } = window.jupyterapp.shell.currentWidget.content.widgets[cell].model;
            return outputs.get(0).data["text/plain"];
        }""",
        cell,
    )


def broken(page):
    """All that axe-core has to say of what the course draws, and not the rules of WCAG alone."""
    return violations(page, ".jp-OutputArea-output .course", rules=())


def widest(page):
    """By how many pixels a look is wider than it may be."""
    return page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('.course-ask, .course-ask .course-scroll')].map(
            (node) => node.scrollWidth - node.clientWidth))"""
    )


def printed(page):
    """The text of the printed page, above the line and below it."""
    return page.evaluate(
        """() => new Promise((resolve) => {
            document.addEventListener('course:printed', ({ detail }) => {
                const main = detail.page.querySelector('main');
                const line = main.querySelector(':scope > hr');
                const parts = [...main.children];
                const side = (bit) => parts.filter((part) => part.compareDocumentPosition(line) & bit);
                resolve([4, 2].map((bit) => side(bit).map((part) => part.textContent).join(' ')));
            }, { once: true });
            const panel = window.jupyterapp.shell.currentWidget;
            document.dispatchEvent(new CustomEvent('course:print', { detail: { panel, answers: false } }));
        })"""
    )


def test_on_paper_the_column_is_blank_and_what_there_is_to_see_stands_at_the_end(context, lab):
    above, below = printed(visit(context, lab))
    assert BY_ID["verdict"].ask.asks in above
    for kept in (BY_ID["verdict"].finding, "24 May 1980", BY_ID["gambia-steps"].finding):
        assert kept not in above
        assert kept in below
    assert "Hawar Islands: Bahrain" in below


def test_a_covered_column_is_guessed_by_keyboard_and_then_shown(context, lab):
    page = context.pages[-1]
    look = asked(page, COVER)
    lists = look.locator("select")
    assert lists.count() == 6
    assert lists.first.get_attribute("aria-label").startswith("Zubarah")
    assert broken(page) == []
    lists.first.focus()
    for _ in range(6):
        page.keyboard.type("Q")
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == LOOK["show"]
    assert [entry.input_value() for entry in lists.all()] == ["Qatar"] * 6
    text = opens(look)
    assert LOOK["agree"].format(count=3, total=6) in text
    assert BY_ID["verdict"].finding in text
    becomes(page, lambda: page.evaluate("document.activeElement.className").startswith("course-panel"))
    [event] = lab.record.events(STEM, "look/verdict", "guess")
    assert set(event.body["answer"]["values"].values()) == {"Qatar"}


def test_steps_are_put_into_gaps_and_say_so_on_the_line(context, lab):
    look = asked(context.pages[-1], PLACE)
    assert "May 1980" not in look.locator("form .course-timeline").inner_text()
    lists = look.locator("select")
    lists.nth(0).select_option("first")
    lists.nth(1).select_option("April 1980")
    text = opens(look)
    assert "24 May 1980" in text
    assert text.count(LOOK["put"].split("{")[0]) == 2


def test_a_bar_is_drawn_in_full_only_after_the_guess(context, lab):
    page = context.pages[-1]
    look = asked(page, GUESS)
    assert "Ratifications reported: ?" in drawn(page, 3)
    look.locator("input").fill("30")
    text = opens(look)
    assert LOOK["said"].format(said="30", shown="14") in re.sub(r"\s+", " ", text)
    # The drawing above it is another output, and changes too.
    becomes(page, lambda: BY_ID["waiting-court"].alternative in drawn(page, 3))


def test_a_finding_is_kept_while_it_is_written_and_stands_beside_ours(context, lab):
    page = context.pages[-1]
    look = asked(page, FINDING)
    look.locator("textarea").fill("An order, and still <b>camps</b>.")
    look.locator("textarea").press("Tab")
    look.locator(".course-status", has_text=FORM["draft"].split("{")[0]).wait_for()
    page.close()
    page = visit(context, lab)
    look = asked(page, FINDING)
    becomes(page, look.locator("textarea").input_value, "An order, and still <b>camps</b>.")
    text = opens(look)
    assert "An order, and still <b>camps</b>." in text
    assert BY_ID["gambia-steps"].finding in text


def test_what_was_shown_is_shown_after_a_reload_on_a_phone_too(context, lab):
    page = context.pages[-1]
    page.close()
    page = visit(context, lab)
    for kind in range(4):
        asked(page, kind).locator(".course-panel").wait_for()
        asked(page, kind).locator("form").wait_for(state="hidden")
    assert broken(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.querySelector('.course-ask').getBoundingClientRect().width < 390")
    assert widest(page) <= 1
    assert broken(page) == []
    assert [event.item for event in lab.record.events(kind="guess")] == [
        *("look/verdict", "look/algiers-steps", "look/waiting-court", "look/gambia-steps")
    ]
