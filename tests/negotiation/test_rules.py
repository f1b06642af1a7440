import msgspec
import pytest

from course.content.scenarios import scenario
from course.model.scenario import Rule
from course.negotiation import moves
from course.negotiation.rules import enough, exclusion_cost, home_vote
from course.negotiation.session import Session

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
    assert fall.body == {"why": "home", "role": "north"}
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
