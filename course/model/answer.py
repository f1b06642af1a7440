"""What a learner gives as an answer to one question, of whatever kind the question is."""

from collections.abc import Mapping
from typing import Any

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An answer as a form gives it. A question of one kind fills one field; ``why`` may stand beside it.

    ``chosen`` is the id of an option, or the ids of several; ``order`` the ids from first to last; ``placed`` gives
    each item's id a group or a step on a line; ``value`` is a step of a scale, or a number as it was typed; ``text`` is
    what was written; ``values`` are the names that were assigned in a notebook cell.

    What is not given is left out of the JSON. A key that is not here comes from a newer course and is passed over.
    """

    chosen: str | tuple[str, ...] | None = None
    order: tuple[str, ...] | None = None
    placed: dict[str, str | int] | None = None
    value: str | int | float | None = None
    text: str | None = None
    values: Mapping[str, object] | None = None
    why: str = ""

    @property
    def blank(self) -> bool:
        """Return whether nothing was given: a reason alone is no answer."""
        # Spelled out: it is asked of every answer of a long record, and a loop would cost as much as reading them.
        return (
            self.text is None
            and self.chosen is None
            and self.order is None
            and self.placed is None
            and self.value is None
            and self.values is None
        )

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the ids that were chosen, none, one or several."""
        if self.chosen is None:
            return ()
        return (self.chosen,) if isinstance(self.chosen, str) else self.chosen

    def plain(self) -> dict[str, Any]:
        """Return the answer as the page and the record have it."""
        answer: dict[str, Any] = msgspec.to_builtins(self)
        return {field: list(value) if isinstance(value, tuple) else value for field, value in answer.items()}


def read_answer(answer: object) -> Answer | None:
    """Return the answer that a page or an old file gave, or None where it is not of the shape of an answer."""
    try:
        return msgspec.convert(answer, Answer)
    except msgspec.ValidationError:
        return None
