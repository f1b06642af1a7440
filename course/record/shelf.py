"""The folder in which books stand, on whatever file system: nothing is asked of it but whole files, opened and closed.

The storage of a browser, as JupyterLite shows it to Python, has no more than that. What was written is there when the
file is closed, and not before; each close writes the whole file; a lock is always granted. Each call goes to another
thread and back, so there are as few as can be.
"""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

_AT_ONCE = 1 << 20
_TRIES = 4
_BINARY = getattr(os, "O_BINARY", 0)  # Windows
# The browser's storage answers EINVAL for a file that another tab has removed.
_NOT_THERE = {errno.ENOENT, errno.EINVAL, errno.ENOTDIR}

Stamp = tuple[int, int]
"""Size in bytes and time of the last change: it is another when something was written."""


class Shelf:
    """The files in ``folder``, which is made when the first one is written. All raise OSError where a disk fails."""

    def __init__(self, folder: Path):
        self.folder = folder

    def names(self) -> set[str]:
        """Return the names of the files; none where there is no folder.

        A browser's storage answers alike where there is nothing and where it has stumbled: over a file that was removed
        while it listed, for one. To take that for an empty folder would be to say that all work is gone.
        """
        for _ in range(_TRIES):
            try:
                return set(os.listdir(self.folder))
            except OSError as error:
                if error.errno not in _NOT_THERE:
                    raise
                if error.errno == errno.ENOTDIR or not _is_listed(self.folder):
                    return set()
                problem = error
        raise problem

    def stamp(self, name: str) -> Stamp | None:
        """Return the stamp of a file, None where there is none."""
        try:
            status = os.stat(self.folder / name)
        except OSError as error:
            if error.errno in _NOT_THERE:
                return None
            raise
        return status.st_size, status.st_mtime_ns

    def read(self, name: str) -> bytes | None:
        """Return all of a file, None where there is none."""
        # Not with `open`, which asks for the size and the kind of the file first: each question goes to another thread.
        try:
            file = os.open(self.folder / name, os.O_RDONLY | _BINARY)
        except OSError as error:
            if error.errno in _NOT_THERE:
                return None
            raise
        try:
            parts = list(iter(lambda: os.read(file, _AT_ONCE), b""))
        finally:
            os.close(file)
        return b"".join(parts)

    def write(self, name: str, data: bytes) -> None:
        """Write ``data`` over a file that is no longer than that. Only ``read`` shows whether it is there."""
        try:
            file = self._open(name)
        except OSError as error:
            if error.errno not in _NOT_THERE:
                raise
            self._make_folder()
            file = self._open(name)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file, rest) :]
            with suppress(OSError):
                os.fsync(file)  # a browser has none
        finally:
            os.close(file)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there and if that can be."""
        with suppress(OSError):
            os.unlink(self.folder / name)

    def try_out(self) -> bool:
        """Return whether a file that is written here can be read back; leave nothing behind."""
        folder = self.folder
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        place, name, data = Shelf(folder), f"try-{secrets.token_hex(4)}.txt", bytes(10_000)
        try:
            place.write(name, data)
            return place.read(name) == data
        finally:
            place.remove(name)

    def _open(self, name: str) -> int:
        # Never emptied first: that writes the file twice, and a tab may be closed in between.
        return os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | _BINARY, 0o644)

    def _make_folder(self) -> None:
        for folder in (self.folder.parent, self.folder):
            if folder.is_dir():
                continue
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError:
                # Two tabs that make the same folder disturb each other in a browser, and one of them has made it.
                if not folder.is_dir():
                    raise


def _is_listed(folder: Path) -> bool:
    """Return whether the first folder above that can be listed still shows the way to ``folder``."""
    while folder != folder.parent:
        try:
            return folder.name in os.listdir(folder.parent)
        except OSError:
            folder = folder.parent
    return False
