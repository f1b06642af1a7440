"""Events as rows of the file: how they are written and read."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import msgspec

from course.model.event import Event, clean_event

from . import sums
from .clock import LAST_DAY, within_days
from .schema import NO_UPDATE, SURVEYED
from .sums import Row
from .trouble import trouble

LONGEST_BODY = 4_000_000  # bytes of JSON; keeps one pasted text from filling a backup
FIELDS = "id, at, lesson, item, kind, body"
AT_ONCE = 500
"""So many events are looked up, checked or written in one call, because a call for each costs more than its work."""
BODIES_AT_ONCE = 40
"""Fewer bodies than that are checked as one JSON list, so that even the longest fit into memory."""
# Every lesson that the record has, found by one step in the index for each: without it, looking for an item in whatever
# lesson would read the whole table.
_LESSONS = """lesson IN (
    WITH RECURSIVE lessons(name) AS (
        SELECT min(lesson) FROM events
        UNION ALL SELECT (SELECT min(lesson) FROM events WHERE lesson > name) FROM lessons WHERE name IS NOT NULL
    ) SELECT name FROM lessons WHERE name IS NOT NULL
) AND """
_TEXTS = {str}
# To compare the indexes with the table costs four times the rest of opening: too long beyond what learners write.
_COMPARED = 20_000
_BODY = msgspec.json.Decoder(dict)

# An event that is fit to be kept, and its body as JSON.
Ready = tuple[Event, str]


@contextmanager
def as_damage() -> Iterator[None]:
    """Raise the error "damaged" where what stands in the file is not what was once written there."""
    try:
        yield
    except (ValueError, TypeError, RecursionError) as error:  # msgspec's errors and UnicodeError are ValueErrors
        raise trouble("damaged") from error


def body_text(body: dict[str, Any]) -> str:
    """Return ``body`` as JSON; RecordError if it is longer than ``LONGEST_BODY``."""
    encoded = msgspec.json.encode(body)
    if len(encoded) > LONGEST_BODY:
        raise trouble("too-long")
    return encoded.decode()


def ready(events: Iterable[Event]) -> list[Ready]:
    """Return each event clean, with its body as JSON; RecordError if one cannot be kept."""
    try:
        clean = [clean_event(event) for event in events]
    except ValueError as error:
        raise trouble("not-plain") from error
    return [(event, body_text(event.body)) for event in clean]


def insert(connection: sqlite3.Connection, events: Sequence[Ready]) -> None:
    """Add events, and their sums."""
    added = [_row(event, text) for event, text in events]
    connection.executemany(f"INSERT INTO events ({FIELDS}) VALUES (?, ?, ?, ?, ?, ?)", added)
    sums.keep(connection, ((row[0], sums.sum_of(row)) for row in added))


def merge(connection: sqlite3.Connection, events: Iterable[Ready], *, keep_ours: bool = False) -> int:
    """Add those events that are not there and return how many; the error "contradiction" if one is there as another.

    What a disk has altered, as its sum shows, is put right where ``events`` bring it as it was written. With
    ``keep_ours`` nothing is a contradiction: what is there stays.
    """
    rest, new = iter(events), 0
    while chunk := list(islice(rest, AT_ONCE)):
        wanted: dict[str, Ready] = {}
        for event, text in chunk:
            moved = within_days(event.at)
            if moved != event.at:
                event = msgspec.structs.replace(event, at=moved)
            first, _ = wanted.setdefault(event.id, (event, text))
            if first != event and not keep_ours:
                raise trouble("contradiction")
        for row in _rows_by_own_id(connection, list(wanted)):
            event, text = wanted.pop(row[0])
            # Most often it is the same to the letter; only otherwise is it worth reading.
            if row != _row(event, text) and not keep_ours and not _agrees(row, event):
                _put_right(connection, row, _row(event, text))
        insert(connection, list(wanted.values()))
        new += len(wanted)
    return new


def find_rows(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    """Return the rows of those of ``ids`` that are there; they are ``AT_ONCE`` at most."""
    places = ", ".join("?" * len(ids))
    return list(connection.execute(f"SELECT {FIELDS} FROM events WHERE id IN ({places})", ids))


def _rows_by_own_id(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    """Return the rows of those of ``ids`` that are there, also where a disk has altered an id behind the index."""
    rows = find_rows(connection, ids)
    if not {row[0] for row in rows} <= set(ids):
        connection.execute("REINDEX events")
        rows = find_rows(connection, ids)
    return rows


def _agrees(row: Row, event: Event) -> bool:
    try:
        return event_of(row) == event
    except (ValueError, TypeError, RecursionError):
        return False


def _put_right(connection: sqlite3.Connection, stored: Row, original: Row) -> None:
    """Bring back ``original``, where it is a disk that has altered it; otherwise raise the error "contradiction"."""
    if sums.read_sum(connection, original[0]) != sums.sum_of(original):
        raise trouble("contradiction")
    names = FIELDS.split(", ")
    altered = [place for place in range(1, len(names)) if stored[place] != original[place]]
    if altered != [len(names) - 1]:
        connection.execute("REINDEX events")  # the index still has what was written, and would refuse the change
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute(
        f"UPDATE events SET {', '.join(f'{names[place]} = ?' for place in altered)} WHERE id = ?",
        (*(original[place] for place in altered), original[0]),
    )
    connection.execute(NO_UPDATE)
    connection.execute("DELETE FROM meta WHERE key = ?", (SURVEYED,))  # it counted this event as altered


def by_id(connection: sqlite3.Connection, id: str) -> Event | None:
    """Return the event of that id, or None."""
    with as_damage():
        rows = find_rows(connection, [id])
        return event_of(rows[0]) if rows else None


def select(connection: sqlite3.Connection, wanted: Mapping[str, str], newest_only: bool) -> list[Event]:
    """Return the events whose fields are as ``wanted``, oldest first, or only the newest one.

    ``wanted["under"]`` is not a field: it is what the item begins with.
    """
    tests = [f"{name} = :{name}" for name in wanted if name != "under"]
    values = dict(wanted)
    if "under" in wanted:
        tests.append("item >= :under AND item < :beyond")
        values["beyond"] = wanted["under"] + "\U0010ffff"
    any_lesson = _LESSONS if "lesson" not in wanted and ("item" in wanted or "under" in wanted) else ""
    where = f"WHERE {any_lesson}{' AND '.join(tests)} " if tests else ""
    moved = _has_moved(connection)
    order = "ORDER BY at DESC, id DESC LIMIT 1" if newest_only and not moved else "ORDER BY at, id"
    with as_damage():
        events = [event_of(row) for row in connection.execute(f"SELECT {FIELDS} FROM events {where}{order}", values)]
        if moved:
            events.sort(key=lambda event: (event.at, event.id))
    return events[-1:] if newest_only else events


def stream(connection: sqlite3.Connection) -> Iterator[Event]:
    """Give every event, oldest first, without holding all of them."""
    if _has_moved(connection):
        yield from select(connection, {}, newest_only=False)
        return
    cursor = connection.execute(f"SELECT {FIELDS} FROM events ORDER BY at, id")
    while chunk := cursor.fetchmany(AT_ONCE):
        with as_damage():
            events = [event_of(row) for row in chunk]
        yield from events


def count(connection: sqlite3.Connection) -> int:
    """Return how many events there are."""
    return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


def _has_moved(connection: sqlite3.Connection) -> bool:
    """Return whether events are there whose date is read as another, so that the order of the index is not theirs."""
    moved = connection.execute("SELECT EXISTS (SELECT 1 FROM events WHERE at >= ?)", (LAST_DAY,)).fetchone()
    return bool(moved == (1,))


def check_pages(connection: sqlite3.Connection, *, thoroughly: bool = True) -> None:
    """Raise the error "damaged" if any page of the file is; ``thoroughly``, also if an index hides an event."""
    check = "integrity_check" if thoroughly and count(connection) <= _COMPARED else "quick_check"
    if connection.execute(f"PRAGMA {check}(1)").fetchone() != ("ok",):
        raise trouble("damaged")


def check_sound(connection: sqlite3.Connection, after: int | None = None) -> None:
    """Raise the error "damaged" if any page of the file or the body of any event is not as it should be.

    ``after`` is the last row that was looked through a short while ago.
    """
    check_pages(connection, thoroughly=after is None)
    with as_damage():
        looked_through = sum(_bodies_at_once(connection, after))
        if after is None and looked_through != count(connection):
            raise trouble("damaged")


def check_body(text: str) -> None:
    """Raise msgspec's error if ``text`` is no JSON object."""
    _OBJECT.decode(text)


