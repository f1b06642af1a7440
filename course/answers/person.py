"""What a learner decided in the place of a person, before or without reading what that person did."""

from collections.abc import Iterable

import msgspec

from course.answers.events import Decision, Entry, ReadOn, of_shape, read_events
from course.answers.versions import Version
from course.model.answer import Answer
from course.model.event import Event


class PersonWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one person, folded. ``unread`` counts what could not be read.

    ``decisions`` are all that were made, oldest first, with those that were put aside. ``read_on`` says that what
    happened was read before anything was decided.
    """

    decisions: tuple[Entry[Decision], ...] = ()
    read_on: bool = False
    at: str = ""
    unread: int = 0

    @property
    def decision(self) -> Entry[Decision] | None:
        """Return the newest decision that stands."""
        return next((entry for entry in reversed(self.decisions) if not entry.body.aside), None)

    @property
    def is_open(self) -> bool:
        """Return whether what happened is shown."""
        return self.read_on or self.decision is not None

    @property
    def is_done(self) -> bool:
        """Return whether something was decided: whoever read on may still do so."""
        return self.decision is not None

    def versions(self) -> list[Version]:
        """Return every version of the decision, oldest first."""
        return [
            Version(
                id=entry.id,
                at=entry.at,
                answer=decided(entry.body),
                aside=bool(entry.body.aside),
                over=entry.body.over or "",
            )
            for entry in self.decisions
        ]


def decided(decision: Decision) -> Answer:
    """Return a decision as an answer."""
    return Answer(chosen=decision.option, why=decision.why)


def person_item(id: str) -> str:
    """Return the item of the record on which everything about the person ``id`` stands."""
    return f"person/{id}"


def read_person(events: Iterable[Event]) -> PersonWork:
    """Fold the events on one person, oldest first."""
    entries, unread = read_events(events)
    decisions = of_shape(entries, Decision)
    read_on = of_shape(entries, ReadOn)
    first = next((entry.id for entry in entries if isinstance(entry.body, Decision | ReadOn)), "")
    return PersonWork(
        decisions=decisions,
        read_on=bool(read_on) and read_on[0].id == first,
        at=entries[-1].at if entries else "",
        unread=unread,
    )
