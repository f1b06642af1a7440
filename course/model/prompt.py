"""Discussion prompts: questions that have no right answer.

After answering, a learner meets perspectives that differ, each with a source; never a verdict.
"""

from typing import Literal

import msgspec

Grouping = Literal["alone", "pairs", "fours", "all"]


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be chosen, ranked or placed."""

    id: str
    says: str


class Perspective(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How somebody who knows the field answers: who, what they say in our words, and where."""

    who: str
    says: str
    sources: tuple[str, ...]


class Prompt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every prompt has.

    ``asks`` is the question, ``reason`` the label of an optional box for one sentence why ("" for none).
    ``pair`` makes it think, pair, share: answer alone, discuss, answer again, see your own move. ``carries`` names an
    earlier item ("00_start_here/soft-or-hard", "claim/A4") whose answer by the learner is shown above the question.
    ``prints`` names a table of the lesson that a printed page shows with the question: on a screen it stands above.
    ``guide`` is for the teacher: what to listen for, what to ask next. ``exit`` marks the last question of a session,
    which the teacher sees first.
    """

    id: str
    asks: str
    setting: str = ""
    minutes: int
    grouping: Grouping
    pair: bool = False
    reason: str = ""
    carries: str = ""
    prints: str = ""
    exit: bool = False
    perspectives: tuple[Perspective, ...]
    guide: str


class OneChoice(Prompt, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="one"):
    """Choose one of several positions."""

    options: tuple[Choice, ...]


class SeveralChoices(Prompt, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="several"):
    """Choose any number of options, at most ``most`` of them (0: no limit)."""

    options: tuple[Choice, ...]
    most: int = 0


class Scale(Prompt, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="scale"):
    """Take a place between two poles, in ``steps`` steps (an odd number leaves room for a middle)."""

    low: str
    high: str
    steps: int = 7


class Ranking(Prompt, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="rank"):
    """Put options in an order, the first the strongest."""

    options: tuple[Choice, ...]


class Placing(Prompt, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="place"):
    """Place each item on a line between two poles, in ``steps`` steps."""

    options: tuple[Choice, ...]
    low: str
    high: str
    steps: int = 5


class ShortText(Prompt, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="text"):
    """Write a few sentences."""

    rows: int = 3


AnyPrompt = OneChoice | SeveralChoices | Scale | Ranking | Placing | ShortText
