"""What every piece of HTML gets from outside: the words that it shows and the sources that it cites."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from course.html.element import element, join, p, small
from course.html.text import phrase
from course.model.source import Source


@dataclass(frozen=True)
class Wording:
    """``words`` are the tables of ``interface.toml``; ``cite`` finds a source by its id."""

    words: Mapping[str, Mapping[str, str]]
    cite: Callable[[str], Source]

    def word(self, table: str, key: str, **values: object) -> str:
        """Return a text of the interface, filled with ``values``."""
        return self.words[table][key].format(**values)

    def cited(self, ids: Iterable[str]) -> Markup:
        """Return links to sources as one line of HTML: author and year, the full entry as a tooltip."""
        return join((self._link(self.cite(id)) for id in ids), " · ")

    def cited_below(self, ids: Iterable[str]) -> Markup:
        """Return the same as a small paragraph of its own."""
        return p(small(self.cited(ids)))

    def _link(self, source: Source) -> Markup:
        label = phrase(source.label)
        if not source.link:
            return element("cite", label, title=source.citation)
        return element("cite", element("a", label, href=source.link, target="_blank", title=source.citation))
