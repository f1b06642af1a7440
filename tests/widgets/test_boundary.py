"""A boundary: nothing of the judgment before the first line, both lines kept, and no line lost on two pages."""

import secrets

import pytest

from course.answers.boundary import boundary_item, read_boundary
from course.answers.events import Drawn, to_body
from course.content import boundaries, maps
from course.content.interface import words
from course.html.boundary import boundary_face, tell_sides
from course.widgets.boundary import BoundaryDesk

HAWAR = boundaries.boundary("hawar-line")
MAP = maps.read_map(HAWAR.map)
WORDS = words()["boundary"]
WEST = "50.600 25.440; 50.600 26.360"
EAST = "51.170 25.440; 51.170 26.360"


@pytest.fixture
def desk(setting):
    """Open the boundary as a page does."""
    return lambda: BoundaryDesk(setting, HAWAR, MAP)


def draw(send, widget, text, why="", box="first", **more):
    answer = {"chosen": text, **({"why": why} if why else {})}
    based = [widget.state["based"].get(box, "")]
    return send(
        widget, "draw", **{"box": box, "answer": answer, "press": secrets.token_hex(16), "based": based, **more}
    )


def test_the_judgment_opens_with_the_first_line(desk, send):
    widget = desk()
    shown = str(widget.spec) + str(widget.state)
    for feature in HAWAR.features:
        assert feature.ground not in shown
        assert feature.votes not in shown
    assert not widget.state["panel"]
    state = draw(send, widget, EAST, "Near <b>Bahrain</b>.")
    assert state["ticked"]
    for text in (HAWAR.features[0].ground.split(",")[0], "12 to 5", "Near &lt;b&gt;Bahrain&lt;/b&gt;."):
        assert text in state["panel"]
    assert state["lines"] == {"first": {"chosen": EAST, "why": "Near <b>Bahrain</b>."}}
    assert desk().state["panel"] == state["panel"]


def test_a_second_line_stands_beside_the_first(desk, send):
    widget = desk()
    assert draw(send, widget, EAST, box="second")["trouble"]
    draw(send, widget, EAST, "First.")
    state = draw(send, widget, WEST, "Second.", box="second")
    assert {line: answer["chosen"] for line, answer in state["lines"].items()} == {"first": EAST, "second": WEST}
    assert state["panel"].count("<polyline") == 2
    assert WORDS["first-of-two"] in state["panel"]
    draw(send, widget, EAST, "Third.", box="second")
    assert desk().state["lines"]["first"]["why"] == "First."
    assert widget.state["versions"]["second"] == 1


def test_a_press_that_comes_twice_saves_once(desk, send):
    widget = desk()
    draw(send, widget, EAST, press="a" * 32)
    draw(send, widget, WEST, press="a" * 32)
    assert len(widget.read_work().drawn) == 1
    draw(send, desk(), EAST)
    assert len(widget.read_work().drawn) == 1


def test_another_page_does_not_win_over_a_line_that_it_has_not_shown(desk, send):
    one, other = desk(), desk()
    draw(send, one, EAST, "One.")
    state = draw(send, other, WEST, "Other.", based=[])
    assert state["newer"]["first"]["text"].endswith("One.")
    assert state["lines"]["first"]["chosen"] == EAST
    assert [bool(entry.body.aside) for entry in one.read_work().drawn] == [False, True]
    kept = draw(send, other, WEST, "Other.", based=[one.read_work().drawn[0].id], over=one.read_work().drawn[0].id)
    assert kept["lines"]["first"]["chosen"] == WEST


@pytest.mark.parametrize("text", ["", "no line", "50 25", "50 25; 999 26", "50 25; nan 26", 5, None, ["x"]])
def test_what_is_no_line_saves_nothing_that_breaks_a_page(desk, send, text):
    widget = desk()
    state = draw(send, widget, text)
    assert state["trouble"] or state["said"]
    assert widget.read_work().drawn == ()


def test_a_line_is_fitted_to_the_map(desk, send):
    widget = desk()
    draw(send, widget, "10 10; 51.00049 80; 51 20")
    [entry] = widget.read_work().drawn
    assert entry.body.points == ((50.38, 25.44), (51.0, 26.36), (51.0, 26.36))


@pytest.mark.parametrize(
    "body",
    [
        {"line": "third", "points": [[50, 25], [51, 26]]},
        {"line": "first", "points": [[50, 25]]},
        {"line": "first", "points": [[50, 25], [500, 26]]},
        {"line": "first", "points": [[50, 25], [51]]},
        {"line": "first", "points": [[50, 25]] * 21},
        {"line": "first"},
    ],
)
def test_what_cannot_be_read_is_counted_and_passed_over(desk, send, setting, body):
    setting.record.append(setting.stem, boundary_item(HAWAR.id), "drawn", body)
    widget = desk()
    assert widget.read_work().unread == 1
    assert not widget.state["panel"]
    draw(send, widget, EAST)
    assert desk().state["lines"]["first"]["chosen"] == EAST


def test_a_newer_line_with_more_keys_is_read(setting):
    _, plain = to_body(Drawn(line="first", points=((50.6, 25.44), (50.6, 26.36)), why="Here."))
    setting.record.append(setting.stem, boundary_item(HAWAR.id), "drawn", {**plain, "color": "blue"})
    work = read_boundary(setting.record.events(setting.stem))
    assert (work.unread, work.is_done) == (0, True)


def test_the_static_face_can_be_drawn_on_and_folds_the_judgment(setting):
    face = boundary_face(setting, HAWAR, MAP)
    before, _, after = face.text.partition("* * *")
    for feature in HAWAR.features:
        assert f"{feature.name}, {feature.what}: ( ) Bahrain ( ) Qatar" in before
        assert feature.ground not in before
        assert feature.ground in after
    assert str(face.markup).count("☐") == 2 * len(HAWAR.features)
    assert str(face.markup).rindex("<details>") < str(face.markup).index("13 to 4")
    assert "<polyline" not in face.markup


def test_a_line_is_told_by_what_it_leaves(setting):
    told = tell_sides(setting, HAWAR, MAP, ((50.85, 25.44), (50.85, 26.36)))
    assert told == (
        "Your line leaves to Bahrain: Hawar Islands, Janan. "
        "It leaves to Qatar: Zubarah, Qit'at Jaradah, Fasht ad Dibal."
    )
    assert "leaves to Bahrain: nothing" in tell_sides(setting, HAWAR, MAP, HAWAR.start)
