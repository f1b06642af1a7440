"""The map of tiles and the page of the atlas, from ``tiles.csv`` and ``atlas.toml``."""

import functools
from pathlib import Path

from course.content.place import CONTENT
from course.content.reader import ContentError, convert, read_toml
from course.content.rows import read_rows
from course.content.tables import states
from course.model.atlas import AtlasPage, Tile

STEM = "case_atlas"
"""The name of the page's notebook, and of its place in the record."""


def read_tiles(path: Path, codes: frozenset[str]) -> tuple[Tile, ...]:
    """Read a map of tiles; raise ContentError for an unknown state, a state twice, or two states on one place."""
    tiles: list[Tile] = []
    by_place: dict[tuple[int, int], str] = {}
    for row in read_rows(path, Tile.__struct_fields__, "iso3"):
        iso3 = row.state("iso3", row.text("iso3"), codes)
        places = {}
        for name in ("column", "row"):
            text = row.text(name)
            if not text.isdecimal() or int(text) > 40:
                row.fail(name, f"'{text}' is no place", "Write a whole number from 0 to 40.")
            places[name] = int(text)
        place = (places["column"], places["row"])
        if place in by_place:
            row.fail("column", f"{by_place[place]} lies there already", "Move one of the two tiles.")
        if iso3 in by_place.values():
            row.fail("iso3", f"'{iso3}' has a tile already", "Delete one of them.")
        by_place[place] = iso3
        tiles.append(Tile(iso3=iso3, **places))
    missing = sorted(codes - set(by_place.values()))
    if missing:
        raise ContentError(f"{path.name}: no tile for {', '.join(missing)}. Give every state of states.csv a place.")
    return tuple(tiles)


@functools.cache
def tiles() -> tuple[Tile, ...]:
    """Return one tile for every state of ``states.csv``."""
    return read_tiles(CONTENT / "tiles.csv", frozenset(state.iso3 for state in states()))


@functools.cache
def atlas_page() -> AtlasPage:
    """Return what the page of the atlas says; raise ContentError when its file cannot be used."""
    page = convert(read_toml(CONTENT / "atlas.toml"), AtlasPage, "atlas.toml")
    for question in page.questions:
        if question.id not in page.filters:
            raise ContentError(f"atlas.toml: no filter for the question '{question.id}'. Add [filters.{question.id}].")
    return page
