"""What every widget gets from outside: the words it shows, the sources it cites, the record it writes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from course.model.source import Source
from course.record import Record
from course.widgets.text import escape, phrase


@dataclass(frozen=True)
class Setting:
    """``stem`` names the lesson; ``words`` are the tables of ``interface.toml``; ``cite`` finds a source."""

    stem: str
    words: Mapping[str, Mapping[str, str]]
    cite: Callable[[str], Source]
    record: Record
    worked: bool = False

    def word(self, table: str, key: str, **values: Any) -> str:
        """Return a text of the interface, filled with ``values``."""
        return self.words[table][key].format(**values)

    def cited(self, ids: tuple[str, ...] | list[str]) -> str:
        """Return links to sources as one line of HTML: author and year, the full entry as a tooltip."""
        return " · ".join(self._link(self.cite(one)) for one in ids)

    def _link(self, source: Source) -> str:
        label = phrase(source.label)
        if not source.link:
            return f'<cite title="{escape(source.citation)}">{label}</cite>'
        where = f'href="{escape(source.link)}" target="_blank" title="{escape(source.citation)}"'
        return f"<cite><a {where}>{label}</a></cite>"
