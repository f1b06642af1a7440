"""Measures size and speed and prints one table: ``python -m course bench``.

Every row stands beside what it is compared with, because seconds alone say more about the computer than about the
course. Nothing here passes or fails. ``python -m course bench live`` measures the live class, and nothing else.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence

from course.dev.bench import (
    atlas,
    hand_ins,
    hub,
    languages,
    live,
    negotiation,
    notebooks,
    page,
    record,
    reopening,
    site,
    size,
    speed,
    start,
)
from course.dev.bench.row import Row, format_table

Part = Callable[[int], Iterator[Row]]
IN_THE_KERNEL: dict[str, Part] = {
    "notebooks": notebooks.rows,
    "languages": languages.rows,
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
ON_REQUEST: dict[str, Part] = {
    # It takes minutes, and installs oTree to stand beside.
    "live": lambda runs: live.rows(),
    "site": site.rows,
    "hub": lambda runs: iter(hub.rows()),
    "live-long": lambda runs: live.rows(long=True),
}
LONGER = {"live": "live-long"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the options choose what, and how often."""
    parser = argparse.ArgumentParser(prog="python -m course bench", description=__doc__)
    every = {**IN_THE_KERNEL, **ON_THE_PAGE, **ON_REQUEST}
    parser.add_argument("part", nargs="?", choices=list(every), help="one part alone, as --only")
    parser.add_argument("--no-browser", action="store_true", help="leave out what needs Chromium")
    parser.add_argument("--runs", type=int, default=5, help="how often each notebook is run (5)")
    parser.add_argument("--quick", action="store_true", help="one run, and no browser")
    parser.add_argument("--only", choices=list(every), action="append", default=[], help="leave out the others")
    parser.add_argument("--long", action="store_true", help="live: a thousand students at oTree too")
    chosen = parser.parse_args(arguments)
    named = [*([chosen.part] if chosen.part else []), *chosen.only]
    if chosen.long:
        named = [LONGER.get(name, name) for name in named]
    runs = 1 if chosen.quick else max(1, chosen.runs)
    parts = {**IN_THE_KERNEL} if chosen.quick or chosen.no_browser else {**IN_THE_KERNEL, **ON_THE_PAGE}
    rows: list[Row] = []
    for part in [every[name] for name in named] or parts.values():
        for row in part(runs):
            rows.append(row)
            print("  " + " | ".join(filter(None, row)), flush=True)  # a later part may break
    print(format_table(rows))
    return 0
