"""How many tables ended, on one picture: what two of the parties gained, the frontier, the points that are called fair.

Places are gains over the BATNA, so that "no deal" lies at the origin. No name of a person and no package stands here.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from course.model.picture import SHAPES, Dot, Frame, Line, Mark, Picture, Point, Role, Shape, Text, Token

COLORS: tuple[Role, ...] = ("side-a", "side-b", "mediator", "deal", "danger", "barrier")
RADIUS = 9.0
LETTERED = 8.0
"""How much room a point takes."""


class Ended(msgspec.Struct, frozen=True):
    """A table with a deal, and what the two parties gained."""

    number: int
    gains: Point


def look_of(number: int) -> tuple[Shape, Role]:
    """Return the shape and the color of a table; both together come back only after 36 tables."""
    place = number - 1
    return SHAPES[place % len(SHAPES)], COLORS[(place + place // len(SHAPES)) % len(COLORS)]


def endings(
    axes: tuple[str, str],
    edge: Sequence[Point],
    points: Mapping[str, Point],
    tables: Sequence[Ended],
    words: Mapping[str, str],
    *,
    joined: bool,
) -> Picture:
    """Draw the tables. ``axes`` are labels; ``joined``: the frontier is a line, as it is between two parties alone."""
    everything = [(0.0, 0.0), *edge, *points.values(), *(table.gains for table in tables)]
    low_x, high_x = _range(x for x, _ in everything)
    low_y, high_y = _range(y for _, y in everything)
    frame = Frame(left=30, top=22, width=285, height=196, x_low=low_x, x_high=high_x, y_low=low_y, y_high=high_y)
    line, _, upper = frame.axes(*axes)
    # The numbers stand between the axis and its label.
    lower = Text(x=frame.left + frame.width, y=frame.top + frame.height + 32, text=axes[0], role="axis", anchor="end")
    marks: list[Mark] = [line, *_ticks(frame), lower, upper]
    marks.append(frame.line(((0, low_y), (0, high_y)), "muted", dashed=True))
    marks.append(frame.line(((low_x, 0), (high_x, 0)), "muted", dashed=True))
    if joined:
        marks.append(frame.line(tuple(sorted(edge)), "muted"))
    marks += [frame.dot(x, y, "axis", radius=2) for x, y in edge]
    marks.append(frame.dot(0, 0, "danger", radius=4, hollow=True))
    marks.append(frame.text(0, 0, words["origin"], "danger", lift=6))
    taken: list[tuple[Point, float]] = []
    for place, letters in _gathered(points, frame).items():
        across, down = place
        marks.append(Dot(x=across, y=down, role="highlight", hollow=True))
        marks.append(Text(x=across + 8, y=down + 4, text=letters, role="highlight"))
        taken.append((place, LETTERED))
    tokens: list[Mark] = []
    for table in tables:
        there = frame.at(*table.gains)
        free = _free(there, taken, frame)
        taken.append((free, RADIUS * 1.2))
        shape, role = look_of(table.number)
        if free != there:
            marks.append(Line(points=(there, free), role=role))
            marks.append(frame.dot(*table.gains, role, radius=3))
        tokens.append(Token(x=free[0], y=free[1], text=str(table.number), role=role, shape=shape, radius=RADIUS))
    return Picture(width=330, height=256, marks=(*marks, *tokens))


def _gathered(points: Mapping[str, Point], frame: Frame) -> dict[Point, str]:
    """Return the letters at each place: two points may be the same package, or look the same on this picture."""
    gathered: dict[Point, str] = {}
    for letter, gains in points.items():
        place = frame.at(*gains)
        gathered[place] = gathered.get(place, "") + letter
    return gathered


def _range(values: Iterable[float]) -> tuple[float, float]:
    known = list(values)
    low, high = min(known), max(known)
    return 10 * math.floor(low / 10), max(10 * math.ceil(high / 10), 10)


def _ticks(frame: Frame) -> Iterator[Mark]:
    """Yield the first and the last number of each axis, and where "no deal" lies."""
    for x in sorted({frame.x_low, 0, frame.x_high}):
        across, down = frame.at(x, frame.y_low)
        yield Text(x=across, y=down + 14, text=f"{x:g}", role="axis", anchor="middle")
    for y in sorted({frame.y_low, 0, frame.y_high}):
        across, down = frame.at(frame.x_low, y)
        yield Text(x=across - 4, y=down + 4, text=f"{y:g}", role="axis", anchor="end")


def _free(there: Point, taken: Sequence[tuple[Point, float]], frame: Frame) -> Point:
    """Return the place nearest to ``there`` at which a token covers no other; where all is full, the place itself."""
    for ring in range(8):
        for step in range(1 if ring == 0 else 12):
            angle = math.tau * step / 12 - math.pi / 4
            reach = ring * RADIUS
            x, y = round(there[0] + reach * math.cos(angle), 2), round(there[1] + reach * math.sin(angle), 2)
            inside = frame.left <= x <= frame.left + frame.width and frame.top <= y <= frame.top + frame.height
            apart = all(math.dist((x, y), place) >= radius + RADIUS * 1.2 for place, radius in taken)
            if apart and (inside or ring == 0):
                return x, y
    return there
