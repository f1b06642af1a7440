"""A lesson opens alive: JupyterLab in a real Chromium, with our extension and settings and nothing else of ours."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from course.launch.environment import Environment
from course.launch.lab import TRUST, is_free, next_free

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
JUPYTER = Path(__file__).parents[1] / "course" / "jupyter"
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
def server(tmp_path_factory):
    """A JupyterLab of its own, with the folders of a learner who has never started one."""
    base = tmp_path_factory.mktemp("lab")
    root = base / "root"
    for folder in (root, base / "data", base / "settings", base / "extensions"):
        folder.mkdir()
    shutil.copytree(JUPYTER / "extension", base / "extensions" / "course-opening")
    shutil.copytree(JUPYTER / "settings", base / "settings" / "overrides.d")
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")},
        "JUPYTER_CONFIG_DIR": str(base / "config"),
        "JUPYTER_DATA_DIR": str(base / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(base / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(base / "workspaces"),
        "IPYTHONDIR": str(base / "ipython"),
        "JUPYTER_TOKEN": TOKEN,
    }
    for name, autorun in (("trusted", True), ("calm", False), ("foreign", True), ("early", False)):
        (root / name).mkdir()
        (root / name / "lesson.ipynb").write_text(notebook(name, autorun), "utf-8")
    signed = [str(root / name / "lesson.ipynb") for name in ("trusted", "calm", "early")]
    subprocess.run([sys.executable, "-c", TRUST, *signed], env=variables, check=True, capture_output=True)
    port = next_free(8950)
    assert is_free(port)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += [f"--ServerApp.root_dir={root}", "--ServerApp.port_retries=0", "--allow-root"]
    command += [f"--LabApp.extra_labextensions_path={base / 'extensions'}"]
    command += [f"--LabApp.app_settings_dir={base / 'settings'}", "--LabApp.expose_app_in_browser=True"]
    address = f"http://127.0.0.1:{port}"
    with open(base / "server.log", "w") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for_server(f"{address}/api?token={TOKEN}", process, base / "server.log")
            yield address, root
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def wait_for_server(url: str, process: subprocess.Popen, log: Path) -> None:
    """Returns when the server answers."""
    for _ in range(900):
        if process.poll() is not None:
            pytest.fail(f"JupyterLab ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("JupyterLab did not answer")


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
    page.get_by_role("button", name="Start the lesson").click()
    page.locator(".jp-Dialog").wait_for()
    assert not runs.exists()


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
