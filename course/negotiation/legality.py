"""Which moves are allowed now, and what to say when one is not."""

from collections.abc import Mapping, Sequence

import msgspec

from course.model.scenario import Guarantee, Package, Scenario

from . import bodies
from .bodies import Answer, Body, Topic, Wishes
from .error import NegotiationError
from .event import Event
from .moves import QUESTIONS, Move
from .package import require_package
from .state import State, Tabled, turn

LONGEST = 4000
"""Characters of free text in one move."""

ANYTIME = ("plan", "note", "statement", "message", "disclose", "vote", "reveal", "reflection")
"""Moves that need no turn."""

FOR_SOME = bodies.Worded | bodies.Vote | bodies.Question | bodies.Disclosure | bodies.Share | bodies.Reveal
"""Moves that not everybody need see."""


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
    others = [offer.seq for offer in state.offers.values() if offer.author != role]
    kinds += ["offer", "pass", "walkout", "draft"]
    kinds += ["accept"] if any(role not in state.accepted.get(seq, ()) for seq in others) else []
    kinds += ["reject"] if any(role not in state.refused.get(seq, ()) for seq in others) else []
    return tuple(kinds)


def require(scenario: Scenario, state: State, events: Sequence[Event[Body]], role: str, move: Move) -> Move:
    """Return the move, completed; raise NegotiationError with the remedy when it is illegal."""
    known = {seat.id for seat in scenario.roles}
    if role not in known:
        names = ", ".join(seat.id for seat in scenario.roles)
        raise NegotiationError(f"'{role}' has no seat here. Use one of {names}.")
    allowed = legal(scenario, state, role)
    if move.kind not in allowed:
        raise NegotiationError(_refusal(scenario, state, role, move.kind, allowed))
    for other in move.to:
        if other not in known:
            raise NegotiationError(f"'{other}' has no seat here. Address one of {', '.join(sorted(known))}.")
    body = move.body
    if move.to and not isinstance(body, FOR_SOME):
        raise NegotiationError("Everybody at the table sees this move. Address nobody.")
    text = body.text if isinstance(body, bodies.Worded | bodies.Rejection) else ""
    if len(text) > LONGEST:
        raise NegotiationError(f"The text has {len(text)} characters; {LONGEST} is the most. Shorten it.")
    return Move(_required(scenario, state, events, role, move), move.to)


def _required(scenario: Scenario, state: State, events: Sequence[Event[Body]], role: str, move: Move) -> Body:
    """Return the body, completed; raise NegotiationError when what it says is illegal here."""
    body = move.body
    match body:
        case bodies.Offer(package=package):
            require_package(scenario, package, whole=True)
            _within_instructions(scenario, role, package)
        case bodies.Bridge(package=package):
            require_package(scenario, package, whole=True)
        case bodies.Draft(package=package):
            require_package(scenario, package, whole=False)
            return msgspec.structs.replace(body, single_text=scenario.role(role).kind == "mediator")
        case bodies.Acceptance(offer=seq):
            _require_acceptance(scenario, state, role, seq)
        case bodies.Rejection(offer=seq):
            if role in state.refused.get(_other_offer(state, role, seq).seq, ()):
                raise NegotiationError("You have refused this offer already. Table your own, or end your turn.")
        case bodies.Plan(guesses=guesses):
            _require_guesses(scenario, guesses)
        case bodies.Vote(vote=vote):
            if vote not in (-2, -1, 0, 1, 2):
                raise NegotiationError("A vote on the text runs from -2 to +2. Choose one of the five.")
            if move.to != (_mediator(scenario),):
                raise NegotiationError("A vote on the text goes to the mediator alone. Address the mediator.")
        case bodies.Question() as question:
            _require_question(scenario, role, question, move.to)
        case bodies.Disclosure() as disclosure:
            _require_disclosure(scenario, state, role, disclosure, move.to)
        case bodies.Share(disclosure=seq):
            return _completed(events, role, seq)
        case bodies.Guarantee(guarantee=guarantee):
            left = [known.id for known in _guarantees(scenario) if known.id not in state.guarantees]
            if guarantee not in left:
                raise NegotiationError(f"That guarantee cannot be given now. Choose from {', '.join(left)}.")
        case bodies.Deadline(round=round):
            _require_deadline(state, round)
        case bodies.Signature():
            _within_instructions(scenario, role, state.adopted.offer.package)
    return body


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


