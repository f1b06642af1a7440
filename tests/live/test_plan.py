"""The run-sheet on the console: the steps and minutes of the printed one, and nobody else is told what is right."""

import json

import pytest

from course.content import lessons
from course.content.outline import outline
from course.html.text import phrase
from course.live.deck import deck_of
from course.live.plan import heard, planned_blocks
from course.teacher.handouts.runsheet import run_sheet
from tests.live.conftest import Room

STEM = "05_why_come_to_the_table"


@pytest.mark.parametrize("stem", lessons.stems())
def test_the_console_has_the_steps_and_minutes_of_the_printed_run_sheet(stem: str) -> None:
    lesson = lessons.lesson(stem)
    plan = planned_blocks(lesson)
    for number, session in enumerate(lesson.sessions, 1):
        sheet = run_sheet(lesson, session.minutes, outline(stem), number)
        printed = [
            (slot.start, slot.minutes, step.block.title, str(phrase(step.block.do)))
            for slot in sheet.slots
            for step in slot.steps
        ]
        here = [block for block in plan if block.session == number]
        told = [(block.start, block.minutes, block.block, block.do) for block in here if block.start is not None]
        assert told == printed
        assert {block.block for block in here} == {block.title for block in session.blocks}


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_core_question_has_its_step(stem: str) -> None:
    steps = {(block.session, block.block) for block in planned_blocks(lessons.lesson(stem))}
    slides = deck_of(stem).slides.values()
    assert {(slide.session, slide.block) for slide in slides if not slide.more} <= steps


def test_what_to_listen_for_and_what_is_right_are_the_console_s_alone(room: Room) -> None:
    says = heard(deck_of(STEM))
    guide = says["discuss.go-or-wait.1"].guide
    assert guide.startswith("Do not resolve it")
    assert says["check.recall-mandate"].right.startswith("The mandate")
    assert "discuss.why-not-the-brothers.2" in says, "also at the second vote"
    quoted = json.dumps(guide)[1:30]
    for page, is_told in (("console", True), ("projector", False)):
        assert (quoted in room.client.get(f"/t/{room.id}/{page}", headers=room.teacher).text) == is_told, page
    amina = room.join()
    assert quoted not in room.client.get(f"/r/{room.id}/", headers=amina).text


def test_a_lesson_without_a_notebook_has_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.live.plan.outline", lambda stem: ())
    assert planned_blocks(lessons.lesson(STEM)) == []
