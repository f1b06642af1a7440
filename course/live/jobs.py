"""What is written into a class's file, one struct a job; the writer's thread runs them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from course.live import seen
from course.live.clock import Clock
from course.live.database import insert_into
from course.live.schema import ANSWER, EVENT, INJECT, MOVE, OWNER, PERSON, ROOM, SEAT, SEEN, SLIDE, TABLE_
from course.live.tables.jobs import forget

Content = tuple[str, str, str, str]
"""What was answered: person, item, kind and body."""
MOST_PEOPLE = 2000
"""So many may join one class: who has the code cannot fill the disk."""
Outcome = Literal["stored", "duplicate", "stale", "closed", "paused", "unknown", "gone"]


class Kept(msgspec.Struct, frozen=True):
    """What became of an answer, and the ``rev`` that the file has now."""

    outcome: Outcome
    rev: int = 0


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was sent. ``press`` was made where it was pressed: sent twice, it is one answer.

    ``item``, ``kind`` and ``body`` are the event that a learner's own record would hold; ``answer`` is what the page
    shows again, as JSON.
    """

    room: str
    slide: str
    person: str
    rev: int
    press: str
    answer: str
    verdict: str
    lesson: str
    item: str
    kind: str
    body: str
    clock: Clock

    @property
    def content(self) -> Content:
        """Return what makes it the same answer when it comes twice."""
        return self.person, self.item, self.kind, self.body

    def run(self, connection: Connection) -> Kept:
        """Write this answer alone."""
        return self.run_all(connection, [self])[0]

    @staticmethod
    def run_all(connection: Connection, jobs: Sequence["Answered"]) -> list[Kept]:
        """Write answers together: what is open is read in the same transaction in which the answers are kept."""
        slides = {(job.room, job.slide) for job in jobs}
        # Everywhere locks are taken in one order (class, question, person, answer): no two servers wait for each other.
        states = _states(connection, slides)
        people = _people(connection, {(job.room, job.person) for job in jobs})
        latest = _latest(connection, jobs)
        presses = _presses(connection, jobs)
        kept: list[Kept] = []
        rows: dict[tuple[str, str, str], dict[str, Any]] = {}
        events: list[dict[str, Any]] = []
        for job in jobs:
            key = (job.room, job.slide, job.person)
            rev = latest.get(key, 0)
            pressed = presses.get((job.room, job.press))
            if (job.room, job.person) not in people:
                kept.append(Kept("gone"))
            elif pressed == job.content:
                # It is here already, and stays true though the question has been closed since.
                kept.append(Kept("duplicate", rev))
            elif pressed is not None:
                # The same press for something else is not saved by that, and nobody may be told that it is.
                kept.append(Kept("stale", rev))
            elif (state := states.get((job.room, job.slide), "unknown")) != "open":
                kept.append(Kept("unknown" if state in ("unknown", "hidden") else state, rev))  # type: ignore[arg-type]
            elif job.rev <= rev:
                kept.append(Kept("stale", rev))
            else:
                at = job.clock.moment()
                latest[key] = job.rev
                presses[job.room, job.press] = job.content
                rows[key] = {
                    "room": job.room,
                    "slide": job.slide,
                    "person": job.person,
                    "rev": job.rev,
                    "press": job.press,
                    "answer": job.answer,
                    "verdict": job.verdict,
                    "at": at,
                    "approved": "",
                }
                events.append(
                    {
                        "room": job.room,
                        "person": job.person,
                        "id": job.press,
                        "at": at,
                        "lesson": job.lesson,
                        "item": job.item,
                        "kind": job.kind,
                        "body": job.body,
                    }
                )
                kept.append(Kept("stored", job.rev))
        if events:
            connection.execute(_upsert(connection), list(rows.values()))
            connection.execute(EVENT.insert(), events)
        return kept


# Made once: SQLAlchemy takes longer to put such a statement together than SQLite takes to run it.
_ROOMS = (
    sa.select(ROOM.c.id, ROOM.c.paused, ROOM.c.ended)
    .where(ROOM.c.id.in_(sa.bindparam("rooms", expanding=True)))
    .order_by(ROOM.c.id)
    .with_for_update(read=True)
)
_SLIDES = (
    sa.select(SLIDE.c.room, SLIDE.c.slide, SLIDE.c.state)
    .where(sa.tuple_(SLIDE.c.room, SLIDE.c.slide).in_(sa.bindparam("slides", expanding=True)))
    .order_by(SLIDE.c.room, SLIDE.c.slide)
    .with_for_update(read=True)
)
_PEOPLE = (
    sa.select(PERSON.c.room, PERSON.c.person)
    .where(
        sa.tuple_(PERSON.c.room, PERSON.c.person).in_(sa.bindparam("people", expanding=True)), PERSON.c.gone.is_(False)
    )
    .order_by(PERSON.c.room, PERSON.c.person)
    .with_for_update()
)
_ANSWERS = sa.select(ANSWER.c.room, ANSWER.c.slide, ANSWER.c.person, ANSWER.c.rev).where(
    sa.tuple_(ANSWER.c.room, ANSWER.c.slide, ANSWER.c.person).in_(sa.bindparam("keys", expanding=True))
)
_PRESSES = sa.select(EVENT.c.room, EVENT.c.id, EVENT.c.person, EVENT.c.item, EVENT.c.kind, EVENT.c.body).where(
    sa.tuple_(EVENT.c.room, EVENT.c.id).in_(sa.bindparam("presses", expanding=True))
)


