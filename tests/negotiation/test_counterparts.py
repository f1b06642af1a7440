import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.scenarios import scenario
from course.model.scenario import Strategy
from course.negotiation import moves
from course.negotiation.bodies import Reason
from course.negotiation.counterparts import EXPONENTS, WIDTH, others_moved, target, time_target, tit_for_tat_target
from course.negotiation.mind import Mind
from course.negotiation.seats import Decision, answer_caucus, dice, draw_temper
from course.negotiation.session import Session

HIGH = {"flow": "f60", "filling": "y9", "power": "p300", "data": "daily"}
MIDDLE = {"flow": "f60", "filling": "y5", "power": "none", "data": "daily"}
LOW = {"flow": "f50", "filling": "y3", "power": "none", "data": "daily"}


def table(kind, seed=1, **parameters):
    """Return a session in which the learner is downstream and a computer of one kind sits upstream."""
    seats = {"qarwan": Strategy(kind=kind, parameters=parameters)}
    session = Session.open(scenario("two-rivers"), seed, "sahlan", seats)
    session.advance()
    return session


def party(session, role="qarwan"):
    return Decision(session.view(role), session.mind(role), session.state.seats[role])


@pytest.mark.parametrize("kind", ["boulware", "linear", "conceder", "trade_off", "ratifier"])
def test_a_seat_by_the_clock_asks_for_its_price_of_the_moment(kind):
    session = table(kind, exponent=EXPONENTS[kind])
    exponent = session.state.seats["qarwan"].parameters["exponent"]
    prices = session.mind("qarwan").prices()
    assert (prices.low, prices.high) == (56, 100)
    for event_round in range(1, 9):
        offers = session.view("qarwan").offers_by("qarwan")
        t = (event_round - 1) / 7
        price = 56 + (1 - t ** (1 / exponent)) * (100 - 56)
        worth = prices.worth(offers[-1].body.package)
        dearer = prices.sorted[prices.sorted >= price - 1e-9]
        if offers[-1].round == event_round:
            assert price - 1e-9 <= worth <= max(dearer[0], price + WIDTH * 44) + 1e-9
        if session.turn == "sahlan":
            session.act("sahlan", moves.end_turn())


def test_boulware_holds_out_longer_than_linear_than_conceder():
    for t in (0.2, 0.5, 0.8):
        prices = [time_target(t, EXPONENTS[kind], 40, 100) for kind in ("conceder", "linear", "boulware")]
        assert prices == sorted(prices)
        assert prices[1] == pytest.approx(100 - 60 * t)
    assert [time_target(1, e, 40, 100) for e in EXPONENTS.values()] == [40] * len(EXPONENTS)
    assert [time_target(0, e, 40, 100) for e in EXPONENTS.values()] == [100] * len(EXPONENTS)


@given(last=st.floats(40, 100), moved=st.floats(-50, 50), goodwill=st.floats(0, 0.1))
def test_tit_for_tat_gives_what_it_got(last, moved, goodwill):
    price = tit_for_tat_target(last, moved, 40, 100, goodwill)
    assert 40 <= price <= 100
    if 40 < price < 100:
        assert last - price == pytest.approx(moved + goodwill * 60)


def test_tit_for_tat_measures_the_others_move_in_its_own_points():
    session = table("tit_for_tat", goodwill=0.0)
    session.act("sahlan", moves.offer(HIGH))
    first = session.view("qarwan").offers_by("qarwan")
    assert session.mind("qarwan").prices().worth(first[-1].body.package) == 100
    prices = session.mind("qarwan").prices()
    session.act("sahlan", moves.offer(MIDDLE))
    before_answer = session.branch([e.seq for e in session.events if e.actor == "sahlan"][-1]).view("qarwan")
    gave = prices.worth(MIDDLE) - prices.worth(HIGH)
    assert gave == 63 - 6
    assert others_moved(before_answer, prices) == [(2, 0.0), (2, gave)]
    assert target(before_answer, prices, "tit_for_tat", {"goodwill": 0.0}) == max(56, 100 - gave)


def test_tit_for_tat_in_the_last_round_takes_anything_above_its_batna():
    session = table("tit_for_tat")
    while session.state.round < 8:
        session.act("sahlan", moves.end_turn())
    assert target(session.view("qarwan"), session.mind("qarwan").prices(), "tit_for_tat", {}) == 56


