"""Turns text into safe HTML.

Course text is Markdown of our own. Text that a learner typed is escaped and stays text, whatever stands in it.
Both pass the same sanitizer before they reach a page.
"""

import functools
import html

import nh3
from markdown_it import MarkdownIt

TAGS = {
    *("a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl"),
    *("dt", "em", "figcaption", "figure", "h3", "h4", "h5", "hr", "i", "ins", "li", "ol", "p", "section", "small"),
    *("span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {
    "*": {"class", "dir", "lang", "title", "role", "aria-label", "aria-hidden", "id"},
    "a": {"href", "target"},
    "th": {"scope", "colspan"},
    "td": {"colspan"},
    "details": {"open"},
    "ol": {"start"},
}


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def clean(markup: str) -> str:
    """Return ``markup`` with everything removed that is not plain structure: no script, style or handler."""
    return nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https", "http", "mailto"})


@functools.lru_cache(maxsize=4096)
def prose(markdown: str) -> str:
    """Return course text (Markdown) as block-level HTML."""
    return clean(_markdown().render(markdown)).strip()


@functools.lru_cache(maxsize=4096)
def phrase(markdown: str) -> str:
    """Return course text (Markdown) of one line as inline HTML."""
    return clean(_markdown().renderInline(markdown)).strip()


def typed(text: str) -> str:
    """Return text that a learner typed, escaped, in an element that finds its own direction."""
    return f'<span class="course-typed" dir="auto">{html.escape(text)}</span>'


def escape(text: object) -> str:
    """Return ``text`` for use inside an element or a quoted attribute."""
    return html.escape(str(text), quote=True)


def plain(markdown: str) -> str:
    """Return course text as plain text, for the plain face of a widget."""
    tokens = _markdown().parseInline(markdown)
    return "".join(
        child.content if child.type in ("text", "code_inline") else " " if "break" in child.type else ""
        for token in tokens
        for child in token.children or ()
    )
