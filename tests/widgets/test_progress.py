"""The bar above a notebook: what counts as done, how long the rest takes, and that every answer is counted anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import atlas, lessons
from course.pages.atlas import AtlasPage
from course.pages.exercise import Exercise
from course.pages.lesson import Lesson
from course.widgets.progress import minutes_left

STEM = "05_why_come_to_the_table"


@pytest.fixture
def lesson(record):
    return Lesson(lessons.lesson(STEM), record=record)


def parts(lesson):
    return len(lesson.content.prompts) + len(lesson.content.checks) + len(lesson.content.claims)


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
