"""Putting a damaged file aside loses nothing: not what others save meanwhile, nor what a broken first page hides."""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.answers.events import READER
from course.record import Record, RecordError, backup_name, make_backup, restore
from course.record import rescue as rescue_module

STEM = "02_ways_to_settle"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "my_work")


def fill(record: Record, count: int = 60) -> list:
    return [record.append(STEM, f"p{n % 7}", "answer", {"n": n, "text": "word " * (n % 50)}) for n in range(count)]


def spoil_body(where: Path, number: int = 7) -> None:
    data = where.read_bytes()
    assert data.count(b'{"n":%d,' % number) == 1
    place = data.index(b'{"n":%d,' % number)
    with where.open("r+b") as file:
        file.seek(place + 4)
        file.write(b"!")


# Says when the record is known to be sound, and goes on saving once a line comes in.
LESSON = """
import sys
from pathlib import Path
from course.record import Record, RecordError
record = Record(Path(sys.argv[1]), patience=60)
print(record.append("03", "p", "answer", {"n": -1}).id, flush=True)
sys.stdin.readline()
for n in range(60):
    try:
        print(record.append("03", "p", "answer", {"n": n, "text": "x" * 900}).id, flush=True)
    except RecordError as error:
        print(error.code, file=sys.stderr)
"""
PRESS = """
import sys
from pathlib import Path
from course.record import Record, RecordError
sys.stdin.readline()
try:
    print(Record(Path(sys.argv[1]), patience=60).set_aside().file.name)
except RecordError as error:
    print(error.code)
"""


def kernel(code: str, folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def test_two_presses_and_lessons_that_save_meanwhile_lose_nothing(record):
    written = {event.id for event in fill(record)}
    folder, id = record.where.parent, record.record_id()
    lessons = [kernel(LESSON, folder) for _ in range(2)]
    promised = {lesson.stdout.readline().strip() for lesson in lessons}
    presses = [kernel(PRESS, folder) for _ in range(2)]
    spoil_body(record.where)
    for process in (*lessons, *presses):
        process.stdin.write("\n")
        process.stdin.flush()
    answers = sorted(press.communicate()[0].strip() for press in presses)
    for lesson in lessons:
        promised |= set(lesson.communicate()[0].split())
    assert [answer.partition("-")[0] for answer in answers] == ["damaged", "sound"]
    there = {event.id for event in Record(folder).events()}
    assert len(promised) == 122
    assert promised <= there
    assert Record(folder).record_id() == id
    assert len(written - there) <= 1
    assert not (folder / rescue_module.LOCK).exists()


def test_pressing_again_is_harmless(record):
    fill(record)
    spoil_body(record.where)
    record.set_aside()
    before = record.events()
    with pytest.raises(RecordError) as caught:
        record.set_aside()
    assert caught.value.code == "sound"
    assert record.events() == before


def test_a_rescue_that_was_cut_off_is_finished_on_opening(record, monkeypatch):
    fill(record)
    id = record.record_id()
    spoil_body(record.where)
    monkeypatch.setattr(rescue_module, "move_aside", cut_off(rescue_module.move_aside))
    with pytest.raises(KeyboardInterrupt):
        record.set_aside()
    monkeypatch.undo()
    assert not record.where.exists()
    tomorrow = Record(record.where.parent)
    assert tomorrow.writable() is None
    assert len(tomorrow.events()) == 59
    assert tomorrow.record_id() == id


def cut_off(move_aside):
    def moved(*given):
        move_aside(*given)
        raise KeyboardInterrupt

    return moved


def test_what_lies_in_a_file_that_was_set_aside_is_found_again(record):
    """As version 0.1.0 left it: the answers of another lesson, saved while it was read, are in the old file only."""
    events = fill(record)
    aside = record.where.with_name("damaged-2026-11-22-151000-000000.sqlite3")
    aside.write_bytes(record.where.read_bytes())
    id = record.record_id()
    for path in record.where.parent.glob("course.sqlite3*"):
        path.unlink()
    restored = Record(record.where.parent)
    restored.merge(events[:40], adopt=id)
    opened = Record(record.where.parent)
    assert opened.writable() is None
    assert opened.events() == events
    salvaged = rescue_module.salvage
    try:
        rescue_module.salvage = None  # the next opening does not read it again
        assert opened.writable() is None
    finally:
        rescue_module.salvage = salvaged


def test_what_another_learner_left_in_the_folder_is_not_taken_in(record, tmp_path):
    fill(record)
    folder = record.where.parent
    record.where.rename(folder / "damaged-2026-11-22-151000-000000.sqlite3")
    mine = Record(folder)
    own = mine.append(STEM, "p", "answer", {"text": "mine"})
    assert mine.writable() is None
    assert Record(folder).events() == [own]


@pytest.mark.parametrize("start", [0, 5, 18, 20, 28, 44, 56, 100, 105, 108, 3000])
def test_a_damaged_first_page_hides_nothing(record, start):
    events = fill(record)
    id = record.record_id()
    with record.where.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * (900 if start else 4096))
    opened = Record(record.where.parent)
    assert opened.writable().code == "damaged"
    assert opened.events() == events
    aside = opened.set_aside()
    assert aside.events == len(events)
    assert opened.events() == events
    assert opened.record_id() == id


