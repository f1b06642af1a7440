"""A stand-in for the storage of a browser as JupyterLite shows it to Python, and for what may happen meanwhile.

It takes the place of ``os`` in ``course.record.shelf``. A file that is made is empty, what is written is there when the
file is closed, and sizes are those of what was closed last. Before each call that reaches the storage, ``meanwhile``
may let another tab act, or close this one.
"""

import errno
import os
from collections.abc import Callable
from types import SimpleNamespace


class TabClosed(BaseException):
    """The tab is gone; nothing catches this but the test."""


class Drive:
    """Files by name. ``plan`` maps the number of a coming call to what happens before it."""

    O_RDONLY, O_WRONLY, O_CREAT = os.O_RDONLY, os.O_WRONLY, os.O_CREAT

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.changed: dict[str, int] = {}
        self.plan: dict[int, Callable[[], None]] = {}
        self.losing = 0
        self.torn: float | None = None
        self._calls = 0
        self._clock = 0
        self._open: dict[int, SimpleNamespace] = {}

    def meanwhile(self, plan: dict[int, Callable[[], None]]) -> None:
        """Let ``plan`` happen from the next call on."""
        self.plan, self._calls = dict(plan), 0

    def _call(self) -> None:
        happens = self.plan.pop(self._calls, None)
        self._calls += 1
        if happens:
            rest, self.plan = self.plan, {}  # what acts meanwhile is not itself disturbed
            calls = self._calls
            try:
                happens()
            finally:
                self.plan, self._calls = rest, calls

    def _put(self, name: str, data: bytes) -> None:
        self._clock += 1
        self.files[name], self.changed[name] = data, self._clock

    def listdir(self, folder):
        self._call()
        return list(self.files)

    def stat(self, path):
        self._call()
        if path.name not in self.files:
            raise OSError(errno.EINVAL, "no such file")
        return SimpleNamespace(st_size=len(self.files[path.name]), st_mtime_ns=self.changed[path.name])

    def unlink(self, path):
        self._call()
        self.files.pop(path.name, None)

    def open(self, path, flags, mode=0):
        self._call()
        writes = bool(flags & os.O_WRONLY)
        if path.name not in self.files:
            if not flags & os.O_CREAT:
                raise FileNotFoundError(errno.ENOENT, "no such file")
            self._put(path.name, b"")
        number = len(self._open) + 1
        self._open[number] = SimpleNamespace(name=path.name, writes=writes, data=self.files[path.name], place=0)
        return number

    def read(self, file, count):
        opened = self._open[file]
        data = opened.data[opened.place : opened.place + count]
        opened.place += len(data)
        return data

    def write(self, file, data):
        opened = self._open[file]
        end = opened.place + len(data)
        opened.data = opened.data[: opened.place] + bytes(data) + opened.data[end:]
        opened.place = end
        return len(data)

    def fsync(self, file):
        raise OSError(errno.EINVAL, "there is no such thing")

    def close(self, file):
        opened = self._open[file]
        if not opened.writes:
            return
        self._call()
        if self.losing:
            self.losing -= 1
        elif self.torn is not None:
            self._put(opened.name, opened.data[: int(self.torn * len(opened.data))])
            self.torn = None
            raise TabClosed
        else:
            self._put(opened.name, opened.data)
