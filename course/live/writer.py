"""One thread that writes, and commits in groups: who asked is answered after the commit that holds what they sent.

A commit waits for the disk, 1 ms here and 50 ms on a slow memory card. One answer at a time, thirty people who press at
once would wait for thirty of them; in a group they wait for two. SQLite takes one writer at a time anyhow.
"""

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from course.live.database import remove_traces

LARGEST_GROUP = 256
CALM = 10
"""So many times as long as PostgreSQL took to write its tables anew, nobody waits for that again."""


class WriterStopped(Exception):
    """The thread that writes has ended: nothing can be saved until the server starts anew."""


class Job(Protocol):
    """Something to write. Jobs of one ``kind`` that stand side by side are written together."""

    def run(self, connection: Connection) -> Any:
        """Write alone and return the result."""


class Joint(Job, Protocol):
    """A job that is written together with its neighbors of the same class."""

    @staticmethod
    def run_all(connection: Connection, jobs: Sequence[Any]) -> list[Any]:
        """Write all of ``jobs`` and return their results in order; raise when any of them cannot be written."""


_Waiting = tuple[Any, asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Writer:
    """The thread and its queue. ``on_stop`` is called once, in the thread, when it ends by a fault."""

    def __init__(self, engine: Engine, on_stop: Callable[[], None] | None = None):
        self._engine = engine
        self._on_stop = on_stop
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._stopped = False
        self._forgets = False
        self._calm_until = 0.0
        self._thread = threading.Thread(target=self._work, name="live-writer", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Return whether what is asked for will be written."""
        return self._thread.is_alive() and not self._stopped

    async def do(self, job: Job) -> Any:
        """Write ``job`` and return its result once it is committed; raise what hindered it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        with self._lock:
            if self._stopped:
                raise WriterStopped
            self._queue.put((job, loop, future))
        return await future

    def stop(self) -> None:
        """Write what was asked for and end."""
        with self._lock:
            self._stopped = True
            self._queue.put(None)
        self._thread.join(10)

    def _work(self) -> None:
        group: list[_Waiting] = []
        try:
            with self._engine.connect() as connection:
                while (first := self._next(connection)) is not None:
                    group = [first]
                    ending = self._fill(group)
                    jobs = [job for job, _, _ in group]
                    results = self._write(connection, jobs)
                    self._forget(connection, jobs)
                    self._settle(group, results)
                    group = []
                    if ending:
                        return
        except BaseException:
            # Nobody may wait for a thread that is no more.
            with self._lock:
                self._stopped = True
            self._fail([*group, *self._rest()])
            if self._on_stop:
                self._on_stop()
            raise
        finally:
            self._fail(self._rest())

    def _next(self, connection: Connection) -> _Waiting | None:
        """Wait for something to write, and meanwhile take out what a reader hindered before."""
        while self._forgets:
            with contextlib.suppress(queue.Empty):
                return self._queue.get(timeout=1)
            self._forget(connection, [])
        return self._queue.get()

    def _fill(self, group: list[_Waiting]) -> bool:
        """Take what waits already, and return whether the end was among it. Nobody waits for a group to fill."""
        while len(group) < LARGEST_GROUP:
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                return False
            if waiting is None:
                return True
            group.append(waiting)
        return False

    def _rest(self) -> list[_Waiting]:
        rest: list[_Waiting] = []
        while True:
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                return rest
            if waiting is not None:
                rest.append(waiting)

    def _write(self, connection: Connection, jobs: list[Any]) -> list[Any]:
        """Return a result or an exception for each job; what has a result is committed."""
        try:
            with connection.begin():
                results = [result for run in _runs(jobs) for result in _run(connection, run)]
        except Exception as error:
            # Nothing of the group was kept. Each is told so, and asks again.
            _end_transaction(connection)
            return [error] * len(jobs)
        return results

    def _forget(self, connection: Connection, jobs: list[Any]) -> None:
        """Where something was deleted, take it out of the files too; what a reader hinders is tried with the next."""
        self._forgets = self._forgets or any(getattr(job, "forgets", False) for job in jobs)
        if self._forgets and time.monotonic() >= self._calm_until:
            begin = time.monotonic()
            try:
                self._forgets = not remove_traces(connection)
            except Exception:
                logging.getLogger(__name__).warning("not yet out of the files: what was deleted")
            if connection.dialect.name == "postgresql":
                # All wait meanwhile. Who joins and leaves again and again must not stop the class.
                self._calm_until = time.monotonic() + CALM * (time.monotonic() - begin)

    @staticmethod
    def _settle(group: list[_Waiting], results: list[Any]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
        for (_, loop, future), result in zip(group, results, strict=True):
            by_loop.setdefault(loop, []).append((future, result))
        for loop, settled in by_loop.items():
            # A server that has ended waits for nothing.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_answer, settled)

    def _fail(self, group: list[_Waiting]) -> None:
        self._settle(group, [WriterStopped()] * len(group))


def _end_transaction(connection: Connection) -> None:
    """Leave no transaction open in the driver: a commit that failed may have left one, and then none would begin."""
    if not connection.invalidated:
        try:
            connection.connection.rollback()
        except Exception:
            connection.invalidate()


def _answer(settled: list[tuple["asyncio.Future[Any]", Any]]) -> None:
    for future, result in settled:
        if future.done():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)


def _runs(jobs: list[Any]) -> list[list[Any]]:
    """Return jobs in their order, neighbors that can be written together in one list."""
    runs: list[list[Any]] = []
    for job in jobs:
        if runs and hasattr(job, "run_all") and type(runs[-1][0]) is type(job):
            runs[-1].append(job)
        else:
            runs.append([job])
    return runs


def _run(connection: Connection, run: list[Any]) -> list[Any]:
    if len(run) > 1:
        try:
            with connection.begin_nested():
                results: list[Any] = run[0].run_all(connection, run)
                return results
        except Exception:
            # One of them is at fault: alone, each has its own end.
            pass
    return [_run_one(connection, job) for job in run]


def _run_one(connection: Connection, job: Any) -> Any:
    try:
        with connection.begin_nested():
            return job.run(connection)
    except Exception as error:
        return error
