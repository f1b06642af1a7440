"""Who came in from which course of the learning platform, as what, and where their grades go: one file of SQLite.

Nothing more of a launch is kept: no name, no address of mail.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from course.hub.volume import digest

_TABLES = """
create table if not exists launch (
    name text not null, subject text not null, context text not null, title text not null, teaches integer not null,
    at text not null, items text not null, scopes text not null, primary key (name, context)
);
create table if not exists nonce (nonce text primary key, until real not null);
"""
BUSY = 10
"""Seconds that a process waits for another one that writes."""


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody came in from a course. ``subject`` is who they are to the platform, ``context`` its id of the course.

    ``items`` is where the course's line items are, and ``scopes`` what the platform lets a tool do with them; empty
    where it offers neither.
    """

    name: str
    subject: str
    context: str
    title: str = ""
    teaches: bool = False
    at: datetime
    items: str = ""
    scopes: tuple[str, ...] = ()


def user_name(issuer: str, subject: str) -> str:
    """Return the hub's name for a person of a platform: small letters and digits, never two persons' one.

    The platform's own id may hold a slash, or differ from another's in capitals alone, which JupyterHub takes for one.
    """
    return f"u{digest(issuer, subject)}"


def group_name(issuer: str, context: str) -> str:
    """Return the hub's group for a course of a platform; its teachers are in ``…-teachers`` too."""
    return f"course-{digest(issuer, context)[:16]}"


class Launches:
    """The file of launches. Several processes may use it at once."""

    def __init__(self, file: Path):
        self.file = file
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        with self._open() as connection:
            connection.executescript(_TABLES)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.file, timeout=BUSY)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def note(self, launch: Launch) -> None:
        """Keep a launch in place of this person's last one from the same course."""
        with self._open() as connection:
            connection.execute(
                "insert or replace into launch values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    launch.name,
                    launch.subject,
                    launch.context,
                    launch.title,
                    launch.teaches,
                    launch.at.astimezone(UTC).isoformat(),
                    launch.items,
                    " ".join(launch.scopes),
                ),
            )

    def of_person(self, name: str, since: datetime) -> list[Launch]:
        """Return from which courses somebody came in since then."""
        return self._read("name = ? and at >= ?", name, since.astimezone(UTC).isoformat())

    def of_course(self, context: str) -> list[Launch]:
        """Return everybody who came in from a course."""
        return self._read("context = ?", context)

    def courses(self) -> dict[str, str]:
        """Return the titles of all courses from which somebody came in, by their ids."""
        with self._open() as connection:
            return dict(connection.execute("select context, title from launch where context != '' order by at"))

    def _read(self, where: str, *values: str) -> list[Launch]:
        with self._open() as connection:
            rows = connection.execute(f"select * from launch where {where} order by name, context", values).fetchall()
        return [
            Launch(
                name=name,
                subject=subject,
                context=context,
                title=title,
                teaches=bool(teaches),
                at=datetime.fromisoformat(at),
                items=items,
                scopes=tuple(scopes.split()),
            )
            for name, subject, context, title, teaches, at, items, scopes in rows
        ]

    def forget(self, name: str) -> int:
        """Delete everything of a person; return from how many courses they had come."""
        with self._open() as connection:
            return connection.execute("delete from launch where (name = ?)", (name,)).rowcount

    def use_nonce(self, nonce: str, now: float, lasts: float) -> bool:
        """Note that a login was used; return False where it was before. It is known for ``lasts`` seconds."""
        with self._open() as connection:
            connection.execute("delete from nonce where (until < ?)", (now,))
            sum_of_it = digest(nonce)
            return bool(
                connection.execute("insert or ignore into nonce values (?, ?)", (sum_of_it, now + lasts)).rowcount
            )


def groups_of(launches: list[Launch], issuer: str, teachers: str) -> list[str]:
    """Return the groups of a person who came in by these launches; ``teachers`` is that of whoever teaches anywhere."""
    groups = set()
    for launch in launches:
        if launch.context:
            group = group_name(issuer, launch.context)
            groups |= {group, f"{group}-teachers", teachers} if launch.teaches else {group}
    return sorted(groups)


def since_days(days: int) -> datetime:
    """Return the moment so many days ago."""
    return datetime.now(UTC) - timedelta(days=days)
