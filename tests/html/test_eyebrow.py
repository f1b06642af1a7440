"""The line above a question says what it is: an exit question, a check from memory, or how it is answered."""

import pytest
from msgspec.structs import replace

from course.content import lessons
from course.content.interface import words
from course.html.prompt import prompt_eyebrow
from course.html.task import task_eyebrow
from course.teacher.handouts.booklet import booklet
from course.widgets.prompt import PromptForm
from course.widgets.task import TaskForm

LESSON = lessons.lesson("05_why_come_to_the_table")
PROMPT, CHECK = LESSON.prompts[0], LESSON.checks[0]
EXIT = replace(PROMPT, exit=True, minutes=2)


def test_exit_question_says_so_on_screen_in_print_and_on_paper(setting):
    assert prompt_eyebrow(words()["prompt"], EXIT) == "Exit question · 2 min"
    form = PromptForm(setting, EXIT)
    assert form.spec["eyebrow"] == "Exit question · 2 min"
    assert form.face.text.startswith("Exit question · 2 min\n")
    assert "1 · Exit question · 2 min" in booklet(replace(LESSON, prompts=(EXIT, *LESSON.prompts[1:])))
    assert "Exit question" not in booklet(LESSON)


def test_other_prompts_say_how_they_are_answered():
    how = words()["prompt"]["pair" if PROMPT.pair else PROMPT.grouping]
    assert prompt_eyebrow(words()["prompt"], PROMPT) == f"Discuss · {how} · {PROMPT.minutes} min"


@pytest.mark.parametrize(
    ("stem", "number"), [("03_islamic_traditions", "3"), ("00_start_here", "0"), ("10_alliances_and_the_ummah", "10")]
)
def test_check_from_memory_names_its_lesson(setting, stem, number):
    form = TaskForm(setting, replace(CHECK, recalls=stem))
    assert form.spec["eyebrow"] == f"From memory · lesson {number}"
    assert form.face.text.startswith(f"From memory · lesson {number}\n")


def test_other_checks_say_how_long_they_take():
    assert task_eyebrow(words()["task"], CHECK, "check") == f"Check · {CHECK.minutes} min"
