"""Joins the case table with its words: charts and cards for a page, coded words in words."""

import functools

from msgspec import structs

from course.content import charts, dossiers, tables
from course.content.interface import words
from course.evidence.casebook import Casebook
from course.evidence.words import fill
from course.model.chart import Chart
from course.model.lesson import Bars
from course.model.lesson import Chart as ChartLook
from course.widgets.card import case_card, dossier_card
from course.widgets.face import Face
from course.widgets.setting import Setting


@functools.cache
def casebook() -> Casebook:
    """Return the cases that lessons may show, with their third parties and the states."""
    return Casebook(tables.cases(), tables.third_parties(), tables.states())


def said(word: str) -> str:
    """Return a coded word of the case table in words: "partly-held" is "partly held"."""
    return words()["coded"].get(word, word.replace("-", " "))


def case_face(setting: Setting, id: str) -> Face | None:
    """Return the card of a case: in full where there is a dossier, in short from its row, None for an unknown id."""
    path = dossiers.FOLDER / f"{id}.toml"
    if path.exists():
        return dossier_card(setting, dossiers.read_dossier(path))
    case = next((case for case in tables.cases() if case.id == id), None)
    if case is None:
        return None
    helpers = [one for one in tables.third_parties() if one.case == id]
    return case_card(setting, case, helpers, casebook().names, said)


@functools.cache
def drawn(name: str) -> Chart:
    """Return the chart ``name`` of the case table; raise ContentError when there is none."""
    told = charts.chart(name)
    # Altair takes half a second to load: only a page that draws pays for it.
    from course.evidence.charts import draw

    return draw(told, casebook(), said)


def show_look(setting: Setting, look: Bars | ChartLook) -> Face:
    """Show a chart of a lesson."""
    from course.widgets.chart import show_chart

    if isinstance(look, Bars):
        from course.evidence.bars import draw

        table = words()["look"]
        return show_chart(setting, look, draw(look, (table["bar"], look.unit)))
    chart = drawn(look.chart)
    return show_chart(setting, look, retitled(chart, look))


def retitled(chart: Chart, look: ChartLook) -> Chart:
    """Return ``chart`` under the title and with the text alternative that a lesson gives it."""
    numbers = {**chart.numbers, "alternative": chart.alternative}
    alternative = fill(look.alternative, numbers)
    spec = {**chart.spec, "title": look.title, "description": alternative}
    return structs.replace(chart, title=look.title, alternative=alternative, spec=spec)
