"""What it costs to collect a class of thirty in which one learner hands in a zip file that is made to be costly."""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from course.dev.bench.row import Row
from course.model.event import Event
from course.record import pack

LEARNERS = 30
_AT = "2026-11-22T10:00:00.000000Z"
# Run alone, so that its memory is its own.
_COLLECT = """
import json, resource, sys, time
from pathlib import Path
from course.teacher.classroom.room import Classroom
start = time.perf_counter()
room = Classroom(Path(sys.argv[1]))
room.write()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
told = [time.perf_counter() - start, peak, len(room.handed.learners), len(room.handed.skipped)]
print(json.dumps(told))
"""


def _zip(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _work(number: int, count: int) -> bytes:
    """Return a backup with ``count`` answers."""
    events = [
        Event(
            id=f"{number:016x}{n:016x}",
            at=_AT,
            lesson="02_ways_to_settle",
            item=f"item-{n % 40}",
            kind="answer",
            body={"answer": {"text": f"Text {n} of learner {number}."}, "round": 1},
        )
        for n in range(count)
    ]
    return pack(events, f"{number + 1:032x}", f"Learner {number}")


def _zeros() -> bytes:
    return _zip({f"{n}.course.json": bytes(20_000_000) for n in range(50)})


def _nest() -> bytes:
    inner = _zip({f"{n}.course.json": bytes(5_000_000) for n in range(20)})
    return _zip({f"{n}.zip": _zip({f"{m}.zip": inner for m in range(20)}) for n in range(20)})


def _many() -> bytes:
    return _zip({f"{n}.course.json": b"{}" for n in range(20_000)})


def _entries() -> bytes:
    return _zip({f"{n}.course.json": _work(1000 + n, 20_000) for n in range(8)})


def _tiny_lists() -> bytes:
    return _zip({"w.course.json": b'{"format": "mediation-course-backup", "version": 1, "x": [' + b"[]," * 6_000_000})


def _unknown_version() -> bytes:
    data = bytearray(_zip({"w.course.json": b"{}"}))
    place = data.index(b"PK\x01\x02")
    data[place + 6] = 0xFF
    return bytes(data)


INPUTS: dict[str, Callable[[], bytes]] = {
    "nothing odd": lambda: _zip({"w.course.json": _work(0, 300)}),
    "1 GB of zeros": _zeros,
    "zips in zips in zips": _nest,
    "20,000 files": _many,
    "160,000 entries": _entries,
    "6 million lists": _tiny_lists,
    "unknown version": _unknown_version,
}


def rows() -> Iterator[Row]:
    """Yield what collecting takes in seconds and megabytes, for each kind of zip file."""
    with tempfile.TemporaryDirectory() as home:
        for what, make in INPUTS.items():
            folder = Path(home) / what.replace(" ", "-").replace(",", "")
            for number in range(1, LEARNERS):
                place = folder / f"Learner {number}_{number}_assignsubmission_file_"
                place.mkdir(parents=True)
                (place / "w.course.json").write_bytes(_work(number, 300))
            place = folder / "Learner 0_777_assignsubmission_file_"
            place.mkdir()
            (place / "w.zip").write_bytes(make())
            line = [sys.executable, "-c", _COLLECT, str(folder)]
            run = subprocess.run(line, capture_output=True, text=True, check=True)
            seconds, megabytes, learners, skipped = json.loads(run.stdout)
            figure = f"{seconds:.1f} s, {megabytes:.0f} MB"
            read = f"{learners} learners, {skipped} left out"
            yield Row(f"collect {LEARNERS} with one zip: {what}", figure, read, "5 s, 300 MB")
