"""The classes that a server holds open: each with its deck and its two streams of news."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from course.content import lessons
from course.content.interface import words
from course.content.language import chosen
from course.live import access, board, jobs, store
from course.live.deck import Deck, deck_of
from course.live.screen import to_screen
from course.live.store import Room, Store
from course.live.streams import Channel
from course.live.writer import WriterStopped
from course.model.event import read_moment
from course.model.language import as_one

PAUSE = 0.2
"""Seconds between two states that are sent: a class that answers in the same second is told five times, not thirty."""
DAY = 60 * 60 * 24
KEEP = 30
"""Days after which a class in which nothing was done any more is deleted, where nothing else is said."""
ASKS_WITHIN = 20
"""Seconds within which a page without a stream asks again; after them it is taken to be gone."""
LOOK_AGAIN = 0.25
"""Seconds between two looks at a database that other servers write into as well."""


class Class:
    """One open class. ``pupils`` is the stream for everybody, ``desk`` the teacher's, ``screen`` the projector's."""

    def __init__(self, hall: "Hall", room: Room, owner: str = ""):
        self.hall = hall
        self.room = room
        self.owner = owner
        """The account that opened it, where teachers have accounts."""
        self.accounts: dict[str, str] = {}
        """Who an account is here, of those that came since the start."""
        self.deck: Deck = deck_of(room.lesson)
        self.pupils = Channel("class", self._public, PAUSE / 4)
        self.desk = Channel("desk", self._desk, PAUSE)
        self.screen = Channel("class", self._screen, PAUSE / 2)
        self._pages: dict[str, int] = {}
        self._seen: dict[str, float] = {}
        self.fresh = b""
        self.more: dict[str, Channel] = {}
        """Streams that others set up in this class, such as that of its tables."""
        self.on_leave: list[Callable[[str], Awaitable[None]]] = []
        """What is to be done when somebody had their part deleted."""
        self.conference: object = None
        """Its tables of people, once somebody asked for them."""

    async def _public(self) -> bytes:
        await self.refresh()
        state = await self.hall.store.read(lambda connection: board.public(connection, self.room, self.deck))
        self.fresh = _to_line(state)
        return self.fresh

    async def _desk(self) -> bytes:
        await self.refresh()
        away = self.away()
        state = await self.hall.store.read(lambda connection: board.teacher(connection, self.room, self.deck, away))
        until = read_moment(self.hall.store.clock.moment()) + timedelta(days=self.hall.keep)
        kept = words()["live"]["kept-until"].format(date=as_one(until.date().isoformat()))
        return _to_line({**state, "kept": kept})

    async def _screen(self) -> bytes:
        await self.refresh()
        return _to_line(await self.hall.store.read(lambda connection: to_screen(connection, self.room, self.deck)))

    async def attend(self, who: str) -> AsyncIterator[bytes]:
        """Stream the public state to somebody, who is here as long as a page of theirs listens."""
        self._pages[who] = self._pages.get(who, 0) + 1
        self.desk.touch()
        try:
            async for event in self.pupils.listen():
                yield event
        finally:
            self._pages[who] -= 1
            self.desk.touch()

    def saw(self, who: str) -> None:
        """Note that a page of somebody asked, whose stream does not come through."""
        self._seen[who] = time.monotonic()

    def away(self) -> frozenset[str]:
        """Return whose page was here and is not any more. Of those who never had a page here nothing is said."""
        since = time.monotonic() - ASKS_WITHIN
        asking = {who for who, moment in self._seen.items() if moment > since}
        return frozenset(who for who in {*self._pages, *self._seen} if not self._pages.get(who) and who not in asking)

    async def refresh(self) -> None:
        """Read the class anew: another server may have changed it."""
        room = await self.hall.store.read(lambda connection: store.room_by(connection, id=self.room.id))
        # What was read before a change may come after what was read after it.
        if room is not None and room.version >= self.room.version:
            self.room = room

    def touch(self, *, everybody: bool) -> None:
        """Say that something changed, for the teacher or for ``everybody``."""
        self.desk.touch()
        self.screen.touch()
        if everybody or self._shows_live():
            self.pupils.touch()

    def _shows_live(self) -> bool:
        """Return whether somebody sees answers while they come: then every answer is news to all."""
        return b'"shown":true' in self.fresh

    async def turn(self, *, room: Mapping[str, Any] | None = None, slides: Mapping[str, Any] | None = None) -> None:
        """Write what the teacher changed, and tell every page."""
        await self.hall.store.do(jobs.Turned(id=self.room.id, room=room or {}, slides=slides or {}))
        await self.refresh()
        self.touch(everybody=True)

    async def stop(self) -> None:
        """End all of its streams."""
        for channel in (self.pupils, self.desk, self.screen, *self.more.values()):
            await channel.stop()

    async def decide(self, decide: Callable[[jobs.Standing], jobs.Change | None]) -> bool:
        """Write what ``decide`` makes of how the class stands; return whether something changed."""
        done: bool = await self.hall.store.do(jobs.Decided(id=self.room.id, decide=decide))
        await self.refresh()
        if done:
            self.touch(everybody=True)
        return done


class Hall:
    """All classes of a server."""

    def __init__(self, file: Store, keep: int = KEEP):
        self.store = file
        self.keep = keep
        self.limits = access.Limits()
        self._classes: dict[str, Class] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._opening = asyncio.Lock()

    async def start(self) -> None:
        """Delete what is kept no longer, and begin to watch a database that other servers write into."""
        await self.store.forget(self.keep)
        self._tasks = [asyncio.create_task(self._forget_daily())]
        if self.store.is_shared:
            self._tasks.append(asyncio.create_task(self._look_again()))

    async def stop(self) -> None:
        """End all streams."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for open_class in self._classes.values():
            await open_class.stop()

    async def open(self, stem: str, *, title: str = "", owner: str = "") -> tuple[Class, str]:
        """Open a new class in the lesson ``stem``; return it and the token that makes somebody its teacher.

        ``owner`` is the account that opens it, where teachers have accounts. Raises ContentError where there is no such
        lesson.
        """
        deck = deck_of(stem)
        id, secret = secrets.token_hex(16), secrets.token_hex(32)
        token = access.teacher_token(secret, id)
        row = {
            "id": id,
            "lesson": stem,
            "title": title or lessons.lesson(stem).title,
            "code": access.make_code(),
            "teacher": access.hash_of(token),
            "secret": secret,
            "language": chosen().code,
            "pace": "together",
            "current": "",
            "paused": False,
            "ended": False,
            "board": "{}",
            "version": 1,
        }
        await self.store.open_room(row, list(deck.slides), owner)
        found = await self.find(id)
        if found is None:
            raise LookupError(id)
        return found, token

    async def reopen(self, stem: str, since: str) -> tuple[Class, str] | None:
        """Return the newest class in the lesson ``stem`` that was opened at ``since`` or later and is not over.

        It goes on in the language that this server speaks: answers are kept by ids, and every page asks for its words.
        """
        rooms = await self.store.read(store.rooms)
        fit = [room for room in rooms if room.lesson == stem and room.made_at >= since and not room.ended]
        found = await self.find(fit[-1].id) if fit else None
        if found and found.room.language != chosen().code:
            await found.turn(room={"language": chosen().code, "title": lessons.lesson(stem).title})
        return (found, access.teacher_token(found.room.secret, found.room.id)) if found else None

    async def find(self, id: str) -> Class | None:
        """Return the class with that id, or None."""
        if not store.is_id(id):
            return None
        if id not in self._classes:
            async with self._opening:
                if id not in self._classes:
                    room = await self.store.read(lambda connection: store.room_by(connection, id=id))
                    if room is None:
                        return None
                    owner = await self.store.read(lambda connection: store.owner_of(connection, id))
                    self._classes[id] = opened = Class(self, room, owner)
                    opened.pupils.start()
                    opened.desk.start()
                    opened.screen.start()
        return self._classes[id]

    async def find_by_code(self, code: str) -> Class | None:
        """Return the class with that join code, or None."""
        room = await self.store.read(lambda connection: store.room_by(connection, code=code)) if code else None
        return await self.find(room.id) if room else None

    async def _forget_daily(self) -> None:
        """Delete what is kept no longer, also at a server that runs for months."""
        while True:
            await asyncio.sleep(DAY)
            # A database that is away is asked again tomorrow.
            with contextlib.suppress(SQLAlchemyError, WriterStopped):
                await self.forget()

    async def forget(self) -> None:
        """Delete what is kept no longer, and let go of what was open of it: nobody writes into what is no more."""
        await self.store.forget(self.keep)
        for id in list(self._classes):
            if await self.store.read(lambda connection, id=id: store.room_by(connection, id=id)) is None:  # type: ignore[misc]
                await self._let_go(id)

    async def _let_go(self, id: str) -> None:
        """Close a class that was deleted. Its pages are told so when they ask again."""
        if gone := self._classes.pop(id, None):
            await gone.stop()

    async def _look_again(self) -> None:
        """Look for what other servers wrote; told by polling, because a notice can be lost and a look cannot."""
        seen: dict[str, tuple[Any, ...]] = {}
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            for id, open_class in list(self._classes.items()):
                # A database that is away for a moment is looked at again in the next.
                with contextlib.suppress(SQLAlchemyError):
                    mark = await self.store.read(lambda connection, id=id: store.mark_of(connection, id))  # type: ignore[misc]
                    before = seen.get(id)
                    seen[id] = mark
                    if not mark[0]:
                        # Another server deleted it.
                        await self._let_go(id)
                        seen.pop(id)
                        continue
                    # The first look counts too: something may have come before it.
                    if mark != before:
                        open_class.touch(everybody=before is None or mark[0] != before[0])
                        for channel in open_class.more.values():
                            channel.touch()


def _to_line(state: object) -> bytes:
    """Return a state as JSON on one line, as an event of a stream needs it."""
    return msgspec.json.encode(state)
