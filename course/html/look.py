"""Something to look at that is written in the content file: a table or a time line, with its finding."""

from functools import singledispatch

from course.html.face import Face, bullets, lines, section
from course.html.text import escape, phrase, plain
from course.html.wording import Wording
from course.model.lesson import Look, Table, Timeline


def finding(wording: Wording, look: Look) -> str:
    """Return the finding, the caution and the sources of ``look`` as HTML."""
    words = wording.words["look"]
    caution = f"<p>{escape(words['caution'])} {phrase(look.caution)}</p>" if look.caution else ""
    said = f"<p><b>{escape(words['finding'])}</b> {phrase(look.finding)}</p>{caution}"
    return f"{said}<p><small>{escape(words['sources'])} {wording.cited(look.sources)}</small></p>"


def finding_lines(wording: Wording, look: Look) -> list[str]:
    """Return the finding and the caution of ``look`` as plain lines."""
    words = wording.words["look"]
    caution = f"{words['caution']} {plain(look.caution)}" if look.caution else ""
    return [f"{words['finding']} {plain(look.finding)}", caution]


def table_markup(caption: str, columns: list[str], numbers: list[bool], rows: list[list[str]]) -> str:
    """Return a table with a caption and header cells. Cells are HTML already."""
    # A header without words is a riddle to a screen reader; a plain cell is not.
    head = "".join(f'<th scope="col">{one}</th>' if one else "<td></td>" for one in columns)

    def cell(place: int, value: str) -> str:
        if place == 0:
            return f'<th scope="row">{value}</th>'
        return f'<td class="course-number">{value}</td>' if numbers[place] else f"<td>{value}</td>"

    body = "".join("<tr>" + "".join(cell(n, one) for n, one in enumerate(row)) + "</tr>" for row in rows)
    return (
        f'<div class="course-scroll"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


@singledispatch
def look_face(look: Look, wording: Wording) -> Face:
    """Return something to look at as a static face."""
    raise TypeError(f"Nothing here draws a look of kind {type(look).__name__}.")


@look_face.register
def _(look: Table, wording: Wording) -> Face:
    columns = [phrase(one.name) for one in look.columns]
    numbers = [one.number for one in look.columns]
    rows = [[phrase(cell) for cell in row] for row in look.rows]
    text = lines(
        plain(look.title),
        " | ".join(plain(one.name) for one in look.columns),
        *(" | ".join(plain(cell) for cell in row) for row in look.rows),
        *finding_lines(wording, look),
    )
    markup = table_markup(phrase(look.title), columns, numbers, rows)
    return Face(section("look", markup, finding(wording, look)), text)


@look_face.register
def _(look: Timeline, wording: Wording) -> Face:
    entries = [
        f"<b>{phrase(one.date)}</b> {phrase(one.says)}" + (f" <small>{phrase(one.tone)}</small>" if one.tone else "")
        for one in look.steps
    ]
    text = lines(
        plain(look.title),
        *(f"- {plain(one.date)}: {plain(one.says)}" for one in look.steps),
        *finding_lines(wording, look),
    )
    title = f"<p><strong>{phrase(look.title)}</strong></p>"
    return Face(
        section(
            "look",
            title,
            f'<div class="course-timeline">{bullets(entries, ordered=True)}</div>',
            finding(wording, look),
        ),
        text,
    )
