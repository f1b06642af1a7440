"""The lines that a learner drew for a boundary: one before the judgment was read, perhaps another one after it."""

from collections.abc import Iterable

import msgspec

from course.answers.events import Drawn, Entry, of_shape, read_events
from course.answers.versions import Version
from course.model.answer import Answer
from course.model.boundary import Place, write_line
from course.model.event import Event
from course.model.map import Point


class BoundaryWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one boundary, folded. ``unread`` counts what could not be read.

    ``drawn`` are all lines that were saved, oldest first, with those that were put aside.
    """

    drawn: tuple[Entry[Drawn], ...] = ()
    at: str = ""
    unread: int = 0

    def entry(self, line: Place) -> Entry[Drawn] | None:
        """Return the newest that stands of the first lines, or of the second ones."""
        of_line = (entry for entry in reversed(self.drawn) if entry.body.line == line and not entry.body.aside)
        return next(of_line, None)

    @property
    def lines(self) -> dict[Place, tuple[Point, ...]]:
        """Return the lines that stand: none, the first, or both."""
        places: tuple[Place, ...] = ("first", "second")
        return {line: entry.body.points for line in places if (entry := self.entry(line))}

    @property
    def is_done(self) -> bool:
        """Return whether a line was drawn."""
        return self.entry("first") is not None

    def versions(self, line: Place) -> list[Version]:
        """Return every version of one of the two lines, oldest first."""
        return [
            Version(
                id=entry.id,
                at=entry.at,
                answer=as_answer(entry.body),
                aside=bool(entry.body.aside),
                over=entry.body.over or "",
            )
            for entry in self.drawn
            if entry.body.line == line
        ]


def as_answer(drawn: Drawn) -> Answer:
    """Return a line with its reason as an answer."""
    return Answer(chosen=write_line(drawn.points), why=drawn.why)


def boundary_item(id: str) -> str:
    """Return the item of the record on which everything about the boundary ``id`` stands."""
    return f"boundary/{id}"


def read_boundary(events: Iterable[Event]) -> BoundaryWork:
    """Fold the events on one boundary, oldest first."""
    entries, unread = read_events(events)
    return BoundaryWork(drawn=of_shape(entries, Drawn), at=entries[-1].at if entries else "", unread=unread)
