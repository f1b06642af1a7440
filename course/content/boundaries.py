"""Reads the boundaries that a learner draws: one TOML file for each, named by its id; its map stands in ``maps/``."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from course.content import maps
from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.boundary import FEWEST, MOST, Boundary, fit_line
from course.model.map import Window

FOLDER = CONTENT / "boundaries"


def read_boundary(path: Path) -> Boundary:
    """Return the boundary in one file. Raise ContentError where the file is not sound."""
    where = f"boundaries/{path.name}"
    boundary = convert({"id": path.stem, **read_toml(path)}, Boundary, where)
    for trouble in troubles(boundary):
        raise ContentError(f"{where}, {trouble}")
    return boundary


def troubles(boundary: Boundary) -> Iterator[str]:
    """Yield a line for everything that does not go together: the key, what is wrong, the remedy."""
    if boundary.map not in maps.ids():
        yield f"map: there is no map '{boundary.map}'{did_you_mean(boundary.map, maps.ids()) or '.'}"
        return
    words = maps.read_words(boundary.map)
    places = [name.says for name in words.names if name.kind == "place"]
    for feature in boundary.features:
        if feature.name not in places:
            near = did_you_mean(feature.name, places) or f". Write one of {', '.join(places)}."
            yield f"features: there is no place '{feature.name}' on the map{near}"
    if not FEWEST <= len(boundary.start) <= MOST:
        yield f"start: {len(boundary.start)} points. Write {FEWEST} to {MOST}."
        return
    fitted = fit_line(boundary.start, Window(*words.window))
    if fitted != boundary.start:
        yield (
            "start: the line does not run from the southern edge of the map to the northern one. "
            f"Write {[list(point) for point in fitted]}."
        )


@cache
def ids() -> frozenset[str]:
    """Return the ids of all boundaries; no file is read."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


@cache
def boundary(id: str) -> Boundary:
    """Return the boundary ``id``; raise ContentError with the nearest ids when there is none."""
    if id not in ids():
        raise ContentError(f"There is no boundary '{id}'{did_you_mean(str(id), ids()) or '.'}")
    return read_boundary(FOLDER / f"{id}.toml")


def readable(wanted: Iterable[str]) -> tuple[Boundary, ...]:
    """Return those of the boundaries ``wanted`` that can be used: a page says what is wrong with the others."""
    return tuple(boundary(id) for id in wanted if _is_readable(id))


def _is_readable(id: str) -> bool:
    try:
        maps.read_map(boundary(id).map)
    except ContentError:
        return False
    return True
