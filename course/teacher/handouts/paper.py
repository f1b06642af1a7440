"""Questions on paper: what the controls of a page become when somebody answers with a pen."""

from collections.abc import Iterable, Sequence
from functools import singledispatch

from markupsafe import Markup

from course.content import catalog, data, lessons, tables
from course.content.interface import words
from course.html import ask, document
from course.html.controls import Says, shuffled
from course.html.element import NOTHING, Child, b, div, element, i, join, p, span, table, td, th
from course.html.ladder import level_word, sample_names
from course.html.text import phrase
from course.html.wording import Wording
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.ask import Cover, Finding, Guess
from course.model.language import own_direction
from course.model.lesson import AnyLook, Chart, Table
from course.model.table import DataColumn
from course.teacher.quizzes.quiz import opens_table, readable, without_names

CASES = "cases"
"""The one table of the course that has no rows in its own file and is printed all the same."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Handwriting needs more room than type: about nine words on a line.
WORDS_ON_A_LINE = 9


def question(eyebrow: str, setting: str, asks: str, *parts: Child, before: Child = None) -> Markup:
    """Return a question on paper; ``eyebrow`` is plain text, ``setting`` and ``asks`` are Markdown.

    ``before`` is what the setting speaks of. The question and the first lines below it stay on one page; what there is
    to write may run on.
    """
    first, *rest = parts or (None,)
    head = (
        document.paragraph(eyebrow, class_="quiet"),
        document.prose(setting),
        before,
        document.paragraph(span(phrase(asks), class_="asks")),
    )
    return join((div(*head, first, class_="question"), *rest))


SCALE = ("scale-2", "scale-1", "scale0", "scale1", "scale2")


def stands(claims: Iterable[str]) -> Markup:
    """Return a row of circles for the stand on each claim."""
    trial, known = words()["trial"], catalog.claims()
    rows = (join((b(claim), " ", phrase(known[claim].says))) for claim in claims)
    return grid((trial[key] for key in SCALE), rows)


def carried(question: prompts.Prompt | tasks.Task, inside: str = "") -> Markup:
    """Return room for the earlier answer that a question carries on; nothing when it carries none.

    A screen shows that answer. On paper the learner is told which question it was and copies the answer. ``inside`` is
    the lesson whose booklet this is: what it asked itself stands some pages before.
    """
    stem, _, id = question.carries.partition("/")
    if not id:
        return NOTHING
    if stem == "claim":
        how = document.paragraph(phrase(words()["export"]["earlier-stand"].format(claim=id)), class_="quiet")
        return document.together(how, stands([id]))
    lesson, tasks_of = lessons.lesson(stem), lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()
    asked = {earlier.id: earlier.asks for earlier in (*lesson.prompts, *lesson.checks, *tasks_of)}
    told = words()["export"]["earlier-here" if stem == inside else "earlier"]
    return lined(told.format(lesson=lesson.number, asks=asked.get(id, id)), 2)


def _wording() -> Wording:
    return Wording(words(), catalog.sources().__getitem__)


def asking(look: AnyLook) -> Markup:
    """Return a look that asks, with room for the guess; what is to be guessed is blank."""
    listed = [field for field in ask.fields(_wording(), look) if not field.slot]
    labels = [join((field.label, " ", span(class_="fill"))) for field in listed if field.choices]
    drawing = NOTHING if isinstance(look.ask, Finding) else ask.before(_wording(), look, slots=False)
    return document.together(
        document.paragraph(span(phrase(ask.asks(look).asks), class_="asks")),
        document.paragraph(b(phrase(look.title))) if isinstance(look.ask, Finding) else NOTHING,
        drawing,
        document.bullets(labels),
        document.ruled(2) if isinstance(look.ask, Finding) else NOTHING,
    )


def answers_to(look: AnyLook) -> Markup:
    """Return what there is to see at a look that asks, for the end of what is printed."""
    says = NOTHING if isinstance(look, Chart) else document.paragraph(phrase(look.finding))
    return join((document.paragraph(b(phrase(look.title))), ask.answers(_wording(), look), says))


def look(shown: Table) -> Markup:
    """Return a table of a lesson that a question speaks of; a column that is to be guessed first is blank."""
    if isinstance(shown.ask, Cover | Guess):
        return asking(shown)
    heads = [column.name for column in shown.columns]
    numbers = [n for n, column in enumerate(shown.columns) if column.number]
    rows = [[phrase(cell) for cell in row] for row in shown.rows]
    return document.together(document.heading(shown.title, 4), document.table(heads, rows, numbers=numbers))


def setting_of(task: tasks.Task) -> str:
    """Return the setting as paper says it, as Markdown: no cell is there, and no variable has a name."""
    if task.on_paper:
        return task.on_paper.setting
    return without_names(task).setting if isinstance(task, tasks.Notebook) else task.setting


def rows_of(shown: tasks.OnPaper | None) -> Markup:
    """Return the rows that a task counts in, nothing when it names no table."""
    if shown is None or not shown.table:
        return NOTHING
    described = data.table(shown.table)
    if shown.table == CASES:
        names = {*shown.columns, *shown.only, *filter(None, [shown.count])}
        rows = [{name: _written(getattr(case, name)) for name in names} for case in tables.cases()]
    else:
        rows = [dict(zip((column.name for column in described.columns), row, strict=True)) for row in described.rows]
    chosen_rows = [row for row in rows if all(row[name] in allowed for name, allowed in shown.only.items())]
    if shown.count:
        counts: dict[str, int] = {}
        for row in chosen_rows:
            counts[row[shown.count]] = counts.get(row[shown.count], 0) + 1
        head = [words()["export"]["coded-as"], words()["export"]["how-many-cases"]]
        listed = [[word.replace("-", " "), str(counts[word])] for word in sorted(counts)]
        return join((document.heading(described.title, 4), document.table(head, listed, numbers=(1,))))
    columns = [next(column for column in described.columns if column.name == name) for name in shown.columns]
    heads = [_head(column) for column in columns]
    cells = [
        [_tidy(row[column.name]) if column.number else row[column.name] for column in columns] for row in chosen_rows
    ]
    numbers = [n for n, column in enumerate(columns) if column.number]
    # What is said of the case table sends its reader to a file.
    caution = document.paragraph(phrase(described.caution), class_="quiet") if described.rows else NOTHING
    return join((document.heading(described.title, 4), document.table(heads, cells, numbers=numbers), caution))


def _head(column: DataColumn) -> str:
    """Return the head of a column: what it says, as far as the first semicolon, and its unit."""
    says = column.says.partition(";")[0]
    return f"{says} ({column.unit})" if column.unit else says


def _written(cell: object) -> str:
    return "" if cell is None else str(cell)


def _tidy(number: str) -> str:
    """Return a number of a table with a comma for thousands, a year as it is."""
    return f"{int(number):,}" if number.isdigit() and len(number) > 4 else number


def who() -> Markup:
    """Return a line for a name and a date."""
    word = words()["export"]
    return p(span(word["name"]), span(word["date"]), class_="who")


def lined(label: str, lines: int) -> Markup:
    """Return empty lines with a label above them, all on one page."""
    return document.together(document.paragraph(phrase(label), class_="quiet"), document.ruled(lines))


def scale(low: str, high: str, steps: int) -> Markup:
    """Return a scale between two poles, which are Markdown."""
    marks = (i(str(step)) for step in range(1, steps + 1))
    return div(span(phrase(low), dir=own_direction()), *marks, span(phrase(high), dir=own_direction()), class_="scale")


def grid(heads: Iterable[str], rows: Iterable[Markup]) -> Markup:
    """Return a table with a circle for each row and head."""
    columns = [document.column_head(head, class_="mark") for head in heads]
    circles = [td(i(), class_="mark")] * len(columns)
    return table([th(), *columns], ([td(row, dir=own_direction()), *circles] for row in rows))


def _ticks(options: Iterable[Says], kind: str = "") -> Markup:
    items = (element("li", span(phrase(option.says)), dir=own_direction()) for option in options)
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
    groups = (element("li", lettered(letter, group), dir=own_direction()) for letter, group in letters(question.groups))
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
        [td(label(value), dir=own_direction()), td(class_="write"), td(value.unit, dir=own_direction())]
        for value in question.values
    )
    values = table([], rows)
    # Without the rows on paper somebody has to open them.
    return (join((_how("computer"), values)) if opens_table(question) and not question.on_paper else values,)


def label(value: tasks.Value) -> str:
    """Return the name of a value as words."""
    name = readable(value.name)
    return name[:1].upper() + name[1:]


@blank.register
def _(question: tasks.Writing) -> tuple[Markup, ...]:
    form, word = words()["form"], words()["ladder"]
    lines = max(question.rows, -(-question.most // WORDS_ON_A_LINE))
    return (
        document.together(
            document.heading(word["samples"], 4),
            document.paragraph(phrase(words()["export"]["rank-samples"]), class_="quiet"),
        ),
        *(
            document.together(document.paragraph(b(name), " ", span(class_="fill")), document.prose(sample.text))
            for name, sample in zip(sample_names(words(), question).values(), question.samples, strict=True)
        ),
        lined(word["rank-why"], 2),
        document.together(
            document.heading(word["frames"], 4), document.bullets(phrase(frame) for frame in question.frames)
        ),
        _how("write-words", least=question.least, most=question.most),
        document.ruled(lines),
        document.together(
            document.heading(word["rubric"], 4),
            document.paragraph(words()["export"]["rubric-how"], class_="quiet"),
        ),
        rubric_table(question, (form["works"], form["grow"])),
    )


def rubric_table(task: tasks.Writing, sides: Sequence[str] = ()) -> Markup:
    """Return the rubric on its three levels; ``sides`` are the heads of columns to write in."""
    heads = [
        document.column_head(head) for head in ("", *(level_word(words(), level) for level in tasks.LEVELS), *sides)
    ]
    rows = (
        [
            td(b(phrase(criterion.says)), dir=own_direction()),
            *(td(phrase(criterion.level(level)), dir=own_direction()) for level in tasks.LEVELS),
            *(td(class_="tall") for _ in sides),
        ]
        for criterion in task.rubric
    )
    return table(heads, rows)
