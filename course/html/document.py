"""Printable pages: one HTML file with its style inside, for A4 paper and for a screen.

Course text goes in through `said` and `told` (Markdown of our own), everything that a person typed through `typed` or
`escape`. Every block finds its own direction, so Arabic stands as it should.
"""

import html
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from course.html.text import escape, phrase, prose

__all__ = [
    "box",
    "bullets",
    "cards",
    "columns",
    "escape",
    "heading",
    "page",
    "paragraph",
    "ruled",
    "said",
    "sheet",
    "table",
    "told",
    "typed",
    "write",
]

STYLE = """
@page { size: A4; margin: 15mm 14mm 17mm;
  @bottom-left { content: var(--foot); font: 8pt sans-serif; color: dimgray; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: dimgray; } }
* { box-sizing: border-box; }
body { font: 10.5pt/1.4 system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif; color: #16191d; margin: 0; }
main { max-width: 182mm; margin: 0 auto; padding: 6mm 2mm; }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 2mm; } h2 { font-size: 12.5pt; margin: 5mm 0 1.5mm; }
h3 { font-size: 11pt; margin: 4mm 0 1mm; } h1, h2, h3, h4 { break-after: avoid; } h2 { color: #0b5c63; }
p { margin: 0 0 1.5mm; } ul, ol { margin: 0 0 2mm; padding-inline-start: 5mm; } li { margin-bottom: 0.8mm; }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; }
th, td { border: 0.3mm solid #b6bcc4; padding: 1mm 1.6mm; text-align: start; vertical-align: top; }
thead { display: table-header-group; } th { background: #eef2f3; font-weight: 600; } tr { break-inside: avoid; }
td.number { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
td p:last-child, .box p:last-child { margin-bottom: 0; }
.typed { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.quiet { color: #4a515a; font-size: 9pt; }
.box { border: 0.3mm solid #b6bcc4; border-inline-start: 1.2mm solid #0b5c63; padding: 2mm 3mm; margin: 0 0 2.5mm; }
.box, .question { break-inside: avoid; } .question { margin: 0 0 5mm; }
.sheet + .sheet { break-before: page; }
.ruled { margin: 1.5mm 0 3mm; } .ruled i { display: block; height: 8mm; border-bottom: 0.25mm solid #8a929c; }
.columns { columns: 2; column-gap: 7mm; }
.cards { display: grid; grid-template-columns: 1fr 1fr; gap: 0; }
.card { border: 0.3mm dashed #6b737d; padding: 5mm; break-inside: avoid; min-height: 45mm; }
.card h3 { margin-top: 0; }
@media screen { body { background: #e9ecee; } main { background: white; padding: 12mm; margin: 6mm auto; } }
@media print { a { color: inherit; text-decoration: none; } main { max-width: none; padding: 0; } }
"""


def page(title: str, *parts: str, foot: str = "", style: str = "", language: str = "en") -> str:
    """Return a whole HTML document. ``title`` is plain text, ``parts`` are HTML, ``foot`` stands below every page.

    ``style`` adds rules of CSS to the common ones. Nothing in the document is fetched from elsewhere.
    """
    # A string of CSS inside a style element: JSON's escapes, and no "<" that could end the element.
    below = json.dumps(foot or title, ensure_ascii=False).replace("<", "\\3c ").replace("\\n", " ")
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>:root {{ --foot: {below}; }}{STYLE}{style}</style></head>\n"
        f'<body><main><h1 dir="auto">{escape(title)}</h1>\n' + "\n".join(part for part in parts if part) + "\n"
        "</main></body></html>\n"
    )


def said(markdown: str) -> str:
    """Return course text of one line as inline HTML."""
    return phrase(markdown)


def told(markdown: str) -> str:
    """Return course text of several paragraphs as HTML, each block with its own direction."""
    return prose(markdown).replace("<p>", '<p dir="auto">').replace("<li>", '<li dir="auto">')


def typed(text: object) -> str:
    """Return what a person typed: escaped, its line breaks kept, in an element that finds its own direction."""
    return f'<span class="typed" dir="auto">{html.escape(str(text))}</span>'


def heading(text: str, level: int = 2) -> str:
    """Return a heading of plain text."""
    return f'<h{level} dir="auto">{escape(text)}</h{level}>'


def paragraph(markup: str, kind: str = "") -> str:
    """Return a paragraph of HTML; ``kind`` "quiet" makes it small. "" when there is nothing in it."""
    named = f' class="{kind}"' if kind else ""
    return f'<p{named} dir="auto">{markup}</p>' if markup else ""


def bullets(items: Iterable[str], ordered: bool = False) -> str:
    """Return a list of HTML items, "" when there are none."""
    entries = "".join(f'<li dir="auto">{item}</li>' for item in items)
    name = "ol" if ordered else "ul"
    return f"<{name}>{entries}</{name}>" if entries else ""


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a table. ``headings`` are plain text, cells are HTML, ``numbers`` says which columns hold numbers."""
    head = "".join(f'<th scope="col" dir="auto">{escape(one)}</th>' for one in headings)
    body = "".join("<tr>" + "".join(_cell(cell, n in numbers) for n, cell in enumerate(row)) + "</tr>" for row in rows)
    top = f"<thead><tr>{head}</tr></thead>" if any(headings) else ""
    return f"<table>{top}<tbody>{body}</tbody></table>"


def _cell(markup: str, is_number: bool) -> str:
    return f'<td class="number">{markup}</td>' if is_number else f'<td dir="auto">{markup}</td>'


def box(*parts: str) -> str:
    """Return parts in a frame that is not broken over two pages."""
    return '<div class="box">' + "".join(parts) + "</div>"


def sheet(*parts: str) -> str:
    """Return parts that begin on a new page, except for the first sheet."""
    return '<section class="sheet">' + "".join(parts) + "</section>"


def columns(*parts: str) -> str:
    """Return parts in two columns."""
    return '<div class="columns">' + "".join(parts) + "</div>"


def ruled(lines: int) -> str:
    """Return empty lines to write on."""
    return '<div class="ruled" aria-hidden="true">' + "<i></i>" * lines + "</div>"


def cards(faces: Iterable[str]) -> str:
    """Return cards to cut out, two in a row."""
    return '<div class="cards">' + "".join(f'<div class="card">{one}</div>' for one in faces) + "</div>"


def write(path: Path, markup: str) -> Path:
    """Write a document as UTF-8, make its folder if need be, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markup, encoding="utf-8", newline="\n")
    return path
