"""Something to look at that is written in the content file: a table or a time line, with its finding."""

from functools import singledispatch

from markupsafe import Markup

from course.html.element import NOTHING, b, bullets, div, join, numbered_table, p, section, small, title
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.lesson import Look, Table, Timeline


def finding(wording: Wording, look: Look) -> Markup:
    """Return the finding, the caution and the sources of ``look``."""
    words = wording.words["look"]
    return join(
        (
            p(b(words["finding"]), " ", phrase(look.finding)),
            p(words["caution"], " ", phrase(look.caution)) if look.caution else NOTHING,
            p(small(words["sources"], " ", wording.cited(look.sources))),
        )
    )


def finding_lines(wording: Wording, look: Look) -> list[str]:
    """Return the finding and the caution of ``look`` as plain lines."""
    words = wording.words["look"]
    caution = f"{words['caution']} {plain(look.caution)}" if look.caution else ""
    return [f"{words['finding']} {plain(look.finding)}", caution]


@singledispatch
def look_face(look: Look, wording: Wording) -> Face:
    """Return something to look at as a static face."""
    raise TypeError(f"Nothing here draws a look of kind {type(look).__name__}.")


@look_face.register
def _(look: Table, wording: Wording) -> Face:
    table = numbered_table(
        phrase(look.title),
        [phrase(column.name) for column in look.columns],
        [column.number for column in look.columns],
        [[phrase(cell) for cell in row] for row in look.rows],
    )
    text = lines(
        plain(look.title),
        " | ".join(plain(column.name) for column in look.columns),
        *(" | ".join(plain(cell) for cell in row) for row in look.rows),
        *finding_lines(wording, look),
    )
    return Face(section("look", table, finding(wording, look)), text)


@look_face.register
def _(look: Timeline, wording: Wording) -> Face:
    steps = [
        join((b(phrase(step.date)), " ", phrase(step.says), *((" ", small(phrase(step.tone))) if step.tone else ())))
        for step in look.steps
    ]
    text = lines(
        plain(look.title),
        *(f"- {plain(step.date)}: {plain(step.says)}" for step in look.steps),
        *finding_lines(wording, look),
    )
    markup = section(
        "look",
        title(phrase(look.title)),
        div(bullets(steps, ordered=True), class_="course-timeline"),
        finding(wording, look),
    )
    return Face(markup, text)
