"""A map on the page: the drawing with its names, a scale bar, its caution and sources, and the same in words."""

from collections.abc import Iterator

from markupsafe import Markup

from course.html.element import NOTHING, bullets, details, div, element, join, p, section, small, title
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.language import label as direct
from course.model.language import with_semicolons
from course.model.map import WIDTH, Map, Name, Point, Stroke, Window

Box = tuple[float, float, float, float]
LETTER, LINE, ABOVE = 6.9, 14.0, 10.0
"""How wide a letter of a label is, how far its lines stand apart, and how far letters reach above their line."""
EDGE, TICK = 10.0, 4.0
"""How far the scale bar stands from the edges, and how high its ends are."""
DOT = 3.2
BETWEEN = " / "
"""What stands between two names of one thing: each has a line of its own."""


def map_face(wording: Wording, map: Map) -> Face:
    """Return a map as a static face."""
    words, own = wording.words["map"], map.words
    dashed = any(stroke.kind == "disputed" for stroke in map.strokes)
    caution = join((words["dashed"] if dashed else "", phrase(own.caution)), " ")
    caption = element(
        "figcaption",
        p(words["caution"], " ", caution),
        p(small(words["sources"], " ", wording.cited(own.sources))) if own.sources else NOTHING,
    )
    told = details(words["in-words"], p(phrase(own.alternative)), bullets(name.says for name in own.names))
    # The title stands above the drawing: whoever scrolls knows what comes.
    figure = element("figure", title(phrase(own.title)), div(map_svg(wording, map), class_="course-map-sheet"), caption)
    text = lines(
        plain(own.title),
        plain(own.alternative),
        f"{words['names']} {with_semicolons(name.says for name in own.names)}",
        f"{words['caution']} {words['dashed'] + ' ' if dashed else ''}{plain(own.caution)}",
        f"{words['sources']} {with_semicolons(wording.cite(id).label for id in own.sources)}" if own.sources else "",
    )
    return Face(section("map", figure, told), text)


def map_svg(wording: Wording, map: Map, drawn: Markup = NOTHING, told: str = "") -> Markup:
    """Return the drawing, which a screen reader announces with the text alternative.

    ``drawn`` lies over land and water and below the names; ``told`` says what it is.
    """
    window = Window(*map.words.window)
    return element(
        "svg",
        *(_stroke(stroke) for stroke in map.strokes),
        drawn,
        *(_dot(window, name) for name in map.words.names),
        *(_label(window, name) for name in map.words.names),
        _scale(wording, window),
        viewBox=f"0 0 {WIDTH:g} {window.height:g}",
        role="img",
        aria_label=" ".join(part for part in (map.words.alternative, told) if part),
    )


def place_lines(window: Window, name: Name) -> Iterator[tuple[str, str, Point]]:
    """Yield each line of a label: its text, which end stands at the point, and the point."""
    x, y = window.at(name.lon, name.lat)
    says = [f"{part} /" for part in name.says.split(BETWEEN)[:-1]] + [name.says.split(BETWEEN)[-1]]
    anchor = "middle" if name.kind != "place" or not name.dx else "end" if name.dx < 0 else "start"
    for number, line in enumerate(says):
        yield line, anchor, (round(x + name.dx, 1), round(y + name.dy + number * LINE, 1))


def label_box(window: Window, name: Name) -> Box:
    """Return the left, upper, right and lower edge of a label. No font is known here: every letter counts as wide."""
    boxes = []
    for text, anchor, (x, y) in place_lines(window, name):
        width = LETTER * len(text)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        boxes.append((left, y - ABOVE, left + width, y + LINE - ABOVE))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def scale_box(window: Window) -> Box:
    """Return the left, upper, right and lower edge of the scale bar with its number."""
    kilometers, length = window.bar
    width = max(length, LETTER * (len(str(kilometers)) + 3))
    return EDGE, window.height - EDGE - LINE - TICK, EDGE + width, window.height - EDGE


def _stroke(stroke: Stroke) -> Markup:
    return element("path", class_=f"map-{stroke.kind}", d=stroke.path)


def _dot(window: Window, name: Name) -> Markup:
    if name.kind != "place":
        return NOTHING
    x, y = window.at(name.lon, name.lat)
    return element("circle", class_="map-dot", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{DOT:g}")


def _label(window: Window, name: Name) -> Markup:
    return join(
        element("text", direct(text), class_=f"map-name map-{name.kind}", x=f"{x:g}", y=f"{y:g}", text_anchor=anchor)
        for text, anchor, (x, y) in place_lines(window, name)
    )


def _scale(wording: Wording, window: Window) -> Markup:
    kilometers, length = window.bar
    y = window.height - EDGE
    bar = f"M{EDGE:g} {y - TICK:g}v{TICK:g}h{length:g}v-{TICK:g}"
    label = wording.word("map", "scale", kilometers=kilometers)
    return join(
        (
            element("path", class_="map-scale", d=bar),
            element("text", direct(label), class_="map-name", x=f"{EDGE:g}", y=f"{y - TICK - 4:g}"),
        )
    )
