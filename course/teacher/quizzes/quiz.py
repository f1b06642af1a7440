"""Questions with a right answer, in the few shapes that every learning platform knows.

A quick check or a judged task becomes one question, a task in a notebook cell one question for each value. What only a
reader can judge (open questions, writing) is no question: a platform would mark it wrong or not at all. Where a format
has a place for what a teacher marks, ``essays`` has the writing. Texts are the course's Markdown; who writes a format
turns them into what the format takes.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from course.content import catalog, lessons
from course.content.interface import words
from course.html.controls import shuffled
from course.model import task as tasks
from course.model.language import with_semicolons

_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"))


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What every question has. ``id`` stays the same from export to export; ``explanation`` is shown afterwards.

    ``hints`` come one at a time, where a platform lets a learner try again.
    """

    id: str
    name: str
    asks: str
    explanation: str
    hints: tuple[str, ...] = ()


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to choose."""

    says: str
    right: bool
    feedback: str


class Choice(Question, frozen=True, kw_only=True):
    """Choose the right option, or with ``several`` every right one and no other."""

    options: tuple[Option, ...]
    several: bool = False


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One thing and its partner. ``feedback`` is for who gave it another partner."""

    says: str
    partner: str
    feedback: str


class Matching(Question, frozen=True, kw_only=True):
    """Give each thing its partner, one of ``partners``, some of which may be needed twice and some never."""

    pairs: tuple[Pair, ...]
    partners: tuple[str, ...]
    right: str


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """An expected wrong answer and what to say to it."""

    value: float | str
    feedback: str


class Typed(Question, frozen=True, kw_only=True):
    """Type a number (within ``tolerance`` of the one answer) or one of several words.

    ``wrong`` is for every other answer; ``low`` and ``high`` are for a number on that side, where there is more to say.
    """

    answers: tuple[float | str, ...]
    tolerance: float = 0
    right: str
    wrong: str
    low: str = ""
    high: str = ""
    slips: tuple[Slip, ...] = ()

    @property
    def is_number(self) -> bool:
        """Tell whether the answer is a number."""
        return not isinstance(self.answers[0], str)


class Essay(msgspec.Struct, frozen=True, kw_only=True):
    """A text that a teacher marks: ``least`` to ``most`` words in ``rows`` lines, by a rubric.

    ``frames`` are openings of sentences. ``explanation`` and the models are for whoever has handed in.
    """

    id: str
    name: str
    asks: str
    explanation: str
    least: int
    most: int
    rows: int
    frames: tuple[str, ...]
    rubric: tuple[tasks.Criterion, ...]
    models: tuple[tasks.Model, ...]
    hints: tuple[str, ...] = ()


AnyQuestion = Choice | Matching | Typed


def checks(stem: str) -> tuple[AnyQuestion, ...]:
    """Return the quick checks of a lesson as questions."""
    return questions(f"{stem}/check", lessons.lesson(stem).checks)


def exercise(stem: str) -> tuple[AnyQuestion, ...]:
    """Return the judged tasks of a lesson's exercise as questions; none where a lesson has no exercise."""
    if stem not in lessons.exercise_stems():
        return ()
    return questions(f"{stem}/task", lessons.exercise(stem).tasks)


def essays(stem: str) -> tuple[Essay, ...]:
    """Return what is to be written in a lesson's exercise; a teacher has to read it."""
    found = lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()
    return tuple(_essay(f"{stem}/task/{task.id}", task) for task in found if isinstance(task, tasks.Writing))


def _essay(id: str, task: tasks.Writing) -> Essay:
    word = words()["export"]
    parts = "\n".join(f"- {part.name}" for part in task.parts)
    how = word["write-words"].format(least=task.least, most=task.most)
    return Essay(
        id=id,
        name=task.id,
        asks=_stem(task, how, *((f"**{word['parts']}**", parts) if parts else ())),
        explanation=add_sources(task),
        least=task.least,
        most=task.most,
        rows=task.rows,
        frames=task.frames,
        rubric=task.rubric,
        models=task.models,
        hints=task.hints,
    )


def questions(place: str, all_tasks: tuple[tasks.Task, ...]) -> tuple[AnyQuestion, ...]:
    """Return tasks as questions. ``place`` begins the id of each."""
    return tuple(
        question
        for task in all_tasks
        if type(task) in _MADE
        for question in _MADE[type(task)](f"{place}/{task.id}", task)
    )


def opens_table(task: tasks.Notebook) -> bool:
    """Tell whether a task reads a table of the course, so that it can be done at a computer only."""
    return "exercise.table(" in task.worked


def add_sources(task: tasks.Task) -> str:
    """Return the model answer of a task and its sources, as Markdown."""
    if not task.sources:
        return task.model
    label = words()["sources"]["title"]
    cited = with_semicolons(catalog.sources()[id].label for id in task.sources)
    return f"{task.model}\n\n*{label}: {cited}.*"


def _stem(task: tasks.Task, *more: str) -> str:
    return "\n\n".join(part for part in (task.setting, f"**{task.asks}**", *more) if part)


