"""What a large record costs, beside version 0.1.0: open a lesson, My work, backup, restore, and the memory that takes.

Each size is measured in a process of its own, because a process never gives its greatest memory back.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from course.answers.events import READER
from course.dev.bench.row import Row
from course.model.event import Event, write_moment
from course.record import Record, make_backup, restore

SIZES = (10_000, 100_000)
FIRST = datetime(2026, 9, 1, tzinfo=UTC)
AT_ONCE = 10_000
# Version 0.1.0 at 100,000 events, where these were found; the aims are for that size.
BESIDE = {"open": "1.7 s", "my work": "2.7 s", "backup": "19 s", "restore": "22 to 26 s", "memory": "401 MB"}
AIMS = {"open": "at most 0.5 s", "my work": "at most 0.5 s", "backup": "3 s", "restore": "5 s", "memory": "150 MB"}


def rows() -> Iterator[Row]:
    """Measure the sizes in turn."""
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            for step in ("fill", "work", "restore"):
                done = subprocess.run(
                    [sys.executable, "-m", __name__, step, str(count), folder],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                for what, figure in msgspec.json.decode(done.stdout, type=dict[str, str]).items():
                    kind = what.partition(",")[0]
                    largest = count == SIZES[-1]
                    beside, aim = (BESIDE[kind], AIMS[kind]) if largest else ("", "")
                    yield Row(f"record of {count:,} events, {what}", figure, beside, aim)


def fill(record: Record, count: int) -> None:
    """Put ``count`` answers of all lessons into a record, some at a time."""
    text = "The side that can wait has more power than the other, I think. " * 2
    for start in range(0, count, AT_ONCE):
        record.merge(
            Event(
                id=f"{place * 2654435761 % 2**128:032x}",
                at=write_moment(FIRST + timedelta(seconds=place)),
                lesson=f"{place % 13:02d}_lesson",
                item=f"item-{place % 97}",
                kind="answer",
                body={"answer": {"text": text}, "round": 1, "outcome": "open", "try": 1},
            )
            for place in range(start, min(count, start + AT_ONCE))
        )


def _seconds(call: Callable[[], object]) -> str:
    start = time.perf_counter()
    call()
    return f"{time.perf_counter() - start:.2f} s"


def _memory() -> str:
    import resource  # which Windows has not; the other parts of the benchmark run there

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kB, on macOS bytes
    return f"{peak // (1024 if sys.platform != 'darwin' else 1024**2)} MB"


def main(step: str, count: int, folder: Path) -> dict[str, str]:
    """Do one step in this process and return its figures."""
    record, file = Record(folder / "record"), folder / "backup.json"
    if step == "fill":
        fill(record, count)
        return {}
    if step == "work":
        figures = {"open, the first of a day": _seconds(lambda: record.writable(READER))}
        figures["my work, all of it"] = _seconds(lambda: record.examine(READER, afresh=True))
        figures["open"] = _seconds(lambda: Record(folder / "record").writable(READER))
        figures["my work"] = _seconds(lambda: Record(folder / "record").examine(READER))
        figures["backup"] = _seconds(lambda: file.write_bytes(make_backup(record)))
        return {**figures, "memory, backup": _memory()}
    data, other = file.read_bytes(), Record(folder / "other")
    return {"restore": _seconds(lambda: restore(other, data)), "memory, restore": _memory()}


if __name__ == "__main__":
    print(msgspec.json.encode(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))).decode())
