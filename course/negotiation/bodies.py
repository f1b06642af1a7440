"""What each kind of move says, as a struct of its own; its JSON is that of version 0.1.0, the kind beside the body.

A seat makes most of them (see ``moves``); a ``Ruling`` follows from the rules alone, and ``Opening`` begins a log.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from course.model.scenario import Package, Scope, Strategy

Topic = Literal["ranking", "wishes", "could_live"]
"""What a mediator may ask in caucus."""

# Not a key that any body has: the kind of an event stands beside its body, not in it.
_TAG = "@kind"


class Wishes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a party wants most and what least: an option for some issues or all."""

    best: Package
    worst: Package


Answer = tuple[str, ...] | Wishes | Literal["yes", "nearly", "no"] | None
"""An answer in caucus: issues, most wanted first; wishes; whether one could live with a package; None: declined."""


class Reason(msgspec.Struct, frozen=True):
    """Why, as a key of ``negotiation.toml`` and its values (ids of issues, options, roles; numbers)."""

    key: str
    values: dict[str, str | int | float | tuple[str, ...]] = {}


class Body(msgspec.Struct, frozen=True, kw_only=True, tag_field=_TAG):
    """What every body has: a tag, which is the ``kind`` of its event."""


class Ruling(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What follows from the rules alone: nobody chooses it, and it says nothing more than the rules do."""


class Reasoned(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A move for which a seat may say why."""

    reason: Reason | None = None


class Worded(Body, frozen=True, kw_only=True):
    """A move in somebody's own words."""

    text: str


class WholePackage(Body, frozen=True, kw_only=True):
    """A package that can be signed as it is: an option for every issue."""

    package: Package


class Opening(Body, frozen=True, kw_only=True, tag="open"):
    """What is played, with which seed, and by whom: ``seats`` has the rule by which each seat is played."""

    scenario: str
    fingerprint: str
    seed: int
    seats: dict[str, Strategy]


class Offer(WholePackage, frozen=True, kw_only=True, omit_defaults=True, tag="offer"):
    """A party's package, in place of its earlier one."""

    reason: Reason | None = None


class Acceptance(Reasoned, frozen=True, kw_only=True, omit_defaults=True, tag="accept"):
    """One could sign the offer of that number."""

    offer: int


class Rejection(Reasoned, frozen=True, kw_only=True, omit_defaults=True, tag="reject"):
    """One could not sign the offer of that number."""

    offer: int
    text: str = ""


class Pass(Reasoned, frozen=True, kw_only=True, omit_defaults=True, tag="pass"):
    """The turn ends; one's last offer stands."""


class Walkout(Reasoned, frozen=True, kw_only=True, omit_defaults=True, tag="walkout"):
    """One leaves the room."""


class Return(Body, frozen=True, kw_only=True, tag="return"):
    """One is back at the table."""


class Statement(Worded, frozen=True, kw_only=True, tag="statement"):
    """Said to all."""


class Message(Worded, frozen=True, kw_only=True, tag="message"):
    """Said to some."""


class Note(Worded, frozen=True, kw_only=True, tag="note"):
    """Written down for oneself."""


class Plan(Worded, frozen=True, kw_only=True, tag="plan"):
    """Points hoped for, points below which to leave, and the others' issues as one guesses them, most wanted first."""

    target: int | float
    walk_away: int | float
    guesses: dict[str, tuple[str, ...]]


class Draft(Body, frozen=True, kw_only=True, tag="draft"):
    """A text to criticize, whole or partial; the mediator's are versions of the single text."""

    package: Package
    single_text: bool


class Vote(Body, frozen=True, kw_only=True, tag="vote"):
    """How the single text reads, from −2 (never) to +2 (yes), and the issue where it hurts most ("" for none)."""

    vote: int
    issue: str


class Question(Body, frozen=True, kw_only=True, tag="caucus_question"):
    """What the mediator asks one party; ``package`` where it asks whether that party could live with it."""

    question: Topic
    package: Package | None


class Disclosure(Body, frozen=True, kw_only=True, tag="disclose"):
    """What a party tells the mediator, and what may be done with it. ``question``: the number asked, if any."""

    question: int | None
    about: Topic
    answer: Answer
    scope: Scope


class Share(Body, frozen=True, kw_only=True, tag="share"):
    """The disclosure of that number, passed on. Who told it and what is filled in from the log."""

    disclosure: int
    role: str = ""
    about: Topic | Literal[""] = ""
    answer: Answer = None


class Bridge(WholePackage, frozen=True, kw_only=True, tag="bridge"):
    """The mediator's own proposal, and the numbers of the events that it rests on."""

    provenance: tuple[int, ...]


class Guarantee(Body, frozen=True, kw_only=True, tag="guarantee"):
    """A guarantee of the mandate, by its id, that the mediator gives."""

    guarantee: str


class Deadline(Body, frozen=True, kw_only=True, tag="deadline"):
    """The talks end with this round."""

    round: int


class Signature(Body, frozen=True, kw_only=True, tag="sign"):
    """One's name under the adopted package."""


class Decline(Reasoned, frozen=True, kw_only=True, omit_defaults=True, tag="decline"):
    """No signature after all."""


class Reveal(Body, frozen=True, kw_only=True, tag="reveal"):
    """All briefs are open."""


class Reflection(Worded, frozen=True, kw_only=True, tag="reflection"):
    """What one thinks at a stage of the debrief."""

    stage: str


class Adoption(Ruling, frozen=True, kw_only=True, tag="adopt"):
    """An offer has enough support: it is up for signing by those asked."""

    offer: int
    asked: tuple[str, ...]


class Ratification(Ruling, frozen=True, kw_only=True, tag="ratify"):
    """How a party's constituencies at home voted."""

    passed: bool
    votes: dict[str, bool]


class Collapse(Ruling, frozen=True, kw_only=True, tag="collapse"):
    """The adopted package fell through: a role did not sign, or failed at home."""

    why: Literal["unsigned", "home"]
    role: str


class Clock(Ruling, frozen=True, kw_only=True, tag="clock"):
    """A new round begins."""

    round: int


class End(Ruling, frozen=True, kw_only=True, tag="end"):
    """How it ended. ``package`` is None when no agreement was reached."""

    agreed: bool
    package: Package | None
    signers: tuple[str, ...]


_TYPES: dict[str, type[Body]] = {
    str(body.__struct_config__.tag): body
    for body in (
        Opening,
        Plan,
        Statement,
        Message,
        Note,
        Offer,
        Acceptance,
        Rejection,
        Pass,
        Walkout,
        Return,
        Question,
        Disclosure,
        Share,
        Draft,
        Vote,
        Bridge,
        Guarantee,
        Deadline,
        Adoption,
        Signature,
        Decline,
        Ratification,
        Collapse,
        Clock,
        End,
        Reveal,
        Reflection,
    )
}
_KINDS = {shape: kind for kind, shape in _TYPES.items()}
KINDS = frozenset(_TYPES)


def kind_of(body: Body) -> str:
    """Return the word by which a log names this kind of body."""
    return _KINDS[type(body)]


def to_json(body: Body) -> dict[str, Any]:
    """Return the JSON object under which a log keeps a body; its kind stands beside it."""
    fields: dict[str, Any] = msgspec.to_builtins(body)
    del fields[_TAG]
    return fields


def from_json(kind: str, fields: Mapping[str, Any]) -> Body:
    """Return the body of that kind (one of ``KINDS``); raise msgspec.ValidationError when it is broken."""
    return msgspec.convert(fields, _TYPES[kind])


def checked(body: Body) -> Body:
    """Return a body as its JSON gives it back; raise TypeError or ValueError when JSON or its kind cannot hold it."""
    return msgspec.json.decode(msgspec.json.encode(body), type=type(body))
