"""An empirical finding: a number that may only be quoted with its definition, sample and years."""

from typing import Literal

import msgspec


class Bearing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which claim a finding speaks to, and on which side."""

    claim: str
    side: Literal["for", "against"]


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``findings.toml``.

    ``number`` is what may be printed ("50 to 75% lower"); ``definition`` what is counted; ``sample`` what was
    looked at; ``years`` the period covered. ``caution`` says what the number does not show.
    """

    id: str
    says: str
    number: str = ""
    definition: str
    sample: str
    years: str
    caution: str = ""
    confidence: Literal["high", "medium", "low"]
    sources: tuple[str, ...]
    bears_on: tuple[Bearing, ...] = ()
