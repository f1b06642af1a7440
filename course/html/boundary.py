"""A boundary to draw: the map, the line on it, which places it leaves to whom, and what a court decided."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from course.html.element import (
    b,
    bullets,
    details,
    div,
    element,
    h4,
    join,
    p,
    section,
    small,
    span,
    table,
    td,
    th,
    title,
)
from course.html.extract import RULE
from course.html.face import Face, lines
from course.html.map import map_svg
from course.html.text import phrase, plain, prose, typed
from course.html.wording import Wording
from course.model.boundary import LINES, SIDES, Boundary, Feature, Place, Side, side_of
from course.model.map import Map, Point, Window

Line = Sequence[Point]
Drawing = Mapping[Place, Line]
"""The lines that somebody drew: none, the first, or both."""


def places_of(boundary: Boundary, map: Map) -> dict[str, Point]:
    """Return where the features lie, by name."""
    at = {name.says: (name.lon, name.lat) for name in map.words.names}
    return {feature.name: at[feature.name] for feature in boundary.features}


def sides(boundary: Boundary, map: Map, line: Line) -> dict[str, Side]:
    """Return on which side of a line each feature lies, by name."""
    return {name: side_of(line, place) for name, place in places_of(boundary, map).items()}


def tell_sides(wording: Wording, boundary: Boundary, map: Map, line: Line) -> str:
    """Return in one sentence what a line leaves to whom, as the page says it while the line moves."""
    word = wording.words["boundary"]
    where = sides(boundary, map, line)

    def names(side: Side) -> str:
        return word["comma"].join(name for name, its in where.items() if its == side) or word["nothing"]

    return wording.word(
        "boundary",
        "sides",
        west=plain(boundary.west),
        ones=names("west"),
        east=plain(boundary.east),
        others=names("east"),
    )


def line_says(wording: Wording, boundary: Boundary, map: Map, line: Line, why: str) -> str:
    """Return a line as plain text, with its reason."""
    return " ".join(part for part in (tell_sides(wording, boundary, map, line), why) if part)


def drawn(window: Window, line: Line, place: Place) -> Markup:
    """Return a line as a part of the drawing."""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (window.at(*point) for point in line))
    return element("polyline", class_=f"map-line map-line-{place}", points=points)


def drawing(wording: Wording, boundary: Boundary, map: Map, lines: Drawing) -> Markup:
    """Return the map with the lines on it, and below it which is which."""
    window = Window(*map.words.window)
    strokes = join(drawn(window, lines[place], place) for place in LINES if place in lines)
    told = " ".join(
        f"{name}: {tell_sides(wording, boundary, map, lines[place])}" for place, name in _names(wording, lines).items()
    )
    key = [
        span(span(class_=f"course-boundary-key map-line-{place}", aria_hidden="true"), name)
        for place, name in _names(wording, lines).items()
    ]
    return element(
        "figure",
        div(map_svg(wording, map, strokes, told), class_="course-map-sheet course-map"),
        element("figcaption", p(*key, class_="course-boundary-keys") if len(key) > 1 else None, p(small(caution(map)))),
        class_="course-boundary-drawing",
    )


def caution(map: Map) -> Markup:
    """Return what the map leaves out."""
    return phrase(map.words.caution)


def _names(wording: Wording, lines: Drawing) -> dict[Place, str]:
    """Return what the lines are called: the first is the only one until there is a second."""
    words = wording.words["boundary"]
    first = words["first-of-two" if "second" in lines else "first-line"]
    called: dict[Place, str] = {"first": first, "second": words["second-line"]}
    return {place: name for place, name in called.items() if place in lines}


def compared(wording: Wording, boundary: Boundary, map: Map, lines: Drawing) -> Markup:
    """Return the table of the features: to whom each line leaves them, and to whom the Court gave them."""
    words = wording.words["boundary"]
    named = _names(wording, lines)
    by_line = {place: sides(boundary, map, lines[place]) for place in named}
    heads = [words["place"], *named.values(), words["court"], words["votes"]]
    rows = (
        [
            th(phrase(feature.name), scope="row"),
            *(td(phrase(boundary.state(by_line[place][feature.name]))) for place in named),
            td(b(phrase(boundary.state(feature.to)))),
            td(feature.votes, class_="course-boundary-votes"),
        ]
        for feature in boundary.features
    )
    return div(
        table([th(head, scope="col") for head in heads], rows, caption=plain(boundary.held)), class_="course-scroll"
    )


def reasons(wording: Wording, boundary: Boundary) -> Markup:
    """Return why the Court decided so, what was said against it, how its line ran, and what both sides made of it."""
    words = wording.words["boundary"]
    return join(
        (
            h4(words["reasons"]),
            bullets(_reason(wording, feature) for feature in boundary.features),
            p(b(words["ran"], "."), " ", phrase(boundary.ran), " ", words["no-line"]),
            p(b(words["beside"], "."), " ", phrase(boundary.beside)),
            p(b(words["both"], "."), " ", phrase(boundary.both)),
            wording.cited_below(boundary.sources),
        )
    )


def _reason(wording: Wording, feature: Feature) -> Markup:
    against = wording.words["boundary"]["against"]
    return join(
        (
            b(phrase(feature.name), "."),
            " ",
            phrase(feature.ground),
            " ",
            element("i", against),
            " ",
            phrase(feature.against),
            " ",
            small(wording.cited(feature.sources)),
        )
    )


def held(wording: Wording, boundary: Boundary, map: Map) -> Markup:
    """Return what the Court decided, for those who drew nothing here."""
    return join((compared(wording, boundary, map, {}), reasons(wording, boundary)))


def judged(wording: Wording, boundary: Boundary, map: Map, lines: Drawing, whys: Mapping[Place, str]) -> Markup:
    """Return the lines of a learner beside what the Court decided."""
    named = _names(wording, lines)
    own = join(
        p(b(name, "."), " ", tell_sides(wording, boundary, map, lines[place]), " ", typed(whys.get(place, "")))
        for place, name in named.items()
    )
    beside = div(
        drawing(wording, boundary, map, lines),
        div(own, compared(wording, boundary, map, lines)),
        class_="course-boundary-beside",
    )
    return join((h4(wording.words["boundary"]["panel"]), beside, reasons(wording, boundary)))


def boundary_face(wording: Wording, boundary: Boundary, map: Map) -> Face:
    """Return a boundary without a kernel: the map to draw on, a table to tick; folded below, what the Court decided."""
    words = wording.words["boundary"]
    eyebrow = eyebrow_of(wording, boundary)
    markup = section(
        "boundary",
        p(small(eyebrow)),
        title(phrase(boundary.title)),
        prose(boundary.before),
        p(b(phrase(boundary.asks))),
        p(words["how-paper"], class_="course-note"),
        hints_of(wording, boundary),
        drawing(wording, boundary, map, {}),
        to_mark(wording, boundary),
        details(words["read-on"], held(wording, boundary, map)),
    )
    text = lines(
        eyebrow,
        plain(boundary.title),
        plain(boundary.before),
        plain(boundary.asks),
        words["how-paper"],
        *(f"- {plain(hint)}" for hint in boundary.hints),
        plain(map.words.alternative),
        plain(map.words.caution),
        words["mark"],
        *(
            f"{plain(feature.name)}, {plain(feature.what)}: ( ) {plain(boundary.west)} ( ) {plain(boundary.east)}"
            for feature in boundary.features
        ),
        RULE,
        plain(boundary.held),
        *(
            f"{plain(feature.name)}: {plain(boundary.state(feature.to))}, {feature.votes}. {plain(feature.ground)} "
            f"{words['against']} {plain(feature.against)}"
            for feature in boundary.features
        ),
        f"{words['ran']}: {plain(boundary.ran)} {words['no-line']}",
        plain(boundary.beside),
        plain(boundary.both),
    )
    return Face(markup, text)


def eyebrow_of(wording: Wording, boundary: Boundary) -> str:
    """Return the line above the title."""
    return wording.word("boundary", "eyebrow", minutes=f"{boundary.minutes:g}")


def hints_of(wording: Wording, boundary: Boundary) -> Markup:
    """Return what may help, folded."""
    return details(wording.words["boundary"]["hints"], bullets(map(phrase, boundary.hints)))


def to_mark(wording: Wording, boundary: Boundary) -> Markup:
    """Return the table in which somebody with a pen ticks on which side of their line each feature lies."""
    words = wording.words["boundary"]
    heads = [td(), *(th(phrase(boundary.state(side)), scope="col") for side in SIDES)]
    rows = (
        [th(phrase(feature.name), ", ", phrase(feature.what), scope="row"), *(td("☐") for _ in SIDES)]
        for feature in boundary.features
    )
    return div(table(heads, rows, caption=words["mark"], class_="course-boundary-mark"), class_="course-scroll")
