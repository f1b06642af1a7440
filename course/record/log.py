"""The record: everything that a learner did, in one file that only grows."""

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from course.model.event import Event, Reader, write_moment

from . import rescue, rows
from .clock import next_moment
from .connection import identity, reading, writing
from .place import session_forgets, try_folder
from .survey import Survey, keep_survey, make_survey, read_survey
from .trouble import RecordError, trouble, trouble_of

FILE = "course.sqlite3"

# What may come of the events so far: the kind and the body of one more, or None for nothing.
Decide = Callable[[list[Event]], tuple[str, dict[str, Any]] | None]


class Saved(NamedTuple):
    """``events`` as they stand after saving, oldest first, and the ``event`` that was added, None where none was."""

    events: list[Event]
    event: Event | None


class Aside(NamedTuple):
    """``file`` holds what was damaged; so many ``events`` of it go on in the new file."""

    file: Path
    events: int


# The ids that records will have, by their file: two pages of one kernel that open before anything is saved agree on it.
_NEW_IDS: dict[Path, str] = {}


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
        self._known_sound: tuple[int, int] | None = None
        self._met_damage = False
        self._known_id = ""
        self._last = ""  # the id of the event that was saved last from here
        self._notice: RecordError | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def where(self) -> Path:
        """The file that holds the work."""
        return self._path

    def is_temporary(self) -> bool:
        """Return whether what is saved may be gone tomorrow: see ``forgets``."""
        return self.forgets() != ""

    def forgets(self) -> str:
        """Return why what is saved may be gone tomorrow, "" if it stays.

        "session": its files vanish when it ends (Binder). "browser": only this browser has them, and it may clear them.
        "little-room": the same, and there is hardly any space left.
        """
        return "session" if session_forgets() else ""

    def append(self, lesson: str, item: str, kind: str, body: dict[str, Any], *, id: str = "") -> Event:
        """Save one event and return it; when this returns, it is on the disk.

        ``id`` (32 hex digits) is for a sender that may send twice: the second time nothing is added and the first
        event comes back. Raises RecordError if the event cannot be made durable.
        """
        at = write_moment(self._now())
        event = Event(id=id or secrets.token_hex(16), at=at, lesson=lesson, item=item, kind=kind, body=body)
        [(event, text)] = rows.ready([event])
        with self._writing() as connection:
            stored = rows.by_id(connection, event.id) if id else None
            if stored:
                if stored != msgspec.structs.replace(event, at=stored.at):
                    raise trouble("contradiction")
                return stored
            # The time is settled only now, under the lock, when it is known which event was the last.
            event = msgspec.structs.replace(event, at=next_moment(connection, event.at))
            rows.insert(connection, [(event, text)])
        self._saved(event.id)
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
            events = rows.select(connection, wanted, newest_only=False)
            if id and rows.by_id(connection, id) is not None:
                return Saved(events, None)
            decided = decide(events)
            if decided is None:
                return Saved(events, None)
            kind, body = decided
            at = next_moment(connection, write_moment(self._now()))
            event = Event(id=id or secrets.token_hex(16), at=at, lesson=lesson, item=item, kind=kind, body=body)
            [(event, text)] = rows.ready([event])
            rows.insert(connection, [(event, text)])
        self._saved(event.id)
        return Saved([*events, event], event)

    def extend(self, lesson: str, item: str, kind: str, bodies: Mapping[str, dict[str, Any]]) -> None:
        """Save several events at once, all or none: ``bodies`` by id (32 hex digits), in their order.

        One flush to the disk for all of them. Ids that are known add nothing, so sending twice is harmless.
        """
        now = write_moment(self._now())
        ready = rows.ready(
            Event(id=id, at=now, lesson=lesson, item=item, kind=kind, body=body) for id, body in bodies.items()
        )
        if not ready:
            return
        with self._writing() as connection:
            for event, text in ready:
                if rows.by_id(connection, event.id) is None:
                    timed = msgspec.structs.replace(event, at=next_moment(connection, event.at))
                    rows.insert(connection, [(timed, text)])
        self._saved(ready[-1][0].id)

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Call ``heard`` after everything that is saved from here; return how to stop that. It must neither wait nor
        raise: whoever saves is at work."""
        self._listeners.append(heard)
        return lambda: self._listeners.remove(heard) if heard in self._listeners else None

    def _saved(self, id: str) -> None:
        self._last = id
        for heard in list(self._listeners):
            heard()

    def latest(self, lesson: str, item: str, kind: str) -> Event | None:
        """Return the newest event of this kind on this item, or None."""
        events = self._select({"lesson": lesson, "item": item, "kind": kind}, newest_only=True)
        return events[0] if events else None

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
        return self.merge_ready(ready, adopt=adopt) if ready else 0

    def merge_ready(self, events: Iterable[rows.Ready], *, adopt: str = "") -> int:
        """Take in events as ``merge`` does, each checked already and with its body as JSON."""
        with self._writing() as connection:
            if adopt:
                _adopt(connection, adopt)
            return rows.merge(connection, events)

    @contextmanager
    def streaming(self) -> Iterator[tuple[Iterator[Event], int]]:
        """Give all events, oldest first and one after another, and how many there are.

        The error "damaged" may come with any of them; ``events`` then gives what can still be read.
        """
        with self._reading() as connection:
            yield (rows.stream(connection), rows.count(connection)) if connection else (iter(()), 0)

    def record_id(self) -> str:
        """Return the random id of this record, the same in all its backups; "" if nothing was ever saved."""
        try:
            with self._reading() as connection:
                return rows.record_id(connection) if connection else ""
        except RecordError:
            return rescue.salvage_id(self._path)

    def has_begun(self) -> bool:
        """Return whether anything was ever saved; it costs no reading once that is known."""
        if not self._known_id:
            self._known_id = self.record_id()
        return self._known_id != ""

    def identity(self) -> str:
        """Return the id of this record; before anything was saved, the one that it will have if it begins here.

        What lies outside of the record, such as text in the browser that was not sent, is kept under it, so that
        nobody else's record at the same place ever takes it in.
        """
        return self._known_id if self.has_begun() else self._new_id()

    def begin_as(self, id: str) -> None:
        """Let this record, if it begins here, have the id ``id``, under which somebody has heard of it already."""
        if not self.has_begun():
            _NEW_IDS[self._path] = id

    def writable(self, reader: Reader | None = None) -> RecordError | None:
        """Return what would go wrong if an answer were saved now, or None. It looks through the file.

        It writes no event, and makes neither folder nor file. What an earlier rescue left behind in a file that was set
        aside is taken in here. With a ``reader`` what was found is kept for a day, so that later openings look only
        through what was written since; without one, all of the file is looked through.
        """
        self._known_sound = None
        try:
            if self._path.exists() or rescue.is_cut_off(self._path.parent):
                with self._writing(reader=reader) as connection:
                    # Something is really written: only this shows that a disk is full or read-only.
                    connection.execute("REPLACE INTO meta VALUES ('tried', ?)", (write_moment(self._now()),))
                    for aside in rescue.asides(self._path.parent):
                        rescue.take_in(connection, aside)
            else:
                try_folder(self._path.parent)
        except OSError as error:
            return trouble_of(error)
        except RecordError as error:
            return error
        return None

    def examine(self, reader: Reader, *, afresh: bool = False) -> Survey:
        """Return what was found in the events, by the opening of a page less than a day ago and in what is new.

        ``afresh`` looks through all of the file; so does a record that has met damage. Raises RecordError where the
        file is damaged, or cannot be reached. It writes nothing.
        """
        with self._reading() as connection:
            if connection is None:
                return Survey(at=write_moment(self._now()))
            before = None if afresh or self._met_damage else read_survey(connection, self._now())
            return make_survey(connection, reader, self._now(), before)

    def notice(self) -> RecordError | None:
        """Return, once, what the last saving found out: the file was gone, or is another than before."""
        notice, self._notice = self._notice, None
        return notice

    def set_aside(self) -> Aside:
        """Rename a damaged file, and start a new one with what can still be read.

        While that goes on nobody else writes. Raises RecordError and moves nothing if the file is sound, missing,
        newer, or in use, so that asking twice is harmless.
        """
        folder = self._path.parent
        if not self._path.exists() and not rescue.is_cut_off(folder):
            raise trouble("nothing")
        with rescue.taking_turns(folder, self._patience):
            self._finish()
            why = self.writable()
            if why is not None and why.code == "damaged":
                aside = rescue.move_aside(self._path, self._now(), self._patience)
                return Aside(aside, self._go_on_from(aside))
        raise why or trouble("sound")

    def _go_on_from(self, aside: Path) -> int:
        """Start the new file with what is in ``aside``; return how many events that are."""
        self._known_id, self._last, self._met_damage = "", "", False
        new, mark = 0, None
        while mark != rescue.stamp(aside):  # somebody may have saved into it in the very last moment
            mark = rescue.stamp(aside)
            events = list(rescue.salvage(aside))
            with self._writing(is_rescue=True) as connection:
                id = rescue.salvage_id(aside)
                if id:
                    _adopt(connection, id)
                new += rescue.add(connection, events, aside)
                connection.execute("REPLACE INTO meta VALUES (?, ?)", (aside.name, mark))
        return new

    def _wait_for_rescue(self) -> None:
        """Let a rescue that goes on in another kernel make the new file, or make it where that was cut off."""
        with rescue.taking_turns(self._path.parent, self._patience):
            self._finish()

    def _finish(self) -> None:
        """Go on where an earlier rescue was cut off between renaming the file and starting the new one."""
        asides = rescue.asides(self._path.parent)
        if asides and (not self._path.exists() or not self._path.stat().st_size):
            self._go_on_from(asides[-1])

    def _new_id(self) -> str:
        """Return the id that a record made here by this kernel will have; each is used once."""
        return _NEW_IDS.setdefault(self._path, secrets.token_hex(16))

    def _has_begun_as(self, id: str) -> None:
        """Let the id that was waiting for this record be used up, if it is this one."""
        if _NEW_IDS.get(self._path) == id:
            del _NEW_IDS[self._path]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """Give a connection for reading what is saved, None where nothing is."""
        with reading(self._path, self._patience) as connection:
            yield connection

    @contextmanager
    def _writing(self, is_rescue: bool = False, reader: Reader | None = None) -> Iterator[sqlite3.Connection]:
        was_there = self._path.exists()
        new_id = self._new_id()

        def is_rescued() -> bool:
            return not is_rescue and rescue.is_cut_off(self._path.parent)

        with writing(self._path, self._patience, new_id, is_rescued, self._wait_for_rescue) as connection:
            file = identity(self._path)
            # Once a file is enough: "Saved" must not be said of one that was broken when the lesson opened.
            if self._known_sound is None or self._known_sound != file:
                self._look_through(connection, reader)
            notice = self._changed(connection, was_there)
            yield connection
            record_id = rows.record_id(connection)
        self._known_sound = file
        self._known_id = record_id
        self._notice = notice or self._notice
        self._has_begun_as(record_id)

    def _look_through(self, connection: sqlite3.Connection, reader: Reader | None) -> None:
        """Raise the error "damaged" if the file is; with a ``reader``, keep what was found for the next opening."""
        if reader is None:
            rows.check_sound(connection)
            return
        before = None if self._met_damage else read_survey(connection, self._now())
        keep_survey(connection, make_survey(connection, reader, self._now(), before))

    def _changed(self, connection: sqlite3.Connection, was_there: bool) -> RecordError | None:
        """Return what has become of the file that this lesson has written to, None if it is still that one."""
        if not self._known_id:
            return None
        if rows.record_id(connection) != self._known_id:
            return trouble("replaced" if was_there else "gone")
        if self._last and not rows.find_rows(connection, [self._last]):
            self._last = ""
            return trouble("older")
        return None

    def _select(self, fields: Mapping[str, str | None], newest_only: bool = False) -> list[Event]:
        wanted = {name: value for name, value in fields.items() if value is not None}
        try:
            with self._reading() as connection:
                return rows.select(connection, wanted, newest_only) if connection else []
        except RecordError as error:
            # "read-only" here: what a killed kernel left half done cannot be rolled back on this disk.
            if error.code not in ("damaged", "read-only"):
                raise
            self._met_damage = True
        under = wanted.pop("under", "")
        events = [
            event
            for event in rescue.salvage(self._path)
            if event.item.startswith(under) and all(getattr(event, name) == value for name, value in wanted.items())
        ]
        events.sort(key=lambda event: (event.at, event.id))
        return events[-1:] if newest_only else events


def _adopt(connection: sqlite3.Connection, id: str) -> None:
    """Let a record that is still empty take over the id of the one that its events come from."""
    if rows.count(connection) == 0:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'record'", (id,))
