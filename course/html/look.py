"""Something to look at that is written in the content file: a table or a time line, with its finding."""

from collections.abc import Iterable, Mapping
from functools import singledispatch

from markupsafe import Markup

from course.html.element import NOTHING, b, bullets, div, join, numbered_table, p, section, small, title
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.lesson import Look, Step, Table, Timeline


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


def timeline(name: str, steps: Iterable[Step], notes: Mapping[str, str] | None = None) -> Markup:
    """Return dated steps under their title; ``notes`` are plain text below steps, by their dates."""

    def says(step: Step) -> Markup:
        tone = (" ", small(phrase(step.tone))) if step.tone else ()
        note = (notes or {}).get(step.date)
        below = p(note, class_="course-note") if note else None
        return join((b(phrase(step.date)), " ", phrase(step.says), *tone, below))

    listed = bullets(map(says, steps), ordered=True)
    return join((title(phrase(name)), div(listed, class_="course-timeline")))


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
    text = lines(
        plain(look.title),
        *(f"- {plain(step.date)}: {plain(step.says)}" for step in look.steps),
        *finding_lines(wording, look),
    )
    return Face(section("look", timeline(look.title, look.steps), finding(wording, look)), text)
