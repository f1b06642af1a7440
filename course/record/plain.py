"""Whether an event that came out of JSON is fit to be kept: what ``clean_event`` says, at once for many."""

import re

from course.model.event import DEEPEST_BODY, Event, clean_event, read_moment

_ID = re.compile(r"[0-9a-f]{32}")
_MOMENT = re.compile(r"[0-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_MOST_LABELS = 10_000


class Sieve:
    """Checks one event after another. Lesson, item and kind repeat, so each is looked at closely only once."""

    def __init__(self) -> None:
        self._labels: set[tuple[str, str, str]] = set()

    def checked(self, event: Event) -> Event:
        """Return ``event`` with a clean body; ValueError says which field is wrong. The body has come out of JSON."""
        labels = (event.lesson, event.item, event.kind)
        if (
            labels in self._labels
            and _ID.fullmatch(event.id)
            and _MOMENT.fullmatch(event.at)
            and _is_plain(event.body, DEEPEST_BODY)
        ):
            read_moment(event.at)
            return event
        event = clean_event(event)
        if len(self._labels) < _MOST_LABELS:
            self._labels.add(labels)
        return event


def _is_plain(value: object, deeper: int) -> bool:
    """Return whether a dict or list out of JSON may stay as it is; False means only: look closely."""
    if deeper < 0:
        return False
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        kind = type(part)
        if kind is str or kind is float or kind is bool or part is None:
            continue
        if kind is int:
            if not -(2**63) <= part < 2**63:
                return False
        elif not _is_plain(part, deeper - 1):
            return False
    return isinstance(value, dict | list)
