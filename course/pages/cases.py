"""Joins the case table with its words: charts, cards and data frames for a page, coded words in words."""

import functools
from collections.abc import Callable, Sized
from typing import TYPE_CHECKING

from IPython.display import DisplayHandle, display
from msgspec import structs

from course.answers.claim import claim_item, read_claims
from course.content import catalog, charts, data, dossiers, tables
from course.content.interface import words
from course.evidence.casebook import Casebook
from course.evidence.words import fill
from course.html.ask import finding_face
from course.html.card import case_card, dossier_card
from course.html.chart import chart_bundle, chart_face
from course.html.element import code as code_markup
from course.html.element import numbered_table, p, section, small
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.model.ask import Guess
from course.model.chart import Chart
from course.model.lesson import AnyLook, Bars, Look, Table, Timeline
from course.model.lesson import Chart as ChartLook
from course.widgets.look import AskedLook
from course.widgets.setting import Setting

if TYPE_CHECKING:
    import pandas


@functools.cache
def casebook() -> Casebook:
    """Return the cases that lessons may show, with their third parties and the states."""
    return Casebook(tables.cases(), tables.third_parties(), tables.states())


@functools.cache
def _english_casebook() -> Casebook:
    """Return the same in English: code that a learner writes compares names of states and words of columns."""
    return Casebook(*tables.in_english())


def decode(word: str) -> str:
    """Return a coded word of the case table in words: "partly-held" is "partly held"."""
    return words()["coded"].get(word, word.replace("-", " "))


def case_face(setting: Setting, id: str) -> Face | None:
    """Return the card of a case: in full where there is a dossier, in short from its row, None for an unknown id."""
    if id in dossiers.ids():
        works = read_claims(setting.record.events(under=claim_item("")))
        weighed = [claim for claim, work in works.items() if work.is_weighed]
        return dossier_card(setting, dossiers.dossier(id), weighed=weighed)
    case = tables.cases_by_id().get(id)
    if case is None:
        return None
    helpers = [helper for helper in tables.third_parties() if helper.case == id]
    return case_card(setting, case, helpers, casebook().names, decode)


@functools.cache
def draw_chart(name: str) -> Chart:
    """Return the chart ``name`` of the case table; raise ContentError when there is none."""
    chart_words = charts.chart(name)
    # Only a page that draws waits for it.
    from course.evidence.charts import draw

    return draw(chart_words, casebook(), decode)


def show_look(setting: Setting, look: Bars | ChartLook) -> Face:
    """Show a chart of a lesson."""
    return show_chart(setting, look, _chart_of(setting, look))


def _chart_of(setting: Setting, look: Bars | ChartLook, *, without: str = "") -> Chart:
    if isinstance(look, Bars):
        from course.evidence.bars import draw

        return draw(look, (setting.word("look", "bar"), look.unit), without=without)
    return retitle(draw_chart(look.chart), look)


def ask_look(setting: Setting, look: AnyLook) -> AskedLook:
    """Show a look that asks first. A chart is drawn above it, without the bar that is to be guessed."""
    if isinstance(look, Table | Timeline):
        return AskedLook(setting, look, finding_face(setting, look))
    chart = _chart_of(setting, look)
    after = _told_chart(setting, look, chart)
    if not isinstance(look.ask, Guess):
        display(chart_bundle(chart), raw=True)
        return AskedLook(setting, look, after)
    covered = _chart_of(setting, look, without=look.ask.name)
    drawing: list[DisplayHandle] = []

    def open_drawing() -> None:
        for handle in drawing:
            handle.update(chart_bundle(chart), raw=True)

    asked = AskedLook(setting, look, after, open_drawing)
    handle = display(chart_bundle(chart if asked.state["shown"] else covered), raw=True, display_id=True)
    drawing += [handle] if handle else []
    return asked


def retitle(chart: Chart, look: ChartLook) -> Chart:
    """Return ``chart`` under the title and with the text alternative that a lesson gives it."""
    numbers = {**chart.numbers, "alternative": chart.alternative}
    alternative = fill(look.alternative, numbers)
    spec = {**chart.spec, "title": look.title, "description": alternative}
    return structs.replace(chart, title=look.title, alternative=alternative, spec=spec)


def count_rows(name: str) -> int:
    """Return how many rows the table ``name`` has, as the data frame would."""
    tables_of_the_course: dict[str, Callable[[], Sized]] = {
        "cases": lambda: casebook().cases,
        "third_parties": lambda: casebook().third_parties,
        "states": lambda: casebook().states,
        "findings": catalog.findings,
    }
    table = data.table(name)
    return len(tables_of_the_course.get(name, lambda: table.rows)())


@functools.cache
def _frame(name: str) -> "pandas.DataFrame":
    table = data.table(name)
    # pandas takes a third of a second and 40 MB: only who asks for a table pays for it.
    from course.evidence import frames

    makers = {
        "cases": lambda: frames.cases(_english_casebook()),
        "third_parties": lambda: frames.third_parties(_english_casebook()),
        "states": lambda: frames.states(_english_casebook()),
        "findings": lambda: frames.findings(catalog.findings().values()),
    }
    return makers.get(name, lambda: frames.data(table))()


def frame(name: str) -> "pandas.DataFrame":
    """Return the table ``name`` as a data frame of the learner's own; raise ContentError with the nearest names."""
    # The corner of the table that pandas draws would be a header without words.
    return _frame(name).rename_axis(columns=words()["data"]["row"])


def about_table(setting: Setting, name: str, code: str) -> Face:
    """Return what the columns of a table mean, in which units, its caution and its sources."""
    table = data.table(name)
    heads = setting.words["data"]
    units = any(column.unit for column in table.columns)
    columns = [heads["column"], heads["says"], *([heads["unit"]] if units else [])]
    cells = [[column.name, column.says, *([column.unit] if units else [])] for column in table.columns]
    size = setting.word("data", "rows", rows=count_rows(name), code=code)
    look = setting.words["look"]
    caution = f"{look['caution']} {table.caution}" if table.caution else ""
    rows = [[code_markup(first), *(phrase(cell) for cell in rest)] for first, *rest in cells]
    markup = section(
        "look",
        p(phrase(table.says)) if table.says else None,
        numbered_table(phrase(table.title), columns, [False] * len(columns), rows),
        p(small(size)),
        p(phrase(caution)) if caution else None,
        p(small(look["sources"], " ", setting.cited(table.sources))) if table.sources else None,
    )
    text = lines(plain(table.title), plain(table.says), *(" | ".join(row) for row in cells), size, plain(caution))
    return Face(markup, text)


def show_chart(setting: Setting, look: Look | None, chart: Chart) -> Face:
    """Display the drawing and return the rest. ``look`` is what a lesson says about the chart.

    In the lesson's finding and caution, {finding} and the {names} of the chart's numbers are filled from the table.
    """
    display(chart_bundle(chart), raw=True)
    return _told_chart(setting, look, chart)


def _told_chart(setting: Setting, look: Look | None, chart: Chart) -> Face:
    if look is None:
        return chart_face(setting, chart)
    numbers = {**chart.numbers, "finding": chart.finding, "caution": chart.caution}
    return chart_face(setting, chart, look.sources, fill(look.finding, numbers), fill(look.caution, numbers))
