"""A frame turns data into places: y upward, held at the edge."""

from hypothesis import given
from hypothesis import strategies as st

from course.model.picture import Frame

FRAME = Frame(left=10, top=20, width=100, height=50, x_low=-1, x_high=1, y_high=10)


def test_corners():
    assert FRAME.at(-1, 0) == (10, 70)
    assert FRAME.at(1, 10) == (110, 20)
    assert FRAME.at(0, 5) == (60, 45)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_nothing_leaves_the_frame(x, y):
    across, down = FRAME.at(x, y)
    assert 10 <= across <= 110
    assert 20 <= down <= 70


def test_a_label_stands_above_its_point():
    assert FRAME.text(0, 5, "here", lift=7).y == FRAME.dot(0, 5, "deal").y - 7
