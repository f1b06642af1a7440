"""A lesson that is closed ends its kernel, and what was typed in its last second is there when it is opened again."""

import json
import shutil
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
STEM = "05_why_come_to_the_table"
TOKEN = "closing"
LIMIT_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
WORDS = "Half a sentence that nobody sav"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


@pytest.fixture
def server(tmp_path, run_jupyter):
    """A JupyterLab over a copy of a lesson, with an empty record."""
    root = tmp_path / "root"
    (root / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / f"{STEM}.ipynb", root / "notebooks")
    with run_jupyter(tmp_path, root, sorted(root.rglob("*.ipynb")), TOKEN) as address:
        yield SimpleNamespace(address=address, record=tmp_path / "my_work")


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the module."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser):
    """A browser that remembers what a learner's own browser would."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def visit(context, server):
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    page.goto(f"{server.address}/lab/tree/notebooks/{STEM}.ipynb?reset&token={TOKEN}")
    wait_until_run(page)
    return page


def wait_until_run(page):
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    box(page).wait_for(state="attached")


def box(page):
    return page.locator("form.course-prompt textarea").first


def kernels(server):
    with urllib.request.urlopen(f"{server.address}/api/kernels?token={TOKEN}") as answer:
        return {kernel["id"] for kernel in json.load(answer)}


def close_lesson(page, server):
    """Close the lesson's tab in JupyterLab as its × does, and return when its kernel has ended."""
    own = page.evaluate(f"{KERNEL}.id")
    assert own in kernels(server)
    page.evaluate("jupyterapp.shell.currentWidget.close()")
    for _ in range(80):
        if own not in kernels(server):
            return
        page.wait_for_timeout(250)
    pytest.fail("the kernel of a closed lesson lives on")


def make_busy(page):
    """Give the kernel something to do, so that what is typed now does not reach the record."""
    page.evaluate(f"void {KERNEL}.requestExecute({{ code: 'import time; time.sleep(60)', silent: true }})")


@pytest.mark.parametrize(
    "in_the_same_tab", [pytest.param(True, id="panel", marks=pytest.mark.long), pytest.param(False, id="tab")]
)
def test_words_typed_before_there_is_a_record_outlive_the_kernel(context, server, in_the_same_tab):
    page = visit(context, server)
    make_busy(page)
    box(page).fill(WORDS)
    close_lesson(page, server)
    assert not list(server.record.glob("*.sqlite3"))
    if in_the_same_tab:
        page.evaluate("delete document.body.dataset.courseOpening")
        page.evaluate(f"void jupyterapp.commands.execute('docmanager:open', {{ path: 'notebooks/{STEM}.ipynb' }})")
        wait_until_run(page)
    else:
        page.close()
        page = visit(context, server)
    assert box(page).input_value() == WORDS


def test_closed_lesson_ends_its_kernel_and_loses_no_words_of_a_record(context, server):
    page = visit(context, server)
    box(page).fill("First thoughts.")
    page.locator("form.course-prompt .course-status", has_text=":").first.wait_for()
    box(page).fill(WORDS)
    close_lesson(page, server)
    page.close()
    page = visit(context, server)
    assert box(page).input_value() == WORDS
