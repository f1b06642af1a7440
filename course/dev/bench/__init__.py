"""Measures size and speed and prints one table: ``python -m course bench``.

Every row stands beside what it is compared with, because seconds alone say more about the computer than about the
course. Nothing here passes or fails.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence

from course.dev.bench import atlas, hand_ins, negotiation, notebooks, page, record, reopening, size, speed, start
from course.dev.bench.row import Row, format_table

Part = Callable[[int], Iterator[Row]]
IN_THE_KERNEL: dict[str, Part] = {
    "notebooks": notebooks.rows,
    "size": lambda runs: size.rows(),
    "reopening": reopening.rows,
    "record": lambda runs: record.rows(),
    "speed": lambda runs: speed.rows(),
    "atlas": lambda runs: atlas.rows(),
    "negotiation": lambda runs: negotiation.rows(),
    "start": start.rows,
    "hand-ins": lambda runs: hand_ins.rows(),
}
ON_THE_PAGE: dict[str, Part] = {
    "page": page.rows,
    "atlas-page": lambda runs: atlas.rows_on_the_page(),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the options choose what, and how often."""
    parser = argparse.ArgumentParser(prog="python -m course bench", description=__doc__)
    parser.add_argument("--no-browser", action="store_true", help="leave out what needs Chromium")
    parser.add_argument("--runs", type=int, default=5, help="how often each notebook is run (5)")
    parser.add_argument("--quick", action="store_true", help="one run, and no browser")
    parser.add_argument("--only", choices=[*IN_THE_KERNEL, *ON_THE_PAGE], action="append", help="leave out the others")
    chosen = parser.parse_args(arguments)
    runs = 1 if chosen.quick else max(1, chosen.runs)
    parts = {**IN_THE_KERNEL} if chosen.quick or chosen.no_browser else {**IN_THE_KERNEL, **ON_THE_PAGE}
    rows: list[Row] = []
    for part in (parts[name] for name in parts if not chosen.only or name in chosen.only):
        for row in part(runs):
            rows.append(row)
            print("  " + " | ".join(filter(None, row)), flush=True)  # a later part may break
    print(format_table(rows))
    return 0
