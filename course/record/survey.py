"""One look through the whole file: is it sound, what was altered by a disk, what can this version not read?

At 20,000 events a look takes a quarter of a second, and a class opens a dozen lessons an hour. So what it found is kept
in the file, and for a day only what was written since is looked through; the pages of the file are checked each time.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from course.model.event import Reader, read_moment, write_moment

from . import rows, sums
from .schema import SURVEYED
from .sums import Row

MOST_PLACES = 5
_A_DAY = timedelta(days=1)
# So much is looked through at once; the longest bodies are two to that.
_LETTERS_AT_ONCE = 8_000_000


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What was found at the time ``at`` in all events up to the row ``last``.

    ``unread`` events this version cannot read. ``altered`` events no longer read as they were saved: a disk did that,
    nobody else; ``places`` are lesson and item of the first of them, "" and "" where one cannot be found at all.
    """

    at: str
    last: int = 0
    shapes: str = ""
    unread: int = 0
    altered: int = 0
    places: tuple[tuple[str, str], ...] = ()


def read_survey(connection: sqlite3.Connection, now: datetime) -> Survey | None:
    """Return what was found less than a day ago, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (SURVEYED,)).fetchone()
    try:
        survey = msgspec.json.decode(row[0], type=Survey) if row else None
        fresh = survey is not None and timedelta() <= now - read_moment(survey.at) < _A_DAY
    except (TypeError, ValueError):
        return None
    return survey if fresh else None


def keep_survey(connection: sqlite3.Connection, survey: Survey) -> None:
    """Keep what was found for the next opening."""
    connection.execute("REPLACE INTO meta VALUES (?, ?)", (SURVEYED, msgspec.json.encode(survey).decode()))


def make_survey(connection: sqlite3.Connection, reader: Reader, now: datetime, before: Survey | None = None) -> Survey:
    """Look through the file, or through what was written since ``before``; raise the error "damaged" if it is."""
    if before is not None and before.shapes != reader.shapes:
        before = None
    rows.check_pages(connection, thoroughly=before is None)
    last, unread, altered, places, summed = _start(before)
    with rows.as_damage():
        for chunk in _chunks(connection, last):
            stored = sums.read_sums(connection, [row[0] for row in chunk])
            summed += len(stored)
            for row in chunk:
                if not reader.can_read(row[3], row[4], row[5]):
                    rows.check_body(row[5])
                    unread += 1
                if sums.sum_of(row) != stored.get(row[0], _NO_SUM) and row[0] in stored:
                    altered += 1
                    places.append((row[2], row[3]))
        last = rows.last_place(connection)
        lost = sums.count(connection) - summed if before is None else 0
    # Its event has another id now, or is lost.
    places += [("", "")] * min(lost, MOST_PLACES)
    return Survey(
        at=before.at if before else write_moment(now),
        last=last,
        shapes=reader.shapes,
        unread=unread,
        altered=altered + lost,
        places=tuple(places[:MOST_PLACES]),
    )


_NO_SUM = b""


def _start(before: Survey | None) -> tuple[int, int, int, list[tuple[str, str]], int]:
    """Return where to go on: the last row, how many were unread and altered, the places, and how many had a sum."""
    if before is None:
        return -(2**63), 0, 0, [], 0
    return before.last, before.unread, before.altered, list(before.places), 0


def _chunks(connection: sqlite3.Connection, last: int) -> Iterator[list[Row]]:
    """Give the rows after ``last``, in their order, some at a time."""
    chunk: list[Row] = []
    letters = 0
    for row in connection.execute(f"SELECT {rows.FIELDS} FROM events WHERE rowid > ? ORDER BY rowid", (last,)):
        chunk.append(row)
        letters += len(row[5])
        if len(chunk) == rows.AT_ONCE or letters > _LETTERS_AT_ONCE:
            yield chunk
            chunk, letters = [], 0
    if chunk:
        yield chunk
