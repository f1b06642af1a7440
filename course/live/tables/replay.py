"""A game at a table of people as one seat saw it, in the form in which a learner's own notebook replays a game.

What a seat could not see is left out, and what is left is numbered anew: so it is a whole log again, that the engine
checks. Names are in no log, and what one seat told another in confidence stays with those two.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from course.content import scenarios
from course.live.schema import MOVE
from course.live.tables.rows import TableRow, log_of, places_at, tables_of
from course.model.event import Event
from course.model.scenario import Scenario
from course.negotiation.error import NegotiationError
from course.negotiation.event import StoredEvent, mark_of
from course.negotiation.session import LEARNER, Session

ITEM = "negotiation/"
"""Where a notebook has its games (``course.answers.games``)."""
NUMBERS = ("offer", "disclosure", "question")
"""What in a move is the number of another one."""


def replays(connection: Connection, room: str, lesson: str, person: str) -> list[Event]:
    """Return the games of somebody in a class that have come to their end, once the teacher has opened the briefs.

    Before that the notebook's debrief would open them.
    """
    found: list[Event] = []
    for row in tables_of(connection, room):
        if row.state == "over" and row.released == "all":
            roles = {place.role for place in places_at(connection, room, row.table) if place.person == person}
            for role in sorted(roles - {""}):
                found += _game(connection, room, lesson, row, role)
    return found


def _game(connection: Connection, room: str, lesson: str, row: TableRow, role: str) -> Iterator[Event]:
    log = [made.event for made in log_of(connection, room, row.table)]
    moments = sa.select(MOVE.c.seq, MOVE.c.at).where(MOVE.c.room == room, MOVE.c.table == row.table)
    at = {moment.seq: moment.at for moment in connection.execute(moments)}
    game = f"{room[:12]}-{row.table}-{role}"
    for old, event in as_seen(scenarios.scenario(row.scenario), log, role):
        name = f"{room}/{row.table}/{role}/{event.seq}"
        yield Event(
            id=hashlib.sha256(name.encode()).hexdigest()[:32],
            at=at[old],
            lesson=lesson,
            item=f"{ITEM}{row.scenario}/{game}",
            kind="move",
            body=msgspec.to_builtins(event),
        )


def as_seen(scenario: Scenario, log: Sequence[StoredEvent], role: str) -> list[tuple[int, StoredEvent]]:
    """Return the log of a play as ``role`` saw it, each move with the number that it had; [] where it had no end.

    A mediator heard in caucus what belongs to others; so it is left out, and with it the game where it cannot go on
    without, as when a confidence was passed on.
    """
    party = scenario.role(role).kind == "party"
    numbers: dict[int, int] = {}
    seen: list[tuple[int, StoredEvent]] = []
    before = ""
    for event in log:
        mine = event.actor == role or (party and role in event.to)
        if event.seq and event.to and not mine:
            continue
        numbers[event.seq] = len(seen)
        kept = msgspec.structs.replace(event, seq=len(seen), body=_body(event, numbers, role))
        before = mark_of(kept, before)
        seen.append((event.seq, msgspec.structs.replace(kept, mark=before)))
    try:
        session = Session.from_events(scenario, None, [event for _, event in seen])
    except NegotiationError:
        return []
    return seen if session.state.outcome else []


def _body(event: StoredEvent, numbers: dict[int, int], role: str) -> dict[str, Any]:
    """Return a move's body with the numbers that others have now; the opening names the own seat first."""
    body = dict(event.body)
    for key in NUMBERS:
        if isinstance(number := body.get(key), int):
            body[key] = numbers.get(number, number)
    if event.kind == "open":
        own = {"kind": LEARNER}
        body["seats"] = {role: body["seats"].get(role, own), **body["seats"]}
    return body
