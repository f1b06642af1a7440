"""The opening position of a game in the record: on the item ``negotiation/<scenario>/<game>/position``, by seat.

A game that branched from another one begins with the position of that game.
"""

from collections.abc import Iterable, Mapping

from course.answers.events import Entry, PositionTaken
from course.answers.versions import Version, current
from course.model.answer import Answer
from course.model.position import Position

POSITION = "position"
"""The box of the position, and the end of its item."""


def to_answer(position: Position) -> Answer:
    """Return a position as an answer: its demands as values, what it would give as text."""
    return Answer(values=dict(position.demands) or None, text=position.give or None, why=position.why)


def to_position(answer: Answer) -> Position:
    """Return what an answer says of a position; values that name no option are left out."""
    demands = {issue: option for issue, option in (answer.values or {}).items() if isinstance(option, str) and option}
    return Position(demands=demands, why=answer.why, give=answer.text or "")


def read_position(texts: Mapping[str, list[Version]]) -> Position:
    """Return the position that stands among what was written in a game, an empty one where there is none."""
    now = current(texts.get(POSITION, ()))
    return to_position(now.answer) if now else Position()


def position_versions(entries: Iterable[Entry[PositionTaken]], line: Iterable[str]) -> list[Version]:
    """Return every version of the position of a game; ``line`` are the items of the game and of those before it."""
    items = {f"{item}/{POSITION}" for item in line}
    return [
        Version(
            id=entry.id,
            at=entry.at,
            answer=to_answer(Position(demands=entry.body.demands, why=entry.body.why, give=entry.body.give)),
            # It is kept as it is chosen and typed, and no button is pressed for it.
            typed=True,
            aside=bool(entry.body.aside),
            over=entry.body.over or "",
        )
        for entry in entries
        if entry.item in items
    ]
