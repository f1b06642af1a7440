"""What can be had of a damaged file, and the files that were set aside."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from course.model.event import Event, clean_event

from . import rows, sums
from .connection import FAULTS, holding, salvaging
from .schema import migrate
from .trouble import trouble_of

LOCK = "set-aside.lock"
_NAME = "damaged-{:%Y-%m-%d-%H%M%S-%f}.sqlite3"
_ASIDE = "damaged-*.sqlite3"
_PAGE = 4096  # bytes, as SQLite has made files since 2016
_LEAF = 0x0D  # the first byte of such a page


def salvage(path: Path) -> Iterator[Event]:
    """Give every event that a damaged file still shows, each once.

    It is read from the front and from the back, as it lies, and once more with a fresh first page, which says where
    everything else is. Where neither gets to the end, each page that may hold events is read by itself.
    """
    seen: set[str] = set()
    for opening in (salvaging, grafting):
        for direction in ("ASC", "DESC"):
            with suppress(*FAULTS, MemoryError), opening(path) as connection:
                yield from _events_in(connection, direction, seen)
                if seen:
                    return  # read to the end
    with suppress(*FAULTS, MemoryError), grafting(path) as connection:
        for number, page in enumerate(_leaves(path), start=1000):
            with suppress(*FAULTS):
                connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'events'", (page,))
                connection.execute(f"PRAGMA schema_version = {number}")  # so that SQLite looks where the table is now
                yield from _events_in(connection, "ASC", seen)


def _events_in(connection: sqlite3.Connection, direction: str, seen: set[str]) -> Iterator[Event]:
    for row in connection.execute(f"SELECT {rows.FIELDS} FROM events NOT INDEXED ORDER BY rowid {direction}"):
        with suppress(ValueError, TypeError, RecursionError):
            event = clean_event(rows.event_of(row))
            if event.id not in seen:
                seen.add(event.id)
                yield event


def _leaves(path: Path) -> list[int]:
    """Return the numbers of the pages that say of themselves that they hold rows of a table."""
    data = path.read_bytes()
    size = _page_size(data)
    return [place // size + 1 for place in range(size, len(data) - size + 1, size) if data[place] == _LEAF]


def salvage_id(path: Path) -> str:
    """Return the id of the record in a damaged file, or "" where it can no longer be read."""
    for opening in (salvaging, grafting):
        with suppress(*FAULTS, MemoryError), opening(path) as connection:
            id = rows.record_id(connection)
            if id:
                return id
    return ""


def salvage_sums(path: Path) -> dict[str, bytes]:
    """Return the sums that a damaged file still shows, by the id of the event."""
    sums_by_id: dict[str, bytes] = {}
    with suppress(*FAULTS, MemoryError), salvaging(path) as connection:
        for id, check_sum in connection.execute("SELECT id, sum FROM sums"):
            if isinstance(id, str) and isinstance(check_sum, bytes):
                sums_by_id[id] = check_sum
    return sums_by_id


@contextmanager
def grafting(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a copy of a damaged file, in memory, whose first page is that of a new record."""
    data = bytearray(path.read_bytes())
    size = _page_size(data)
    pages = len(data) // size
    page = bytearray(_first_page(size))
    page[28:32] = pages.to_bytes(4, "big")
    data[:size] = page
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(bytes(data[: pages * size]))
        connection.execute("PRAGMA writable_schema = ON")
        connection.text_factory = lambda raw: raw.decode(errors="replace")
        yield connection


def _page_size(data: bytes | bytearray) -> int:
    size = int.from_bytes(data[16:18], "big")
    return size if 512 <= size <= 32768 and not size & (size - 1) else _PAGE


def _first_page(size: int) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {size}")
        migrate(connection)
        return connection.serialize()[:size]


@contextmanager
def taking_turns(folder: Path, patience: float) -> Iterator[None]:
    """Keep other kernels from setting a file aside, or beginning a new one, in ``folder`` meanwhile.

    If the computer stops in between, the lock stays there as a file that nobody holds: the sign that it was not done.
    """
    lock = folder / LOCK
    try:
        with holding(lock, patience):
            yield
            if os.name != "nt":
                lock.unlink(missing_ok=True)
        if os.name == "nt":
            with suppress(OSError):  # somebody waits for it
                lock.unlink()
    except FAULTS as error:
        raise trouble_of(error) from error


def move_aside(path: Path, now: datetime, patience: float) -> Path:
    """Rename the damaged file at ``path``, with its journal, while nobody writes to it; return its new name."""
    aside = path.with_name(_NAME.format(now))
    journal = Path(f"{path}-journal")
    with holding(path, patience, to_move=True):
        # The journal keeps belonging to its file: a new file must never be "repaired" with it.
        if journal.exists():
            journal.rename(f"{aside}-journal")
        path.rename(aside)
    return aside


def asides(folder: Path) -> list[Path]:
    """Return the files that were set aside in ``folder``, oldest first."""
    try:
        return sorted(folder.glob(_ASIDE))
    except OSError:
        return []


def stamp(aside: Path) -> str:
    """Return what changes when somebody writes to a file that was set aside."""
    try:
        status = aside.stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def take_in(connection: sqlite3.Connection, aside: Path) -> int:
    """Take what the record lacks from a file that was set aside in its folder; return how many events that were.

    Only from the record's own file: one with its id, or where that can no longer be read, with work in common. Another
    learner's file may lie in the same folder.
    """
    mark = stamp(aside)
    if connection.execute("SELECT value FROM meta WHERE key = ?", (aside.name,)).fetchone() == (mark,):
        return 0
    events = list(salvage(aside))
    id = salvage_id(aside)
    new = 0
    if events and (id == rows.record_id(connection) if id else _share(connection, events)):
        new = add(connection, events, aside)
    connection.execute("REPLACE INTO meta VALUES (?, ?)", (aside.name, mark))
    return new


def add(connection: sqlite3.Connection, events: list[Event], aside: Path) -> int:
    """Add what was salvaged from ``aside``, with the sums of old: what a disk has altered stays known as altered."""
    before = connection.execute("SELECT max(rowid) FROM events").fetchone()[0] or 0
    new = rows.merge(connection, rows.ready(events), keep_ours=True)
    added = connection.execute("SELECT id FROM events WHERE rowid > ?", (before,))
    sums_by_id = salvage_sums(aside) if new else {}
    sums.keep(connection, [(id, sums_by_id[id]) for (id,) in added if id in sums_by_id])
    return new


def _share(connection: sqlite3.Connection, events: list[Event]) -> bool:
    return any(rows.by_id(connection, event.id) is not None for event in events)


def is_cut_off(folder: Path) -> bool:
    """Return whether setting a file aside may be going on in ``folder``, or was cut off there."""
    return (folder / LOCK).exists()
