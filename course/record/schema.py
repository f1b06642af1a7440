"""The shape of the file with a learner's work, and how an older file becomes a newer one."""

import secrets
import sqlite3
from collections.abc import Callable

from .sums import make_table
from .trouble import trouble

# "MdCs": marks the file as a record of this course, so that another program's database is never taken for one.
APPLICATION_ID = 0x4D644373
# Append-only is a promise to the learner; the file keeps it even against our own mistakes.
SURVEYED = "surveyed"
"""The key in `meta` of what the last look through the file found."""
_ONLY_GROWS = "CREATE TRIGGER events_no_{} BEFORE {} ON events BEGIN SELECT RAISE(ABORT, 'the record only grows'); END"
NO_UPDATE = _ONLY_GROWS.format("update", "UPDATE")
_NO_DELETE = _ONLY_GROWS.format("delete", "DELETE")


def _first_shape(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)")
    connection.execute(
        "CREATE TABLE events (id TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, lesson TEXT NOT NULL, "
        "item TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX events_in_order ON events (at, id)")
    connection.execute("CREATE INDEX events_of_item ON events (lesson, item, kind, at, id)")
    connection.execute(NO_UPDATE)
    connection.execute(_NO_DELETE)
    connection.execute("INSERT INTO meta VALUES ('record', ?)", (secrets.token_hex(16),))


# Step n takes a file from version n to n + 1. A step, once published, is never changed. Steps only add to `events`
# and `meta`, because a file on a read-only disk is read as it is, without its missing steps.
MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [_first_shape]


def version_of(connection: sqlite3.Connection) -> int:
    """Return the file's schema version, 0 for an empty file; RecordError if it is newer than we are or not ours."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if version or not empty:
            raise trouble("damaged")
        return 0
    if version > len(MIGRATIONS):
        raise trouble("newer")
    return version


def migrate(connection: sqlite3.Connection, new_id: str = "") -> None:
    """Bring the file to the newest shape. Call it inside a transaction: all steps, or none.

    A record that is made here has the id ``new_id``, if that is given. Sums are no step: see ``sums``.
    """
    version = version_of(connection)
    for step in MIGRATIONS[version:]:
        step(connection)
    if version < len(MIGRATIONS):
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    make_table(connection)
    if version == 0 and new_id:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'record'", (new_id,))
