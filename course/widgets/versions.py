"""Earlier versions of a text, as the page lists them when a learner asks for them."""

from collections.abc import Callable, Sequence
from typing import Any

from course.answers.versions import Version
from course.model.answer import Answer

MOST_LISTED = 10
"""So many are listed; all others are in the record, and in every backup."""


def listed(versions: Sequence[Version], told: Callable[[Answer], str]) -> list[dict[str, Any]]:
    """Return the newest of ``versions`` for the page; ``told`` gives an answer as plain text."""
    return [
        {"id": version.id, "at": version.at, "typed": version.typed, "text": told(version.answer)}
        for version in versions[:MOST_LISTED]
    ]
