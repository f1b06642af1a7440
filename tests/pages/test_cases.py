"""A chart on the page: a drawing for JupyterLab, and everything it says as text."""

import re

import pytest

from course.content.charts import charts
from course.content.dossiers import dossier
from course.html.chart import VEGA_LITE, chart_bundle, chart_face
from course.html.text import phrase, plain
from course.model.lesson import Bars
from course.model.lesson import Chart as ChartLook
from course.pages import cases as page
from course.pages.cases import case_face, draw_chart, retitle, show_look


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr(page, "display", lambda data, raw: shown.append(data))
    return shown


def look(**more):
    given = {
        "id": "x",
        "title": "My title",
        "finding": "My finding.",
        "sources": (),
        "chart": "durability",
        "alternative": "Mine.",
    }
    return ChartLook(**{**given, **more})


BARS = Bars(
    id="b",
    title="Members",
    finding="Many joined.",
    sources=("oic-charter-1972",),
    unit="members",
    names=("1969", "1972"),
    values=(25, 6.5),
    alternative="Two bars.",
)


@pytest.mark.parametrize("name", sorted(charts()))
def test_the_drawing_has_a_text_alternative_and_the_face_every_number(setting, name):
    chart = draw_chart(name)
    bundle = chart_bundle(chart)
    assert set(bundle) == {VEGA_LITE, "text/plain"}
    assert chart.alternative in bundle["text/plain"]
    face = chart_face(setting, chart)
    assert "<details>" in face.markup
    for row in chart.rows:
        assert " | ".join(row) in face.text
    assert face.markup.count("<tr>") == len(chart.rows) + 1
    assert chart.finding.split(".")[0] in face.text


def test_a_lesson_may_say_its_own_and_take_over_the_counted_sentence(setting, displayed):
    face = show_look(setting, look(finding="{agreed} agreements, says {nobody}."))
    agreed = draw_chart("durability").numbers["agreed"]
    assert f"{agreed} agreements, says {{nobody}}." in face.text
    assert draw_chart("durability").finding in face.text
    assert displayed[0][VEGA_LITE]["title"] == "My title"
    assert displayed[0]["text/plain"] == "My title\nMine."
    taken = show_look(setting, look(finding="Look: {finding}"))
    assert taken.text.count(draw_chart("durability").finding) == 1


def test_the_chart_itself_is_not_changed_by_a_lesson():
    before = draw_chart("durability").spec["title"]
    retitle(draw_chart("durability"), look())
    assert draw_chart("durability").spec["title"] == before != "My title"


def test_bars_show_their_numbers_source_and_alternative(setting, displayed):
    face = show_look(setting, BARS)
    assert "1969 | 25" in face.text
    assert "1972 | 6.5" in face.text
    assert "<cite" in face.markup
    assert displayed[0]["text/plain"] == "Members\nTwo bars."
    assert displayed[0][VEGA_LITE]["description"] == "Two bars."


CASE = "aceh-2005"


def folds(face):
    """The folds of a card about claims: by what stands in the summary, whether they are open."""
    found = re.findall(r"<details( open)?><summary>([^<]*)</summary>", face.markup)
    return {summary: bool(unfolded) for unfolded, summary in found if "claim A" in summary}


def test_what_a_case_says_of_a_claim_is_folded_until_the_claim_is_weighed(setting):
    word = setting.word
    claims = {testimony.claim for testimony in dossier(CASE).speaks_to}
    empty = case_face(setting, CASE)
    assert folds(empty) == {word("case", "speaks-early", claim=claim): False for claim in claims}
    for testimony in dossier(CASE).speaks_to:
        assert phrase(testimony.says) in empty.markup, "it stays for print, and for who asks for it"
        assert plain(testimony.says) not in empty.text
    for number in (1, 2):
        assert folds(case_face(setting, CASE)) == folds(empty)
        setting.record.append("02_ways_to_settle", "claim/A4", "stand", {"round": number, "stand": 1})
    opened = {summary for summary, unfolded in folds(case_face(setting, CASE)).items() if unfolded}
    assert opened == {word("case", "speaks", claim="A4")}
    assert case_face(setting, CASE).text == empty.text
