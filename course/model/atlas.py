"""The atlas: where a state's tile lies, and the page on which a class works with the case table."""

import msgspec

from course.model.task import AnyCheck


class Tile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One state on the map of tiles: every state is one tile, so that small ones are seen. Counted from 0."""

    iso3: str
    column: int
    row: int


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The filter that answers a question: one value per field, years, and how many cases it leaves."""

    year_from: int | None = None
    year_to: int | None = None
    values: dict[str, str] = {}
    cases: int


class AtlasPage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``atlas.toml`` says: the head of the page, its questions, and the filter that answers each of them."""

    title: str
    summary: str
    minutes: int
    objectives: tuple[str, ...]
    questions: tuple[AnyCheck, ...]
    filters: dict[str, Asked]
