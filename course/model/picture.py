"""A picture without a display: marks with roles and places. The widget layer turns it into SVG.

Coordinates are those of SVG: x to the right, y downward, in units of the picture's width and height.
A role names what a mark means ("side-a", "zone", "axis", "muted"); the style sheet alone knows its color.
"""

from typing import Literal, get_args

import msgspec

Role = Literal[
    "axis",
    "grid",
    "label",
    "muted",
    "side-a",
    "side-b",
    "mediator",
    "zone",
    "barrier",
    "deal",
    "highlight",
    "danger",
]
ROLES: tuple[Role, ...] = get_args(Role)

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


class Line(msgspec.Struct, frozen=True, kw_only=True, tag="line"):
    """A path through points; ``dashed`` for what is not real yet, or no longer."""

    points: tuple[Point, ...]
    role: Role
    dashed: bool = False
    wide: bool = False


class Area(msgspec.Struct, frozen=True, kw_only=True, tag="area"):
    """A filled polygon."""

    points: tuple[Point, ...]
    role: Role


class Dot(msgspec.Struct, frozen=True, kw_only=True, tag="dot"):
    """A point that stands for something; ``hollow`` for a wish or an alternative."""

    x: float
    y: float
    role: Role
    radius: float = 6
    hollow: bool = False


class Bar(msgspec.Struct, frozen=True, kw_only=True, tag="bar"):
    """A rectangle from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    role: Role


class Text(msgspec.Struct, frozen=True, kw_only=True, tag="text"):
    """A label. ``anchor`` says which end of it stands at x."""

    x: float
    y: float
    text: str
    role: Role = "label"
    anchor: Anchor = "start"


Shape = Literal["circle", "square", "diamond", "triangle", "hexagon", "plus"]
SHAPES: tuple[Shape, ...] = get_args(Shape)


class Token(msgspec.Struct, frozen=True, kw_only=True, tag="token"):
    """A shape with a number in it, for one of many of a kind; color is never the only thing that tells them apart."""

    x: float
    y: float
    text: str
    role: Role
    shape: Shape
    radius: float = 9


Mark = Line | Area | Dot | Bar | Text | Token


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing: its size and its marks, the hindmost first."""

    width: float
    height: float
    marks: tuple[Mark, ...]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle of the picture in which data are drawn: turns data into places. Data outside are held at the edge."""

    left: float
    top: float
    width: float
    height: float
    x_low: float = 0
    x_high: float = 100
    y_low: float = 0
    y_high: float = 100

    def at(self, x: float, y: float) -> Point:
        """Return the place of the data point (x, y); y grows upward in the data, downward on the screen."""
        across = (min(max(x, self.x_low), self.x_high) - self.x_low) / (self.x_high - self.x_low)
        up = (min(max(y, self.y_low), self.y_high) - self.y_low) / (self.y_high - self.y_low)
        return round(self.left + across * self.width, 2), round(self.top + (1 - up) * self.height, 2)

    def axes(self, x_label: str, y_label: str) -> tuple[Mark, ...]:
        """Return the two axes with their labels: below the right end of x, above the upper end of y."""
        corner, right = self.at(self.x_low, self.y_low), self.at(self.x_high, self.y_low)
        up = self.at(self.x_low, self.y_high)
        return (
            Line(points=(up, corner, right), role="axis"),
            Text(x=right[0], y=right[1] + 20, text=x_label, role="axis", anchor="end"),
            Text(x=up[0], y=up[1] - 10, text=y_label, role="axis"),
        )

    def line(self, points: tuple[Point, ...], role: Role, dashed: bool = False, wide: bool = False) -> Line:
        """Return a line through data points."""
        return Line(points=tuple(self.at(x, y) for x, y in points), role=role, dashed=dashed, wide=wide)

    def area(self, points: tuple[Point, ...], role: Role) -> Area:
        """Return a filled polygon of data points."""
        return Area(points=tuple(self.at(x, y) for x, y in points), role=role)

    def dot(self, x: float, y: float, role: Role, radius: float = 6, hollow: bool = False) -> Dot:
        """Return a dot at a data point."""
        across, down = self.at(x, y)
        return Dot(x=across, y=down, role=role, radius=radius, hollow=hollow)

    def text(
        self, x: float, y: float, text: str, role: Role = "label", anchor: Anchor = "start", lift: float = 0
    ) -> Text:
        """Return a label at a data point, ``lift`` units above it."""
        across, down = self.at(x, y)
        return Text(x=across, y=down - lift, text=text, role=role, anchor=anchor)
