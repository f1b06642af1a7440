"""A settled notebook as a page to read: its prose and the static faces of what it shows, nothing that is alive.

The page knows each cell by its id, so that whoever reads it can be taken to the same place where it is alive.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from course.html.element import Child, details, div, element, join, p, section
from course.html.text import plain

SOURCE = "#source-"
TERM = "#term-"
HEADING = re.compile(r"^(#{1,3}) +(.+?)\s*$", re.M)
_PRESSED = re.compile(r"^<button\b.*$", re.M)
"""A paragraph about a button that only a living notebook has."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as it lies in the file: ``faces`` are the HTML of its outputs, or their plain text where they have none.

    ``is_shown`` says that its code is to be read.
    """

    id: str
    is_prose: bool
    source: str
    tags: tuple[str, ...] = ()
    faces: tuple[str | Markup, ...] = ()
    is_shown: bool = False


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the page itself says: of a question that is not alive yet ("" for nothing), of a fold, of a chart.

    ``drops`` are paragraphs of the faces that are true only where the page is alive.
    """

    waits: str
    more: str
    chart: str
    drops: tuple[Markup, ...] = ()


ANSWERED = frozenset(("check", "discuss", "exit", "read", "task", "try", "weigh", "work"))
"""The tags of cells in which something is answered."""


def cells_of(notebook: Mapping[str, Any]) -> Iterator[Cell]:
    """Give the cells of a notebook that was read as JSON."""
    for cell in notebook["cells"]:
        metadata = cell["metadata"]
        yield Cell(
            id=cell["id"],
            is_prose=cell["cell_type"] == "markdown",
            source=_joined(cell["source"]),
            tags=tuple(metadata.get("tags", ())),
            faces=tuple(face for output in cell.get("outputs", ()) if (face := _face(output.get("data", {})))),
            is_shown=not metadata.get("jupyter", {}).get("source_hidden", False),
        )


