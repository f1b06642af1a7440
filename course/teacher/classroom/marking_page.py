"""The page on which a teacher marks texts in a browser, with no server: it keeps what is typed, and gives one file."""

import json
from collections.abc import Sequence
from pathlib import Path

from course.content.interface import words
from course.html import document
from course.html.text import escape, plain
from course.teacher.classroom.marking import PAGE_FORMAT, Writing
from course.teacher.classroom.view import ClassView

SCRIPT = (Path(__file__).parent / "marking_page.js").read_text(encoding="utf-8")
STYLE = """
.criterion { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 3mm; margin: 2mm 0; align-items: start; }
.criterion > p { font-weight: 600; } textarea { width: 100%; font: inherit; box-sizing: border-box; }
label { display: block; font-size: 9pt; color: #4a515a; } .said { border-inline-start: 1mm solid #0b5c63; padding-inline-start: 3mm; }
form { margin-bottom: 8mm; border-bottom: 0.3mm solid #b6bcc4; padding-bottom: 4mm; } .bar { position: sticky; top: 0; background: white; padding: 2mm 0; z-index: 1; }
button { font: inherit; padding: 1mm 4mm; cursor: pointer; }
@media print { .bar { position: static; } }
"""  # noqa: E501


def marking_page(found: Sequence[Writing], view: ClassView, most: float) -> str:
    """Return the page for marking ``found``; ``most`` is the most points that a marked text gets."""
    said = words()["mark"]
    forms, before = [], ("", "")
    for n, one in enumerate(found):
        if (one.stem, one.task) != before:
            forms.append(document.heading(f"{one.stem[:2]} · {plain(one.asks)}"))
            before = (one.stem, one.task)
        forms.append(_form(n, one, view.names[one.learner], most))
    setup = {"format": PAGE_FORMAT, "said": {key: said[key] for key in ("downloaded", "kept")}}
    # "<" would be able to end the script element.
    data = json.dumps(setup, ensure_ascii=False).replace("<", "\\u003c")
    bar = (
        f'<div class="bar"><label for="by">{escape(said["by"])}</label> <input id="by" dir="auto" maxlength="100"> '
        f'<button type="button" id="download">{escape(said["download"])}</button> '
        '<span role="status" id="status"></span></div>'
    )
    return document.page(
        said["title"].format(count=len(found)),
        document.paragraph(escape(said["how"])),
        bar,
        *forms,
        f'<script type="application/json" id="setup">{data}</script><script>{SCRIPT}</script>',
        style=STYLE,
    )


def _form(n: int, one: Writing, name: str, most: float) -> str:
    said, form = words()["mark"], words()["form"]
    mark = one.mark.body if one.mark else None

    def box(id: str, label: str, attributes: str, value: str, rows: int = 3) -> str:
        return (
            f'<div><label for="{id}">{escape(label)}</label>'
            f'<textarea id="{id}" rows="{rows}" dir="auto" {attributes}>\n{escape(value)}</textarea></div>'
        )

    rows = []
    for m, (id, says) in enumerate(one.rubric):
        given = mark.rubric.get(id, {}) if mark else {}
        sides = [
            box(f"t{n}-{m}-{side}", form[side], f'data-id="{escape(id)}" data-side="{side}"', given.get(side, ""))
            for side in ("grow", "works")
        ]
        rows.append(f'<div class="criterion">{sides[0]}<p dir="auto">{document.said(says)}</p>{sides[1]}</div>')
    points = mark.points if mark else None
    number = (
        f'<div><label for="t{n}-p">{escape(said["points"].format(most=f"{most:g}"))}</label><input id="t{n}-p" '
        f'type="number" min="0" max="{most:g}" step="0.5" value="{"" if points is None else f"{points:g}"}"></div>'
    )
    count = escape(said["words"].format(count=len(one.text.split())))
    return (
        f'<form data-answer="{one.answer}"><h3 dir="auto">{document.typed(name)} <small>{count}</small></h3>'
        f'<div class="said" dir="auto">{document.typed(one.text)}</div>{"".join(rows)}'
        + box(f"t{n}-c", said["comment"], 'data-side="comment"', mark.comment if mark else "")
        + number
        + "</form>"
    )
