"""Builds HTML, one element at a time: text is escaped on its way in, HTML passes, and nothing is ever both.

A child that is ``Markup`` is HTML already; any other string is text. None and "" leave nothing behind, so that a part
may be missing. Attributes are named as in Python: ``class_="course-hint"``, ``data_id=…``; True writes the bare name,
None and False leave the attribute out.
"""

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from course.html.text import escape
from course.model import language

Child = str | None
Attribute = str | float | bool | None

NOTHING = Markup()
VOID = {"br", "hr", "img", "input", "link", "meta"}


def element(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """Return the element ``name`` with its children, in order."""
    opening = f"<{name}{''.join(_written(key, value) for key, value in attributes.items())}>"
    return Markup(opening if name in VOID else f"{opening}{join(children)}</{name}>")


def _written(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.strip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def join(parts: Iterable[Child], between: str = "") -> Markup:
    """Return parts one after another, text escaped, with ``between`` between those that are there."""
    # Not as markupsafe joins, which would escape every part a second time: pages are made of thousands.
    return Markup(str.join(escape(between), [escape(part) for part in parts if part]))


def fill(template: str, **values: str) -> Markup:
    """Return a text of the interface with its gaps filled: text is escaped, HTML passes."""
    return escape(template).format(**{name: escape(value) for name, value in values.items()})


p = partial(element, "p")
b = partial(element, "b")
i = partial(element, "i")
em = partial(element, "em")
strong = partial(element, "strong")
small = partial(element, "small")
code = partial(element, "code")
span = partial(element, "span")
div = partial(element, "div")
h3 = partial(element, "h3")
h4 = partial(element, "h4")
blockquote = partial(element, "blockquote")
th = partial(element, "th")
td = partial(element, "td")
BR = element("br")


def apart(inside: str, direction: str | None = None) -> Markup:
    """Return a Latin name, a citation or a number so that it keeps its order in a line that runs from right to left.

    It finds its own direction, or has the one that is named ("ltr" for what is nothing but a number). A page from left
    to right needs none of that.
    """
    return element("bdi", inside, dir=direction) if language.is_mirrored() else escape(inside)


def labels(names: Iterable[str]) -> Markup:
    """Return names of sources as a list in a line, each in its own direction."""
    return join((apart(name) for name in names), language.spoken().semicolon)


def section(kind: str, *parts: Child) -> Markup:
    """Return one section of the class ``course-<kind>``, which says its language where that is not English."""
    return element("section", *parts, class_=f"course course-{kind}", **language.attributes())


def title(text: str) -> Markup:
    """Return the title of a card: a heading below those of the prose, as it is where the card is alive.

    By its role and not as ``h3``, so that it looks like a card's title and no list of contents takes it in.
    """
    return p(strong(text, role="heading", aria_level=3))


def details(summary: str, *inside: Child, unfolded: bool = False, id: str | None = None) -> Markup:
    """Return something folded away below its summary; ``id`` is what a link leads to."""
    return element("details", element("summary", summary), *inside, open=unfolded, id=id)


def bullets(items: Iterable[str], *, ordered: bool = False, direction: str | None = None) -> Markup:
    """Return a list, nothing when there are no items. ``direction`` "auto" lets each item find its own."""
    entries = [element("li", item, dir=direction) for item in items]
    return element("ol" if ordered else "ul", *entries) if entries else NOTHING


def definitions(pairs: Iterable[tuple[str, str]], *, direction: str | None = None) -> Markup:
    """Return names, each with what belongs to it; ``direction`` is that of the latter."""
    parts = ((element("dt", name), element("dd", value, dir=direction)) for name, value in pairs)
    return element("dl", *(part for pair in parts for part in pair))


def table(
    heads: Sequence[Markup],
    rows: Iterable[Iterable[Markup]],
    *,
    caption: str | None = None,
    class_: str | None = None,
) -> Markup:
    """Return a table of ready cells (``th``, ``td``); without ``heads`` it has no head.

    Cards, looks, labs, tallies and printed pages differ in their cells, and all are made here.
    """
    return element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", element("tr", *heads)) if heads else None,
        element("tbody", *(element("tr", *cells) for cells in rows)),
        class_=class_,
    )


def numbered_table(
    caption: str, columns: Sequence[str], numeric: Sequence[bool], rows: Iterable[Sequence[str]]
) -> Markup:
    """Return a table with a caption and header cells, which scrolls on a narrow screen.

    ``numeric`` says of each column whether it holds numbers. The first cell of a row names it.
    """
    # A header without words is a riddle to a screen reader; a plain cell is not.
    # It stands above its numbers: both lie at the same side of the column.
    kind = ["course-number" if is_number else None for is_number in numeric]
    heads = [
        th(column, scope="col", class_=kind[place] if place else None) if column else td()
        for place, column in enumerate(columns)
    ]

    def cell(place: int, value: str) -> Markup:
        if place == 0:
            return th(value, scope="row")
        return td(value, class_=kind[place])

    cells = ([cell(place, value) for place, value in enumerate(row)] for row in rows)
    return div(table(heads, cells, caption=caption), class_="course-scroll")
