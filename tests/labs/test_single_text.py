"""The single text: vetoes hold, the frontier is exact, trades beat slices on average."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.labs.single_text import efficient, improves, neighbors, sentence, solve, space

seeds = st.integers(1, 99)
tenth = st.integers(0, 10).map(lambda n: 10 * n)
quick = settings(max_examples=40, deadline=None)


def test_frontier_by_hand():
    flat = np.array([[10.0, 90], [50, 50], [50, 60], [40, 40], [90, 10], [90, 5]])
    assert efficient(flat) == ((90, 10), (50, 60), (10, 90))


def test_an_amendment_needs_no_loser_and_a_winner():
    now = np.array([50.0, 50.0])
    then = np.array([[50.0, 50.0], [60, 50], [60, 49], [55, 55]])
    assert improves(now, then).tolist() == [False, True, False, True]


def test_neighbors_are_counted_right():
    values = space(0.5, 3)
    place = (0, 1, 2, 3, 0, 1)
    assert len(neighbors(place, 1, values)) == 6 * 4
    assert len(neighbors(place, 2, values)) == 6 * 4 + 15 * 16
    assert {tuple(v) for v in neighbors(place, 1, values)} <= {tuple(v) for v in neighbors(place, 2, values)}


@quick
@given(seeds, tenth, tenth, st.sampled_from([20, 40, 60]))
def test_no_draft_takes_anything_away(seed, opposition, trades, walkaway):
    result = solve(seed=seed, opposition=opposition, trades=trades, walkaway=walkaway)
    for path in (result.path, result.salami):
        for before, after in zip(path.drafts, path.drafts[1:], strict=False):
            assert min(after.a - before.a, after.b - before.b) >= -1e-9
            assert max(after.a - before.a, after.b - before.b) > 0
            assert after.round > before.round
        assert 0 <= path.efficiency <= 1 + 1e-9
        last = path.drafts[-1]
        assert path.signed == (min(last.a, last.b) >= walkaway - 1e-9)
    assert all(draft.changed <= 1 for draft in result.salami.drafts)
    assert all(draft.changed <= 2 for draft in result.path.drafts)
    assert sentence(result)[0] in ("signed", "signed-salami", "not-signed", "impossible")


@quick
@given(seeds, tenth)
def test_the_frontier_is_what_nobody_beats(seed, opposition):
    result = solve(seed=seed, opposition=opposition)
    flat = space(opposition / 100, seed).reshape(-1, 2)
    for a, b in result.frontier[:: max(1, len(result.frontier) // 8)]:
        assert not ((flat >= (a - 1e-9, b - 1e-9)).all(axis=1) & (flat > (a + 1e-6, b + 1e-6)).any(axis=1)).any()


def test_total_opposition_leaves_nothing_to_slice():
    # Each option that gains for one loses for the other, so no single change passes both vetoes.
    for seed in range(1, 20):
        result = solve(seed=seed, opposition=100)
        assert len(result.salami.drafts) == 1
        assert result.salami.stuck


def test_trades_beat_slices_on_average():
    runs = [solve(seed=seed, opposition=50) for seed in range(1, 61)]
    trades = np.mean([run.path.efficiency for run in runs])
    slices = np.mean([run.salami.efficiency for run in runs])
    assert trades > slices + 0.3


def test_the_same_seed_gives_the_same_path():
    assert solve(seed=5) == solve(seed=5)
    assert solve(seed=5).path != solve(seed=6).path
    assert solve(trades=0).path == solve(trades=0).salami


def test_nobody_signs_below_the_alternative():
    result = solve(walkaway=80, opposition=100)
    assert not result.path.signed


def test_out_of_range_names_the_range():
    with pytest.raises(ValueError, match="rounds is 5; choose a value from 10 to 200 rounds"):
        solve(rounds=5)


def test_the_sentence_tells_slices_from_trades():
    assert sentence(solve(trades=60))[0] == "signed"
    assert sentence(solve(trades=0))[0] == "signed-salami"
    assert sentence(solve(walkaway=80, opposition=100))[0] == "impossible"
