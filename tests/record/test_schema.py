import sqlite3
from contextlib import closing

import pytest

from course.record import Record, RecordError, make_backup, schema

STEM = "02_ways_to_settle"


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path)


def pragma(record: Record, text: str) -> int:
    with closing(sqlite3.connect(record.where)) as file:
        file.execute(f"PRAGMA {text}")
        return file.execute("PRAGMA user_version").fetchone()[0]


def test_a_new_file_has_the_newest_version_and_our_mark(record):
    record.append(STEM, "p", "answer", {})
    with closing(sqlite3.connect(record.where)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
        assert file.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)


def test_a_newer_file_is_refused_with_the_remedy_and_left_alone(record):
    record.append(STEM, "p", "answer", {})
    pragma(record, "user_version = 99")
    before = record.where.read_bytes()
    for attempt in (
        record.events,
        lambda: record.latest(STEM, "p", "answer"),
        lambda: record.append(STEM, "p", "answer", {}),
        lambda: make_backup(record),
        record.set_aside,
    ):
        with pytest.raises(RecordError) as caught:
            attempt()
        assert caught.value.code == "newer"
        assert "Update the course" in caught.value.remedy
    assert record.writable().code == "newer"
    assert record.where.read_bytes() == before


def test_an_older_file_is_brought_up_on_the_next_write_and_read_before_it(record, monkeypatch):
    old = record.append(STEM, "p", "answer", {"n": 1})
    identity = record.record_id()
    monkeypatch.setattr(
        schema,
        "MIGRATIONS",
        [
            *schema.MIGRATIONS,
            lambda file: file.execute("ALTER TABLE events ADD COLUMN seen TEXT NOT NULL DEFAULT 'no'"),
            lambda file: file.execute("INSERT INTO meta VALUES ('step', '3')"),
        ],
    )
    assert record.events() == [old]
    assert pragma(record, "quick_check") == 1
    new = record.append(STEM, "p", "answer", {"n": 2})
    assert pragma(record, "quick_check") == 3
    assert record.events() == [old, new]
    assert record.record_id() == identity


def test_a_step_that_fails_leaves_the_older_file_whole(record, monkeypatch):
    old = record.append(STEM, "p", "answer", {"n": 1})
    steps = list(schema.MIGRATIONS)

    def half(file):
        file.execute("ALTER TABLE events ADD COLUMN seen TEXT")
        file.execute("INSERT INTO a_table_that_is_not_there VALUES (1)")

    monkeypatch.setattr(schema, "MIGRATIONS", [*steps, half])
    with pytest.raises(RecordError):
        record.append(STEM, "p", "answer", {"n": 2})
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    assert pragma(record, "quick_check") == 1
    assert record.events() == [old]
    assert record.append(STEM, "p", "answer", {"n": 2}).body == {"n": 2}
