"""A negotiation in progress: takes moves, lets the computer's seats answer, keeps the log.

The session never waits and never prints. Whoever shows it stores ``events`` and can build it again from them.

What computes with numpy is loaded with the first seat that needs it: a page that only shows a table does not pay.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course.model.scenario import Scenario, Strategy

from . import event as log
from .bodies import Body, Opening, Question, Ruling
from .error import NegotiationError
from .event import TABLE, Event, StoredEvent, holds
from .fold import step
from .legality import legal, require
from .moves import Move, plain
from .rules import due
from .state import State, initial, turn
from .view import View

if TYPE_CHECKING:
    from .mind import Mind

LEARNER = "learner"


class Session:
    """One play of a scenario. Make it with ``open``, ``from_events`` or ``branch``.

    ``events``: the log so far. ``state``: its fold. The same seed and the same moves give the same log.
    """

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.events: list[Event[Body]] = []
        self.state: State = initial(scenario)
        self._known = {role.id: scenario.seen_by(role.id) for role in scenario.roles}
        self._seen: dict[str, list[Event[Body]]] = {role.id: [] for role in scenario.roles}
        self._states = {role.id: initial(scenario) for role in scenario.roles}
        self._minds: dict[str, Mind] = {}

    @classmethod
    def open(
        cls,
        scenario: Scenario,
        seed: int,
        learner: str | Sequence[str] | None = None,
        seats: dict[str, Strategy] | None = None,
    ) -> "Session":
        """Return a session at its first move; ``advance`` lets seats that come before the learner begin.

        ``learner``: the seat (or seats) that people play; none for self-play. ``seats``: strategies other than
        the scenario's.
        """
        people = (learner,) if isinstance(learner, str) else tuple(learner or ())
        ids = [role.id for role in scenario.roles]
        for id in [*people, *(seats or {})]:
            if id not in ids:
                raise NegotiationError(f"'{id}' has no seat in {scenario.id}. Choose from {', '.join(ids)}.")
        return cls(scenario)._begin(seed, people, seats or {})

    def again(
        self, seed: int, learner: str | Sequence[str] | None = None, seats: dict[str, Strategy] | None = None
    ) -> "Session":
        """Return another play of the same scenario, as ``open`` does, without working out the values anew."""
        other = Session.open(self.scenario, seed, learner, seats)
        other._minds = self._minds
        return other

    def _begin(self, seed: int, people: tuple[str, ...], seats: dict[str, Strategy]) -> "Session":
        from .seats import draw_temper

        played = {role.id: seats.get(role.id, role.strategy) for role in self.scenario.roles}
        chosen = {
            id: Strategy(kind=LEARNER) if id in people else draw_temper(id, strategy, seed)
            for id, strategy in played.items()
        }
        opening = Opening(
            scenario=self.scenario.id, fingerprint=log.fingerprint(self.scenario), seed=int(seed), seats=chosen
        )
        self._append(TABLE, opening, (TABLE,))
        return self

    @classmethod
    def from_events(
        cls, scenario: Scenario, seed: int | None, events: Iterable[Event[Body] | StoredEvent | Mapping[str, Any]]
    ) -> "Session":
        """Return the session that a stored log describes; every move is checked again.

        Raises NegotiationError for a log that is damaged or belongs to another scenario or seed; its ``sound``
        says how many events are in order, and ``from_events(scenario, seed, events[:sound])`` goes on from there.
        """
        good, wrong = log.read(events)
        session = cls(scenario)
        if good:
            session._recognize(good[0], seed)
        for event in good:
            session._verify(event)
            session._keep(event)
        if wrong or not good:
            raise log.damaged(wrong or "it is empty", len(good))
        return session

    def act(self, role: str, move: Move) -> tuple[Event[Body], ...]:
        """Make a move, let whatever follows happen, and return the new events; raise NegotiationError if illegal.

        The computer's seats move until it is a learner's turn again. An illegal move changes nothing.
        """
        before = len(self.events)
        self._move(role, move)
        self._answer(self.events[-1])
        if self._people(role) and (turn(self.scenario, self.state) != role or due(self.scenario, self.state)):
            started = any(event.kind in _TURNS for event in self.events)
            if started:
                self.advance()
        return tuple(self.events[before:])

    def advance(self) -> tuple[Event[Body], ...]:
        """Let the table and the computer's seats move until a learner must, or it is over; return the events."""
        before = len(self.events)
        while not self.state.outcome:
            follows = due(self.scenario, self.state)
            if follows:
                self._append(*follows)
                continue
            role = turn(self.scenario, self.state)
            if role is None or self._people(role):
                break
            self._play(role)
        return tuple(self.events[before:])

    def legal(self, role: str) -> tuple[str, ...]:
        """Return the kinds of move open to a seat now."""
        return legal(self.scenario, self.state, role)

    @property
    def turn(self) -> str | None:
        """Return whose move it is, or None when it is over."""
        return turn(self.scenario, self.state)

    def view(self, role: str) -> View:
        """Return what a seat knows now."""
        return View(role, self._known[role], tuple(self._seen[role]), self._states[role])

    def mind(self, role: str) -> "Mind":
        """Return what a seat can work out from its own secret (values of packages), kept between moves."""
        from .mind import Mind

        if role not in self._minds:
            self._minds[role] = Mind(self._known[role], role)
        return self._minds[role]

    def branch(self, at: int) -> "Session":
        """Return another session that shares the events up to and with number ``at``: "what if…?"."""
        if not 0 <= at < len(self.events):
            raise NegotiationError(f"There is no move {at}. Branch at one from 0 to {len(self.events) - 1}.")
        other = Session(self.scenario)
        other._minds = self._minds
        for event in self.events[: at + 1]:
            other._keep(event)
        return other

    def copy(self) -> "Session":
        """Return the same play, to try a move on that may not be kept; values worked out are shared."""
        other = Session.__new__(Session)
        other.scenario, other.state, other._known, other._minds = self.scenario, self.state, self._known, self._minds
        other.events, other._states = [*self.events], {**self._states}
        other._seen = {role: [*seen] for role, seen in self._seen.items()}
        return other

    def share(self, other: "Session") -> None:
        """Use the values that another play of the same scenario has worked out."""
        self._minds = other._minds

    def _people(self, role: str) -> bool:
        return self.state.seats[role].kind == LEARNER

    def _play(self, role: str) -> None:
        """Make a computer seat's moves, as long as it is still its turn."""
        from .seats import decide

        for move in decide(self.view(role), self.mind(role), self.state.seats[role], self.state.seed):
            if self.state.outcome or turn(self.scenario, self.state) != role or due(self.scenario, self.state):
                break
            self._move(role, move)
            self._answer(self.events[-1])

    def _answer(self, event: Event[Body]) -> None:
        """Let a computer seat answer, if the event is a question put to it in caucus."""
        if holds(event, Question) and not self._people(event.to[0]):
            from .seats import answer_caucus

            role = event.to[0]
            self._move(role, answer_caucus(self.view(role), self.mind(role), self.state.seats[role], event))

    def _move(self, role: str, move: Move) -> None:
        move = require(self.scenario, self.state, self.events, role, plain(move))
        self._append(role, move.body, move.to)

    def _append(self, actor: str, body: Body, to: tuple[str, ...] = ()) -> None:
        event = Event(seq=len(self.events), round=self.state.round, actor=actor, to=to, body=body)
        self._keep(log.mark(event, self.events[-1].mark if self.events else ""))

    def _keep(self, event: Event[Body]) -> None:
        self.events.append(event)
        self.state = step(self.state, event)
        for role, seen in self._seen.items():
            if event.seen_by(role):
                seen.append(event)
                self._states[role] = step(self._states[role], event)

    def _recognize(self, first: Event[Body], seed: int | None) -> None:
        opening = first.body
        if not isinstance(opening, Opening) or opening.scenario != self.scenario.id:
            raise NegotiationError(
                f"This log is not of {self.scenario.id}. Open it with the scenario that it names.", sound=0
            )
        if opening.fingerprint != log.fingerprint(self.scenario):
            raise NegotiationError(
                f"{self.scenario.id} has changed since this was played. Put the earlier file back, or start anew; "
                "the log is kept.",
                sound=0,
            )
        if opening.seats.keys() != self._known.keys():
            raise log.damaged("move 0 does not name who sits in each seat", 0)
        if seed is not None and seed != opening.seed:
            raise NegotiationError(f"This log was played with seed {opening.seed}, not {seed}. Use that one.", sound=0)

    def _verify(self, event: Event[Body]) -> None:
        """Raise NegotiationError when an event could not have happened here."""
        if event.seq == 0:
            return
        follows = due(self.scenario, self.state)
        if isinstance(event.body, Ruling):
            if event.to or follows != (event.actor, event.body):
                raise log.damaged(f"move {event.seq} does not follow from the rules", event.seq)
            return
        move = Move(event.body, event.to)
        try:
            completed = require(self.scenario, self.state, self.events, event.actor, move)
        except NegotiationError as error:
            raise log.damaged(f"move {event.seq} is not legal ({error})", event.seq) from None
        if completed != move:
            raise log.damaged(f"move {event.seq} does not follow from the rules", event.seq)


_TURNS = {"offer", "pass", "walkout", "return", "accept", "sign", "decline"}
