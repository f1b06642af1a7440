from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.negotiation.points import egalitarian, kalai_smorodinsky, nash, nash_efficiency, points, utilitarian
from course.negotiation.space import OutcomeSpace

scenarios = {
    "seed": st.integers(0, 10_000),
    "parties": st.integers(2, 4),
    "batna": st.sampled_from([10, 35, 50]),
    "red_lines": st.booleans(),
}


def by_hand(space: OutcomeSpace) -> tuple[list[int], dict[int, list[float]], dict[int, list[float]]]:
    """Return the acceptable packages, their gains, and their shares of the ideal, without numpy's help."""
    packages = [i for i in range(space.size) if space.acceptable_to[i].all()]
    over = {i: [u - b for u, b in zip(space.values[i], space.batna, strict=True)] for i in packages}
    ideal = [max(over[i][p] for i in packages) for p in range(len(space.parties))] if packages else []
    able = [p for p, a in enumerate(ideal) if a > 0]
    shares = {i: [over[i][p] / ideal[p] for p in able] for i in packages}
    return packages, {i: [over[i][p] for p in able] for i in packages}, shares


@given(**scenarios)
def test_nash_maximizes_the_product_of_gains(random_scenario, seed, parties, batna, red_lines):
    space = OutcomeSpace(random_scenario(seed, (3, 3, 3), parties, batna, red_lines=red_lines))
    packages, _, shares = by_hand(space)
    if not packages:
        assert nash(space) is None
    else:
        best = max(prod(shares[i]) for i in packages)
        assert prod(shares[nash(space)]) == pytest.approx(best)
        assert nash_efficiency(space, space.values[nash(space)]) == pytest.approx(1 if best > 0 else 0)


@given(**scenarios)
def test_max_min_points_are_lexicographic(random_scenario, seed, parties, batna, red_lines):
    space = OutcomeSpace(random_scenario(seed, (3, 3, 3), parties, batna, red_lines=red_lines))
    packages, over, shares = by_hand(space)
    if packages:
        for found, rows in [(kalai_smorodinsky(space), shares), (egalitarian(space), over)]:
            best = max(sorted(rows[i]) for i in packages)
            assert sorted(rows[found]) == pytest.approx(best)


@given(**scenarios)
def test_utilitarian_maximizes_the_sum(random_scenario, seed, parties, batna, red_lines):
    space = OutcomeSpace(random_scenario(seed, (3, 3, 3), parties, batna, red_lines=red_lines))
    packages, _, _ = by_hand(space)
    if packages:
        best = max(sum(space.values[i]) for i in packages)
        assert sum(space.values[utilitarian(space)]) == pytest.approx(best)


@given(**scenarios)
def test_no_acceptable_package_beats_a_point(random_scenario, seed, parties, batna, red_lines):
    space = OutcomeSpace(random_scenario(seed, (3, 3, 3), parties, batna, red_lines=red_lines))
    for index in points(space).values():
        if index is not None:
            better = set(space.beats(space.values[index])) & set(space.acceptable)
            able = [p for p in range(parties) if space.values[space.acceptable, p].max() > space.batna[p]]
            gains = {i: [space.values[i, p] - space.values[index, p] for p in able] for i in better}
            assert not any(max(g, default=0) > 1e-9 for g in gains.values())


def test_a_worst_share_alone_does_not_decide():
    """Two packages with the same worst share: the lexicographic rule takes the one with the better second share."""
    import numpy as np

    from course.negotiation.points import _maxmin

    rows = np.array([[0.5, 0.6, 0.5], [0.5, 0.5, 0.9], [0.4, 1.0, 1.0]])
    assert _maxmin(np.array([7, 8, 9]), rows) == 8
