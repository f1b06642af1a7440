"""Questions that the course no longer asks: what was answered to them is told in words, and counts nowhere."""

import html
from datetime import date

import pytest

from course.content import lessons
from course.content.interface import words
from course.content.reader import ContentError
from course.html.text import plain
from course.pages import portfolio
from course.pages.exercise import Exercise
from course.pages.lesson import Lesson

TODAY = date(2026, 11, 29)
BOOKS = [
    *((Lesson, lessons.lesson(stem)) for stem in lessons.stems()),
    *((Exercise, lessons.exercise(stem)) for stem in lessons.exercise_stems()),
]
GONE = [pytest.param(page, content, gone, id=gone.id) for page, content in BOOKS for gone in content.retired]
each = pytest.mark.parametrize(("page", "content", "gone"), GONE)


def answers_to(gone):
    """Answers in every form that the question may have had, each with what it says in words."""
    ids, says = list(gone.says), [plain(one) for one in gone.says.values()]
    if not ids:
        yield {"values": {"promised": 120}}, ["promised = 120"]
        return
    yield {"chosen": ids[0]}, [says[0]]
    yield {"chosen": ids[-2:]}, says[-2:]
    yield {"order": ids[::-1]}, [f"1. {says[-1]}", f"{len(ids)}. {says[0]}"]
    yield {"placed": {ids[0]: ids[-1]}}, [f"{says[0].rstrip('.')}: {says[-1]}"]


def test_there_are_some_so_that_the_tests_below_meet_them():
    assert {"before-the-war", "which-room", "egypt-order", "term-and-fact"} <= {one.values[2].id for one in GONE}


@each
def test_an_answer_to_it_is_told_in_words_on_the_page_and_in_the_portfolio(page, content, gone, record):
    for answer, said in answers_to(gone):
        record.append(content.stem, gone.id, "answer", {"answer": answer})
        opened = page(content, record=record)
        assert opened.opening()
        [(asks, told)] = opened.written()
        assert words()["work"]["earlier"] in asks
        assert plain(gone.asks) in asks.unescape().replace("<em>", "").replace("</em>", "")
        assert all(part in told for part in said), told
        [chapter] = portfolio.gather(record, TODAY).chapters
        assert [told] == [answer for _, answer in chapter.entries]
        assert said[0].split(":")[0] in html.unescape(portfolio.to_html(portfolio.gather(record, TODAY)))


@each
def test_an_option_that_nobody_knows_any_more_does_not_stumble(page, content, gone, record):
    record.append(content.stem, gone.id, "answer", {"answer": {"chosen": "of-another-course"}})
    record.append(content.stem, gone.id, "answer", {"answer": 7})
    [(_, told)] = page(content, record=record).written()
    assert told == words()["work"]["no-fit"]


@each
def test_an_old_cell_that_calls_it_names_the_question_in_its_place(page, content, gone, record):
    opened = page(content, record=record)
    shown = opened.check(gone.id) if page is Lesson else opened.task(gone.id)
    assert f"'{gone.now}'" in repr(shown)
    assert gone.now in lessons.ids_of(content)


@each
def test_it_is_no_part_of_the_work_that_is_left(page, content, gone, record):
    before = page(content, record=record).progress(45)
    record.append(content.stem, gone.id, "answer", {"answer": {"chosen": "x"}})
    after = page(content, record=record).progress(45)
    assert (after.done, after.total, after.label) == (before.done, before.total, before.label)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('id = "hardest-promise"\nasks = "?"\nnow = "second-half"', "give the new question another id"),
        ('id = "once"\nasks = "?"\nnow = "second-haff"', "did you mean 'second-half'"),
        ('id = "before-the-war"\nasks = "?"\nnow = "second-half"', "stands 2 times"),
    ],
)
def test_a_list_that_does_not_fit_the_lesson_is_refused(line, problem, tmp_path, monkeypatch):
    stem = "09_inside_and_outside"
    text = (lessons.CONTENT / "lessons" / f"{stem}.toml").read_text("utf-8")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / f"{stem}.toml").write_text(f"{text}\n[[retired]]\n{line}\n", "utf-8")
    monkeypatch.setattr(lessons, "CONTENT", tmp_path)
    with pytest.raises(ContentError, match=problem):
        lessons.lesson(stem)
