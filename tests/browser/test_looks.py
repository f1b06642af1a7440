"""Looks that ask, in a real Chromium: guessed by keyboard, shown, still shown after a reload; narrow, and by axe."""

import json
import re
import shutil
from importlib.resources import files
from types import SimpleNamespace

import pytest

from course.content import lessons
from course.content.interface import words
from course.record import Record

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STEM, LATER = "02_ways_to_settle", "04_a_seat_at_the_table"
TOKEN = "looks"
LIMIT_MS = 40_000
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
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

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory, run_jupyter):
    """A JupyterLab over one notebook with a look of each kind."""
    base = tmp_path_factory.mktemp("lab")
    root = base / "root"
    root.mkdir()
    cells = [
        {"cell_type": "code", "id": f"cell{n}", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
        for n, cell in enumerate(CELLS)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path = root / "looks.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    with run_jupyter(base, root, [path], TOKEN) as address:
        yield SimpleNamespace(address=address, record=Record(base / "my_work"))


@pytest.fixture(scope="module")
def context():
    """One browser."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium.new_context(viewport={"width": 1280, "height": 1000})
        chromium.close()


def open_page(context, server):
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    page.goto(f"{server.address}/doc/tree/looks.ipynb?reset&token={TOKEN}")
    page.wait_for_function(
        """() => { const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
            return kernel?.connectionStatus === 'connected' && kernel.status === 'idle'; }""",
        polling=50,
    )
    if not page.locator(".course-ask").count():
        page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
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


def violations(page):
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    told = page.evaluate("axe.run({ include: [['.jp-OutputArea-output .course']] })")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in told["violations"]]


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


def test_on_paper_the_column_is_blank_and_what_there_is_to_see_stands_at_the_end(context, server):
    above, below = printed(open_page(context, server))
    assert BY_ID["verdict"].ask.asks in above
    for kept in (BY_ID["verdict"].finding, "24 May 1980", BY_ID["gambia-steps"].finding):
        assert kept not in above
        assert kept in below
    assert "Hawar Islands: Bahrain" in below


def test_a_covered_column_is_guessed_by_keyboard_and_then_shown(context, server):
    page = context.pages[-1]
    look = asked(page, COVER)
    lists = look.locator("select")
    assert lists.count() == 6
    assert lists.first.get_attribute("aria-label").startswith("Zubarah")
    assert violations(page) == []
    lists.first.focus()
    for _ in range(6):
        page.keyboard.type("Q")
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == LOOK["show"]
    assert [entry.input_value() for entry in lists.all()] == ["Qatar"] * 6
    text = opens(look)
    assert LOOK["agree"].format(count=3, total=6) in text
    assert BY_ID["verdict"].finding in text
    assert page.evaluate("document.activeElement.className").startswith("course-panel")
    [event] = server.record.events(STEM, "look/verdict", "guess")
    assert set(event.body["answer"]["values"].values()) == {"Qatar"}


def test_steps_are_put_into_gaps_and_say_so_on_the_line(context, server):
    look = asked(context.pages[-1], PLACE)
    assert "May 1980" not in look.locator("form .course-timeline").inner_text()
    lists = look.locator("select")
    lists.nth(0).select_option("first")
    lists.nth(1).select_option("April 1980")
    text = opens(look)
    assert "24 May 1980" in text
    assert text.count(LOOK["put"].split("{")[0]) == 2


def test_a_bar_is_drawn_in_full_only_after_the_guess(context, server):
    page = context.pages[-1]
    look = asked(page, GUESS)
    assert "Ratifications reported: ?" in drawn(page, 3)
    look.locator("input").fill("30")
    text = opens(look)
    assert LOOK["said"].format(said="30", shown="14") in re.sub(r"\s+", " ", text)
    # The drawing above it is another output, and changes too.
    assert BY_ID["waiting-court"].alternative in drawn(page, 3)


def test_a_finding_is_kept_while_it_is_written_and_stands_beside_ours(context, server):
    page = context.pages[-1]
    look = asked(page, FINDING)
    look.locator("textarea").fill("An order, and still <b>camps</b>.")
    look.locator("textarea").press("Tab")
    look.locator(".course-status", has_text=FORM["draft"].split("{")[0]).wait_for()
    page.close()
    page = open_page(context, server)
    look = asked(page, FINDING)
    assert look.locator("textarea").input_value() == "An order, and still <b>camps</b>."
    text = opens(look)
    assert "An order, and still <b>camps</b>." in text
    assert BY_ID["gambia-steps"].finding in text


def test_what_was_shown_is_shown_after_a_reload_on_a_phone_too(context, server):
    page = context.pages[-1]
    page.close()
    page = open_page(context, server)
    for kind in range(4):
        asked(page, kind).locator(".course-panel").wait_for()
        assert asked(page, kind).locator("form").is_hidden()
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.querySelector('.course-ask').getBoundingClientRect().width < 390")
    assert widest(page) <= 1
    assert violations(page) == []
    assert [event.item for event in server.record.events(kind="guess")] == [
        *("look/verdict", "look/algiers-steps", "look/waiting-court", "look/gambia-steps")
    ]
