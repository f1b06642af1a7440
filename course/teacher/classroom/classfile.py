"""Reads the file of a live class: the events of each person, as a backup of their own would hold them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from course.model.event import Event
from course.record.backup import pack

ENDING = ".sqlite3"
BESIDE = (f"{ENDING}-wal", f"{ENDING}-shm", f"{ENDING}-journal")
"""What SQLite keeps beside a file that is open; it belongs to it, and is read with it."""
_MAGIC = b"SQLite format 3\0"
_SECONDS = 5
_PEOPLE = (
    "select record, max(name), group_concat(room || '/' || person) from live_person where not gone "
    "group by record order by min(joined_at)"
)
_EVENTS = "select id, at, lesson, item, kind, body from live_event where room = ? and person = ? order by seq"


def is_class_file(path: Path) -> bool:
    """Return whether this is the file of a live class."""
    if path.suffix != ENDING:
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def read_class_file(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield a name and a backup for each person in the file, while a class may still be going on.

    One phone is one person, in however many classes it was. Raises OSError where the file cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_SECONDS)) as file:
            # One transaction: what is written meanwhile comes with the next reading.
            file.execute("begin")
            for number, (record, name, places) in enumerate(file.execute(_PEOPLE).fetchall(), 1):
                yield f"{number:03} {name}".strip(), pack(_events(file, places.split(",")), record, name)
    except sqlite3.Error as error:
        raise OSError(f"'{path.name}' cannot be read ({error})") from error


def _events(file: sqlite3.Connection, places: list[str]) -> list[Event]:
    events: dict[str, Event] = {}
    for place in places:
        for id, at, lesson, item, kind, body in file.execute(_EVENTS, place.split("/")):
            read: dict[str, Any] = msgspec.json.decode(body)
            events.setdefault(id, Event(id=id, at=at, lesson=lesson, item=item, kind=kind, body=read))
    return sorted(events.values(), key=lambda event: (event.at, event.id))
