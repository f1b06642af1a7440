import msgspec
import numpy as np
import pytest

from course.content.scenarios import scenario
from course.model.scenario import Rule, Strategy
from course.negotiation import moves
from course.negotiation.bodies import Collapse, Reason
from course.negotiation.debrief import debrief
from course.negotiation.rules import enough, exclusion_cost, home_vote
from course.negotiation.seats import Decision, dice
from course.negotiation.session import Session
from course.negotiation.space import OutcomeSpace

SC = scenario("the-transition")
ALL = tuple(role.id for role in SC.parties)
DEAL = {
    "structure": "regions",
    "security": "joint",
    "justice": "truth",
    "elections": "m12",
    "seats": "third",
    "revenue": "formula",
}


@pytest.mark.parametrize(
    ("rule", "who", "met"),
    [
        (Rule(type="unanimity"), "abcd", True),
        (Rule(type="unanimity"), "abc", False),
        (Rule(type="majority"), "abc", True),
        (Rule(type="majority"), "ab", False),
        (Rule(type="majority", required=("d",)), "abc", False),
        (Rule(type="required", required=("a", "b")), "ab", True),
        (Rule(type="required", required=("a", "b")), "bcd", False),
        (Rule(type="required", required=("a",)), "a", False),
    ],
)
def test_who_must_sign(rule, who, met):
    assert enough(rule, tuple("abcd"), tuple(who)) is met


def people():
    """Return a session in which people sit on all five chairs."""
    return Session.open(SC, 1, [role.id for role in SC.roles])


def table_deal(session, package=DEAL, rejects=()):
    """Let the government offer, the others accept or refuse, and the round end."""
    session.act("government", moves.offer(package))
    seq = session.events[-1].seq
    for role in ("north", "front", "officers"):
        session.act(role, moves.reject(seq) if role in rejects else moves.accept(seq))
        if session.turn == role and not session.state.signing:
            session.act(role, moves.end_turn())
    return seq


def test_a_majority_is_asked_to_sign_once_all_have_answered():
    session = people()
    table_deal(session, rejects=["officers"])
    assert session.state.signing.asked == ("government", "north", "front")
    for role in session.state.signing.asked:
        assert session.turn == role
        session.act(role, moves.sign())
    assert session.state.outcome.agreed
    assert session.state.outcome.signers == ("government", "north", "front")
    assert exclusion_cost(SC, session.state.outcome.signers) == SC.rule.exclusion["officers"]
    assert [e.actor for e in session.events if e.kind == "ratify"] == ["north", "front"]


def test_when_one_declines_the_others_sign_anew_for_the_smaller_circle():
    session = people()
    table_deal(session)
    session.act("government", moves.sign())
    session.act("north", moves.sign())
    session.act("front", moves.sign())
    session.act("officers", moves.decline())
    assert session.state.signing.asked == ("government", "north", "front")
    assert session.state.signing.signed == ()


def test_without_the_required_party_the_package_falls_and_talks_go_on():
    session = people()
    table_deal(session)
    session.act("government", moves.decline())
    assert session.state.signing is None
    assert session.state.outcome is None
    assert session.events[-1].kind == "collapse" or any(e.kind == "collapse" for e in session.events)
    assert session.state.collapsed == (DEAL,)


def test_home_can_reject_what_was_signed_abroad():
    session = people()
    bad = {**DEAL, "structure": "provinces", "security": "integrate", "revenue": "center", "justice": "mixed"}
    assert list(home_vote(SC.role("north"), bad).values()) == [False, False, True]
    table_deal(session, bad, rejects=["officers"])
    for role in ("government", "north", "front"):
        session.act(role, moves.sign())
    fall = next(e for e in session.events if e.kind == "collapse")
    assert fall.body == Collapse(why="home", role="north")
    assert session.state.outcome is None
    assert session.state.offers == {}


def test_the_last_round_ends_it():
    sc = msgspec.structs.replace(SC, rounds=2)
    session = Session.open(sc, 1, [role.id for role in sc.roles])
    for _ in range(2):
        for role in sc.roles:
            session.act(role.id, moves.end_turn())
    assert session.state.outcome == session.state.outcome.__class__(False, None, (), 2)


def test_a_partial_text_is_a_draft_and_cannot_be_accepted():
    session = people()
    session.act("government", moves.draft({"justice": "truth"}))
    assert session.state.papers["government"].package == {"justice": "truth"}
    assert session.state.offers == {}
    assert "accept" not in session.legal("government")


def test_a_counterpart_signs_only_what_still_beats_its_batna_with_the_others_outside():
    session = people()
    prices = session.mind("front").prices()
    space = OutcomeSpace(SC)
    signable = ~space.crossed.any(axis=1) & (prices.values >= 48) & (prices.values < 47 + SC.rule.exclusion["north"])
    package = space.package(int(np.flatnonzero(signable)[0]))
    seat = Strategy(kind="linear")
    moves_of = {}
    for rejects in ([], ["north"]):
        session = people()
        table_deal(session, package, rejects)
        party = Decision(session.view("front"), session.mind("front"), seat)
        (moves_of[len(rejects)],) = party.moves(dice(1, "front", 1))
    assert moves_of[0] == moves.sign()
    assert moves_of[1] == moves.decline(Reason("too_costly_alone"))


def test_signatories_pay_for_those_outside_and_those_outside_keep_their_batna():
    session = people()
    table_deal(session, rejects=["officers"])
    for role in session.state.signing.asked:
        session.act(role, moves.sign())
    told = debrief(session)
    space = OutcomeSpace(SC)
    values = dict(zip(space.parties, space.values[space.index(DEAL)], strict=True))
    points = {result.role: result.points for result in told.results}
    assert points == {
        "government": values["government"] - 9,
        "north": values["north"] - 9,
        "front": values["front"] - 9,
        "officers": 40,
    }
    assert told.better_count > 0
