"""The same page in another language: offered where its notebook is made, remembered, and the record is one."""

import json

import pytest

from course.content import lessons
from course.content.language import other_editions
from course.pages.desk import Desk
from course.pages.exercise import Exercise
from course.pages.lesson import Lesson

STEM = "05_why_come_to_the_table"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one lesson, its exercise and the teacher's page, in English and made in Arabic."""
    for folder, stem in (("notebooks", STEM), ("exercises", STEM), ("notebooks", "for_teachers")):
        for place in (tmp_path / folder, tmp_path / folder / "ar"):
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{stem}.ipynb").write_text(json.dumps({"cells": []}), "utf-8")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def offered(page):
    return page.opening().spec["editions"]


def test_a_page_offers_itself_in_each_other_language_by_the_name_that_its_speakers_give_it(course, record):
    arabic = {"code": "ar", "name": "العربية", "direction": "rtl"}
    lesson = offered(Lesson(lessons.lesson(STEM), record=record))
    assert lesson == [{**arabic, "href": f"../notebooks/ar/{STEM}.ipynb"}]
    exercise = Exercise(lessons.exercise(STEM), record=record)
    assert offered(exercise) == [{**arabic, "href": f"../exercises/ar/{STEM}.ipynb"}]
    assert offered(Desk(record=record)) == [{**arabic, "href": "../notebooks/ar/for_teachers.ipynb"}]


def test_from_the_folder_of_a_language_the_way_leads_back(course, monkeypatch):
    monkeypatch.setattr("course.content.language.spoken_code", lambda: "ar")
    [english] = other_editions("notebooks", STEM)
    assert (english.code, english.name, english.href) == ("en", "English", f"../../notebooks/{STEM}.ipynb")


def test_what_is_not_made_is_not_offered_and_a_solution_offers_nothing(course, record):
    assert other_editions("notebooks", "02_ways_to_settle") == ()
    assert "editions" not in Exercise(lessons.exercise(STEM), record=record, worked=True).opening().spec


def test_the_choice_is_remembered_beside_the_record(course, record, send):
    head = Lesson(lessons.lesson(STEM), record=record).opening()
    kept = record.where.parent / "language.txt"
    send(head, "speak", code="ar")
    assert kept.read_text("utf-8") == "ar\n"
    # A page that was open when a language went says nothing of it.
    send(head, "speak", code="xx")
    send(head, "speak", code="en")
    assert kept.read_text("utf-8") == "en\n"
    assert [path.name for path in kept.parent.iterdir()] == ["language.txt"]
