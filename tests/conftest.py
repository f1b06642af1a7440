"""What all tests share: a record that lies in a folder of its own, and how hypothesis works here."""

import itertools
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

from course.content.interface import words
from course.launch.lab import TRUST, next_free
from course.pages.page import source
from course.record import Record
from course.widgets.setting import Setting

# What the course says is tested, not what a teacher made of it here.
os.environ["COURSE_MY_COURSE"] = ""

# How long an example takes depends on the machine, so it is never what a test is about.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.load_profile("course")


@pytest.fixture
def record(tmp_path):
    """An empty record that nobody else uses."""
    return Record(tmp_path / "my_work")


@pytest.fixture
def setting(record):
    """What a widget gets from a lesson."""
    return Setting(stem="02_ways_to_settle", words=words(), cite=source, record=record)


@pytest.fixture
def send():
    """Send an action to a widget as the page does, and return the state that answers it."""
    numbers = itertools.count(1)

    def sending(widget, action, data=None, **content):
        number = next(numbers)
        widget.receive({"do": action, "n": number, **content}, [] if data is None else [memoryview(data)])
        assert widget.state["n"] == number, "the page would wait for an answer"
        return widget.state

    return sending


@pytest.fixture(autouse=True)
def nothing_breaks_unseen(caplog):
    """A part of a page that breaks is shown and stops nothing; here it stops the test that did not expect it."""
    yield
    broken = [record for record in caplog.get_records("call") if record.name == "course.pages.page"]
    if broken:
        pytest.fail("\n".join(logging.Formatter().format(record) for record in broken))


@pytest.fixture(scope="session")
def run_jupyter():
    """How a browser test starts a JupyterLab: ``with run_jupyter(base, root, signed, token) as address``."""
    return running_jupyter


@contextmanager
def running_jupyter(base, root, signed, token):
    """Run JupyterLab over ``root``, with our extension and settings and the folders of a learner who is new.

    ``base`` holds its own folders and the learner's record, so that nothing leaks from or to another run; ``signed``
    are the notebooks that it trusts.
    """
    course = Path(__file__).parents[1] / "course" / "jupyter"
    shutil.copytree(course / "extension", base / "extensions" / "course-opening")
    shutil.copytree(course / "settings", base / "settings" / "overrides.d")
    (base / "data").mkdir()
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")},
        "JUPYTER_CONFIG_DIR": str(base / "config"),
        "JUPYTER_DATA_DIR": str(base / "data"),
        "JUPYTER_RUNTIME_DIR": str(base / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(base / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(base / "workspaces"),
        "IPYTHONDIR": str(base / "ipython"),
        "JUPYTER_TOKEN": token,
        "COURSE_MY_WORK": str(base / "my_work"),
    }
    sign = [sys.executable, "-c", TRUST, *map(str, signed)]
    subprocess.run(sign, env=variables, check=True, capture_output=True)
    port = next_free(18888)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += [f"--ServerApp.root_dir={root}", "--ServerApp.port_retries=0", "--allow-root"]
    command += [f"--LabApp.extra_labextensions_path={base / 'extensions'}"]
    command += [f"--LabApp.app_settings_dir={base / 'settings'}", "--LabApp.expose_app_in_browser=True"]
    address = f"http://127.0.0.1:{port}"
    with (base / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for_server(f"{address}/api?token={token}", process, base / "server.log")
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def wait_for_server(url, process, log):
    """Return when the server answers; fail with its log when it ends or stays silent."""
    for _ in range(900):
        if process.poll() is not None:
            pytest.fail(f"JupyterLab ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("JupyterLab did not answer")
