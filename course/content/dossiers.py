"""Reads the dossiers: one TOML file per case, named by the case's id."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.dossier import Dossier

FOLDER = Path(__file__).parent / "dossiers"

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read_dossier(path: Path) -> Dossier:
    """Return the dossier in one file; its id is the file's name."""
    dossier = convert({"id": path.stem, **read_toml(path)}, Dossier, path.name)
    for step in dossier.what_happened:
        if not _DATE.fullmatch(step.date):
            raise ContentError(
                f"{path.name}: '{step.date}' is no date. Write a year, year-month or year-month-day, as 1974-02-22."
            )
    for place, block in dossier.blocks():
        if not block.sources:
            raise ContentError(f"{path.name}: {place} names no source. Add at least one id of sources.toml.")
    if dossier.id not in dossier.rows:
        raise ContentError(f"{path.name}: rows must contain the case's own id, '{dossier.id}'. Add it.")
    return dossier


def read_dossiers(folder: Path = FOLDER) -> dict[str, Dossier]:
    """Return every dossier of a folder by id, ordered by id; raise ContentError for the first bad file."""
    return {path.stem: read_dossier(path) for path in sorted(folder.glob("*.toml"))}


@cache
def dossiers() -> Mapping[str, Dossier]:
    """Return the dossiers of the course by id; raise ContentError on a bad file."""
    return MappingProxyType(read_dossiers())


def check_references(
    some: Mapping[str, Dossier],
    *,
    sources: Collection[str],
    cases: Collection[str],
    claims: Collection[str],
) -> None:
    """Raise ContentError when a dossier names a source, case or claim that does not exist."""
    for dossier in some.values():
        file = f"{dossier.id}.toml"
        for place, block in dossier.blocks():
            for source in block.sources:
                if source not in sources:
                    raise ContentError(
                        f"{file}: {place} names the source '{source}', which sources.toml lacks"
                        f"{did_you_mean(source, sources) or '; add it there.'}"
                    )
        for row in dossier.rows:
            if row not in cases:
                raise ContentError(
                    f"{file}: rows names the case '{row}', which cases.csv lacks"
                    f"{did_you_mean(row, cases) or '; add it there.'}"
                )
        for testimony in dossier.speaks_to:
            if testimony.claim not in claims:
                raise ContentError(
                    f"{file}: speaks_to names the claim '{testimony.claim}', which claims.toml lacks"
                    f"{did_you_mean(testimony.claim, claims) or '; use A1 to A16.'}"
                )
