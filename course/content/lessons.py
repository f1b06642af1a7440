"""Lessons and exercises, read from ``lessons/*.toml`` and ``exercises/*.toml``, with a teacher's changes laid over."""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from course.content import language
from course.content.asks import refuse_asks
from course.content.lengths import fit_tasks
from course.content.mistakes import convert_adapted
from course.content.overrides import (
    RETIRED,
    Tables,
    additions,
    merge,
    name_override,
    override_path,
    read_override,
    removed_ids,
    retired_ids,
    reworded_on_paper,
)
from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.content.region import place_in_region
from course.model.lesson import Exercise, Lesson, number_of

T = TypeVar("T", Lesson, Exercise)


@functools.cache
def stems() -> tuple[str, ...]:
    """Return the stems of all lessons, in reading order."""
    return tuple(sorted(path.stem for path in (CONTENT / "lessons").glob("*.toml")))


@functools.cache
def exercise_stems() -> tuple[str, ...]:
    """Return the stems of all exercises, in reading order."""
    return tuple(sorted(path.stem for path in (CONTENT / "exercises").glob("*.toml")))


def lesson(stem: str, *, as_published: bool = False) -> Lesson:
    """Return the lesson ``stem``; raise ContentError when there is none or its file cannot be used.

    ``as_published`` leaves a teacher's changes out.
    """
    if stem not in stems():
        raise ContentError(f"There is no lesson '{stem}'{did_you_mean(stem, stems())}")
    return _read("lessons", stem, Lesson, as_published)


def exercise(stem: str, *, as_published: bool = False) -> Exercise:
    """Return the exercise ``stem``; raise ContentError when there is none or its file cannot be used.

    ``as_published`` leaves a teacher's changes out.
    """
    if stem not in exercise_stems():
        raise ContentError(f"There is no exercise '{stem}'{did_you_mean(stem, exercise_stems())}")
    return place_in_region(_read("exercises", stem, Exercise, as_published))


def named(stem: str) -> str:
    """Return the number and the title of a lesson, "2 · Ways to settle"; of one that is not here its stem."""
    return f"{number_of(stem)} · {lesson(stem).title}" if stem in stems() else stem


def published(folder: str, stem: str) -> Tables:
    """Return the tables of ``lessons`` or ``exercises``, ``stem``, as the course has them, before any change.

    They are in English, whatever language is chosen: what a teacher changed is compared with them. Retired questions
    are not among them: there is nothing to change in what is no longer asked.
    """
    with language.as_written():
        tables = read_toml(CONTENT / folder / f"{stem}.toml")
    return {key: value for key, value in tables.items() if key != RETIRED}


def retired(folder: str, stem: str) -> Mapping[str, str]:
    """Return which question of ``lessons`` or ``exercises``, ``stem``, stands in the place of each retired one."""
    return retired_ids(read_toml(CONTENT / folder / f"{stem}.toml"))


def starter(folder: str) -> str:
    """Return the text that a new override of ``lessons`` or ``exercises`` begins with, as a ``string.Template``."""
    return (CONTENT / "starters" / f"{folder.removesuffix('s')}.txt").read_text(encoding="utf-8")


def left_out(folder: str, stem: str) -> frozenset[str]:
    """Return the ids of the questions that a teacher took out of ``lessons`` or ``exercises``, ``stem``."""
    path = override_path(folder, stem)
    return removed_ids(read_override(path)[0]) if path and path.is_file() else frozenset()


def added(folder: str, stem: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return what a teacher added to ``lessons`` or ``exercises``, ``stem``, by the id of the question above it.

    Each addition is a list, such as "prompts", and an id in it.
    """
    path = override_path(folder, stem)
    if path is None or not path.is_file():
        return {}
    return additions(published(folder, stem), read_override(path)[0])


def _read(folder: str, stem: str, kind: type[T], as_published: bool) -> T:
    path = None if as_published else override_path(folder, stem)
    try:
        state = path.stat() if path else None
    except OSError:
        path = state = None
    # An override is read again when it was saved again: a teacher runs the cell and sees the change.
    content: T = _decode(CONTENT, folder, stem, kind, path, state and (state.st_mtime_ns, state.st_size))
    return content


@functools.lru_cache(maxsize=256)
def _decode(home: Path, folder: str, stem: str, kind: type[T], over: Path | None, state: object) -> T:
    where = f"{folder}/{stem}.toml"
    tables = {"stem": stem, **_read_with_keys(home / where)}
    if over is None:
        content = convert(tables, kind, where)
    else:
        changes, _ = read_override(over)
        content = convert_adapted(tables, changes, reworded_on_paper(merge(tables, changes), changes), kind, over)
        where = name_override(over)
    _refuse_doubles(where, ids_of(content))
    if over is None:
        _refuse_retired(where, content)
    if isinstance(content, Lesson):
        refuse_asks(where, content.looks)
    return content


def _read_with_keys(path: Path) -> Tables:
    """Return the tables of a file in the chosen language and its lengths, with the English words of guesses as keys."""
    tables = read_toml(path)
    if language.is_english():
        return tables
    if "tasks" in tables:
        tables = fit_tasks(tables, language.chosen().words)
    with language.as_written():
        written = read_toml(path)
    for look, english in zip(tables.get("looks", ()), written.get("looks", ()), strict=True):
        if look.get("ask") and look["kind"] == "table":
            look["keys"] = english["rows"]
        elif look.get("ask") and look["kind"] == "timeline":
            look["keys"] = [step["date"] for step in english["steps"]]
    return tables


def ids_of(content: Lesson | Exercise) -> list[str]:
    """Return the ids of everything that has its own call in a notebook."""
    if isinstance(content, Exercise):
        return [task.id for task in content.tasks]
    return [item.id for item in (*content.prompts, *content.checks, *content.looks)]


def _refuse_retired(where: str, content: Lesson | Exercise) -> None:
    ids = ids_of(content)
    for gone in content.retired:
        if gone.id in ids:
            raise ContentError(
                f"{where}: '{gone.id}' is retired, and something has this id again. Old answers are kept under it: "
                "give the new question another id."
            )
        if gone.now not in ids:
            near = did_you_mean(gone.now, ids) or ". Name the question that stands in its place."
            raise ContentError(f"{where}, retired '{gone.id}', now: there is no '{gone.now}' here{near}")


def _refuse_doubles(where: str, ids: list[str]) -> None:
    for id in ids:
        if ids.count(id) > 1:
            raise ContentError(f"{where}: the id '{id}' stands twice. Give one of them another id.")
