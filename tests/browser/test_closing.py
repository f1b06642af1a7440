"""A lesson that is closed ends its kernel, and what was typed in its last second is there when it is opened again."""

import json
import urllib.request

import pytest

from course.content.interface import words
from tests.chromium import becomes, in_chromium, open_page
from tests.lab import TOKEN, running_lab, wait_until_drawn

STEM = "05_why_come_to_the_table"
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
WORDS = "Half a sentence that nobody sav"
KEPT = words()["form"]["draft"].partition("{")[0]

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over a copy of a lesson, with a record that stays empty until the last test."""
    with running_lab(tmp_path_factory.mktemp("lab"), f"notebooks/{STEM}.ipynb") as lab:
        yield lab


@pytest.fixture
def context(browser):
    """A browser that remembers what a learner's own browser would."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def visit(context, lab):
    page = open_page(context, lab.url(f"notebooks/{STEM}.ipynb", view="lab"))
    wait_until_run(page)
    return page


def wait_until_run(page):
    wait_until_drawn(page)
    box(page).wait_for(state="attached")


def box(page):
    return page.locator("form.course-prompt textarea").first


def kernels(lab):
    with urllib.request.urlopen(f"{lab.address}/api/kernels?token={TOKEN}") as answer:
        return {kernel["id"] for kernel in json.load(answer)}


def close_lesson(page, lab):
    """Close the lesson's tab in JupyterLab as its × does, and return when its kernel has ended."""
    own = page.evaluate(f"{KERNEL}.id")
    assert own in kernels(lab)
    page.evaluate("jupyterapp.shell.currentWidget.close()")
    becomes(page, lambda: own in kernels(lab), False)


def make_busy(page):
    """Give the kernel something to do, so that what is typed now does not reach the record."""
    page.evaluate(f"void {KERNEL}.requestExecute({{ code: 'import time; time.sleep(60)', silent: true }})")


@pytest.mark.parametrize(
    "in_the_same_tab", [pytest.param(True, id="panel", marks=pytest.mark.long), pytest.param(False, id="tab")]
)
def test_words_typed_before_there_is_a_record_outlive_the_kernel(context, lab, in_the_same_tab):
    page = visit(context, lab)
    make_busy(page)
    box(page).fill(WORDS)
    close_lesson(page, lab)
    assert not list(lab.work.glob("*.sqlite3"))
    if in_the_same_tab:
        page.evaluate("delete document.body.dataset.courseOpening")
        page.evaluate(f"void jupyterapp.commands.execute('docmanager:open', {{ path: 'notebooks/{STEM}.ipynb' }})")
        wait_until_run(page)
    else:
        page.close()
        page = visit(context, lab)
    becomes(page, box(page).input_value, WORDS)


def test_closed_lesson_ends_its_kernel_and_loses_no_words_of_a_record(context, lab):
    page = visit(context, lab)
    box(page).fill("First thoughts.")
    page.locator("form.course-prompt .course-status", has_text=KEPT).first.wait_for()
    box(page).fill(WORDS)
    close_lesson(page, lab)
    page.close()
    page = visit(context, lab)
    becomes(page, box(page).input_value, WORDS)
