"""A lesson opens alive: JupyterLab in a real Chromium, with our extension and settings and nothing else of ours."""

import json
import shutil
from pathlib import Path

import pytest

from course.launch.environment import Environment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
JUPYTER = Path(__file__).parents[2] / "course" / "jupyter"
TOKEN = "lesson"
LIMIT_MS = 40_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
BUTTON = '<button data-commandlinker-command="notebook:run-all-cells">Start the lesson</button>'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


def notebook(name: str, autorun: bool) -> str:
    """A lesson that counts how often it was run, with the last control far below the first.

    JupyterLab's trust is a signature of the content, so each has its name in its content.
    """
    counts = f"# {name}\nfrom pathlib import Path; runs = Path('runs.txt')\nruns.open('a').write('run\\n')"
    control = "import ipywidgets; box = ipywidgets.Button(description='{0}'); box.add_class('{0}'); box"
    codes = [counts, control.format("question-one"), control.format("question-last")]
    cells = [{"cell_type": "markdown", "id": "top", "metadata": {}, "source": f"# Lesson\n\n{BUTTON}"}]
    for number, code in enumerate(codes):
        text = {"cell_type": "markdown", "id": f"text{number}", "metadata": {}, "source": "Some words. " * 900}
        more = {"cell_type": "code", "id": f"code{number}", "metadata": {}, "execution_count": None, "outputs": []}
        cells += [{**more, "source": code}, text] if number < 2 else [text, {**more, "source": code}]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "course": {"autorun": autorun}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def server(tmp_path_factory, run_jupyter):
    """A JupyterLab of its own, with the folders of a learner who has never started one."""
    base = tmp_path_factory.mktemp("lab")
    root = base / "root"
    root.mkdir()
    for name, autorun in (("trusted", True), ("calm", False), ("foreign", True), ("early", False)):
        (root / name).mkdir()
        (root / name / "lesson.ipynb").write_text(notebook(name, autorun), "utf-8")
    signed = [str(root / name / "lesson.ipynb") for name in ("trusted", "calm", "early")]
    with run_jupyter(base, root, signed, TOKEN) as address:
        yield address, root


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the module."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A fresh page, as for a first visit."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    yield page
    context.close()


def visit(page, server, name: str) -> Path:
    """Opens a lesson and returns the file that counts its runs."""
    address, root = server
    page.goto(f"{address}/lab/tree/{name}/lesson.ipynb?reset&token={TOKEN}")
    return root / name / "runs.txt"


def kernel_ready(page) -> None:
    """Returns when the open notebook's kernel can hear us."""
    page.wait_for_function(
        """() => { const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
            const kernel = context?.session?.kernel;
            return context?.isReady && kernel?.connectionStatus === 'connected' && kernel.status === 'idle'; }""",
        polling=50,
    )


def test_trusted_lesson_runs_once_by_itself_and_shows_its_top(page, server):
    runs = visit(page, server, "trusted")
    page.locator(".question-one").wait_for()
    page.wait_for_function("document.body.dataset.courseOpening === 'done'")
    page.locator(".question-last").wait_for(state="attached")
    assert page.locator("h1:has-text('Lesson')").first.bounding_box()["y"] > 0
    assert page.get_by_role("button", name="Start the lesson").count() == 0
    assert page.locator(".jp-toast-button").count() == 0
    assert "Jupyter news" not in page.inner_text("body")
    # To another tab and back: a lesson is opened once.
    page.evaluate("{ window.jupyterapp.commands.execute('launcher:create') }")
    page.locator(".jp-Launcher").first.wait_for()
    page.get_by_role("tab", name="lesson.ipynb").first.click()
    page.locator(".question-one").wait_for()
    assert runs.read_text().count("run") == 1
    # A restarted kernel knows nothing of the lesson.
    page.evaluate("{ window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart() }")
    page.get_by_role("button", name="Start the lesson").wait_for()


def test_lesson_that_does_not_ask_for_it_is_left_alone(page, server):
    runs = visit(page, server, "calm")
    page.get_by_role("button", name="Start the lesson").wait_for()
    kernel_ready(page)
    page.get_by_role("button", name="Start the lesson").click()
    page.locator(".question-one").wait_for()
    assert runs.read_text().count("run") == 1


def test_foreign_lesson_does_not_run_unasked(page, server):
    runs = visit(page, server, "foreign")
    kernel_ready(page)
    page.wait_for_timeout(1500)
    assert not runs.exists()


def test_start_runs_a_foreign_lesson_and_asks_nothing(page, server):
    """On Binder no lesson is trusted. A press on Start is the learner's own wish, as a press on Run is."""
    runs = visit(page, server, "foreign")
    page.get_by_role("button", name="Start the lesson").click()
    page.locator(".question-one").wait_for()
    assert page.locator(".jp-Dialog").count() == 0
    assert runs.read_text().count("run") == 1


def test_start_pressed_too_early_is_kept(page, server):
    runs = visit(page, server, "early")
    button = page.get_by_role("button", name="Start the lesson")
    button.wait_for()
    button.click()
    page.locator(".question-one").wait_for()
    assert runs.read_text().count("run") == 1


def test_environment_keeps_jupyter_out_of_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("JUPYTER_DATA_DIR", raising=False)
    assert Environment(tmp_path).variables()["JUPYTER_DATA_DIR"].startswith(str(tmp_path / ".venv"))
