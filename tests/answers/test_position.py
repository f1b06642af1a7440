"""The opening position in the record: read as it was written, from the game before a branch, and from odd records."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.answers.events import PositionTaken, to_body
from course.answers.games import read_texts
from course.answers.position import POSITION, read_position, to_answer, to_position
from course.model.answer import Answer
from course.model.event import Event
from course.model.position import Position

ITEM = "negotiation/the-strait/abc"


def event(number, body, item=f"{ITEM}/position", kind="position"):
    at = f"2026-11-22T15:10:00.{number:06}Z"
    return Event(id=f"{number:032x}", at=at, lesson="11_the_summit", item=item, kind=kind, body=body)


def taken(**fields):
    return to_body(PositionTaken(seat="velaya", **fields))[1]


def test_the_newest_that_is_not_aside_stands():
    events = [
        event(1, taken(demands={"transit": "free"})),
        event(2, taken(demands={"transit": "lanes"}, why="Ports.", give="The bank.")),
        event(3, taken(demands={"transit": "permit"}, aside=True)),
        event(4, taken(demands={"transit": "notice"}), item="negotiation/the-strait/other/position"),
    ]
    texts = read_texts(events, ITEM)
    assert read_position(texts) == Position(demands={"transit": "lanes"}, why="Ports.", give="The bank.")
    assert [version.aside for version in texts[POSITION]] == [False, False, True]


def test_a_game_that_branched_begins_with_the_position_of_the_other():
    branch = event(2, {"of": "abc", "at": 3}, "negotiation/the-strait/new", "branch")
    events = [event(1, taken(demands={"fishing": "quota"})), branch]
    assert read_position(read_texts(events, "negotiation/the-strait/new")).demands == {"fishing": "quota"}
    own = event(3, taken(demands={"fishing": "open"}), "negotiation/the-strait/new/position")
    assert read_position(read_texts([*events, own], "negotiation/the-strait/new")).demands == {"fishing": "open"}
    assert read_position(read_texts([*events, own], ITEM)).demands == {"fishing": "quota"}


def test_branches_in_a_circle_are_read():
    circle = [
        event(1, {"of": "b", "at": 0}, "negotiation/the-strait/a", "branch"),
        event(2, {"of": "a", "at": 0}, "negotiation/the-strait/b", "branch"),
        event(3, taken(why="Fish."), "negotiation/the-strait/b/position"),
    ]
    assert read_position(read_texts(circle, "negotiation/the-strait/a")).why == "Fish."


@pytest.mark.parametrize("body", [{"demands": 3}, {"demands": {"transit": 1}}, {"why": None}, {"seat": []}])
def test_a_broken_body_reads_as_nothing(body):
    assert read_position(read_texts([event(1, body)], ITEM)).is_empty


def test_a_key_of_a_newer_course_is_passed_over():
    assert read_position(read_texts([event(1, {"why": "Fish.", "mood": "calm"})], ITEM)).why == "Fish."


names = st.text(min_size=1)


@given(st.dictionaries(names, names), st.text(), st.text())
def test_a_position_comes_back_from_its_answer(demands, why, give):
    position = Position(demands=demands, why=why, give=give)
    assert to_position(to_answer(position)) == position
    assert to_position(msgspec.convert(to_answer(position).plain(), Answer)) == position


def test_an_answer_with_odd_values_is_no_trouble():
    assert to_position(Answer(values={"transit": 3, "fishing": "", "boundary": ["x"]})).is_empty
