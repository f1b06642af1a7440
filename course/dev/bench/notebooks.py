"""What Run All costs: time and kernel memory of every lesson and of the atlas, beside an empty notebook and lesson 02.

Each run has a kernel of its own and an empty record. The notebooks take turns, round after round, so that a busy minute
of the computer falls on all of them; medians are compared. Time counts whole, from the start of the kernel to the last
cell, as a learner waits, and for the cells alone. Memory is what only this kernel holds (psutil's "uss").

A first round does not count: it leaves compiled modules in a folder of the bench's own, as a learner's environment has
them, whatever the computer that measures does with them.
"""

import asyncio
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import nbformat
import psutil
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient

from course.content import lessons
from course.dev import settle
from course.dev.bench.row import Row

EMPTY = "empty notebook"
BESIDE = "02_ways_to_settle"
ATLAS = "case_atlas"
MOST_TIMES = 1.25
MOST_MEGABYTES = 12


class Run(NamedTuple):
    """One Run All: seconds from the start of the kernel, seconds of the cells, megabytes of the kernel at the end."""

    whole: float
    cells: float
    memory: float


def run_all(code: Sequence[str], folder: Path, compiled: Path) -> Run:
    """Run code cells in ``folder`` in a fresh kernel, with an empty record; raise CellExecutionError if one fails."""
    return asyncio.run(_run_all(code, folder, compiled))


async def _run_all(code: Sequence[str], folder: Path, compiled: Path) -> Run:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in code])
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(book, timeout=120, kernel_name="python3", resources=place)
    with tempfile.TemporaryDirectory() as record:
        own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        own |= {"COURSE_MY_WORK": record, "COURSE_MY_COURSE": "", "PYTHONPYCACHEPREFIX": str(compiled)}
        start = perf_counter()
        async with client.async_setup_kernel(env=own, stderr=subprocess.DEVNULL):
            ready = perf_counter()
            for number, cell in enumerate(book.cells):
                await client.async_execute_cell(cell, number)
            end = perf_counter()
            return Run(end - start, end - ready, _memory(client))


def _memory(client: NotebookClient) -> float:
    """Return the megabytes that only the kernel of ``client`` holds."""
    provisioner = client.km.provisioner if client.km else None
    if not isinstance(provisioner, LocalProvisioner) or provisioner.pid is None:
        raise RuntimeError("The kernel runs on another computer. Measure where it runs.")
    return float(psutil.Process(provisioner.pid).memory_full_info().uss / 1e6)


def measure(runs: int) -> dict[str, Run]:
    """Return the medians of ``runs`` rounds over the empty notebook, every lesson and the atlas."""
    folder = settle.ROOT / "notebooks"
    books = {EMPTY: [""]}
    for stem in (*lessons.stems(), ATLAS):
        path = folder / f"{stem}.ipynb"
        if path.is_file():
            books[stem] = [cell.source for cell in settle.read(path).cells if cell.cell_type == "code"]
    by_name: dict[str, list[Run]] = {name: [] for name in books}
    with tempfile.TemporaryDirectory() as compiled:
        for number in range(1 + runs):
            for name, code in books.items():
                run = run_all(code, folder, Path(compiled))
                if number:
                    by_name[name].append(run)
    return {name: _median(rounds) for name, rounds in by_name.items()}


def _median(rounds: Sequence[Run]) -> Run:
    whole, cells, memory = (statistics.median(figures) for figures in zip(*rounds, strict=True))
    return Run(whole, cells, memory)


def rows(runs: int) -> Iterator[Row]:
    """Measure, and give two rows for each notebook: time and memory."""
    medians = measure(runs)
    empty, beside = medians.pop(EMPTY), medians[BESIDE]
    yield Row(f"Run All, {EMPTY}", f"{empty.whole:.2f} s", f"median of {runs}; kernel {empty.memory:.0f} MB")
    for name, run in medians.items():
        yield Row(
            f"Run All, {name}",
            f"{run.whole:.2f} s",
            f"{run.whole / beside.whole:.2f} × lesson 02",
            f"at most {MOST_TIMES} ×",
        )
    for name, run in medians.items():
        yield Row(f"cells alone, {name}", f"{run.cells:.2f} s", f"{run.cells / beside.cells:.2f} × lesson 02")
    for name, run in medians.items():
        more = run.memory - empty.memory
        yield Row(f"kernel memory, {name}", f"{more:+.1f} MB", "above empty", f"at most {MOST_MEGABYTES} MB")
