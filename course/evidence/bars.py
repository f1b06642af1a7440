"""A bar chart of a few numbers that a lesson's content file holds."""

from course.evidence.theme import FIRST, WIDTH, finish
from course.evidence.vega import Encoding, layer, layered, nominal, quantitative, rows, text
from course.model.chart import Chart, Spec
from course.model.language import with_semicolons
from course.model.lesson import Bars

LONGEST_NAME = 340
"""How many pixels a name beside a bar may take before it is cut; at 12 px, about 48 letters."""


def number(value: float) -> str:
    """Return a number as it was written: 40, 2.5, 1,200."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


UNKNOWN = "?"
"""What stands beside a bar that is still to be guessed."""


def draw(look: Bars, columns: tuple[str, str], *, without: str = "") -> Chart:
    """Draw horizontal bars in the order of the file, each with its number. ``columns`` head the table.

    ``without`` names a bar that is not drawn yet, and of which nothing is told.
    """
    names = list(look.names)
    cells = [
        (name, 0 if name == without else value, UNKNOWN if name == without else number(value))
        for name, value in zip(names, look.values, strict=True)
    ]
    values: list[Spec] = [{"name": name, "value": value, "label": label} for name, value, label in cells]
    alternative = with_semicolons(f"{name}: {label}" for name, _, label in cells) if without else look.alternative
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
        alternative=alternative,
        caution=look.caution,
        columns=columns,
        numeric=(False, True),
        rows=tuple((name, label) for name, _, label in cells),
        spec=finish(drawn, look.title, alternative),
    )
