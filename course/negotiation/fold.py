"""The state of a negotiation as a pure fold over its events.

The same fold serves the engine (all events) and each seat (only the events that it may see).
"""

from collections.abc import Collection, Iterable
from typing import TypeVar

import msgspec

from course.model.scenario import KnownScenario, Package

from . import bodies
from .bodies import Body
from .event import Event, holds
from .state import Draft, Outcome, Signing, State, Tabled, initial

replace = msgspec.structs.replace

K = TypeVar("K")
V = TypeVar("V")


def fold(scenario: KnownScenario, events: Iterable[Event[Body]]) -> State:
    """Return the state after the events."""
    state = initial(scenario)
    for event in events:
        state = step(state, event)
    return state


def step(state: State, event: Event[Body]) -> State:
    """Return the state after one more event. Kinds that change nothing (messages, notes) only count."""
    return replace(_changed(state, event), count=event.seq + 1)


def _changed(state: State, event: Event[Body]) -> State:
    actor = event.actor
    # The first cases are the most frequent: every seat folds every event that it may see.
    match event.body:
        case bodies.Rejection(offer=seq):
            return _refused(state, actor, seq)
        case bodies.Offer(package=package):
            return _acted(_tabled(state, event, package), actor)
        case bodies.Worded() | bodies.Share() | bodies.Reveal():
            return state
        case bodies.Pass():
            return _acted(state, actor)
        case bodies.Disclosure(question=asked):
            return replace(state, questions=_without(state.questions, {asked}))
        case bodies.Acceptance(offer=seq):
            return _accepted(state, actor, seq)
        case bodies.Ruling() as ruling:
            return _ruled(state, event, ruling)
        case bodies.Draft() as draft:
            return _circulated(state, event, draft)
        case bodies.Question() if holds(event, bodies.Question):
            return replace(state, questions={**state.questions, event.seq: event})
        case bodies.Vote(vote=vote):
            return replace(state, votes={**state.votes, actor: vote})
        case bodies.Bridge(package=package):
            return _tabled(state, event, package)
        case bodies.Signature():
            signed = (*state.adopted.signed, actor)
            return replace(state, signing=replace(state.adopted, signed=signed))
        case bodies.Decline():
            accepted = _minus(state.accepted, actor, state.adopted.offer.seq)
            return replace(state, signing=replace(state.adopted, declined=actor), accepted=accepted)
        case bodies.Walkout():
            return _acted(_left(state, actor), actor)
        case bodies.Return():
            return _acted(replace(state, away=tuple(role for role in state.away if role != actor)), actor)
        case bodies.Guarantee(guarantee=guarantee):
            return replace(state, guarantees=(*state.guarantees, guarantee))
        case bodies.Deadline(round=round):
            return replace(state, deadline=round)
        case bodies.Opening() as opening:
            return replace(state, seed=opening.seed, seats=opening.seats)
    return state


def _ruled(state: State, event: Event[Body], ruling: bodies.Ruling) -> State:
    match ruling:
        case bodies.Adoption(offer=seq, asked=asked):
            return replace(state, signing=Signing(state.offers[seq], asked))
        case bodies.Ratification(passed=passed):
            return replace(state, ratified={**state.ratified, event.actor: passed})
        case bodies.Collapse():
            return _collapsed(state)
        case bodies.Clock(round=round):
            return replace(state, round=round, acted=())
        case bodies.End() as end:
            outcome = Outcome(end.agreed, end.package, end.signers, event.round)
            return replace(state, outcome=outcome, signing=None)
    return state


def _acted(state: State, role: str) -> State:
    return replace(state, acted=(*state.acted, role))


def _tabled(state: State, event: Event[Body], package: Package) -> State:
    offer = Tabled(event.seq, event.actor, package, event.round)
    gone = _offers_of(state, event.actor)
    return replace(
        state,
        offers={**_without(state.offers, gone), event.seq: offer},
        accepted=_without(state.accepted, gone),
        refused=_without(state.refused, gone),
    )


def _accepted(state: State, role: str, seq: int) -> State:
    return replace(
        state,
        accepted={**state.accepted, seq: (*state.accepted.get(seq, ()), role)},
        refused=_minus(state.refused, role, seq),
    )


def _refused(state: State, role: str, seq: int) -> State:
    return replace(
        state,
        refused={**state.refused, seq: (*state.refused.get(seq, ()), role)},
        accepted=_minus(state.accepted, role, seq),
    )


def _left(state: State, role: str) -> State:
    gone = _offers_of(state, role)
    accepted = {
        seq: tuple(other for other in roles if other != role)
        for seq, roles in state.accepted.items()
        if seq not in gone
    }
    return replace(
        state,
        away=(*state.away, role),
        offers=_without(state.offers, gone),
        accepted=accepted,
        refused=_without(state.refused, gone),
    )


def _circulated(state: State, event: Event[Body], draft: bodies.Draft) -> State:
    author = event.actor
    if not draft.single_text:
        version = state.papers[author].version + 1 if author in state.papers else 1
        return replace(state, papers={**state.papers, author: Draft(event.seq, author, version, draft.package)})
    text = Draft(event.seq, author, len(state.drafts) + 1, draft.package)
    return replace(state, drafts=(*state.drafts, text), votes={})


def _collapsed(state: State) -> State:
    offer = state.adopted.offer
    gone = {offer.seq}
    return replace(
        state,
        signing=None,
        ratified={},
        offers=_without(state.offers, gone),
        accepted=_without(state.accepted, gone),
        refused=_without(state.refused, gone),
        collapsed=(*state.collapsed, offer.package),
    )


def _offers_of(state: State, role: str) -> set[int]:
    return {seq for seq, offer in state.offers.items() if offer.author == role}


def _without(table: dict[K, V], keys: Collection[object]) -> dict[K, V]:
    return {key: value for key, value in table.items() if key not in keys}


def _minus(table: dict[int, tuple[str, ...]], role: str, seq: int) -> dict[int, tuple[str, ...]]:
    return {**table, seq: tuple(other for other in table.get(seq, ()) if other != role)}
