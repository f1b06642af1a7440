"""A bar chart of a few numbers that a lesson's content file holds."""

from course.evidence.theme import ACCENT, WIDTH, finished, rows
from course.evidence.vega import alt
from course.model.chart import Chart
from course.model.lesson import Bars


def number(value: float) -> str:
    """Return a number as it was written: 40, 2.5, 1,200."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def draw(look: Bars, columns: tuple[str, str]) -> Chart:
    """Draw horizontal bars in the order of the file, each with its number. ``columns`` head the table."""
    names = list(look.names)
    values = [
        {"name": name, "value": value, "label": number(value)} for name, value in zip(names, look.values, strict=True)
    ]
    base = alt.Chart(rows(values)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=260)),
        x=alt.X("value:Q", axis=alt.Axis(title=look.unit, grid=False)),
    )
    below = any(value < 0 for value in look.values)
    labels = base.mark_text(align="left", dx=4) if not below else base.mark_text(dy=-12)
    drawn = alt.layer(base.mark_bar(color=ACCENT), labels.encode(text="label:N"))
    return Chart(
        id=look.id,
        title=look.title,
        finding=look.finding,
        alternative=look.alternative,
        caution=look.caution,
        columns=columns,
        numeric=(False, True),
        rows=tuple((name, number(value)) for name, value in zip(names, look.values, strict=True)),
        spec=finished(drawn.properties(width=WIDTH - 120, height={"step": 34}), look.title, look.alternative),
    )
