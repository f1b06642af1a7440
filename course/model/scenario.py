"""A negotiation among fictional states or factions: what is on the table, who sits there, and what each one hides.

Scores turn interests into numbers so that a deal can be looked at from every seat. They are a teaching device:
every scenario says so, and no real government or living leader is ever given any (see ``Scenario.fictional``).
"""

from typing import Literal

import msgspec

Package = dict[str, str]
"""One option for each issue, ``{issue id: option id}``. With issues missing it is a draft, not an offer."""

Scope = Literal["mediator_only", "may_hint", "may_share"]
"""What a party allows a mediator to do with an answer given in caucus."""


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to settle an issue. ``text`` is the clause as it would stand in the agreement."""

    id: str
    label: str
    text: str


class Issue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One matter on the table. The options stand in a meaningful order (least to most, north to south)."""

    id: str
    label: str
    why: str
    options: tuple[Option, ...]


class RedLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Options that a party refuses on an issue. Hard: never signed. Not hard: painful, and the score says so."""

    issue: str
    options: tuple[str, ...]
    reason: str
    hard: bool = True


class Synergy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points that a party gains (or loses) when several options come together in one package."""

    when: Package
    points: float
    why: str


class Constituency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group at home that votes on the deal: level II of Putnam (1988), doi 10.1017/S0020818300027697.

    It reads the party's own scores with its own ``weights`` (issue id to any number from 0) and votes yes from
    ``threshold`` (0 to 100) upward. ``votes`` is how many votes it has in the ratifying body.
    """

    id: str
    name: str
    wants: str
    weights: dict[str, float]
    threshold: float
    votes: int = 1


class Ratification(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who at home must approve, and with how many votes. The packages that pass are the party's win-set."""

    body: str
    needed: int
    constituencies: tuple[Constituency, ...]


class Batna(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Best alternative to a negotiated agreement: what it is worth (0 to 100), and what it looks like."""

    points: float
    story: str


class Secret(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What only this party knows. ``guarantees`` says what each guarantee of the mediator is worth to it."""

    brief: str
    home: str
    scores: dict[str, dict[str, float]]
    batna: Batna
    red_lines: tuple[RedLine, ...] = ()
    synergies: tuple[Synergy, ...] = ()
    ratification: Ratification | None = None
    guarantees: dict[str, float] = {}


class Strategy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the computer plays a seat: the name of a rule, and its parameters."""

    kind: str
    parameters: dict[str, float] = {}


class Role(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat at the table. Parties have a secret; a mediator has none."""

    id: str
    name: str
    kind: Literal["party", "mediator"]
    public_brief: str
    strategy: Strategy
    secret: Secret | None = None


class Guarantee(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that the mediator can add to a deal from outside; it counts only where ``when`` is agreed."""

    id: str
    label: str
    text: str
    when: Package = {}


class Mandate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mediator's mandate, in the open: who gave it, which way it leans, what it can offer.

    ``leans`` maps a party to extra weight in the mediator's proposals (0 or absent: none). A bias is stated, not
    hidden: Kydd (2003), doi 10.1111/1540-5907.00042.
    """

    text: str
    leans: dict[str, float] = {}
    guarantees: tuple[Guarantee, ...] = ()


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who must sign. ``exclusion`` says what each signatory loses, in points, for a party left outside."""

    type: Literal["unanimity", "required", "majority"]
    required: tuple[str, ...] = ()
    exclusion: dict[str, float] = {}


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the rubric for the memo: what is judged, and what three levels look like."""

    id: str
    label: str
    levels: tuple[str, str, str]


class Teaching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a lesson asks before and after play. ``case`` names a row of the case table to compare with."""

    concepts: tuple[str, ...]
    plan_questions: tuple[str, ...]
    debrief_questions: tuple[str, ...]
    case: str
    case_question: str
    memo: str
    rubric: tuple[Criterion, ...]


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One negotiation, whole. The states in it are invented; ``inspiration`` and ``sources`` say after what."""

    id: str
    title: str
    summary: str
    inspiration: str
    about_scores: str
    minutes: int
    rounds: int
    fictional: Literal[True]
    sources: tuple[str, ...]
    rule: Rule
    issues: tuple[Issue, ...]
    roles: tuple[Role, ...]
    mandate: Mandate | None = None
    teaching: Teaching
    no_zopa: bool = False

    @property
    def parties(self) -> tuple[Role, ...]:
        """Return the seats that sign, in the order of the table."""
        return tuple(role for role in self.roles if role.kind == "party")

    @property
    def mediator(self) -> Role | None:
        """Return the mediator's seat, or None."""
        return next((role for role in self.roles if role.kind == "mediator"), None)

    def role(self, id: str) -> Role:
        """Return one seat; raise KeyError when there is none of that id."""
        for role in self.roles:
            if role.id == id:
                return role
        raise KeyError(id)

    def issue(self, id: str) -> Issue:
        """Return one issue; raise KeyError when there is none of that id."""
        for issue in self.issues:
            if issue.id == id:
                return issue
        raise KeyError(id)

    def seen_by(self, id: str) -> "Scenario":
        """Return the scenario as one seat knows it: every other secret, and how others are played, taken out."""
        blank = Strategy(kind="hidden")
        roles = tuple(
            role if role.id == id else msgspec.structs.replace(role, secret=None, strategy=blank) for role in self.roles
        )
        return msgspec.structs.replace(self, roles=roles)
