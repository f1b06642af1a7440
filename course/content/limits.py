"""What a value of a content file may be, beyond its type: texts that say something, numbers in range, ids once each.

``msgspec`` reads the types. What is here holds for a field by its name, wherever it stands, so that a new noun is
checked from its first day.
"""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from course.content import language
from course.model.concept import DO_NOT_KNOW, Concept
from course.model.lab import Lab
from course.model.lab import Table as LabTable
from course.model.lesson import Bars, Column, Table
from course.model.prompt import Prompt, SeveralChoices
from course.model.task import LEVELS, Task, Writing

ID = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
LONGEST_TASK, LONGEST_LESSON = 90, 240
RANGES: dict[str, tuple[float, float]] = {
    "minutes": (1, LONGEST_LESSON),
    "steps": (2, 9),
    "rows": (1, 40),
    "rounds": (2, 60),
    "part": (0, 4),
    "year": (500, 2100),
    "year_of_crisis": (1, 20),
    "until": (500, 2100),
    "least": (1, 2000),
    "most": (0, 2000),
    "cut": (0, 9),
    "tolerance": (0, 1_000_000),
    "votes": (1, 1000),
    "needed": (1, 1000),
    "cases": (1, 10_000),
    "threshold": (0, 100),
    "lon": (-180, 180),
    "lat": (-85, 85),
    "dx": (-120, 120),
    "dy": (-60, 60),
}
"""The least and the most that a number may be, by the name of its field."""

MAY_BE_EMPTY = {(Column, "name"), (Table, "rows"), (LabTable, "columns"), (LabTable, "rows"), (Lab, "words")}
"""Where a text may be empty though it must be given: the corner of a table, a cell, a word that is not shown."""

OF_A_TEACHER = {"guide", "perspectives"}
"""What a teacher's own question may leave empty, besides the sources of a view; the course's own may not."""

SCENE = (20, 50)
"""The fewest and the most words that the scene of an item of the concept test has: it is read in half a minute."""

ANSWERS = 4
"""So many answers stand under each item of the concept test: whoever guesses is right once in four times."""

SAMPLE = (60, 240)
"""The fewest and the most words of a sample that is ranked before writing: the longest task asks for 200 at least."""

FRAMES = (4, 6)
"""The fewest and the most openings of sentences that a writing task offers."""

LEAST = {"options": 2, "items": 2, "groups": 2}
"""Lists from which one chooses need more than one entry."""

Trouble = tuple[str, str]
"""A place inside the file ("prompts 'go-or-wait', minutes"; "" for the whole), and what is wrong there."""


@functools.cache
def _required(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, bool], ...]:
    """Return of each field its name, its name in the file, and whether it must be given."""
    return tuple((field.name, field.encode_name, field.required) for field in msgspec.structs.fields(kind))


def troubles_of_change(value: object) -> Iterator[Trouble]:
    """Yield what is wrong in a lesson or an exercise with a teacher's changes laid over."""
    for place, problem in troubles(value):
        own_view = ", perspectives" in place and place.endswith(", sources")
        if place.rpartition(", ")[2] not in OF_A_TEACHER and not own_view:
            yield place, problem


def troubles(value: object, place: str = "") -> Iterator[Trouble]:
    """Yield what is wrong in a decoded value, with the place where it stands."""
    if isinstance(value, msgspec.Struct):
        kind = type(value)
        for name, encoded_name, required in _required(kind):
            inside = getattr(value, name)
            where = f"{place}, {encoded_name}" if place else encoded_name
            yield from _of_field(kind, name, inside, where, required)
        yield from _of_whole(value, place)
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            yield from troubles(inside, f"{place} '{key}'")
    elif isinstance(value, tuple):
        ids = [entry.id for entry in value if hasattr(entry, "id")]
        for id, count in Counter(ids).items():
            if count > 1:
                yield place, f"the id '{id}' stands {count} times. Give each entry an id of its own."
        for number, entry in enumerate(value, 1):
            if isinstance(entry, msgspec.Struct | tuple | Mapping):
                yield from troubles(entry, f"{place} '{entry.id}'" if hasattr(entry, "id") else f"{place} {number}")


def _of_field(kind: type[msgspec.Struct], name: str, value: object, place: str, required: bool) -> Iterator[Trouble]:
    may_be_empty = (kind, name) in MAY_BE_EMPTY
    if name == "id" and isinstance(value, str):
        if not ID.fullmatch(value):
            yield place, f"'{value}' is no id. Use letters, digits and single hyphens, as in 'go-or-wait'."
    elif isinstance(value, str):
        if not value.strip() and not may_be_empty and (required or value):
            yield place, "the text is empty. Write it, or take the line out where the course has one."
    elif isinstance(value, bool):
        pass
    elif isinstance(value, int | float):
        yield from _of_number(kind, name, value, place)
    elif isinstance(value, tuple | Mapping):
        chosen_from = isinstance(value, tuple) and isinstance(next(iter(value), None), msgspec.Struct)
        least = (LEAST.get(name, 1) if chosen_from else 1) if required else 0
        if len(value) < least and not may_be_empty:
            entries = "at least one entry" if least == 1 else f"at least {least} entries"
            yield place, f"needs {entries}, and has {len(value) or 'none'}."
        texts = value.values() if isinstance(value, Mapping) else value
        if not may_be_empty and any(isinstance(text, str) and not text.strip() for text in texts):
            yield place, "a text in it is empty. Write it, or take it out."
        yield from troubles(value, place)
    elif isinstance(value, msgspec.Struct):
        yield from troubles(value, place)


