"""A class's file, as the server uses it: writing through one thread, reading beside it."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from course.live import jobs
from course.live.clock import Clock
from course.live.database import address_of, open_engine, prepare_tables
from course.live.schema import ANSWER, EVENT, MOVE, OWNER, PERSON, ROOM, SLIDE, TABLE_
from course.live.writer import Writer
from course.model.event import Event, read_moment, write_moment

State = Literal["hidden", "open", "closed"]
T = TypeVar("T")
READERS = 2
"""So many threads read. Each holds a connection with pages of its own, and Python runs one of them at a time anyhow."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A class, as the file has it. ``board`` is what the teacher set up, as JSON."""

    id: str
    lesson: str
    title: str
    code: str
    teacher: str
    secret: str
    language: str
    pace: Literal["together", "own"]
    current: str
    paused: bool
    ended: bool
    board: str
    version: int
    made_at: str


class SlideState(msgspec.Struct, frozen=True):
    """Whether a question takes answers, and whether the class may see its results."""

    state: State
    shown: bool


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a class."""

    person: str
    record: str
    name: str
    joined_at: str
    gone: bool


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The latest answer of a person to a question; ``answer`` is JSON."""

    slide: str
    person: str
    rev: int
    press: str
    answer: str
    verdict: str
    at: str
    approved: str


_PERSON = [PERSON.c[name] for name in Person.__struct_fields__]
_GIVEN = [ANSWER.c[name] for name in Given.__struct_fields__]


class Store:
    """The file. ``on_stop`` is called where the thread that writes ends by a fault."""

    def __init__(self, place: Path | str, on_stop: Callable[[], None] | None = None):
        self.is_shared = not address_of(place).startswith("sqlite")
        """Whether other servers may write into the same database."""
        self._writes = open_engine(place)
        prepare_tables(self._writes)
        self._reads = self._writes if self.is_shared else open_engine(place, reads_only=True)
        with self._reads.connect() as connection:
            newest = (
                connection.execute(sa.select(sa.func.max(column))).scalar() or ""
                for column in (EVENT.c.at, MOVE.c.at, PERSON.c.joined_at, ROOM.c.made_at)
            )
            self.clock = Clock(max(newest))
        self._writer = Writer(self._writes, on_stop)
        self._readers = ThreadPoolExecutor(READERS, "live-reader")
        self.written = 0
        """How much was asked to be written since the start."""

    def close(self) -> None:
        """Write what waits, and let the file go."""
        self._writer.stop()
        self._readers.shutdown()
        self._reads.dispose()
        self._writes.dispose()

    @property
    def is_alive(self) -> bool:
        """Return whether answers can be saved."""
        return self._writer.is_alive

    async def do(self, job: Any) -> Any:
        """Have ``job`` written and committed; return its result."""
        self.written += 1
        return await self._writer.do(job)

    async def forget(self, days: int) -> int:
        """Delete the classes in which nothing was done for ``days``; return how many."""
        # By the computer's clock: one moment that lies ahead, of a clock that was wrong, makes no other class older.
        before = write_moment(read_moment(self.clock.now()) - timedelta(days=days))
        deleted: int = await self.do(jobs.Forgotten(before=before))
        return deleted

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Return what ``query`` reads, beside the loop of the server."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, query)

    def read_now(self, query: Callable[[Connection], T]) -> T:
        """Return what ``query`` reads, at once."""
        with self._reads.connect() as connection:
            return query(connection)

    # --- Classes ---

    async def open_room(self, row: Mapping[str, Any], slides: Sequence[str], owner: str = "") -> None:
        """Write a new class."""
        await self.do(jobs.Opened(room={**row, "made_at": self.clock.moment()}, slides=slides, owner=owner))


_ID = re.compile(r"\A[0-9a-f]{32}\Z")


def is_id(text: str) -> bool:
    """Return whether ``text`` may be the id of a class, a person or a record."""
    return bool(_ID.match(text))


def room_by(connection: Connection, *, id: str = "", code: str = "") -> Room | None:
    """Return the class with that id or join code."""
    where = ROOM.c.id == id if id else ROOM.c.code == code
    row = connection.execute(sa.select(ROOM).where(where)).mappings().one_or_none()
    return None if row is None else Room(**row)


