"""Every chart is Vega-Lite as its own schema has it, and stands in the words that our charts use."""

import json
from functools import cache
from importlib.metadata import distribution

import jsonschema
import pytest

from course.content import lessons
from course.content.charts import charts
from course.evidence import vega
from course.evidence.bars import draw
from course.model.lesson import Bars
from course.pages.cases import drawn

# Altair brings the schema along. Nothing of Altair itself is loaded.
SCHEMA = "altair/vegalite/v5/schema/vega-lite-schema.json"
BARS = [
    pytest.param(look, id=f"{stem}-{look.id}")
    for stem in lessons.stems()
    for look in lessons.lesson(stem).looks
    if isinstance(look, Bars)
]
BELOW_ZERO = Bars(
    id="down",
    title="Down",
    finding="f",
    alternative="a",
    names=("a", "b"),
    values=(-2.5, 1200.0),
    unit="points",
    sources=(),
)


@cache
def validator():
    path = distribution("altair").locate_file(SCHEMA)
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def mistakes(spec):
    """What the schema says against a specification; a field that a viewer would pass over is a mistake too."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(spec)]


@pytest.mark.parametrize("name", sorted(charts()))
def test_a_chart_of_the_case_table_is_vega_lite(name):
    assert mistakes(drawn(name).spec) == []


@pytest.mark.parametrize("look", [*BARS, pytest.param(BELOW_ZERO, id="below-zero")])
def test_a_bar_chart_is_vega_lite(look):
    assert mistakes(draw(look, ("name", "value")).spec) == []


@pytest.mark.parametrize(
    "encoding",
    [
        {"x": vega.quantitative("value", axes=None)},
        {"x": {"field": "value", "type": "numbers"}},
        {"colour": vega.nominal("name")},
    ],
    ids=["no such property", "no such type", "no such channel"],
)
def test_the_schema_refuses_a_slip(encoding):
    spec = vega.layered(vega.layer("bar", encoding), data=vega.rows([]), width=10, height=10)
    assert mistakes({"$schema": vega.SCHEMA, **spec})


def test_bars_below_zero_have_their_numbers_above_them():
    labels = draw(BELOW_ZERO, ("name", "value")).spec["layer"][1]["mark"]
    assert labels == {"type": "text", "dy": -12}
    upward = draw(BARS[0].values[0], ("name", "value")).spec["layer"][1]["mark"]
    assert upward == {"type": "text", "align": "left", "dx": 4}


def test_the_words_of_the_grammar():
    data = vega.rows([{"name": "a", "value": 1}])
    shown = {"y": vega.nominal("name"), "x": vega.quantitative("value", axis=vega.counted("cases"))}
    panel = vega.layered(vega.layer("bar", shown, color="red"), width=10, height=20)
    assert vega.faceted(panel, data, row=vega.ordinal("name")) == {
        "data": {"values": [{"name": "a", "value": 1}]},
        "facet": {"row": {"field": "name", "type": "ordinal"}},
        "spec": {
            "layer": [
                {
                    "mark": {"type": "bar", "color": "red"},
                    "encoding": {
                        "y": {"field": "name", "type": "nominal"},
                        "x": {
                            "field": "value",
                            "type": "quantitative",
                            "axis": {"title": "cases", "format": "d", "tickMinStep": 1},
                        },
                    },
                }
            ],
            "width": 10,
            "height": 20,
        },
    }
    assert vega.layer("rule", shown, data=data)["data"] == data
    assert vega.tooltip({"name": "Who"}, "name") == [{"field": "name", "type": "nominal", "title": "Who"}]
