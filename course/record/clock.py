"""The clock of a record: what a learner does last is last, whatever date a computer or a file has shown before.

New events are dated after every event that is there, so that a clock that was set back, or a backup from a computer
whose clock runs ahead, changes no order. A date in the very last days that an event can bear would leave no room for
that: version 0.1.0 dated every later answer in the year 9000, which no backup can hold. So what lies on the last day or
beyond is read two days earlier. The order stays, nothing is dropped, and the days that this leaves free hold
more answers than a disk.
"""

import re
import sqlite3
from datetime import timedelta

from course.model.event import read_moment, write_moment

LAST_DAY = "8999-12-31"
_TICK = timedelta(microseconds=1)
_TWO_DAYS = timedelta(days=2)
_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)


def within_days(at: str) -> str:
    """Return ``at``, or two days before it where it lies on the last day or beyond."""
    if at < LAST_DAY or not _SHAPE.fullmatch(at):
        return at
    try:
        return write_moment(read_moment(at) - _TWO_DAYS)
    except ValueError:
        return at  # no day at all: such an event is kept as it is and told


def next_moment(connection: sqlite3.Connection, now: str) -> str:
    """Return ``now``, or one microsecond after the last event if the clock stands before that."""
    last = max(_last_moments(connection), default="")
    return now if now > last else write_moment(read_moment(last) + _TICK)


def _last_moments(connection: sqlite3.Connection) -> list[str]:
    """Return the last moment before the last day, and every moment from then on; what is no moment is passed over."""
    before = "SELECT at FROM events WHERE at < ? ORDER BY at DESC"
    last = next((at for (at,) in connection.execute(before, (LAST_DAY,)) if _is_moment(at)), None)
    beyond = connection.execute("SELECT at FROM events WHERE at >= ?", (LAST_DAY,))
    moments = [within_days(at) for (at,) in beyond if isinstance(at, str)]
    return [at for at in (last, *moments) if at and at < LAST_DAY and _is_moment(at)]


def _is_moment(at: object) -> bool:
    try:
        return isinstance(at, str) and _SHAPE.fullmatch(at) is not None and read_moment(at) is not None
    except ValueError:
        return False
