"""Maps what a learner's record keeps to what a live class is sent: the slide that it answers, and the answer there.

The press of a message is the id of its event. So an answer is one answer however often it is sent, and the class's
file and the learner's own backup are joined without doubling.
"""

from collections.abc import Collection, Iterable

import msgspec

from course.answers.events import Guess, Response, Stand, read_event
from course.model.answer import Answer
from course.model.event import Event

MIDDLE = 3
"""The step in the middle of five: a class is asked for steps 1 to 5, and the record has −2 to 2."""
_CLAIM, _LOOK = "claim/", "look/"


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """An answer on its way to a class: ``slide`` is what it answers there, ``press`` the id of the event."""

    slide: str
    press: str
    answer: Answer


def to_class(event: Event, slides: Collection[str]) -> Sent | None:
    """Return what a class is sent of ``event``; None where it answers none of the ``slides`` that a class is asked."""
    entry = read_event(event)
    match entry.body if entry else None:
        case Response(answer=answer, round=round):
            check, prompt = f"check.{event.item}", f"discuss.{event.item}.{round or 1}"
            slide, given = check if check in slides else prompt, answer
        case Stand(round=round, stand=stand, why=why, sure=sure) if event.item.startswith(_CLAIM):
            slide = f"stand.{event.item.removeprefix(_CLAIM)}.{round}"
            values = {"sure": sure} if sure is not None else None
            given = Answer(value=stand + MIDDLE, why=why, values=values)
        case Guess(answer=answer) if event.item.startswith(_LOOK):
            slide, given = f"look.{event.item.removeprefix(_LOOK)}", _guess(answer)
        case _:
            return None
    if slide not in slides or given.blank:
        return None
    return Sent(slide=slide, press=event.id, answer=given)


def _guess(answer: Answer) -> Answer:
    """Return a guess as a class takes it: cells and steps are sorted there, and anything else is written."""
    placed = answer.placed if answer.placed is not None else answer.values
    if placed is not None:
        kept: dict[str, str | int] = {
            id: str(place) for id, place in placed.items() if isinstance(place, str | int) and str(place).strip()
        }
        return Answer(placed=kept) if kept else Answer()
    said = answer.text if answer.text is not None else answer.value
    return Answer(text=str(said)) if said is not None and str(said).strip() else Answer()


def all_to_class(events: Iterable[Event], since: str, slides: Collection[str]) -> list[Sent]:
    """Return what a class is sent of those ``events`` that were made after the moment ``since``, in their order."""
    found = (to_class(event, slides) for event in events if event.at > since)
    return [sent for sent in found if sent is not None]
