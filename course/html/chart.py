"""A chart on the page: the drawing, then what it shows, a caution, sources, and the same numbers as a table.

JupyterLab shows one form of each output. So the drawing is an output of its own, whose plain text is the text
alternative, and the finding with the table is the next one: a page that cannot draw still has all of it.
"""

from typing import Any

from course.html.face import Face, lines, section
from course.html.look import table_markup
from course.html.text import escape, phrase, plain
from course.html.wording import Wording
from course.model.chart import Chart

VEGA_LITE = "application/vnd.vegalite.v5+json"


def chart_bundle(chart: Chart) -> dict[str, Any]:
    """Return the drawing for JupyterLab, and its text alternative for everything else."""
    return {VEGA_LITE: chart.spec, "text/plain": f"{chart.title}\n{chart.alternative}"}


def chart_face(
    wording: Wording, chart: Chart, sources: tuple[str, ...] = (), said: str = "", caution: str = ""
) -> Face:
    """Return what the chart shows, and its numbers. ``said`` and ``caution`` are the lesson's own, if it has any."""
    words = wording.words["look"]
    findings = _once(said, chart.finding)
    cautions = _once(caution, chart.caution)
    table = table_markup(
        phrase(chart.title),
        [phrase(one) for one in chart.columns],
        list(chart.numeric),
        [[escape(cell) for cell in row] for row in chart.rows],
    )
    # Only a chart that is counted from the case table has numbers to fill in.
    counted = escape(words["case-table"]) if chart.numbers else ""
    cited = " · ".join(one for one in (counted, wording.cited(sources)) if one)
    markup = section(
        "look",
        f"<p><b>{escape(words['finding'])}</b> {' '.join(phrase(one) for one in findings)}</p>",
        f"<p>{escape(words['caution'])} {' '.join(phrase(one) for one in cautions)}</p>" if cautions else "",
        f"<p><small>{escape(words['sources'])} {cited}</small></p>" if cited else "",
        f"<details><summary>{escape(words['numbers'])}</summary>{table}</details>",
    )
    text = lines(
        f"{words['finding']} {' '.join(plain(one) for one in findings)}",
        f"{words['caution']} {' '.join(plain(one) for one in cautions)}" if cautions else "",
        " | ".join(chart.columns),
        *(" | ".join(row) for row in chart.rows),
    )
    return Face(markup, text)


def _once(own: str, counted: str) -> list[str]:
    """Return the lesson's own sentences and the chart's, unless the lesson has taken those over."""
    return [one for one in (own, "" if counted in own else counted) if one]
