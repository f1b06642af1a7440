"""What is written about tables, one struct a job, as in ``course.live.jobs``."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from course.live.clock import Clock
from course.live.database import insert_into
from course.live.schema import EVENT, INJECT, MOVE, PERSON, ROOM, SEAT, TABLE_
from course.live.tables.rows import Place, places_at
from course.negotiation.event import StoredEvent, mark_of

Outcome = Literal["stored", "duplicate", "behind", "paused", "ended", "waiting", "over", "gone", "not-seated"]
PREPARING = ("plan", "note")
"""Moves that are made with the folder in hand, before the talks."""
ITEM = "table/"
"""Where a person's own record has the moves that they made at a table of people: theirs alone, not a whole game."""


def _rows(room: str, table: int, places: Sequence[Place]) -> list[dict[str, Any]]:
    return [
        {"room": room, "table": table, "place": order, **msgspec.structs.asdict(place)}
        for order, place in enumerate(places)
    ]


# Everywhere locks are taken in one order, as in ``course.live.jobs``: class, person, table.


def _hold(connection: Connection, room: str, tables: Sequence[int] | None = None) -> None:
    """Hold tables of a class, all where none are named: in PostgreSQL no other server writes there meanwhile."""
    query = sa.select(TABLE_.c.table).where(TABLE_.c.room == room).order_by(TABLE_.c.table).with_for_update()
    connection.execute(query if tables is None else query.where(TABLE_.c.table.in_(list(tables)))).all()


def _hold_people(connection: Connection, room: str, people: Sequence[str]) -> set[str]:
    """Hold people, and return who of them is still in the class."""
    query = sa.select(PERSON.c.person).where(
        PERSON.c.room == room, PERSON.c.person.in_(list(people)), PERSON.c.gone.is_(False)
    )
    return set(connection.execute(query.order_by(PERSON.c.person).with_for_update()).scalars())


def _present(places: Sequence[Place], here: set[str]) -> list[Place]:
    """Return places without those who left: a chair that nobody else holds is the computer's."""
    kept = [place for place in places if not place.person or place.person in here]
    held = {place.role for place in kept}
    left = dict.fromkeys(place.role for place in places if place.role and place.role not in held)
    return [*kept, *(Place(role=role, computer=True) for role in left)]


class NewTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table to be laid: who sits there, and the event that opens its log."""

    scenario: str
    seed: int
    places: tuple[Place, ...]
    opening: StoredEvent


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """The teacher lays tables for a scenario. Earlier ones stay in the file, as they ended."""

    room: str
    tables: Sequence[NewTable]
    clock: Clock

    def run(self, connection: Connection) -> list[int]:
        """Write the tables; return their numbers in the file."""
        connection.execute(sa.select(ROOM.c.id).where(ROOM.c.id == self.room).with_for_update()).all()
        here = _hold_people(connection, self.room, [place.person for new in self.tables for place in new.places])
        last = sa.select(sa.func.max(TABLE_.c.table), sa.func.max(TABLE_.c.batch)).where(TABLE_.c.room == self.room)
        table, batch = (value or 0 for value in connection.execute(last).one())
        at = self.clock.moment()
        laid = []
        for number, new in enumerate(self.tables, 1):
            laid.append(table + number)
            row = {
                "room": self.room,
                "table": laid[-1],
                "batch": batch + 1,
                "number": number,
                "scenario": new.scenario,
                "seed": new.seed,
                "state": "waiting",
                "dealt": False,
                "released": "",
                "clock_end": "",
                "paper": "",
                "version": 1,
                "made_at": at,
            }
            connection.execute(TABLE_.insert(), row)
            if places := _present(new.places, here):
                connection.execute(SEAT.insert(), _rows(self.room, laid[-1], places))
            connection.execute(MOVE.insert(), _moves(self.room, laid[-1], [new.opening], at))
        return laid


def _moves(room: str, table: int, events: Sequence[StoredEvent], at: str) -> list[dict[str, Any]]:
    return [
        {
            "room": room,
            "table": table,
            "seq": event.seq,
            "press": None,
            "person": "",
            "event": msgspec.json.encode(event).decode(),
            "at": at,
        }
        for event in events
    ]


class Seated(msgspec.Struct, frozen=True, kw_only=True):
    """The teacher says who sits at a table. Somebody who sat at another one of the same batch leaves it."""

    room: str
    table: int
    places: Sequence[Place]

    def run(self, connection: Connection) -> list[int]:
        """Write it; return the tables that changed."""
        batch = sa.select(TABLE_.c.batch).where(TABLE_.c.room == self.room, TABLE_.c.table == self.table)
        same = sa.select(TABLE_.c.table).where(
            TABLE_.c.room == self.room, TABLE_.c.batch == batch.scalar_subquery(), TABLE_.c.table != self.table
        )
        people = sorted({place.person for place in self.places if place.person})
        places = _present(self.places, _hold_people(connection, self.room, people))
        _hold(connection, self.room)
        left = (SEAT.c.room == self.room, SEAT.c.table.in_(same), SEAT.c.person.in_(people))
        gone = connection.execute(sa.select(SEAT).where(*left)).all()
        connection.execute(SEAT.delete().where(*left))
        for row in gone:
            # A chair that nobody holds any more is the computer's.
            others = sa.select(sa.func.count()).where(
                SEAT.c.room == self.room, SEAT.c.table == row.table, SEAT.c.role == row.role
            )
            if row.role and not connection.execute(others).scalar():
                connection.execute(SEAT.insert(), {**row._mapping, "person": "", "computer": True})
        connection.execute(SEAT.delete().where(SEAT.c.room == self.room, SEAT.c.table == self.table))
        if places:
            connection.execute(SEAT.insert(), _rows(self.room, self.table, places))
        changed = sorted({self.table, *(row.table for row in gone)})
        _touch(connection, self.room, changed)
        return changed


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """The teacher deals folders, begins or ends talks, sets the clock, releases the debrief, types in a paper."""

    room: str
    tables: Sequence[int]
    values: Mapping[str, Any]

    def run(self, connection: Connection) -> None:
        """Write it."""
        _hold(connection, self.room, self.tables)
        where = (TABLE_.c.room == self.room, TABLE_.c.table.in_(list(self.tables)))
        connection.execute(TABLE_.update().where(*where).values({**self.values, "version": TABLE_.c.version + 1}))


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The teacher sends news to tables; the same news a second time changes nothing."""

    room: str
    tables: Sequence[int]
    id: str
    title: str
    text: str
    clock: Clock

    def run(self, connection: Connection) -> None:
        """Write it."""
        _hold(connection, self.room, self.tables)
        news = {"room": self.room, "id": self.id, "title": self.title, "text": self.text, "at": self.clock.moment()}
        rows = [{**news, "table": table} for table in self.tables]
        if rows:
            connection.execute(insert_into(connection, INJECT).on_conflict_do_nothing(), rows)
        _touch(connection, self.room, self.tables)


def _touch(connection: Connection, room: str, tables: Sequence[int]) -> None:
    where = (TABLE_.c.room == room, TABLE_.c.table.in_(list(tables)))
    connection.execute(TABLE_.update().where(*where).values(version=TABLE_.c.version + 1))


