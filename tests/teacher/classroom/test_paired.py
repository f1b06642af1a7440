"""The interval of a paired change: it is where it should be, and covers what it promises to cover."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.teacher.classroom.paired import Pairs, change_interval, normalized_gain, wilson

COUNTS = st.integers(min_value=0, max_value=60)
PAIRS = st.builds(Pairs, COUNTS, COUNTS, COUNTS, COUNTS).filter(lambda pairs: pairs.total)


@given(PAIRS)
def test_interval_holds_the_change_and_stays_in_range(pairs):
    low, high = change_interval(pairs)
    assert -1 <= low <= pairs.change + 1e-12
    assert pairs.change - 1e-12 <= high <= 1
    assert low < high


@given(PAIRS)
def test_turning_time_around_turns_the_interval_around(pairs):
    low, high = change_interval(pairs)
    back = change_interval(Pairs(pairs.both, pairs.after, pairs.before, pairs.never))
    assert back == pytest.approx((-high, -low))


@given(PAIRS)
def test_counting_what_is_wrong_turns_the_sign_around(pairs):
    low, high = change_interval(pairs)
    back = change_interval(Pairs(pairs.never, pairs.after, pairs.before, pairs.both))
    assert back == pytest.approx((-high, -low), abs=1e-9)


@given(PAIRS, st.integers(min_value=2, max_value=20))
def test_more_learners_who_answer_alike_make_it_narrower(pairs, times):
    narrow = change_interval(Pairs(*(times * count for count in pairs)))
    wide = change_interval(pairs)
    assert narrow.high - narrow.low < wide.high - wide.low


def test_table_of_a_textbook():
    # The data of Altman, Machin, Bryant, Gardner (2000), Statistics with Confidence, table 6.2: 14, 5, 0, 22.
    low, high = change_interval(Pairs(14, 0, 5, 22))
    assert (round(low, 3), round(high, 3)) == (0.011, 0.226)


@pytest.mark.parametrize("shares", [(0.3, 0.1, 0.4, 0.2), (0.1, 0.15, 0.2, 0.55), (0.6, 0.05, 0.25, 0.1)])
def test_it_covers_the_truth_about_ninety_five_times_of_a_hundred(shares):
    count, truth, covered = 16, shares[2] - shares[1], 0.0
    for both, before, after in itertools.product(range(count + 1), repeat=3):
        never = count - both - before - after
        if never < 0:
            continue
        pairs = Pairs(both, before, after, never)
        low, high = change_interval(pairs)
        if low <= truth <= high:
            ways = math.factorial(count) / math.prod(map(math.factorial, pairs))
            covered += ways * math.prod(share**many for share, many in zip(shares, pairs, strict=True))
    assert 0.93 <= covered <= 0.99


@given(st.integers(min_value=1, max_value=80), st.data())
def test_interval_of_a_share_holds_it(count, data):
    right = data.draw(st.integers(min_value=0, max_value=count))
    low, high = wilson(right, count)
    assert 0 <= low <= right / count + 1e-12
    assert right / count - 1e-12 <= high <= 1


def test_nobody_has_no_interval():
    with pytest.raises(ValueError, match="nobody"):
        change_interval(Pairs(0, 0, 0, 0))


def test_gain_is_what_was_learned_of_what_could_be_learned():
    assert normalized_gain(0.5, 0.75) == 0.5
    assert normalized_gain(0.2, 0.2) == 0
    assert normalized_gain(0.5, 0.25) == -0.5
    assert normalized_gain(1.0, 1.0) is None
