"""Which moves are allowed now, and what to say when one is not."""

from collections.abc import Callable, Sequence
from typing import Any

from course.model.scenario import Guarantee, Package, Scenario

from .error import NegotiationError
from .event import Event
from .moves import QUESTIONS, SCOPES, Move
from .package import require_package
from .state import State, turn

LONGEST = 4000
"""Characters of free text in one move."""

ANYTIME = ("plan", "note", "statement", "message", "disclose", "vote", "reveal", "reflection")
"""Moves that need no turn."""


def legal(scenario: Scenario, state: State, role: str) -> tuple[str, ...]:
    """Return the kinds of move open to a seat now."""
    if state.outcome:
        return ("note", "reveal", "reflection")
    party = scenario.role(role).kind == "party"
    kinds = ["note", "statement", "message"]
    if state.round == 1 and role not in state.acted:
        kinds.append("plan")
    if party and scenario.mediator:
        kinds.append("disclose")
        if state.drafts and role not in state.votes:
            kinds.append("vote")
    if turn(scenario, state) != role:
        return tuple(kinds)
    if state.signing:
        return (*kinds, "sign", "decline")
    if role in state.away:
        return (*kinds, "return", "pass")
    if not party:
        tools = ["caucus_question", "share", "draft", "bridge", "pass"]
        tools += ["guarantee"] if len(state.guarantees) < len(_guarantees(scenario)) else []
        return (*kinds, *tools, *(["deadline"] if state.round < state.deadline else []))
    others = [o for o in state.offers.values() if o.author != role]
    kinds += ["offer", "pass", "walkout", "draft"]
    kinds += ["accept"] if any(role not in state.accepted.get(o.seq, ()) for o in others) else []
    kinds += ["reject"] if any(role not in state.refused.get(o.seq, ()) for o in others) else []
    return tuple(kinds)


