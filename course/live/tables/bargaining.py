"""One table of people: the engine's session, made again from its moves, and the chairs that the computer keeps warm.

To the engine every seat is a person's. What a computer plays, in an empty chair or for somebody who is away, is decided
here by the course's own rules, as that seat alone sees the table; so a person can take the chair back at any time.
"""

import contextlib
import functools
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from course.content import scenarios
from course.live.answering import LONGEST_TEXT, clean
from course.live.tables.rows import Made, News, Place, TableRow
from course.model.error import CourseError
from course.model.scenario import Scenario, Strategy
from course.negotiation import moves
from course.negotiation.error import NegotiationError
from course.negotiation.event import Event, StoredEvent
from course.negotiation.legality import ANYTIME
from course.negotiation.requests import Unclear, read_beside, read_move, require_legal
from course.negotiation.session import Session

_PARTY = ("offer", "accept", "reject", "pass", "walkout", "return", "draft", "sign", "decline", "vote", "disclose")
_MEDIATOR = ("bridge", "ask", "share", "guarantee", "deadline")
KINDS = frozenset((*_PARTY, *_MEDIATOR, "say", "note", "plan"))
"""What a page may ask for. Opening the briefs is the teacher's."""
MOST_STEPS = 400
"""Turns that computers may take in a row: more than any scenario has."""


class NotNow(CourseError):
    """A move that comes too late or at the wrong time: ``key`` is its sentence in the words of the tables."""

    def __init__(self, key: str, **values: str):
        super().__init__(key)
        self.key = key
        self.values = values


@functools.cache
def _model(scenario: str) -> Session:
    """Return a play of a scenario whose values all its tables share: they are worked out once."""
    return Session.open(scenarios.scenario(scenario), seed=0)


def open_session(scenario: Scenario, seed: int) -> Session:
    """Return a new play in which every seat is a person's."""
    session = Session.open(scenario, seed, learner=[role.id for role in scenario.roles])
    session.share(_model(scenario.id))
    return session


