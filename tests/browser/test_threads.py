"""Pressing while a cell runs: what the page shows is what the record holds, whichever thread answers.

With subshells, which the settings of the course turn off and a hub may turn on, the first message of a widget is
answered in the main thread, behind the cell that runs, and every later one at once, in a thread of its own.
"""

import itertools
import json
import re
import shutil
from types import SimpleNamespace

import nbformat
import pytest

from course.content import lessons
from course.content.interface import words
from course.record import Record

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
TOKEN = "threads"
STEM = "02_ways_to_settle"
LIMIT_MS = 60_000
RUN = """code => {
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  window.cell = kernel.requestExecute({ code }).done.then(() => (window.ended = true));
}"""
SETTINGS = "@jupyterlab/apputils-extension"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


@pytest.fixture(params=["as shipped", "with subshells"])
def lesson(request, tmp_path, run_jupyter):
    """A check of lesson 02, alive, and the record behind it."""
    playwright = pytest.importorskip("playwright.sync_api")
    root = tmp_path / "root"
    root.mkdir()
    [check] = [check for check in lessons.lesson(STEM).checks if check.id == CHECK]
    cells = [f'from course import open_lesson\nlesson = open_lesson("{STEM}")', f'lesson.check("{check.id}")']
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata["course"] = {"autorun": True}
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, root / "threads.ipynb")
    if request.param == "with subshells":
        folder = tmp_path / "user-settings" / SETTINGS
        folder.mkdir(parents=True)
        setting = json.dumps({"commsOverSubshells": "perCommTarget"})
        (folder / "kernels-settings.jupyterlab-settings").write_text(setting, "utf-8")
    with (
        run_jupyter(tmp_path, root, [root / "threads.ipynb"], TOKEN) as address,
        playwright.sync_playwright() as driver,
    ):
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(LIMIT_MS)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/lab/tree/threads.ipynb?reset&token={TOKEN}")
        page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
        form = page.locator("form.course-task")
        form.locator("input").first.wait_for()
        yield SimpleNamespace(page=page, form=form, record=Record(tmp_path / "my_work"), errors=errors)
        chromium.close()


CHECK = next(check.id for check in lessons.lesson(STEM).checks if type(check).__name__ == "Choose")
SAVED = re.compile("^" + re.escape(words()["form"]["saved"].split("{")[0].strip()))


def press(lesson, place):
    """Choose an option and press, as a hand does; nothing is waited for."""
    lesson.form.locator("input[type=radio]").nth(place).check()
    lesson.form.locator(".course-main").click()


def test_three_clicks_while_a_cell_runs(lesson):
    options = lesson.form.locator("input[type=radio]")
    press(lesson, 0)
    lesson.form.locator(".course-status").filter(has_text=SAVED).wait_for()
    lesson.page.evaluate(RUN, "import time; time.sleep(5)")
    for place in (1, 2, 1):
        press(lesson, place)
        lesson.page.wait_for_timeout(600)
    lesson.page.wait_for_function("window.ended")
    lesson.page.wait_for_function("!document.querySelector('form.course-task .course-main[aria-disabled=true]')")
    lesson.page.wait_for_timeout(500)
    answers = [event.body["answer"]["chosen"] for event in lesson.record.events(STEM, CHECK, "answer")]
    ids = [option.id for option in next(check for check in lessons.lesson(STEM).checks if check.id == CHECK).options]
    assert answers[:2] == ids[:2]
    assert len(answers) <= 4
    assert all(before != after for before, after in itertools.pairwise(answers)), "one press, one event"
    # What the panel tells is the verdict on the newest answer of the record.
    lesson.form.locator(".course-main").click()
    lesson.page.wait_for_timeout(1500)
    newest = [event.body["answer"]["chosen"] for event in lesson.record.events(STEM, CHECK, "answer")][-1]
    assert options.nth(ids.index(newest)).is_checked()
    assert lesson.form.locator(".course-status").filter(has_text=SAVED).count()
    assert lesson.errors == []
