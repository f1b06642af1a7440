"""What a class has seen of its answers, so that the next picture tells nobody's own answer.

Who looks at two pictures of one question and knows who changed an answer between them knows that answer. So where bars
were shown once, new ones come only when as many changed as make a picture at all; else the earlier picture stands.
"""

from collections.abc import Collection, Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from course.live.schema import ANSWER, SEEN, SLIDE
from course.model.answer import Answer

FEWEST = 5
"""Of fewer answers no distribution is shown: somebody would be known by it."""

Votes = Mapping[str, str]
"""What everybody answered, by person, as JSON without what was written beside it. "" of whom nothing is kept."""


def vote_of(answer: Answer) -> Answer:
    """Return an answer without what was written beside it."""
    return msgspec.structs.replace(answer, why="", values=None, chosen=answer.choices or None)


def write_vote(answer: Answer) -> str:
    """Return a vote as it is kept: the same text for the same vote."""
    return msgspec.json.encode(vote_of(answer), order="sorted").decode()


def changes(before: Votes, now: Votes) -> int:
    """Return how many answered otherwise than ``before``, for the first time, or had their part deleted since."""
    return sum(before.get(person) != now.get(person) for person in {*before, *now})


def votes_in(connection: Connection, room: str, slide: str) -> dict[str, str]:
    """Return what everybody answers now."""
    query = sa.select(ANSWER.c.person, ANSWER.c.answer).where(ANSWER.c.room == room, ANSWER.c.slide == slide)
    given = {person: msgspec.json.decode(answer, type=Answer) for person, answer in connection.execute(query)}
    # What was written has no bars, and is kept once.
    return {person: write_vote(answer) for person, answer in given.items() if answer.text is None}


def seen_in(connection: Connection, room: str, slide: str) -> dict[str, str]:
    """Return what everybody had answered when the class last saw it as bars, {} where it never did."""
    query = sa.select(SEEN.c.person, SEEN.c.vote).where(SEEN.c.room == room, SEEN.c.slide == slide)
    return {row.person: row.vote for row in connection.execute(query)}


def all_seen(connection: Connection, room: str) -> dict[str, dict[str, str]]:
    """Return the same for every question of a class that it saw as bars."""
    found: dict[str, dict[str, str]] = {}
    for slide, person, vote in connection.execute(
        sa.select(SEEN.c.slide, SEEN.c.person, SEEN.c.vote).where(SEEN.c.room == room)
    ):
        found.setdefault(slide, {})[person] = vote
    return found


def note(connection: Connection, room: str, slides: Collection[str]) -> None:
    """Note what the class sees from now on, after ``slides`` were opened, closed or shown."""
    touched = {*slides, *(f"{slide[:-2]}.1" for slide in slides if slide.endswith(".2"))}
    rows = sa.select(SLIDE.c.slide, SLIDE.c.state, SLIDE.c.shown).where(SLIDE.c.room == room)
    states = {slide: (state, bool(shown)) for slide, state, shown in connection.execute(rows)}
    for slide in sorted(touched & states.keys()):
        state, shown = states[slide]
        # The first vote stands beside the second, whenever that is shown.
        second = states.get(f"{slide[:-2]}.2", ("", False)) if slide.endswith(".1") else ("", False)
        if state == "closed" and (shown or second[1]):
            now, before = votes_in(connection, room, slide), seen_in(connection, room, slide)
            if len(now) >= FEWEST and (not before or changes(before, now) >= FEWEST):
                connection.execute(SEEN.delete().where(SEEN.c.room == room, SEEN.c.slide == slide))
                kept = [{"room": room, "slide": slide, "person": who, "vote": vote} for who, vote in now.items()]
                connection.execute(SEEN.insert(), kept)


def forget(connection: Connection, room: str, person: str) -> None:
    """Forget what somebody had answered; only that they are no longer in the picture stays."""
    connection.execute(SEEN.update().where(SEEN.c.room == room, SEEN.c.person == person).values(vote=""))
