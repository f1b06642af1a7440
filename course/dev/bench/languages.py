"""What a lesson costs in another language, beside the same lesson in English: only the chosen one is read.

Run All of both, in turn, each in a kernel of its own with an empty record; medians are compared. See ``notebooks.py``.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from course.content import language
from course.dev import settle
from course.dev.bench.notebooks import Run, run_all
from course.dev.bench.row import Row

STEM = "05_why_come_to_the_table"
MOST_TIMES = 1.1


def measure(runs: int) -> dict[str, list[Run]]:
    """Return ``runs`` rounds over the lesson in each language in which it is made, by code; English first."""
    lessons = settle.ROOT / "notebooks"
    folders = {code: lessons / code if code != "en" else lessons for code in language.codes()}
    books = {
        code: [cell.source for cell in settle.read(path).cells if cell.cell_type == "code"]
        for code, folder in folders.items()
        if (path := folder / f"{STEM}.ipynb").is_file()
    }
    rounds: dict[str, list[Run]] = {code: [] for code in books}
    # The folder alone says the language, as for a learner.
    os.environ.pop(language.SWITCH, None)
    with tempfile.TemporaryDirectory() as compiled:
        for number in range(1 + runs):
            for code, cells in books.items():
                run = run_all(cells, folders[code], Path(compiled))
                if number:
                    rounds[code].append(run)
    return rounds


def rows(runs: int) -> Iterator[Row]:
    """Measure, and give two rows for each language: time and memory."""
    english, *others = (
        (code, [statistics.median(figures) for figures in zip(*rounds, strict=True)])
        for code, rounds in measure(runs).items()
    )
    whole, cells, memory = english[1]
    for code, (own_whole, own_cells, own_memory) in others:
        yield Row(
            f"Run All, {STEM} in {code}",
            f"{own_whole:.2f} s",
            f"{own_whole / whole:.2f} × English ({whole:.2f} s)",
            f"at most {MOST_TIMES} ×",
        )
        yield Row(
            f"cells alone, {STEM} in {code}",
            f"{own_cells:.2f} s",
            f"{own_cells / cells:.2f} × English ({cells:.2f} s)",
        )
        yield Row(
            f"kernel memory, {STEM} in {code}",
            f"{own_memory:.1f} MB",
            f"{own_memory / memory:.2f} × English ({memory:.1f} MB)",
            f"at most {MOST_TIMES} ×",
        )
