"""What a check answers."""

from typing import Literal

import msgspec

Outcome = Literal["correct", "not-yet", "not-answered", "open"]


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One remark: ``about`` repeats what the learner chose or wrote (may be ""), ``says`` answers it.

    ``key`` names a sentence of ``interface.toml`` instead, filled with ``values``, where the sentence is the
    same for every task.
    """

    about: str = ""
    says: str = ""
    key: str = ""
    values: dict[str, str | int | float] = {}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Four honest outcomes: correct, not yet, not answered, and open (compare yours with these)."""

    outcome: Outcome
    remarks: tuple[Remark, ...] = ()