def _of_number(kind: type[msgspec.Struct], name: str, value: float, place: str) -> Iterator[Trouble]:
    least, most = RANGES.get(name, (-math.inf, math.inf))
    if name == "minutes" and issubclass(kind, Task | Prompt):
        most = LONGEST_TASK
    if not math.isfinite(value) or not least <= value <= most:
        yield place, f"{value:g} is out of range. Write a number from {least:g} to {most:g}."


def _of_whole(value: msgspec.Struct, place: str) -> Iterator[Trouble]:
    """Yield what does not go together inside one entry."""
    if isinstance(value, Table):
        for number, row in enumerate(value.rows, 1):
            if len(row) != len(value.columns):
                yield (
                    f"{place}, rows {number}",
                    f"{len(row)} cells under {len(value.columns)} columns. Give each column one.",
                )
    elif isinstance(value, Bars) and len(value.names) != len(value.values):
        yield place, f"{len(value.names)} names and {len(value.values)} values. Give each value a name."
    elif isinstance(value, Writing):
        yield from _of_writing(value, place)
    elif isinstance(value, SeveralChoices) and value.most > len(value.options):
        yield (
            f"{place}, most",
            f"{value.most} of {len(value.options)} options. Write less, or 0 for no limit.",
        )
    elif isinstance(value, Lab):
        yield from _of_lab(value)
    elif isinstance(value, Concept):
        yield from _of_concept(value, place)


def _of_writing(task: Writing, place: str) -> Iterator[Trouble]:
    if task.least > task.most:
        yield place, f"at least {task.least} words and at most {task.most} cannot both be. Mend one of the two."
    if sorted(sample.level for sample in task.samples) != sorted(LEVELS):
        yield f"{place}, samples", f"Write three samples, one of each level: {', '.join(LEVELS)}."
    for sample in task.samples:
        count, (fewest, most) = len(sample.text.split()), SAMPLE
        # How many words a text has is a matter of its language; the English one is measured.
        if language.is_english() and not fewest <= count <= most:
            yield f"{place}, samples, {sample.level}", f"{count} words. Write {fewest} to {most}."
        if sample.criterion not in [criterion.id for criterion in task.rubric]:
            rows = ", ".join(criterion.id for criterion in task.rubric)
            yield f"{place}, samples, {sample.level}", f"The rubric has no '{sample.criterion}'. Write one of: {rows}."
    if not FRAMES[0] <= len(task.frames) <= FRAMES[1]:
        yield f"{place}, frames", f"{len(task.frames)} frames. Write {FRAMES[0]} to {FRAMES[1]}."
    for part in task.parts:
        if bool(part.ways) == bool(part.asks):
            yield (
                f"{place}, parts, {part.id}",
                "Give it ways in which a sentence does it, or a question in asks; not both.",
            )
        if not all(way.groups and all(group.strip(" |") for group in way.groups) for way in part.ways):
            yield f"{place}, parts, {part.id}", "A way has no signs. Write what a sentence must hold."


def _of_concept(concept: Concept, place: str) -> Iterator[Trouble]:
    words, (fewest, most) = len(concept.scene.split()), SCENE
    if language.is_english() and not fewest <= words <= most:
        yield f"{place}, scene", f"{words} words. Write a scene of {fewest} to {most}."
    if len(concept.options) != ANSWERS:
        yield (
            f"{place}, options",
            f"{len(concept.options)} answers. Give every item {ANSWERS}.",
        )
    right = sum(option.right for option in concept.options)
    if right != 1:
        yield f"{place}, options", f"{right} answers are right. Write right = true into one of them."
    for option in concept.options:
        where = f"{place}, options '{option.id}'"
        if option.id == DO_NOT_KNOW:
            yield where, "this id stands for “I do not know”. Choose another."
        if option.right and option.shows:
            yield f"{where}, shows", "a right answer shows no misconception. Take the line out."
        if not option.right and not option.shows:
            yield where, "a wrong answer comes from a misconception. Name it under shows."


def _of_lab(lab: Lab) -> Iterator[Trouble]:
    presets = [preset.id for preset in lab.presets]
    if lab.prediction.shown_by not in presets:
        yield (
            "prediction, shown_by",
            f"no preset is called '{lab.prediction.shown_by}'. Name one of {', '.join(presets)}.",
        )
    for preset in lab.presets:
        for name in preset.values:
            if name not in lab.parameters:
                yield f"presets '{preset.id}', values", f"there is no parameter '{name}'. Use an id of [parameters]."
