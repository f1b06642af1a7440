"""What a drawing of the case table gives back, and how its words are filled with its numbers."""

from collections.abc import Callable, Mapping

import msgspec

from course.evidence.theme import finish
from course.evidence.words import fill
from course.model.chart import Chart, ChartWords, Spec

Wording = Callable[[str], str]
"""Turns a coded word ("partly-held") into words ("partly held")."""


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a table, numbers for the sentences, and the drawing of them in Vega-Lite."""

    rows: tuple[tuple[str | int, ...], ...]
    numbers: Mapping[str, str | int]
    drawn: Spec


def make_chart(words: ChartWords, drawing: Drawing) -> Chart:
    """Join a drawing with its words."""
    alternative = fill(words.alternative, drawing.numbers)
    numeric = tuple(all(not isinstance(row[n], str) for row in drawing.rows) for n in range(len(words.columns)))
    return Chart(
        id=words.id,
        title=words.title,
        finding=fill(words.finding, drawing.numbers),
        alternative=alternative,
        caution=fill(words.caution, drawing.numbers),
        columns=words.columns,
        numeric=numeric,
        rows=tuple(tuple(str(cell) for cell in row) for row in drawing.rows),
        numbers={name: str(value) for name, value in drawing.numbers.items()},
        spec=finish(drawing.drawn, words.title, alternative),
    )
