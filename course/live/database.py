"""Opens the class's file: SQLite beside the course, or PostgreSQL by its address."""

import contextlib
import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import sqlite

from course.live import schema

BUSY = 5
"""Seconds that SQLite waits for another program that holds the file, such as ``collect`` reading it."""
LEAVES = 3
"""Seconds that a server waits for the one before it to end."""
SESSION_ENDS = "idle_in_transaction_session_timeout = '30s'"


class NewerFile(Exception):
    """The file was made by a newer version of the course; ``str`` says so in a sentence for the interface's words."""


class FileInUse(Exception):
    """Another server on this computer has the file."""


def address_of(place: Path | str) -> str:
    """Return the address of a database: that of a file for a path, and otherwise the address itself."""
    text = str(place)
    if text.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    return text if "://" in text else f"sqlite:///{text}"


def name_of(place: Path | str) -> str:
    """Return how a message names a database: never with its password."""
    if address_of(place).startswith("sqlite"):
        return str(place)
    return sa.make_url(address_of(place)).render_as_string(hide_password=True)


@contextlib.contextmanager
def hold_alone(place: Path | str) -> Iterator[None]:
    """Keep every other server on this computer from a class's file; raise FileInUse where one has it.

    What servers of one PostgreSQL tell each other, those of one file do not. The lock is one of SQLite's on a file of
    its own, which every system lets go when a process ends, however it ends.
    """
    if not address_of(place).startswith("sqlite"):
        yield
        return
    named = hashlib.sha256(str(Path(place).resolve()).encode()).hexdigest()[:16]
    lock = sqlite3.connect(Path(tempfile.gettempdir(), f"course-live-{named}"), timeout=LEAVES, isolation_level=None)
    with contextlib.closing(lock):
        try:
            lock.execute("pragma journal_mode=off")
            lock.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise FileInUse from None
            # A computer on which nothing can be locked holds the class all the same.
        yield


def open_engine(place: Path | str, *, reads_only: bool = False) -> Engine:
    """Return an engine for a class's file. ``hide_parameters``: an error may be logged, an answer never."""
    address = address_of(place)
    if not address.startswith("sqlite"):
        return _open_postgresql(address)
    engine = sa.create_engine(
        address, hide_parameters=True, connect_args={"timeout": BUSY, "check_same_thread": False}, max_overflow=0
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        # The driver begins no transaction of its own: ours begins with the right to write.
        connection.isolation_level = None
        cursor = connection.cursor()
        # FULL: a power cut takes away nothing that was acknowledged. NORMAL would (measured: 200 of 200 answers).
        settings = ["query_only=1"] if reads_only else ["journal_mode=wal", "synchronous=full", "secure_delete=on"]
        for setting in (*settings, "foreign_keys=on", "fullfsync=1"):
            cursor.execute(f"pragma {setting}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin" if reads_only else "begin immediate")

    @sa.event.listens_for(engine, "commit")
    def _commit(connection: Connection) -> None:
        # SQLite may end a transaction by itself, where the disk is full. The driver's own commit passes over that, and
        # what was rolled back would count as kept; this one is refused.
        connection.exec_driver_sql("commit")

    return engine


def _open_postgresql(address: str) -> Engine:
    engine = sa.create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": BUSY},
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        # Whatever the server's settings say: an answer is acknowledged when it is on the disk, and a server of ours
        # that stands still does not keep the others waiting.
        autocommit, connection.autocommit = connection.autocommit, True
        for setting in ("synchronous_commit = on", f"lock_timeout = '{BUSY}s'", SESSION_ENDS):
            connection.execute(f"set {setting}")
        connection.autocommit = autocommit

    return engine


def insert_into(connection: Connection, table: sa.Table) -> Any:
    """Return an insert that can say what happens where the row is there already, as this database writes it."""
    if connection.dialect.name == "postgresql":
        # Here and not above: who teaches from a laptop does not carry PostgreSQL's part of SQLAlchemy in memory.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


def remove_traces(connection: Connection) -> bool:
    """Take what was deleted out of the database's files too; return False where a reader hinders that just now.

    ``connection`` is in no transaction.
    """
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        return _write_anew(driver)
    # In SQLite's file itself, ``secure_delete`` wrote zeros over it; there is the log.
    # Nobody waits long for a reader: it is tried again.
    driver.execute("pragma busy_timeout=200")
    try:
        busy: int = driver.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
    finally:
        driver.execute(f"pragma busy_timeout={BUSY * 1000}")
    return not busy


def _write_anew(driver: Any) -> bool:
    """Let PostgreSQL write the tables anew that hold what people wrote.

    Its usual vacuum gives the room free and leaves the bytes. All wait meanwhile (measured: 0.1 s for 3,000 answers),
    so large tables get the usual one, and what comes next is written over the bytes.
    """
    from psycopg.errors import LockNotAvailable

    autocommit, driver.autocommit = driver.autocommit, True
    try:
        driver.execute("set lock_timeout = '50ms'")
        for table in _PERSONAL:
            size: int = driver.execute("select pg_table_size(%s)", [table.name]).fetchone()[0]
            driver.execute(f"vacuum (full {'on' if size <= REWRITTEN else 'off'}) {table.name}")
    except LockNotAvailable:
        return False
    finally:
        driver.execute(f"set lock_timeout = '{BUSY}s'")
        driver.autocommit = autocommit
    return True


_PERSONAL = (schema.ANSWER, schema.SEEN, schema.EVENT, schema.PERSON, schema.SEAT, schema.MOVE)
_TYPED = (schema.ANSWER.c.answer, schema.SEEN.c.vote, schema.EVENT.c.body, schema.PERSON.c.name, schema.MOVE.c.event)
REWRITTEN = 16 * 2**20
"""Bytes up to which a table is written anew in PostgreSQL."""


def prepare_tables(engine: Engine) -> None:
    """Make the tables where there are none; raise NewerFile where a newer course made them."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two servers that start together must not make the tables twice.
            connection.exec_driver_sql("select pg_advisory_xact_lock(1648041)")
        schema.METADATA.create_all(connection)
        found = connection.execute(sa.select(schema.FILE.c.value).where(schema.FILE.c.key == "version")).scalar()
        if found is None:
            if engine.dialect.name == "postgresql":
                # The planner keeps samples of every column, also of what was deleted since. Nobody searches in texts.
                for column in _TYPED:
                    connection.exec_driver_sql(
                        f"alter table {column.table.name} alter column {column.name} set statistics 0"
                    )
            connection.execute(schema.FILE.insert(), {"key": "version", "value": str(schema.VERSION)})
        elif int(found) > schema.VERSION:
            raise NewerFile(found)
