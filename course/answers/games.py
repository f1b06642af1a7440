"""A negotiation in the learner's record: kept move by move, found again, branched.

Events on the item ``negotiation/<scenario>/<game>``: of kind ``move``, each a plain event of the engine, and of kind
``branch`` (``of``, ``at``), which says that a game begins with the moves of another one, up to that number.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from course.model.scenario import Scenario
from course.negotiation.error import NegotiationError
from course.negotiation.event import Event, marked
from course.negotiation.session import LEARNER, Session
from course.record import Record


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A game as the record has it: ``moves`` are plain events, ``at`` is when the last one was made."""

    id: str
    scenario: str
    lesson: str
    at: str
    moves: tuple[dict[str, Any], ...]

    @property
    def seat(self) -> str:
        """Return the seat that the learner has, "" when the log does not say."""
        seats = self.moves[0].get("body", {}).get("seats", {}) if self.moves else {}
        return next((id for id, seat in seats.items() if seat.get("kind") == LEARNER), "")

    @property
    def over(self) -> bool:
        """Return whether the talks have ended."""
        return any(move.get("kind") == "end" for move in self.moves)


def games(record: Record, scenario: str = "") -> list[Kept]:
    """Return the games in the record, of one scenario if named; the one played last stands last."""
    prefix = f"negotiation/{scenario}/" if scenario else "negotiation/"
    moves: dict[str, list[dict[str, Any]]] = {}
    begun: dict[str, tuple[str, str]] = {}
    origin: dict[str, dict[str, Any]] = {}
    for event in (*record.events(kind="branch"), *record.events(kind="move")):
        if not event.item.startswith(prefix):
            continue
        begun[event.item] = (begun[event.item][0] if event.item in begun else event.lesson, event.at)
        if event.kind == "branch":
            origin[event.item] = dict(event.body)
        else:
            moves.setdefault(event.item, []).append(dict(event.body))
    found = []
    for item, (lesson, at) in begun.items():
        _, name, id = item.split("/", 2)
        log = _joined(item, moves, origin)
        if log:
            found.append(Kept(id=id, scenario=name, lesson=lesson, at=at, moves=tuple(log)))
    return sorted(found, key=lambda kept: kept.at)


def _joined(item: str, moves: dict[str, list], origin: dict[str, dict]) -> list[dict[str, Any]]:
    """Return the moves of a game, those that it shares with the game it branched from first."""
    shared: list[dict[str, Any]] = []
    line, seen = [item], {item}
    while (before := origin.get(line[-1])) is not None:
        parent = line[-1].rsplit("/", 1)[0] + f"/{before.get('of')}"
        if parent in seen:
            break
        line.append(parent)
        seen.add(parent)
    for place in range(len(line) - 1, -1, -1):
        own = moves.get(line[place], [])
        shared = _chain([*shared, *own])
        if place:
            shared = shared[: int(origin[line[place - 1]].get("at", 0)) + 1]
    return shared


def _chain(moves: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one unbroken log. Two copies of a game that went on apart, on two computers, share some numbers."""
    by_number: dict[Any, list[dict[str, Any]]] = {}
    for move in moves:
        by_number.setdefault(move.get("seq"), []).append(move)
    log: list[dict[str, Any]] = []
    while found := by_number.get(len(log)):
        before = log[-1].get("mark", "") if log else ""
        log.append(next((one for one in reversed(found) if _follows(one, before)), found[-1]))
    return log


def _follows(move: dict[str, Any], before: str) -> bool:
    try:
        return marked(msgspec.convert(move, Event), before).mark == move.get("mark")
    except msgspec.ValidationError:
        return False


class Game:
    """A session and how much of it the record has. ``save`` is tried again with the next move if it fails."""

    def __init__(self, record: Record, lesson: str, session: Session, id: str = "", saved: int = 0):
        self.record = record
        self.lesson = lesson
        self.session = session
        self.id = id or secrets.token_hex(6)
        self.saved = saved
        self.origin: dict[str, Any] | None = None

    @classmethod
    def start(cls, record: Record, lesson: str, scenario: Scenario, seat: str) -> "Game":
        """Return a new game; its seed is drawn here and kept in the first event."""
        return cls(record, lesson, Session.open(scenario, seed=secrets.randbelow(1_000_000), learner=seat))

    @classmethod
    def resume(cls, record: Record, lesson: str, scenario: Scenario, kept: Kept) -> tuple["Game", str]:
        """Return a stored game where it stood, and what is wrong with its log ("" when it is sound).

        A damaged log is followed as far as it is sound and goes on from there as a game of its own. Raises
        NegotiationError when nothing of it can be used.
        """
        trouble, moves = "", kept.moves
        try:
            session = Session.from_events(scenario, None, moves)
        except NegotiationError as error:
            if not error.sound:
                raise
            trouble, moves = str(error), moves[: error.sound]
            session = Session.from_events(scenario, None, moves)
        game = cls(record, lesson, session, "" if trouble else kept.id, len(moves))
        if trouble:
            game.origin = {"of": kept.id, "at": len(moves) - 1}
        return game, trouble

    @property
    def item(self) -> str:
        """Return where the moves stand in the record."""
        return f"negotiation/{self.session.scenario.id}/{self.id}"

    @property
    def seat(self) -> str:
        """Return the learner's seat."""
        return next(id for id, seat in self.session.state.seats.items() if seat["kind"] == LEARNER)

    def branch(self, at: int) -> "Game":
        """Return another game that shares the moves up to number ``at``; this one stays as it is."""
        other = Game(self.record, self.lesson, self.session.branch(at), saved=at + 1)
        other.origin = {"of": self.id, "at": at}
        return other

    def save(self) -> None:
        """Write what the record has not yet got; raise RecordError and keep it in mind when that fails."""
        if self.origin is not None:
            self.record.append(self.lesson, self.item, "branch", self.origin, id=self._name("branch"))
            self.origin = None
        new: Sequence[Event] = self.session.events[self.saved :]
        self.record.extend(
            self.lesson, self.item, "move", {self._name(f"{one.seq}/{one.mark}"): one.plain() for one in new}
        )
        self.saved = len(self.session.events)

    def _name(self, what: str) -> str:
        """Return the id of an event: the same for the same move, so that a backup restored twice adds nothing."""
        return hashlib.sha256(f"{self.item}/{what}".encode()).hexdigest()[:32]
