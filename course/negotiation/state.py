"""Where a negotiation stands. ``fold`` makes a State from events; nothing else does."""

import msgspec

from course.model.scenario import KnownScenario, Package, Strategy

from .bodies import Question
from .error import NegotiationError
from .event import Event


class Tabled(msgspec.Struct, frozen=True):
    """An offer on the table: a whole package that others may accept, by its event's number."""

    seq: int
    author: str
    package: Package
    round: int


class Draft(msgspec.Struct, frozen=True):
    """A text to criticize, whole or partial. The mediator's are the versions of the single negotiating text."""

    seq: int
    author: str
    version: int
    package: Package


class Signing(msgspec.Struct, frozen=True):
    """An adopted offer, and who has put a name to it. A signature holds for this list of signatories only."""

    offer: Tabled
    asked: tuple[str, ...]
    signed: tuple[str, ...] = ()
    declined: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """How it ended. ``package`` is None when no agreement was reached."""

    agreed: bool
    package: Package | None
    signers: tuple[str, ...]
    round: int


class State(msgspec.Struct, frozen=True):
    """Everything that follows from the events seen. Dicts are replaced, never changed."""

    deadline: int
    round: int = 1
    count: int = 0
    seed: int = 0
    seats: dict[str, Strategy] = {}
    acted: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    offers: dict[int, Tabled] = {}
    accepted: dict[int, tuple[str, ...]] = {}
    refused: dict[int, tuple[str, ...]] = {}
    drafts: tuple[Draft, ...] = ()
    papers: dict[str, Draft] = {}
    votes: dict[str, int] = {}
    questions: dict[int, Event[Question]] = {}
    guarantees: tuple[str, ...] = ()
    signing: Signing | None = None
    ratified: dict[str, bool] = {}
    collapsed: tuple[Package, ...] = ()
    outcome: Outcome | None = None

    @property
    def adopted(self) -> Signing:
        """Return the adopted offer and who has signed it; raise NegotiationError when nothing is up for signing."""
        if self.signing is None:
            raise NegotiationError("No package is up for signing. Adopt an offer first.")
        return self.signing


def initial(scenario: KnownScenario) -> State:
    """Return the state before anything has happened."""
    return State(deadline=scenario.rounds)


def turn(scenario: KnownScenario, state: State) -> str | None:
    """Return whose move it is: the next to sign, or the next in the order of the table; None when it is over."""
    if state.outcome:
        return None
    if state.signing:
        return next((role for role in state.signing.asked if role not in state.signing.signed), None)
    return next((role.id for role in scenario.roles if role.id not in state.acted), None)
