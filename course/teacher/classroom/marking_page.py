"""The page on which a teacher marks texts in a browser, with no server: it keeps what is typed, and gives one file."""

import json
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from course.content.interface import words
from course.html import document
from course.html.element import details, div, element, h3, join, p, small, span
from course.html.text import phrase, plain
from course.model.language import own_direction
from course.model.lesson import number_of
from course.teacher.classroom.marking import PAGE_FORMAT, Writing
from course.teacher.classroom.view import ClassView

SCRIPT = (Path(__file__).parent / "marking_page.js").read_text(encoding="utf-8")


def marking_page(texts: Sequence[Writing], view: ClassView, most: float) -> str:
    """Return the page for marking ``texts``; ``most`` is the most points that a marked text gets."""
    word = words()["mark"]
    forms: list[Markup] = []
    before = ("", "")
    for n, text in enumerate(texts):
        if (text.stem, text.task) != before:
            forms.append(document.heading(f"{number_of(text.stem)} · {plain(text.asks)}"))
            before = (text.stem, text.task)
        forms.append(_form(n, text, view.names[text.learner], most))
    form = words()["form"]
    said = {key: word[key] for key in ("downloaded", "kept", "choose-first")}
    said |= {"newer": word["mark-offer"], "newer-box": word["mark-other"], "take": form["take"], "keep": form["keep"]}
    setup = {"format": PAGE_FORMAT, "said": said}
    bar = div(
        element("label", word["by"], for_="by"),
        " ",
        element("input", id="by", dir="auto", maxlength="100"),
        " ",
        element("button", word["download"], type="button", id="download"),
        " ",
        span(role="status", id="status"),
        class_="bar",
    )
    return document.page(
        word["title"].format(count=len(texts)),
        document.paragraph(word["how"]),
        bar,
        *forms,
        join((document.data("setup", setup), document.script(SCRIPT))),
        style=("marking",),
    )


def _box(id: str, label: str, text: str, **attributes: str) -> Markup:
    # The first line break of a textarea is not part of its text.
    return div(
        element("label", label, for_=id), element("textarea", "\n", text, id=id, rows="3", dir="auto", **attributes)
    )


def beside_text(text: Writing) -> list[Markup]:
    """Return what stands beside a text, each part folded away: a teacher opens what they want to see."""
    return [details(title, div(document.typed(said), class_="said", dir="auto")) for title, said in text.beside]


def _form(n: int, text: Writing, name: str, most: float) -> Markup:
    word, form = words()["mark"], words()["form"]
    mark = text.mark.body if text.mark else None
    rows = []
    for m, (id, says) in enumerate(text.rubric):
        sides = mark.rubric.get(id, {}) if mark else {}
        grow, works = (
            _box(f"t{n}-{m}-{side}", form[side], sides.get(side, ""), data_id=id, data_side=side)
            for side in ("grow", "works")
        )
        rows.append(div(grow, p(phrase(says), dir=own_direction()), works, class_="criterion"))
    points = mark.points if mark else None
    number = div(
        element("label", word["points"].format(most=f"{most:g}"), for_=f"t{n}-p"),
        element(
            "input",
            id=f"t{n}-p",
            type="number",
            min="0",
            max=f"{most:g}",
            step="0.5",
            value="" if points is None else f"{points:g}",
        ),
    )
    count = word["words"].format(count=len(text.text.split()))
    return element(
        "form",
        h3(document.typed(name), " ", small(count), dir="auto"),
        div(document.typed(text.text), class_="said", dir="auto"),
        p(word["both"]) if len(text.marks) > 1 else None,
        *beside_text(text),
        div(class_="newer"),
        *rows,
        _box(f"t{n}-c", word["comment"], mark.comment if mark else "", data_side="comment"),
        number,
        id=f"t{n}",
        data_answer=text.answer,
        data_text=text.id,
        data_over=json.dumps(text.marked),
        data_given=text.mark.at if text.mark else "",
    )
