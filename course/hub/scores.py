"""Grades on their way to a learning platform: a queue in one file of SQLite, which outlives every restart.

There is one row for each learner and lesson of a course: the newest grade. The same grade again changes nothing, and
nothing is sent twice on purpose. Where a program ended between a sending and its note, the same grade goes out once
more with the same moment, which a platform takes for the one that it has.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

State = Literal["due", "sent", "refused"]
LONGEST_WAIT = timedelta(hours=6)
FIRST_WAIT = timedelta(seconds=15)
_TABLES = """
create table if not exists score (
    context text not null, lesson text not null, name text not null, subject text not null, given real not null,
    most real not null, at text not null, state text not null, tries integer not null, due text not null,
    says text not null, primary key (context, lesson, name)
)
"""
_BUSY = 10


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A grade: ``given`` of ``most`` points of the hub's user ``name``, who is ``subject`` to the platform.

    ``at`` is the moment of the grade, later than that of every one before it. ``says`` is why it was refused.
    """

    context: str
    lesson: str
    name: str
    subject: str
    given: float
    most: float
    at: datetime
    state: State = "due"
    tries: int = 0
    due: datetime
    says: str = ""


class Scores:
    """The file of grades. Several processes may use it at once."""

    def __init__(self, file: Path):
        self.file = file
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        with self._open() as connection:
            connection.execute(_TABLES)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.file, timeout=_BUSY, isolation_level=None)
        try:
            connection.execute("begin immediate")
            yield connection
            connection.execute("commit")
        finally:
            # What was not committed is undone.
            connection.close()

    def put(self, context: str, lesson: str, name: str, subject: str, given: float, most: float, now: datetime) -> bool:
        """Keep a grade to be sent; return False where it is the one that was kept last, which stays as it is."""
        with self._open() as connection:
            row = connection.execute(
                "select given, most, at from score where (context, lesson, name) = (?, ?, ?)", (context, lesson, name)
            ).fetchone()
            if row and row[:2] == (given, most):
                return False
            # A clock that was set back must not make the new grade older than the last one.
            at = max(now, datetime.fromisoformat(row[2]) + timedelta(milliseconds=1)) if row else now
            connection.execute(
                "insert or replace into score values (?, ?, ?, ?, ?, ?, ?, 'due', 0, ?, '')",
                (context, lesson, name, subject, given, most, _text(at), _text(now)),
            )
        return True

    def due(self, now: datetime) -> list[Score]:
        """Return what is to be sent now, the longest waiting first."""
        return self._read("state = 'due' and due <= ? order by due, at", _text(now))

    def waiting(self) -> list[Score]:
        """Return everything that is still to be sent."""
        return self._read("state = 'due' order by due, at")

    def of_course(self, context: str) -> dict[tuple[str, str], Score]:
        """Return the newest grade of each lesson and learner of a course, whatever became of it."""
        return {(score.lesson, score.name): score for score in self._read("context = ? order by lesson, name", context)}

    def refused(self, context: str) -> list[Score]:
        """Return what the platform refused in a course."""
        return self._read("state = 'refused' and context = ? order by lesson, name", context)

    def begin(self, score: Score) -> None:
        """Note that a grade is being sent, before it is."""
        self._change(score, "tries = tries + 1")

    def done(self, score: Score) -> None:
        """Note that the platform has it. A newer grade that came meanwhile is still to be sent."""
        self._change(score, "state = 'sent', says = ''")

    def refuse(self, score: Score, says: str) -> None:
        """Note that the platform does not take it, and why: it is not sent again until it is another one."""
        self._change(score, "state = 'refused', says = ?", says)

    def wait(self, score: Score, now: datetime, seconds: float = 0) -> None:
        """Note that it is sent later: each time twice as long, or as long as the platform asks for."""
        pause = min(LONGEST_WAIT, max(FIRST_WAIT * 2 ** min(score.tries, 12), timedelta(seconds=seconds)))
        self._change(score, "due = ?", _text(now + pause))

    def forget(self, name: str) -> int:
        """Delete everything of a person; return how many grades that were."""
        with self._open() as connection:
            return connection.execute("delete from score where (name = ?)", (name,)).rowcount

    def _change(self, score: Score, what: str, *values: str) -> None:
        with self._open() as connection:
            connection.execute(
                f"update score set {what} where (context, lesson, name, at) = (?, ?, ?, ?)",
                (*values, score.context, score.lesson, score.name, _text(score.at)),
            )

    def _read(self, where: str, *values: str) -> list[Score]:
        with self._open() as connection:
            rows = connection.execute(f"select * from score where {where}", values).fetchall()
        return [
            Score(
                context=context,
                lesson=lesson,
                name=name,
                subject=subject,
                given=given,
                most=most,
                at=datetime.fromisoformat(at),
                state=state,
                tries=tries,
                due=datetime.fromisoformat(due),
                says=says,
            )
            for context, lesson, name, subject, given, most, at, state, tries, due, says in rows
        ]


def _text(at: datetime) -> str:
    """Return a moment so that texts stand in the order of moments."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
