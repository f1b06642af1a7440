"""Events as rows of the file: how they are written, read, and saved from a damaged file."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from course.model.event import Event, checked_event, read_moment, written_moment

from .connection import salvaging
from .trouble import trouble

LONGEST_BODY = 4_000_000  # bytes of JSON; keeps one pasted text from filling a backup
_FIELDS = "id, at, lesson, item, kind, body"
# So many bodies are checked as one JSON list, because a call for each costs more than reading it; few enough that even
# the longest fit into memory.
_AT_ONCE = 40
# Every lesson that the record has, found by one step in the index for each: without it, looking for an item in whatever
# lesson would read the whole table.
_LESSONS = """lesson IN (
    WITH RECURSIVE lessons(name) AS (
        SELECT min(lesson) FROM events
        UNION ALL SELECT (SELECT min(lesson) FROM events WHERE lesson > name) FROM lessons WHERE name IS NOT NULL
    ) SELECT name FROM lessons WHERE name IS NOT NULL
) AND """
_TICK = timedelta(microseconds=1)


def body_text(body: dict[str, Any]) -> str:
    """Return ``body`` as JSON; RecordError if it is longer than ``LONGEST_BODY``."""
    encoded = msgspec.json.encode(body)
    if len(encoded) > LONGEST_BODY:
        raise trouble("too-long")
    return encoded.decode()


def ready(events: Iterable[Event]) -> list[tuple[Event, str]]:
    """Return each event clean, with its body as JSON; RecordError if one cannot be kept."""
    try:
        clean = [checked_event(event) for event in events]
    except ValueError as error:
        raise trouble("not-plain") from error
    return [(event, body_text(event.body)) for event in clean]


def insert(connection: sqlite3.Connection, event: Event, text: str) -> None:
    """Add ``event``, whose body is ``text``."""
    row = (event.id, event.at, event.lesson, event.item, event.kind, text)
    connection.execute(f"INSERT INTO events ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?)", row)


def next_moment(connection: sqlite3.Connection, now: str) -> str:
    """Return ``now``, or one microsecond after the last event if the clock stands before that.

    A computer's clock may be set back, and the clock of another computer, whose events were merged, may run ahead.
    What a learner does last must still be last.
    """
    last = connection.execute("SELECT max(at) FROM events").fetchone()[0]
    return now if last is None or now > last else written_moment(read_moment(last) + _TICK)


def by_id(connection: sqlite3.Connection, id: str) -> Event | None:
    """Return the event of that id, or None."""
    row = connection.execute(f"SELECT {_FIELDS} FROM events WHERE id = ?", (id,)).fetchone()
    return _event(row) if row else None


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
    order = "ORDER BY at DESC, id DESC LIMIT 1" if newest_only else "ORDER BY at, id"
    return [_event(row) for row in connection.execute(f"SELECT {_FIELDS} FROM events {where}{order}", values)]


def check_sound(connection: sqlite3.Connection) -> None:
    """Raise the error "damaged" if any page of the file or the body of any event is not as it should be."""
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise trouble("damaged")
    try:
        total = connection.execute("SELECT count(*) FROM events").fetchone()[0]
        if sum(_bodies_at_once(connection)) != total:
            raise trouble("damaged")
    except (msgspec.MsgspecError, TypeError) as error:
        raise trouble("damaged") from error


class _Object(msgspec.Struct):
    """Any JSON object: its keys are read over, and nothing is built of them."""


def _bodies_at_once(connection: sqlite3.Connection) -> Iterator[int]:
    """Read the bodies of all events, some at a time, and give how many; msgspec's error if one is no JSON object."""
    last: int | None = -(2**63)
    while last is not None:
        # The other fields are read too: what is no text would break every later reading.
        last, bodies, _ = connection.execute(
            "SELECT max(place), '[' || group_concat(body) || ']', group_concat(fields) FROM ("
            "SELECT rowid AS place, body, id || at || lesson || item || kind AS fields FROM events "
            f"WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE})",
            (last,),
        ).fetchone()
        yield len(msgspec.json.decode(bodies or "[]", type=list[_Object]))


def misfits(connection: sqlite3.Connection, fits: Callable[[str, str, str], bool]) -> int:
    """Return how many events ``fits`` (item, kind, JSON text) refuses; raise "damaged" as ``check_sound`` does."""
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise trouble("damaged")
    try:
        return sum(not fits(*row) for row in connection.execute("SELECT item, kind, body FROM events"))
    except (msgspec.DecodeError, TypeError) as error:
        raise trouble("damaged") from error


def record_id(connection: sqlite3.Connection) -> str:
    """Return the random id of the record."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'record'").fetchone()
    return row[0] if row else ""


def salvaged(path: Path) -> Iterator[Event]:
    """Give every event that a damaged file still shows, each once: read from the front, then from the back."""
    seen: set[str] = set()
    for direction in ("ASC", "DESC"):
        with suppress(sqlite3.Error, OSError), salvaging(path) as connection:
            for row in connection.execute(f"SELECT {_FIELDS} FROM events NOT INDEXED ORDER BY rowid {direction}"):
                with suppress(ValueError, TypeError, msgspec.MsgspecError):
                    event = checked_event(_event(row))
                    if event.id not in seen:
                        seen.add(event.id)
                        yield event


def _event(row: tuple[str, ...]) -> Event:
    id, at, lesson, item, kind, body = row
    return Event(id=id, at=at, lesson=lesson, item=item, kind=kind, body=msgspec.json.decode(body, type=dict))
