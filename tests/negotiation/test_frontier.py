import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.negotiation.frontier import frontier, undominated
from course.negotiation.space import OutcomeSpace


def by_hand(values: np.ndarray) -> set[tuple]:
    rows = {tuple(row) for row in values.tolist()}
    return {
        row
        for row in rows
        if not any(other != row and all(o >= r for o, r in zip(other, row, strict=True)) for other in rows)
    }


@given(
    seed=st.integers(0, 10_000),
    parties=st.integers(2, 4),
    synergies=st.booleans(),
    red_lines=st.booleans(),
    acceptable=st.booleans(),
    batna=st.sampled_from([10, 40, 60]),
)
def test_the_frontier_is_what_comparing_every_pair_finds(
    random_scenario, seed, parties, synergies, red_lines, acceptable, batna
):
    sc = random_scenario(seed, (3, 3, 4), parties, batna, synergies, red_lines)
    space = OutcomeSpace(sc)
    among = space.values[space.acceptable] if acceptable else space.values
    found = frontier(space, acceptable)
    rows = [tuple(row) for row in space.values[found].tolist()]
    assert set(rows) == by_hand(among)
    assert len(rows) == len(set(rows))
    assert list(found) == sorted(found)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), parties=st.integers(2, 6), whole=st.booleans())
def test_blocks_agree_with_moocore(seed, parties, whole):
    moocore = pytest.importorskip("moocore")
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(1500, parties))
    values = np.round(values * 3) if whole else values
    kept = moocore.is_nondominated(values, maximise=True, keep_weakly=False)
    ours = values[undominated(values)]
    assert {tuple(r) for r in ours.tolist()} == {tuple(r) for r in values[kept].tolist()}
    assert len(ours) == kept.sum()


def test_every_length_of_input(random_scenario):
    assert list(undominated(np.empty((0, 3)))) == []
    assert list(undominated(np.array([[1.0, 2.0, 3.0]]))) == [0]
    assert list(undominated(np.array([[1.0], [3.0], [2.0]]))) == [1]


def test_no_frontier_without_an_acceptable_package(random_scenario):
    assert len(frontier(OutcomeSpace(random_scenario(1, (3, 3, 3), 3, batna=99)))) == 0
