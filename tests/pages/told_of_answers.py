"""Answers a lesson with its exercise; tells what its pages show of the answers, or counts a class: as JSON.

``answer TEXT``, ``tell`` or ``class FOLDER`` in the folder of a notebook, which says the language.
"""

import contextlib
import datetime
import io
import json
import secrets
import sys
from pathlib import Path
from typing import Any

from course import open_exercise, open_lesson
from course.checks import solved
from course.content import lessons
from course.html.text import plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.record import make_backup, open_record
from course.teacher.classroom.answers import Work
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.handin import read_folder

STEM = "05_why_come_to_the_table"
LESSON, EXERCISE = lessons.lesson(STEM), lessons.exercise(STEM)


def opinion(one: Any, text: str) -> dict[str, Any]:
    """Return an answer to a prompt: a text where there is room for one, and of what is chosen the last."""
    if isinstance(one, prompts.ShortText):
        return {"text": text}
    if isinstance(one, prompts.Scale):
        return {"value": one.steps, "why": text}
    ids = [option.id for option in one.options]
    if isinstance(one, prompts.OneChoice):
        return {"chosen": ids[-1], "why": text}
    if isinstance(one, prompts.SeveralChoices):
        return {"chosen": ids[-1:]}
    if isinstance(one, prompts.Ranking):
        return {"order": ids[::-1]}
    return {"placed": dict.fromkeys(ids, 1)}


def solution(task: tasks.Task, text: str) -> dict[str, Any]:
    """Return a right answer to a task, and a text where one is asked for."""
    return {"text": text} if isinstance(task, tasks.Open | tasks.Writing) else solved(task).plain()


def answer(text: str) -> dict[str, Any]:
    """Answer everything of the lesson and its exercise by the widgets of their pages, and tell."""
    lesson, exercise = open_lesson(STEM), open_exercise(STEM)
    forms = [(lesson.discuss(one.id), opinion(one, text)) for one in LESSON.prompts]
    forms += [(lesson.check(one.id), solution(one, text)) for one in LESSON.checks]
    forms += [
        (exercise.task(one.id), solution(one, text)) for one in EXERCISE.tasks if not isinstance(one, tasks.Notebook)
    ]
    for form, given in forms:
        for again in (1, 2) if getattr(form.question, "pair", False) else (1,):
            based = [form.state.get("based", {}).get(str(again), "")]
            press = {"n": again, "round": again, "box": str(again), "press": secrets.token_hex(16), "based": based}
            form.receive({"do": "save", "answer": given, **press})
    backup = Path("backup.json")
    backup.write_bytes(make_backup(open_record(), text.split()[0]))
    return {"backup": str(backup.resolve()), **tell()}


def tell() -> dict[str, Any]:
    """Tell what the pages show of what was answered."""
    lesson, exercise = open_lesson(STEM), open_exercise(STEM)
    forms = {one.id: lesson.discuss(one.id) for one in LESSON.prompts}
    forms |= {one.id: lesson.check(one.id) for one in LESSON.checks}
    forms |= {one.id: exercise.task(one.id) for one in EXERCISE.tasks if not isinstance(one, tasks.Notebook)}
    return {
        "answers": {id: form.state.get("answer") for id, form in forms.items()},
        "written": [[plain(str(asks)), said] for page in (lesson, exercise) for asks, said in page.written()],
    }


def count(folder: str) -> dict[str, Any]:
    """Count a class by the backups that it handed in."""
    view = class_view([Work(one) for one in read_folder(Path(folder)).learners], datetime.date(2026, 11, 30), [STEM])
    [of_lesson] = view.lessons
    return {
        "prompts": {one.id: [one.first.answered, *(bar.count for bar in one.first.bars)] for one in of_lesson.prompts},
        "tasks": {one.id: [one.answered, one.right] for one in of_lesson.tasks},
        "texts": sorted({text.text for one in of_lesson.prompts for text in one.texts}),
        "title": of_lesson.title,
    }


with contextlib.redirect_stdout(io.StringIO()):
    told = {"answer": answer, "tell": tell, "class": count}[sys.argv[1]](*sys.argv[2:])
sys.stdout.write(json.dumps(told))
