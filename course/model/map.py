"""A map: a window on the world, what is drawn in it, and which names stand where.

The drawing is equirectangular, true to scale at the middle latitude of its window. Its units are those of its width:
a phone shows it at about its own size, so a label is as large as the style sheet says.
"""

import math
from typing import Literal, get_args

import msgspec

Kind = Literal["land", "river", "border", "disputed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WIDTH = 360
"""The width of every map, in units of its drawing."""
DEGREE = 111.32
"""Kilometers in a degree of latitude, as of longitude at the equator."""
BAR = 0.3
"""The share of the width that a scale bar takes at most."""
ROUND = (1, 2, 5)

Point = tuple[float, float]


class Name(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name on a map. A ``place`` has a dot where it lies; the others stand in the middle of what they name.

    ``dx`` and ``dy`` move the label, in units of the drawing. The label of a place moved to the left ends there. Two
    names of one thing stand in one entry, "Persian Gulf / Arabian Gulf": neither is left out.
    """

    says: str
    lon: float
    lat: float
    kind: Literal["state", "region", "water", "place"]
    dx: float = 0
    dy: float = 0


class MapWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file of a map says: its ``window`` (west, south, east, north), in degrees, and its words.

    ``caution`` says whose view of the borders is drawn, and what is not settled. An ``invented`` map is of no place in
    the world: it has no ``sources``, and every other has.
    """

    id: str
    title: str
    window: tuple[float, float, float, float]
    alternative: str
    caution: str
    names: tuple[Name, ...]
    sources: tuple[str, ...] = ()
    invented: bool = False


class Stroke(msgspec.Struct, frozen=True):
    """One kind of what is drawn, as the path of an SVG."""

    kind: Kind
    path: str


class Map(msgspec.Struct, frozen=True, kw_only=True):
    """A map as it is shown: its words, and its drawing."""

    words: MapWords
    strokes: tuple[Stroke, ...]


class Window(msgspec.Struct, frozen=True):
    """The part of the world that a map shows, and how it becomes a drawing."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Return how many units of the drawing a degree of longitude takes."""
        return WIDTH / (self.east - self.west)

    @property
    def stretch(self) -> float:
        """Return how much longer a degree of latitude is than one of longitude, at the middle latitude."""
        return 1 / math.cos(math.radians((self.south + self.north) / 2))

    @property
    def height(self) -> float:
        """Return the height of the drawing."""
        return round((self.north - self.south) * self.scale * self.stretch, 1)

    def at(self, lon: float, lat: float) -> Point:
        """Return where a place lies in the drawing: x to the right, y downward."""
        return (lon - self.west) * self.scale, (self.north - lat) * self.scale * self.stretch

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a place lies in the window."""
        return self.west < lon < self.east and self.south < lat < self.north

    @property
    def bar(self) -> tuple[int, float]:
        """Return the scale bar: a round number of kilometers, and how long it is in the drawing."""
        unit = self.scale * self.stretch / DEGREE
        most = BAR * WIDTH / unit
        ten = 10 ** math.floor(math.log10(most))
        kilometers = max(step * ten for step in ROUND if step * ten <= most)
        return int(kilometers), round(kilometers * unit, 1)
