"""All tables of a class: laid, seated, played, told about. What is acknowledged is committed first."""

import asyncio
import contextlib
import functools
import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from course.content import scenarios
from course.live.answering import refusal
from course.live.hall import Class
from course.live.streams import Channel, Compute
from course.live.tables import jobs, rows
from course.live.tables.bargaining import Bargain, Trial, open_session, to_stored
from course.live.tables.rows import Place
from course.model.error import CourseError

PAUSE = 0.02
"""Seconds between two notices: a move is to be at the other phones within 150 ms."""
TRIES = 4
"""How often a move is made anew where another server was quicker."""
NAMES_LAST = 2.0
T = TypeVar("T")


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a press: a job's outcome, or "refused" with the reason."""

    outcome: str
    error: CourseError | None = None


class Conference:
    """The tables of one class, as this server holds them."""

    def __init__(self, found: Class):
        self.found = found
        self.store = found.hall.store
        self.channel = self._open_channel("tables", self._notice)
        self._channels: dict[int, Channel] = {}
        self._bargains: dict[int, Bargain] = {}
        # Of the newest batch: its tables, and who sits at which. Every request asks for one of them.
        self._batch = 0
        self._newest: dict[int, Bargain] = {}
        self._sitting: dict[str, Bargain] = {}
        self._locks: dict[int, asyncio.Lock] = {}
        found.on_leave.append(self._forget)
        self._is_read = False
        self._names: dict[int, tuple[float, tuple[str, ...], dict[str, str]]] = {}

    @property
    def room(self) -> str:
        """Return the id of the class."""
        return self.found.room.id

    async def names_at(self, bargain: Bargain) -> dict[str, str]:
        """Return the names of those who sit at a table, at most ``NAMES_LAST`` seconds old: each move asks for them."""
        table, now = bargain.row.table, time.monotonic()
        people = bargain.people
        asked, known_people, names = self._names.get(table, (0.0, (), {}))
        if now - asked > NAMES_LAST or people != known_people:
            names = await self.store.read(lambda connection: rows.names_of(connection, self.room, people))
            self._names[table] = (now, people, names)
        return names

    def _open_channel(self, name: str, compute: Compute) -> Channel:
        channel = self.found.more[name] = Channel("tables", compute, PAUSE)
        channel.start()
        return channel

    async def _notice(self) -> bytes:
        """Say which tables there are and how often each changed: what changed, everybody asks for themself."""
        return self._to_notice({n: bargain.row.version for n, bargain in (await self.tables()).items()})

    async def channel_for(self, person: str) -> Channel:
        """Return what somebody listens to: their own table, so that 59 others do not wake their phone; else to all."""
        bargain = await self.of(person)
        if bargain is None:
            return self.channel
        table = bargain.row.table
        if table not in self._channels:

            async def notice() -> bytes:
                await self._refresh()
                return self._to_notice({table: self._bargains[table].row.version})

            self._channels[table] = self._open_channel(f"table-{table}", notice)
        return self._channels[table]

    def _touch(self, tables: Sequence[int]) -> None:
        """Tell the teacher and these tables that something changed."""
        self.channel.touch()
        for table in tables:
            if table in self._channels:
                self._channels[table].touch()

    def _to_notice(self, versions: Mapping[int, int]) -> bytes:
        """Return a notice. By "seating" whoever sits at an earlier table knows that new ones were laid."""
        return json.dumps(
            {**{str(table): version for table, version in versions.items()}, "seating": self._batch}
        ).encode()

    async def tables(self) -> dict[int, Bargain]:
        """Return the tables of the newest batch, by their number in the file."""
        await self._refresh()
        return self._newest

    async def at(self, table: int) -> Bargain:
        """Return a table; raise a refusal where there is none of that number."""
        found = (await self.tables()).get(table)
        if found is None:
            raise refusal("no-table", 404)
        return found

    async def of(self, person: str) -> Bargain | None:
        """Return the table at which somebody sits now, None where they sit at none."""
        await self._refresh()
        return self._sitting.get(person)

    async def _refresh(self) -> None:
        """Read what this server does not know yet: everything at first, then what other servers wrote."""
        if self._is_read and not self.store.is_shared:
            return
        versions = await self._ask(rows.versions_of)
        known = {n: bargain.row.version for n, bargain in self._bargains.items()}
        behind = [n for n, version in versions.items() if known.get(n) != version]
        if behind:
            await self._read(behind)
        self._is_read = True
        # Who gave a chair to the computer may have been stopped before it moved.
        if waiting := [n for n in behind if self._bargains[n].waits_for_computer]:
            await self._go_on(waiting)

    async def _read(self, tables: Sequence[int]) -> None:
        """Read tables anew."""

        def query(connection: Connection) -> dict[int, Bargain]:
            found = {row.table: row for row in rows.tables_of(connection, self.room)}
            return {
                n: Bargain(
                    found[n],
                    rows.places_at(connection, self.room, n),
                    rows.log_of(connection, self.room, n),
                    rows.news_at(connection, self.room, n),
                )
                for n in tables
                if n in found
            }

        for n, bargain in (await self.store.read(query)).items():
            known = self._bargains.get(n)
            # A move may have been kept while this was read: what is older than what is known is dropped.
            if known is None or bargain.row.version >= known.row.version:
                self._bargains[n] = bargain
        batch = self._batch = max((bargain.row.batch for bargain in self._bargains.values()), default=0)
        self._newest = {n: bargain for n, bargain in sorted(self._bargains.items()) if bargain.row.batch == batch}
        self._sitting = {person: bargain for bargain in reversed(self._newest.values()) for person in bargain.people}

    async def _ask(self, query: Callable[[Connection, str], T]) -> T:
        return await self.store.read(lambda connection: query(connection, self.room))

    async def _forget(self, person: str) -> None:
        """Read anew where somebody sat or spoke whose part was deleted; the computer goes on for them.

        They may have spoken at a table that they left: whatever changed in the file is read, and not where they sit.
        """
        versions = await self._ask(rows.versions_of)
        tables = [n for n, bargain in self._bargains.items() if versions.get(n) != bargain.row.version]
        await self._read(tables)
        await self._go_on(tables)

    def _lock(self, table: int) -> asyncio.Lock:
        return self._locks.setdefault(table, asyncio.Lock())

    # --- what the teacher does ---

    async def lay(self, scenario: str, seats: Sequence[Sequence[Place]]) -> list[int]:
        """Lay a table for each list of ``seats``; return their numbers in the file."""
        known = scenarios.scenario(scenario)
        new = []
        for places in seats:
            seed = secrets.randbelow(1_000_000)
            opening = to_stored(open_session(known, seed).events[0])
            new.append(jobs.NewTable(scenario=scenario, seed=seed, places=tuple(places), opening=opening))
        laid: list[int] = await self.store.do(jobs.Laid(room=self.room, tables=new, clock=self.store.clock))
        await self._read(laid)
        self._touch(list(self._channels))
        # Every phone gets a link to its table.
        await self.found.turn()
        return laid

    async def seat(self, table: int, places: Sequence[Place]) -> None:
        """Say who sits at a table; where the computer gets the turn by it, it plays."""
        await self.at(table)
        async with self._lock(table):
            changed: list[int] = await self.store.do(jobs.Seated(room=self.room, table=table, places=places))
            await self._read(changed)
        await self._go_on(changed)

    async def change(self, tables: Sequence[int], values: Mapping[str, Any]) -> None:
        """Deal folders, begin or end talks, set the clock, release the debrief, type in how paper ended."""
        async with contextlib.AsyncExitStack() as stack:
            # In one order, so that two changes never wait for each other.
            for table in sorted(tables):
                await stack.enter_async_context(self._lock(table))
            await self.store.do(jobs.Changed(room=self.room, tables=tables, values=values))
            await self._read(tables)
        await self._go_on(tables)

    async def send(self, tables: Sequence[int], id: str, title: str, text: str) -> None:
        """Send news to tables."""
        job = jobs.Sent(room=self.room, tables=tables, id=id, title=title, text=text, clock=self.store.clock)
        async with contextlib.AsyncExitStack() as stack:
            for table in sorted(tables):
                await stack.enter_async_context(self._lock(table))
            await self.store.do(job)
            await self._read(tables)
        self._touch(tables)

    async def _go_on(self, tables: Sequence[int]) -> None:
        """Let the computers move where it is their turn, and tell everybody."""
        self._touch(tables)
        for table in tables:
            async with self._lock(table):
                bargain = self._bargains[table]
                if bargain.row.state != "playing":
                    continue
                for _ in range(TRIES):
                    trial = await asyncio.to_thread(self._bargains[table].go_on)
                    if trial is None or await self._keep(table, trial) != "behind":
                        break

    # --- what people do ---

    async def act(self, person: str, role: str, press: str, content: Mapping[str, Any]) -> tuple[Bargain, Done]:
        """Make a move for a person, and let the computers answer; a press that came already is done already."""
        found = await self.of(person)
        if found is None:
            raise refusal("no-seat", 404)
        table = found.row.table
        async with self._lock(table):
            for _ in range(TRIES):
                bargain = self._bargains[table]
                if press in bargain.presses:
                    return bargain, Done(outcome="duplicate")
                if not bargain.speaks(person, role):
                    return bargain, Done(outcome="not-seated")
                if bargain.row.state == "over":
                    return bargain, Done(outcome="over")
                try:
                    # Computers may think for long; people's moves alone take less than the way to a thread and back.
                    attempt = functools.partial(bargain.attempt, role, content)
                    trial = await asyncio.to_thread(attempt) if bargain.computers else attempt()
                except CourseError as error:
                    return bargain, Done(outcome="refused", error=error)
                outcome = await self._keep(table, trial, press=press, person=person, role=role)
                if outcome != "behind":
                    return self._bargains[table], Done(outcome=outcome)
        return self._bargains[table], Done(outcome="behind")

    async def _keep(self, table: int, trial: Trial, press: str = "", person: str = "", role: str = "") -> jobs.Outcome:
        """Write what was tried. Only then it is what this server knows of the table."""
        bargain = self._bargains[table]
        over = trial.session.state.outcome is not None
        outcome: jobs.Outcome = await self.store.do(
            jobs.Moved(
                room=self.room,
                table=table,
                expected=len(bargain.session.events),
                mark=bargain.session.events[-1].mark,
                events=trial.events,
                kind=trial.kind,
                press=press,
                person=person,
                role=role,
                own=trial.own,
                over=over,
                lesson=self.found.room.lesson,
                scenario=bargain.row.scenario,
                clock=self.store.clock,
            )
        )
        if outcome == "behind":
            await self._read([table])
        if outcome == "stored" and self._bargains[table] is not bargain:
            # It was read anew meanwhile, because somebody changed seats.
            await self._read([table])
            self._touch([table])
        elif outcome == "stored":
            bargain.session = trial.session
            bargain.presses |= {press} - {""}
            state = "over" if over else bargain.row.state
            bargain.row = msgspec.structs.replace(bargain.row, version=bargain.row.version + 1, state=state)
            self._touch([table])
        return outcome


def conference_of(found: Class) -> Conference:
    """Return the tables of an open class."""
    if not isinstance(found.conference, Conference):
        found.conference = Conference(found)
    return found.conference
