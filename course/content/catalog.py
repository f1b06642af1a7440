"""Sources, findings, claims and glossary: the four files that the rest of the course quotes by id."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from course.content.entries import Entries
from course.content.place import CONTENT
from course.content.reader import read_entries
from course.model.claim import Claim, Evidence
from course.model.finding import Finding
from course.model.source import Source
from course.model.term import Term


@cache
def sources() -> Mapping[str, Source]:
    """Return every source by id, in the order of ``sources.toml``; a bad entry raises ContentError when asked for."""
    return Entries(CONTENT / "sources.toml", Source)


@cache
def findings() -> Mapping[str, Finding]:
    """Return every empirical finding by id (``E-01`` …); raise ContentError on a bad entry."""
    return MappingProxyType(read_entries(CONTENT / "findings.toml", Finding))


@cache
def claims() -> Mapping[str, Claim]:
    """Return the claims of the article by id, ``A1`` to ``A16``; raise ContentError on a bad entry."""
    return MappingProxyType(read_entries(CONTENT / "claims.toml", Claim))


@cache
def glossary() -> Mapping[str, Term]:
    """Return every term by id (``batna``, ``good-offices`` …); raise ContentError on a bad entry."""
    return MappingProxyType(read_entries(CONTENT / "glossary.toml", Term))


def evidence(claim: Claim) -> Iterator[Evidence]:
    """Yield the pieces of a claim: those for it, then those against it."""
    yield from claim.speaks_for
    yield from claim.speaks_against
