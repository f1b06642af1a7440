"""The bar above a notebook: what counts as done, how long the rest takes, and that every answer is counted anew."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import atlas, lessons, pace
from course.content.outline import outline
from course.pages.atlas import AtlasPage
from course.pages.exercise import Exercise
from course.pages.lesson import Lesson
from course.widgets.progress import minutes_left

STEM = "05_why_come_to_the_table"
PARTS = {
    "discuss": "",
    "check": "",
    "stand": "claim",
    "weigh": "claim",
    "read": "read",
    "beside": "read",
    "meet": "meet",
    "draw": "draw",
}


@pytest.fixture
def lesson(record):
    return Lesson(lessons.lesson(STEM), record=record)


def parts(lesson, *, core=True):
    """How many parts the core has, or with ``core`` False the whole lesson, counted from the notebook's own calls."""
    left_out = {block.title for block in pace.blocks(STEM) if block.more} if core else set()
    calls = {call for block in outline(STEM) if block.title not in left_out for call in block.calls}
    asked = {(PARTS[name], id) for name, id in calls if name in PARTS}
    return len(asked)


def test_a_new_lesson_has_everything_before_it(lesson):
    progress = lesson.opening().state["progress"]
    assert (progress["done"], progress["total"]) == (0, parts(lesson))
    assert f"about {lesson.content.minutes} minutes" in progress["label"]


def test_an_answer_is_counted_when_the_bar_asks(lesson, send):
    head = lesson.opening()
    form = lesson.discuss("go-or-wait")
    send(form, "save", answer={"value": 3, "why": "Not yet."})
    assert head.state["progress"]["done"] == 0, "nobody asked yet"
    head.receive({"do": "look", "n": 0})
    assert head.state["progress"]["done"] == 1
    assert head.state["progress"]["record"] == lesson.record.record_id() != ""


def test_exercise_and_atlas_have_a_bar_of_their_own(record):
    for page in (AtlasPage(atlas.atlas_page(), record=record), Exercise(lessons.exercise(STEM), record=record)):
        assert page.opening().state["progress"]["total"] == len(page.questions) > 3


def test_a_worked_solution_has_none(record):
    assert Exercise(lessons.exercise(STEM), worked=True, record=record).opening().state == {}


@given(minutes=st.integers(5, 120), finished=st.integers(0, 18))
def test_minutes_left_never_exceed_the_lesson_by_a_step_and_never_vanish_before_the_end(minutes, finished):
    left = minutes_left(minutes, finished, 19)
    assert left % 5 == 0
    assert 0 < left < minutes + 5
    assert minutes_left(minutes, 19, 19) == 0


def test_what_is_ticked_is_what_the_bar_counts_also_after_a_reload(lesson, send):
    claim = lesson.content.claims[0]

    def ticked(page):
        content = page.content
        blocks = [
            *(page.discuss(prompt.id) for prompt in content.prompts),
            *(page.check(task.id) for task in content.checks),
            *(page.weigh(id) for id in content.claims),
        ]
        return sum(block.state["ticked"] for block in blocks)

    first, trial = lesson.stand(claim), lesson.weigh(claim)
    send(lesson.discuss("go-or-wait"), "save", answer={"value": 3, "why": "Not yet."})
    send(lesson.discuss("prevented"), "draft", answer={"text": "Half a sent"}, round=1)
    send(first, "stand", round=1, stand=1)
    assert (first.state["ticked"], trial.state["ticked"]) == (True, False)
    assert ticked(lesson) == lesson.opening().state["progress"]["done"] == 1
    assert send(trial, "stand", round=2, stand=-1)["ticked"]
    again = Lesson(lessons.lesson(STEM), record=lesson.record)
    assert ticked(again) == again.opening().state["progress"]["done"] == 2


def test_a_lab_is_ticked_once_something_was_expected_and_said_of_the_world(lesson, send):
    lab = lesson.lab("ripeness")
    assert not send(lab, "predict", chosen=lab.words.prediction.options[0].id)["ticked"]
    assert not send(lab, "answer", text="  ")["ticked"]
    assert send(lab, "answer", text="Both sides were tired in 1988.")["ticked"]
    assert lesson.lab("ripeness").state["ticked"]


# --- Core and more ---


def more_with_questions():
    """A block of more in which something is asked, and what asks it."""
    more = {block.title for block in pace.blocks(STEM) if block.more}
    core = {call for block in outline(STEM) if block.title not in more for call in block.calls}
    return next(
        (block.title, [call for call in block.calls if call[0] in ("discuss", "check") and call not in core])
        for block in outline(STEM)
        if block.title in more and any(name in ("discuss", "check") for name, _ in block.calls)
    )


def test_blocks_tell_what_stands_on_their_fold(lesson):
    told = {block["title"]: block for block in lesson.opening().state["progress"]["blocks"]}
    assert {title for title, block in told.items() if block["more"]} == {
        block.title for block in pace.blocks(STEM) if block.more
    }
    for title, block in told.items():
        if block["more"]:
            assert title.rpartition(" · ")[2] in block["label"]
            assert re.search(r"\b\d+ minutes?\b", block["label"])[0].split()[0] == str(math.ceil(block["minutes"]))
        else:
            assert block["label"] == ""
        assert not block["work"]


def test_what_was_opened_counts_as_long_as_it_is_open(lesson):
    head = lesson.opening()
    title, calls = more_with_questions()
    before = head.state["progress"]["total"]
    head.receive({"do": "look", "n": 0, "opened": [title]})
    assert head.state["progress"]["total"] == before + len(calls)
    assert "about 45 minutes" not in head.state["progress"]["label"]
    head.receive({"do": "look", "n": 0})
    assert head.state["progress"]["total"] == before + len(calls), "an answer asked, and no fold was closed"
    head.receive({"do": "look", "n": 0, "opened": []})
    assert head.state["progress"]["total"] == before
    everything = [block.title for block in pace.blocks(STEM)]
    head.receive({"do": "look", "n": 0, "opened": everything})
    assert head.state["progress"]["total"] == parts(lesson, core=False)


def test_what_was_worked_in_counts_and_is_told(lesson, send):
    title, [(name, id), *_] = more_with_questions()
    before = lesson.opening().state["progress"]
    form = getattr(lesson, name)(id)
    send(form, "save", answer=_any_answer(next(question for question in lesson.questions if question.id == id)))
    progress = lesson.opening().state["progress"]
    assert {block["title"] for block in progress["blocks"] if block["work"]} == {title}
    assert progress["total"] > before["total"]


def _any_answer(question):
    options = getattr(question, "options", ())
    return (
        {"chosen": options[0].id} if options else {"value": "1"} if hasattr(question, "accepts") else {"text": "A word"}
    )


@pytest.mark.parametrize("opened", ["Read", [1], {"a": 1}])
def test_an_odd_message_opens_nothing(lesson, opened):
    head = lesson.opening()
    before = head.state
    head.receive({"do": "look", "n": 0, "opened": opened})
    assert head.state["progress"] == before["progress"]
