"""Opening the SQLite file: how it is made safe, and what its errors mean."""

import os
import random
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .schema import migrate, version_of
from .trouble import RecordError, trouble, trouble_of

# One connection a call, closed at once, although it costs about a millisecond. A kernel lives for days; a
# connection kept in it would hold a handle on a network home that may be unmounted, block moving the folder on
# Windows, and go on writing to a file that was meanwhile set aside or replaced.


_CACHE_KB = 16_000  # 2 MB, which SQLite takes otherwise, make a large restore read each page many times
FAULTS = (sqlite3.Error, OSError, UnicodeDecodeError)
"""What SQLite and Python's layer above it raise where a file cannot be reached or is not what it was."""


@contextmanager
def reading(path: Path, patience: float) -> Iterator[sqlite3.Connection | None]:
    """Give a connection for reading, or None where there is no file or nothing in it yet.

    All that is read over it is of one moment. Opened for writing where the disk allows it, so that SQLite can first
    roll back what a killed kernel left half done; SQLite itself falls back to reading only. It never creates the file.
    """

    def begin(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")
        version_of(connection)

    try:
        if not path.exists():
            yield None
            return
        with ExitStack() as opened:
            try:
                connection = opened.enter_context(_in_turn(path, patience, begin))
            except FAULTS:
                if path.exists():
                    raise
                yield None  # it was taken away in this moment
                return
            yield connection if version_of(connection) else None
    except FAULTS as error:
        problem = trouble_of(error)
        raise (trouble("denied") if isinstance(error, OSError) else problem) from error


@contextmanager
def salvaging(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a damaged file that takes it as it lies: no lock, no recovery, no writing."""
    with closing(_connect(path, "ro&immutable=1", 0)) as connection:
        # Otherwise SQLite gives up at once on a file that was cut off, as a copy that failed half way is.
        connection.execute("PRAGMA writable_schema = ON")
        connection.text_factory = lambda raw: raw.decode(errors="replace")
        yield connection


@contextmanager
def writing(
    path: Path,
    patience: float,
    new_id: str = "",
    is_made: Callable[[], bool] = lambda: False,
    finish_making: Callable[[], None] = lambda: None,
) -> Iterator[sqlite3.Connection]:
    """Give a connection inside one transaction, in a file of the newest shape; makes folder and file if need be.

    When the block ends the transaction is on the disk, in the file that then stands at ``path``; if it raises, nothing
    happened. A record that is made here has the id ``new_id``. Where ``is_made`` says that another kernel is about to
    make the file, ``finish_making`` waits for it.
    """

    def make() -> None:
        if not path.exists() or not path.stat().st_size:
            if is_made():
                finish_making()
            _make_file(path)

    def begin(connection: sqlite3.Connection) -> None:
        version_of(connection)  # before the first write: another program's file is left as it is
        _make_durable(connection)
        # IMMEDIATE takes the write lock first, so that two kernels wait for each other and never deadlock.
        connection.execute("BEGIN IMMEDIATE")
        if version_of(connection) == 0 and is_made():
            raise trouble("locked")  # so that it waits without holding the file

    try:
        _make_folder(path.parent)
        with _in_turn(path, patience, begin, make) as connection:
            try:
                migrate(connection, new_id)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # after some errors SQLite has rolled back by itself
                    connection.execute("ROLLBACK")
                raise
    except FAULTS as error:
        problem = trouble_of(error)
        raise (trouble("read-only") if problem.code == "denied" else problem) from error


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at ``path`` from another that takes its name, or None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


@contextmanager
def holding(path: Path, patience: float, *, to_move: bool = False) -> Iterator[None]:
    """Keep everybody from writing to the file at ``path``, as far as it is one in which anybody could write.

    ``to_move`` says that the file is renamed meanwhile.
    """

    def begin(connection: sqlite3.Connection) -> None:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except FAULTS as error:
            if trouble_of(error).code != "damaged":
                raise

    with _in_turn(path, patience, begin, lambda: _make_file(path)) as connection:
        if to_move and os.name == "nt":
            connection.close()  # Windows renames no file that anybody has open
        yield


@contextmanager
def _in_turn(
    path: Path,
    patience: float,
    begin: Callable[[sqlite3.Connection], None],
    make: Callable[[], None] = lambda: None,
) -> Iterator[sqlite3.Connection]:
    """Give a connection that has begun what it is for, to the file that stands at ``path`` now.

    Others may hold the file for a while, and set it aside meanwhile. So it is opened anew for every try: SQLite looks
    for a journal by its name, and whoever waited with the old file open would take the journal of the new one for its
    own, and write its pages into the old one.
    """
    deadline, has_begun = time.monotonic() + patience, False
    while True:
        make()
        file = identity(path)
        try:
            # Never so that SQLite makes the file: it would stand where a rescued one is about to.
            with closing(_connect(path, "rw", 0)) as connection:
                begin(connection)
                has_begun = identity(path) == file
                if has_begun:
                    connection.execute(f"PRAGMA busy_timeout = {int(1000 * patience)}")
                    yield connection
                    return
        except (*FAULTS, RecordError) as error:
            # SQLite also complains of a file that was taken away while it began.
            is_busy = trouble_of(error).code == "locked" and time.monotonic() < deadline
            if has_begun or (identity(path) == file and not is_busy):
                raise
        time.sleep(random.uniform(0.001, 0.02))


def _make_durable(connection: sqlite3.Connection) -> None:
    # Not WAL: its shared memory does not work between the machines of a network home. TRUNCATE rather than DELETE:
    # with synchronous=FULL SQLite flushes the emptied journal to the disk, whereas it does not flush the folder after
    # deleting one, and a power cut could then undo the last saved answer.
    if connection.execute("PRAGMA journal_mode = TRUNCATE").fetchone() != ("truncate",):
        raise trouble("locked")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: past the cache of the drive
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")


def _make_file(path: Path) -> None:
    """Make an empty file unless one is there: only what is there can be told from what takes its place."""
    if not path.exists():
        with suppress(FileExistsError):
            path.touch(0o644, exist_ok=False)


class _Connection(sqlite3.Connection):
    """A connection that lets go of the file when it is closed.

    SQLite keeps its lock while anybody still reads from a closed connection, and an error that is kept holds every
    reading that it broke off. Then the damaged file could not be set aside.
    """

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self._cursors: weakref.WeakSet[sqlite3.Cursor] = weakref.WeakSet()

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Return a cursor as ``sqlite3.Connection.execute`` does."""
        cursor = super().execute(*arguments)
        self._cursors.add(cursor)
        return cursor

    def close(self) -> None:
        """Close it with all that still read from it."""
        for cursor in list(self._cursors):
            cursor.close()
        super().close()


def _connect(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    # Built by hand: Path.as_uri makes "file://server/share" of a Windows network path, which SQLite refuses.
    address = path.absolute().as_posix()
    if not address.startswith("/"):
        address = f"/{address}"
    return sqlite3.connect(
        f"file://{quote(os.fsencode(address))}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,
        factory=_Connection,
    )


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        # The folder's own name must survive a power cut too.
        parent = os.open(folder.parent, os.O_RDONLY)
        try:
            os.fsync(parent)
        except OSError:
            pass  # some network disks cannot flush a folder; the file itself is still flushed
        finally:
            os.close(parent)
