"""A lesson with documents and people: its calls, its bar, what is written there, the portfolio, paper, a class."""

import datetime

import msgspec
import pytest

from course.answers.events import Decision, Marked, MissingSaid, ReadOn, Replied, to_body
from course.content import documents, lessons, people
from course.content.interface import words
from course.html.face import Face
from course.pages.lesson import Lesson
from course.pages.portfolio import gather, to_html, to_markdown
from course.record import Record
from course.teacher.classroom import answers as class_answers
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.classview_page import projector_page, teacher_page
from course.teacher.classroom.handin import HandedIn, HandIn
from course.teacher.classroom.label import Label
from course.teacher.handouts.booklet import booklet
from course.widgets.document import DocumentDesk
from course.widgets.person import PersonCard

STEM = "02_ways_to_settle"
TODAY = datetime.date(2026, 11, 28)


@pytest.fixture
def content(monkeypatch, letter, reply, mediator):
    """The lesson, which lists the samples."""
    read, met = {letter.id: letter, reply.id: reply}, {mediator.id: mediator}
    for module, name, known in ((documents, "document", read), (people, "person", met)):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda id, known=known, real=real: known.get(id) or real(id))
    listed = msgspec.structs.replace(lessons.lesson(STEM), documents=tuple(read), people=tuple(met))
    whole = lessons.lesson
    monkeypatch.setattr(lessons, "lesson", lambda stem, **how: listed if stem == STEM else whole(stem, **how))
    return listed


@pytest.fixture
def lesson(content, record):
    return Lesson(content, record=record)


def write(record, letter, mediator, n=0):
    for item, body in (
        (f"document/{letter.id}", Marked(mark="binds", phrases=letter.marks[0].right)),
        (f"document/{letter.id}", Marked(mark="reserves", phrases=letter.marks[1].right)),
        (f"document/{letter.id}", Replied(question="speaks", option="writer")),
        (f"document/{letter.id}", MissingSaid(text=f"Nobody says who closed it <{n}>.")),
        (f"person/{mediator.id}", Decision(option="wait", why=f"It is late, {n}.")),
    ):
        record.append(STEM, item, *to_body(body))


def test_a_lesson_shows_what_it_lists(lesson, letter, reply):
    assert isinstance(lesson.read(letter.id), DocumentDesk)
    assert list(lesson.read(letter.id, reply.id).documents) == [letter.id, reply.id]
    assert isinstance(lesson.meet("salma-noor"), PersonCard)
    assert "bridge-letter" in lesson.read("bridge-leter").text
    assert "salma-noor" in lesson.meet("salma-nor").text
    for ids in ((), (letter.id, letter.id), (letter.id, reply.id, "third")):
        answer = lesson.read(*ids)
        assert isinstance(answer, Face)
        assert answer.text == words()["note"]["two-documents"].format(lesson="2")
    assert {*letter.sources, *lesson.content.sources} <= {*lesson.cited()}


def test_what_is_done_counts_and_is_told(lesson, record, letter, mediator):
    before = lesson.count_progress()
    write(record, letter, mediator)
    after = lesson.count_progress()
    assert (after.done - before.done, after.total) == (2, before.total)
    told = [(asks.striptags(), answer) for asks, answer in lesson.written()]
    assert (f"{letter.title} {letter.marks[0].asks}", "\n".join(letter.marks[0].right)) in told
    assert (f"{letter.title} {letter.questions[0].asks}", letter.questions[0].options[1].says) in told
    assert (f"{letter.title} {letter.missing.asks}", "Nobody says who closed it <0>.") in told
    assert (f"{mediator.name} {mediator.asks}", "Wait until the morning, and tell both sides. It is late, 0.") in told
    portfolio = gather(record, TODAY)
    for text in (to_markdown(portfolio), to_html(portfolio)):
        assert "Nobody says who closed it &lt;0&gt;." in text
        assert "It is late, 0." in text


def test_reading_on_is_told_as_what_it_is(lesson, record, mediator):
    record.append(STEM, f"person/{mediator.id}", *to_body(ReadOn()))
    assert [answer for _, answer in lesson.written()] == [words()["person"]["work-read"]]


def test_paper_has_the_text_and_keeps_ours_on_a_page_apart(content, letter, mediator):
    paper = booklet(content)
    asked, _, apart = paper.rpartition('class="sheet views"')
    for text in (*(each.words for each in letter.phrases[:3]), letter.marks[0].asks, mediator.options[0].says):
        assert text in asked
    for text in (letter.marks[0].shows, letter.missing.ours, "She asked to know what the letter said."):
        assert text in apart
        assert text not in asked


@pytest.mark.parametrize("size", [4, 5])
def test_a_class_is_shown_shares_from_five_on_and_no_names(content, tmp_path, letter, mediator, size):
    works = []
    for n in range(size):
        record = Record(tmp_path / str(n))
        write(record, letter, mediator, n)
        works.append(
            class_answers.Work(
                HandIn(
                    key=f"{n}" * 32,
                    record=f"{n}" * 32,
                    name=f"Learner {n}",
                    label=Label(),
                    files=(f"{n}.course.json",),
                    made_at="2026-11-28T10:00:00Z",
                    events=tuple(record.events()),
                )
            )
        )
    view = class_view(works, TODAY)
    [lesson] = view.lessons
    [read], [met] = lesson.documents, lesson.people
    assert (read.marked, len(read.texts)) == (size, size)
    assert [bar.count for bar in met.chosen.bars] == [0, 0, size]
    page = projector_page(view)
    few = words()["class"]["few"].format(count=4)
    assert (few in page) == (size == 4)
    assert (words()["class"]["person"].format(chosen=size, read_on=0) in page) == (size == 5)
    assert "Nobody says" not in page
    assert "Learner" not in page
    ticked = projector_page(view, [read.texts[0].id, met.texts[1].id])
    assert "Nobody says who closed it &lt;0&gt;." in ticked
    assert "It is late, 1." in ticked
    assert "It is late, 2." not in ticked
    assert "Learner" not in ticked
    teacher = teacher_page(
        view,
        HandedIn(
            learners=tuple(work.handed for work in works), skipped=(), doubles=(), shared=(), questions=(), files=size
        ),
    )
    assert "Nobody says who closed it &lt;3&gt;." in teacher
    assert "Learner 3" in teacher
