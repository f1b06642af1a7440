"""A rubric as a table for a platform: what a good text does, and how texts do it on three levels."""

from collections.abc import Iterable

from markupsafe import Markup

from course.content.interface import words
from course.html.element import table, td, th
from course.html.ladder import level_word
from course.html.text import phrase
from course.model.task import LEVELS, Criterion


def rubric_table(rubric: Iterable[Criterion]) -> Markup:
    """Return the rubric, a row for each criterion."""
    heads = [td(), *(th(level_word(words(), level), scope="col") for level in LEVELS)]
    rows = (
        [th(phrase(criterion.says), scope="row"), *(td(phrase(criterion.level(level))) for level in LEVELS)]
        for criterion in rubric
    )
    return table(heads, rows)
