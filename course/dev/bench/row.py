"""One line of the benchmark's table."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """What was measured, its figure, what it stands beside, the aim; all as text."""

    what: str
    figure: str
    beside: str = ""
    aim: str = ""


def milliseconds(call: Callable[[], object], times: int = 9) -> float:
    """Return the median time of a call in milliseconds, after one call that does not count."""
    call()
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        durations.append(1000 * (time.perf_counter() - start))
    return statistics.median(durations)


def format_table(rows: Sequence[Row]) -> str:
    """Return the table as text."""
    table = [Row("what", "figure", "beside", "aim"), *rows]
    widths = [max(len(row[place]) for row in table) for place in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
