"""Printable pages: one HTML file with its style inside, for A4 paper and for a screen.

The same kit as everywhere, in the style of paper. In a page from left to right each block finds its own direction, so
that Arabic stands as it should; in one from right to left only what somebody typed does.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from course.html import element as kit
from course.html.element import NOTHING, Child, div, element, join
from course.html.style import printed
from course.html.text import prose_by_direction
from course.model.language import direction_of, own_direction, spoken

AUTO = "auto"
VIEWPORT = element("meta", name="viewport", content="width=device-width, initial-scale=1")


def frame(title: str, style: str, *inside: Child, metas: Sequence[Markup] = (), language: str = "") -> str:
    """Return the whole file around what stands in ``main``. ``style`` is CSS of ours; nothing is fetched.

    ``language`` is a code; without one it is the language that this process speaks.

    A file is text: it can be written, and it cannot slip into another page as a part of it.
    """
    head = (element("meta", charset="utf-8"), *metas, element("title", title), element("style", Markup(style)))
    body = element("body", element("main", *inside))
    language = language or spoken().code
    is_rtl = direction_of(language) == "rtl"
    document = element("html", element("head", *head), "\n", body, lang=language, dir="rtl" if is_rtl else None)
    return f"<!doctype html>\n{document}\n"


def page(title: str, *parts: Child, foot: str = "", style: Sequence[str] = (), language: str = "") -> str:
    """Return a printed page; ``foot`` stands below every sheet of it.

    ``style`` names parts of the style sheet that come after the one that all printed pages have.
    """
    # A string of CSS inside a style element: JSON's escapes, and no "<" that could end the element.
    below = json.dumps(foot or title, ensure_ascii=False).replace("<", "\\3c ").replace("\\n", " ")
    css = f":root {{ --foot: {below}; }}\n{printed('print', *style)}"
    top = element("h1", title, dir=own_direction())
    return frame(title, css, top, "\n", join(parts, "\n"), "\n", metas=(VIEWPORT,), language=language)


def style_of(page: str) -> str:
    """Return the style that stands inside a page, so that a policy can name it."""
    opening, _, closing = str(element("style", "|")).partition("|")
    return page.partition(opening)[2].partition(closing)[0]


def main_of(page: str) -> Markup:
    """Return what stands in ``main`` of a page."""
    opening, _, closing = str(element("main", "|")).partition("|")
    return Markup(page.partition(opening)[2].rpartition(closing)[0])


def heading(text: str, level: int = 2) -> Markup:
    """Return a heading."""
    return element(f"h{level}", text, dir=own_direction())


def paragraph(*inside: Child, class_: str | None = None) -> Markup:
    """Return a paragraph, nothing when there is nothing in it; the class "quiet" makes it small."""
    return element("p", *inside, class_=class_, dir=own_direction()) if any(inside) else NOTHING


def prose(markdown: str) -> Markup:
    """Return course text of several paragraphs, each block with its own direction."""
    return prose_by_direction(markdown)


def typed(text: str) -> Markup:
    """Return what a person typed: escaped, its line breaks kept, in an element that finds its own direction."""
    return kit.span(text, class_="typed", dir=AUTO)


def bullets(items: Iterable[str], *, ordered: bool = False) -> Markup:
    """Return a list, nothing when there are no items."""
    return kit.bullets(items, ordered=ordered, direction=own_direction())


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[int] = ()) -> Markup:
    """Return a table. ``numbers`` says which columns hold numbers; headings that are all empty are left out."""
    heads = [column_head(heading) for heading in headings] if any(headings) else []
    return kit.table(heads, ([_cell(cell, n in numbers) for n, cell in enumerate(row)] for row in rows))


def column_head(text: str, class_: str | None = None) -> Markup:
    """Return the head of a column."""
    return kit.th(text, class_=class_, scope="col", dir=own_direction())


def _cell(inside: str, is_number: bool) -> Markup:
    return kit.td(inside, class_="number") if is_number else kit.td(inside, dir=own_direction())


def box(*parts: Child) -> Markup:
    """Return parts in a frame that is not broken over two pages."""
    return div(*parts, class_="box")


def together(*parts: Child) -> Markup:
    """Return parts that stand on one page."""
    return div(*parts, class_="keep")


def sheet(*parts: Child) -> Markup:
    """Return parts that begin on a new page, except for the first sheet."""
    return element("section", *parts, class_="sheet")


def columns(*parts: Child) -> Markup:
    """Return parts in two columns."""
    return div(*parts, class_="columns")


def ruled(lines: int) -> Markup:
    """Return empty lines to write on."""
    return div(*([element("i")] * lines), class_="ruled", aria_hidden="true")


def cards(faces: Iterable[Markup]) -> Markup:
    """Return cards to cut out, two in a row."""
    return div(*(div(face, class_="card") for face in faces), class_="cards")


def script(source: str) -> Markup:
    """Return a script of ours that works without a server."""
    return element("script", Markup(source))


def data(id: str, value: object) -> Markup:
    """Return ``value`` as JSON that a script of the page reads."""
    # "<" would be able to end the script element.
    safe = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return element("script", Markup(safe), type="application/json", id=id)


def linked_data(value: object) -> Markup:
    """Return ``value`` as JSON-LD, which search engines read and no script of the page does."""
    safe = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return element("script", Markup(safe), type="application/ld+json")


def write(path: Path, text: str) -> Path:
    """Write a document as UTF-8, make its folder if need be, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
