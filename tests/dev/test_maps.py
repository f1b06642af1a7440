"""Maps are cut from an atlas: arcs are decoded, land and lines cut to the window, lines that are not agreed dashed."""

import io
import itertools
import json
import math
import re
import tarfile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.dev import maps
from course.model.map import WIDTH, Window

WINDOW = Window(0, -5, 10, 5)
POINTS = st.lists(st.tuples(st.floats(-500, 900), st.floats(-500, 900)), min_size=1, max_size=12)

# Two squares side by side: the arc 0 is their common side, from (5, 1) to (5, 4).
ATLAS = {
    "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
    "arcs": [[[10, 2], [0, 6]], [[10, 8], [-6, 0], [0, -6], [6, 0]], [[10, 8], [6, 0], [0, -6], [-6, 0]]],
    "objects": {
        "land": {"geometries": [{"arcs": [[[1, -3]]]}]},
        "countries": {
            "geometries": [
                {"arcs": [[[0, 1]]], "properties": {"a3": "THA"}},
                {"arcs": [[[-1, -3]]], "properties": {"a3": "LAO"}},
            ]
        },
    },
}


def topology(east="LAO"):
    text = json.dumps(ATLAS).replace("LAO", east)
    return msgspec.json.decode(text, type=maps.Topology)


def test_arcs_are_told_point_from_point():
    assert maps.decode_arcs(topology())[0] == [(5, 1), (5, 4)]
    assert maps.decode_arcs(topology())[1] == [(5, 4), (2, 4), (2, 1), (5, 1)]


def test_a_ring_runs_through_arcs_forward_and_backward():
    arcs = maps.decode_arcs(topology())
    assert maps.join_ring((0, 1), arcs) == [(5, 1), (5, 4), (2, 4), (2, 1), (5, 1)]
    assert maps.join_ring((~0, ~2), arcs) == [(5, 4), (5, 1), (8, 1), (8, 4), (5, 4)]


def test_a_border_is_the_arc_that_two_states_share():
    assert maps.find_borders(topology().objects["countries"]) == {0: {"THA", "LAO"}}


@pytest.mark.parametrize(("east", "kind"), [("LAO", "border"), ("KHM", "disputed"), ("PSE", "disputed")])
def test_a_line_that_is_not_agreed_is_drawn_as_such(east, kind):
    land, line = maps.draw(topology(east), WINDOW)
    assert (land.kind, line.kind) == ("land", kind)
    x, high = WINDOW.at(5, 4)[0], WINDOW.at(5, 1)[1]
    assert line.path.startswith(f"M{x:g} {round(high, 1):g}l0 -")
    assert land.path.endswith("z")


@pytest.mark.parametrize("states", [("ISR", "PSE"), ("JOR", "PSE"), ("ISR", "SYR"), ("RUS", "UKR"), ("IND", "PAK")])
def test_lines_that_the_world_disputes_are_known(states):
    assert maps.is_disputed(frozenset(states))


def inside(point, slack=1e-6):
    x, y = point
    low, right, bottom = -maps.BLEED - slack, WIDTH + maps.BLEED + slack, WINDOW.height + maps.BLEED + slack
    return low <= x <= right and low <= y <= bottom


@given(POINTS)
def test_nothing_is_drawn_beyond_the_window(points):
    assert all(map(inside, maps.cut_ring(points, WINDOW.height)))
    assert all(inside(point) for line in maps.cut_line(points, WINDOW.height) for point in line)


@given(POINTS)
def test_what_lies_in_the_window_stays(points):
    seen = [point for point in points if inside(point, -1e-6)]
    ring = maps.cut_ring(points, WINDOW.height)
    drawn = [point for line in maps.cut_line(points, WINDOW.height) for point in line]
    assert all(point in ring for point in seen)
    assert len(points) < 2 or all(point in drawn for point in seen)


def test_a_line_that_leaves_and_returns_has_two_parts():
    lines = maps.cut_line([(10, 10), (10, -50), (60, -50), (60, 10)], WINDOW.height)
    assert lines == [[(10, 10), (10, -maps.BLEED)], [(60, -maps.BLEED), (60, 10)]]


@given(POINTS)
def test_simplifying_keeps_both_ends_and_drops_what_nobody_sees(points):
    simple = maps.simplify(points)
    assert (simple[0], simple[-1]) == (points[0], points[-1])
    assert all(math.dist(a, b) >= maps.NEAR for a, b in itertools.pairwise(simple[:-1]))


def test_a_path_leads_back_to_its_points():
    line = [(0.04, 1.26), (10.0, 2.0), (10.01, 2.01), (7.5, -3.3)]
    (x, y), *steps = re.findall(r"(-?[\d.]+) (-?[\d.]+)", maps.write_path([line], closed=False).replace("l", " "))
    places = [(float(x), float(y))]
    for dx, dy in steps:
        places.append((places[-1][0] + float(dx), places[-1][1] + float(dy)))
    assert places == [pytest.approx(place) for place in [(0, 1.3), (10, 2), (7.5, -3.3)]]


def test_the_atlas_is_read_out_of_its_package(tmp_path):
    text = json.dumps(ATLAS).encode()
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as package:
        member = tarfile.TarInfo(maps.MEMBER)
        member.size = len(text)
        package.addfile(member, io.BytesIO(text))
    assert maps.read_topology(tmp_path / "a.tgz") == topology()
