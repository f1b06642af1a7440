"""A damaged, foreign or newer file: never overwritten, and read as far as it goes."""

import hashlib
import sqlite3
from contextlib import closing

import pytest

from course.record import Record, RecordError, make_backup, restore

STEM = "02_ways_to_settle"


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "my_work")


def fill(record: Record, count: int = 200) -> list:
    return [record.append(STEM, f"p{n % 7}", "answer", {"n": n, "text": "x" * 500}) for n in range(count)]


def fingerprint(record: Record) -> str:
    return hashlib.sha256(record.where.read_bytes()).hexdigest()


def overwrite(record: Record, start: float, length: int) -> None:
    size = record.where.stat().st_size
    with record.where.open("r+b") as file:
        file.seek(int(size * start))
        file.write(b"\xff" * length)


def truncate(record: Record) -> None:
    with record.where.open("r+b") as file:
        file.truncate(record.where.stat().st_size // 2)


def spoil_index(record: Record) -> None:
    with closing(sqlite3.connect(record.where)) as file:
        page = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events_of_item'").fetchone()[0]
        size = file.execute("PRAGMA page_size").fetchone()[0]
    with record.where.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def spoil_body(record: Record) -> None:
    data = record.where.read_bytes()
    record.where.write_bytes(data.replace(b'{"n":77,', b'{"n"!77,'))


@pytest.mark.parametrize(
    ("harm", "least"),
    [
        (lambda record: overwrite(record, 0.5, 9000), 100),
        (lambda record: overwrite(record, 0.9, 5000), 100),
        (truncate, 60),
        (spoil_body, 199),
        (spoil_index, 200),
        (lambda record: overwrite(record, 0, 100), 200),
        (lambda record: record.where.write_text("<html>not found</html>"), 0),
    ],
    ids=["middle", "end", "cut", "one-body", "index", "header", "web-page"],
)
def test_a_damaged_file_is_left_as_it_is_and_read_as_far_as_it_goes(record, harm, least):
    written = {event.id: event for event in fill(record)}
    harm(record)
    before = fingerprint(record)
    record = Record(record.where.parent)

    readable = record.events()
    assert len(readable) >= least
    assert all(written[event.id] == event for event in readable)
    assert [event.at for event in readable] == sorted(event.at for event in readable)
    assert record.writable().code == "damaged"
    for attempt in (
        lambda: record.append(STEM, "p", "answer", {}),
        lambda: record.merge(written.values()),
    ):
        with pytest.raises(RecordError) as caught:
            attempt()
        assert caught.value.code == "damaged"
    record.latest(STEM, "p3", "answer")
    assert fingerprint(record) == before

    backup = make_backup(record)
    aside = record.set_aside().file
    assert hashlib.sha256(aside.read_bytes()).hexdigest() == before
    assert aside.parent == record.where.parent
    assert record.writable() is None
    assert len(record.events()) >= len(readable)
    restore(record, backup)
    assert record.merge(written.values()) + len(readable) <= len(written)
    assert record.events() == list(written.values())


def test_a_sound_file_cannot_be_set_aside_by_mistake(record):
    with pytest.raises(RecordError) as caught:
        record.set_aside()
    assert caught.value.code == "nothing"
    events = fill(record, 3)
    with pytest.raises(RecordError) as caught:
        record.set_aside()
    assert caught.value.code == "sound"
    assert record.events() == events


def test_another_programs_database_is_not_touched(record):
    record.where.parent.mkdir()
    with closing(sqlite3.connect(record.where)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("CREATE TABLE recipes (name TEXT)")
        file.commit()
    before = fingerprint(record)
    assert record.events() == []
    with pytest.raises(RecordError) as caught:
        record.append(STEM, "p", "answer", {})
    assert caught.value.code == "damaged"
    assert fingerprint(record) == before


def test_an_empty_file_is_an_empty_record(record):
    record.where.parent.mkdir()
    record.where.touch()
    assert record.events() == []
    assert record.writable() is None
    assert [record.append(STEM, "p", "answer", {})] == record.events()


def test_the_journal_is_set_aside_with_its_file(record):
    fill(record)
    overwrite(record, 0, 100)
    aside = record.set_aside().file
    assert aside.with_name(f"{aside.name}-journal").exists()
    names = {aside.name, record.where.name}
    assert {path.name for path in record.where.parent.iterdir()} == names | {f"{name}-journal" for name in names}
    assert record.writable() is None
