"""Where a statement comes from."""

from typing import Literal

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``sources.toml``.

    ``grade``: A, an original (treaty, resolution, peer-reviewed work, official record); B, a serious
    secondary work (reference book, newspaper of record, research institute); C, anything weaker.
    ``checked`` says what we saw: the text itself, the abstract or the opening pages of a study, only a trustworthy
    report of it, or neither yet. ``until`` is the last year that the text tells of, where its own year does not say so:
    an undated page, or one that is kept up. What is told with a source may not be younger (``newest``).
    At least one of ``doi``, ``symbol`` (a UN document symbol), ``url`` or ``isbn`` leads the reader there;
    a book may be found by author, title and publisher alone.
    """

    id: str
    author: str
    title: str
    publisher: str
    year: int | None = None
    doi: str = ""
    symbol: str = ""
    url: str = ""
    isbn: str = ""
    grade: Literal["A", "B", "C"]
    checked: Literal["text", "abstract", "report", "no"]
    until: int | None = None
    open: bool = False
    note: str = ""

    @property
    def link(self) -> str:
        """Return the address that leads to the source, or "" for a book without one."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.url:
            return self.url
        if self.symbol:
            return f"https://docs.un.org/en/{self.symbol}"
        return ""

    @property
    def newest(self) -> int | None:
        """Return the last year of which the source can tell, or None where neither year is known."""
        return max((year for year in (self.year, self.until) if year is not None), default=None)

    @property
    def label(self) -> str:
        """Return the short name used in running text: author and year."""
        return f"{self.author}, {self.year}" if self.year else self.author

    @property
    def citation(self) -> str:
        """Return the full entry for a list of sources, without the link."""
        year = f" ({self.year})" if self.year else ""
        number = f" {self.symbol}." if self.symbol else ""
        return f"{self.author}{year}. {self.title}. {self.publisher}.{number}"
