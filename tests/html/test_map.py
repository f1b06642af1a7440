"""A map as a face: a drawing with a text alternative, and all of it in words."""

import re

import pytest

from course.content import maps
from course.html.map import map_face, map_svg
from course.html.style import part, screen
from course.model.map import Window


@pytest.mark.parametrize("id", maps.ids())
def test_a_map_is_a_figure_with_alternative_caption_and_scale(setting, id):
    map = maps.read_map(id)
    face = map_face(setting, map)
    kilometers = Window(*map.words.window).bar[0]
    assert face.markup.count('role="img"') == 1
    alternative = re.search(r'aria-label="([^"]+)"', face.markup)
    assert alternative
    assert alternative[1].replace("&#x27;", "'") == map.words.alternative
    assert face.markup.index("<svg") < face.markup.index("<figcaption>") < face.markup.index("<details>")
    assert f">{kilometers} km</text>" in face.markup
    assert len(face.markup) < maps.LARGEST


@pytest.mark.parametrize("id", maps.ids())
def test_its_plain_text_has_title_alternative_names_caution_and_sources(setting, id):
    words = maps.read_map(id).words
    title, alternative, names, caution, *sources = map_face(setting, maps.read_map(id)).text.splitlines()
    assert (title, alternative) == (words.title, words.alternative)
    assert names == "Names on it: " + "; ".join(name.says for name in words.names)
    assert caution.endswith(words.caution)
    assert ("Dashed: " in caution) == any(stroke.kind == "disputed" for stroke in maps.read_map(id).strokes)
    if words.invented:
        assert sources == []
    else:
        assert [line.partition(":")[0] for line in sources] == ["Sources"]
        assert sources[0].startswith("Sources: Natural Earth")
        assert sources[0].count("; ") == len(words.sources) - 1


def test_both_names_of_one_water_stand_on_two_lines(setting):
    drawn = map_svg(setting, maps.read_map("shatt-al-arab"))
    assert ">Shatt al-Arab /</text>" in drawn
    assert ">Arvand Rud</text>" in drawn


def test_only_places_have_a_dot(setting):
    map = maps.read_map("gulf")
    assert map_svg(setting, map).count("<circle") == sum(name.kind == "place" for name in map.words.names) == 1


def test_the_style_of_maps_goes_to_the_page_and_names_every_class(setting):
    style = part("map")
    assert style in screen()
    drawn = "".join(map_svg(setting, maps.read_map(id)) for id in maps.ids())
    for name in set(" ".join(re.findall(r'class="([^"]+)"', drawn)).split()) - {"map-place"}:
        assert f".{name}" in style, name
