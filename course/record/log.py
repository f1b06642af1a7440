"""The record: everything that a learner did, in one file that only grows."""

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from course.model.event import Event, written_moment

from . import rows
from .connection import reading, salvaging, writing
from .place import my_work, session_forgets, try_folder
from .trouble import RecordError, trouble, trouble_of

FILE = "course.sqlite3"

# What may come of the events so far: the kind and the body of one more, or None for nothing.
Decide = Callable[[list[Event]], tuple[str, dict[str, Any]] | None]


class Saved(NamedTuple):
    """``events`` as they stand after saving, oldest first, and the ``event`` that was added, None where none was."""

    events: list[Event]
    event: Event | None


class Record:
    """The event log in ``folder``. Opening it touches no file; the first ``append`` makes folder and file.

    ``patience`` is how many seconds to wait while another notebook writes. Reading never needs the right to write,
    and a damaged file gives what can still be read; it raises RecordError only if the file cannot be reached at all
    or is newer than this version of the course.
    """

    def __init__(
        self, folder: Path, *, patience: float = 10.0, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ):
        self._path = Path(folder) / FILE
        self._patience = patience
        self._now = now
        self._known_sound = False

    @property
    def where(self) -> Path:
        """The file that holds the work."""
        return self._path

    def is_temporary(self) -> bool:
        """Return whether this session forgets its files when it ends (Binder)."""
        return session_forgets()

    def append(self, lesson: str, item: str, kind: str, body: dict[str, Any], *, id: str = "") -> Event:
        """Save one event and return it; when this returns, it is on the disk.

        ``id`` (32 hex digits) is for a sender that may send twice: the second time nothing is added and the first
        event comes back. Raises RecordError if the event cannot be made durable.
        """
        at = written_moment(self._now())
        event = Event(id=id or secrets.token_hex(16), at=at, lesson=lesson, item=item, kind=kind, body=body)
        [(event, text)] = rows.ready([event])
        with self._writing() as connection:
            known = rows.by_id(connection, event.id) if id else None
            if known:
                if known != msgspec.structs.replace(event, at=known.at):
                    raise trouble("contradiction")
                return known
            # The time is settled only now, under the lock, when it is known which event was the last.
            event = msgspec.structs.replace(event, at=rows.next_moment(connection, event.at))
            rows.insert(connection, event, text)
        return event

    def save(
        self, lesson: str, item: str, decide: Decide, *, among: Mapping[str, str] | None = None, id: str = ""
    ) -> Saved:
        """Read the events of an item and add the one that ``decide`` makes of them, under one lock.

        What comes back is right even if another page has written in between, and nobody can write between reading
        and adding. ``among`` names other fields to read by (``{"kind": "stand"}``). With ``id`` (32 hex digits) nothing
        is added if that event is known already. Raises RecordError if the event cannot be made durable.
        """
        wanted = {"lesson": lesson, "item": item} if among is None else dict(among)
        with self._writing() as connection:
            try:
                events = rows.select(connection, wanted, newest_only=False)
            except (msgspec.MsgspecError, TypeError) as error:
                raise trouble("damaged") from error
            if id and rows.by_id(connection, id) is not None:
                return Saved(events, None)
            decided = decide(events)
            if decided is None:
                return Saved(events, None)
            kind, body = decided
            at = rows.next_moment(connection, written_moment(self._now()))
            event = Event(id=id or secrets.token_hex(16), at=at, lesson=lesson, item=item, kind=kind, body=body)
            [(event, text)] = rows.ready([event])
            rows.insert(connection, event, text)
        return Saved([*events, event], event)

    def extend(self, lesson: str, item: str, kind: str, bodies: Mapping[str, dict[str, Any]]) -> None:
        """Save several events at once, all or none: ``bodies`` by id (32 hex digits), in their order.

        One flush to the disk for all of them. Ids that are known add nothing, so sending twice is harmless.
        """
        now = written_moment(self._now())
        ready = rows.ready(
            Event(id=id, at=now, lesson=lesson, item=item, kind=kind, body=body) for id, body in bodies.items()
        )
        if not ready:
            return
        with self._writing() as connection:
            for event, text in ready:
                if rows.by_id(connection, event.id) is None:
                    timed = msgspec.structs.replace(event, at=rows.next_moment(connection, event.at))
                    rows.insert(connection, timed, text)

    def latest(self, lesson: str, item: str, kind: str) -> Event | None:
        """Return the newest event of this kind on this item, or None."""
        found = self._select({"lesson": lesson, "item": item, "kind": kind}, newest_only=True)
        return found[0] if found else None

    def events(
        self, lesson: str | None = None, item: str | None = None, kind: str | None = None, *, under: str | None = None
    ) -> list[Event]:
        """Return the events, oldest first, of one lesson, item or kind where these are given.

        ``under`` is what an item begins with, such as "claim/".
        """
        return self._select({"lesson": lesson, "item": item, "kind": kind, "under": under})

    def merge(self, events: Iterable[Event], *, adopt: str = "") -> int:
        """Take in events from elsewhere, all or none, and return how many were new.

        Merging twice changes nothing, and the order of merges does not matter. An empty record takes over the
        record id ``adopt``, so that a learner who moves from computer to computer stays one record. Raises
        RecordError, also where one id stands for two different events.
        """
        ready = rows.ready(events)
        if not ready:
            return 0
        new = 0
        with self._writing() as connection:
            if adopt and not connection.execute("SELECT EXISTS (SELECT 1 FROM events)").fetchone()[0]:
                connection.execute("UPDATE meta SET value = ? WHERE key = 'record'", (adopt,))
            for event, text in ready:
                known = rows.by_id(connection, event.id)
                if known is None:
                    rows.insert(connection, event, text)
                    new += 1
                elif known != event:
                    raise trouble("contradiction")
        return new

    def record_id(self) -> str:
        """Return the random id of this record, the same in all its backups; "" if nothing was ever saved."""
        try:
            with reading(self._path, self._patience) as connection:
                return rows.record_id(connection) if connection else ""
        except RecordError:
            with suppress(sqlite3.Error), salvaging(self._path) as connection:
                return rows.record_id(connection)
        return ""

    def writable(self) -> RecordError | None:
        """Return what would go wrong if an answer were saved now, or None. It looks at every page of the file.

        It writes no event, and makes neither folder nor file.
        """
        self._known_sound = False
        try:
            if self._path.exists():
                with self._writing() as connection:
                    # Something is really written: only this shows that a disk is full or read-only.
                    connection.execute("REPLACE INTO meta VALUES ('tried', ?)", (written_moment(self._now()),))
            else:
                try_folder(self._path.parent)
        except OSError as error:
            return trouble_of(error)
        except RecordError as error:
            return error
        return None

    def examine(self, fits: Callable[[str, str, str], bool]) -> tuple[int, RecordError | None]:
        """Return how many events ``fits`` (item, kind, JSON text) refuses, and what is wrong with the file, or None.

        It looks at every page of the file and writes nothing.
        """
        try:
            with reading(self._path, self._patience) as connection:
                return (rows.misfits(connection, fits) if connection else 0), None
        except RecordError as error:
            return 0, error

    def set_aside(self) -> Path:
        """Rename a damaged file, start a new one with what can still be read, and return the old one's new name.

        Raises RecordError and moves nothing if the file is sound, missing, newer, or in use.
        """
        why = self.writable() if self._path.exists() else trouble("nothing")
        if why is None or why.code != "damaged":
            raise why or trouble("sound")
        # Both ways of reading: a broken index hides rows that still stand in the table.
        readable = {event.id: event for event in (*rows.salvaged(self._path), *self.events())}
        record_id = self.record_id()
        aside = self._path.with_name(f"damaged-{self._now():%Y-%m-%d-%H%M%S-%f}.sqlite3")
        journal = Path(f"{self._path}-journal")
        try:
            # The journal keeps belonging to its file: a new file must never be "repaired" with it.
            if journal.exists():
                journal.rename(f"{aside}-journal")
            self._path.rename(aside)
        except OSError as error:
            raise trouble_of(error) from error
        self._known_sound = False
        self.merge(readable.values(), adopt=record_id)
        return aside

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with writing(self._path, self._patience) as connection:
            # Once a record is enough: "Saved" must not be said of a file that was broken when the lesson opened.
            if not self._known_sound:
                rows.check_sound(connection)
                self._known_sound = True
            yield connection

    def _select(self, fields: Mapping[str, str | None], newest_only: bool = False) -> list[Event]:
        wanted = {name: value for name, value in fields.items() if value is not None}
        try:
            with reading(self._path, self._patience) as connection:
                return rows.select(connection, wanted, newest_only) if connection else []
        except (msgspec.MsgspecError, TypeError):
            pass
        except RecordError as error:
            # "read-only" here: what a killed kernel left half done cannot be rolled back on this disk.
            if error.code not in ("damaged", "read-only"):
                raise
        under = wanted.pop("under", "")
        found = [
            event
            for event in rows.salvaged(self._path)
            if event.item.startswith(under) and all(getattr(event, name) == value for name, value in wanted.items())
        ]
        found.sort(key=lambda event: (event.at, event.id))
        return found[-1:] if newest_only else found


def open_record() -> Record:
    """Return the record in this learner's ``my_work``; it never fails: ``writable`` and ``append`` name the trouble."""
    return Record(my_work())
