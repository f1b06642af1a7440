"""Tells every open page when something changed: the newest state to each, nothing in a queue that could grow."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

KEEP_ALIVE = 15
"""Seconds after which a comment is sent, so that no proxy takes the line for dead."""
RETRY = b"retry: 2000\n\n"

Compute = Callable[[], Awaitable[bytes]]


class Channel:
    """One kind of news for many pages. ``compute`` makes the newest state as JSON, once in ``pause`` seconds."""

    def __init__(self, name: str, compute: Compute, pause: float):
        self._name = name.encode()
        self._compute = compute
        self._pause = pause
        self._waiting: set[asyncio.Event] = set()
        self._dirty = asyncio.Event()
        self._latest = b""
        self._number = 0
        self._ended = False
        self._task: asyncio.Task[None] | None = None
        # One after the other: a state that was read before must not come after a newer one, and stand.
        self._renewing = asyncio.Lock()

    @property
    def listeners(self) -> int:
        """Return how many pages listen."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to watch for changes."""
        self._task = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """End every stream, so that the server can end."""
        self._ended = True
        for waiting in self._waiting:
            waiting.set()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def touch(self) -> None:
        """Say that something changed."""
        self._dirty.set()

    async def _work(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            if self._waiting:
                # A database that is away for a moment must not end the stream: the next change tries again.
                with contextlib.suppress(Exception):
                    await self._renew()
            await asyncio.sleep(self._pause)

    async def _renew(self) -> None:
        async with self._renewing:
            made = await self._compute()
            if made == self._latest:
                return
            self._latest = made
        self._number += 1
        for waiting in self._waiting:
            waiting.set()

    async def listen(self) -> AsyncIterator[bytes]:
        """Yield the newest state now and after every change, as server-sent events."""
        waiting = asyncio.Event()
        self._waiting.add(waiting)
        try:
            yield RETRY
            if not self._latest or len(self._waiting) == 1:
                await self._renew()
            waiting.set()
            while not self._ended:
                try:
                    await asyncio.wait_for(waiting.wait(), KEEP_ALIVE)
                except TimeoutError:
                    yield b": here\n\n"
                    continue
                waiting.clear()
                if self._ended:
                    break
                yield b"id: %d\nevent: %s\ndata: %s\n\n" % (self._number, self._name, self._latest)
        finally:
            self._waiting.discard(waiting)
