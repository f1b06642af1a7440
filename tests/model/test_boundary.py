"""On which side of a line a place lies, whatever bends the line takes; a line written is the line read."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.model.boundary import DIGITS, FEWEST, MOST, fit_line, read_line, side_of, write_line
from course.model.map import Window

WINDOW = Window(50, 25, 52, 27)
# In hundredths of a degree, so that nothing hangs on how a computer rounds.
LON, LAT = st.integers(5000, 5200), st.integers(2500, 2700)
POINTS = st.lists(st.tuples(LON, LAT), min_size=FEWEST, max_size=9)
PLACES = st.tuples(LON, st.integers(2501, 2699))


def line_of(points):
    (first, _), *middle, (last, _) = points
    return [(first, 2500), *middle, (last, 2700)]


def is_upon(line, place):
    """Whether a place lies on the line itself, where neither side is wrong."""
    for (x1, y1), (x2, y2) in itertools.pairwise(line):
        on = (x2 - x1) * (place[1] - y1) == (y2 - y1) * (place[0] - x1)
        if on and min(x1, x2) <= place[0] <= max(x1, x2) and min(y1, y2) <= place[1] <= max(y1, y2):
            return True
    return False


@pytest.mark.parametrize(
    ("line", "place", "side"),
    [
        ([(51, 25), (51, 27)], (50.5, 26), "west"),
        ([(51, 25), (51, 27)], (51.5, 26), "east"),
        ([(51, 25), (51, 27)], (51, 26), "east"),
        # A bend that goes around a place, from the west and from the east.
        ([(50.2, 25), (50.2, 25.5), (51.5, 25.5), (51.5, 27)], (51, 25.2), "east"),
        ([(50.2, 25), (50.2, 25.5), (51.5, 25.5), (51.5, 27)], (51, 25.8), "west"),
        # Past a corner at exactly the place's latitude.
        ([(51, 25), (50.5, 26), (51, 27)], (50.9, 26), "east"),
        ([(51, 25), (51.5, 26), (51, 27)], (51.4, 26), "west"),
        # There and back and there again.
        ([(50.5, 25), (50.5, 26.5), (51, 25.5), (51.5, 26.5), (51.5, 27)], (51, 26), "west"),
    ],
)
def test_sides_of_lines_with_bends(line, place, side):
    assert side_of(line, place) == side


@given(POINTS, PLACES)
def test_the_mirror_turns_west_into_east(points, place):
    line = line_of(points)
    assume(not is_upon(line, place))
    mirrored = side_of([(-lon, lat) for lon, lat in line], (-place[0], place[1]))
    assert {side_of(line, place), mirrored} == {"west", "east"}


@given(POINTS, PLACES, st.integers(1, 100))
def test_a_line_moved_east_gives_no_place_to_the_east(points, place, by):
    line = sorted(line_of(points), key=lambda point: point[1])
    moved = [(lon + by, lat) for lon, lat in line]
    if side_of(line, place) == "west":
        assert side_of(moved, place) == "west"


@given(POINTS, PLACES)
def test_the_way_in_which_a_line_is_drawn_does_not_matter(points, place):
    line = line_of(points)
    assume(not is_upon(line, place))
    assert side_of(line, place) == side_of(line[::-1], place)


@given(POINTS, PLACES)
def test_what_lies_beyond_every_point_is_never_in_doubt(points, place):
    line = line_of(points)
    assert side_of(line, (4999, place[1])) == "west"
    assert side_of(line, (5201, place[1])) == "east"


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=FEWEST, max_size=MOST))
def test_a_line_fits_the_map_and_is_read_as_it_was_written(line):
    fitted = fit_line(line, WINDOW)
    assert (fitted[0][1], fitted[-1][1]) == (25, 27)
    assert all(50 <= lon <= 52 and 25 <= lat <= 27 for lon, lat in fitted)
    assert fit_line(fitted, WINDOW) == fitted
    assert read_line(write_line(fitted)) == fitted
    assert all(round(lon, DIGITS) == lon for lon, _ in fitted)


@pytest.mark.parametrize(
    "text", ["", "50 25", "50 25; 51", "50 25; a b", "50 25; nan 26", "50 25; 181 26", "50 25; 50 inf", "1 2;" * 30]
)
def test_what_is_no_line_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_line(text)