def _other_offer(state: State, role: str, seq: int) -> Tabled:
    """Return the live offer of that number, which must be somebody else's."""
    offer = state.offers.get(seq)
    if offer is None or offer.author == role:
        live = ", ".join(str(other.seq) for other in state.offers.values() if other.author != role)
        raise NegotiationError(f"That offer is not on the table. Answer one of these: {live}.")
    return offer


def _require_acceptance(scenario: Scenario, state: State, role: str, seq: int) -> None:
    offer = _other_offer(state, role, seq)
    if role in state.accepted.get(seq, ()):
        raise NegotiationError("You have accepted this offer already. Wait for the others.")
    _within_instructions(scenario, role, offer.package)


def _require_guesses(scenario: Scenario, guesses: Mapping[str, Sequence[str]]) -> None:
    issues, parties = {issue.id for issue in scenario.issues}, {party.id for party in scenario.parties}
    for role, order in guesses.items():
        if role not in parties or not set(order) <= issues:
            raise NegotiationError("The guesses name a seat or an issue that is not here. Choose from the list.")


def _require_question(scenario: Scenario, role: str, question: bodies.Question, to: tuple[str, ...]) -> None:
    if len(to) != 1 or to[0] == role:
        raise NegotiationError(
            f"A caucus question goes to one party and is one of {', '.join(QUESTIONS)}. Choose one of each."
        )
    if question.question == "could_live":
        require_package(scenario, question.package, whole=True)


def _require_disclosure(
    scenario: Scenario, state: State, role: str, disclosure: bodies.Disclosure, to: tuple[str, ...]
) -> None:
    if to != (_mediator(scenario),):
        raise NegotiationError("What is said in caucus goes to the mediator alone. Address the mediator.")
    asked = disclosure.question
    if asked is not None and (asked not in state.questions or role not in state.questions[asked].to):
        raise NegotiationError("That question was not put to you, or is answered. Answer an open one.")
    _require_answer(scenario, disclosure.about, disclosure.answer)


def _require_answer(scenario: Scenario, about: Topic, answer: Answer) -> None:
    if answer is None:
        return
    if about == "ranking":
        issues = {issue.id for issue in scenario.issues}
        if not (isinstance(answer, tuple) and answer and set(answer) <= issues):
            raise NegotiationError("A ranking is a list of issues, most important first. Choose from the issues.")
    elif about == "wishes":
        if not isinstance(answer, Wishes):
            raise NegotiationError("Wishes name a best and a worst option. Choose both for at least one issue.")
        for package in (answer.best, answer.worst):
            require_package(scenario, package, whole=False)
    elif not isinstance(answer, str):
        raise NegotiationError("Answer yes, nearly or no.")


def _completed(events: Sequence[Event[Body]], role: str, seq: int) -> bodies.Share:
    """Return what a party told at that number as the mediator may pass it on."""
    event = events[seq] if 0 <= seq < len(events) else None
    if event is None or not isinstance(event.body, bodies.Disclosure) or role not in event.to:
        raise NegotiationError("There is no such disclosure. Choose one from the ledger.")
    told = event.body
    if told.scope != "may_share":
        raise NegotiationError("That was told in confidence. Ask the party for leave to share it, or leave it out.")
    return bodies.Share(disclosure=seq, role=event.actor, about=told.about, answer=told.answer)


def _require_deadline(state: State, round: int) -> None:
    if not state.round < round < state.deadline:
        if state.deadline - state.round < 2:
            raise NegotiationError("The deadline is too near to be moved. Use the rounds that are left.")
        raise NegotiationError(
            f"A deadline can only be brought forward: choose a round from {state.round + 1} to {state.deadline - 1}."
        )
