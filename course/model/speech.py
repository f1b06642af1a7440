"""The words that the negotiation table speaks. How they become sentences is for ``negotiation.speech``."""

import msgspec


class Temper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A counterpart's rule in words: ``hint`` for the player, ``name`` and ``rule`` for the debrief."""

    name: str
    hint: str
    rule: str
    sources: tuple[str, ...]


class TableWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that the table says: reasons and figures as templates, tempers and points as short texts.

    Every reason has several wordings, so that a table does not say the same sentence over and over.
    """

    reasons: dict[str, tuple[str, ...]]
    events: dict[str, str]
    tempers: dict[str, Temper]
    points: dict[str, dict[str, str]]
    steps: dict[str, dict[str, str]]
    refusals: dict[str, str]
    scopes: dict[str, str]
    questions: dict[str, str]
    stages: dict[str, dict[str, str]]
