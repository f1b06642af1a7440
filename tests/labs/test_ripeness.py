"""Ripeness by hand, and what a mediator can and cannot move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.labs.ripeness import MONTHS, sentence, solve

points = st.integers(0, 100)
growth = st.integers(-6, 10).map(lambda n: n / 2)
effort = st.integers(0, 8).map(lambda n: 5 * n)
sight = st.integers(0, 20).map(lambda n: 5 * n)
CALM = {"pain_a": 60, "pain_b": 60, "growth_a": 0, "growth_b": 0, "sight_a": 100, "sight_b": 100}


def test_first_ripe_month_by_hand():
    # A feels 0.8·(30 + 2t) ≥ 50 from t = 16.25; B feels 0.8·(20 + 2t) ≥ 60 from t = 27.5.
    result = solve(way_out=60)
    assert result.a.hurts[0] == 17
    assert result.b.hurts[0] == 28
    assert result.ripe[0] == 28
    assert sentence(result)[0] == "ripe"


def test_a_stalemate_without_a_way_out_is_not_ripe():
    result = solve(**CALM, hope_a=50, hope_b=50, way_out=45)
    assert result.stalemate[0] == 0
    assert result.ripe == ()
    assert sentence(result)[0] == "no-way-out"


def test_the_mediator_can_show_a_way_out():
    result = solve(**CALM, hope_a=50, hope_b=50, way_out=45, effort=5)
    assert result.ripe[0] == 0
    assert sentence(result)[0] == "ripe-by-mediator"


def test_the_mediator_cannot_take_away_hope():
    result = solve(**CALM, hope_a=61, hope_b=50, way_out=90, effort=40)
    assert result.ripe == ()
    assert sentence(result)[0] == "only-b"
    assert result.a.pain == solve(**CALM, hope_a=61, effort=0).a.pain


def test_a_side_that_feels_nothing_is_in_no_stalemate():
    result = solve(pain_a=0, growth_a=0, hope_a=0, way_out=90)
    assert result.a.hurts == ()


def test_pain_that_fades_closes_the_window():
    # Felt pain 60 − t falls below 50 after month 10.
    result = solve(**{**CALM, "growth_a": -1}, hope_a=50, hope_b=50, way_out=60)
    assert result.ripe == tuple(range(11))
    assert sentence(result)[0] == "ripe-and-passes"


def test_two_stalemates_at_different_times_are_not_mutual():
    result = solve(
        pain_a=60, growth_a=-2, hope_a=50, pain_b=20, growth_b=2, hope_b=50, sight_a=100, sight_b=100, way_out=80
    )
    assert result.a.hurts[-1] < result.b.hurts[0]
    assert sentence(result)[0] == "not-together"


def test_readiness_is_motivation_times_optimism():
    result = solve(**CALM, hope_a=50, way_out=50)
    assert result.a.readiness[0] == pytest.approx(60 * 0.5 * 0.5)


@given(points, points, growth, growth, points, points, sight, sight, sight, effort)
def test_laws(pa, pb, ga, gb, ha, hb, sa, sb, way, help_given):
    fixed = {"pain_a": pa, "pain_b": pb, "growth_a": ga, "growth_b": gb, "sight_a": sa, "sight_b": sb, "way_out": way}
    alone = solve(**fixed, hope_a=ha, hope_b=hb)
    helped = solve(**fixed, hope_a=ha, hope_b=hb, effort=help_given)
    assert set(alone.ripe) <= set(helped.ripe), "a mediator never closes a ripe moment"
    assert helped.ripe_alone == alone.ripe
    assert alone.a.pain == helped.a.pain, "and never moves the pain"
    lower = solve(**fixed, hope_a=ha // 2, hope_b=hb)
    assert set(alone.ripe) <= set(lower.ripe), "less hope of winning never delays"
    assert set(helped.ripe) <= set(helped.stalemate) <= set(range(MONTHS + 1))
    assert all(0 <= r <= 100 for r in helped.a.readiness)
    sentence(helped)
