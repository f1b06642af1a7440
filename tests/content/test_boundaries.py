"""Boundaries to draw: every feature is on the map, the line begins on its edges, and what is wrong is told."""

import shutil

import pytest

from course.content import boundaries, catalog, maps
from course.content.reader import ContentError
from course.model.boundary import fit_line, side_of
from course.model.map import Window

each = pytest.mark.parametrize("id", sorted(boundaries.ids()))


@each
def test_every_feature_has_its_place_sources_and_both_readings(id):
    boundary = boundaries.boundary(id)
    assert len(boundary.features) > 2
    assert {feature.to for feature in boundary.features} == {"west", "east"}
    for feature in boundary.features:
        assert len(feature.ground.split()) > 8
        assert len(feature.against.split()) > 8
        assert {*feature.sources} <= {*catalog.sources()}


@each
def test_nothing_is_given_away_by_where_the_line_begins(id):
    """All on one side: whoever saves it as it is has taken no view, and no feature looks decided."""
    boundary = boundaries.boundary(id)
    names = {name.says: (name.lon, name.lat) for name in maps.read_words(boundary.map).names}
    assert len({side_of(boundary.start, names[feature.name]) for feature in boundary.features}) == 1


def test_a_line_can_give_every_feature_as_the_court_did():
    boundary = boundaries.boundary("hawar-line")
    words = maps.read_words(boundary.map)
    names = {name.says: (name.lon, name.lat) for name in words.names}
    # As the summary of the judgment tells it: between Hawar and Janan, past the peninsula, between the two reefs.
    told = [(50.6, 25.44), (50.65, 25.6), (50.82, 25.6), (50.9, 25.9), (50.98, 26.17), (50.9, 26.36)]
    line = fit_line(told, Window(*words.window))
    assert len(line) == len(boundary.start)
    assert {feature.name: side_of(line, names[feature.name]) for feature in boundary.features} == {
        feature.name: feature.to for feature in boundary.features
    }


def test_votes_are_those_of_the_operative_part():
    votes = {feature.name: (feature.to, feature.votes) for feature in boundaries.boundary("hawar-line").features}
    assert votes == {
        "Hawar Islands": ("west", "12 to 5"),
        "Janan": ("east", "13 to 4"),
        "Zubarah": ("east", "all 17"),
        "Qit'at Jaradah": ("west", "12 to 5"),
        "Fasht ad Dibal": ("east", "all 17"),
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('map = "hawar-line"', 'map = "hawar-lime"', r"hawar\.toml, map: there is no map .* mean 'hawar-line'"),
        ('name = "Janan"', 'name = "Jana"', r"features: there is no place 'Jana' on the map; did you mean 'Janan'"),
        ("[50.7, 26.36]]", "[50.7, 26.3]]", r"start: .*southern edge.*Write \[\[50\.7, 25\.44\]"),
        ("[[50.7, 25.44], ", "[[50.7, 25.44]] # ", r"start: 1 points\. Write 2 to 20"),
        ('to = "west"', 'to = "Bahrain"', r"hawar\.toml"),
    ],
)
def test_what_is_wrong_with_a_boundary_is_told(tmp_path, old, new, told):
    path = tmp_path / "hawar.toml"
    shutil.copy(boundaries.FOLDER / "hawar-line.toml", path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        boundaries.read_boundary(path)


def test_a_wrong_name_is_told():
    with pytest.raises(ContentError, match=r"no boundary 'hawar-lin'; did you mean 'hawar-line'"):
        boundaries.boundary("hawar-lin")
    assert boundaries.readable(["hawar-lin", "hawar-line"]) == (boundaries.boundary("hawar-line"),)
