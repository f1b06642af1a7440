"""The five charts: their numbers are those of the table, they stand alone, and they are the same every time."""

import json

import msgspec
import networkx as nx
import pytest

from course.content.charts import charts
from course.evidence.casebook import Casebook, find_group
from course.evidence.charts import DRAWINGS, draw
from course.evidence.network import Network
from course.model.case import VOCABULARY
from course.pages.cases import casebook, decode, draw_chart

NAMES = sorted(DRAWINGS)


def table(chart):
    return [dict(zip(chart.columns, row, strict=True)) for row in chart.rows]


def test_every_drawing_has_its_words_and_the_other_way_round():
    assert sorted(charts()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_keeps_an_unfilled_name(name):
    chart = draw_chart(name)
    for sentence in (chart.title, chart.finding, chart.alternative, chart.caution):
        assert sentence.strip()
        assert "{" not in sentence


@pytest.mark.parametrize("name", NAMES)
def test_rows_fit_the_columns(name):
    chart = draw_chart(name)
    assert len(chart.rows) > 2
    assert {len(row) for row in chart.rows} == {len(chart.columns)} == {len(chart.numeric)}


@pytest.mark.parametrize("name", NAMES)
def test_the_specification_needs_nothing_from_outside(name):
    spec = draw_chart(name).spec
    text = json.dumps(spec)
    assert "vega-lite/v5" in spec["$schema"]
    assert spec["description"] == draw_chart(name).alternative
    assert '"url"' not in text
    assert '"params"' not in text, "selections carry a counter in their names, which differs from run to run"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_table_gives_the_same_chart(name):
    book = casebook()
    again = Casebook(reversed(book.cases), reversed(book.third_parties), reversed(book.states))
    first, second = draw(charts()[name], book, decode), draw(charts()[name], book, decode)
    assert json.dumps(first.spec) == json.dumps(second.spec)
    assert draw(charts()[name], again, decode).rows == first.rows


def test_rows_of_low_confidence_are_in_no_chart():
    assert all(case.confidence != "low" for case in casebook().cases)
    book = casebook()
    doubted = next(case for case in book.cases if case.id in book.helpers)
    weak = msgspec.structs.replace(doubted, confidence="low")
    rest = [case for case in book.cases if case is not doubted]
    without = Casebook([*rest, weak], book.third_parties, book.states)
    assert doubted.id not in without.by_id
    assert doubted.id not in without.helpers


def test_durability_counts_every_agreement_once():
    rows = table(draw_chart("durability"))
    agreed = [case for case in casebook().cases if case.agreed]
    assert sum(int(row["All"]) for row in rows) == len(agreed)
    held = next(row for row in rows if row["Outcome"] == "full settlement")["Held"]
    assert int(held) == sum(case.outcome == "full-settlement" and case.durability == "held" for case in agreed)


def test_decades_count_every_case_once():
    rows = table(draw_chart("kinds-over-time"))
    assert sum(int(row["All cases"]) for row in rows) == len(casebook().cases)
    assert all(int(row["Small states"]) <= int(row["All cases"]) for row in rows)


def test_kinds_compared_agrees_with_a_count_by_hand():
    small = next(row for row in table(draw_chart("kinds-compared")) if row["Group"] == "Small states")
    hosted = {one.case for one in casebook().third_parties if one.kind == "small-state" and one.role == "host"}
    assert int(small["Host"]) == len(hosted)


def test_talks_to_text_counts_only_dated_agreements():
    rows = table(draw_chart("talks-to-text"))
    assert sum(int(row["All"]) for row in rows) == sum(bool(case.agreement_date) for case in casebook().cases)


def test_a_helper_and_the_same_state_as_a_party_are_two_nodes():
    graph = Network(casebook()).graph
    assert ("third", "Egypt") in graph
    assert ("party", "Egypt") in graph
    assert all({one[0], other[0]} == {"third", "party"} for one, other in graph.ties())


def test_betweenness_is_that_of_networkx():
    graph = Network(casebook()).graph
    oracle = nx.Graph(list(graph.ties()))
    oracle.add_nodes_from(graph)
    expected = nx.betweenness_centrality(oracle)
    assert {broker.name: broker.betweenness for broker in Network(casebook()).brokers()} == pytest.approx(
        {name: share for (side, name), share in expected.items() if side == "third"}
    )


def test_brokers_are_ranked_and_count_cases():
    ranked = Network(casebook()).brokers()
    assert [one.betweenness for one in ranked] == sorted((one.betweenness for one in ranked), reverse=True)
    oman = next(one for one in ranked if one.name == "Oman")
    roles = {"mediator", "facilitator", "good-offices", "host"}
    rows = [row for row in casebook().third_parties if row.actor == "Oman" and row.role in roles]
    assert oman.cases == len({row.case for row in rows})
    assert oman.hosted == len({row.case for row in rows if row.role == "host"})
    assert oman.brokered == len({row.case for row in rows if row.role != "host"})


@pytest.mark.parametrize("kind", VOCABULARY["kind"])
def test_every_kind_of_third_party_has_a_group(kind):
    assert find_group(kind) in charts()["kinds-over-time"].words