def _joined(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _face(bundle: Mapping[str, Any]) -> str | Markup:
    """Return what a cell of ours shows. It was made by this kit and is checked when notebooks are settled."""
    if "text/html" in bundle:
        return Markup(_joined(bundle["text/html"]))
    return _joined(bundle.get("text/plain", ""))


def title_of(cells: Sequence[Cell]) -> str:
    """Return the words of the first heading."""
    found = next((HEADING.search(cell.source) for cell in cells if cell.is_prose and HEADING.search(cell.source)), None)
    return plain(found[2]) if found else ""


def headings_of(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """Return the headings of blocks that are not folded, each with the name that leads to it."""
    found = [
        plain(heading)
        for cell in cells
        if cell.is_prose and "more" not in cell.tags
        for marks, heading in HEADING.findall(cell.source)
        if len(marks) == 2
    ]
    return [(title, anchor(title)) for title in found]


def anchor(title: str) -> str:
    """Return the name of a heading, as JupyterLab makes it."""
    return title.replace(" ", "-")


Explain = Callable[[str], tuple[str, str]]
"""Gives for "#term-…" or "#source-…" where it leads ("" for nowhere) and what is said of it there."""


def reading(cells: Sequence[Cell], said: Said, find: Callable[[str], str], explain: Explain | None = None) -> Markup:
    """Return the cells as HTML. ``find`` gives the address of the page that another notebook has, "" for none.

    ``explain`` is for a page without scripts: with it a term or a citation says itself what it means.
    """
    numbers = _numbered(cells)
    parts: list[Markup] = []
    folded: list[Markup] = []
    title = ""
    for cell in cells:
        drawn = _prose_cell(cell, numbers, find, explain) if cell.is_prose else _code_cell(cell, said)
        begins = HEADING.match(cell.source) if cell.is_prose else None
        if folded and (begins or "more" not in cell.tags):
            parts.append(_fold(title, folded, said))
            folded = []
        if "more" in cell.tags:
            title = plain(begins[2]) if begins else title
            folded.append(drawn)
        else:
            parts.append(drawn)
    if folded:
        parts.append(_fold(title, folded, said))
    return join(parts, "\n")


def _fold(title: str, inside: Sequence[Markup], said: Said) -> Markup:
    return div(details(said.more.format(title=title), *inside), class_="page-more")


def _numbered(cells: Sequence[Cell]) -> dict[str, int]:
    """Return the numbers of the sources that the prose cites, in the order in which it comes to them."""
    cited = re.compile(rf"\]\(({SOURCE}[^)\s]+)\)")
    ids = dict.fromkeys(id for cell in cells if cell.is_prose for id in cited.findall(cell.source))
    return {id: number for number, id in enumerate(ids, 1)}


def _prose_cell(cell: Cell, numbers: Mapping[str, int], find: Callable[[str], str], explain: Explain | None) -> Markup:
    return _cell(cell, "page-prose", prose(cell.source, numbers, find, explain))


def _code_cell(cell: Cell, said: Said) -> Markup:
    code = element("pre", element("code", cell.source), tabindex=0) if cell.is_shown and cell.source else None
    faces = [_face_of(face, said) if isinstance(face, Markup) else _chart(face, said) for face in cell.faces]
    is_answered = bool(ANSWERED & {*cell.tags}) or "my_work" in cell.source
    waits = p(said.waits, class_="page-waits") if said.waits and is_answered else None
    return _cell(cell, "page-face", code, *faces, waits)


def _face_of(face: Markup, said: Said) -> Markup:
    """Return a face without what is true elsewhere only; what scrolls in it can be reached by keyboard."""
    kept = functools.reduce(lambda left, part: left.replace(part, Markup()), said.drops, face)
    return kept.replace(Markup('class="course-scroll"'), Markup('class="course-scroll" tabindex="0"'))


def _chart(text: str, said: Said) -> Markup:
    title, _, told = text.partition("\n")
    return section("look", p(element("strong", title)), p(said.chart.format(text=told.strip() or title)))


def _cell(cell: Cell, kind: str, *inside: Child) -> Markup:
    return div(*inside, class_=kind, data_cell=cell.id)


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def prose(
    markdown: str,
    numbers: Mapping[str, int] = {},
    find: Callable[[str], str] = str,
    explain: Explain | None = None,
) -> Markup:
    """Return the prose of a notebook as HTML: headings can be led to, a citation is a number, links lead to pages."""
    tokens = _markdown().parse(_PRESSED.sub("", markdown))
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(plain(tokens[place + 1].content)))
        for child, inside in itertools.pairwise(token.children or ()):
            if child.type == "link_open":
                _lead(child, inside, numbers, find, explain)
    return Markup(_markdown().renderer.render(list(_scrolling(tokens)), _markdown().options, {}))


def _scrolling(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield tokens with a frame around each table, in which it moves on a narrow screen and by keyboard."""
    opening, closing = div(Markup("|"), class_="course-scroll", tabindex=0).split("|")
    for token in tokens:
        if token.type == "table_open":
            yield Token("html_block", "", 0, content=opening)
        yield token
        if token.type == "table_close":
            yield Token("html_block", "", 0, content=closing)


def _lead(
    link: Token, inside: Token, numbers: Mapping[str, int], find: Callable[[str], str], explain: Explain | None
) -> None:
    address = str(link.attrGet("href") or "")
    if address.startswith(TERM):
        link.attrSet("class", "page-term")
    elif address in numbers:
        link.attrSet("class", "page-cited")
        number = str(numbers[address])
        link.attrSet("aria-label", f"{number}: {inside.content}")
        link.attrSet("title", inside.content)
        inside.content = number
    elif address.endswith(".ipynb"):
        _send(link, find(address))
        return
    if explain and address.startswith((TERM, SOURCE)):
        leads, title = explain(address)
        _send(link, leads)
        link.attrSet("title", title)


def _send(link: Token, address: str) -> None:
    """Let a link lead to an address; one that leads nowhere stays as words."""
    link.attrSet("href", address)
    if not address:
        del link.attrs["href"]