def rooms(connection: Connection) -> list[Room]:
    """Return every class in the file, the oldest first."""
    return [Room(**row) for row in connection.execute(sa.select(ROOM).order_by(ROOM.c.made_at)).mappings()]


def owner_of(connection: Connection, room: str) -> str:
    """Return the account that opened a class, "" for one that was opened by nobody's account."""
    return connection.execute(sa.select(OWNER.c.name).where(OWNER.c.room == room)).scalar() or ""


def rooms_of(connection: Connection, owner: str) -> list[Room]:
    """Return the classes that an account opened, the newest first."""
    query = sa.select(ROOM).join(OWNER, OWNER.c.room == ROOM.c.id).where(OWNER.c.name == owner)
    return [Room(**row) for row in connection.execute(query.order_by(ROOM.c.made_at.desc())).mappings()]


def slides_of(connection: Connection, room: str) -> dict[str, SlideState]:
    """Return how the questions of a class stand."""
    query = sa.select(SLIDE.c.slide, SLIDE.c.state, SLIDE.c.shown).where(SLIDE.c.room == room)
    return {row.slide: SlideState(row.state, bool(row.shown)) for row in connection.execute(query)}


def people_of(connection: Connection, room: str) -> list[Person]:
    """Return who is in a class and did not leave it, in the order in which they came."""
    query = sa.select(*_PERSON).where(PERSON.c.room == room, PERSON.c.gone.is_(False))
    rows = connection.execute(query.order_by(PERSON.c.joined_at, PERSON.c.person)).mappings()
    return [Person(**{**row, "gone": bool(row["gone"])}) for row in rows]


def person_in(connection: Connection, room: str, person: str) -> Person | None:
    """Return somebody in a class, also when they left it."""
    query = sa.select(*_PERSON).where(PERSON.c.room == room, PERSON.c.person == person)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Person(**{**row, "gone": bool(row["gone"])})


def answers_in(connection: Connection, room: str, *, slide: str = "", person: str = "") -> list[Given]:
    """Return the latest answers in a class: all, those to one question, or those of one person."""
    query = sa.select(*_GIVEN).where(ANSWER.c.room == room)
    if slide:
        query = query.where(ANSWER.c.slide == slide)
    if person:
        query = query.where(ANSWER.c.person == person)
    rows = connection.execute(query.order_by(ANSWER.c.at, ANSWER.c.person)).mappings()
    return [Given(**row) for row in rows]


def counts_in(connection: Connection, room: str) -> dict[str, int]:
    """Return how many answered each question of a class."""
    query = sa.select(ANSWER.c.slide, sa.func.count()).where(ANSWER.c.room == room).group_by(ANSWER.c.slide)
    return {row[0]: row[1] for row in connection.execute(query)}


def events_of(connection: Connection, room: str, person: str = "") -> list[tuple[str, Event]]:
    """Return person and event for everything that was answered in a class, in the order in which it was saved."""
    query = sa.select(EVENT).where(EVENT.c.room == room)
    if person:
        query = query.where(EVENT.c.person == person)
    return [
        (
            row.person,
            Event(
                id=row.id,
                at=row.at,
                lesson=row.lesson,
                item=row.item,
                kind=row.kind,
                body=msgspec.json.decode(row.body),
            ),
        )
        for row in connection.execute(query.order_by(EVENT.c.seq))
    ]


def version_of(connection: Connection, room: str) -> int:
    """Return how often the teacher changed something in a class."""
    return connection.execute(sa.select(ROOM.c.version).where(ROOM.c.id == room)).scalar() or 0


def mark_of(connection: Connection, room: str) -> tuple[int, int, int, int]:
    """Return what differs when something in a class changed: by the teacher, an answer, somebody who came, a table."""
    events = connection.execute(sa.select(sa.func.max(EVENT.c.seq)).where(EVENT.c.room == room)).scalar() or 0
    people = connection.execute(sa.select(sa.func.count()).where(PERSON.c.room == room, PERSON.c.gone.is_(False)))
    tables = connection.execute(sa.select(sa.func.sum(TABLE_.c.version)).where(TABLE_.c.room == room)).scalar() or 0
    return version_of(connection, room), events, people.scalar() or 0, int(tables)


def has_tables(connection: Connection, room: str) -> bool:
    """Return whether tables of people were laid in a class."""
    return connection.execute(sa.select(TABLE_.c.table).where(TABLE_.c.room == room).limit(1)).first() is not None
