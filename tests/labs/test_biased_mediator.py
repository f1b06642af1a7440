"""The biased mediator: Bayes by hand, Kydd's results, and a brute-force check of every incentive."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.labs.bargaining_and_war import solve as bargain
from course.labs.biased_mediator import posteriors, sentence, solve

five = {
    "bias": st.integers(-20, 20).map(lambda n: 5 * n),
    "peace": st.integers(0, 20).map(lambda n: 5 * n),
    "accuracy": st.integers(11, 20).map(lambda n: 5 * n),
    "chance_resolute": st.integers(1, 19).map(lambda n: 5 * n),
    "cost_listener": st.integers(0, 10).map(lambda n: 5 * n),
    "cost_resolute": st.integers(0, 4).map(lambda n: 5 * n),
    "cost_reluctant": st.integers(5, 12).map(lambda n: 5 * n),
}
anything = st.fixed_dictionaries(five)


def test_bayes_by_hand():
    # 40 of 100 are resolute; right 85 times in 100: 6 / (6 + 51) and 34 / (34 + 9).
    u, v = posteriors(0.4, 0.85)
    assert u == pytest.approx(6 / 57)
    assert v == pytest.approx(34 / 43)


def test_kydds_result_an_unbiased_friend_of_peace_is_not_believed():
    result = solve(bias=0, peace=30)
    assert result.a.calms_falsely
    assert result.b.calms_falsely
    assert not result.a.believed
    assert not result.b.believed
    assert sentence(result)[0] == "neither-believes"


def test_only_a_mediator_on_your_side_is_believed():
    leaning = solve(bias=50)
    assert leaning.a.believed
    assert not leaning.b.believed
    assert sentence(leaning)[0] == "a-believes"
    assert sentence(solve(bias=-50))[0] == "b-believes"


def test_least_bias_by_hand():
    # u·m / [(1 − u)·cH − cL] = (6/57)·0.3 / [(51/57)·0.4 − 0.05]
    u = 6 / 57
    start, end = solve(peace=30).truthful
    assert start == pytest.approx(u * 0.3 / ((1 - u) * 0.4 - 0.05))
    assert end == 1


def test_a_careless_partisan_pushes_its_friend_into_war():
    result = solve(bias=100, peace=0)
    assert result.a.pushes_falsely
    assert not result.a.believed
    assert sentence(result)[0] == "partisan"


@given(anything, st.integers(0, 20).map(lambda n: 5 * n))
def test_a_neutral_that_dislikes_war_and_can_err_is_never_believed(values, fairness):
    assume(values["peace"] > 0 and values["accuracy"] < 100)
    result = solve(**{**values, "bias": 0}, fairness=fairness)
    assert not result.a.believed
    assert not result.b.believed


@given(anything)
def test_a_perfect_copy_of_the_listener_tells_it_the_truth(values):
    same = {**values, "bias": 100, "peace": values["cost_listener"]}
    result = solve(**same)
    if result.moved:
        assert result.a.believed


@given(anything)
def test_truth_is_the_best_reply_of_a_believed_mediator(values):
    """Compare the mediator's expected payoffs of every message, from the story and not from the inequality."""
    result = solve(**values)
    s = {name: value / 100 for name, value in values.items()}
    power = 0.3

    def payoff(lean, doubt, message):
        if message == "resolute":
            return lean * (power + s["cost_resolute"])
        deal = lean * (power + s["cost_reluctant"])
        return (1 - doubt) * deal + doubt * (lean * power - s["peace"])

    for hearing in (result.a, result.b):
        for learned, doubt in (
            ("reluctant", result.doubt_after_reluctant),
            ("resolute", result.doubt_after_resolute),
        ):
            lie = "resolute" if learned == "reluctant" else "reluctant"
            gain = payoff(hearing.lean, doubt, lie) - payoff(hearing.lean, doubt, learned)
            flag = hearing.calms_falsely if learned == "reluctant" else hearing.pushes_falsely
            if abs(gain) > 1e-6:
                assert flag == (gain > 0)


@given(anything)
def test_the_range_of_truthful_leans_agrees_with_the_flags(values):
    result = solve(**values)
    honest = not (result.a.calms_falsely or result.a.pushes_falsely)
    inside = result.truthful is not None and result.truthful[0] - 1e-6 <= result.bias <= result.truthful[1] + 1e-6
    edge = result.truthful is not None and min(abs(result.bias - end) for end in result.truthful) < 1e-6
    assert honest == inside or edge


@given(anything)
def test_the_threshold_is_that_of_the_bargaining_model(values):
    result = solve(**values)
    other = bargain(
        power=30,
        cost_a=values["cost_listener"],
        cost_b=values["cost_reluctant"],
        cost_resolute=values["cost_resolute"],
        chance_resolute=values["chance_resolute"],
        hidden=1,
    )
    assert result.threshold == pytest.approx(other.bold_below)
    assert result.war_alone == pytest.approx(other.chance_of_war)


@given(anything)
def test_a_believed_word_never_makes_war_likelier_than_boldness(values):
    result = solve(**values)
    if result.moved and result.war_alone > 0:
        assert result.war_heard <= result.war_alone + 1e-9


@given(anything, st.integers(0, 100))
def test_mirror(values, fairness):
    one, two = solve(**values, fairness=fairness), solve(**{**values, "bias": -values["bias"]}, fairness=fairness)
    assert one.a.believed == two.b.believed
    assert one.trusted == two.trusted


def test_trust_goes_against_bias_and_against_peace_at_any_price():
    # Kydd 2006: neither a biased mediator nor one that only wants cooperation can build trust in one round.
    assert solve(bias=0, peace=30, fairness=15).trusted
    assert not solve(bias=0, peace=30, fairness=10).trusted
    assert not solve(bias=0, peace=50, fairness=0).trusted
    assert not solve(bias=50, peace=30, fairness=60).trusted
    assert solve(bias=45, peace=30, fairness=60).trusted
