"""Lessons and exercises, read from ``lessons/*.toml`` and ``exercises/*.toml``."""

import functools
from pathlib import Path

from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.lesson import Exercise, Lesson

FOLDER = Path(__file__).parent


@functools.cache
def stems() -> tuple[str, ...]:
    """Return the stems of all lessons, in reading order."""
    return tuple(sorted(path.stem for path in (FOLDER / "lessons").glob("*.toml")))


@functools.cache
def exercise_stems() -> tuple[str, ...]:
    """Return the stems of all exercises, in reading order."""
    return tuple(sorted(path.stem for path in (FOLDER / "exercises").glob("*.toml")))


@functools.cache
def lesson(stem: str) -> Lesson:
    """Return the lesson ``stem``; raise ContentError when there is none or its file cannot be used."""
    if stem not in stems():
        raise ContentError(f"There is no lesson '{stem}'{did_you_mean(stem, stems())}")
    path = FOLDER / "lessons" / f"{stem}.toml"
    found = convert({"stem": stem, **read_toml(path)}, Lesson, f"lessons/{path.name}")
    _refuse_doubles(f"lessons/{path.name}", [one.id for one in (*found.prompts, *found.checks, *found.looks)])
    return found


@functools.cache
def exercise(stem: str) -> Exercise:
    """Return the exercise ``stem``; raise ContentError when there is none or its file cannot be used."""
    if stem not in exercise_stems():
        raise ContentError(f"There is no exercise '{stem}'{did_you_mean(stem, exercise_stems())}")
    path = FOLDER / "exercises" / f"{stem}.toml"
    found = convert({"stem": stem, **read_toml(path)}, Exercise, f"exercises/{path.name}")
    _refuse_doubles(f"exercises/{path.name}", [one.id for one in found.tasks])
    return found


def _refuse_doubles(where: str, ids: list[str]) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise ContentError(f"{where}: the id '{one}' stands twice. Give one of them another id.")
