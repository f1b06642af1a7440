"""Turns a picture into SVG. Roles become classes; the style sheet alone knows their colors."""

from functools import singledispatch

from markupsafe import Markup

from course.html.element import element
from course.model.picture import Area, Bar, Dot, Line, Picture, Point, Text


def svg(picture: Picture, description: str) -> Markup:
    """Return ``picture`` as SVG that a screen reader announces with ``description``."""
    return element(
        "svg",
        *(_draw(mark) for mark in picture.marks),
        class_="course-picture",
        viewBox=f"0 0 {picture.width:g} {picture.height:g}",
        role="img",
        aria_label=description,
    )


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
    return element("text", mark.text, class_=f"course-label role-{mark.role}", **place)
