"""What a learner did in one lab: what they expected, and what they said of a real case."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from course.answers.events import Draft, Entry, LabResponse, Prediction, of_shape, read_events
from course.answers.versions import Version
from course.model.answer import Answer
from course.model.event import Event

Box = Literal["prediction", "text"]
"""Where something is given in a lab: what is expected of the model, and what is said of a real case."""


class LabWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one lab, folded. ``predicted`` is the id of the option that was chosen last, "" for none.

    ``text`` is None before anything was said of a real case; ``unread`` counts the events that could not be read.
    ``predictions`` and ``responses`` are all that were made, ``drafts`` what was put aside, oldest first.
    """

    predicted: str = ""
    text: str | None = None
    at: str = ""
    unread: int = 0
    predictions: tuple[Entry[Prediction], ...] = ()
    responses: tuple[Entry[LabResponse], ...] = ()
    drafts: tuple[Entry[Draft], ...] = ()

    def versions(self, box: Box) -> list[Version]:
        """Return every version of what was given in a box, oldest first."""
        if box == "prediction":
            versions = [
                Version(id=entry.id, at=entry.at, answer=Answer(chosen=entry.body.chosen)) for entry in self.predictions
            ]
        else:
            versions = [
                Version(
                    id=entry.id, at=entry.at, answer=as_answer(entry.body.text), typed=True, over=entry.body.over or ""
                )
                for entry in self.responses
            ]
        versions += [
            Version(id=entry.id, at=entry.at, answer=entry.body.answer, typed=True, aside=True)
            for entry in self.drafts
            if (entry.body.answer.chosen is not None) == (box == "prediction")
        ]
        return sorted(versions, key=lambda version: (version.at, version.id))

    @property
    def is_done(self) -> bool:
        """Return whether something was predicted and something said of a real case."""
        return bool(self.predicted and (self.text or "").strip())


def as_answer(text: str) -> Answer:
    """Return a text as an answer: an empty one is none."""
    return Answer(text=text) if text else Answer()


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
        predictions=predictions,
        responses=responses,
        drafts=of_shape(entries, Draft),
    )
