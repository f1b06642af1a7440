import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from course.content.scenarios import scenario
from course.model.scenario import Strategy
from course.negotiation import moves
from course.negotiation.mind import Mind
from course.negotiation.session import Session
from course.negotiation.spoilers import demand, greedy_target, limited_ok, total_target


@given(
    last=st.floats(60, 100),
    moved=st.floats(0.01, 40),
    appetite=st.floats(0.1, 1),
    left=st.integers(1, 10),
)
def test_a_greedy_spoiler_asks_for_more_after_a_concession(last, moved, appetite, left):
    price = greedy_target(last, moved, 40, 100, left, appetite, 0.2)
    assert price == min(100, last + appetite * moved)


@given(last=st.floats(52, 100), moved=st.floats(-40, 0), left=st.integers(1, 10))
def test_a_greedy_spoiler_comes_down_otherwise_but_never_to_its_batna(last, moved, left):
    price = greedy_target(last, moved, 40, 100, left, 0.5, 0.2)
    assert 52 <= price <= last
    assert greedy_target(last, moved, 40, 100, 1, 0.5, 0.2) == 52


def test_greed_at_the_table():
    seats = {"qarwan": Strategy(kind="greedy_spoiler")}
    session = Session.open(scenario("two-rivers"), 1, "sahlan", seats)
    session.advance()
    prices = session.mind("qarwan").prices()
    for _ in range(3):
        session.act("sahlan", moves.offer({"flow": "f60", "filling": "y9", "power": "p300", "data": "daily"}))
    offers = session.view("qarwan").offers_by("qarwan")
    asked = [prices.worth(e.body.package) for e in offers]
    assert asked == sorted(asked, reverse=True)
    assert asked[-1] < asked[0]
    session.act("sahlan", moves.offer({"flow": "f60", "filling": "y7", "power": "p200", "data": "daily"}))
    after = prices.worth(session.view("qarwan").offers_by("qarwan")[-1].body.package)
    assert after > asked[-1]


def test_a_limited_spoiler_insists_on_one_issue_alone():
    sc = scenario("the-transition")
    prices = Mind(sc.seen_by("officers"), "officers").prices()
    issue, option = demand(prices)
    assert (prices.space.issues[issue], prices.space.options[issue][option]) == ("justice", "amnesty")
    mask = limited_ok(prices)
    assert mask.any()
    assert np.all(prices.space.digits[issue, mask] == option)
    for seed in range(4):
        session = Session.open(sc, seed, seats={"officers": Strategy(kind="limited_spoiler")})
        session.advance()
        made = [e for e in session.events if e.actor == "officers" and e.kind == "offer"]
        assert made
        assert all(e.body.package["justice"] == "amnesty" for e in made)
        signed = session.state.outcome.signers
        assert "officers" not in signed or session.state.outcome.package["justice"] == "amnesty"


def test_a_limited_spoiler_walks_out_over_a_text_and_comes_back():
    sc = scenario("the-transition")
    session = Session.open(sc, 1, "facilitator", {"officers": Strategy(kind="limited_spoiler")})
    session.advance()
    session.act("facilitator", moves.draft({"justice": "courts"}))
    session.act("facilitator", moves.end_turn())
    assert "officers" in session.state.away
    session.act("facilitator", moves.end_turn())
    assert "officers" not in session.state.away
    session.act("facilitator", moves.end_turn())
    assert "officers" not in session.state.away
    assert [e.kind for e in session.events if e.actor == "officers"].count("walkout") == 1


def test_a_total_spoiler_wants_nearly_everything_and_leaves_when_others_agree():
    assert total_target(100, 0.97) == 97
    seats = {"officers": Strategy(kind="total_spoiler")}
    left = 0
    for seed in range(6):
        session = Session.open(scenario("the-transition"), seed, seats=seats)
        session.advance()
        prices = session.mind("officers").prices()
        for event in session.events:
            if event.actor == "officers" and event.kind == "accept":
                offer = session.events[event.body.offer].body.package
                assert prices.worth(offer) >= 97
            if event.actor == "officers" and event.kind == "walkout":
                left += 1
                assert event.round > 5
                assert not any(e.kind == "return" and e.actor == "officers" for e in session.events)
    assert left
