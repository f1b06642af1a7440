"""Questions on paper: what the controls of a page become when somebody answers with a pen."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from course.content.interface import words
from course.html import document
from course.html.controls import shuffled
from course.model import prompt as prompts
from course.model import task as tasks
from course.teacher.quizzes.quiz import opens_table

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Handwriting needs more room than type: about nine words on a line.
WORDS_ON_A_LINE = 9
STYLE = """
ul.tick { list-style: none; padding: 0; } ul.tick > li { display: flex; gap: 2.5mm; break-inside: avoid; }
ul.tick > li::before { content: ""; flex: none; width: 4mm; height: 4mm; margin-top: 0.6mm;
  border: 0.35mm solid #3c434b; }
ul.tick.one > li::before { border-radius: 50%; } ul.tick.number > li::before { width: 8mm; height: 6mm; margin: 0; }
ul.tick.number > li { margin-bottom: 2mm; } ul.letters { list-style: none; padding: 0; }
td.mark, th.mark { text-align: center; width: 11mm; } td.write { width: 32mm; } td.mark i { display: inline-block;
  width: 4mm; height: 4mm; border: 0.35mm solid #3c434b; border-radius: 50%; }
.scale { display: flex; gap: 3mm; align-items: center; margin: 2mm 0; } .scale > span { flex: 1; }
.scale > span:last-child { text-align: end; } .scale i { font-style: normal; text-align: center; flex: none;
  width: 8mm; line-height: 8mm; border: 0.35mm solid #3c434b; border-radius: 50%; }
.fill { display: inline-block; min-width: 45mm; border-bottom: 0.35mm solid #3c434b; height: 7mm; }
.who { display: flex; gap: 6mm; margin-bottom: 4mm; }
.who span { flex: 1; border-bottom: 0.25mm solid #8a929c; padding-top: 4mm; }
.question { margin: 6mm 0 2mm; } .asks { font-weight: 600; } .keep { break-inside: avoid; } h4 { margin: 2.5mm 0 1mm; }
.box h4 { margin-top: 0; } td.tall { height: 16mm; width: 32%; } .views { font-size: 9pt; line-height: 1.3; }
pre { font-size: 9pt; border: 0.3mm solid #b6bcc4; padding: 2mm; white-space: pre-wrap; margin: 0 0 2.5mm; }
"""


def question(eyebrow: str, setting: str, asks: str, *parts: str) -> str:
    """Return a question on paper; ``eyebrow`` is plain text, ``setting`` and ``asks`` are Markdown.

    The question and the first lines below it stay on one page; what there is to write may run on.
    """
    head = document.paragraph(document.escape(eyebrow), "quiet") + document.told(setting)
    head += document.paragraph(f'<span class="asks">{document.said(asks)}</span>')
    first, *rest = parts or ("",)
    return f'<div class="question">{head}{first}</div>' + "".join(rest)


def who() -> str:
    """Return a line for a name and a date."""
    said = words()["export"]
    return (
        f'<p class="who"><span>{document.escape(said["name"])}</span><span>{document.escape(said["date"])}</span></p>'
    )


def lined(label: str, lines: int) -> str:
    """Return empty lines with a label above them, all on one page."""
    return f'<div class="keep">{document.paragraph(document.said(label), "quiet")}{document.ruled(lines)}</div>'


def scale(low: str, high: str, steps: int) -> str:
    """Return a scale between two poles, which are Markdown."""
    marks = "".join(f"<i>{step}</i>" for step in range(1, steps + 1))
    return (
        f'<div class="scale"><span dir="auto">{document.said(low)}</span>{marks}'
        f'<span dir="auto">{document.said(high)}</span></div>'
    )


def grid(heads: Iterable[str], rows: Iterable[str]) -> str:
    """Return a table with a circle for each row (HTML) and head (plain text)."""
    names = list(heads)
    top = "<th></th>" + "".join(f'<th class="mark" scope="col" dir="auto">{document.escape(one)}</th>' for one in names)
    body = "".join(
        f'<tr><td dir="auto">{row}</td>' + '<td class="mark"><i></i></td>' * len(names) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _ticks(options: Iterable[Any], kind: str = "") -> str:
    items = "".join(f'<li dir="auto"><span>{document.said(one.says)}</span></li>' for one in options)
    return f'<ul class="tick {kind}">{items}</ul>'


def _how(key: str, **values: object) -> str:
    return document.paragraph(document.said(words()["export"][key].format(**values)), "quiet")


@singledispatch
def blank(question: Any) -> tuple[str, ...]:
    """Return what there is to fill in, as HTML; all but the first part may stand on the next page."""
    raise TypeError(
        f"No paper for a question of kind {type(question).__name__}. Add it to course/teacher/handouts/paper.py."
    )


@blank.register(prompts.OneChoice)
@blank.register(tasks.Choose)
def _(question: Any) -> tuple[str, ...]:
    return (_how("tick-one") + _ticks(question.options, "one"),)


@blank.register
def _(question: prompts.SeveralChoices) -> tuple[str, ...]:
    how = _how("tick-most", most=question.most) if question.most else _how("tick-any")
    return (how + _ticks(question.options),)


@blank.register
def _(question: tasks.ChooseSeveral) -> tuple[str, ...]:
    return (_how("tick-right") + _ticks(question.options),)


@blank.register
def _(question: prompts.Scale) -> tuple[str, ...]:
    return (scale(question.low, question.high, question.steps),)


@blank.register
def _(question: prompts.Ranking) -> tuple[str, ...]:
    return (_how("number-strongest") + _ticks(question.options, "number"),)


@blank.register
def _(question: prompts.Placing) -> tuple[str, ...]:
    how = _how("mark-row", low=question.low, high=question.high, steps=question.steps)
    steps = [str(step) for step in range(1, question.steps + 1)]
    return (how + grid(steps, (document.said(one.says) for one in question.options)),)


@blank.register(prompts.ShortText)
@blank.register(tasks.Open)
def _(question: Any) -> tuple[str, ...]:
    return (document.ruled(2 * question.rows),)


@blank.register
def _(question: tasks.Order) -> tuple[str, ...]:
    start = shuffled([item.id for item in question.items], question.id)
    items = sorted(question.items, key=lambda item: start.index(item.id))
    how = _how("number-order", first=question.first, last=question.last, places=len(items))
    return (how + _ticks(items, "number"),)


@blank.register
def _(question: tasks.Sort) -> tuple[str, ...]:
    groups = "".join(
        f'<li dir="auto"><b>{letter}</b> {document.said(group.says)}</li>'
        for letter, group in zip(LETTERS, question.groups, strict=False)
    )
    return (_how("letters") + f'<ul class="letters">{groups}</ul>' + _ticks(question.items, "number"),)


@blank.register
def _(question: tasks.Number) -> tuple[str, ...]:
    return (f'<p><span class="fill"></span> {document.escape(question.unit)}</p>',)


@blank.register
def _(question: tasks.Notebook) -> tuple[str, ...]:
    rows = "".join(
        f'<tr><td dir="auto"><code>{document.escape(one.name)}</code></td><td class="write"></td>'
        f'<td dir="auto">{document.escape(one.unit)}</td></tr>'
        for one in question.values
    )
    table = f"<table><tbody>{rows}</tbody></table>"
    return (_how("computer") + table if opens_table(question) else table,)


@blank.register
def _(question: tasks.Writing) -> tuple[str, ...]:
    form = words()["form"]
    rows = "".join(
        f'<tr><td class="tall"></td><td dir="auto">{document.said(one.says)}</td><td></td></tr>'
        for one in question.rubric
    )
    heads = "".join(
        f'<th scope="col" dir="auto">{document.escape(one)}</th>' for one in (form["works"], "", form["grow"])
    )
    rubric = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    lines = max(question.rows, -(-question.most // WORDS_ON_A_LINE))
    return (
        _how("write-words", least=question.least, most=question.most),
        document.ruled(lines),
        document.heading(form["rubric"], 4) + document.paragraph(document.escape(form["rubric-how"]), "quiet"),
        rubric,
    )