def forget(connection: Connection, room: str, person: str) -> list[int]:
    """Take somebody from their seats and their words from the logs; return the tables that changed.

    That an offer was made stays, because the others' game stands on it; what its author wrote does not. A log is marked
    anew from there, so that it is whole. Who calls this holds the person already.
    """
    moved = sa.select(MOVE.c.table).where(MOVE.c.room == room, MOVE.c.person == person)
    sat = sa.select(SEAT.c.table).where(SEAT.c.room == room, SEAT.c.person == person)
    tables = sorted({row.table for query in (moved, sat) for row in connection.execute(query)})
    _hold(connection, room, tables)
    for table in tables:
        here = (MOVE.c.room == room, MOVE.c.table == table)
        before = ""
        for row in connection.execute(sa.select(MOVE).where(*here).order_by(MOVE.c.seq)).all():
            event = msgspec.json.decode(row.event, type=StoredEvent)
            if row.person == person and event.body.get("text"):
                event = msgspec.structs.replace(event, body={**event.body, "text": ""})
            before = mark_of(event, before)
            kept = {"event": msgspec.json.encode(msgspec.structs.replace(event, mark=before)).decode()}
            if row.person == person:
                kept |= {"person": ""}
            if kept["event"] != row.event or row.person == person:
                connection.execute(MOVE.update().where(*here, MOVE.c.seq == row.seq).values(kept))
        places = [place for place in places_at(connection, room, table) if place.person != person]
        held = {place.role for place in places}
        left = [place.role for place in places_at(connection, room, table) if place.person == person and place.role]
        places += [Place(role=role, computer=True) for role in left if role not in held]
        connection.execute(SEAT.delete().where(SEAT.c.room == room, SEAT.c.table == table))
        if places:
            connection.execute(SEAT.insert(), _rows(room, table, places))
    _touch(connection, room, tables)
    return tables


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A move and what followed from it: ``events``, of which the first must be number ``expected`` of the log.

    ``mark`` is that of the event before: a log from which somebody's words were taken is as long, and another one.
    ``person`` and ``role`` say who made it, by ``press``; without them the course goes on by itself. ``own`` are the
    numbers of the events that the person made.
    """

    room: str
    table: int
    expected: int
    mark: str
    events: Sequence[StoredEvent]
    kind: str = ""
    press: str = ""
    person: str = ""
    role: str = ""
    own: Sequence[int] = ()
    over: bool = False
    lesson: str = ""
    scenario: str = ""
    clock: Clock

    def run(self, connection: Connection) -> Outcome:
        """Write the events where the log is still what it was, and the person still in that seat."""
        # In PostgreSQL somebody may be deleted at another server just now, or move at this table: one waits for the
        # other, and only then is looked at what is there.
        is_here = not self.person or bool(_hold_people(connection, self.room, [self.person]))
        query = (
            sa.select(TABLE_.c.state, TABLE_.c.dealt, ROOM.c.paused, ROOM.c.ended)
            .join(ROOM, ROOM.c.id == TABLE_.c.room)
            .where(TABLE_.c.room == self.room, TABLE_.c.table == self.table)
            .with_for_update(of=TABLE_)
        )
        row = connection.execute(query).one()
        if self.press:
            known = sa.select(MOVE.c.seq).where(MOVE.c.room == self.room, MOVE.c.press == self.press)
            if connection.execute(known).first():
                return "duplicate"
        if (refused := self._refusal(connection, row, is_here)) is not None:
            return refused
        log = sa.select(MOVE.c.seq, MOVE.c.event).where(MOVE.c.room == self.room, MOVE.c.table == self.table)
        last = connection.execute(log.order_by(MOVE.c.seq.desc()).limit(1)).one()
        if (last.seq, msgspec.json.decode(last.event, type=StoredEvent).mark) != (self.expected - 1, self.mark):
            return "behind"
        at = self.clock.moment()
        moves = _moves(self.room, self.table, self.events, at)
        for move in moves:
            if move["seq"] in self.own:
                move["person"] = self.person
        if moves:
            moves[0]["press"] = self.press or None
            connection.execute(MOVE.insert(), moves)
        values: dict[str, Any] = {"version": TABLE_.c.version + 1, **({"state": "over"} if self.over else {})}
        connection.execute(
            TABLE_.update().where(TABLE_.c.room == self.room, TABLE_.c.table == self.table).values(values)
        )
        if self.own:
            connection.execute(
                EVENT.insert(), [self._entry(event, at) for event in self.events if event.seq in self.own]
            )
        return "stored"

    @staticmethod
    def run_all(connection: Connection, jobs: Sequence["Moved"]) -> list[Outcome]:
        """Write moves together. What they need is held in one order, or two servers would wait for each other."""
        for room in sorted({job.room for job in jobs}):
            here = [job for job in jobs if job.room == room]
            _hold_people(connection, room, sorted({job.person for job in here} - {""}))
            _hold(connection, room, sorted({job.table for job in here}))
        return [job.run(connection) for job in jobs]

    def _refusal(self, connection: Connection, row: Any, is_here: bool) -> Outcome | None:
        if row.state == "over":
            return "over"
        if not self.person:
            return None if row.state == "playing" else "waiting"
        if row.ended:
            return "ended"
        if row.paused:
            return "paused"
        if row.state != "playing" and not (row.dealt and self.kind in PREPARING):
            return "waiting"
        if not is_here:
            return "gone"
        sits = sa.select(SEAT.c.role).where(
            SEAT.c.room == self.room,
            SEAT.c.table == self.table,
            SEAT.c.role == self.role,
            SEAT.c.person == self.person,
            SEAT.c.computer.is_(False),
        )
        return None if connection.execute(sits).first() else "not-seated"

    def _entry(self, event: StoredEvent, at: str) -> dict[str, Any]:
        """Return what the person's own record holds of a move of theirs: not the log, in which others have secrets."""
        name = f"{self.room}/{self.table}/{event.seq}"
        return {
            "room": self.room,
            "person": self.person,
            "id": hashlib.sha256(name.encode()).hexdigest()[:32],
            "at": at,
            "lesson": self.lesson,
            "item": f"{ITEM}{self.scenario}/{self.room[:12]}-{self.table}",
            "kind": "move",
            "body": msgspec.json.encode(event).decode(),
        }
