"""How long the course takes to open for the second time: from the command to the address, beside a bare JupyterLab."""

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from course.dev import settle
from course.dev.bench.row import Row
from course.launch.lab import answers, next_free

BARE_PORT, OUR_PORT = 18_600, 18_700
MOST_SECONDS = 120


def rows(runs: int) -> Iterator[Row]:
    """Start both in turn; the first of each does not count."""
    ours, bare = [], []
    for _ in range(runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            bare.append(_start(["-m", "jupyterlab", "--allow-root", f"--ServerApp.root_dir={folder}"], BARE_PORT))
        ours.append(_start(["-m", "course"], OUR_PORT))
    second, peer = statistics.median(ours[1:]), statistics.median(bare[1:])
    yield Row("second start, command to answer", f"{second:.2f} s", f"bare JupyterLab {peer:.2f} s", "at most 2.5 s")


def _start(command: list[str], first_port: int) -> float:
    """Return the seconds until a server that this command starts answers, and end it."""
    port = next_free(first_port)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command, "--no-browser", f"--port={port}"],
        cwd=settle.ROOT if "course" in command else Path.home(),
        env={**os.environ, "JUPYTER_TOKEN": "bench"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/api"):
            if process.poll() is not None or time.perf_counter() - began > MOST_SECONDS:
                raise RuntimeError(f"{' '.join(command)} did not open. Start it in a terminal and see why.")
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
