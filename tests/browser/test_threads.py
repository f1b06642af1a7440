"""Pressing while a cell runs: what the page shows is what the record holds, whichever thread answers.

With subshells, which the settings of the course turn off and a hub may turn on, the first message of a widget is
answered in the main thread, behind the cell that runs, and every later one at once, in a thread of its own.
"""

import itertools
import json
import re
from types import SimpleNamespace

import pytest

from course.content import lessons
from course.content.interface import words
from tests.chromium import in_chromium, open_page
from tests.lab import running_lab, wait_until_drawn, write_notebook

STEM = "02_ways_to_settle"
RUN = """code => {
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  window.cell = kernel.requestExecute({ code }).done.then(() => (window.ended = true));
}"""
SETTINGS = "@jupyterlab/apputils-extension"

pytestmark = in_chromium


@pytest.fixture(params=["as shipped", "with subshells"])
def lesson(request, browser, tmp_path):
    """A check of lesson 02, alive, and the record behind it."""
    opening = f'from course import open_lesson\nlesson = open_lesson("{STEM}")'
    books = {"threads.ipynb": write_notebook(opening, f'lesson.check("{CHECK}")', autorun=True)}
    if request.param == "with subshells":
        folder = tmp_path / "user-settings" / SETTINGS
        folder.mkdir(parents=True)
        setting = json.dumps({"commsOverSubshells": "perCommTarget"})
        (folder / "kernels-settings.jupyterlab-settings").write_text(setting, "utf-8")
    with running_lab(tmp_path, books=books) as lab:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = open_page(context, lab.url("threads.ipynb", view="lab"))
        wait_until_drawn(page)
        form = page.locator("form.course-task")
        form.locator("input").first.wait_for()
        yield SimpleNamespace(page=page, form=form, lab=lab)
        context.close()


CHECK = next(check.id for check in lessons.lesson(STEM).checks if type(check).__name__ == "Choose")
SAVED = re.compile("^" + re.escape(words()["form"]["saved"].split("{")[0].strip()))


def press(lesson, place):
    """Choose an option and press, as a hand does; nothing is waited for."""
    lesson.form.locator("input[type=radio]").nth(place).check()
    lesson.form.locator(".course-main").click()


def answered(lesson):
    """Return when no press is on its way: the button says so from the press until the answer."""
    lesson.page.wait_for_function("!document.querySelector('form.course-task .course-main[aria-disabled=true]')")


def answers(lesson):
    return [event.body["answer"]["chosen"] for event in lesson.lab.record.events(STEM, CHECK, "answer")]


def test_three_clicks_while_a_cell_runs(lesson):
    options = lesson.form.locator("input[type=radio]")
    press(lesson, 0)
    lesson.form.locator(".course-status").filter(has_text=SAVED).wait_for()
    lesson.page.evaluate(RUN, "import time; time.sleep(5)")
    for place in (1, 2, 1):
        press(lesson, place)
        lesson.page.wait_for_timeout(600)
    lesson.page.wait_for_function("window.ended")
    answered(lesson)
    lesson.page.wait_for_timeout(500)
    kept = answers(lesson)
    ids = [option.id for option in next(check for check in lessons.lesson(STEM).checks if check.id == CHECK).options]
    assert kept[:2] == ids[:2]
    assert len(kept) <= 4
    assert all(before != after for before, after in itertools.pairwise(kept)), "one press, one event"
    # What the panel tells is the verdict on the newest answer of the record.
    lesson.form.locator(".course-main").click()
    answered(lesson)
    assert options.nth(ids.index(answers(lesson)[-1])).is_checked()
    lesson.form.locator(".course-status").filter(has_text=SAVED).wait_for()
    assert lesson.page.errors == []
