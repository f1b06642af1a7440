"""A claim of the article, and what speaks for and against it."""

from typing import Literal

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

    @property
    def pieces(self) -> tuple[Evidence, ...]:
        """Return all pieces, those for the claim first."""
        return (*self.speaks_for, *self.speaks_against)

    def shown_in(self, stem: str) -> "Claim":
        """Return the claim with the pieces that its map has in the lesson ``stem``: none that a later lesson brings."""
        # Stems begin with the number of their lesson, so they sort as the lessons follow.
        return msgspec.structs.replace(
            self,
            speaks_for=tuple(piece for piece in self.speaks_for if piece.since <= stem),
            speaks_against=tuple(piece for piece in self.speaks_against if piece.since <= stem),
        )

    def side_of(self, piece: str) -> Literal["for", "against"] | None:
        """Return on which side a piece stands, None where the claim has no such piece."""
        if any(evidence.id == piece for evidence in self.speaks_for):
            return "for"
        return "against" if any(evidence.id == piece for evidence in self.speaks_against) else None