def last_place(connection: sqlite3.Connection) -> int:
    """Return the row of the event that was written last, 0 where there is none."""
    return int(connection.execute("SELECT max(rowid) FROM events").fetchone()[0] or 0)


class _Object(msgspec.Struct):
    """Any JSON object: its keys are read over, and nothing is built of them."""


_OBJECT = msgspec.json.Decoder(_Object)


def _bodies_at_once(connection: sqlite3.Connection, after: int | None) -> Iterator[int]:
    """Read the bodies of all events, some at a time, and give how many; msgspec's error if one is no JSON object.

    With ``after`` only those beyond that row.
    """
    last: int | None = -(2**63) if after is None else after
    decoder = msgspec.json.Decoder(list[_Object])
    while last is not None:
        # The other fields are read too: what is no text would break every later reading.
        last, bodies, _ = connection.execute(
            "SELECT max(place), '[' || group_concat(body) || ']', group_concat(fields) FROM ("
            "SELECT rowid AS place, body, id || at || lesson || item || kind AS fields FROM events "
            f"WHERE rowid > ? ORDER BY rowid LIMIT {BODIES_AT_ONCE})",
            (last,),
        ).fetchone()
        yield len(decoder.decode(bodies or "[]"))


def record_id(connection: sqlite3.Connection) -> str:
    """Return the random id of the record."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'record'").fetchone()
    return row[0] if row and isinstance(row[0], str) else ""


def event_of(row: Row) -> Event:
    """Return the event that stands in a row; TypeError or ValueError if none does."""
    if {*map(type, row)} != _TEXTS:
        raise TypeError("a field of an event is no text")
    id, at, lesson, item, kind, body = row
    at = at if at < LAST_DAY else within_days(at)
    return Event(id=id, at=at, lesson=lesson, item=item, kind=kind, body=_BODY.decode(body))


def _row(event: Event, text: str) -> Row:
    return event.id, event.at, event.lesson, event.item, event.kind, text
