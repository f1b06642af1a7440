"""Turns a picture into SVG. Roles become classes; the style sheet alone knows their colors."""

from functools import singledispatch

from course.html.text import escape
from course.model.picture import Area, Bar, Dot, Line, Picture, Text


def svg(picture: Picture, description: str) -> str:
    """Return ``picture`` as SVG that a screen reader announces with ``description``."""
    size = f'viewBox="0 0 {picture.width:g} {picture.height:g}"'
    marks = "".join(_mark(mark) for mark in picture.marks)
    return f'<svg class="course-picture" {size} role="img" aria-label="{escape(description)}">{marks}</svg>'


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


@singledispatch
def _mark(mark: object) -> str:
    raise TypeError(f"No way to draw a {type(mark).__name__}.")


@_mark.register
def _(mark: Line) -> str:
    dashed = " course-dashed" if mark.dashed else ""
    wide = " course-wide" if mark.wide else ""
    return f'<polyline class="course-line role-{mark.role}{dashed}{wide}" points="{_points(mark.points)}"/>'


@_mark.register
def _(mark: Area) -> str:
    return f'<polygon class="course-area role-{mark.role}" points="{_points(mark.points)}"/>'


@_mark.register
def _(mark: Dot) -> str:
    hollow = " course-hollow" if mark.hollow else ""
    place = f'cx="{mark.x:g}" cy="{mark.y:g}" r="{mark.radius:g}"'
    return f'<circle class="course-dot role-{mark.role}{hollow}" {place}/>'


@_mark.register
def _(mark: Bar) -> str:
    place = f'x="{mark.x:g}" y="{mark.y:g}" width="{mark.width:g}" height="{mark.height:g}"'
    return f'<rect class="course-bar role-{mark.role}" {place}/>'


@_mark.register
def _(mark: Text) -> str:
    place = f'x="{mark.x:g}" y="{mark.y:g}" text-anchor="{mark.anchor}"'
    return f'<text class="course-label role-{mark.role}" {place}>{escape(mark.text)}</text>'
