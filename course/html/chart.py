"""A chart on the page: the drawing, then what it shows, a caution, sources, and the same numbers as a table.

JupyterLab shows one form of each output. So the drawing is an output of its own, whose plain text is the text
alternative, and the finding with the table is the next one: a page that cannot draw still has all of it.
"""

from typing import Any

from course.html.element import b, details, join, numbered_table, p, section, small
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.chart import Chart

VEGA_LITE = "application/vnd.vegalite.v5+json"


def chart_bundle(chart: Chart) -> dict[str, Any]:
    """Return the drawing for JupyterLab, and its text alternative for everything else."""
    return {VEGA_LITE: chart.spec, "text/plain": f"{chart.title}\n{chart.alternative}"}


def chart_face(
    wording: Wording, chart: Chart, sources: tuple[str, ...] = (), finding: str = "", caution: str = ""
) -> Face:
    """Return what the chart shows, and its numbers. ``finding`` and ``caution`` are the lesson's own, if it has any."""
    words = wording.words["look"]
    findings = _joined(finding, chart.finding)
    cautions = _joined(caution, chart.caution)
    table = numbered_table(
        phrase(chart.title), [phrase(column) for column in chart.columns], list(chart.numeric), chart.rows
    )
    # Only a chart that is counted from the case table has numbers to fill in.
    cited = join((words["case-table"] if chart.numbers else "", wording.cited(sources)), " · ")
    markup = section(
        "look",
        p(b(words["finding"]), " ", join((phrase(sentence) for sentence in findings), " ")),
        p(words["caution"], " ", join((phrase(sentence) for sentence in cautions), " ")) if cautions else None,
        p(small(words["sources"], " ", cited)) if cited else None,
        details(words["numbers"], table),
    )
    text = lines(
        f"{words['finding']} {' '.join(plain(sentence) for sentence in findings)}",
        f"{words['caution']} {' '.join(plain(sentence) for sentence in cautions)}" if cautions else "",
        " | ".join(chart.columns),
        *(" | ".join(row) for row in chart.rows),
    )
    return Face(markup, text)


def _joined(own: str, counted: str) -> list[str]:
    """Return the lesson's own sentences and the chart's, unless the lesson has taken those over."""
    return [sentences for sentences in (own, "" if counted in own else counted) if sentences]
