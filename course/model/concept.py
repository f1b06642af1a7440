"""The concept test: the same short scenes before the course, after it, and four weeks later."""

from typing import Literal, get_args

import msgspec

Sitting = Literal["before", "after", "later"]
SITTINGS: tuple[Sitting, ...] = get_args(Sitting)
"""The three times at which the test is taken, in their order."""

DO_NOT_KNOW = "do-not-know"
"""What somebody chooses who does not know: an honest answer, and not a right one. No option has this id."""


class ConceptOption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer on offer. ``shows`` names, for the teacher, the misconception behind a wrong one."""

    id: str
    says: str
    right: bool = False
    shows: str = ""


class Concept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One item: an invented scene, a question about it, and four answers of which one is right.

    ``concept`` is what it tests and ``lesson`` the stem of the lesson that teaches it; neither is shown with the
    question. ``why`` says in one sentence why the right answer is right.
    """

    id: str
    concept: str
    lesson: str
    scene: str
    asks: str
    options: tuple[ConceptOption, ...]
    why: str

    @property
    def right(self) -> str:
        """Return the id of the right option, "" where the file names none."""
        return next((option.id for option in self.options if option.right), "")


class ConceptTest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All items, in the order in which they are asked. ``minutes`` is how long one sitting takes."""

    minutes: int
    items: tuple[Concept, ...]
