"""What every piece of HTML gets from outside: the words that it shows and the sources that it cites."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from course.html.text import escape, phrase
from course.model.source import Source


@dataclass(frozen=True)
class Wording:
    """``words`` are the tables of ``interface.toml``; ``cite`` finds a source by its id."""

    words: Mapping[str, Mapping[str, str]]
    cite: Callable[[str], Source]

    def word(self, table: str, key: str, **values: Any) -> str:
        """Return a text of the interface, filled with ``values``."""
        return self.words[table][key].format(**values)

    def cited(self, ids: Iterable[str]) -> str:
        """Return links to sources as one line of HTML: author and year, the full entry as a tooltip."""
        return " · ".join(self._link(self.cite(id)) for id in ids)

    def _link(self, source: Source) -> str:
        label = phrase(source.label)
        if not source.link:
            return f'<cite title="{escape(source.citation)}">{label}</cite>'
        where = f'href="{escape(source.link)}" target="_blank" title="{escape(source.citation)}"'
        return f"<cite><a {where}>{label}</a></cite>"
