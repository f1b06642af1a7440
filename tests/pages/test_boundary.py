"""A lesson with a boundary: its call, its bar, what is written there, the portfolio, paper, a backup, a class."""

import datetime

import pytest

from course.answers.boundary import boundary_item
from course.answers.events import READER, Drawn, to_body
from course.content import boundaries, lessons
from course.content.interface import words
from course.html.face import Face
from course.pages.lesson import Lesson
from course.pages.portfolio import gather, to_html, to_markdown
from course.record import Record, pack_record, restore
from course.teacher.classroom import answers as class_answers
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.classview_page import projector_page
from course.teacher.classroom.handin import HandIn
from course.teacher.classroom.label import Label
from course.teacher.handouts.booklet import booklet
from course.widgets.boundary import BoundaryDesk

STEM = "02_ways_to_settle"
TODAY = datetime.date(2026, 11, 29)
HAWAR = boundaries.boundary("hawar-line")
MIDDLE = ((50.85, 25.44), (50.85, 26.36))


@pytest.fixture
def lesson(record):
    return Lesson(lessons.lesson(STEM), record=record)


def write(record, line="first", points=MIDDLE, why="Half <each>."):
    record.append(STEM, boundary_item(HAWAR.id), *to_body(Drawn(line=line, points=points, why=why)))


def test_a_lesson_shows_what_it_lists(lesson):
    assert isinstance(lesson.draw("hawar-line"), BoundaryDesk)
    for wrong in ("hawar-lin", 5, None):
        answer = lesson.draw(wrong)
        assert isinstance(answer, Face)
        assert "hawar-lin" in answer.text or str(wrong) in answer.text
    assert {source for feature in HAWAR.features for source in feature.sources} <= {*lesson.cited()}


def test_what_is_drawn_counts_and_is_told(lesson, record):
    before = lesson.count_progress()
    write(record)
    after = lesson.count_progress()
    # More counts from the moment in which somebody works in it.
    assert (after.done - before.done, after.total - before.total) == (1, 1)
    write(record, "second", ((50.6, 25.44), (50.6, 26.36)), "Now I know.")
    told = [answer for asks, answer in lesson.written() if HAWAR.title in asks]
    assert [answer.rpartition(". ")[2] for answer in told] == ["Half <each>.", "Now I know."]
    portfolio = gather(record, TODAY)
    page = to_html(portfolio)
    assert page.count("<polyline") == 2
    assert "12 to 5" in page
    assert "Half &lt;each&gt;." in page
    assert "Half &lt;each&gt;." in to_markdown(portfolio)


def test_a_backup_carries_the_lines(record, tmp_path):
    write(record)
    other = Record(tmp_path / "other")
    restore(other, pack_record(record).data)
    [event] = other.events(STEM)
    assert event.body["points"] == [list(point) for point in MIDDLE]
    assert other.examine(READER).unread == 0


def test_paper_has_room_to_draw_and_keeps_the_judgment_on_a_page_apart(lesson):
    asked, _, apart = booklet(lesson.content).rpartition('class="sheet views"')
    assert HAWAR.asks in asked
    assert words()["boundary"]["how-paper"] in asked
    assert asked.count("☐") == 2 * len(HAWAR.features)
    for text in ("13 to 4", HAWAR.beside.split("'")[0]):
        assert text in apart
    assert HAWAR.beside.split("'")[0] not in asked


def test_a_class_sees_what_its_lines_leave_to_whom(tmp_path):
    works = []
    for n in range(5):
        record = Record(tmp_path / str(n))
        write(record, points=MIDDLE if n else ((50.6, 25.44), (50.6, 26.36)), why=f"Reason {n}.")
        events = tuple(record.events())
        handed = HandIn(
            key=f"{n}" * 32,
            record=f"{n}" * 32,
            name=f"Learner {n}",
            label=Label(),
            files=(f"{n}.course.json",),
            made_at="2026-11-29T10:00:00Z",
            events=events,
        )
        works.append(class_answers.Work(handed))
    view = class_view(works, TODAY)
    [lesson] = view.lessons
    [drawn] = lesson.looks
    assert drawn.opened == 5
    hawar = drawn.guessed[0]
    assert (hawar.label, hawar.counts, hawar.shown) == ("Hawar Islands", (("Bahrain", 4), ("Qatar", 1)), "Bahrain")
    assert {text.text for text in drawn.texts} == {f"Reason {n}." for n in range(5)}
    assert all(did.done == 1 for did in view.did)
    page = projector_page(view)
    assert "Bahrain (4)" in page
    assert "Learner" not in page
    assert "Reason 1" not in page
