"""What a value may be beyond its type: texts say something, numbers are in range, ids stand once."""

import copy

import msgspec
import pytest

from course.content import labs, lessons
from course.content.limits import troubles, troubles_of_change
from course.content.place import CONTENT
from course.content.reader import ContentError, convert, read_toml
from course.model.lab import Lab
from course.model.lesson import Lesson

STEM = "05_why_come_to_the_table"


def tables(folder="lessons", stem=STEM):
    return {"stem": stem, **copy.deepcopy(read_toml(CONTENT / folder / f"{stem}.toml"))}


def prompt(lesson, **values):
    lesson["prompts"][0].update(values)


def sorting(lesson):
    return next(check for check in lesson["checks"] if check["kind"] == "sort")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lesson: prompt(lesson, minutes=-5), "prompts 'go-or-wait', minutes: -5 is out of range.* 1 to 90"),
        (lambda lesson: prompt(lesson, minutes=0), "prompts 'go-or-wait', minutes: 0 is out of range"),
        (lambda lesson: prompt(lesson, minutes=500), "500 is out of range"),
        (lambda lesson: prompt(lesson, steps=1), "steps: 1 is out of range. Write a number from 2 to 9"),
        (lambda lesson: prompt(lesson, asks=""), "prompts 'go-or-wait', asks: the text is empty"),
        (lambda lesson: prompt(lesson, asks=" \n"), "asks: the text is empty"),
        (lambda lesson: prompt(lesson, guide=""), "guide: the text is empty"),
        (lambda lesson: prompt(lesson, id="my own"), "'my own' is no id"),
        (lambda lesson: lesson.update(minutes=0), ", minutes: 0 is out of range. .* 1 to 240"),
        (lambda lesson: lesson.update(objectives=[]), "objectives: needs at least one entry, and has none"),
        (lambda lesson: lesson.update(objectives=["a", ""]), "objectives: a text in it is empty"),
        (lambda lesson: lesson["prompts"][1].update(options=lesson["prompts"][1]["options"][:1]), "at least 2 entries"),
        (
            lambda lesson: (items := sorting(lesson)["items"])[1].update(id=items[0]["id"]),
            "items: the id '.*' stands 2 times",
        ),
        (lambda lesson: lesson["looks"][0]["rows"][0].pop(), "looks 'one-plan', rows 1: . cells under . columns"),
        (lambda lesson: lesson["looks"][2]["values"].pop(), "looks 'counts': . names and . values"),
    ],
)
def test_a_value_out_of_its_limits_is_answered_with_place_and_remedy(change, said):
    lesson = tables()
    change(lesson)
    with pytest.raises(ContentError, match=said):
        convert(lesson, Lesson, f"lessons/{STEM}.toml")


def test_a_teachers_own_question_may_leave_out_guide_and_perspectives():
    lesson = tables()
    prompt(lesson, guide="", perspectives=[])
    content = msgspec.convert(lesson, Lesson)
    assert [place for place, _ in troubles(content)] == [
        "prompts 'go-or-wait', perspectives",
        "prompts 'go-or-wait', guide",
    ]
    assert [*troubles_of_change(content)] == []


def test_a_lab_names_its_own_presets_and_parameters():
    lab = read_toml(CONTENT / "labs" / "ripeness.toml")
    wrong = copy.deepcopy(lab)
    wrong["prediction"]["shown_by"] = "iran-iraq"
    with pytest.raises(ContentError, match="no preset is called 'iran-iraq'"):
        convert(wrong, Lab, "labs/ripeness.toml")
    wrong = copy.deepcopy(lab)
    wrong["presets"][0]["values"]["pain_c"] = 1
    with pytest.raises(ContentError, match="there is no parameter 'pain_c'"):
        convert(wrong, Lab, "labs/ripeness.toml")


def test_everything_that_is_published_keeps_its_limits():
    everything = [lessons.lesson(stem, as_published=True) for stem in lessons.stems()]
    everything += [lessons.exercise(stem, as_published=True) for stem in lessons.exercise_stems()]
    everything += [labs.lab(name) for name in labs.names()]
    assert [trouble for content in everything for trouble in troubles(content)] == []
