"""One look through the whole file: is it sound, what was altered by a disk, what can this version not read?

At 20,000 events a look takes a quarter of a second, and a class opens a dozen lessons an hour. So what it found is kept
in the file, and for a day only what was written since is looked through; the pages of the file are checked each time.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import compress
from operator import not_

import msgspec

from course.model.event import Reader, read_moment, write_moment

from . import rows, sums
from .schema import SURVEYED
from .sums import SummedRow

MOST_PLACES = 5
_A_DAY = timedelta(days=1)


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
            # A sum is made of every row: that fails where a field is no text.
            sound = [sums.sum_of(row[:6]) == row[6] for row in chunk]
            # What stands as it was saved is JSON for certain: much of it is read at once, and only the rest one by one.
            unread += reader.count_unread([row[3:6] for row in compress(chunk, sound)])
            summed += sum(row[6] is not None for row in chunk)
            for _, _, lesson, item, kind, body, stored in compress(chunk, map(not_, sound)):
                if not reader.can_read(item, kind, body):
                    rows.check_body(body)
                    unread += 1
                if stored is not None:
                    altered += 1
                    places.append((lesson, item))
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


def _start(before: Survey | None) -> tuple[int, int, int, list[tuple[str, str]], int]:
    """Return where to go on: the last row, how many were unread and altered, the places, and how many had a sum."""
    if before is None:
        return -(2**63), 0, 0, [], 0
    return before.last, before.unread, before.altered, list(before.places), 0


def _chunks(connection: sqlite3.Connection, last: int) -> Iterator[list[SummedRow]]:
    """Give the rows after ``last``, in their order and each with its sum, some at a time."""
    cursor = sums.summed_rows(connection, last)
    while chunk := cursor.fetchmany(rows.BODIES_AT_ONCE):
        yield chunk
