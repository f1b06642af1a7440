"""An exercise on paper, twice: for students, with room to write and no answer; and the key to it, for the teacher."""

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from itertools import dropwhile

from markupsafe import Markup

from course.checks.numbers import write_number
from course.content.interface import words
from course.html import document
from course.html.element import BR, b, element, join, small
from course.html.ladder import our_ranking
from course.html.task import task_eyebrow
from course.html.text import phrase, plain
from course.model import task as tasks
from course.model.language import with_commas
from course.model.lesson import Exercise, number_of
from course.teacher.handouts import paper
from course.teacher.quizzes.quiz import add_sources


def student(exercise: Exercise) -> str:
    """Return the exercise to work on with a pen. It holds no answer, no feedback and no hint."""
    opening = words()["opening"]
    title = words()["export"]["student"].format(number=number_of(exercise.stem), title=plain(exercise.title))
    rows = [(opening["goal"], exercise.goal), (opening["needs"], exercise.needs)]
    rows += [(opening["leaves-out"], exercise.leaves_out)]
    return document.page(
        title,
        paper.who(),
        document.paragraph(opening["minutes"].format(minutes=exercise.minutes), class_="quiet"),
        document.table(["", ""], [[b(name), document.prose(text)] for name, text in rows if text]),
        *(_asked(number, task) for number, task in enumerate(exercise.tasks, 1)),
        foot=title,
        style=("paper",),
    )


def key(exercise: Exercise) -> str:
    """Return the answers: what is right and why, what each wrong answer is told, hints, model texts, sources."""
    word = words()["export"]
    title = word["key"].format(number=number_of(exercise.stem), title=plain(exercise.title))
    return document.page(
        title,
        document.paragraph(word["for-teacher"], class_="quiet"),
        *(_answered(number, task) for number, task in enumerate(exercise.tasks, 1)),
        foot=title,
        style=("paper", "key"),
    )


def _eyebrow(number: int, task: tasks.Task) -> str:
    return f"{number} · " + task_eyebrow(words()["task"], task, "exercise")


def _asked(number: int, task: tasks.Task) -> Markup:
    before = join((paper.carried(task), paper.rows_of(task.on_paper)))
    parts = paper.blank(task)
    return paper.question(_eyebrow(number, task), paper.setting_of(task), task.asks, *parts, before=before)


def _answered(number: int, task: tasks.Task) -> Markup:
    hints = document.bullets((phrase(hint) for hint in task.hints), ordered=True)
    return paper.question(
        _eyebrow(number, task),
        paper.setting_of(task),
        task.asks,
        None,
        *_answer(task),
        document.box(document.heading(words()["task"]["model"], 4), document.prose(add_sources(task))),
        join((document.heading(words()["export"]["hints"], 4), hints)) if hints else None,
    )


def _right(markdown: str) -> Markup:
    return document.paragraph(phrase(markdown))


def _small(markdown: str) -> Markup:
    return small(phrase(markdown))


def _answer_table(rows: Iterable[Sequence[str]]) -> Markup:
    word = words()["export"]
    return document.table(["", word["answer"], word["feedback"]], rows)


@singledispatch
def _answer(task: object) -> Iterator[Markup]:
    raise TypeError(f"No key for a task of kind {type(task).__name__}. Add it to course/teacher/handouts/edition.py.")


@_answer.register
def _(task: tasks.Choose | tasks.ChooseSeveral) -> Iterator[Markup]:
    word = words()["export"]
    yield _answer_table(
        [
            b("✔ ", word["right"]) if option.right else word["wrong"],
            b(phrase(option.says)) if option.right else phrase(option.says),
            _small(option.feedback),
        ]
        for option in task.options
    )


@_answer.register
def _(task: tasks.Order) -> Iterator[Markup]:
    yield _answer_table([str(n), phrase(item.says), _small(item.feedback)] for n, item in enumerate(task.items, 1))
    yield _right(task.right)


@_answer.register
def _(task: tasks.Sort) -> Iterator[Markup]:
    groups = {group.id: paper.lettered(letter, group) for letter, group in paper.letters(task.groups)}
    yield _answer_table([phrase(item.says), groups[item.group], _small(item.feedback)] for item in task.items)
    yield _right(task.right)


@_answer.register
def _(task: tasks.Number) -> Iterator[Markup]:
    yield document.paragraph(b(_amount(task.answer, task.tolerance, task.unit)), ". ", phrase(task.right))
    yield document.prose(words()["export"]["low-or-high"].format(low=task.too_low, high=task.too_high))
    yield _slips(task.slips)


@_answer.register
def _(task: tasks.Notebook) -> Iterator[Markup]:
    rows = []
    for value in task.values:
        amount = " · ".join(value.answer) if isinstance(value.answer, tuple) else value.answer
        shown = amount if isinstance(amount, str) else _amount(amount, value.tolerance, value.unit)
        also = f" ({with_commas(value.also)})" if value.also else None
        feedback = (_small(value.right), BR, _small(value.wrong), _slips(value.slips))
        rows.append([paper.label(value), join((b(shown), also)), join(feedback)])
    yield _answer_table(rows)
    # What a comment at the top says is said to somebody at the keyboard.
    lines = task.worked.strip().splitlines()
    yield element("pre", "\n".join(dropwhile(lambda line: line.startswith("#"), lines)), dir="ltr")


@_answer.register
def _(task: tasks.Open) -> Iterator[Markup]:
    yield from ()


@_answer.register
def _(task: tasks.Writing) -> Iterator[Markup]:
    word = words()["export"]
    yield document.paragraph(phrase(word["write-words"].format(least=task.least, most=task.most)), class_="quiet")
    yield document.heading(word["parts"], 4)
    yield document.bullets(phrase(part.name) for part in task.parts)
    yield document.heading(word["rubric"], 4)
    yield paper.rubric_table(task)
    yield our_ranking(words(), task)
    for model in task.models:
        yield document.heading(plain(model.title), 4)
        yield document.prose(model.text)
        yield document.paragraph(_small(model.notice))


def _amount(value: float, tolerance: float, unit: str) -> str:
    give = f" ± {write_number(tolerance)}" if tolerance else ""
    return f"{write_number(value)}{give} {unit}".strip()


def _slips(slips: Sequence[tasks.Slip]) -> Markup:
    return document.bullets(
        join((b(slip.value if isinstance(slip.value, str) else write_number(slip.value)), ": ", _small(slip.feedback)))
        for slip in slips
    )
