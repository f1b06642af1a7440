"""What a learner did in one lab: what they expected, and what they said of a real case."""

from collections.abc import Iterable

import msgspec

from course.answers.events import LabResponse, Prediction, of_shape, read_events
from course.model.event import Event


class LabWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one lab, folded. ``predicted`` is the id of the option that was chosen last, "" for none.

    ``text`` is None before anything was said of a real case; ``unread`` counts the events that could not be read.
    """

    predicted: str = ""
    text: str | None = None
    at: str = ""
    unread: int = 0

    @property
    def is_done(self) -> bool:
        """Return whether something was predicted and something said of a real case."""
        return bool(self.predicted and (self.text or "").strip())


def lab_item(name: str) -> str:
    """Return the item of the record on which everything about the lab ``name`` stands."""
    return f"lab/{name}"


def read_lab(events: Iterable[Event]) -> LabWork:
    """Fold the events on one lab, oldest first."""
    entries, unread = read_events(events)
    predictions, responses = of_shape(entries, Prediction), of_shape(entries, LabResponse)
    return LabWork(
        predicted=predictions[-1].body.chosen if predictions else "",
        text=responses[-1].body.text if responses else None,
        at=max((entry.at for entry in (*predictions[-1:], *responses[-1:])), default=""),
        unread=unread,
    )
