"""What a learner chose in the concept test: drafts as they were chosen, and what was handed in, which stays."""

from collections.abc import Iterable, Mapping

import msgspec

from course.answers.events import Chosen, Entry, of_shape, read_events
from course.model.concept import Concept, Sitting
from course.model.event import Event

CONCEPTS = "concepts/"
"""What every item of the record begins with on which a sitting of the concept test stands."""


class ConceptWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one sitting, folded.

    ``chosen`` is by item: what was handed in, or before that the newest choice. ``based`` is the event from which each
    choice comes. ``handed`` is the first event that handed anything in: what comes after it changes nothing. ``at`` is
    when the learner last did something that counts, ``unread`` counts the events that could not be read.
    """

    chosen: Mapping[str, str] = {}
    based: Mapping[str, str] = {}
    handed: Entry[Chosen] | None = None
    at: str = ""
    unread: int = 0

    def right(self, items: Iterable[Concept]) -> int:
        """Return how many of ``items`` were answered rightly; "I do not know" and no answer are not right."""
        return sum(self.chosen.get(item.id) == item.right for item in items)


def concepts_item(sitting: Sitting) -> str:
    """Return the item of the record on which a sitting stands."""
    return f"{CONCEPTS}{sitting}"


def read_concepts(events: Iterable[Event]) -> ConceptWork:
    """Fold the events on one sitting, oldest first."""
    entries, unread = read_events(events)
    chosen: dict[str, str] = {}
    based: dict[str, str] = {}
    at = ""
    for entry in of_shape(entries, Chosen):
        at = entry.at
        if entry.body.handed and entry.body.chosen:
            based = dict.fromkeys(entry.body.chosen, entry.id)
            return ConceptWork(chosen=entry.body.chosen, based=based, handed=entry, at=at, unread=unread)
        chosen.update(entry.body.chosen)
        based.update(dict.fromkeys(entry.body.chosen, entry.id))
    return ConceptWork(chosen=chosen, based=based, at=at, unread=unread)


def read_sittings(events: Iterable[Event]) -> dict[str, ConceptWork]:
    """Fold the events on all sittings, by the sitting; events on other items are left out."""
    by_sitting: dict[str, list[Event]] = {}
    for event in events:
        if event.item.startswith(CONCEPTS):
            by_sitting.setdefault(event.item.removeprefix(CONCEPTS), []).append(event)
    return {sitting: read_concepts(entries) for sitting, entries in by_sitting.items()}
