"""A check sum beside every event, so that a disk that turns one bit of an answer is noticed.

SQLite looks after its own structure and not after what stands in the rows. The sums lie in a table of their own, which
version 0.1.0 neither reads nor writes: an event without a sum is one that it wrote, and is taken as it is.
"""

import hashlib
import sqlite3
from collections.abc import Iterable

_TABLE = "CREATE TABLE IF NOT EXISTS sums (id TEXT PRIMARY KEY NOT NULL, sum BLOB NOT NULL) WITHOUT ROWID"
_LENGTH = 16  # bytes; a disk, unlike a person, does not look for two texts of the same sum

Row = tuple[str, str, str, str, str, str]
SummedRow = tuple[str, str, str, str, str, str, bytes | None]
"""A row and its sum; None where it has none."""


def make_table(connection: sqlite3.Connection) -> None:
    """Make the table if it is not there. It is no step of the schema: files with and without it are of one version."""
    connection.execute(_TABLE)


def has_table(connection: sqlite3.Connection) -> bool:
    """Return whether any version that keeps sums has written to this file."""
    row = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'sums'").fetchone()
    return bool(row == (1,))


def sum_of(row: Row) -> bytes:
    """Return the sum of an event as it stands in the file: id, at, lesson, item, kind, and the body as JSON."""
    return hashlib.sha256("\n".join(row).encode(errors="surrogatepass")).digest()[:_LENGTH]


def keep(connection: sqlite3.Connection, sums: Iterable[tuple[str, bytes]]) -> None:
    """Keep the sums of events that are being written."""
    connection.executemany("INSERT OR REPLACE INTO sums VALUES (?, ?)", sums)


def read_sum(connection: sqlite3.Connection, id: str) -> bytes | None:
    """Return the sum of the event of that id, or None where there is none."""
    row = connection.execute("SELECT sum FROM sums WHERE id = ?", (id,)).fetchone()
    return bytes(row[0]) if row and isinstance(row[0], bytes) else None


def summed_rows(connection: sqlite3.Connection, last: int) -> sqlite3.Cursor:
    """Return a cursor over the rows after the row ``last``, in their order, each a ``SummedRow``."""
    stored, table = ("sum", "LEFT JOIN sums USING (id)") if has_table(connection) else ("NULL", "")
    return connection.execute(
        f"SELECT events.id, at, lesson, item, kind, body, {stored} FROM events {table} "
        "WHERE events.rowid > ? ORDER BY events.rowid",
        (last,),
    )


def count(connection: sqlite3.Connection) -> int:
    """Return how many events have a sum."""
    return int(connection.execute("SELECT count(*) FROM sums").fetchone()[0]) if has_table(connection) else 0
