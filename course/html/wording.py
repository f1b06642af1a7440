"""What every piece of HTML gets from outside: the words that it shows and the sources that it cites."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from course.html.element import element, join, p, small
from course.html.text import phrase
from course.model.language import as_one, is_mirrored, is_path, steady
from course.model.source import Source


def kept(value: object) -> object:
    """Return what fills a gap of a sentence: a date, a range or the place of a file in it is not turned round."""
    if isinstance(value, Path) or (type(value) is str and is_path(value)):
        return as_one(str(value))
    return steady(value) if type(value) is str else value


@dataclass(frozen=True)
class Wording:
    """``words`` are the tables of ``interface.toml``; ``cite`` finds a source by its id."""

    words: Mapping[str, Mapping[str, str]]
    cite: Callable[[str], Source]

    def word(self, table: str, key: str, **values: object) -> str:
        """Return a text of the interface, filled with ``values``."""
        return self.words[table][key].format(**{name: kept(value) for name, value in values.items()})

    def cited(self, ids: Iterable[str]) -> Markup:
        """Return links to sources as one line of HTML: author and year, the full entry as a tooltip."""
        return join((self._link(self.cite(id)) for id in ids), " · ")

    def cited_below(self, ids: Iterable[str]) -> Markup:
        """Return the same as a small paragraph of its own."""
        return p(small(self.cited(ids)))

    def _link(self, source: Source) -> Markup:
        label = phrase(source.label)
        # Titles and names of works stand as they were printed: each keeps its own direction.
        own = "auto" if is_mirrored() else None
        if not source.link:
            return element("cite", label, dir=own, title=source.citation)
        return element("cite", element("a", label, href=source.link, target="_blank", title=source.citation), dir=own)