def test_a_trade_off_seeker_asks_with_the_package_nearest_to_what_it_heard():
    """At the same price, it offers what the other side asked for more often than a linear seat does."""
    liked = {}
    for kind in ("linear", "trade_off"):
        session = table(kind, exponent=1.0)
        for _ in range(4):
            session.act("sahlan", moves.offer(LOW if session.state.round % 2 else MIDDLE))
            if session.state.outcome or session.state.signing:
                break
        offers = [e.body.package for e in session.events if e.actor == "qarwan" and e.kind == "offer"]
        liked[kind] = np.mean([sum(o[k] in (LOW[k], MIDDLE[k]) for k in o) for o in offers])
    assert liked["trade_off"] > liked["linear"]


def test_a_trade_off_seeker_leaves_out_a_red_line_that_it_was_told():
    session = table("trade_off")
    offer = session.state.offers[1]
    assert offer.package["flow"] == "f30"
    reason = Reason("red_line", {"issue": "flow", "option": "f30"})
    session.act("sahlan", moves.reject(1, reason))
    for _ in range(3):
        session.act("sahlan", moves.end_turn())
    later = [e.body.package for e in session.events if e.actor == "qarwan" and e.kind == "offer"][1:]
    assert later
    assert all(package["flow"] != "f30" for package in later)


def test_a_seat_accepts_exactly_what_is_worth_its_price():
    for kind in ("boulware", "linear", "conceder", "trade_off", "tit_for_tat"):
        session = table(kind)
        for _ in range(4):
            session.act("sahlan", moves.end_turn())
        one = party(session)
        for i in range(one.prices.space.size):
            fits = one.prices.ok[i] and one.prices.values[i] >= one.aim - 1e-9
            assert one.accepts(i) == fits


def test_one_who_is_bound_by_home_never_offers_or_accepts_what_would_fail_there():
    sc = scenario("the-transition")
    for seed in range(5):
        session = Session.open(sc, seed)
        session.advance()
        free = Mind(sc.seen_by("north"), "north").prices()
        for event in session.events:
            if event.actor == "north" and event.kind == "offer":
                assert free.space.ratifiable[free.space.index(event.body.package), 0]
        assert all(e.body.passed for e in session.events if e.kind == "ratify" and e.actor == "north")


def test_reasons_name_the_issue_and_the_option_wanted():
    session = table("linear")
    session.act("sahlan", moves.offer({**HIGH, "data": "resident"}))
    refusal = next(e for e in session.events if e.kind == "reject" and e.actor == "qarwan")
    assert refusal.body.reason == Reason("red_line", {"issue": "data", "option": "resident"})
    session.act("sahlan", moves.offer(HIGH))
    refusal = [e for e in session.events if e.kind == "reject" and e.actor == "qarwan"][-1]
    assert refusal.body.reason == Reason("too_little", {"issue": "filling", "option": "y3"})


def test_answers_in_caucus_are_true_and_carry_the_scope_of_the_temper():
    sc = scenario("the-strait")
    session = Session.open(sc, 1, "mediator")
    session.advance()
    session.act("mediator", moves.ask("jazra", "ranking"))
    answer = session.events[-1]
    assert (answer.actor, answer.kind, answer.to) == ("jazra", "disclose", ("mediator",))
    assert answer.body.answer[0] == "fishing"
    assert answer.body.scope == "may_hint"
    session.act("mediator", moves.ask("darwan", "wishes"))
    assert session.events[-1].body.answer.best["transit"] == "permit"
    assert session.events[-1].body.scope == "mediator_only"
    seat = Strategy(kind="total_spoiler")
    silent = answer_caucus(session.view("jazra"), session.mind("jazra"), seat, answer_question(session))
    assert silent.body.answer is None


def answer_question(session):
    return next(e for e in session.events if e.kind == "caucus_question")


def test_dice_of_one_seat_do_not_depend_on_the_others():
    assert dice(7, "a", 2).integers(1 << 30) == dice(7, "a", 2).integers(1 << 30)
    draws = {dice(7, role, round).integers(1 << 30) for role in "ab" for round in (1, 2)}
    assert len(draws) == 4


def test_the_temper_of_the_day_stays_near_the_rule():
    drawn = [draw_temper("a", Strategy(kind="linear"), seed).parameters["exponent"] for seed in range(50)]
    assert len(set(drawn)) > 40
    assert all(0.8 - 1e-3 <= e <= 1.25 + 1e-3 for e in drawn)
