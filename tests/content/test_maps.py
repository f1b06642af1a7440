"""The maps of the course: small, every name in sight, both names where two are used, and what is wrong is told."""

import re
import shutil

import pytest

from course.content import maps
from course.content.reader import ContentError
from course.content.region import region
from course.html.map import label_box, scale_box
from course.model.map import WIDTH, Window

each = pytest.mark.parametrize("id", maps.ids())
BOTH = (("Persian Gulf", "Arabian Gulf"), ("Shatt al-Arab", "Arvand Rud"), ("Gulf of Aqaba", "Gulf of Eilat"))
BOTH += (("Preah Vihear", "Phra Wihan"),)


def says(id):
    return [name.says for name in maps.read_map(id).words.names]


@each
def test_a_drawing_is_small_and_says_no_color(id):
    text = (maps.FOLDER / f"{id}.svg").read_text(encoding="utf-8")
    assert len(text.encode()) < maps.LARGEST
    assert set(re.findall(r'class="(\w+)"', text)) <= {"land", "river", "border", "disputed"}
    assert not re.search(r"fill|stroke|style|#", text)
    assert maps.read_map(id).strokes[0].kind == "land"


@each
def test_every_label_lies_in_the_window_and_over_no_other(id):
    words = maps.read_map(id).words
    window = Window(*words.window)
    boxes = [(name.says, label_box(window, name)) for name in words.names] + [("the scale", scale_box(window))]
    for number, (says, box) in enumerate(boxes):
        left, top, right, bottom = box
        assert min(left, top) >= 0, says
        assert right <= WIDTH, says
        assert bottom <= window.height, says
        for other, (its_left, its_top, its_right, its_bottom) in boxes[number + 1 :]:
            apart = right <= its_left or its_right <= left or bottom <= its_top or its_bottom <= top
            assert apart, (says, other)


@each
def test_a_map_is_as_tall_as_a_phone_at_most(id):
    assert 0.5 * WIDTH < Window(*maps.read_map(id).words.window).height < 1.5 * WIDTH


@each
def test_whoever_says_one_name_says_the_other(id):
    for one, other in BOTH:
        for text in says(id):
            assert (one in text) == (other in text), text


@pytest.mark.parametrize(
    ("id", "pairs"),
    [(id, BOTH[:1]) for id in ("kuwait", "shatt-al-arab", "hawar", "hormuz", "gulf")]
    + [("shatt-al-arab", BOTH[1:2]), ("sinai", BOTH[2:3]), ("preah-vihear", BOTH[3:])],
)
def test_contested_waters_and_places_carry_both_names(id, pairs):
    for pair in pairs:
        assert " / ".join(pair) in says(id)


@pytest.mark.parametrize(("id", "place"), [("hawar", "Hawar Islands"), ("ras-doumeira", "Ras Doumeira")])
def test_what_the_atlas_lacks_is_a_dot_and_the_caution_says_so(id, place):
    words = maps.read_map(id).words
    assert [name.kind for name in words.names if name.says == place] == ["place"]
    assert "too small for the atlas" in words.caution
    assert "about" in words.caution


@pytest.mark.parametrize("id", ["black-sea", "sinai", "preah-vihear", "ras-doumeira"])
def test_a_border_that_is_not_settled_is_dashed_and_explained(id):
    map = maps.read_map(id)
    assert "disputed" in [stroke.kind for stroke in map.strokes]
    assert "dashed" in map.words.caution.lower()


def test_only_the_invented_region_has_no_source_and_it_says_so():
    assert [id for id in maps.ids() if maps.read_map(id).words.invented] == ["region"]
    words = maps.read_map("region").words
    assert words.caution.startswith("This map is invented, and so is all that is on it.")
    assert not words.sources
    assert "invented" in words.title


def test_every_state_and_place_of_the_region_is_on_its_map():
    entries = (*region().states, *region().places)
    assert {entry.name for entry in entries} <= set(says("region"))
    told = maps.read_map("region").words.alternative
    assert all(state.name in told for state in region().states)


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of one map, to be broken."""
    for end in ("toml", "svg"):
        shutil.copy(maps.FOLDER / f"hawar.{end}", tmp_path)
    monkeypatch.setattr(maps, "FOLDER", tmp_path)
    maps.read_map.cache_clear()
    yield tmp_path
    maps.read_map.cache_clear()


@pytest.mark.parametrize(
    ("end", "old", "new", "told"),
    [
        ("toml", "lat = 25.29", "lat = 5.29", r"maps/hawar\.toml, names 'Doha': .*outside the window\. Mend it"),
        ("toml", "[49.9, 24.4, 52.1", "[52.1, 24.4, 49.9", r"maps/hawar\.toml, window: .* no window\. Write west"),
        ("toml", "[49.9, 24.4, 52.1", "[49.8, 24.4, 52.1", r"maps/hawar\.svg: .*another window.*Draw it anew"),
        ("toml", "sources = [", "invented = true\nsources = [", r"maps/hawar\.toml, sources: .*an invented one has no"),
        ("toml", "sources = [", "# sources = [", r"maps/hawar\.toml, sources: a map of the world names what"),
        ("toml", 'kind = "state"', 'kind = "empire"', r"maps/hawar\.toml: .*empire.*names"),
        ("toml", "caution", "cuation", r"maps/hawar\.toml: .*(cuation|caution)"),
        ("svg", 'class="land"', 'class="land" onclick="x()"', r"maps/hawar\.svg, line 2: only a path.*Draw it anew"),
        ("svg", "</svg>", "<script/></svg>", r"maps/hawar\.svg: this is no drawing of ours\. Draw it anew"),
        ("svg", "z", "z" * 13_000, r"maps/hawar\.svg: \d+ bytes.*Make the window smaller"),
    ],
)
def test_what_is_wrong_with_a_map_is_told(copied, end, old, new, told):
    path = copied / f"hawar.{end}"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        maps.read_map("hawar")


def test_a_missing_drawing_and_a_wrong_name_are_told(copied):
    (copied / "hawar.svg").unlink()
    with pytest.raises(ContentError, match=r"maps/hawar\.svg: there is no drawing.*Draw it anew"):
        maps.read_map("hawar")
    with pytest.raises(ContentError, match=r"no map 'hawa' in maps/; did you mean 'hawar'"):
        maps.read_map("hawa")


def test_drawing_and_reading_go_together(copied):
    before = (copied / "hawar.svg").read_bytes()
    map = maps.read_map("hawar")
    assert maps.write_drawing("hawar", Window(*map.words.window), map.strokes) == len(before)
    assert (copied / "hawar.svg").read_bytes() == before
