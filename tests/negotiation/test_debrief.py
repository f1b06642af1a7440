import json

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.scenarios import scenario, scenarios, words
from course.negotiation import moves
from course.negotiation.dance import kind_of, pattern_of, refusals
from course.negotiation.debrief import debrief, pivots, value_left
from course.negotiation.error import NegotiationError
from course.negotiation.event import Event
from course.negotiation.session import Session
from course.negotiation.soundness import check
from course.negotiation.space import OutcomeSpace


def finished(id, seed=1):
    session = Session.open(scenario(id), seed)
    session.advance()
    return session


@pytest.mark.parametrize("id", scenarios())
def test_the_figures_agree_with_each_other_and_are_plain_data(id):
    for seed in range(4):
        session = finished(id, seed)
        told = debrief(session)
        json.dumps(msgspec.to_builtins(told))
        space = OutcomeSpace(session.scenario, session.state.guarantees)
        assert told.acceptable_count == len(space.acceptable)
        assert (told.left > 0) <= (told.better_count > 0)
        for result in told.results:
            assert result.gain == pytest.approx(result.points - result.batna)
            assert result.signed or result.gain == 0
        for better in told.better:
            pairs = [(better.values[r.role], r.points) for r in told.results]
            assert all(y >= x for y, x in pairs)
            assert any(y > x for y, x in pairs)
        offers = [e for e in session.events if e.kind in ("offer", "bridge")]
        assert [step.seq for step in told.dance] == [e.seq for e in offers]
        assert {c.role for c in told.counterparts} == {role.id for role in session.scenario.roles}


def test_every_key_of_the_debrief_has_words():
    said = words()
    for id in scenarios():
        told = debrief(finished(id))
        assert {c.kind for c in told.counterparts} <= set(said.tempers)
        assert {step.kind for step in told.dance} <= set(said.steps)
        assert {r.pattern for r in told.refusals} <= set(said.refusals)
        assert set(told.points) == set(said.points)


@given(seed=st.integers(0, 5000), parties=st.integers(2, 3), synergies=st.booleans())
def test_value_left_is_what_every_side_could_still_have(random_scenario, seed, parties, synergies):
    space = OutcomeSpace(random_scenario(seed, (3, 3, 3), parties, 30, synergies))
    if not len(space.acceptable):
        assert value_left(space, space.batna) == 0
        return
    ideal = (space.values[space.acceptable] - space.batna).max(axis=0)
    able = [p for p in range(parties) if ideal[p] > 0]
    for x in range(0, space.size, 5):
        best = max(
            min((space.values[y, p] - space.values[x, p]) / ideal[p] for p in able) if able else 0
            for y in space.acceptable
        )
        assert value_left(space, space.values[x]) == pytest.approx(max(0, best))


def test_no_figures_before_the_end():
    session = Session.open(scenario("two-rivers"), 1, "sahlan")
    with pytest.raises(NegotiationError, match="not over"):
        debrief(session)


def test_no_agreement_leaves_every_side_its_batna():
    session = Session.open(scenario("two-rivers"), 1, ["qarwan", "sahlan"])
    for _ in range(8):
        session.act("qarwan", moves.end_turn())
        session.act("sahlan", moves.end_turn())
    told = debrief(session)
    assert not told.agreed
    assert [r.points for r in told.results] == [56, 46]
    assert told.better_count == told.acceptable_count - sum(
        np.allclose(OutcomeSpace(session.scenario).values[i], [56, 46])
        for i in OutcomeSpace(session.scenario).acceptable
    )
    assert told.left > 0


def test_a_guess_counts_pairs_in_the_right_order():
    session = Session.open(scenario("two-rivers"), 1, ["qarwan", "sahlan"])
    guess = ["filling", "power", "data", "flow"]
    session.act("sahlan", moves.plan("sahlan", 80, 46, {"qarwan": guess}))
    for _ in range(8):
        session.act("qarwan", moves.end_turn())
        session.act("sahlan", moves.end_turn())
    (told,) = debrief(session).guesses
    assert told.actual == ("filling", "power", "flow", "data")
    assert (told.right, told.pairs) == (5, 6)


