"""Bargaining and war against Fearon's range, the gamble worked by hand, and his condition for preventive war."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.labs.bargaining_and_war import attacks_today, boldness_threshold, sentence, solve

percent = st.integers(0, 100)
cost = st.integers(0, 60)


def test_fearons_range():
    result = solve(power=50, cost_a=15, cost_b=25)
    assert (result.low, result.high) == pytest.approx((0.35, 0.75))
    assert sentence(result)[0] == "range"


def test_free_war_leaves_one_deal_and_it_is_the_balance_of_power():
    result = solve(power=40, cost_a=0, cost_b=0)
    assert result.low == result.high == pytest.approx(0.4)
    assert sentence(result)[0] == "single-deal"


def test_the_range_is_cut_off_at_the_whole_stake():
    result = solve(power=90, cost_a=5, cost_b=40)
    assert (result.low, result.high) == pytest.approx((0.85, 1.0))


@given(percent, cost, cost, st.integers(0, 30), st.booleans())
def test_raising_war_costs_never_shrinks_the_range(power, a, b, more, hidden):
    assume(a + more <= 60)
    assume(b + more <= 60)
    before = solve(power=power, cost_a=a, cost_b=b, hidden=int(hidden))
    for after in (
        solve(power=power, cost_a=a + more, cost_b=b, hidden=int(hidden)),
        solve(power=power, cost_a=a, cost_b=b + more, hidden=int(hidden)),
    ):
        assert after.low <= before.low + 1e-9
        assert after.high >= before.high - 1e-9
    assert before.low <= before.high + 1e-9, "the range is never empty"


def test_the_gamble_by_hand():
    # p 0.5, cA 0.15, cL 0.05, cH 0.25: threshold (0.25 − 0.05)/(0.25 + 0.15) = 0.5.
    assert boldness_threshold(0.5, 0.15, 0.05, 0.25) == pytest.approx(0.5)
    bold = solve(power=50, cost_a=15, cost_b=25, hidden=1, cost_resolute=5, chance_resolute=49)
    safe = solve(power=50, cost_a=15, cost_b=25, hidden=1, cost_resolute=5, chance_resolute=50)
    assert bold.bold
    assert bold.demand == pytest.approx(0.75)
    assert bold.chance_of_war == pytest.approx(0.49)
    assert not safe.bold
    assert safe.demand == pytest.approx(0.55)
    assert safe.chance_of_war == 0


@given(percent, cost, cost, cost, percent)
def test_the_demand_is_the_best_of_all_demands(power, a, resolute, reluctant, chance):
    result = solve(power=power, cost_a=a, cost_b=reluctant, hidden=1, cost_resolute=resolute, chance_resolute=chance)
    p, h = power / 100, chance / 100
    demands = np.append(np.linspace(0, 1, 101), [result.demand])
    refused = h * (demands > p + result.cost_resolute + 1e-9) + (1 - h) * (demands > p + result.cost_b + 1e-9)
    expected = (1 - refused) * demands + refused * (p - result.cost_a)
    assert expected[-1] >= expected.max() - 1e-9
    assert refused[-1] == pytest.approx(result.chance_of_war)


@given(percent, cost, cost, cost, percent)
def test_without_hidden_resolve_and_shift_there_is_no_war(power, a, b, resolute, chance):
    result = solve(power=power, cost_a=a, cost_b=b, cost_resolute=resolute, chance_resolute=chance)
    assert result.chance_of_war == 0
    assert not result.preventive


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 60), st.sampled_from([0.5, 0.6, 0.7, 0.8, 0.9, 0.95]))
def test_preventive_war_is_fearons_inequality(now, later, b, future):
    p, after, cb = now / 100, later / 100, b / 100
    assume((1 - after) / (1 - future) >= cb)  # tomorrow's demand is not cut off at the whole stake
    gap = future * after - p - cb * (1 - future) ** 2
    assume(abs(gap) > 1e-6)
    assert attacks_today(p, after, cb, future) == (gap > 0)


@given(percent, cost, st.integers(0, 60), st.integers(0, 20).map(lambda n: 5 * n))
def test_a_guarantor_never_makes_preventive_war_likelier(power, b, shift, guarantee):
    result = solve(power=power, cost_b=b, shift=shift, guarantee=guarantee)
    assert result.preventive_without or not result.preventive
    assert not solve(power=power, cost_b=b, shift=shift, guarantee=100).preventive


@given(percent, cost, st.integers(0, 50), st.integers(0, 10))
def test_a_larger_shift_never_calms_the_declining_side(power, b, shift, more):
    smaller, larger = solve(power=power, cost_b=b, shift=shift), solve(power=power, cost_b=b, shift=shift + more)
    assert larger.preventive or not smaller.preventive


def test_sentences_of_the_three_ways_to_war():
    assert sentence(solve(hidden=1, chance_resolute=30))[0] == "gamble"
    assert sentence(solve(hidden=1, chance_resolute=60))[0] == "caution"
    assert sentence(solve(shift=30))[0] == "preventive-war"
    assert sentence(solve(shift=30, guarantee=80))[0] == "guaranteed"


def test_out_of_range_names_the_range():
    with pytest.raises(ValueError, match="cost_a is -1; choose a value from 0 to 60 %"):
        solve(cost_a=-1)
    with pytest.raises(ValueError, match="a switch takes 0"):
        solve(hidden=0.5)