def require(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> Move:
    """Return the move, completed and in plain data; raise NegotiationError with the remedy when it is illegal."""
    if role not in {r.id for r in scenario.roles}:
        names = ", ".join(r.id for r in scenario.roles)
        raise NegotiationError(f"'{role}' has no seat here. Use one of {names}.")
    allowed = legal(scenario, state, role)
    if move.kind not in allowed:
        raise NegotiationError(_refusal(scenario, state, role, move.kind, allowed))
    seats = {r.id for r in scenario.roles}
    for other in move.to:
        if other not in seats:
            raise NegotiationError(f"'{other}' has no seat here. Address one of {', '.join(sorted(seats))}.")
    text = move.body.get("text", "")
    if len(text) > LONGEST:
        raise NegotiationError(f"The text has {len(text)} characters; {LONGEST} is the most. Shorten it.")
    check = _CHECKS.get(move.kind)
    return (check(scenario, state, events, role, move) if check else None) or move


def _refusal(scenario: Scenario, state: State, role: str, kind: str, allowed: tuple[str, ...]) -> str:
    if state.outcome:
        return "The negotiation is over. Open the debrief, or branch at an earlier move."
    now = turn(scenario, state)
    if now != role and kind not in ANYTIME:
        return f"It is the turn of {now}, not of {role}. Wait for your turn; messages and notes are always open."
    return f"'{kind}' is not possible for {role} now. Choose from {', '.join(allowed)}."


def _guarantees(scenario: Scenario) -> tuple[Guarantee, ...]:
    return scenario.mandate.guarantees if scenario.mandate else ()


def _mediator(scenario: Scenario) -> str:
    return scenario.mediator.id if scenario.mediator else ""


def _within_instructions(scenario: Scenario, role: str, package: Package) -> None:
    secret = scenario.role(role).secret
    for line in secret.red_lines if secret else ():
        if line.hard and package.get(line.issue) in line.options:
            issue = scenario.issue(line.issue)
            raise NegotiationError(
                f"Your instructions forbid this on {issue.label}. Choose another option there: {line.reason}"
            )


def _offer(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    require_package(scenario, move.body.get("package"), whole=True)
    _within_instructions(scenario, role, move.body["package"])


def _answer(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    offer = state.offers.get(move.body.get("offer", -1))
    if offer is None or offer.author == role:
        live = ", ".join(str(o.seq) for o in state.offers.values() if o.author != role)
        raise NegotiationError(f"That offer is not on the table. Answer one of these: {live}.")
    if move.kind == "accept":
        if role in state.accepted.get(offer.seq, ()):
            raise NegotiationError("You have accepted this offer already. Wait for the others.")
        _within_instructions(scenario, role, offer.package)
    elif role in state.refused.get(offer.seq, ()):
        raise NegotiationError("You have refused this offer already. Table your own, or end your turn.")


def _plan(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    issues = {issue.id for issue in scenario.issues}
    for other, order in move.body.get("guesses", {}).items():
        if other not in {r.id for r in scenario.parties} or not set(order) <= issues:
            raise NegotiationError("The guesses name a seat or an issue that is not here. Choose from the list.")


def _draft(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> Move:
    require_package(scenario, move.body.get("package"), whole=False)
    single = scenario.role(role).kind == "mediator"
    return Move("draft", {**move.body, "single_text": single}, move.to)


def _vote(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    if move.body.get("vote") not in (-2, -1, 0, 1, 2):
        raise NegotiationError("A vote on the text runs from -2 to +2. Choose one of the five.")
    if move.to != (_mediator(scenario),):
        raise NegotiationError("A vote on the text goes to the mediator alone. Address the mediator.")


def _ask(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    if move.body.get("question") not in QUESTIONS or len(move.to) != 1 or move.to[0] == role:
        raise NegotiationError(
            f"A caucus question goes to one party and is one of {', '.join(QUESTIONS)}. Choose one of each."
        )
    if move.body["question"] == "could_live":
        require_package(scenario, move.body.get("package"), whole=True)


def _disclose(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    if move.body.get("scope") not in SCOPES:
        raise NegotiationError(f"Say what the mediator may do with it: {', '.join(SCOPES)}.")
    if move.to != (_mediator(scenario),):
        raise NegotiationError("What is said in caucus goes to the mediator alone. Address the mediator.")
    if move.body.get("about") not in QUESTIONS:
        raise NegotiationError(f"Say what the answer is about: {', '.join(QUESTIONS)}.")
    asked = move.body.get("question")
    if asked is not None and (asked not in state.questions or role not in state.questions[asked].to):
        raise NegotiationError("That question was not put to you, or is answered. Answer an open one.")
    _answer_shape(scenario, move.body["about"], move.body.get("answer"))


def _answer_shape(scenario: Scenario, about: str, answer: Any) -> None:
    if answer is None:
        return
    issues = {issue.id for issue in scenario.issues}
    if about == "ranking" and not (isinstance(answer, list) and answer and set(answer) <= issues):
        raise NegotiationError("A ranking is a list of issues, most important first. Choose from the issues.")
    if about == "wishes":
        if not (isinstance(answer, dict) and set(answer) == {"best", "worst"}):
            raise NegotiationError("Wishes name a best and a worst option. Choose both for at least one issue.")
        for package in answer.values():
            require_package(scenario, package, whole=False)
    if about == "could_live" and answer not in ("yes", "nearly", "no"):
        raise NegotiationError("Answer yes, nearly or no.")


def _share(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> Move:
    seq = move.body.get("disclosure")
    disclosure = events[seq] if isinstance(seq, int) and 0 <= seq < len(events) else None
    if disclosure is None or disclosure.kind != "disclose" or role not in disclosure.to:
        raise NegotiationError("There is no such disclosure. Choose one from the ledger.")
    answer = disclosure.body
    if answer["scope"] != "may_share":
        raise NegotiationError("That was told in confidence. Ask the party for leave to share it, or leave it out.")
    body = {"disclosure": seq, "role": disclosure.actor, "about": answer["about"], "answer": answer["answer"]}
    return Move("share", body, move.to)


def _bridge(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    require_package(scenario, move.body.get("package"), whole=True)


def _guarantee(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    left = [guarantee.id for guarantee in _guarantees(scenario) if guarantee.id not in state.guarantees]
    if move.body.get("guarantee") not in left:
        raise NegotiationError(f"That guarantee cannot be given now. Choose from {', '.join(left)}.")


def _deadline(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    round = move.body.get("round")
    if not isinstance(round, int) or not state.round < round < state.deadline:
        if state.deadline - state.round < 2:
            raise NegotiationError("The deadline is too near to be moved. Use the rounds that are left.")
        raise NegotiationError(
            f"A deadline can only be brought forward: choose a round from {state.round + 1} to {state.deadline - 1}."
        )


def _sign(scenario: Scenario, state: State, events: Sequence[Event], role: str, move: Move) -> None:
    _within_instructions(scenario, role, state.adopted.offer.package)


_CHECKS: dict[str, Callable[[Scenario, State, Sequence[Event], str, Move], Move | None]] = {
    "offer": _offer,
    "accept": _answer,
    "reject": _answer,
    "plan": _plan,
    "draft": _draft,
    "vote": _vote,
    "caucus_question": _ask,
    "disclose": _disclose,
    "share": _share,
    "bridge": _bridge,
    "guarantee": _guarantee,
    "deadline": _deadline,
    "sign": _sign,
}