def _choice(id: str, task: tasks.Choose | tasks.ChooseSeveral) -> Iterator[Choice]:
    yield Choice(
        id=id,
        name=task.id,
        asks=_stem(task),
        explanation=add_sources(task),
        hints=task.hints,
        options=tuple(
            Option(says=option.says, right=option.right, feedback=option.feedback) for option in task.options
        ),
        several=isinstance(task, tasks.ChooseSeveral),
    )


def _sort(id: str, task: tasks.Sort) -> Iterator[Matching]:
    names = {group.id: group.says for group in task.groups}
    yield Matching(
        id=id,
        name=task.id,
        asks=_stem(task),
        explanation=add_sources(task),
        hints=task.hints,
        pairs=tuple(Pair(says=item.says, partner=names[item.group], feedback=item.feedback) for item in task.items),
        partners=tuple(names.values()),
        right=task.right,
    )


def _order(id: str, task: tasks.Order) -> Iterator[Matching]:
    """Yield an order as matching with places: few platforms import an order as such."""
    last = len(task.items)
    places = {item.id: str(place) for place, item in enumerate(task.items, 1)}
    # In the right order the question would answer itself.
    start = shuffled([item.id for item in task.items], task.id)
    yield Matching(
        id=id,
        name=task.id,
        asks=_stem(task, words()["export"]["places"].format(first=task.first, last=task.last, places=last)),
        explanation=add_sources(task),
        hints=task.hints,
        pairs=tuple(
            Pair(says=item.says, partner=places[item.id], feedback=item.feedback)
            for item in sorted(task.items, key=lambda item: start.index(item.id))
        ),
        partners=tuple(places.values()),
        right=task.right,
    )


def _number(id: str, task: tasks.Number) -> Iterator[Typed]:
    word = words()["export"]
    yield Typed(
        id=id,
        name=task.id,
        asks=_stem(task, word["unit"].format(unit=task.unit) if task.unit else ""),
        explanation=add_sources(task),
        hints=task.hints,
        answers=(task.answer,),
        tolerance=task.tolerance,
        right=task.right,
        wrong=word["low-or-high"].format(low=task.too_low, high=task.too_high),
        low=task.too_low,
        high=task.too_high,
        slips=tuple(Slip(value=slip.value, feedback=slip.feedback) for slip in task.slips),
    )


def _notebook(id: str, task: tasks.Notebook) -> Iterator[Typed]:
    word = words()["export"]
    task = without_names(task)
    # A list in a cell has no counterpart in a quiz.
    values = [(value, value.answer) for value in task.values if not isinstance(value.answer, tuple)]
    for value, answer in values:
        label = readable(value.name)
        # No platform reads a number in other digits, which the course itself takes.
        key = "value" if isinstance(answer, str) else "value-in" if value.unit else "value-number"
        question = word[key].format(name=f"**{label}**", unit=value.unit)
        where = word["computer"] if opens_table(task) else ""
        # The scene is told once; the questions after it only call it back to mind.
        again = word["before"].format(first=f"{task.id}: {readable(values[0][0].name)}", asks=task.asks)
        yield Typed(
            id=f"{id}/{value.name}",
            name=f"{task.id}: {label}",
            asks=_stem(task, where, question) if value is values[0][0] else f"{again}\n\n{question}",
            explanation=add_sources(task),
            hints=task.hints,
            answers=_typed_ways(answer, *value.also),
            tolerance=value.tolerance,
            right=value.right,
            wrong=value.wrong,
            slips=tuple(
                Slip(value=way, feedback=slip.feedback) for slip in value.slips for way in _typed_ways(slip.value)
            ),
        )


def without_names(task: tasks.Notebook) -> tasks.Notebook:
    """Return a task whose setting calls things by words where it named variables that the learner assigns."""
    setting = task.setting
    for name in sorted((value.name for value in task.values if "_" in value.name), key=len, reverse=True):
        setting = re.sub(rf"(`?)\b{re.escape(name)}\b\1", readable(name), setting)
    return msgspec.structs.replace(task, setting=setting)


def readable(name: str) -> str:
    """Return the name of a variable as words: nobody assigns anything in a quiz."""
    return name.replace("_", " ").strip()


def _typed_ways(*answers: float | str) -> tuple[float | str, ...]:
    """Return answers with each word also in quotation marks, as a cell asks for it."""
    ways: dict[float | str, None] = {}
    for answer in answers:
        ways[answer] = None
    for answer in answers:
        if isinstance(answer, str):
            ways.update((f"{before}{answer}{after}", None) for before, after in _QUOTES)
    return tuple(ways)


_MADE: dict[type, Callable[[str, Any], Iterator[AnyQuestion]]] = {
    tasks.Choose: _choice,
    tasks.ChooseSeveral: _choice,
    tasks.Sort: _sort,
    tasks.Order: _order,
    tasks.Number: _number,
    tasks.Notebook: _notebook,
}
