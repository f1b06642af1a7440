"""The two-level game against hand-worked win-sets and Putnam's propositions."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.labs.two_level_game import hurdle, judge, sentence, settle, solve

points = st.integers(0, 100)
division = st.integers(0, 40)
rule = st.integers(50, 100)


def test_overlap_and_middle():
    result = solve(demand_a=40, grant_b=70)
    assert (result.floor_a, result.ceiling_b) == (40, 70)
    assert result.overlap == 30
    assert result.deal == 55
    assert result.outcome == "ratified"
    assert result.gain_from_tied_hands == 20


def test_win_sets_that_do_not_meet():
    result = solve(demand_a=70, grant_b=40)
    assert result.outcome == "no-deal"
    assert result.gap == 30
    assert result.deal is None


def test_a_higher_hurdle_divides_the_house():
    # Two thirds of members spread from 30 to 50: the 66% member asks 30 + 20·0.66.
    assert hurdle(40, 10, 0.66) == pytest.approx(43.2)
    assert solve(division_a=30, rule_a=50).floor_a == solve(division_a=0, rule_a=50).floor_a
    assert solve(division_a=30, rule_a=75).floor_a > solve(division_a=5, rule_a=75).floor_a


def test_involuntary_defection():
    # The floor is 60, but the negotiator believes 40; the deal (40 + 70)/2 = 55 fails at home.
    result = solve(demand_a=60, grant_b=70, misread_a=20)
    assert result.deal == 55
    assert result.outcome == "fails-in-a"
    assert sentence(result)[0] == "fails-in-a"
    assert result.gain_from_tied_hands is None


def test_too_much_fear_of_home_misses_a_deal():
    assert solve(demand_a=50, grant_b=60, misread_a=-20).outcome == "missed"


def test_both_can_fail_at_once():
    assert solve(demand_a=70, grant_b=30, misread_a=30, misread_b=30).outcome == "fails-in-both"


def test_a_home_that_ratifies_nothing():
    result = solve(demand_a=100, division_a=40, rule_a=100)
    assert result.floor_a == 140
    assert result.size_a == 0
    assert sentence(result)[0] == "nothing-passes"


@given(points, division, rule, points, st.integers(0, 30))
def test_a_larger_win_set_never_shrinks_the_overlap_but_may_worsen_the_terms(c, d, r, grant, wider):
    narrow = solve(demand_a=c, division_a=d, rule_a=r, grant_b=grant)
    wide = solve(demand_a=max(0, c - wider), division_a=d, rule_a=r, grant_b=grant)
    assert wide.size_a >= narrow.size_a - 1e-9
    assert wide.overlap >= narrow.overlap - 1e-9
    if narrow.outcome == "ratified":
        assert wide.outcome == "ratified"
        assert wide.deal <= narrow.deal + 1e-9


@given(points, division, rule, points, division, rule)
def test_without_misreading_every_deal_is_ratified(c, d, r, grant, e, q):
    result = solve(demand_a=c, division_a=d, rule_a=r, grant_b=grant, division_b=e, rule_b=q)
    assert result.outcome in ("ratified", "no-deal")
    if result.gain_from_tied_hands is not None:
        assert result.gain_from_tied_hands >= -1e-9, "tied hands never cost A while there is a deal"


@given(points, points, st.integers(-30, 30), st.integers(-30, 30))
def test_the_two_sides_mirror_each_other(c, grant, mine, other):
    one = solve(demand_a=c, grant_b=grant, misread_a=mine, misread_b=other)
    two = solve(demand_a=100 - grant, grant_b=100 - c, misread_a=other, misread_b=mine)
    assert one.overlap == pytest.approx(two.overlap)
    if one.deal is not None:
        assert one.deal == pytest.approx(100 - two.deal)


@given(points, division, rule, points, division, rule, st.integers(-30, 30), st.integers(-30, 30))
@example(7, 5, 66, 19, 13, 90, 0, 0)  # the floor is 8.6, and so is the ceiling
@example(17, 21, 90, 81, 36, 85, -5, 17)
def test_what_becomes_of_the_talks_is_that_of_exact_fractions(c, d, r, grant, e, q, mine, other):
    floor = hurdle(c, d, Fraction(r, 100))
    ceiling = 100 - hurdle(100 - grant, e, Fraction(q, 100))
    low, high = max(0, floor - mine), min(100, ceiling + other)
    deal = (low + high) / 2 if low <= high else None
    result = solve(
        demand_a=c,
        division_a=d,
        rule_a=r,
        grant_b=grant,
        division_b=e,
        rule_b=q,
        misread_a=mine,
        misread_b=other,
    )
    assert (result.deal is None) == (deal is None)
    assert result.outcome == judge(deal, floor, ceiling)
    assert (settle(result.floor_a, result.ceiling_b) is None) == (max(0, floor) > min(100, ceiling))
    assert (sentence(result)[0] == "nothing-passes") == (floor > 100 or ceiling < 0)
