"""What it costs to collect a class: three hundred who did the whole course, and thirty of whom one hands in a zip file
that is made to be costly.
"""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from course.checks import solved
from course.content import lessons
from course.dev.bench.row import Row
from course.model.event import Event
from course.model.task import Open, Task, Writing
from course.record import pack

LEARNERS, SCHOOL = 30, 300
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


def _whole_course() -> list[tuple[str, str, str, dict[str, object]]]:
    """Return what somebody does who answers every question of the course: lesson, item, kind and body of each event."""
    done: list[tuple[str, str, str, dict[str, object]]] = []
    for stem in lessons.stems():
        lesson = lessons.lesson(stem)
        asked: list[Task] = list(lesson.checks)
        if stem in lessons.exercise_stems():
            asked += lessons.exercise(stem).tasks
        for prompt in lesson.prompts:
            answer = {"text": "A sentence or two on what I would do, and why I would."}
            done += [(stem, prompt.id, "answer", {"answer": answer, "round": again}) for again in (1, 2)]
        for task in asked:
            given = solved(task).plain()
            if isinstance(task, Open | Writing):
                given = {"text": "A text of some words that says what it says."}
            done.append((stem, task.id, "answer", {"answer": given, "outcome": "correct", "try": 1}))
        for claim in lesson.claims:
            for again, stand in ((1, -1), (2, 1)):
                body: dict[str, object] = {"round": again, "stand": stand, "sure": 2, "why": "Because of Aceh."}
                done.append((stem, f"claim/{claim}", "stand", body))
    return done


def _of_learner(number: int, done: Sequence[tuple[str, str, str, dict[str, object]]]) -> bytes:
    """Return the backup of a learner who did all of it."""
    events = [
        Event(id=f"{number:016x}{n:016x}", at=_AT, lesson=stem, item=item, kind=kind, body=body)
        for n, (stem, item, kind, body) in enumerate(done)
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
    """Yield what collecting takes in seconds and megabytes: for three hundred, then for each kind of zip file."""
    with tempfile.TemporaryDirectory() as home:
        folder, done = Path(home) / "school", _whole_course()
        for number in range(SCHOOL):
            place = folder / f"Learner {number}_{number}_assignsubmission_file_"
            place.mkdir(parents=True)
            (place / "w.course.json").write_bytes(_of_learner(number, done))
        yield _row(folder, f"collect {SCHOOL}, the whole course each ({len(done)} entries)", "3 s")
        for what, make in INPUTS.items():
            folder = Path(home) / what.replace(" ", "-").replace(",", "")
            for number in range(1, LEARNERS):
                place = folder / f"Learner {number}_{number}_assignsubmission_file_"
                place.mkdir(parents=True)
                (place / "w.course.json").write_bytes(_work(number, 300))
            place = folder / "Learner 0_777_assignsubmission_file_"
            place.mkdir()
            (place / "w.zip").write_bytes(make())
            yield _row(folder, f"collect {LEARNERS} with one zip: {what}", "5 s, 300 MB")


def _row(folder: Path, what: str, aim: str) -> Row:
    line = [sys.executable, "-c", _COLLECT, str(folder)]
    run = subprocess.run(line, capture_output=True, text=True, check=True)
    seconds, megabytes, learners, skipped = json.loads(run.stdout)
    return Row(what, f"{seconds:.1f} s, {megabytes:.0f} MB", f"{learners} learners, {skipped} left out", aim)
