"""A state that appears in the case table or is a member of the OIC."""

from typing import Literal

import msgspec

from course.model.case import Region, StateKind


class State(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of ``states.csv``: a short English and an Arabic name, and the memberships that lessons use.

    ``iso3`` is the ISO 3166 code; states that no longer exist keep their old code (SUN, YMD, YUG) and say so
    in ``historic``. ``oic_year``, ``arab_league``, ``gcc``, ``au`` and ``asean`` are years of joining; None
    means not a member. ``oic_suspensions`` holds spans of years ("1979-1984").
    """

    iso3: str
    name: str
    arabic: str = ""
    region: Region
    kind: StateKind
    oic_member: Literal["yes", "no"]
    oic_year: int | None = None
    oic_suspensions: tuple[str, ...] = ()
    arab_league: int | None = None
    gcc: int | None = None
    au: int | None = None
    asean: int | None = None
    historic: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_oic(self) -> bool:
        """Return whether the state is a member of the Organization of Islamic Cooperation today."""
        return self.oic_member == "yes"

    @property
    def memberships(self) -> tuple[str, ...]:
        """Return the short names of the organizations of this table to which the state belongs."""
        held = {
            "OIC": self.is_oic,
            "Arab League": self.arab_league is not None,
            "GCC": self.gcc is not None,
            "AU": self.au is not None,
            "ASEAN": self.asean is not None,
        }
        return tuple(name for name, member in held.items() if member)
