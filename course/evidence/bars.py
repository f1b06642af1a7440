"""A bar chart of a few numbers that a lesson's content file holds."""

from course.evidence.theme import FIRST, WIDTH, finish
from course.evidence.vega import Encoding, layer, layered, nominal, quantitative, rows, text
from course.model.chart import Chart, Spec
from course.model.lesson import Bars

LONGEST_NAME = 340
"""How many pixels a name beside a bar may take before it is cut; at 12 px, about 48 letters."""


def number(value: float) -> str:
    """Return a number as it was written: 40, 2.5, 1,200."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def draw(look: Bars, columns: tuple[str, str]) -> Chart:
    """Draw horizontal bars in the order of the file, each with its number. ``columns`` head the table."""
    names = list(look.names)
    values: list[Spec] = [
        {"name": name, "value": value, "label": number(value)} for name, value in zip(names, look.values, strict=True)
    ]
    bars: Encoding = {
        "y": nominal("name", sort=names, title=None, axis={"labelLimit": LONGEST_NAME}),
        "x": quantitative("value", axis={"title": look.unit, "grid": False}),
    }
    labels: Encoding = {**bars, "text": nominal("label")}
    below = any(value < 0 for value in look.values)
    drawn = layered(
        layer("bar", bars, color=FIRST),
        text(labels, dy=-12) if below else text(labels, align="left", dx=4),
        data=rows(values),
        width=WIDTH - 120,
        height={"step": 34},
    )
    return Chart(
        id=look.id,
        title=look.title,
        finding=look.finding,
        alternative=look.alternative,
        caution=look.caution,
        columns=columns,
        numeric=(False, True),
        rows=tuple((name, number(value)) for name, value in zip(names, look.values, strict=True)),
        spec=finish(drawn, look.title, look.alternative),
    )
