"""The zone against hand-worked tables, a brute-force search and the theory's laws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.labs.bargaining_zone import frontier_of, sentence, solve

points = st.integers(0, 100)
weight = st.integers(0, 20).map(lambda n: 5 * n)


def test_closed_zone_with_one_issue():
    result = solve(batna_a=60, batna_b=55)
    assert not result.open
    assert result.short == 15
    assert result.nash is None
    key, values = sentence(result)
    assert key == "no-deal"
    assert (values["a"], values["offered"], values["b"]) == (60, 40, 55)


def test_open_zone_with_one_issue():
    result = solve(batna_a=30, batna_b=20)
    assert result.limits_a == (30, 80)
    assert result.surplus == 50
    assert result.nash == pytest.approx((55, 45))
    assert result.kalai_smorodinsky == pytest.approx((55, 45))


def test_zone_that_is_one_point():
    result = solve(batna_a=60, batna_b=40)
    assert result.open
    assert result.surplus == 0
    assert result.nash == pytest.approx((60, 40))
    assert sentence(result)[0] == "edge"


def test_logrolling_opens_the_closed_zone():
    # A cares 70% for the second issue, B 20%: the corner gives A 70 and B 80 points.
    result = solve(batna_a=60, batna_b=55, second_issue=1, weight_a=70, weight_b=20)
    assert (70, 80) in [tuple(round(v, 9) for v in p) for p in result.frontier]
    assert result.opened_by_trade
    assert result.surplus == pytest.approx(35)
    assert result.nash == pytest.approx((70, 80))
    assert sentence(result)[0] == "opened-by-trade"


@given(points, points, weight)
def test_a_second_issue_with_equal_weights_opens_nothing(a, b, w):
    one = solve(batna_a=a, batna_b=b)
    two = solve(batna_a=a, batna_b=b, second_issue=1, weight_a=w, weight_b=w)
    assert one.open == two.open
    assert two.surplus == pytest.approx(one.surplus)
    assert not two.opened_by_trade


@given(points, points, weight, weight)
def test_nash_point_beats_a_search_of_all_agreements(a, b, wa, wb):
    result = solve(batna_a=a, batna_b=b, second_issue=1, weight_a=wa, weight_b=wb)
    x, y = np.meshgrid(np.linspace(0, 1, 81), np.linspace(0, 1, 81))
    to_a = 100 * ((1 - wa / 100) * x + wa / 100 * y)
    to_b = 100 * ((1 - wb / 100) * (1 - x) + wb / 100 * (1 - y))
    inside = (to_a >= a) & (to_b >= b)
    if not result.open:
        assert not inside.any()
        return
    found = (result.nash[0] - a) * (result.nash[1] - b)
    best = ((to_a - a) * (to_b - b))[inside].max(initial=0)
    assert found >= best - 1e-6
    assert result.nash[0] >= a - 1e-6
    assert result.nash[1] >= b - 1e-6
    assert result.surplus >= (to_a + to_b)[inside].max(initial=a + b) - a - b - 1e-6


@given(points, points, weight, weight, st.integers(0, 20))
def test_better_batna_never_lowers_the_share_at_the_nash_point(a, b, wa, wb, more):
    assume(a + more <= 100)
    before = solve(batna_a=a, batna_b=b, second_issue=1, weight_a=wa, weight_b=wb)
    after = solve(batna_a=a + more, batna_b=b, second_issue=1, weight_a=wa, weight_b=wb)
    if before.open and after.open:
        assert after.nash[0] >= before.nash[0] - 1e-6


@given(points, points, weight, weight, st.integers(0, 20))
def test_better_batna_never_widens_the_zone(a, b, wa, wb, more):
    assume(a + more <= 100)
    before = solve(batna_a=a, batna_b=b, second_issue=1, weight_a=wa, weight_b=wb)
    after = solve(batna_a=a + more, batna_b=b, second_issue=1, weight_a=wa, weight_b=wb)
    assert after.surplus <= before.surplus + 1e-6
    assert before.open or not after.open


@given(points, points, weight, weight)
def test_kalai_smorodinsky_gives_equal_shares_of_the_best_gains(a, b, wa, wb):
    result = solve(batna_a=a, batna_b=b, second_issue=1, weight_a=wa, weight_b=wb)
    assume(result.open and result.surplus > 0.01)
    most_a, most_b = result.limits_a[1] - a, result.zone[1][1] - b
    gain_a, gain_b = result.kalai_smorodinsky[0] - a, result.kalai_smorodinsky[1] - b
    assert gain_a * most_b == pytest.approx(gain_b * most_a, abs=1e-3)


@given(points, points, weight, weight)
def test_the_mirror_swaps_the_sides(a, b, wa, wb):
    one = solve(batna_a=a, batna_b=b, second_issue=1, weight_a=wa, weight_b=wb)
    other = solve(batna_a=b, batna_b=a, second_issue=1, weight_a=wb, weight_b=wa)
    assert one.open == other.open
    if one.open:
        assert one.nash == pytest.approx(other.nash[::-1], abs=1e-6)


def test_frontier_when_each_side_wants_only_one_issue():
    assert (100, 100) in frontier_of(1.0, 0.0)
    result = solve(batna_a=90, batna_b=90, second_issue=1, weight_a=100, weight_b=0)
    assert result.nash == pytest.approx((100, 100))
    assert (100, 100) in result.zone


def test_aims_meet_only_when_both_can_be_had():
    assert not solve(batna_a=10, batna_b=10, aspiration_a=60, aspiration_b=60).aims_meet
    assert solve(batna_a=10, batna_b=10, aspiration_a=60, aspiration_b=40).aims_meet
