"""What a reader sees of a notebook, in numbers and links: the same in every language."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt

from course.dev.translation.check import numbers_in

COUNTED_HERE = {"course-opening", "course-verdict"}
"""Blocks whose numbers the course counts in each language anew: minutes of a way through, words of a text, and the
sentences of it in which something was found."""
WORDED = {"1", "2"}
"""Numbers of things that a language may say without a figure: "one hint", or a dual."""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ENTRY = re.compile(r"#(?:term|source)-")

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


class _Page(HTMLParser):
    """Gathers the text that is seen, the links, and the headings of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self._open: list[bool] = []
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(unquote(str(given["href"])))
        if tag in VOID:
            return
        is_left_out = tag in ("style", "script") or bool(COUNTED_HERE & set((given.get("class") or "").split()))
        self._open.append(is_left_out or bool(self._open and self._open[-1]))
        if re.fullmatch(r"h[1-6]", tag):
            self._in_heading = True
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()
        self._in_heading = self._in_heading and not re.fullmatch(r"h[1-6]", tag)
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1]):
            self.text.append(data)
        if self._in_heading:
            self.headings[-1] += data


class Seen:
    """What a notebook shows: how often each number and each link stands in it, and the names of its headings."""

    def __init__(self, path: Path) -> None:
        self.numbers, self.links, self.headings = Counter[str](), Counter[str](), set[str]()
        for html in _parts(path):
            page = _Page()
            page.feed(html)
            page.close()
            self.numbers += numbers_in("".join(page.text))
            self.links.update(page.links)
            # As JupyterLab names a heading: its words, joined.
            self.headings |= {heading.strip().replace(" ", "-") for heading in page.headings}


def _parts(path: Path) -> Iterator[str]:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield _MARKDOWN.render("".join(cell["source"]))
        for output in cell.get("outputs", ()):
            yield "".join(output.get("data", {}).get("text/html", ""))


def differences(english: Seen, made: Seen, said_otherwise: Collection[str] = ()) -> Iterator[str]:
    """Yield what a made notebook shows otherwise than the English one: numbers, links, places that are not there.

    ``said_otherwise`` are numbers that translators say in words ("the 1960s"), and have said so.
    """
    for what, ours, theirs in (
        ("number", english.numbers, made.numbers),
        ("link", _comparable(english.links), _comparable(made.links)),
    ):
        for text in sorted((ours - theirs) + (theirs - ours)):
            if what == "link" or text not in {*said_otherwise, *WORDED}:
                yield f"the {what} {text} stands in it {theirs[text]} times, and {ours[text]} times in the English one."
    for link in made.links:
        if link.startswith("#") and not ENTRY.match(link) and link[1:] not in made.headings:
            yield f"no heading is called {link[1:]}, to which a link leads."


def _comparable(links: Counter[str]) -> Counter[str]:
    """Return links with notebooks by their names, and places in the same notebook as such."""
    counted = Counter[str]()
    for link, count in links.items():
        is_place = link.startswith("#") and not ENTRY.match(link)
        counted["#" if is_place else link.rpartition("/")[2] if link.endswith(".ipynb") else link] += count
    return counted
