"""The time of a class: never backwards, whatever the clock of the computer does."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from course.model.event import read_moment, write_moment

_TICK = timedelta(microseconds=1)


def _now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Gives moments that grow strictly, so that the newest answer is the newest by its time too.

    Where the computer's clock was set back, they go on from the newest at the pace of time (``passed``, in seconds): a
    table's minutes run out all the same. ``last`` is the newest moment that a class's file holds ("" for none).
    """

    def __init__(
        self, last: str = "", now: Callable[[], datetime] = _now, passed: Callable[[], float] = time.monotonic
    ):
        self._now = now
        self._passed = passed
        self._last = read_moment(last) if last else datetime.min.replace(tzinfo=UTC)
        self._since = passed()
        self._lock = threading.Lock()

    def now(self) -> str:
        """Return what the computer's clock says, as events write it."""
        return write_moment(self._now())

    def moment(self) -> str:
        """Return a moment after every earlier one, as events write it."""
        with self._lock:
            passed = self._passed()
            gone, self._since = timedelta(seconds=passed - self._since), passed
            self._last = max(self._now(), self._last + max(gone, _TICK))
            return write_moment(self._last)
