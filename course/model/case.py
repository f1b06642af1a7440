"""A case of the table: one attempt to settle a conflict, and the third parties that took part in it."""

from typing import Literal, get_args

import msgspec

Scope = Literal["interstate", "internal", "mixed"]
Region = Literal[
    "North Africa",
    "West Africa",
    "Central Africa",
    "East Africa and the Horn",
    "Southern Africa",
    "Middle East",
    "Gulf and Arabia",
    "South Asia",
    "Central Asia",
    "Southeast Asia",
    "East Asia",
    "Caucasus",
    "Europe",
    "Americas",
]
Method = Literal[
    "negotiation",
    "good-offices",
    "facilitation",
    "mediation",
    "conciliation",
    "inquiry",
    "arbitration",
    "adjudication",
    "national-dialogue",
]
Strategy = Literal["communication", "formulation", "manipulation"]
Issue = Literal[
    "territory",
    "self-government",
    "power-sharing",
    "ceasefire",
    "withdrawal",
    "recognition",
    "relations",
    "security",
    "nuclear",
    "water",
    "resources",
    "trade",
    "prisoners",
    "humanitarian",
    "reconciliation",
]
Outcome = Literal["full-settlement", "partial-settlement", "ceasefire", "process-agreement", "no-agreement"]
Durability = Literal["held", "partly-held", "collapsed", "open", "not-known", "not-applicable"]
Confidence = Literal["high", "medium", "low"]
Role = Literal[
    "mediator",
    "facilitator",
    "good-offices",
    "host",
    "arbiter",
    "adjudicator",
    "witness",
    "guarantor",
    "monitor",
    "observer",
    "supporter",
]
StateKind = Literal["small-state", "state", "major-power"]
Kind = Literal[
    "small-state",
    "state",
    "major-power",
    "regional-organization",
    "international-organization",
    "un",
    "court",
    "ngo",
    "faith-based",
    "individual",
    "domestic",
    "authority",
]

VOCABULARY: dict[str, tuple[str, ...]] = {
    "scope": get_args(Scope),
    "region": get_args(Region),
    "method": get_args(Method),
    "strategy": get_args(Strategy),
    "issue": get_args(Issue),
    "outcome": get_args(Outcome),
    "durability": get_args(Durability),
    "confidence": get_args(Confidence),
    "role": get_args(Role),
    "kind": get_args(Kind),
}
"""The words that each coded column may hold; ``content/README.md`` says what each of them means."""


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of ``cases.csv``. Every column is explained in ``content/README.md``.

    ``parties`` holds ISO3 codes for states and names for all others. ``method``, ``strategy`` and ``issue``
    are tuples; the first method carried the case. The three strategies are those of Touval and Zartman (1985)
    in the wording of Bercovitch. ``agreement_date`` and ``as_of`` are ISO dates of any length ("2005",
    "2005-08", "2005-08-15") or "". ``as_of`` is the last moment that our sources speak about.
    """

    id: str
    name: str
    scope: Scope
    start_year: int
    end_year: int | None = None
    agreement_date: str = ""
    place: str = ""
    region: Region
    parties: tuple[str, ...]
    oic_parties: tuple[str, ...] = ()
    method: tuple[Method, ...]
    strategy: tuple[Strategy, ...] = ()
    issue: tuple[Issue, ...]
    outcome: Outcome
    durability: Durability
    durability_year: int | None = None
    durability_reason: str = ""
    summary: str
    sources: tuple[str, ...]
    confidence: Confidence
    as_of: str

    @property
    def agreement_year(self) -> int | None:
        """Return the year of the agreement, or None where there was none or its date is not known."""
        return int(self.agreement_date[:4]) if self.agreement_date else None

    @property
    def year(self) -> int:
        """Return the year that places the case on a time line: agreement, else end, else start."""
        return self.agreement_year or self.end_year or self.start_year

    @property
    def years(self) -> str:
        """Return the span of the attempt: "1977–1979", "2008", or "2013–" while it goes on."""
        if self.end_year is None:
            return f"{self.start_year}–"
        return str(self.start_year) if self.end_year == self.start_year else f"{self.start_year}–{self.end_year}"

    @property
    def agreed(self) -> bool:
        """Return whether the parties (or a court) arrived at any text at all."""
        return self.outcome != "no-agreement"

    @property
    def teachable(self) -> bool:
        """Return whether lessons may show the case: rows of low confidence stay out of them."""
        return self.confidence != "low"


class ThirdParty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of ``third_parties.csv``: one actor in one role in one case.

    An actor with two roles has two rows, so that "every case that Oman hosted" is one filter. ``iso3`` is
    filled for states only, and ``actor`` is then the state's name in ``states.csv``. ``person`` names who
    acted, where known.
    """

    case: str
    actor: str
    iso3: str = ""
    role: Role
    kind: Kind
    person: str = ""

    @property
    def label(self) -> str:
        """Return the actor with the person who acted for it: "Algeria (Houari Boumediene)"."""
        return f"{self.actor} ({self.person})" if self.person else self.actor
