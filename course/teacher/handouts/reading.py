"""What is read, decided or drawn with a pen: documents, people, boundaries; what we say of them on a page apart."""

from collections.abc import Iterator

from markupsafe import Markup

from course.content import boundaries as drawn
from course.content import catalog, maps
from course.content import documents as read
from course.content import people as met
from course.content.interface import words
from course.html import document as paged
from course.html.boundary import drawing, held, to_mark
from course.html.element import b, bullets, element, join, p, small, span
from course.html.extract import answers_of, of_when, text_of
from course.html.person import happened
from course.html.text import phrase
from course.html.wording import Wording
from course.model.boundary import Boundary
from course.model.document import Document
from course.model.language import own_direction
from course.model.lesson import Lesson
from course.model.person import Choice, Person
from course.teacher.handouts import paper

LINE, WHY = 3, 2
"""So many ruled lines for what is missing, and for a reason."""


def _wording() -> Wording:
    return Wording(words=words(), cite=catalog.sources().__getitem__)


def documents(lesson: Lesson) -> Iterator[Markup]:
    """Yield the documents of a lesson, to be marked and answered with a pen."""
    for document in read.readable(lesson.documents):
        yield from _document(document)


def _document(document: Document) -> Iterator[Markup]:
    word, wording = words()["document"], _wording()
    source = catalog.sources()[document.source]
    about = " · ".join(
        part for part in (f"{word['source']} {source.label}", document.licence, document.translated) if part
    )
    yield paged.heading(f"{word['eyebrow']}: {document.title}")
    yield paged.together(
        paged.paragraph(of_when(wording, document), class_="quiet"),
        paged.prose(document.before),
        text_of(document),
        paged.paragraph(about, class_="quiet"),
    )
    asks = (phrase(marking.asks) for marking in document.marks)
    yield paged.together(
        paged.paragraph(phrase(words()["export"]["mark-text"]), class_="quiet"), paged.bullets(asks, ordered=True)
    )
    for question in document.questions:
        options = (Choice(id=option.id, says=option.says) for option in question.options)
        yield paged.together(p(b(phrase(question.asks))), _ticks(options))
    yield paper.lined(f"{word['missing']} {document.missing.asks}", LINE)


def people(lesson: Lesson) -> Iterator[Markup]:
    """Yield the people of a lesson, each with what could be done."""
    for person in met.readable(lesson.people):
        yield from _person(person)


def _person(person: Person) -> Iterator[Markup]:
    word, wording = words()["person"], _wording()
    said = wording.word("person", "said", said=person.said)
    yield paged.heading(f"{word['eyebrow']}: {person.name}")
    yield paged.together(
        paged.paragraph(" · ".join(part for part in (said, person.years, person.role) if part), class_="quiet"),
        paged.prose(person.before),
    )
    yield paged.together(p(b(phrase(person.asks))), _ticks(person.options), paper.lined(word["why"], WHY))


def boundaries(lesson: Lesson) -> Iterator[Markup]:
    """Yield the boundaries of a lesson, each with a map on which a line can be drawn and a table to tick."""
    for boundary in drawn.readable(lesson.boundaries):
        yield from _boundary(boundary)


def _boundary(boundary: Boundary) -> Iterator[Markup]:
    word, wording = words()["boundary"], _wording()
    sheet = maps.read_map(boundary.map)
    yield paged.heading(boundary.title)
    hints = bullets(phrase(hint) for hint in boundary.hints)
    yield paged.together(paged.prose(boundary.before), p(b(phrase(boundary.asks))), hints)
    yield paged.together(
        paged.paragraph(word["how-paper"], class_="quiet"),
        drawing(wording, boundary, sheet, {}),
    )
    yield paged.together(to_mark(wording, boundary), paper.lined(word["why"], WHY))


def _ticks(options: Iterator[Choice] | tuple[Choice, ...]) -> Markup:
    items = (element("li", span(phrase(option.says)), dir=own_direction()) for option in options)
    return element("ul", *items, class_="tick one")


def answers(lesson: Lesson) -> Iterator[Markup]:
    """Yield a page with what we mark, answer and miss, with what the people did, and with what a court
    decided; nothing where there is none of it."""
    wording = _wording()
    parts = [
        join((paged.heading(document.title), answers_of(wording, document)))
        for document in read.readable(lesson.documents)
    ]
    parts += [join((paged.heading(person.name), happened(wording, person))) for person in met.readable(lesson.people)]
    parts += [
        join((paged.heading(boundary.title), held(wording, boundary, maps.read_map(boundary.map))))
        for boundary in drawn.readable(lesson.boundaries)
    ]
    if parts:
        note = paged.paragraph(small(phrase(words()["export"]["answer-first"])), class_="quiet")
        yield element("section", note, *parts, class_="sheet views")