def to_stored(event: Event[Any]) -> StoredEvent:
    """Return an event as it is kept."""
    return msgspec.convert(event.plain(), StoredEvent)


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A move that was tried: the session after it, what happened, which of it the person did."""

    session: Session
    events: tuple[StoredEvent, ...]
    own: tuple[int, ...] = ()
    kind: str = ""


class Bargain:
    """One table as a server holds it. ``session`` has only what is committed."""

    def __init__(self, row: TableRow, places: Sequence[Place], log: Sequence[Made], news: Sequence[News]):
        self.scenario = scenarios.scenario(row.scenario)
        self.row = row
        self.places = tuple(places)
        self.news = tuple(news)
        self.presses = {made.press for made in log if made.press}
        self.session = Session.from_events(self.scenario, row.seed, [made.event for made in log])
        self.session.share(_model(row.scenario))
        self.folders: dict[str, Markup] = {}
        """The folders that were made, by seat: nothing in one changes while a table plays, and every move asks."""
        self.lines: dict[str, str] = {}
        """The lines of the log that were told, by their event's mark: a move reads the same to all who see it."""

    # --- who sits here ---

    @property
    def people(self) -> tuple[str, ...]:
        """Return who is at this table, observers too."""
        return tuple(dict.fromkeys(place.person for place in self.places if place.person))

    def roles_of(self, person: str) -> tuple[str, ...]:
        """Return the roles that somebody holds, also while the computer plays them."""
        held = {place.role for place in self.places if place.person == person}
        return tuple(role.id for role in self.scenario.roles if role.id in held)

    def speaks(self, person: str, role: str) -> bool:
        """Return whether somebody may act for a role now."""
        return any((place.role, place.person, place.computer) == (role, person, False) for place in self.places)

    @property
    def computers(self) -> dict[str, Strategy]:
        """Return the roles that the computer plays now, with the temper of the day."""
        from course.negotiation.seats import draw_temper

        held = {place.role for place in self.places if place.person and not place.computer}
        return {
            role.id: draw_temper(role.id, role.strategy, self.row.seed)
            for role in self.scenario.roles
            if role.id not in held
        }

    @property
    def waits_for_computer(self) -> bool:
        """Return whether it is the turn of somebody whom the computer plays."""
        return self.row.state == "playing" and self.session.turn in self.computers

    # --- moves ---

    def step(self, role: str) -> int:
        """Return how far the talks are, as a seat sees them: words alone do not count."""
        return sum(event.kind not in ANYTIME for event in self.session.view(role).events)

    def attempt(self, role: str, content: Mapping[str, Any]) -> Trial:
        """Return what a move leads to; raise NotNow, Unclear or NegotiationError where it is none."""
        kind = content.get("kind")
        if kind not in KINDS:
            raise Unclear("unclear")
        content = {**content, "text": clean(str(content.get("text") or ""), LONGEST_TEXT)}
        move = read_move(content, role, self.scenario)
        session = self.session.copy()
        if move.kind not in ANYTIME:
            # A press belongs to the table that its page showed: not to the same turn a round later.
            if content.get("step") != self.step(role):
                raise NotNow("moved-on")
            if session.turn not in (role, None):
                raise NotNow("not-your-turn", name=self.scenario.role(session.turn or role).name)
        before = len(session.events)
        said = read_beside(content, move)
        require_legal(self.scenario, session.state, session.events, role, move)
        if said:
            session.act(role, moves.say(said))
        session.act(role, move)
        own = tuple(event.seq for event in session.events[before : before + 1 + bool(said)])
        if self.row.state == "playing":
            self._play(session)
        return self._trial(session, before, own=own, kind=move.kind)

    def go_on(self) -> Trial | None:
        """Return what the computers do where it is their turn, None where nothing happens."""
        session = self.session.copy()
        before = len(session.events)
        self._play(session)
        return self._trial(session, before) if len(session.events) > before else None

    def _trial(self, session: Session, before: int, own: tuple[int, ...] = (), kind: str = "") -> Trial:
        return Trial(session=session, events=tuple(map(to_stored, session.events[before:])), own=own, kind=kind)

    def _play(self, session: Session) -> None:
        """Let the computers move. One that finds no move must not take a person's move away: the table waits for it."""
        with contextlib.suppress(NegotiationError):
            self._play_on(session)

    def _play_on(self, session: Session) -> None:
        """Let the computers answer what they were asked, and move while it is their turn."""
        computers = self.computers
        if not computers:
            return
        from course.negotiation.seats import decide

        for _ in range(MOST_STEPS):
            self._answer(session, computers)
            role = session.turn
            if role is None or role not in computers:
                return
            before = len(session.events)
            for move in decide(session.view(role), session.mind(role), computers[role], self.row.seed):
                happened = session.act(role, move)
                self._answer(session, computers)
                # Where something followed by the rules, such as an adoption, the seat decides anew.
                if session.turn != role or any(event.actor != role for event in happened):
                    break
            if len(session.events) == before:
                raise NegotiationError(f"The computer finds no move for {role}. Give the seat to a person.")

    def _answer(self, session: Session, computers: Mapping[str, Strategy]) -> None:
        """Let the computers answer what the mediator asked them."""
        from course.negotiation.seats import answer_caucus

        for question in list(session.state.questions.values()):
            asked = question.to[0]
            if asked in computers:
                answer = answer_caucus(session.view(asked), session.mind(asked), computers[asked], question)
                session.act(asked, answer)


def read_says(error: CourseError, words: Mapping[str, Mapping[str, str]]) -> str:
    """Return the sentence for a move that was not taken."""
    if isinstance(error, NotNow):
        return _say_later(error, words["tables"])
    if isinstance(error, Unclear):
        return _say_unclear(error, words["table"])
    return str(error)


def _say_later(error: NotNow, said: Mapping[str, str]) -> str:
    return said[error.key].format(**error.values)


def _say_unclear(error: Unclear, said: Mapping[str, str]) -> str:
    return said[error.key]
