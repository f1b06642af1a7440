"""The state of a negotiation as a pure fold over its events.

The same fold serves the engine (all events) and each seat (only the events that it may see).
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import msgspec

from course.model.scenario import KnownScenario

from .event import Event
from .state import Draft, Outcome, Signing, State, Tabled, initial

replace = msgspec.structs.replace

K = TypeVar("K")
V = TypeVar("V")


def fold(scenario: KnownScenario, events: Iterable[Event]) -> State:
    """Return the state after the events."""
    state = initial(scenario)
    for event in events:
        state = step(state, event)
    return state


def step(state: State, event: Event) -> State:
    """Return the state after one more event. Kinds that change nothing (messages, notes) only count."""
    rule = _STEPS.get(event.kind)
    state = rule(state, event) if rule else state
    return replace(state, count=event.seq + 1)


def _open(state: State, event: Event) -> State:
    return replace(state, seed=event.body["seed"], seats=event.body["seats"])


def _acted(state: State, event: Event) -> State:
    return replace(state, acted=(*state.acted, event.actor))


def _table(state: State, event: Event) -> State:
    offer = Tabled(event.seq, event.actor, event.body["package"], event.round)
    gone = {seq for seq, old in state.offers.items() if old.author == event.actor}
    return replace(
        state,
        offers={**_without(state.offers, gone), event.seq: offer},
        accepted=_without(state.accepted, gone),
        refused=_without(state.refused, gone),
    )


def _offer(state: State, event: Event) -> State:
    return _acted(_table(state, event), event)


def _accept(state: State, event: Event) -> State:
    seq = event.body["offer"]
    return replace(
        state,
        accepted={**state.accepted, seq: (*state.accepted.get(seq, ()), event.actor)},
        refused=_minus(state.refused, event.actor, seq),
    )


def _reject(state: State, event: Event) -> State:
    seq = event.body["offer"]
    return replace(
        state,
        refused={**state.refused, seq: (*state.refused.get(seq, ()), event.actor)},
        accepted=_minus(state.accepted, event.actor, seq),
    )


def _walkout(state: State, event: Event) -> State:
    gone = {seq for seq, old in state.offers.items() if old.author == event.actor}
    accepted = {
        seq: tuple(role for role in roles if role != event.actor)
        for seq, roles in state.accepted.items()
        if seq not in gone
    }
    state = replace(
        state,
        away=(*state.away, event.actor),
        offers=_without(state.offers, gone),
        accepted=accepted,
        refused=_without(state.refused, gone),
    )
    return _acted(state, event)


def _return(state: State, event: Event) -> State:
    return _acted(replace(state, away=tuple(r for r in state.away if r != event.actor)), event)


def _draft(state: State, event: Event) -> State:
    package = event.body["package"]
    if not event.body["single_text"]:
        version = state.papers[event.actor].version + 1 if event.actor in state.papers else 1
        paper = Draft(event.seq, event.actor, version, package)
        return replace(state, papers={**state.papers, event.actor: paper})
    draft = Draft(event.seq, event.actor, len(state.drafts) + 1, package)
    return replace(state, drafts=(*state.drafts, draft), votes={})


def _vote(state: State, event: Event) -> State:
    return replace(state, votes={**state.votes, event.actor: event.body["vote"]})


def _question(state: State, event: Event) -> State:
    return replace(state, questions={**state.questions, event.seq: event})


def _disclose(state: State, event: Event) -> State:
    return replace(state, questions=_without(state.questions, {event.body.get("question")}))


def _guarantee(state: State, event: Event) -> State:
    return replace(state, guarantees=(*state.guarantees, event.body["guarantee"]))


def _deadline(state: State, event: Event) -> State:
    return replace(state, deadline=event.body["round"])


def _adopt(state: State, event: Event) -> State:
    body = event.body
    offer = state.offers[body["offer"]]
    return replace(state, signing=Signing(offer, tuple(body["asked"])))


def _sign(state: State, event: Event) -> State:
    signing = replace(state.adopted, signed=(*state.adopted.signed, event.actor))
    return replace(state, signing=signing)


def _decline(state: State, event: Event) -> State:
    seq = state.adopted.offer.seq
    signing = replace(state.adopted, declined=event.actor)
    return replace(state, signing=signing, accepted=_minus(state.accepted, event.actor, seq))


def _ratify(state: State, event: Event) -> State:
    return replace(state, ratified={**state.ratified, event.actor: event.body["passed"]})


def _collapse(state: State, event: Event) -> State:
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


def _clock(state: State, event: Event) -> State:
    return replace(state, round=event.body["round"], acted=())


def _end(state: State, event: Event) -> State:
    body = event.body
    outcome = Outcome(body["agreed"], body["package"], tuple(body["signers"]), event.round)
    return replace(state, outcome=outcome, signing=None)


def _without(table: dict[K, V], keys: Collection[Any]) -> dict[K, V]:
    return {key: value for key, value in table.items() if key not in keys}


def _minus(table: dict[int, tuple[str, ...]], role: str, seq: int) -> dict[int, tuple[str, ...]]:
    return {**table, seq: tuple(other for other in table.get(seq, ()) if other != role)}


_STEPS: dict[str, Callable[[State, Event], State]] = {
    "open": _open,
    "offer": _offer,
    "bridge": _table,
    "accept": _accept,
    "reject": _reject,
    "pass": _acted,
    "walkout": _walkout,
    "return": _return,
    "draft": _draft,
    "vote": _vote,
    "caucus_question": _question,
    "disclose": _disclose,
    "guarantee": _guarantee,
    "deadline": _deadline,
    "adopt": _adopt,
    "sign": _sign,
    "decline": _decline,
    "ratify": _ratify,
    "collapse": _collapse,
    "clock": _clock,
    "end": _end,
}
