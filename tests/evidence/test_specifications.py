"""Every chart is Vega-Lite as its own schema has it, and stands in the words that our charts use."""

import json
from functools import cache
from importlib.metadata import distribution

import jsonschema
import pytest

from course.content import lessons
from course.content.charts import charts
from course.evidence import theme, vega
from course.evidence.bars import draw
from course.model.lesson import Bars
from course.pages.cases import draw_chart

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
    assert mistakes(draw_chart(name).spec) == []


@pytest.mark.parametrize("look", [*BARS, pytest.param(BELOW_ZERO, id="below-zero")])
def test_a_bar_chart_is_vega_lite(look):
    assert mistakes(draw(look, ("name", "value")).spec) == []


@pytest.mark.parametrize("look", BARS)
def test_no_name_beside_a_bar_is_cut(look):
    [bars, *_] = draw(look, ("name", "value")).spec["layer"]
    widest = 7 * max(map(len, look.names))  # pixels; a letter of 12 px is narrower than that on average
    assert bars["encoding"]["y"]["axis"]["labelLimit"] >= widest


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
    assert labels["dy"] == -12
    upward = draw(BARS[0].values[0], ("name", "value")).spec["layer"][1]["mark"]
    assert (upward["align"], upward["dx"]) == ("left", 4)


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


# --- In a light theme and in a dark one ---

LIGHT, DARK = "#ffffff", "#333333"
"""The cards that JupyterLab's themes lay under a chart: Vega's own, and that of Vega's theme "dark"."""


def contrast(one, other):
    """The contrast of two colors, as the Web Content Accessibility Guidelines 2.2 define it."""

    def luminance(color):
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_as_the_guidelines_have_it():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("card", [LIGHT, DARK])
@pytest.mark.parametrize("color", [theme.FIRST, theme.SECOND])
def test_a_mark_stands_out_from_both_cards(color, card):
    assert contrast(color, card) >= 3


@pytest.mark.parametrize("color", [theme.FIRST, theme.SECOND, *theme.DURABILITY.values()])
def test_a_number_on_a_mark_can_be_read(color):
    assert contrast(theme.ON_MARKS, color) >= 4.5


def every_spec():
    return [draw_chart(name).spec for name in charts()] + [
        draw(parameter.values[0], ("a", "b")).spec for parameter in BARS
    ]


def parts(value):
    """Every object within a specification."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from parts(part)


@pytest.mark.parametrize("spec", every_spec(), ids=lambda spec: spec["title"])
def test_the_color_of_words_and_of_the_card_is_left_to_the_theme(spec):
    config = spec["config"]
    assert "background" not in {**spec, **config}
    assert not {"labelColor", "titleColor"} & {name for part in parts(config) for name in part}
    assert "color" not in config["title"]
    assert set(config["style"]) == {"guide-label"}
    assert "fill" not in config["style"]["guide-label"]
    texts = [part for part in parts(spec) if part.get("type") == "text"]
    assert texts
    for mark in texts:
        on_mark = mark.get("color") == theme.ON_MARKS
        assert on_mark or (mark["style"], mark["filled"], mark["stroke"]) == ("guide-label", False, "transparent")


@pytest.mark.parametrize("spec", every_spec(), ids=lambda spec: spec["title"])
def test_channels_that_show_one_field_share_one_legend(spec):
    """Vega-Lite warns of "conflicting legend property" in the browser's console, and leaves one of the two out."""
    for part in parts(spec):
        encoding = part.get("encoding", {}) if isinstance(part, dict) else {}
        legends = {}
        for channel in ("color", "strokeDash", "shape", "size", "opacity"):
            shown = encoding.get(channel, {})
            if "field" in shown:
                legends.setdefault(shown["field"], []).append(shown.get("legend", "default"))
        assert all(len({json.dumps(legend) for legend in each}) == 1 for each in legends.values()), legends
