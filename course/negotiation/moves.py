"""What a seat may do, and when. Each builder returns a ``Move``; ``legality`` says what is allowed."""

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from course.model.scenario import Package, Scope

from . import bodies
from .bodies import Answer, Body, Reason, Topic
from .error import NegotiationError

QUESTIONS: tuple[Topic, ...] = get_args(Topic)
SCOPES: tuple[Scope, ...] = get_args(Scope)


class Move(msgspec.Struct, frozen=True):
    """One thing that a seat does. ``to``: the seats that may see it, none for everybody."""

    body: Body
    to: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return the word by which a log names what is done."""
        return bodies.kind_of(self.body)


def offer(package: Package, reason: Reason | None = None) -> Move:
    """Table a whole package in place of one's earlier one. Ends the turn."""
    return Move(bodies.Offer(package=package, reason=reason))


def accept(seq: int, reason: Reason | None = None) -> Move:
    """Say that one could sign the offer of that number. The turn goes on."""
    return Move(bodies.Acceptance(offer=seq, reason=reason))


def reject(seq: int, reason: Reason | None = None, text: str = "") -> Move:
    """Refuse the offer of that number, with a reason. The turn goes on."""
    return Move(bodies.Rejection(offer=seq, reason=reason, text=text))


def end_turn(reason: Reason | None = None) -> Move:
    """Let one's last offer stand and end the turn."""
    return Move(bodies.Pass(reason=reason))


def walkout(reason: Reason | None = None) -> Move:
    """Leave the room: one's offer and acceptances are withdrawn. Ends the turn."""
    return Move(bodies.Walkout(reason=reason))


def come_back() -> Move:
    """Return to the table. Ends the turn."""
    return Move(bodies.Return())


def say(text: str, to: Sequence[str] = ()) -> Move:
    """Make a statement to all, or send a message to some."""
    return Move(bodies.Message(text=text) if to else bodies.Statement(text=text), tuple(to))


def note(role: str, text: str) -> Move:
    """Write a note that only this seat sees."""
    return Move(bodies.Note(text=text), (role,))


def plan(role: str, target: float, walk_away: float, guesses: Mapping[str, Sequence[str]], text: str = "") -> Move:
    """Write down the plan: points hoped for, points below which to leave, others' issues, most wanted first."""
    orders = {other: tuple(order) for other, order in guesses.items()}
    return Move(bodies.Plan(target=target, walk_away=walk_away, guesses=orders, text=text), (role,))


def draft(package: Package, single_text: bool = False) -> Move:
    """Circulate a text to criticize, whole or partial. The mediator's are versions of the single text."""
    return Move(bodies.Draft(package=package, single_text=single_text))


def vote(mediator: str, value: int, issue: str = "") -> Move:
    """Tell the mediator how the single text reads: −2 (never) to +2 (yes), and where it hurts most."""
    return Move(bodies.Vote(vote=value, issue=issue), (mediator,))


def ask(role: str, question: Topic, package: Package | None = None) -> Move:
    """Ask one party in caucus: its 'ranking' of issues, its 'wishes', or whether it 'could_live' with a package."""
    return Move(bodies.Question(question=question, package=package), (role,))


def disclose(mediator: str, question: int | None, about: Topic, answer: Answer, scope: Scope = "mediator_only") -> Move:
    """Answer (or volunteer) in caucus, with what the mediator may do with it. ``answer`` None: declined."""
    return Move(bodies.Disclosure(question=question, about=about, answer=answer, scope=scope), (mediator,))


def share(seq: int, to: Sequence[str] = ()) -> Move:
    """Pass on what a party told in caucus: only what it allowed (``may_share``)."""
    return Move(bodies.Share(disclosure=seq), tuple(to))


def bridge(package: Package, provenance: Sequence[int] = ()) -> Move:
    """Table the mediator's bridging proposal, with the numbers of the events that it rests on."""
    return Move(bodies.Bridge(package=package, provenance=tuple(provenance)))


def guarantee(id: str) -> Move:
    """Give one of the guarantees of the mandate."""
    return Move(bodies.Guarantee(guarantee=id))


def deadline(round: int) -> Move:
    """Announce that the talks end with this round."""
    return Move(bodies.Deadline(round=round))


def sign() -> Move:
    """Put one's name to the adopted package, with the signatories asked."""
    return Move(bodies.Signature())


def decline(reason: Reason | None = None) -> Move:
    """Do not sign after all."""
    return Move(bodies.Decline(reason=reason))


def reveal() -> Move:
    """Open all briefs, when it is over."""
    return Move(bodies.Reveal())


def reflect(role: str, stage: str, text: str) -> Move:
    """Write down what one thinks at a stage of the debrief; only this seat sees it."""
    return Move(bodies.Reflection(stage=stage, text=text), (role,))


def plain(move: Move) -> Move:
    """Return the move with its body as JSON would give it back; raise NegotiationError if JSON cannot hold it."""
    try:
        body = bodies.checked(move.body)
    except (TypeError, ValueError) as error:
        raise NegotiationError(f"This move cannot be stored ({error}). Use text, numbers, lists.") from None
    return Move(body, tuple(move.to))
