"""A window on the world becomes a drawing that is true to scale in its middle."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.model.map import BAR, WIDTH, Window


@st.composite
def windows(draw):
    west, south = draw(st.floats(-170, 150)), draw(st.floats(-60, 50))
    return Window(west, south, west + draw(st.floats(0.5, 20)), south + draw(st.floats(0.5, 20)))


@given(windows())
def test_the_corners_of_the_window_are_those_of_the_drawing(window):
    assert window.at(window.west, window.north) == (0, 0)
    assert window.at(window.east, window.south) == pytest.approx((WIDTH, window.height), abs=0.06)


def test_at_sixty_degrees_a_degree_of_latitude_is_twice_one_of_longitude():
    window = Window(0, 55, 10, 65)
    x, y = window.at(1, 64)
    assert y == pytest.approx(2 * x)


@given(windows())
def test_the_scale_bar_is_round_and_as_long_as_it_says(window):
    kilometers, length = window.bar
    assert 0 < length <= BAR * WIDTH + 0.1
    assert length >= BAR * WIDTH / 2.5 - 0.1
    middle = math.radians((window.south + window.north) / 2)
    across = 111.32 * (window.east - window.west) * math.cos(middle)
    assert length == pytest.approx(kilometers / across * WIDTH, abs=0.06)


def test_a_place_on_the_edge_is_not_in_the_window():
    window = Window(0, 0, 10, 10)
    assert window.holds(5, 5)
    assert not window.holds(10, 5)
    assert not window.holds(5, -1)
