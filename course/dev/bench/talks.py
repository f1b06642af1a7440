"""The people of the benchmark at tables: each acts at random moments, and looks at the table when a notice says so.

What is measured is what a table feels: from a press until every other seat there has it.
"""

import asyncio
import random
import secrets
import time
from typing import Any, Literal

import msgspec

from course.dev.bench.crowd import PATIENCE, WHY, Measured, Student, Task, gather_class
from course.dev.bench.line import Line, Reply

LEARNS = 0.05
"""Seconds between two looks whether everybody has everything."""


class Seat(msgspec.Struct, frozen=True):
    """A role that somebody holds, as far as this is looked at."""

    role: str
    step: int
    legal: tuple[str, ...] = ()


class View(msgspec.Struct, frozen=True):
    """What somebody may know of their table."""

    version: int
    table: int
    turn: str | None
    roles: tuple[Seat, ...]


class _Told(msgspec.Struct, frozen=True):
    done: bool
    view: View


class Made(msgspec.Struct, frozen=True):
    """A move that was taken: by whom, at which table, the version that the table had after it, and when."""

    who: "Bargainer"
    table: int
    version: int
    pressed_at: float
    seconds: float


class Bargainer:
    """Somebody at a table, with the lines of a phone: the stream of news, one for looks, one for moves.

    ``noticed`` and ``saw`` say when which version of the table first was on the stream and in a view.
    """

    def __init__(self, task: Task, student: Student):
        self.task, self.student = task, student
        self.news, self.looks, self.moves = Line(task.port), Line(task.port), Line(task.port)
        self.noticed: list[tuple[int, float]] = []
        self.saw: list[tuple[int, float]] = []
        self.view: View | None = None
        self.refused = 0
        self._looking: asyncio.Task[None] | None = None
        self._behind = False

    async def sit_down(self) -> None:
        """Look at the table and hold its stream."""
        await self._look()
        await self.news.listen(f"/r/{self.task.room}/table/news", self.student.headers, self._notice)

    def _notice(self, data: bytes) -> None:
        now = time.perf_counter()
        versions = msgspec.json.decode(data, type=dict[str, int])
        if self.view is None or (version := versions.get(str(self.view.table))) is None:
            return
        self.noticed.append((version, now))
        if version > self.view.version:
            self.load()

    def load(self) -> None:
        """Look at the table; once more afterwards where something came meanwhile."""
        self._behind = True
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())

    async def _look_on(self) -> None:
        while self._behind:
            self._behind = False
            await self._look()

    async def _look(self) -> None:
        reply = await self.looks.ask("GET", f"/r/{self.task.room}/table", self.student.headers)
        self._take(msgspec.json.decode(reply.body, type=View))

    def _take(self, view: View) -> None:
        if self.view is None or view.version >= self.view.version:
            self.view = view
            self.saw.append((view.version, time.perf_counter()))

    async def act(self) -> Made | None:
        """Make the move of the moment: pass where it is one's turn, and say something otherwise."""
        view = self.view
        if view is None or not view.roles:
            return None
        seat = view.roles[0]
        kind: Literal["pass", "say"] = "pass" if view.turn == seat.role and "pass" in seat.legal else "say"
        press = {"press": secrets.token_hex(16), "table": view.table, "role": seat.role, "kind": kind}
        body = msgspec.json.encode({**press, "step": seat.step, "text": WHY if kind == "say" else ""})
        begin = time.perf_counter()
        reply = await self.moves.ask("POST", f"/r/{self.task.room}/table/act", self.student.headers, body)
        seconds = time.perf_counter() - begin
        if reply.status != 200:
            # Somebody else in this seat was quicker, or the talks are over: a refusal, and no fault.
            self.refused += 1
            return None
        told = msgspec.json.decode(reply.body, type=_Told)
        self._take(told.view)
        return Made(self, view.table, told.view.version, begin, seconds)


def _first(of: list[tuple[int, float]], version: int) -> float | None:
    """Return when something at least as new as ``version`` came first."""
    return min((moment for had, moment in of if had >= version), default=None)


async def negotiate(task: Task) -> Measured:
    """Let everybody sit down at ``task.tables`` tables and make ``task.moves`` moves each, at random moments."""
    people = [Bargainer(task, student) for student in await gather_class(task, listens=False)]
    await _teach(task, "tables", {"scenario": task.scenario, "tables": task.tables})
    await _teach(task, "tables/turn", {"state": "playing"})
    for person in people:
        await person.sit_down()
    await asyncio.sleep(1)
    begin = time.perf_counter()

    async def play(person: Bargainer) -> list[Made]:
        moments = sorted(random.random() * task.seconds for _ in range(task.moves))
        made = []
        for moment in moments:
            await asyncio.sleep(max(0, begin + moment - time.perf_counter()))
            made.append(await person.act())
        return [one for one in made if one is not None]

    moves = [one for own in await asyncio.gather(*map(play, people)) for one in own]
    whole = time.perf_counter() - begin
    at: dict[int, list[Bargainer]] = {}
    for person in people:
        assert person.view is not None
        at.setdefault(person.view.table, []).append(person)
    newest = {table: max((one.version for one in moves if one.table == table), default=0) for table in at}

    def is_behind(person: Bargainer) -> bool:
        return person.view is None or person.view.version < newest[person.view.table]

    while any(map(is_behind, people)) and time.perf_counter() - begin < task.seconds + PATIENCE:
        await asyncio.sleep(LEARNS)

    def reached(one: Made, told: Literal["noticed", "saw"]) -> float | None:
        others = [person for person in at[one.table] if person is not one.who]
        moments = [_first(getattr(other, told), one.version) for other in others]
        # None where it never came to somebody: that is counted, and not left out in silence.
        return None if None in moments else max(0.0, max(m for m in moments if m is not None) - one.pressed_at)

    seen = [reached(one, "saw") for one in moves]
    told = [reached(one, "noticed") for one in moves]
    return Measured(
        acknowledged=tuple(one.seconds for one in moves),
        seen=tuple(seconds for seconds in seen if seconds is not None),
        told=tuple(seconds for seconds in told if seconds is not None),
        whole=whole,
        refused=sum(person.refused for person in people),
        phone=sum(person.looks.bytes + person.moves.bytes + person.news.bytes for person in people) / len(people),
    )


async def _teach(task: Task, path: str, change: dict[str, Any]) -> Reply:
    headers = {"Authorization": f"Bearer {task.key}"}
    reply = await Line(task.port).ask("POST", f"/t/{task.room}/{path}", headers, msgspec.json.encode(change))
    if reply.status != 200:
        raise RuntimeError(f"{path}: {reply.status} {reply.body.decode()}")
    return reply
