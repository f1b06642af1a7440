"""The atlas without a kernel: the first rows of the case table."""

from collections.abc import Sequence

from course.html.element import numbered_table, p, section, small
from course.html.face import Face, lines
from course.html.text import phrase
from course.html.wording import Wording


def atlas_face(
    wording: Wording, summary: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> Face:
    """Return the first rows of the case table, and a sentence about the whole."""
    eyebrow = wording.words["atlas"]["eyebrow"]
    table = numbered_table(caption, heads, [False] * len(heads), rows)
    markup = section("atlas", p(small(eyebrow)), p(phrase(summary)), table)
    return Face(markup, lines(eyebrow, summary, caption, *(" | ".join(row) for row in rows)))
