"""What a class's file holds of its tables, read."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from course.live.schema import INJECT, MOVE, PERSON, SEAT, TABLE_
from course.model.scenario import Package
from course.negotiation.event import StoredEvent

TableState = Literal["waiting", "playing", "over"]
Released = Literal["", "own", "all"]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """How a table ended that played on paper: no package where there was no deal."""

    package: Package | None = None
    signers: tuple[str, ...] = ()


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A table. ``table`` is its number in the file, ``number`` the one that people call it by in this ``batch``."""

    table: int
    batch: int
    number: int
    scenario: str
    seed: int
    state: TableState
    dealt: bool
    released: Released
    clock_end: str
    paper: str
    version: int
    made_at: str

    @property
    def on_paper(self) -> Paper | None:
        """Return how it ended where it played on paper."""
        return msgspec.json.decode(self.paper, type=Paper) if self.paper else None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits where: a role and a person, the computer for nobody or in place of somebody, or an observer."""

    role: str = ""
    person: str = ""
    computer: bool = False
    observer: bool = False


class News(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the teacher sent to a table."""

    id: str
    title: str
    text: str
    at: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a table's log, with the press and the person that it came from."""

    press: str
    person: str
    event: StoredEvent


_TABLE = [TABLE_.c[name] for name in TableRow.__struct_fields__]


def tables_of(connection: Connection, room: str) -> list[TableRow]:
    """Return the tables of a class, of every batch."""
    rows = connection.execute(sa.select(*_TABLE).where(TABLE_.c.room == room).order_by(TABLE_.c.table)).mappings()
    return [TableRow(**{**row, "dealt": bool(row["dealt"])}) for row in rows]


def places_at(connection: Connection, room: str, table: int) -> tuple[Place, ...]:
    """Return the seats of a table, in the order in which they were given."""
    query = sa.select(SEAT).where(SEAT.c.room == room, SEAT.c.table == table).order_by(SEAT.c.place)
    return tuple(
        Place(role=row.role, person=row.person, computer=bool(row.computer), observer=bool(row.observer))
        for row in connection.execute(query)
    )


def log_of(connection: Connection, room: str, table: int) -> list[Made]:
    """Return the log of a table."""
    query = sa.select(MOVE).where(MOVE.c.room == room, MOVE.c.table == table).order_by(MOVE.c.seq)
    return [
        Made(press=row.press or "", person=row.person, event=msgspec.json.decode(row.event, type=StoredEvent))
        for row in connection.execute(query)
    ]


def news_at(connection: Connection, room: str, table: int) -> tuple[News, ...]:
    """Return what the teacher sent to a table, in its order."""
    query = sa.select(INJECT).where(INJECT.c.room == room, INJECT.c.table == table).order_by(INJECT.c.at)
    return tuple(News(id=row.id, title=row.title, text=row.text, at=row.at) for row in connection.execute(query))


def names_of(connection: Connection, room: str, people: Sequence[str]) -> dict[str, str]:
    """Return the names of those of ``people`` who are still in the class."""
    query = sa.select(PERSON.c.person, PERSON.c.name).where(
        PERSON.c.room == room, PERSON.c.person.in_(list(people)), PERSON.c.gone.is_(False)
    )
    return {row.person: row.name for row in connection.execute(query)}


def versions_of(connection: Connection, room: str) -> dict[int, int]:
    """Return how often something changed at each table of a class."""
    query = sa.select(TABLE_.c.table, TABLE_.c.version).where(TABLE_.c.room == room)
    return {row.table: row.version for row in connection.execute(query)}
