"""Questions on paper: what the controls of a page become when somebody answers with a pen."""

from collections.abc import Iterable, Sequence
from functools import singledispatch

from markupsafe import Markup

from course.content.interface import words
from course.html import document
from course.html.controls import Says, shuffled
from course.html.element import Child, b, code, div, element, i, join, p, span, table, td, th
from course.html.text import phrase
from course.model import prompt as prompts
from course.model import task as tasks
from course.teacher.quizzes.quiz import opens_table

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Handwriting needs more room than type: about nine words on a line.
WORDS_ON_A_LINE = 9


def question(eyebrow: str, setting: str, asks: str, *parts: Child) -> Markup:
    """Return a question on paper; ``eyebrow`` is plain text, ``setting`` and ``asks`` are Markdown.

    The question and the first lines below it stay on one page; what there is to write may run on.
    """
    first, *rest = parts or (None,)
    head = (
        document.paragraph(eyebrow, class_="quiet"),
        document.prose(setting),
        document.paragraph(span(phrase(asks), class_="asks")),
    )
    return join((div(*head, first, class_="question"), *rest))


def who() -> Markup:
    """Return a line for a name and a date."""
    word = words()["export"]
    return p(span(word["name"]), span(word["date"]), class_="who")


def lined(label: str, lines: int) -> Markup:
    """Return empty lines with a label above them, all on one page."""
    return div(document.paragraph(phrase(label), class_="quiet"), document.ruled(lines), class_="keep")


def scale(low: str, high: str, steps: int) -> Markup:
    """Return a scale between two poles, which are Markdown."""
    marks = (i(str(step)) for step in range(1, steps + 1))
    return div(span(phrase(low), dir="auto"), *marks, span(phrase(high), dir="auto"), class_="scale")


def grid(heads: Iterable[str], rows: Iterable[Markup]) -> Markup:
    """Return a table with a circle for each row and head."""
    columns = [document.column_head(head, class_="mark") for head in heads]
    circles = [td(i(), class_="mark")] * len(columns)
    return table([th(), *columns], ([td(row, dir="auto"), *circles] for row in rows))


def _ticks(options: Iterable[Says], kind: str = "") -> Markup:
    items = (element("li", span(phrase(option.says)), dir="auto") for option in options)
    return element("ul", *items, class_=f"tick {kind}")


def _how(key: str, **values: object) -> Markup:
    return document.paragraph(phrase(words()["export"][key].format(**values)), class_="quiet")


@singledispatch
def blank(question: object) -> tuple[Markup, ...]:
    """Return what there is to fill in; all but the first part may stand on the next page."""
    raise TypeError(
        f"No paper for a question of kind {type(question).__name__}. Add it to course/teacher/handouts/paper.py."
    )


@blank.register
def _(question: prompts.OneChoice | tasks.Choose) -> tuple[Markup, ...]:
    return (join((_how("tick-one"), _ticks(question.options, "one"))),)


@blank.register
def _(question: prompts.SeveralChoices) -> tuple[Markup, ...]:
    how = _how("tick-most", most=question.most) if question.most else _how("tick-any")
    return (join((how, _ticks(question.options))),)


@blank.register
def _(question: tasks.ChooseSeveral) -> tuple[Markup, ...]:
    return (join((_how("tick-right"), _ticks(question.options))),)


@blank.register
def _(question: prompts.Scale) -> tuple[Markup, ...]:
    return (scale(question.low, question.high, question.steps),)


@blank.register
def _(question: prompts.Ranking) -> tuple[Markup, ...]:
    return (join((_how("number-strongest"), _ticks(question.options, "number"))),)


@blank.register
def _(question: prompts.Placing) -> tuple[Markup, ...]:
    how = _how("mark-row", low=question.low, high=question.high, steps=question.steps)
    steps = [str(step) for step in range(1, question.steps + 1)]
    return (join((how, grid(steps, (phrase(option.says) for option in question.options)))),)


@blank.register
def _(question: prompts.ShortText | tasks.Open) -> tuple[Markup, ...]:
    return (document.ruled(2 * question.rows),)


@blank.register
def _(question: tasks.Order) -> tuple[Markup, ...]:
    start = shuffled([item.id for item in question.items], question.id)
    items = sorted(question.items, key=lambda item: start.index(item.id))
    how = _how("number-order", first=question.first, last=question.last, places=len(items))
    return (join((how, _ticks(items, "number"))),)


@blank.register
def _(question: tasks.Sort) -> tuple[Markup, ...]:
    groups = (element("li", lettered(letter, group), dir="auto") for letter, group in letters(question.groups))
    return (join((_how("letters"), element("ul", *groups, class_="letters"), _ticks(question.items, "number"))),)


def letters(groups: Sequence[tasks.Group]) -> list[tuple[str, tasks.Group]]:
    """Return groups with the letter of each."""
    return list(zip(LETTERS, groups, strict=False))


def lettered(letter: str, group: tasks.Group) -> Markup:
    """Return a group behind its letter."""
    return join((b(letter), " ", phrase(group.says)))


@blank.register
def _(question: tasks.Number) -> tuple[Markup, ...]:
    return (p(span(class_="fill"), " ", question.unit),)


@blank.register
def _(question: tasks.Notebook) -> tuple[Markup, ...]:
    rows = (
        [td(code(value.name), dir="auto"), td(class_="write"), td(value.unit, dir="auto")] for value in question.values
    )
    values = table([], rows)
    return (join((_how("computer"), values)) if opens_table(question) else values,)


@blank.register
def _(question: tasks.Writing) -> tuple[Markup, ...]:
    form = words()["form"]
    heads = [document.column_head(head) for head in (form["works"], "", form["grow"])]
    rows = ([td(class_="tall"), td(phrase(criterion.says), dir="auto"), td()] for criterion in question.rubric)
    lines = max(question.rows, -(-question.most // WORDS_ON_A_LINE))
    return (
        _how("write-words", least=question.least, most=question.most),
        document.ruled(lines),
        join((document.heading(form["rubric"], 4), document.paragraph(form["rubric-how"], class_="quiet"))),
        table(heads, rows),
    )
