"""A claim of the article, and what speaks for and against it."""

import msgspec


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One piece of evidence in an argument map: a sentence or two, and where it comes from.

    ``case`` and ``finding`` name a row of the case table or of ``findings.toml`` where it rests on one. ``since`` is
    the stem of the lesson from which on the piece stands on the map: a claim that is weighed again meets something new.
    """

    id: str
    says: str
    sources: tuple[str, ...]
    case: str = ""
    finding: str = ""
    since: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A1 to A16, in our wording. ``part`` is the part of the article, 0 (introduction) to 4 (conclusion)."""

    id: str
    part: int
    short: str
    says: str
    speaks_for: tuple[Evidence, ...] = msgspec.field(name="for")
    speaks_against: tuple[Evidence, ...] = msgspec.field(name="against")
