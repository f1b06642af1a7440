from itertools import pairwise

import numpy as np
import pytest

from course.content.scenarios import scenario
from course.negotiation import moves
from course.negotiation.bodies import Disclosure, Wishes
from course.negotiation.error import NegotiationError
from course.negotiation.estimate import caucus, estimate, frequency
from course.negotiation.event import Event
from course.negotiation.mediator import LEAP, propose
from course.negotiation.points import nash_efficiency
from course.negotiation.session import Session
from course.negotiation.space import OutcomeSpace
from course.negotiation.view import view

STRAIT = scenario("the-strait")


def in_the_chair(seed=1):
    session = Session.open(STRAIT, seed, "mediator")
    session.advance()
    return session


def test_frequency_counts_requests_and_steadiness():
    space = OutcomeSpace(scenario("two-rivers"))
    steady = {"flow": "f60", "data": "daily"}
    packages = [{**steady, "power": p, "filling": "y5"} for p in ("p300", "p200", "p100", "none")]
    flow, filling, power, data = frequency(space, packages)
    assert flow.argmax() == 3
    assert flow.max() == filling.max() == data.max() > power.max()
    assert sum(t.max() for t in (flow, filling, power, data)) == pytest.approx(1)
    assert all(not t.any() for t in frequency(space, []))


def disclosure(about, answer):
    return Disclosure(question=None, about=about, answer=answer, scope="may_hint")


def test_caucus_reads_wishes_and_weighs_the_ranking():
    space = OutcomeSpace(scenario("two-rivers"))
    wishes = Wishes(best={"flow": "f60", "data": "daily"}, worst={"flow": "f30", "data": "own"})
    disclosures = [
        Event(seq=1, round=1, actor="a", body=disclosure("wishes", wishes)),
        Event(seq=2, round=1, actor="a", body=disclosure("ranking", ("flow", "data"))),
    ]
    flow, _, _, data = caucus(space, disclosures)
    assert list(flow / flow.max()) == [0, 0.5, 0.5, 1]
    assert flow.max() == pytest.approx(3 * data.max())


def test_the_computer_mediator_asks_then_drafts_then_bridges():
    session = Session.open(STRAIT, 1)
    session.advance()
    made = [e for e in session.events if e.actor == "mediator"]
    assert {e.body.question for e in made if e.kind == "caucus_question" and e.round == 1} == {"ranking"}
    assert {e.body.question for e in made if e.kind == "caucus_question" and e.round == 2} == {"wishes"}
    drafts = [e.body.package for e in made if e.kind == "draft"]
    for earlier, later in pairwise(drafts):
        assert sum(earlier[k] != later[k] for k in later) <= LEAP
    assert any(e.kind == "bridge" for e in made)
    assert all(e.round > 5 for e in made if e.kind == "bridge")


def test_what_is_told_in_caucus_makes_better_proposals(random_scenario):
    """Mid-game, with honest answers: on average closer to the Nash point than from public offers alone."""
    found = {True: [], False: []}
    for seed in range(25):
        sc = random_scenario(seed, (4,) * 5, 3, 38, kinds=("linear",), mediator=True)
        space = OutcomeSpace(sc)
        if len(space.acceptable) < 20:
            continue
        session = Session.open(sc, seed)
        session.advance()
        early = [e for e in session.events if e.round <= 4]
        for told in (True, False):
            events = [e for e in early if told or e.kind != "disclose"]
            proposal = propose(view(sc, events, "m"), OutcomeSpace(sc.seen_by("m")))
            found[told].append(nash_efficiency(space, space.values[space.index(proposal.package)]))
    assert len(found[True]) > 10
    assert np.mean(found[True]) > np.mean(found[False]) + 0.02


def test_a_proposal_avoids_red_lines_told_and_rests_on_numbered_events():
    session = in_the_chair()
    for _ in range(3):
        session.act("mediator", moves.end_turn())
    seen = session.view("mediator")
    proposal = propose(seen, OutcomeSpace(seen.scenario))
    told = {
        (e.body.reason.values["issue"], e.body.reason.values["option"])
        for e in session.events
        if e.kind == "reject" and e.body.reason.key == "red_line"
    }
    assert told
    assert not told & set(proposal.package.items())
    assert proposal.provenance
    assert all(session.events[seq].seen_by("mediator") for seq in proposal.provenance)


def test_nothing_heard_nothing_proposed():
    session = Session.open(STRAIT, 1, "mediator")
    seen = session.view("mediator")
    space = OutcomeSpace(seen.scenario)
    assert propose(seen, space) is None
    assert set(estimate(space, seen, "jazra")) == {0.5}


def test_what_was_told_in_confidence_is_not_passed_on():
    session = in_the_chair()
    session.act("mediator", moves.ask("darwan", "ranking"))
    secret = session.events[-1]
    assert secret.body.scope == "mediator_only"
    with pytest.raises(NegotiationError, match="told in confidence"):
        session.act("mediator", moves.share(secret.seq))
    assert secret not in session.view("velaya").events


def test_what_may_be_shared_reaches_those_named():
    session = Session.open(STRAIT, 1, ["mediator", "jazra"])
    session.advance()
    session.act("jazra", moves.disclose("mediator", None, "ranking", ["fishing", "corridor"], "may_share"))
    told = session.events[-1].seq
    session.act("jazra", moves.end_turn())
    session.act("mediator", moves.share(told, ["velaya"]))
    shared = session.events[-1]
    assert shared.body.answer == ("fishing", "corridor")
    assert shared in session.view("velaya").events
    assert shared not in session.view("darwan").events


def test_a_learner_answers_a_question_with_a_scope():
    session = Session.open(STRAIT, 1, "jazra")
    session.advance()
    session.act("jazra", moves.end_turn())
    (question,) = session.state.questions.values()
    assert question.to == ("jazra",)
    with pytest.raises(NegotiationError, match="scope"):
        session.act("jazra", moves.disclose("mediator", question.seq, "ranking", ["fishing"], "all"))
    session.act("jazra", moves.disclose("mediator", question.seq, "ranking", ["fishing"], "may_hint"))
    assert session.state.questions == {}


def test_guarantees_and_the_deadline():
    session = in_the_chair()
    session.act("mediator", moves.guarantee("radar"))
    with pytest.raises(NegotiationError, match="ports"):
        session.act("mediator", moves.guarantee("radar"))
    with pytest.raises(NegotiationError, match="brought forward"):
        session.act("mediator", moves.deadline(12))
    session.act("mediator", moves.deadline(3))
    for _ in range(3):
        if session.turn == "mediator":
            session.act("mediator", moves.end_turn())
    assert session.state.outcome is not None
    assert session.state.outcome.round <= 3


def test_votes_on_the_single_text_go_to_the_mediator_alone():
    session = in_the_chair()
    session.act("mediator", moves.draft({"transit": "free", "corridor": "zone"}))
    session.act("mediator", moves.end_turn())
    votes = {e.actor: e for e in session.events if e.kind == "vote"}
    assert votes["darwan"].body.vote == -2
    assert all(e.to == ("mediator",) for e in votes.values())
    assert session.state.votes.keys() == {"darwan", "velaya", "jazra"}
