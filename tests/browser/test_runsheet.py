"""A session's run-sheet prints on two pages of A4, one leaf to take into the room; marked texts may take a third.

More than an hour, which is several sessions or one with what is more, may take one page more; three sessions take two.
"""

import re

import pytest
from msgspec.structs import replace

from course.content import lessons
from course.content.outline import outline
from course.model.lesson import MarkedText, Spoken
from course.teacher.handouts import runsheet_page
from course.teacher.handouts.runsheet import run_sheet
from tests.chromium import in_chromium, open_page

pytestmark = in_chromium


@pytest.fixture(scope="module")
def page(browser):
    return open_page(browser)


def count_pages(page, sheet):
    page.set_content(runsheet_page.to_html(sheet, 23))
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


USUAL = (60, 240)
"""Minutes that every run prints, beside those of a session: the longest on one leaf, and the longest of all."""


def plans():
    for stem in lessons.stems():
        for session, planned in enumerate(lessons.lesson(stem).sessions, 1):
            yield pytest.param(stem, min(planned.minutes, 45), session, id=f"{stem[:2]} session {session}")
        for minutes in (60, 90, 120, 240):
            marks = () if minutes in USUAL else pytest.mark.long
            yield pytest.param(stem, minutes, None, id=f"{stem[:2]} {minutes} minutes", marks=marks)


@pytest.mark.parametrize(("stem", "minutes", "session"), list(plans()))
def test_a_run_sheet_prints_on_two_pages_with_marked_texts_and_in_a_long_lesson_on_one_more(
    page, stem, minutes, session
):
    lesson = lessons.lesson(stem)
    sheet = run_sheet(lesson, minutes, outline(stem), session)
    longer = max(minutes > 60, len(sheet.sessions) - 1)
    assert count_pages(page, sheet) <= 2 + bool(lesson.teacher.marked) + longer


@pytest.mark.parametrize("stem", lessons.stems())
def test_a_run_sheet_with_every_note_prints_on_three_pages(page, stem):
    lesson = lessons.lesson(stem)
    prompt = lesson.prompts[0]
    text = "The committee came early and had nothing to offer that either side wanted more than to win. " * 12
    notes = replace(
        lesson.teacher,
        open=("the case atlas, in a second tab",),
        print=("the booklet, one for each learner", "the table of the second look"),
        names=tuple(Spoken(name=f"Hudaybiyya {n}", said="hoo-day-BEE-ya") for n in range(4)),
        support=("Read the scene aloud in pairs, and explain three words first.",) * 2,
        fast=("Take the second lab, and bring back one setting that surprised you.",) * 2,
        marked=tuple(
            MarkedText(task=prompt.id, text=text, comment="You name what they wanted. Now say how you know it.")
            for _ in range(4)
        ),
    )
    assert count_pages(page, run_sheet(replace(lesson, teacher=notes), 45, outline(stem))) <= 3
