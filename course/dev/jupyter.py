"""A JupyterLab for measuring and for tests in a browser: our extension and settings, and nobody's habits.

A learner's own JupyterLab is started by ``course.launch.lab``, with the standard library alone.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from course.dev import settle
from course.launch.lab import LAB, LIGHTER, TRUST, answers

MOST_SECONDS = 90


@contextmanager
def running_jupyter(base: Path, root: Path, signed: Sequence[Path | str], token: str) -> Iterator[str]:
    """Run JupyterLab over ``root`` with the folders of a learner who is new, and give its address.

    ``base`` holds its own folders and the learner's record, so that nothing leaks from or to another run; ``signed``
    are the notebooks that it trusts. Raises RuntimeError, with its log, when it does not start.
    """
    course = settle.ROOT / "course" / "jupyter"
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
    subprocess.run([sys.executable, "-c", TRUST, *map(str, signed)], env=variables, check=True, capture_output=True)
    port = _find_port()
    command = [sys.executable, "-c", LAB, "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += [f"--ServerApp.root_dir={root}", "--ServerApp.port_retries=0", "--allow-root", *LIGHTER]
    command += [f"--LabApp.extra_labextensions_path={base / 'extensions'}"]
    command += [f"--LabApp.app_settings_dir={base / 'settings'}", "--LabApp.expose_app_in_browser=True"]
    address = f"http://127.0.0.1:{port}"
    log_path = base / "server.log"
    with log_path.open("w") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(f"{address}/api?token={token}", process, log_path)
            yield address
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def _find_port() -> int:
    """Return a port that nobody has now: the system gives each asker another, so that two runs do not meet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server answers."""
    began = time.monotonic()
    while not answers(url):
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended: {log.read_text('utf-8', 'replace')[-2000:]}")
        if time.monotonic() - began > MOST_SECONDS:
            raise RuntimeError(f"JupyterLab did not answer within {MOST_SECONDS} s. Look into {log}.")
        time.sleep(0.1)
