"""Measures size and speed and prints one table: ``python -m course bench``.

Every row stands beside what it is compared with, because seconds alone say more about the computer than about the
course. Nothing here passes or fails.
"""

import argparse
from collections.abc import Sequence

from course.dev.bench import atlas, negotiation, page, size, speed
from course.dev.bench.row import Row, shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; ``--no-browser`` leaves out what needs Chromium."""
    parser = argparse.ArgumentParser(prog="python -m course bench", description=__doc__)
    parser.add_argument("--no-browser", action="store_true", help="leave out what needs Chromium")
    chosen = parser.parse_args(arguments)
    parts = [size.rows, speed.rows, atlas.rows, negotiation.rows]
    if not chosen.no_browser:
        parts += [page.rows, atlas.rows_on_the_page]
    rows: list[Row] = []
    for part in parts:
        for row in part():
            rows.append(row)
            print(f"  measured: {row.what}", flush=True)
    print(shown(rows))
    return 0
