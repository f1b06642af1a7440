"""A negotiation among fictional states or factions: what is on the table, who sits there, and what each one hides.

Scores turn interests into numbers so that a deal can be looked at from every seat. They are a teaching device:
every scenario says so, and no real government or living leader is ever given any (see ``Scenario.fictional``).
"""

from typing import ClassVar, Literal, TypeVar

import msgspec

from course.model.teaching import Teaching

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


class Seat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """A seat at the table: what everybody knows of it, and how the computer plays it."""

    id: str
    name: str
    public_brief: str
    strategy: Strategy


class Party(Seat, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="party"):
    """A seat that signs, and that hides something from the others."""

    secret: Secret

    kind: ClassVar[Literal["party"]] = "party"


class Mediator(Seat, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="mediator"):
    """The seat that helps and does not sign. It has no secret: its mandate is in the open."""

    kind: ClassVar[Literal["mediator"]] = "mediator"
    secret: ClassVar[None] = None


class PublicRole(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as the others know it: neither its secret nor how it is played."""

    id: str
    name: str
    kind: Literal["party", "mediator"]
    public_brief: str

    secret: ClassVar[None] = None


Role = Party | Mediator
"""A seat with everything that belongs to it, as a scenario file has it."""

KnownRole = Party | Mediator | PublicRole
"""A seat as one who sits at the table knows it: whole when it is one's own."""


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


class Inject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """News from outside that a teacher sends to a table of people. ``when`` tells the teacher what it is good for."""

    id: str
    title: str
    text: str
    when: str


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who must sign. ``exclusion`` says what each signatory loses, in points, for a party left outside."""

    type: Literal["unanimity", "required", "majority"]
    required: tuple[str, ...] = ()
    exclusion: dict[str, float] = {}


T = TypeVar("T", bound=Seat | PublicRole | Issue)


def _find(entries: tuple[T, ...], id: str) -> T:
    for entry in entries:
        if entry.id == id:
            return entry
    raise KeyError(id)


class KnownScenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A negotiation as somebody knows it: one seat with its own secret alone. A ``Scenario`` knows them all."""

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
    roles: tuple[KnownRole, ...]
    mandate: Mandate | None = None
    teaching: Teaching
    no_zopa: bool = False
    injects: tuple[Inject, ...] = ()
    position: bool = False
    """Whether each party writes down its opening position before the talks."""

    @property
    def parties(self) -> tuple[KnownRole, ...]:
        """Return the seats that sign, in the order of the table."""
        return tuple(role for role in self.roles if role.kind == "party")

    @property
    def open_parties(self) -> tuple[Party, ...]:
        """Return the parties whose secrets are known here, in the order of the table."""
        return tuple(role for role in self.roles if isinstance(role, Party))

    @property
    def mediator(self) -> KnownRole | None:
        """Return the mediator's seat, or None."""
        return next((role for role in self.roles if role.kind == "mediator"), None)

    def role(self, id: str) -> KnownRole:
        """Return one seat; raise KeyError when there is none of that id."""
        return _find(self.roles, id)

    def party(self, id: str) -> Party:
        """Return a party whose secret is known here; raise KeyError when there is none of that id."""
        return _find(self.open_parties, id)

    def issue(self, id: str) -> Issue:
        """Return one issue; raise KeyError when there is none of that id."""
        return _find(self.issues, id)


class Scenario(KnownScenario, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One negotiation, whole. The states in it are invented; ``inspiration`` and ``sources`` say after what."""

    roles: tuple[Role, ...]

    @property
    def parties(self) -> tuple[Party, ...]:
        """Return the seats that sign, in the order of the table."""
        return self.open_parties

    @property
    def mediator(self) -> Mediator | None:
        """Return the mediator's seat, or None."""
        return next((role for role in self.roles if isinstance(role, Mediator)), None)

    def role(self, id: str) -> Role:
        """Return one seat; raise KeyError when there is none of that id."""
        return _find(self.roles, id)

    def seen_by(self, id: str) -> KnownScenario:
        """Return the scenario as one seat knows it: every other secret, and how others are played, taken out."""
        roles = tuple(
            role
            if role.id == id
            else PublicRole(id=role.id, name=role.name, kind=role.kind, public_brief=role.public_brief)
            for role in self.roles
        )
        return KnownScenario(**{**msgspec.structs.asdict(self), "roles": roles})
