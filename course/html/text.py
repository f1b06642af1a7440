"""Turns text into safe HTML. What is HTML and what is text are two types: ``Markup`` and ``str``.

Course text is Markdown of our own. Text that a learner typed is escaped and stays text, whatever stands in it.
Both pass the same sanitizer before they reach a page.
"""

import functools
import html
import re
import sys

from markdown_it import MarkdownIt
from markupsafe import Markup

from course.model.language import own_direction

if sys.platform == "emscripten":  # the browser, for which nh3 has no build
    from course.html.sanitizer import clean as sanitize
else:
    from nh3 import clean as sanitize

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


def escape(text: object) -> Markup:
    """Return ``text`` for use inside an element or a quoted attribute; what is HTML already stays as it is.

    Quotes become ``&quot;`` and ``&#x27;``, as in every committed notebook (markupsafe alone would write ``&#34;``).
    """
    return text if isinstance(text, Markup) else Markup(html.escape(str(text), quote=True))


def clean(markup: str) -> Markup:
    """Return ``markup`` with everything removed that is not plain structure: no script, style or handler."""
    return Markup(sanitize(markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https", "http", "mailto"}))


def unlink(markup: str, leads: str) -> str:
    """Return HTML in which what a link says stays, and the link goes, where its address begins as ``leads`` does.

    ``leads`` is a regular expression.
    """
    return re.sub(rf'<a [^>]*href="(?:{leads})[^"]*"[^>]*>(.*?)</a>', r"\1", markup, flags=re.DOTALL)


@functools.lru_cache(maxsize=4096)
def prose(markdown: str) -> Markup:
    """Return course text (Markdown) as block-level HTML."""
    return clean(_markdown().render(markdown)).strip()


@functools.lru_cache(maxsize=4096)
def prose_by_direction(markdown: str) -> Markup:
    """Return course text as block-level HTML in which every block finds its own direction: for printed pages."""
    if own_direction() is None:
        return prose(markdown)
    blocks = str(prose(markdown)).replace("<p>", '<p dir="auto">').replace("<li>", '<li dir="auto">')
    return Markup(blocks)


@functools.lru_cache(maxsize=4096)
def phrase(markdown: str) -> Markup:
    """Return course text (Markdown) of one line as inline HTML."""
    return clean(_markdown().renderInline(markdown)).strip()


@functools.lru_cache(maxsize=4096)
def plain(markdown: str) -> str:
    """Return course text as plain text, for the plain face of a widget."""
    tokens = _markdown().parseInline(markdown)
    return "".join(
        child.content if child.type in ("text", "code_inline") else " " if "break" in child.type else ""
        for token in tokens
        for child in token.children or ()
    )


def typed(text: str) -> Markup:
    """Return text that a learner typed, escaped, in an element that finds its own direction."""
    return Markup('<span class="course-typed" dir="auto">{}</span>').format(escape(text))
