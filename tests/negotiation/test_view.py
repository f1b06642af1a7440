"""Non-interference: a secret changed, with the same events, never changes what another seat does."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.scenarios import scenario
from course.model.scenario import PublicRole
from course.negotiation.mediator import propose
from course.negotiation.mind import Mind
from course.negotiation.seats import decide
from course.negotiation.session import Session
from course.negotiation.soundness import STRATEGIES
from course.negotiation.space import OutcomeSpace
from course.negotiation.state import turn
from course.negotiation.view import view

replace = msgspec.structs.replace


def shuffled(sc, spared, rng):
    """Return the scenario with every secret changed but that of ``spared``: scores, BATNA, red lines, home."""
    roles = []
    for role in sc.roles:
        if role.secret and role.id != spared:
            scores = {
                issue: dict(zip(points, rng.permutation(list(points.values())).tolist(), strict=True))
                for issue, points in role.secret.scores.items()
            }
            batna = replace(role.secret.batna, points=float(rng.integers(5, 90)))
            secret = replace(
                role.secret, scores=scores, batna=batna, red_lines=(), ratification=None, brief="x", guarantees={}
            )
            role = replace(role, secret=secret, strategy=replace(role.strategy, kind=str(rng.choice(STRATEGIES))))
        roles.append(role)
    return replace(sc, roles=tuple(roles))


def next_moves(sc, events, role, seat, seed):
    seen = view(sc, events, role)
    return decide(seen, Mind(sc.seen_by(role), role), seat, seed)


@settings(max_examples=12, deadline=None)
@given(id=st.sampled_from(["two-rivers", "the-strait", "the-transition"]), seed=st.integers(0, 10_000))
def test_no_seat_reacts_to_a_secret_that_it_was_not_told(id, seed):
    sc = scenario(id)
    session = Session.open(sc, seed)
    session.advance()
    rng = np.random.default_rng(seed)
    compared = 0
    for stop in range(1, len(session.events), max(1, len(session.events) // 12)):
        branch = session.branch(stop - 1)
        role = turn(sc, branch.state)
        if role is None:
            continue
        seat = branch.state.seats[role]
        other = shuffled(sc, role, rng)
        before = next_moves(sc, branch.events, role, seat, seed)
        assert before == next_moves(other, branch.events, role, seat, seed)
        compared += 1
    assert compared > 3


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_bridging_proposal_rests_on_what_was_authorized(seed):
    """What was told for the mediator's ears only may say anything: the proposal stays the same."""
    sc = scenario("the-transition")
    session = Session.open(sc, seed)
    session.advance()
    space = OutcomeSpace(sc.seen_by("facilitator"))
    events = session.events
    whole = propose(view(sc, events, "facilitator"), space)
    assert any(e.kind == "disclose" and e.body.scope == "mediator_only" for e in events)
    told = []
    for e in events:
        if e.kind == "disclose" and e.body.scope == "mediator_only" and e.body.about == "ranking":
            e = replace(e, body=replace(e.body, answer=e.body.answer[::-1]))
        told.append(e)
    assert propose(view(sc, told, "facilitator"), space) == whole
    for seq in whole.provenance if whole else ():
        event = events[seq]
        assert event.seen_by("facilitator")
        assert event.kind != "disclose" or event.body.scope in ("may_hint", "may_share")


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_is_authorized_does_reach_the_proposal(seed):
    """The other half: without the answers in caucus the proposal rests on other events."""
    sc = scenario("the-strait")
    session = Session.open(sc, seed)
    session.advance()
    space = OutcomeSpace(sc.seen_by("mediator"))
    early = [e for e in session.events if e.round <= 4]
    without = [e for e in early if e.kind != "disclose"]
    whole, less = propose(view(sc, early, "mediator"), space), propose(view(sc, without, "mediator"), space)
    assert set(less.provenance) < set(whole.provenance)


@pytest.mark.parametrize("id", ["two-rivers", "the-strait", "the-transition"])
def test_a_view_holds_one_secret_and_no_private_event_of_others(id):
    sc = scenario(id)
    session = Session.open(sc, 1)
    session.advance()
    for role in sc.roles:
        seen = session.view(role.id)
        assert {r.id for r in seen.scenario.roles if r.secret} <= {role.id}
        assert all(isinstance(r, PublicRole) for r in seen.scenario.roles if r.id != role.id)
        assert all(not e.to or role.id in (*e.to, e.actor) for e in seen.events)
        text = msgspec.json.encode(seen).decode()
        for other in sc.parties:
            if other.id != role.id:
                assert other.secret.brief not in text
