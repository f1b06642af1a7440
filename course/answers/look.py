"""What a learner guessed at one look, while it was being typed and when the look was opened."""

from collections.abc import Iterable

import msgspec

from course.answers.events import Draft, Entry, Guess, of_shape, read_events
from course.answers.versions import Version, current
from course.model.answer import Answer
from course.model.event import Event


class LookWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one look, folded; lists are oldest first. ``unread`` counts what could not be read."""

    guesses: tuple[Entry[Guess], ...] = ()
    drafts: tuple[Entry[Draft], ...] = ()
    unread: int = 0

    @property
    def opened(self) -> Entry[Guess] | None:
        """Return the guess with which the look was opened: the first one, since whoever has seen guesses no more."""
        return self.guesses[0] if self.guesses else None

    @property
    def is_shown(self) -> bool:
        """Return whether the look shows what there is to see."""
        return bool(self.guesses)

    @property
    def answer(self) -> Answer:
        """Return the guess as it stands, opened or still a draft."""
        now = current(self.versions())
        return now.answer if now else Answer()

    @property
    def at(self) -> str:
        """Return when the guess was last saved or drafted, "" if never."""
        now = current(self.versions())
        return now.at if now else ""

    def versions(self) -> list[Version]:
        """Return every version of the guess, oldest first; once the look is open, no other takes the guess's place."""
        opened = self.opened
        guesses = [
            Version(
                id=entry.id,
                at=entry.at,
                answer=entry.body.answer,
                aside=entry is not opened,
                over=entry.body.over or "",
            )
            for entry in self.guesses
        ]
        drafts = [
            Version(
                id=entry.id,
                at=entry.at,
                answer=entry.body.answer,
                typed=True,
                aside=bool(entry.body.aside) or (opened is not None and entry.at > opened.at),
                over=entry.body.over or "",
            )
            for entry in self.drafts
        ]
        return sorted((*guesses, *drafts), key=lambda version: (version.at, version.id))


def look_item(id: str) -> str:
    """Return the item of the record on which everything about the look ``id`` stands."""
    return f"look/{id}"


def read_look(events: Iterable[Event]) -> LookWork:
    """Fold the events on one look, oldest first."""
    entries, unread = read_events(events)
    return LookWork(guesses=of_shape(entries, Guess), drafts=of_shape(entries, Draft), unread=unread)
