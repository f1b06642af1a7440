"""Turns a picture into SVG. Roles become classes; the style sheet alone knows their colors.

Where labels fall depends on the numbers of a model, so two may want the same place, or one a place beyond the edge.
Here they are kept inside the picture and apart from one another.
"""

import math
from collections.abc import Iterable, Iterator
from functools import singledispatch

from markupsafe import Markup
from msgspec import structs

from course.html.element import element
from course.model.language import label
from course.model.picture import Area, Bar, Dot, Line, Mark, Picture, Point, Shape, Text, Token

Box = tuple[float, float, float, float]
LETTER, ABOVE, BELOW = 7.4, 12, 4
"""How wide a letter is, and how far letters reach above and below their line, in units of a picture."""


def svg(picture: Picture, description: str) -> Markup:
    """Return ``picture`` as SVG that a screen reader announces with ``description``."""
    return element(
        "svg",
        *(_draw(mark) for mark in part_labels(picture)),
        class_="course-picture",
        viewBox=f"0 0 {picture.width:g} {picture.height:g}",
        role="img",
        aria_label=description,
    )


def part_labels(picture: Picture) -> tuple[Mark, ...]:
    """Return the marks of ``picture`` with every label inside it and none over another; the first keeps its place."""
    taken: list[Box] = []

    def part(mark: Mark) -> Mark:
        if not isinstance(mark, Text):
            return mark
        inside = _inside(mark, picture)
        near = (*_spots_near(inside), *_spots_beside(inside, taken))
        spots = [inside, *(spot for spot in near if _inside(spot, picture) == spot)]
        free = next((spot for spot in spots if not any(_overlap(_box(spot), box) for box in taken)), inside)
        taken.append(_box(free))
        return free

    return tuple(part(mark) for mark in picture.marks if not isinstance(mark, Text) or mark.text)


def _box(label: Text) -> Box:
    """Return the left, upper, right and lower edge of a label. No font is known here: every letter counts as wide."""
    width = LETTER * len(label.text)
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return left, label.y - ABOVE, left + width, label.y + BELOW


def _overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _inside(label: Text, picture: Picture) -> Text:
    """Return the label, moved into the picture where it would reach over an edge; its start stays in any case."""
    left, _, right, _ = _box(label)
    across = max(min(0, picture.width - right), -left)
    down = min(max(label.y, ABOVE), picture.height - BELOW)
    return label if (across, down) == (0, label.y) else structs.replace(label, x=round(label.x + across, 2), y=down)


def _spots_near(label: Text) -> Iterator[Text]:
    """Yield the same label above and below, nearest first."""
    for lines in (1, 2, 3):
        for way in (-1, 1):
            yield structs.replace(label, y=round(label.y + way * lines * (ABOVE + BELOW), 2))


def _spots_beside(label: Text, taken: Iterable[Box]) -> list[Text]:
    """Return the same label just above and just below what is there, nearest first."""
    heights = [round(height, 2) for box in taken for height in (box[1] - BELOW - 0.01, box[3] + ABOVE + 0.01)]
    return [structs.replace(label, y=y) for y in sorted(heights, key=lambda y: abs(y - label.y))]


def _path(points: tuple[Point, ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


@singledispatch
def _draw(mark: object) -> Markup:
    raise TypeError(f"No way to draw a {type(mark).__name__}.")


@_draw.register
def _(mark: Line) -> Markup:
    dashed = " course-dashed" if mark.dashed else ""
    wide = " course-wide" if mark.wide else ""
    return element("polyline", class_=f"course-line role-{mark.role}{dashed}{wide}", points=_path(mark.points))


@_draw.register
def _(mark: Area) -> Markup:
    return element("polygon", class_=f"course-area role-{mark.role}", points=_path(mark.points))


@_draw.register
def _(mark: Dot) -> Markup:
    hollow = " course-hollow" if mark.hollow else ""
    place = {"cx": f"{mark.x:g}", "cy": f"{mark.y:g}", "r": f"{mark.radius:g}"}
    return element("circle", class_=f"course-dot role-{mark.role}{hollow}", **place)


@_draw.register
def _(mark: Bar) -> Markup:
    place = {"x": f"{mark.x:g}", "y": f"{mark.y:g}", "width": f"{mark.width:g}", "height": f"{mark.height:g}"}
    return element("rect", class_=f"course-bar role-{mark.role}", **place)


@_draw.register
def _(mark: Text) -> Markup:
    place = {"x": f"{mark.x:g}", "y": f"{mark.y:g}", "text_anchor": mark.anchor}
    return element("text", label(mark.text), class_=f"course-label role-{mark.role}", **place)


CORNERS: dict[Shape, tuple[int, float, float]] = {
    "square": (4, 45, 1.2),
    "diamond": (4, 0, 1.35),
    "triangle": (3, -90, 1.6),
    "hexagon": (6, 0, 1.1),
}
"""Of each shape that is a regular polygon: its corners, the angle of the first, its radius for that of a circle."""


@_draw.register
def _(mark: Token) -> Markup:
    number = element("text", mark.text, class_="course-token-text", x=f"{mark.x:g}", y=f"{mark.y + 4:g}")
    return element("g", _outline(mark), number, class_=f"course-token role-{mark.role}")


def _outline(mark: Token) -> Markup:
    if mark.shape == "circle":
        return element("circle", cx=f"{mark.x:g}", cy=f"{mark.y:g}", r=f"{mark.radius:g}")
    return element("polygon", points=_path(tuple(_corners(mark))))


def _corners(mark: Token) -> Iterator[Point]:
    if mark.shape == "plus":
        wide, slim = 1.2 * mark.radius, 0.6 * mark.radius
        for right, down in ((1, -1), (1, 1), (-1, 1), (-1, -1)):
            arms = ((wide, slim), (slim, slim), (slim, wide))
            for across, along in arms if right * down > 0 else arms[::-1]:
                yield round(mark.x + right * across, 2), round(mark.y + down * along, 2)
        return
    count, first, wide = CORNERS[mark.shape]
    for corner in range(count):
        angle = math.radians(first + 360 * corner / count)
        radius = wide * mark.radius
        yield round(mark.x + radius * math.cos(angle), 2), round(mark.y + radius * math.sin(angle), 2)