def test_a_damaged_page_that_leads_to_all_others_hides_nothing(record):
    events = fill(record, 300)
    with closing(sqlite3.connect(record.where)) as file:
        [root] = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()
        [size] = file.execute("PRAGMA page_size").fetchone()
    data = bytearray(record.where.read_bytes())
    assert data[(root - 1) * size] == 5  # it holds no event itself
    data[(root - 1) * size : root * size] = bytes(size)
    record.where.write_bytes(data)
    opened = Record(record.where.parent)
    assert opened.writable().code == "damaged"
    assert opened.events() == events
    assert opened.set_aside().events == 300


def test_a_damaged_index_is_damage(record):
    """Otherwise an event is shown twice and another not at all, and nobody is told."""
    fill(record)
    with closing(sqlite3.connect(record.where)) as file:
        file.execute("PRAGMA writable_schema = ON")
        roots = dict(file.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'index'").fetchall())
        [size] = file.execute("PRAGMA page_size").fetchone()
    data = bytearray(record.where.read_bytes())
    start = (roots["events_in_order"] - 1) * size
    page = data[start : start + size]
    place = page.rindex(b"2026-")
    data[start + place + 5] ^= 1
    record.where.write_bytes(data)
    assert Record(record.where.parent).writable().code == "damaged"
    with pytest.raises(RecordError) as caught:
        Record(record.where.parent).examine(READER)
    assert caught.value.code == "damaged"


def test_an_error_that_is_kept_holds_no_lock(record):
    fill(record)
    spoil_body(record.where)
    opened = Record(record.where.parent, patience=0.01)
    kept = [opened.writable(), opened.writable(READER)]
    assert opened.set_aside().events == 59
    assert kept[0].code == "damaged"


SMALL = 40


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    record = Record(tmp_path_factory.mktemp("small"))
    fill(record, SMALL)
    return record.where.read_bytes(), make_backup(record)


def everything_public(folder: Path, backup: bytes):
    """Each public call, on a record that was just opened."""
    opened = Record(folder, patience=0.1)
    yield opened.events
    yield lambda: opened.latest(STEM, "p0", "answer")
    yield lambda: opened.events(under="p")
    yield opened.record_id
    yield opened.identity
    yield lambda: opened.examine(READER)
    yield opened.writable
    yield lambda: opened.append(STEM, "p0", "answer", {"a": 1})
    yield lambda: opened.save(STEM, "p0", lambda events: ("answer", {}))
    yield lambda: opened.extend(STEM, "p0", "move", {"0" * 32: {}})
    yield lambda: make_backup(opened)
    yield lambda: backup_name(opened, datetime.now(UTC))
    yield lambda: restore(opened, backup)
    yield opened.set_aside


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), is_header=st.booleans(), length=st.sampled_from([1, 1, 2, 40, 300]))
def test_whatever_is_damaged_is_said_in_plain_words_and_mended(tmp_path_factory, small, seed, is_header, length):
    data, backup = small
    chance = random.Random(seed)
    bad = bytearray(data)
    start = chance.randrange(1500 if is_header else len(bad) - length)
    bad[start : start + length] = chance.randbytes(length)
    folder = tmp_path_factory.mktemp("harmed")
    (folder / "course.sqlite3").write_bytes(bad)
    codes = set()
    for call in everything_public(folder, backup):
        try:
            call()
        except RecordError as error:
            codes.add(error.code)
    assert codes <= {"damaged", "sound", "newer"}
    if "newer" not in codes:
        assert Record(folder).writable() is None
        restore(Record(folder), backup)
        assert len({event.id for event in Record(folder).events() if event.kind == "answer"}) >= SMALL


def test_a_schema_that_is_no_text_is_damage(record):
    fill(record)
    with closing(sqlite3.connect(record.where)) as file:
        file.execute("PRAGMA writable_schema = ON")
        file.execute("UPDATE sqlite_master SET sql = CAST(X'4352ff54' AS TEXT), name = CAST(X'ffff' AS TEXT) WHERE 1")
        file.commit()
    opened = Record(record.where.parent)
    assert opened.writable().code == "damaged"
    assert len(opened.events()) == 60
    assert opened.set_aside().events == 60
