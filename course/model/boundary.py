"""A line that a learner draws through a sea, and which features it leaves on which side of it."""

import itertools
import math
from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from course.model.map import Point, Window

Side = Literal["west", "east"]
SIDES: tuple[Side, ...] = get_args(Side)
Place = Literal["first", "second"]
"""Which of the two lines: the one drawn before the judgment was read, and the one drawn after it."""
LINES: tuple[Place, ...] = get_args(Place)
FEWEST, MOST = 2, 20
"""How many points a line has, at the least and at the most."""
DIGITS = 3
"""So many decimals of a degree are kept: about a hundred meters, and finer than any hand on this map."""


class Feature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that both sides claimed. ``name`` is that of a place on the map.

    ``to`` is the side of the state that a court gave it to, ``ground`` why, ``against`` what was said on the other
    side.
    """

    name: str
    what: str
    to: Side
    votes: str
    ground: str
    against: str
    sources: tuple[str, ...]


class Boundary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A boundary to be drawn: on which map, between which two states, from which ``start`` (south to north).

    ``ran`` tells in words how the court's own line ran, ``beside`` what else it recalled.
    """

    id: str
    map: str
    title: str
    before: str
    asks: str
    hints: tuple[str, ...]
    west: str
    east: str
    minutes: float
    start: tuple[Point, ...]
    held: str
    features: tuple[Feature, ...]
    ran: str
    beside: str
    both: str
    sources: tuple[str, ...]

    def state(self, side: Side) -> str:
        """Return the state on one side."""
        return self.west if side == "west" else self.east


def side_of(line: Sequence[Point], place: Point) -> Side:
    """Return on which side of a line a place lies.

    The line runs from the southern to the northern edge. Whoever goes due west from the place crosses it an even number
    of times where the place lies west of it, whatever bends it takes. What lies on the line lies east.
    """
    lon, lat = place
    crossed = sum(
        (start[1] > lat) != (end[1] > lat)
        and start[0] + (lat - start[1]) / (end[1] - start[1]) * (end[0] - start[0]) <= lon
        for start, end in itertools.pairwise(line)
    )
    return "east" if crossed % 2 else "west"


def fit_line(line: Sequence[Point], window: Window) -> tuple[Point, ...]:
    """Return a line inside the window, its first point on the southern edge and its last on the northern one."""
    last = len(line) - 1
    return tuple(
        (
            round(min(max(lon, window.west), window.east), DIGITS),
            window.south if n == 0 else window.north if n == last else round(_between(lat, window), DIGITS),
        )
        for n, (lon, lat) in enumerate(line)
    )


def _between(lat: float, window: Window) -> float:
    return min(max(lat, window.south), window.north)


def write_line(line: Sequence[Point]) -> str:
    """Return a line as text, as the page sends it: "50.700 25.440; …", longitude before latitude."""
    return "; ".join(f"{lon:.{DIGITS}f} {lat:.{DIGITS}f}" for lon, lat in line)


def read_line(text: str) -> tuple[Point, ...]:
    """Return the line that ``text`` tells; ValueError where it tells none."""
    pairs = [part.split() for part in text.split(";")]
    if not FEWEST <= len(pairs) <= MOST or any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"a line has {FEWEST} to {MOST} points, each with a longitude and a latitude")
    line = tuple((float(lon), float(lat)) for lon, lat in pairs)
    if not all(map(is_on_earth, line)):
        raise ValueError("a point of a line lies nowhere on Earth")
    return line


def is_on_earth(point: Point) -> bool:
    """Return whether there is such a place."""
    lon, lat = point
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
