"""A claim of the article, and what speaks for and against it."""

from collections.abc import Collection
from typing import Literal

import msgspec


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One piece of evidence in an argument map: a sentence or two, and where it comes from.

    ``case`` and ``finding`` name a row of the case table or of ``findings.toml`` where it rests on one. ``since`` is
    the stem of the lesson from which on the piece stands on the map: a claim that is weighed again meets something new.
    A piece that is ``retired`` is no longer on the map; kept for those who weighed it.
    """

    id: str
    says: str
    sources: tuple[str, ...]
    case: str = ""
    finding: str = ""
    since: str = ""
    retired: bool = False


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A1 to A16, in our wording. ``part`` is the part of the article, 0 (introduction) to 4 (conclusion)."""

    id: str
    part: int
    short: str
    says: str
    speaks_for: tuple[Evidence, ...] = msgspec.field(name="for")
    speaks_against: tuple[Evidence, ...] = msgspec.field(name="against")

    @property
    def pieces(self) -> tuple[Evidence, ...]:
        """Return all pieces, those for the claim first."""
        return (*self.speaks_for, *self.speaks_against)

    def shown_in(self, stem: str, used: Collection[str] = ()) -> "Claim":
        """Return the claim with the pieces that its map has in the lesson ``stem``.

        None that a later lesson brings is among them, and of those that are retired only what the learner has ``used``.
        """

        def is_shown(piece: Evidence) -> bool:
            # Stems begin with the number of their lesson, so they sort as the lessons follow.
            return piece.id in used if piece.retired else piece.since <= stem

        return msgspec.structs.replace(
            self,
            speaks_for=tuple(filter(is_shown, self.speaks_for)),
            speaks_against=tuple(filter(is_shown, self.speaks_against)),
        )

    def side_of(self, piece: str) -> Literal["for", "against"] | None:
        """Return on which side a piece stands, None where the claim has no such piece."""
        if any(evidence.id == piece for evidence in self.speaks_for):
            return "for"
        return "against" if any(evidence.id == piece for evidence in self.speaks_against) else None
