"""One line of the doctor: how it stands, and what was found."""

from typing import Any, Literal, NamedTuple

from course.content.interface import words

Mark = Literal["fine", "look", "broken"]


class Finding(NamedTuple):
    """Something that was looked at. "look" may be meant so; "broken" is to be mended."""

    mark: Mark
    says: str


def report(mark: Mark, key: str, **values: Any) -> Finding:
    """Return a line with the sentence ``key`` of the doctor's words, filled in."""
    return Finding(mark, words()["doctor"][key].format(**values))
