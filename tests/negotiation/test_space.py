from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.scenarios import scenario
from course.negotiation.error import NegotiationError
from course.negotiation.rules import passes_home
from course.negotiation.space import OutcomeSpace


@given(seed=st.integers(0, 10_000), parties=st.integers(1, 4), synergies=st.booleans())
def test_values_are_the_sum_of_scores_and_synergies(random_scenario, seed, parties, synergies):
    sc = random_scenario(seed, (2, 3, 4), parties, synergies=synergies)
    space = OutcomeSpace(sc)
    for i, choice in enumerate(product(*space.options)):
        package = dict(zip(space.issues, choice, strict=True))
        assert space.index(package) == i
        assert space.package(i) == package
        for p, role in enumerate(sc.parties):
            expected = sum(role.secret.scores[k][o] for k, o in package.items())
            for bonus in role.secret.synergies:
                if all(package[k] == o for k, o in bonus.when.items()):
                    expected += bonus.points
            assert space.values[i, p] == pytest.approx(expected)


@given(seed=st.integers(0, 10_000))
def test_a_hard_red_line_makes_a_package_unacceptable(random_scenario, seed):
    sc = random_scenario(seed, red_lines=True)
    space = OutcomeSpace(sc)
    for i in space.acceptable:
        package = space.package(i)
        for role in sc.parties:
            for line in role.secret.red_lines:
                assert package[line.issue] not in line.options


def test_win_sets_in_bulk_agree_with_one_vote_at_a_time():
    sc = scenario("the-transition")
    space = OutcomeSpace(sc)
    for i in range(0, space.size, 37):
        for p, role in enumerate(sc.parties):
            assert space.ratifiable[i, p] == passes_home(role, space.package(i))


def test_a_guarantee_counts_only_where_its_condition_is_agreed():
    sc = scenario("the-strait")
    plain, helped = OutcomeSpace(sc), OutcomeSpace(sc, ("radar",))
    joint = plain.digits[plain.issues.index("monitoring")] == 2
    moved = helped.values - plain.values
    assert np.all(moved[~joint] == 0)
    assert np.all(moved[joint] == [2, 4, 2])


@pytest.mark.parametrize(
    ("package", "says"),
    [
        ({}, "empty"),
        ({"flow": "f40"}, "says nothing about filling, power, data"),
        ({"flow": "f45", "filling": "y3", "power": "none", "data": "own"}, "f30, f40, f50, f60"),
        ({"wind": "yes"}, "not on the table"),
    ],
)
def test_a_wrong_package_is_refused_with_the_choices(package, says):
    with pytest.raises(NegotiationError, match=says):
        OutcomeSpace(scenario("two-rivers")).index(package)


def test_efficient_means_that_nothing_beats_it(random_scenario):
    space = OutcomeSpace(random_scenario(3))
    for i in range(space.size):
        beaten = any(
            np.all(space.values[j] >= space.values[i]) and np.any(space.values[j] > space.values[i])
            for j in range(space.size)
        )
        assert space.efficient(i) is not beaten
