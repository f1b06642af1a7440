"""An allow-list for HTML with nothing but the standard library: for the browser, where nh3 has no build.

It reads markup as nh3 does as far as our own pages go (well-formed, made from Markdown), and gives the same bytes.
For everything else it is stricter: what it gives out is put together anew, and only from what is allowed.
"""

import html
import re
from collections.abc import Mapping, Set
from html.parser import HTMLParser

EMPTY = {"br", "hr"}
"""Elements without an end."""

DROPPED = {"script", "style"}
"""Elements that go with all that stands in them; of every other element that is not allowed the text is kept."""

SAFE_LINK = "noopener noreferrer"
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
"""What a browser may pass over in an address, so that a scheme behind it is a scheme all the same."""


def clean(markup: str, tags: Set[str], attributes: Mapping[str, Set[str]], url_schemes: Set[str]) -> str:
    """Return ``markup`` with only these elements, attributes (``*``: of every element) and schemes of addresses."""
    reading = _Reading(tags, attributes, url_schemes)
    reading.feed(markup)
    reading.close()
    return reading.finish()


class _Reading(HTMLParser):
    """Writes again what is allowed, while it reads."""

    def __init__(self, tags: Set[str], attributes: Mapping[str, Set[str]], url_schemes: Set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._tags, self._attributes, self._schemes = tags, attributes, url_schemes
        self._written: list[str] = []
        self._open: list[str] = []
        self._dropping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            return
        if tag in DROPPED:
            self._dropping = tag
        elif tag in self._tags:
            self._written.append(f"<{tag}{self._keep(tag, attrs)}>")
            if tag not in EMPTY:
                self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # As in HTML, the slash at the end of a tag means nothing.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._dropping = "" if tag == self._dropping else self._dropping
        elif tag in self._open:
            # What was opened inside and never closed is closed before it.
            while (last := self._open.pop()) != tag:
                self._written.append(f"</{last}>")
            self._written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self._written.append(html.escape(data, quote=False).replace("\xa0", "&nbsp;"))

    def finish(self) -> str:
        """Close what is open, and return what was written."""
        return "".join(self._written + [f"</{tag}>" for tag in reversed(self._open)])

    def _keep(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        allowed = self._attributes.get("*", set()) | self._attributes.get(tag, set())
        kept: dict[str, str] = {}
        for name, value in attrs:
            if name in allowed and name not in kept and (name != "href" or self._may_lead(value or "")):
                kept[name] = value or ""
        if tag == "a":
            kept["rel"] = SAFE_LINK
        return "".join(f' {name}="{_quote(value)}"' for name, value in kept.items())

    def _may_lead(self, address: str) -> bool:
        bare = UNSEEN.sub("", address)
        scheme = SCHEME.match(bare)
        return scheme[1].lower() in self._schemes if scheme else ":" not in re.split("[/?#]", bare)[0]


def _quote(value: str) -> str:
    return (
        value.replace("&", "&amp;")
        .replace("\xa0", "&nbsp;")
        .replace('"', "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
