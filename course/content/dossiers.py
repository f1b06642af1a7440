"""Reads the dossiers: one TOML file per case, named by the case's id."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.dossier import Dossier

FOLDER = CONTENT / "dossiers"

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read_dossier(path: Path) -> Dossier:
    """Return the dossier in one file; its id is the file's name."""
    dossier = convert({"id": path.stem, **read_toml(path)}, Dossier, path.name)
    for step in dossier.what_happened:
        if not _DATE.fullmatch(step.date):
            raise ContentError(
                f"{path.name}: '{step.date}' is no date. Write a year, year-month or year-month-day, as 1974-02-22."
            )
    if dossier.id not in dossier.rows:
        raise ContentError(f"{path.name}: rows must contain the case's own id, '{dossier.id}'. Add it.")
    return dossier


@cache
def ids() -> frozenset[str]:
    """Return the ids of the cases that have a dossier; no file is read."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


@cache
def dossier(id: str) -> Dossier:
    """Return the dossier of the case ``id``; raise ContentError with the nearest ids when there is none."""
    if id not in ids():
        raise ContentError(f"There is no dossier '{id}'{did_you_mean(id, ids()) or '.'}")
    return read_dossier(FOLDER / f"{id}.toml")


@cache
def dossiers() -> Mapping[str, Dossier]:
    """Return the dossiers of the course by id, ordered by id; raise ContentError on a bad file."""
    return MappingProxyType({id: dossier(id) for id in sorted(ids())})
