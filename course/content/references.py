"""What content files name of each other: an id that a file names must stand in the file where it belongs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from course.content import catalog, dossiers, tables
from course.content.reader import did_you_mean
from course.model.claim import Claim
from course.model.dossier import Dossier
from course.model.finding import Finding
from course.model.term import Term

Kind = Literal["source", "finding", "claim", "case"]
HOMES: dict[Kind, str] = {
    "source": "sources.toml",
    "finding": "findings.toml",
    "claim": "claims.toml",
    "case": "cases.csv",
}
"""The file where the ids of a kind stand."""


class Reference(msgspec.Struct, frozen=True):
    """An id that is named somewhere. ``where`` says in which file and at which place in it."""

    where: str
    kind: Kind
    id: str


def of_finding(finding: Finding) -> Iterator[Reference]:
    """Yield what a finding names: sources and claims."""
    where = f"findings.toml [{finding.id}]"
    for id in finding.sources:
        yield Reference(where, "source", id)
    for bearing in finding.bears_on:
        yield Reference(where, "claim", bearing.claim)


def of_claim(claim: Claim) -> Iterator[Reference]:
    """Yield what the evidence on a claim names: sources, a finding, a case."""
    for piece in catalog.evidence(claim):
        where = f"claims.toml [{claim.id}] {piece.id}"
        for id in piece.sources:
            yield Reference(where, "source", id)
        if piece.finding:
            yield Reference(where, "finding", piece.finding)
        if piece.case:
            yield Reference(where, "case", piece.case)


def of_term(term: Term) -> Iterator[Reference]:
    """Yield the sources of a term of the glossary."""
    for id in term.sources:
        yield Reference(f"glossary.toml [{term.id}]", "source", id)


def of_dossier(dossier: Dossier) -> Iterator[Reference]:
    """Yield what a dossier names: sources, rows of the case table, claims."""
    file = f"dossiers/{dossier.id}.toml"
    for place, block in dossier.blocks():
        for id in block.sources:
            yield Reference(f"{file}, {place}", "source", id)
    for row in dossier.rows:
        yield Reference(f"{file}, rows", "case", row)
    for testimony in dossier.speaks_to:
        yield Reference(f"{file}, speaks_to", "claim", testimony.claim)


def references() -> Iterator[Reference]:
    """Yield every reference of the catalog and the dossiers. The tables check theirs row by row, as they are read."""
    for finding in catalog.findings().values():
        yield from of_finding(finding)
    for claim in catalog.claims().values():
        yield from of_claim(claim)
    for term in catalog.glossary().values():
        yield from of_term(term)
    for dossier in dossiers.dossiers().values():
        yield from of_dossier(dossier)


def known_ids() -> dict[Kind, Collection[str]]:
    """Return the ids of the course that can be named, by kind."""
    return {
        "source": catalog.sources().keys(),
        "finding": catalog.findings().keys(),
        "claim": catalog.claims().keys(),
        "case": tables.cases_by_id().keys(),
    }


def find_broken(references: Iterable[Reference], known: Mapping[Kind, Collection[str]]) -> list[str]:
    """Return one line for every reference to an id that is not known, with the nearest ones; empty when all is well."""
    return [
        f"{reference.where}: {reference.kind} '{reference.id}' is not in {HOMES[reference.kind]}"
        + (did_you_mean(reference.id, known[reference.kind]) or ". Mend the id, or add the entry there.")
        for reference in references
        if reference.id not in known[reference.kind]
    ]
