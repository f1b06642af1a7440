"""An exercise on paper, twice: for students, with room to write and no answer; and the key to it, for the teacher."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from course.checks.numbers import written
from course.content.interface import words
from course.html import document
from course.html.text import plain
from course.model import task as tasks
from course.model.lesson import Exercise
from course.teacher.handouts import paper
from course.teacher.quizzes.quiz import sourced


def student(exercise: Exercise) -> str:
    """Return the exercise to work on with a pen. It holds no answer, no feedback and no hint."""
    said, opening = words()["export"], words()["opening"]
    title = said["student"].format(number=exercise.stem[:2], title=plain(exercise.title))
    rows = [(opening["goal"], exercise.goal), (opening["needs"], exercise.needs)]
    rows += [(opening["leaves-out"], exercise.leaves_out)]
    return document.page(
        title,
        paper.who(),
        document.paragraph(document.escape(opening["minutes"].format(minutes=exercise.minutes)), "quiet"),
        document.table(["", ""], [[f"<b>{document.escape(a)}</b>", document.told(b)] for a, b in rows if b]),
        *(_asked(number, task) for number, task in enumerate(exercise.tasks, 1)),
        foot=title,
        style=paper.STYLE,
    )


def key(exercise: Exercise) -> str:
    """Return the answers: what is right and why, what each wrong answer is told, hints, model texts, sources."""
    said = words()["export"]
    title = said["key"].format(number=exercise.stem[:2], title=plain(exercise.title))
    return document.page(
        title,
        document.paragraph(document.escape(said["for-teacher"]), "quiet"),
        *(_answered(number, task) for number, task in enumerate(exercise.tasks, 1)),
        foot=title,
        style=paper.STYLE + ".question { break-after: avoid; }",
    )


def _eyebrow(number: int, task: tasks.Task) -> str:
    return f"{number} · " + words()["task"]["exercise"].format(minutes=task.minutes)


def _asked(number: int, task: tasks.Task) -> str:
    parts = list(paper.blank(task))
    if task.carries:
        parts.insert(0, paper.lined(words()["export"]["earlier"], 2))
    return paper.question(_eyebrow(number, task), task.setting, task.asks, *parts)


def _answered(number: int, task: tasks.Task) -> str:
    said = words()["export"]
    hints = document.bullets((document.said(one) for one in task.hints), ordered=True)
    return paper.question(
        _eyebrow(number, task),
        task.setting,
        task.asks,
        "",
        *_answer(task),
        document.box(document.heading(words()["task"]["model"], 4), document.told(sourced(task))),
        document.heading(said["hints"], 4) + hints if hints else "",
    )


def _right(markdown: str) -> str:
    return document.paragraph(document.said(markdown)) if markdown else ""


def _small(markdown: str) -> str:
    return f"<small>{document.said(markdown)}</small>"


@singledispatch
def _answer(task: Any) -> Iterator[str]:
    raise TypeError(f"No key for a task of kind {type(task).__name__}. Add it to course/teacher/handouts/edition.py.")


@_answer.register(tasks.Choose)
@_answer.register(tasks.ChooseSeveral)
def _(task: Any) -> Iterator[str]:
    said = words()["export"]
    yield document.table(
        ["", said["answer"], said["feedback"]],
        (
            [
                f"<b>✔ {document.escape(said['right'])}</b>" if one.right else document.escape(said["wrong"]),
                f"<b>{document.said(one.says)}</b>" if one.right else document.said(one.says),
                _small(one.feedback),
            ]
            for one in task.options
        ),
    )


@_answer.register
def _(task: tasks.Order) -> Iterator[str]:
    said = words()["export"]
    rows = ([str(n), document.said(one.says), _small(one.feedback)] for n, one in enumerate(task.items, 1))
    yield document.table(["", said["answer"], said["feedback"]], rows) + _right(task.right)


@_answer.register
def _(task: tasks.Sort) -> Iterator[str]:
    said = words()["export"]
    names = {
        group.id: f"<b>{letter}</b> {document.said(group.says)}"
        for letter, group in zip(paper.LETTERS, task.groups, strict=False)
    }
    rows = ([document.said(one.says), names[one.group], _small(one.feedback)] for one in task.items)
    yield document.table(["", said["answer"], said["feedback"]], rows) + _right(task.right)


@_answer.register
def _(task: tasks.Number) -> Iterator[str]:
    answer = document.escape(_amount(task.answer, task.tolerance, task.unit))
    yield document.paragraph(f"<b>{answer}</b>. {document.said(task.right)}")
    low_or_high = words()["export"]["low-or-high"].format(low=task.too_low, high=task.too_high)
    yield document.told(low_or_high) + _slips(task.slips)


@_answer.register
def _(task: tasks.Notebook) -> Iterator[str]:
    said = words()["export"]
    rows = []
    for one in task.values:
        amount = " · ".join(one.answer) if isinstance(one.answer, tuple) else one.answer
        shown = amount if isinstance(amount, str) else _amount(amount, one.tolerance, one.unit)
        also = f" ({document.escape(', '.join(one.also))})" if one.also else ""
        rows.append(
            [
                f"<code>{document.escape(one.name)}</code>",
                f"<b>{document.escape(shown)}</b>{also}",
                f"{_small(one.right)}<br>{_small(one.wrong)}{_slips(one.slips)}",
            ]
        )
    yield document.table(["", said["answer"], said["feedback"]], rows)
    yield f'<pre dir="ltr">{document.escape(task.worked.strip())}</pre>'


@_answer.register
def _(task: tasks.Open) -> Iterator[str]:
    yield from ()


@_answer.register
def _(task: tasks.Writing) -> Iterator[str]:
    said = words()["export"]
    yield document.paragraph(document.said(said["write-words"].format(least=task.least, most=task.most)), "quiet")
    yield document.heading(said["parts"], 4) + document.bullets(document.said(one.name) for one in task.parts)
    yield document.heading(said["rubric"], 4) + document.bullets(document.said(one.says) for one in task.rubric)
    for one in task.models:
        notice = document.paragraph(_small(one.notice))
        yield document.heading(plain(one.title), 4) + document.told(one.text) + notice


def _amount(value: float, tolerance: float, unit: str) -> str:
    give = f" ± {written(tolerance)}" if tolerance else ""
    return f"{written(value)}{give} {unit}".strip()


def _slips(slips: tuple[tasks.Slip, ...]) -> str:
    values = (one.value if isinstance(one.value, str) else written(one.value) for one in slips)
    return document.bullets(
        f"<b>{document.escape(value)}</b>: {_small(one.feedback)}" for value, one in zip(values, slips, strict=True)
    )
