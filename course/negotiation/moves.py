"""What a seat may do, and when. Each builder returns a ``Move``; ``legality`` says what is allowed."""

from collections.abc import Sequence
from typing import Any

import msgspec

from course.model.scenario import Package, Scope

from .error import NegotiationError

QUESTIONS = ("ranking", "wishes", "could_live")
SCOPES = ("mediator_only", "may_hint", "may_share")


class Move(msgspec.Struct, frozen=True):
    """One thing that a seat does. ``to``: the seats that may see it, none for everybody."""

    kind: str
    body: dict[str, Any] = {}
    to: tuple[str, ...] = ()


class Reason(msgspec.Struct, frozen=True):
    """Why, as a key of ``negotiation.toml`` and its values (ids of issues, options, roles; numbers)."""

    key: str
    values: dict[str, Any] = {}


def _with(body: dict[str, Any], reason: Reason | None) -> dict[str, Any]:
    return {**body, "reason": msgspec.to_builtins(reason)} if reason else body


def offer(package: Package, reason: Reason | None = None) -> Move:
    """Table a whole package in place of one's earlier one. Ends the turn."""
    return Move("offer", _with({"package": package}, reason))


def accept(seq: int, reason: Reason | None = None) -> Move:
    """Say that one could sign the offer of that number. The turn goes on."""
    return Move("accept", _with({"offer": seq}, reason))


def reject(seq: int, reason: Reason | None = None, text: str = "") -> Move:
    """Refuse the offer of that number, with a reason. The turn goes on."""
    body = _with({"offer": seq}, reason)
    return Move("reject", {**body, "text": text} if text else body)


def end_turn(reason: Reason | None = None) -> Move:
    """Let one's last offer stand and end the turn."""
    return Move("pass", _with({}, reason))


def walkout(reason: Reason | None = None) -> Move:
    """Leave the room: one's offer and acceptances are withdrawn. Ends the turn."""
    return Move("walkout", _with({}, reason))


def come_back() -> Move:
    """Return to the table. Ends the turn."""
    return Move("return")


def say(text: str, to: Sequence[str] = ()) -> Move:
    """Make a statement to all, or send a message to some."""
    return Move("message" if to else "statement", {"text": text}, tuple(to))


def note(role: str, text: str) -> Move:
    """Write a note that only this seat sees."""
    return Move("note", {"text": text}, (role,))


def plan(role: str, target: float, walk_away: float, guesses: dict[str, list[str]], text: str = "") -> Move:
    """Write down the plan: points hoped for, points below which to leave, others' issues, most wanted first."""
    body = {"target": target, "walk_away": walk_away, "guesses": guesses, "text": text}
    return Move("plan", body, (role,))


def draft(package: Package, single_text: bool = False) -> Move:
    """Circulate a text to criticize, whole or partial. The mediator's are versions of the single text."""
    return Move("draft", {"package": package, "single_text": single_text})


def vote(mediator: str, value: int, issue: str = "") -> Move:
    """Tell the mediator how the single text reads: −2 (never) to +2 (yes), and where it hurts most."""
    return Move("vote", {"vote": value, "issue": issue}, (mediator,))


def ask(role: str, question: str, package: Package | None = None) -> Move:
    """Ask one party in caucus: its 'ranking' of issues, its 'wishes', or whether it 'could_live' with a package."""
    return Move("caucus_question", {"question": question, "package": package}, (role,))


def disclose(mediator: str, question: int | None, about: str, answer: Any, scope: Scope = "mediator_only") -> Move:
    """Answer (or volunteer) in caucus, with what the mediator may do with it. ``answer`` None: declined."""
    body = {"question": question, "about": about, "answer": answer, "scope": scope}
    return Move("disclose", body, (mediator,))


def share(seq: int, to: Sequence[str] = ()) -> Move:
    """Pass on what a party told in caucus: only what it allowed (``may_share``)."""
    return Move("share", {"disclosure": seq}, tuple(to))


def bridge(package: Package, provenance: Sequence[int] = ()) -> Move:
    """Table the mediator's bridging proposal, with the numbers of the events that it rests on."""
    return Move("bridge", {"package": package, "provenance": list(provenance)})


def guarantee(id: str) -> Move:
    """Give one of the guarantees of the mandate."""
    return Move("guarantee", {"guarantee": id})


def deadline(round: int) -> Move:
    """Announce that the talks end with this round."""
    return Move("deadline", {"round": round})


def sign() -> Move:
    """Put one's name to the adopted package, with the signatories asked."""
    return Move("sign")


def decline(reason: Reason | None = None) -> Move:
    """Do not sign after all."""
    return Move("decline", _with({}, reason))


def reveal() -> Move:
    """Open all briefs, when it is over."""
    return Move("reveal")


def reflect(role: str, stage: str, text: str) -> Move:
    """Write down what one thinks at a stage of the debrief; only this seat sees it."""
    return Move("reflection", {"stage": stage, "text": text}, (role,))


def plain(move: Move) -> Move:
    """Return the move with its body as JSON would give it back; raise NegotiationError if JSON cannot hold it."""
    try:
        body = msgspec.json.decode(msgspec.json.encode(move.body))
    except (TypeError, ValueError) as error:
        raise NegotiationError(f"This move cannot be stored ({error}). Use text, numbers, lists.") from None
    return Move(move.kind, body, tuple(move.to))
