"""Starts the live class's server as a process of its own, for what is only seen from outside: kills, sockets, replicas.

``python -m course.dev.served FILE PORT`` serves until it is told to end, and prints where the class is as one line of
JSON.
"""

import argparse
import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import msgspec
import sqlalchemy as sa

from course.content.language import SWITCH
from course.content.place import PACKAGE
from course.live.access import show_code
from course.live.hall import Hall
from course.live.serve import Doors, run_server, serve
from course.live.store import Store

PATIENCE = 30
"""Seconds in which a server is there."""


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Served:
    """A server on loopback over the database ``file``; ``room`` and ``key`` are those of a class that it opened itself.

    ``delay`` are seconds that every commit takes longer, as on a slow disk. ``log`` is what it wrote. ``module`` is run
    instead of this one. ``language`` is the code of the one that it speaks.
    """

    def __init__(
        self,
        file: Path | str,
        *,
        stem: str = "",
        port: int = 0,
        delay: float = 0,
        keep: int = 0,
        module: str = "course.dev.served",
        language: str = "",
    ):
        self.file = file
        self._variables = {"PYTHONPATH": str(PACKAGE.parent), **({SWITCH: language} if language else {})}
        self._module = module
        self.port = port or free_port()
        self.room = self.key = self.code = ""
        self._options = [f"--delay={delay}", *([f"--keep={keep}"] if keep else [])]
        self._log: list[bytes] = []
        self.start(stem)

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *fault: object) -> None:
        self.kill()

    def start(self, stem: str = "") -> None:
        """Start, and wait until it listens."""
        command = [sys.executable, "-m", self._module, str(self.file), str(self.port), *self._options]
        # A file and no pipe: a pipe that nobody reads is full one day, and then the server stands still.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self.process = subprocess.Popen(
            [*command, f"--stem={stem}"],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **self._variables},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.kill()
            raise RuntimeError(self.log)
        doors = msgspec.json.decode(line, type=Doors | None)
        if doors:
            address = urlsplit(doors.console)
            self.room, self.key = address.path.rsplit("/", 1)[-1], parse_qs(address.query)["key"][0]
            self.code = doors.code

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Tell it to end, and return its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        if not self._errors.closed:
            self._log.append(self.process.communicate(timeout=PATIENCE)[0])
            self._errors.seek(0)
            self._log.append(self._errors.read())
            self._errors.close()
        return self.process.returncode

    @property
    def log(self) -> str:
        """Return all that it printed until it ended."""
        return b"".join(self._log).decode(errors="replace")

    @property
    def teacher(self) -> dict[str, str]:
        """Return the headers of the teacher."""
        return {"authorization": f"Bearer {self.key}"}

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Ask for ``path`` and return status and JSON."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            data = None if body is None else json.dumps(body)
            line.request(method, path, data, dict(headers or {}))
            reply = line.getresponse()
            text = reply.read()
            kind = reply.headers.get("content-type", "")
            return reply.status, json.loads(text) if kind.startswith("application/json") else text.decode()
        finally:
            line.close()

    def join(self, name: str = "") -> dict[str, str]:
        """Join as a kernel does, and return the headers that say who it is."""
        status, told = self.ask("POST", "/join", {"code": self.code, "name": name}, {"x-course-client": "notebook"})
        if status != 200:
            raise RuntimeError(f"{status}: {told}")
        return {"authorization": f"Bearer {told['token']}"}

    def turn(self, **change: Any) -> int:
        """Change something as the teacher, and return the status."""
        return self.ask("POST", f"/t/{self.room}/turn", change, self.teacher)[0]


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until ``condition``, and return how long that took; raise TimeoutError after ``seconds``."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > seconds:
            raise TimeoutError
        time.sleep(0.01)
    return time.monotonic() - begin


class Opened(NamedTuple):
    """A class: its id, the token of its teacher, the code to join."""

    room: str
    key: str
    code: str


def open_class(file: Path | str, stem: str) -> Opened:
    """Open a class in the database of a server that runs already: that is quicker than another server."""

    async def opening() -> Opened:
        store = Store(file)
        hall = Hall(store)
        opened, key = await hall.open(stem)
        await hall.stop()
        store.close()
        return Opened(opened.room.id, key, show_code(opened.room.code))

    # In a thread of its own: where a test drives a browser, a loop runs here already.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(opening())).result()


def _tell(doors: Doors | None) -> None:
    print(msgspec.json.encode(doors).decode(), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve; return the exit code."""
    line = argparse.ArgumentParser(prog="python -m course.dev.served", description=__doc__)
    line.add_argument("file")
    line.add_argument("port", type=int)
    line.add_argument("--stem", default="")
    line.add_argument("--delay", type=float, default=0, help="seconds that every commit takes longer")
    line.add_argument("--keep", type=int, default=30, help="days for which a class is kept")
    chosen = line.parse_args(arguments)
    if chosen.delay:
        sa.event.listen(sa.Engine, "commit", lambda connection: time.sleep(chosen.delay))
    return run_server(serve(chosen.file, port=chosen.port, stem=chosen.stem, keep=chosen.keep, ready=_tell))


if __name__ == "__main__":
    raise SystemExit(main())