@pytest.mark.parametrize(("round", "late", "pattern"), [(1, 0, "early"), (7, 1, "to_the_end")])
def test_a_late_refusal_is_told_from_an_early_one(round, late, pattern):
    session = Session.open(scenario("two-rivers"), 1, ["qarwan", "sahlan"])
    good = {"flow": "f50", "filling": "y5", "power": "none", "data": "daily"}
    for now in range(1, 9):
        session.act("qarwan", moves.offer(good) if now == round else moves.end_turn())
        if now == round:
            session.act("sahlan", moves.reject(session.events[-1].seq))
        session.act("sahlan", moves.end_turn())
    told = {r.role: r for r in debrief(session).refusals}["sahlan"]
    assert (told.refused, told.joint, told.late, told.pattern) == (1, 1, late, pattern)
    assert told.given_up == 66 - 46


@pytest.mark.parametrize(("answers", "refused"), [("ra", 0), ("ar", 1), ("rar", 1)])
def test_the_last_word_on_an_offer_counts(answers, refused):
    session = Session.open(scenario("two-rivers"), 1, ["qarwan", "sahlan"])
    session.act("qarwan", moves.offer({"flow": "f50", "filling": "y5", "power": "none", "data": "daily"}))
    seq = session.events[-1].seq
    events = list(session.events)
    for answer in answers:
        move = moves.reject(seq) if answer == "r" else moves.accept(seq)
        events.append(Event(seq=len(events), round=1, actor="sahlan", body=move.body))
    space = OutcomeSpace(session.scenario)
    told = {r.role: r for r in refusals(space, events, 8, None, ())}["sahlan"]
    assert told.refused == refused


@pytest.mark.parametrize(
    ("own", "other", "kind"),
    [(-1, 2, "concession"), (3, 1, "fortunate"), (2, -1, "selfish"), (-1, -1, "unfortunate"), (0, 1, "nice")]
    + [(0, 0, "silent"), (0, -1, "unfortunate"), (1, 0, "selfish"), (-1, 0, "concession")],
)
def test_the_names_of_the_steps(own, other, kind):
    assert kind_of(own, other) == kind


@pytest.mark.parametrize(
    ("refused", "joint", "late", "settled", "pattern"),
    [(0, 0, 0, True, "none"), (3, 0, 0, False, "rational"), (3, 1, 1, True, "tough")]
    + [(3, 2, 1, False, "to_the_end"), (3, 2, 0, False, "early")],
)
def test_refusals_are_described_by_what_was_refused(refused, joint, late, settled, pattern):
    assert pattern_of(refused, joint, late, settled) == pattern


@pytest.mark.parametrize("share", [1, 0.7])
def test_a_veto_never_helps_the_others(random_scenario, share):
    for seed in range(30):
        # Points with decimals: a package may be worth the BATNA and lie below it by what the computer rounds.
        space = OutcomeSpace(random_scenario(seed, (3, 3, 3), 3, 30))
        space.scores = [share * table for table in space.scores]
        space.batna = share * space.batna
        assert all(cost >= -1e-9 for cost in pivots(space).values())


def test_the_mediators_ledger_tells_what_was_asked_and_allowed():
    told = debrief(finished("the-strait")).mediator
    assert {entry.about for entry in told.ledger} == {"ranking", "wishes"}
    assert {(e.role, e.scope) for e in told.ledger} >= {("darwan", "mediator_only"), ("jazra", "may_hint")}
    assert all(set(text.values) == {"darwan", "velaya", "jazra"} for text in told.texts)


def test_without_a_zone_of_agreement_the_figures_say_so(random_scenario):
    sc = random_scenario(4, (3, 3, 3), 3, batna=97, mediator=True)
    sc = msgspec.structs.replace(sc, no_zopa=True)
    assert not any(problem.where in ("issues", "no_zopa") for problem in check(sc))
    session = Session.open(sc, 1)
    session.advance()
    told = debrief(session)
    assert not told.agreed
    assert told.acceptable_count == told.frontier_count == told.better_count == 0
    assert set(told.points.values()) == {None}
    assert told.left == 0
    json.dumps(msgspec.to_builtins(told))
