"""The time of a class: never backwards, whatever the clock of the computer does."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from course.model.event import read_moment, write_moment

_TICK = timedelta(microseconds=1)


def _now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Gives moments that grow strictly, so that the newest answer is the newest by its time too.

    ``last`` is the newest moment that a class's file holds ("" for none).
    """

    def __init__(self, last: str = "", now: Callable[[], datetime] = _now):
        self._now = now
        self._last = read_moment(last) if last else datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def moment(self) -> str:
        """Return a moment after every earlier one, as events write it."""
        with self._lock:
            self._last = max(self._now(), self._last + _TICK)
            return write_moment(self._last)
