"""An exercise: tasks in forms and in cells, what is carried forward, and the same worked."""

import pytest

from course.checks import judge
from course.content import lessons
from course.content.interface import words
from course.model.answer import Answer
from course.model.task import Notebook
from course.pages.exercise import Exercise, open_exercise
from course.pages.lesson import Lesson
from course.pages.page import Missing
from course.record import Record
from course.record.trouble import trouble
from course.widgets.task import TaskForm

STEM = "02_ways_to_settle"
ZOPA = {"sahl_limit": 120, "velaya_limit": 85, "zone_width": 35}
VERDICT = words()["verdict"]


@pytest.fixture
def exercise(record):
    return Exercise(lessons.exercise(STEM), record=record)


@pytest.fixture
def worked(record):
    return Exercise(lessons.exercise(STEM), record=record, worked=True)


def test_untouched_cell_says_not_answered_and_saves_nothing(exercise, record):
    face = exercise.check("zopa", sahl_limit=..., velaya_limit=..., zone_width=...)
    assert repr(face) == VERDICT["not-answered"]
    assert record.events() == []


def test_right_values_are_correct_and_saved(exercise, record):
    assert repr(exercise.check("zopa", **ZOPA)).splitlines()[0] == VERDICT["correct"]
    [event] = record.events(STEM, "zopa", "answer")
    assert event.body == {"answer": {"values": ZOPA}}


def test_each_wrong_value_gets_its_own_feedback(exercise):
    said = repr(exercise.check("zopa", **{**ZOPA, "sahl_limit": 140})).splitlines()
    assert said[0] == VERDICT["not-yet"]
    assert "140 is the alternative" in said[1]
    assert said[2].startswith("- velaya_limit = 85")


def test_running_a_cell_again_is_no_other_try(exercise, record):
    for width in (55, 55, 35, 35):
        exercise.check("zopa", **{**ZOPA, "zone_width": width})
    assert len(record.events(kind="answer")) == 2


def test_half_filled_in_keeps_what_is_there(exercise, record):
    exercise.check("zopa", sahl_limit=120, velaya_limit=..., zone_width=...)
    assert record.events()[0].body["answer"] == {"values": {"sahl_limit": 120}}


@pytest.mark.parametrize("value", ["35", "٣٥", "35 dinars", "٣٥ ديناراً", "35,0"])
def test_number_in_quotation_marks_is_a_number(exercise, value):
    assert repr(exercise.check("zopa", **{**ZOPA, "zone_width": value})).startswith(VERDICT["correct"])


@pytest.mark.parametrize(("value", "told"), [("35%", "“%”"), ((3, 5), "Write 3.5")])
def test_other_unit_and_a_comma_are_told(exercise, value, told):
    said = repr(exercise.check("zopa", **{**ZOPA, "zone_width": value}))
    assert said.startswith(VERDICT["not-yet"])
    assert told in said


@pytest.mark.parametrize(
    "value", ["120", [1, {2}], float("nan"), pytest.param(10**400, id="huge"), object, {"a": 1}, print]
)
def test_whatever_is_assigned_is_judged_and_saved(exercise, record, value):
    face = exercise.check("zopa", **{**ZOPA, "zone_width": value})
    assert repr(face).splitlines()[0] == VERDICT["not-yet"]
    assert len(record.events(kind="answer")) == 1


def test_answer_that_cannot_be_saved_is_judged_and_says_so(tmp_path, monkeypatch):
    record = Record(tmp_path)
    page = Exercise(lessons.exercise(STEM), record=record)

    def full(*args, **kwargs):
        raise trouble("full")

    monkeypatch.setattr(record, "save", full)
    said = repr(page.check("zopa", **ZOPA))
    assert VERDICT["correct"] in said
    assert "no space left" in said


def test_unknown_ids_and_names_answer_with_the_nearest(exercise):
    assert "'zopa'" in repr(exercise.task("zoppa"))
    assert "'zopa'" in repr(exercise.check("zoppa"))
    assert "'zone_width'" in repr(exercise.check("zopa", zone_widht=35))
    assert 'exercise.task("real-cases")' in repr(exercise.check("real-cases", x=1))


def test_html_in_a_value_stays_text(exercise):
    markup = exercise.check("zopa", **{**ZOPA, "zone_width": "<img src=x onerror=alert(1)>"})._repr_html_()
    assert "<img" not in markup


def test_task_carries_what_was_written_earlier(record):
    found = [task for task in lessons.exercise(STEM).tasks if task.carries]
    assert found
    for task in found:
        nothing = Exercise(lessons.exercise(STEM), record=record).task(task.id).state["earlier"]
        assert "have not written this yet" in nothing
        assert "You wrote earlier" not in nothing
        stem, _, id = task.carries.partition("/")
        if stem == "claim":
            record.append(STEM, task.carries, "stand", {"round": 1, "stand": 1, "sure": 1, "why": "My words."})
        else:
            record.append(stem, id, "answer", {"answer": {"text": "My words."}, "round": 1})
        shown = Exercise(lessons.exercise(STEM), record=record).task(task.id).state["earlier"]
        assert "My words." in shown
        assert shown != nothing


def test_stand_of_the_lesson_reaches_the_exercise(record, send):
    [task] = [task for task in lessons.exercise(STEM).tasks if task.carries.startswith("claim/")]
    claim = task.carries.removeprefix("claim/")
    trial = Lesson(lessons.lesson(STEM), record=record).weigh(claim)
    send(trial, "stand", round=1, stand=-2, why="Doubt.")
    page = Exercise(lessons.exercise(STEM), record=record)
    assert "−2 strongly disagree: Doubt." in page.task(task.id).state["earlier"]


def test_worked_exercise_shows_every_answer_and_writes_nothing(worked, record):
    for task in worked.content.tasks:
        said = repr(worked.task(task.id)).splitlines()
        assert VERDICT["not-answered"] not in said
        if isinstance(task, Notebook):
            assert repr(worked.check(task.id, **worked.solution(task.id)["values"])).startswith(VERDICT["correct"])
        else:
            assert {VERDICT["correct"], VERDICT["open"]} & set(said), task.id
    assert record.events() == []


def test_worked_exercise_needs_no_record_that_can_be_written(monkeypatch, record, worked):
    monkeypatch.setattr(type(record), "forgets", lambda self: "session")
    assert worked.opening().spec["notices"] == []


def test_open_exercise_shows_its_goal(record, heads):
    page = open_exercise(STEM, record=record)
    assert isinstance(page, Exercise)
    assert lessons.exercise(STEM).goal in repr(heads[0])
    assert isinstance(open_exercise("02_way_to_settle", record=record), Missing)
    assert f"'{STEM}'" in repr(heads[1])


@pytest.mark.parametrize("stem", lessons.exercise_stems())
def test_every_task_of_every_exercise_can_be_shown(stem, record):
    page = Exercise(lessons.exercise(stem), record=record)
    for task in page.content.tasks:
        assert isinstance(page.task(task.id), TaskForm), task.id


def test_a_cell_and_a_record_of_an_earlier_version_keep_their_names(exercise, record):
    exercise.check("zopa", rimal_limit=120, qamar_limit=85, zone_width=35)
    assert record.events()[-1].body["answer"]["values"]["sahl_limit"] == 120
    task = next(task for task in exercise.content.tasks if task.id == "zopa")
    old = Answer(values={"rimal_limit": 120, "qamar_limit": 85, "zone_width": 35})
    assert judge(task, old).outcome == "correct"
