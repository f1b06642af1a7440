"""Prints what a process that speaks the language of COURSE_LANGUAGE tells of lengths, verdicts and minutes, as JSON."""

import json
import sys
import tomllib
from pathlib import Path

from course.checks import judge, solved
from course.checks.writing import has_part
from course.content import lessons, pace, references
from course.content.place import root
from course.model.answer import Answer
from course.model.task import LEVELS, Writing


def of_writing(task: Writing) -> dict[str, object]:
    """Return its limits, and what is said of its samples and models."""
    texts = {f"model {n}": model.text for n, model in enumerate(task.models)}
    texts |= {sample.level: sample.text for sample in task.samples}
    given = "\n".join((task.asks, *task.hints, *(part.missing for part in task.parts)))
    verdicts = {name: judge(task, Answer(text=text)) for name, text in texts.items()}
    return {
        "least": task.least,
        "most": task.most,
        "asks": task.asks,
        "of what is given": [part.id for part in task.parts if has_part(given, part)],
        "verdicts": {name: verdict.outcome for name, verdict in verdicts.items()},
        "missing": {
            level: [
                remark.key or remark.about for remark in verdicts[level].remarks if verdicts[level].outcome != "open"
            ]
            for level in LEVELS
        },
    }


def of_signs(texts: dict[str, dict[str, dict[str, str]]]) -> dict[str, dict[str, bool]]:
    """Return which sentences do what their part asks for, by exercise and part."""
    found = {}
    for stem, parts in texts.items():
        [task] = [task for task in lessons.exercise(stem).tasks if isinstance(task, Writing)]
        for part in task.parts:
            if part.id in parts:
                found[f"{stem} {part.id}"] = {key: has_part(text, part) for key, text in parts[part.id].items()}
    return found


sentences = tomllib.loads((Path(__file__).parents[1] / "checks" / "arabic.toml").read_text("utf-8"))
exercises = {stem: lessons.exercise(stem).tasks for stem in lessons.exercise_stems()}
sys.stdout.write(
    json.dumps(
        {
            "writings": {
                stem: of_writing(task)
                for stem, tasks in exercises.items()
                for task in tasks
                if isinstance(task, Writing)
            },
            "solutions": {
                stem: {task.id: judge(task, solved(task)).outcome for task in tasks}
                for stem, tasks in exercises.items()
            },
            "sessions": {
                stem: [
                    {"minutes": counted.minutes, "words": counted.words, "most": session.minutes}
                    for counted, session in zip(pace.sessions(stem), lessons.lesson(stem).sessions, strict=True)
                ]
                for stem in lessons.stems()
            },
            "signs": of_signs(sentences),
            "troubles": [
                *(line for stem in lessons.stems() for line in pace.find_troubles(stem)),
                *(line for stem in exercises for line in pace.find_troubles_of_exercise(stem)),
                *references.find_session_troubles(root()),
            ],
        }
    )
)