def _states(connection: Connection, slides: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what every question takes: "open", "closed", "hidden", or "paused" where all screens are paused."""
    # In PostgreSQL another server may be closing the question just now: it waits for this transaction.
    held = {row.id: row for row in connection.execute(_ROOMS, {"rooms": sorted({room for room, _ in slides})})}
    found: dict[tuple[str, str], str] = {}
    for row in connection.execute(_SLIDES, {"slides": sorted(slides)}):
        room = held.get(row.room)
        if room is not None:
            paused = room.paused and row.state == "open"
            found[row.room, row.slide] = "closed" if room.ended else "paused" if paused else row.state
    return found


def _people(connection: Connection, people: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return who of ``people`` is in the class. In PostgreSQL their rows are held: no other server writes for them."""
    return {(room, person) for room, person in connection.execute(_PEOPLE, {"people": sorted(people)})}


def _latest(connection: Connection, jobs: Sequence[Answered]) -> dict[tuple[str, str, str], int]:
    keys = sorted({(job.room, job.slide, job.person) for job in jobs})
    return {(room, slide, person): rev for room, slide, person, rev in connection.execute(_ANSWERS, {"keys": keys})}


def _presses(connection: Connection, jobs: Sequence[Answered]) -> dict[tuple[str, str], Content]:
    presses = sorted({(job.room, job.press) for job in jobs})
    rows = connection.execute(_PRESSES, {"presses": presses})
    return {(room, press): (person, item, kind, body) for room, press, person, item, kind, body in rows}


def _upsert(connection: Connection) -> Any:
    """Return the statement that keeps an answer where none is newer; made once, because all answers wait for it."""
    dialect = connection.dialect.name
    if dialect not in _UPSERTS:
        statement = insert_into(connection, ANSWER)
        new = statement.excluded
        changed = {name: new[name] for name in ("rev", "press", "answer", "verdict", "at", "approved")}
        _UPSERTS[dialect] = statement.on_conflict_do_update(
            index_elements=["room", "slide", "person"], set_=changed, where=new.rev > ANSWER.c.rev
        )
    return _UPSERTS[dialect]


_UPSERTS: dict[str, Any] = {}


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A class is opened with its questions, by the account ``owner`` where teachers have accounts."""

    room: Mapping[str, Any]
    slides: Sequence[str]
    owner: str = ""

    def run(self, connection: Connection) -> None:
        """Write the class and its questions, all hidden."""
        connection.execute(ROOM.insert(), dict(self.room))
        if self.owner:
            connection.execute(OWNER.insert(), {"room": self.room["id"], "name": self.owner})
        rows = [{"room": self.room["id"], "slide": slide, "state": "hidden", "shown": False} for slide in self.slides]
        if rows:
            connection.execute(SLIDE.insert(), rows)


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody joins."""

    room: str
    person: str
    record: str
    name: str
    clock: Clock

    def run(self, connection: Connection) -> bool:
        """Write who joined; doing so twice changes nothing. Return False where the class is full."""
        here = (PERSON.c.room == self.room, PERSON.c.person == self.person)
        if not connection.execute(sa.select(sa.exists().where(*here))).scalar():
            people = sa.select(sa.func.count()).where(PERSON.c.room == self.room)
            if connection.execute(people).scalar_one() >= MOST_PEOPLE:
                return False
        row = {
            "room": self.room,
            "person": self.person,
            "record": self.record,
            "name": self.name,
            "joined_at": self.clock.moment(),
            "gone": False,
        }
        connection.execute(insert_into(connection, PERSON).on_conflict_do_nothing(), row)
        return True


class Renamed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody changes what they call themself."""

    room: str
    person: str
    name: str

    def run(self, connection: Connection) -> None:
        """Write the name."""
        where = (PERSON.c.room == self.room, PERSON.c.person == self.person, PERSON.c.gone.is_(False))
        connection.execute(PERSON.update().where(*where).values(name=self.name))


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is in the class with a phone comes with their notebook too: the answers are of its record."""

    room: str
    person: str
    record: str

    def run(self, connection: Connection) -> None:
        """Write the record."""
        where = (PERSON.c.room == self.room, PERSON.c.person == self.person, PERSON.c.gone.is_(False))
        connection.execute(PERSON.update().where(*where).values(record=self.record))


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has their part deleted: answers, events and name; only that somebody left stays."""

    room: str
    person: str
    forgets: ClassVar[bool] = True

    def run(self, connection: Connection) -> None:
        """Delete. The person first: in PostgreSQL an answer that another server is just keeping is waited for."""
        where = (PERSON.c.room == self.room, PERSON.c.person == self.person)
        connection.execute(PERSON.update().where(*where).values(name="", record="", gone=True))
        for table in (ANSWER, EVENT):
            connection.execute(table.delete().where(table.c.room == self.room, table.c.person == self.person))
        forget(connection, self.room, self.person)
        seen.forget(connection, self.room, self.person)


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """Classes are deleted in which nothing was done since the moment ``before``."""

    before: str
    forgets: ClassVar[bool] = True

    def run(self, connection: Connection) -> int:
        """Delete them with everything in them, and return how many they were."""
        used = sa.exists().where(PERSON.c.room == ROOM.c.id, PERSON.c.joined_at >= self.before) | sa.exists().where(
            EVENT.c.room == ROOM.c.id, EVENT.c.at >= self.before
        )
        query = sa.select(ROOM.c.id).where(ROOM.c.made_at < self.before, ~used).order_by(ROOM.c.id)
        rooms = list(connection.execute(query.with_for_update()).scalars())
        for table in (EVENT, ANSWER, SEEN, PERSON, SLIDE, MOVE, SEAT, INJECT, TABLE_, OWNER):
            connection.execute(table.delete().where(table.c.room.in_(rooms)))
        connection.execute(ROOM.delete().where(ROOM.c.id.in_(rooms)))
        return len(rooms)


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """The teacher changes the class (``room``) or questions (``slides``: by id, what changes); every page will know."""

    id: str
    room: Mapping[str, Any] = {}
    slides: Mapping[str, Mapping[str, Any]] = {}

    def run(self, connection: Connection) -> int:
        """Write the change and return the new version."""
        changes = {**self.room, "version": ROOM.c.version + 1}
        connection.execute(ROOM.update().where(ROOM.c.id == self.id).values(changes))
        for slide, change in self.slides.items():
            values = {"room": self.id, "slide": slide, "state": "hidden", "shown": False, **change}
            statement = insert_into(connection, SLIDE).values(values)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["room", "slide"], set_=dict(change))
                if change
                else statement.on_conflict_do_nothing()
            )
        seen.note(connection, self.id, self.slides)
        version: int = connection.execute(sa.select(ROOM.c.version).where(ROOM.c.id == self.id)).scalar_one()
        return version


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a class stands in the moment in which something is decided: by question, its state, and how many answered."""

    current: str
    board: str
    states: Mapping[str, tuple[str, bool]]
    counts: Mapping[str, int]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided: what changes in the class and in its questions."""

    room: Mapping[str, Any] = {}
    slides: Mapping[str, Mapping[str, Any]] = {}


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The teacher changes what depends on how the class stands; two who press at once change it one after the other."""

    id: str
    decide: Callable[[Standing], Change | None]

    def run(self, connection: Connection) -> bool:
        """Look, decide and write in one transaction; return whether something changed."""
        query = sa.select(ROOM.c.current, ROOM.c.board).where(ROOM.c.id == self.id).with_for_update()
        room = connection.execute(query).one()
        slides = sa.select(SLIDE.c.slide, SLIDE.c.state, SLIDE.c.shown).where(SLIDE.c.room == self.id)
        counts = sa.select(ANSWER.c.slide, sa.func.count()).where(ANSWER.c.room == self.id).group_by(ANSWER.c.slide)
        standing = Standing(
            current=room.current,
            board=room.board,
            states={row.slide: (row.state, bool(row.shown)) for row in connection.execute(slides)},
            counts={row[0]: row[1] for row in connection.execute(counts)},
        )
        change = self.decide(standing)
        if change is None:
            return False
        Turned(id=self.id, room=change.room, slides=change.slides).run(connection)
        return True


class Approved(msgspec.Struct, frozen=True, kw_only=True):
    """The teacher approves or declines a text (``how``), as it was at ``rev``: a newer one waits again."""

    room: str
    slide: str
    person: str
    rev: int
    how: Literal["", "approved", "declined"]

    def run(self, connection: Connection) -> bool:
        """Write it; return whether the text was still that one."""
        connection.execute(ROOM.update().where(ROOM.c.id == self.room).values(version=ROOM.c.version + 1))
        where = (
            ANSWER.c.room == self.room,
            ANSWER.c.slide == self.slide,
            ANSWER.c.person == self.person,
            ANSWER.c.rev == self.rev,
        )
        done = connection.execute(ANSWER.update().where(*where).values(approved=self.how)).rowcount
        return bool(done)
