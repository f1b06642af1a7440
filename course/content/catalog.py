"""Sources, findings, claims and glossary: the four files that the rest of the course quotes by id."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from course.content.entries import Entries
from course.content.reader import did_you_mean, read_entries
from course.model.claim import Claim, Evidence
from course.model.finding import Finding
from course.model.source import Source
from course.model.term import Term

FOLDER = Path(__file__).parent


@cache
def sources() -> Mapping[str, Source]:
    """Return every source by id, in the order of ``sources.toml``; a bad entry raises ContentError when asked for."""
    return Entries(FOLDER / "sources.toml", Source)


@cache
def findings() -> Mapping[str, Finding]:
    """Return every empirical finding by id (``E-01`` …); raise ContentError on a bad entry."""
    return MappingProxyType(read_entries(FOLDER / "findings.toml", Finding))


@cache
def claims() -> Mapping[str, Claim]:
    """Return the claims of the article by id, ``A1`` to ``A16``; raise ContentError on a bad entry."""
    return MappingProxyType(read_entries(FOLDER / "claims.toml", Claim))


@cache
def glossary() -> Mapping[str, Term]:
    """Return every term by id (``batna``, ``good-offices`` …); raise ContentError on a bad entry."""
    return MappingProxyType(read_entries(FOLDER / "glossary.toml", Term))


def evidence(claim: Claim) -> Iterator[Evidence]:
    """Yield the pieces of a claim: those for it, then those against it."""
    yield from claim.speaks_for
    yield from claim.speaks_against


def unresolved(case_ids: Mapping[str, object] | None = None) -> list[str]:
    """Return one line for every id that one of the four files names and no file has; empty when all is well.

    Cases live in another file, so they are checked only when ``case_ids`` (any mapping by case id) is given.
    """
    lines = []

    def check(name: str, known: Mapping[str, object], kind: str, home: str, where: str) -> None:
        if name not in known:
            lines.append(f"{where}: {kind} '{name}' is not in {home}{did_you_mean(name, known)}")

    for finding in findings().values():
        where = f"findings.toml [{finding.id}]"
        for name in finding.sources:
            check(name, sources(), "source", "sources.toml", where)
        for bearing in finding.bears_on:
            check(bearing.claim, claims(), "claim", "claims.toml", where)
    for claim in claims().values():
        for piece in evidence(claim):
            where = f"claims.toml [{claim.id}] {piece.id}"
            for name in piece.sources:
                check(name, sources(), "source", "sources.toml", where)
            if piece.finding:
                check(piece.finding, findings(), "finding", "findings.toml", where)
            if piece.case and case_ids is not None:
                check(piece.case, case_ids, "case", "cases.csv", where)
    for term in glossary().values():
        for name in term.sources:
            check(name, sources(), "source", "sources.toml", f"glossary.toml [{term.id}]")
    return lines
