"""What a learner did with one document: what they marked, how they answered its questions, what they miss in it."""

from collections.abc import Iterable, Mapping

import msgspec

from course.answers.events import Entry, Marked, MissingSaid, Replied, of_shape, read_events
from course.answers.versions import Version
from course.model.answer import Answer
from course.model.document import Document
from course.model.event import Event

MISSING = "missing"
"""The box for the line about what is missing."""
_MARK = "mark/"


class DocumentWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one document, folded; lists are oldest first. ``unread`` counts what could not be read.

    ``tries`` are all markings that were checked, ``replies`` the newest answer to each question, by its id, ``lines``
    all that was written about what is missing. Among tries and lines are those that were put aside.
    """

    tries: tuple[Entry[Marked], ...] = ()
    replies: Mapping[str, Entry[Replied]] = {}
    lines: tuple[Entry[MissingSaid], ...] = ()
    at: str = ""
    unread: int = 0

    def checked(self, mark: str) -> tuple[Entry[Marked], ...]:
        """Return the tries of one marking, without those that were put aside."""
        return tuple(entry for entry in self.tries if entry.body.mark == mark and not entry.body.aside)

    @property
    def line(self) -> Entry[MissingSaid] | None:
        """Return what the learner misses, by the newest line."""
        return next((entry for entry in reversed(self.lines) if not entry.body.aside), None)

    @property
    def missing(self) -> str:
        """Return what the learner misses, "" where they said nothing."""
        return self.line.body.text if self.line else ""

    def is_done(self, document: Document) -> bool:
        """Return whether everything was marked and checked, and the line about what is missing written."""
        return all(self.checked(marking.id) for marking in document.marks) and bool(self.missing.strip())

    def versions(self, box: str) -> list[Version]:
        """Return every version of what was marked, or of the line, oldest first."""
        if box == MISSING:
            return [
                Version(
                    id=entry.id,
                    at=entry.at,
                    answer=Answer(text=entry.body.text or None),
                    aside=bool(entry.body.aside),
                    over=entry.body.over or "",
                )
                for entry in self.lines
            ]
        return [
            Version(
                id=entry.id,
                at=entry.at,
                answer=Answer(chosen=entry.body.phrases),
                aside=bool(entry.body.aside),
                over=entry.body.over or "",
            )
            for entry in self.tries
            if entry.body.mark == marked_in(box)
        ]


def mark_box(id: str) -> str:
    """Return the name of the box in which phrases are marked for ``id``."""
    return f"{_MARK}{id}"


def marked_in(box: str) -> str:
    """Return the id of what is marked in a box, "" where it is a box of another kind."""
    return box.removeprefix(_MARK) if box.startswith(_MARK) else ""


def document_item(id: str) -> str:
    """Return the item of the record on which everything about the document ``id`` stands."""
    return f"document/{id}"


def read_document(events: Iterable[Event]) -> DocumentWork:
    """Fold the events on one document, oldest first."""
    entries, unread = read_events(events)
    return DocumentWork(
        tries=of_shape(entries, Marked),
        replies={entry.body.question: entry for entry in of_shape(entries, Replied)},
        lines=of_shape(entries, MissingSaid),
        at=entries[-1].at if entries else "",
        unread=unread,
    )
