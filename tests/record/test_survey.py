"""The file is looked through once a day, later openings look at what is new, and both find the same."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.answers.events import READER
from course.model.event import Event, Reader
from course.record import Record, RecordError, make_backup, restore

STEM = "02_ways_to_settle"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
READABLE = {"answer": {"text": "Peace number 1."}, "round": 1}


class Looking:
    """A reader that remembers what it looked at."""

    def __init__(self):
        self.items = []
        self.reader = Reader(self._can_read, self._count_unread, READER.shapes)

    def _can_read(self, item, kind, text):
        self.items.append(item)
        return READER.can_read(item, kind, text)

    def _count_unread(self, entries):
        self.items += [item for item, _, _ in entries]
        return READER.count_unread(entries)


def opened(record, at=NOON):
    """The record as another kernel opens it, at that time; it must be fit for saving."""
    other = Record(record.where.parent, now=lambda: at)
    looking = Looking()
    assert other.writable(looking.reader) is None
    return other, looking


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "my_work", now=lambda: NOON)


def alter(record, old, new):
    data = record.where.read_bytes()
    assert data.count(old) == 1
    record.where.write_bytes(data.replace(old, new))


def test_each_event_is_looked_at_once_a_day(record):
    record.append(STEM, "p", "answer", READABLE)
    record.append(STEM, "q", "answer", {})
    page, looking = opened(record)
    assert looking.items == ["p", "q"]
    again = Looking()
    assert page.examine(again.reader).unread == 1
    assert again.items == []
    record.append(STEM, "r", "a newer kind", {})
    page, looking = opened(record, NOON + timedelta(hours=23))
    assert looking.items == ["r"]
    assert page.examine(READER).unread == 2
    page, looking = opened(record, NOON + timedelta(hours=25))
    assert looking.items == ["p", "q", "r"]
    again = Looking()
    assert page.examine(again.reader, afresh=True).unread == 2
    assert again.items == ["p", "q", "r"]


def test_the_day_is_not_drawn_out_by_later_openings(record):
    record.append(STEM, "p", "answer", READABLE)
    for hours in (0, 13, 26):
        _, looking = opened(record, NOON + timedelta(hours=hours))
    assert looking.items == ["p"]


@pytest.mark.parametrize("kept", ["", "[]", "nonsense", '{"at": "yesterday"}', b"\x00\xff", 7])
def test_what_cannot_be_read_of_it_is_made_anew(record, kept):
    record.append(STEM, "p", "answer", READABLE)
    opened(record)
    with closing(sqlite3.connect(record.where)) as file:
        file.execute("UPDATE meta SET value = ? WHERE key = 'surveyed'", (kept,))
        file.commit()
    _, looking = opened(record)
    assert looking.items == ["p"]


def test_a_version_that_knows_other_shapes_looks_at_everything(record):
    record.append(STEM, "p", "answer", READABLE)
    opened(record)
    newer = Looking()
    assert record.writable(newer.reader._replace(shapes="others")) is None
    assert newer.items == ["p"]


def test_a_clock_that_was_set_back_looks_at_everything(record):
    record.append(STEM, "p", "answer", READABLE)
    opened(record)
    _, looking = opened(record, NOON - timedelta(hours=1))
    assert looking.items == ["p"]


def test_what_a_disk_alters_is_found_afresh_the_next_day_and_gone_when_put_right(record):
    record.append(STEM, "p", "answer", READABLE)
    backup = make_backup(record)
    opened(record)
    alter(record, b"Peace number 1.", b"Pease number 1.")
    page, _ = opened(record)
    assert page.examine(READER, afresh=True).places == ((STEM, "p"),)
    page, _ = opened(record, NOON + timedelta(hours=25))
    assert page.examine(READER).altered == 1
    restore(page, backup)
    assert page.examine(READER).altered == 0


def test_whoever_meets_damage_looks_at_everything(record):
    record.append(STEM, "p", "answer", READABLE)
    record.append(STEM, "q", "answer", READABLE | {"round": 2})
    opened(record)
    alter(record, b'"round":2', b'"round"!2')
    page, looking = opened(record)
    assert looking.items == []
    assert [event.item for event in page.events(STEM)] == ["p"]
    with pytest.raises(RecordError) as caught:
        page.examine(READER)
    assert caught.value.code == "damaged"
    assert page.set_aside().events == 1
    assert page.examine(READER).unread == 0


def test_a_body_that_is_no_json_is_damage_whatever_its_kind(record):
    record.append(STEM, "p", "a newer kind", {"a": 1})
    alter(record, b'{"a":1}', b'{"a"!1}')
    with pytest.raises(RecordError) as caught:
        record.examine(READER)
    assert caught.value.code == "damaged"


def test_only_what_stands_as_it_was_saved_is_read_with_others(record):
    for item in "pqr":
        record.append(STEM, item, "answer", READABLE)
    with closing(sqlite3.connect(record.where)) as file:  # each is no JSON, and all three are with commas between them
        file.execute("DROP TRIGGER events_no_update")
        for item, body in {"p": '{"answer":{"chosen":["a"', "q": '"b"', "r": '"c"]}}'}.items():
            file.execute("UPDATE events SET body = ? WHERE item = ?", (body, item))
        file.commit()
    with pytest.raises(RecordError) as caught:
        record.examine(READER)
    assert caught.value.code == "damaged"


def test_nothing_is_kept_where_nothing_can_be_written_and_nothing_is_made(tmp_path):
    record = Record(tmp_path / "my_work")
    assert record.writable(READER) is None
    assert record.examine(READER).unread == 0
    assert not record.where.parent.exists()


BODIES = st.sampled_from([READABLE, {}, {"answer": {}}, {"answer": {"chosen": "a"}, "round": 2}, {"text": "x" * 3000}])
EVENTS = st.lists(st.tuples(st.sampled_from(["answer", "hint", "stand", "newer"]), BODIES), max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lessons=st.lists(EVENTS, min_size=1, max_size=4))
def test_looking_at_what_is_new_finds_what_looking_at_everything_finds(tmp_path_factory, lessons):
    record = Record(tmp_path_factory.mktemp("my_work"), now=lambda: NOON)
    number = 0
    for events in lessons:
        for kind, body in events:
            record.merge(
                [
                    Event(
                        id=f"{number:032x}",
                        at="2026-11-01T10:00:00.000000Z",
                        lesson=STEM,
                        item="p",
                        kind=kind,
                        body=body,
                    )
                ]
            )
            number += 1
        page, _ = opened(record)
    step, whole = page.examine(READER), page.examine(READER, afresh=True)
    assert msgspec.structs.replace(step, at=whole.at) == whole
