"""Lengths in words: what English says in a hundred words another language says in fewer, and no less.

A content file counts English words. Here alone they become words of the language that is spoken: the shortest and the
longest text that a task takes, the shortest sentence that does something in it, and the two numbers in its question.
What a teacher wrote into ``my_course`` is counted in the words of that class, and stays.
"""

import re
from typing import Any

from course.model.task import Way

STEP = 5
"""A limit is a number that one says: it is rounded to fives."""
USUAL = Way(groups=()).words
"""How many words a sentence has at the least where a way says nothing of it."""


def limit(english: int, words: float) -> int:
    """Return a limit of so many English words in a language that takes ``words`` words for each of them."""
    return english if words == 1 else max(STEP, round(english * words / STEP) * STEP)


def fit_tasks(tables: dict[str, Any], words: float) -> dict[str, Any]:
    """Return the tables of an exercise file with its lengths in a language that takes ``words`` words for one."""
    tasks = tables.get("tasks", ())
    return {**tables, "tasks": [_fit(task, words) if task.get("kind") == "writing" else task for task in tasks]}


def _fit(task: dict[str, Any], words: float) -> dict[str, Any]:
    limits = {str(task[key]): str(limit(task[key], words)) for key in ("least", "most")}
    asks = re.sub(r"\d+", lambda number: limits.get(number[0], number[0]), task["asks"])
    parts = [{**part, "ways": [_fit_way(way, words) for way in part.get("ways", ())]} for part in task["parts"]]
    least, most = limit(task["least"], words), limit(task["most"], words)
    return {**task, "asks": asks, "least": least, "most": most, "parts": parts}


def _fit_way(way: dict[str, Any], words: float) -> dict[str, Any]:
    return {**way, "words": max(1, round(way.get("words", USUAL) * words))}
