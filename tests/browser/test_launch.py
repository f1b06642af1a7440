"""A lesson opens alive: JupyterLab in a real Chromium, with our extension and settings and nothing else of ours."""

import json
from pathlib import Path

import pytest

from course.launch.environment import Environment
from tests.chromium import in_chromium, open_page
from tests.lab import READY, running_lab

JUPYTER = Path(__file__).parents[2] / "course" / "jupyter"
BUTTON = '<button data-commandlinker-command="notebook:run-all-cells">Start the lesson</button>'

pytestmark = in_chromium


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
def lab(tmp_path_factory):
    """A JupyterLab of its own, with the folders of a learner who has never started one."""
    lessons = (("trusted", True), ("calm", False), ("foreign", True), ("early", False))
    written = {f"{name}/lesson.ipynb": notebook(name, autorun) for name, autorun in lessons}
    foreign = {path: written.pop(path) for path in ["foreign/lesson.ipynb"]}
    with running_lab(tmp_path_factory.mktemp("lab"), books=written, foreign=foreign) as lab:
        yield lab


@pytest.fixture
def page(browser):
    """A fresh page, as for a first visit."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield open_page(context)
    context.close()


def visit(page, lab, name: str) -> Path:
    """Opens a lesson and returns the file that counts its runs."""
    page.goto(lab.url(f"{name}/lesson.ipynb", view="lab"))
    return lab.root / name / "runs.txt"


def kernel_ready(page) -> None:
    """Returns when the open notebook's kernel can hear us."""
    page.wait_for_function(READY, polling=50)


def test_trusted_lesson_runs_once_by_itself_and_shows_its_top(page, lab):
    runs = visit(page, lab, "trusted")
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


def test_lesson_that_does_not_ask_for_it_is_left_alone(page, lab):
    runs = visit(page, lab, "calm")
    page.get_by_role("button", name="Start the lesson").wait_for()
    kernel_ready(page)
    page.get_by_role("button", name="Start the lesson").click()
    page.locator(".question-one").wait_for()
    assert runs.read_text().count("run") == 1


def test_foreign_lesson_does_not_run_unasked(page, lab):
    runs = visit(page, lab, "foreign")
    kernel_ready(page)
    page.wait_for_timeout(1500)
    assert not runs.exists()


def test_start_runs_a_foreign_lesson_and_asks_nothing(page, lab):
    """On Binder no lesson is trusted. A press on Start is the learner's own wish, as a press on Run is."""
    runs = visit(page, lab, "foreign")
    page.get_by_role("button", name="Start the lesson").click()
    page.locator(".question-one").wait_for()
    assert page.locator(".jp-Dialog").count() == 0
    assert runs.read_text().count("run") == 1


def test_start_pressed_too_early_is_kept(page, lab):
    runs = visit(page, lab, "early")
    button = page.get_by_role("button", name="Start the lesson")
    button.wait_for()
    button.click()
    page.locator(".question-one").wait_for()
    assert runs.read_text().count("run") == 1


def test_environment_keeps_jupyter_out_of_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("JUPYTER_DATA_DIR", raising=False)
    assert Environment(tmp_path).variables()["JUPYTER_DATA_DIR"].startswith(str(tmp_path / ".venv"))
