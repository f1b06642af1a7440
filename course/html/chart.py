"""A chart on the page: the drawing, then what it shows, a caution, sources, and the same numbers as a table.

JupyterLab shows one form of each output. So the drawing is an output of its own, whose plain text is the text
alternative, and the finding with the table is the next one: a page that cannot draw still has all of it.
"""

import importlib
import sys
from typing import Any

from course.html.element import b, details, join, numbered_table, p, section, small
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.chart import Chart, Json

VEGA_LITE = "application/vnd.vegalite.v5+json"


def chart_bundle(chart: Chart) -> dict[str, Any]:
    """Return the drawing for JupyterLab, and its text alternative for everything else."""
    return {VEGA_LITE: _as_sent(chart.spec), "text/plain": f"{chart.title}\n{chart.alternative}"}


def _as_sent(part: Json) -> Any:
    """Return a part of a drawing as its page is to get it.

    The browser's Python hands None over as undefined, which a drawing takes for "as usual": an axis that is not wanted
    comes back, under the name of its field. What comes out as null is ``jsnull``.
    """
    if sys.platform != "emscripten":
        return part
    if isinstance(part, dict):
        return {key: _as_sent(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_as_sent(value) for value in part]
    return importlib.import_module("pyodide.ffi").jsnull if part is None else part


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
