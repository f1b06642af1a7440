"""A core fits its hour by a count that can be made again by hand."""

import math

import pytest
from msgspec.structs import replace

from course.content import lessons, pace
from course.content.outline import Block, outline
from course.model.lesson import LessonBlock, Session
from course.model.task import Writing

LESSON = lessons.lesson("05_why_come_to_the_table", as_published=True)


def test_neither_citations_nor_targets_nor_marks_are_words():
    assert pace.count_words("The moment is **ripe** when [both see it](#term-ripeness).") == 8
    assert pace.count_words("- One reason. [Zartman 2000](#source-zartman-2000) [Kuperman](#source-kuperman-2008)") == 3


@pytest.fixture
def fitted(monkeypatch):
    """Count sessions of our own, with a notebook of our own."""

    def fit(session, parts):
        lesson = replace(LESSON, sessions=(session,), minutes=session.minutes, filings=())
        monkeypatch.setattr(pace.lessons, "lesson", lambda stem: lesson)
        monkeypatch.setattr(pace, "outline", lambda stem: tuple(parts))
        return pace.sessions(LESSON.stem)[0], list(pace.find_troubles(LESSON.stem))

    return fit


def _block(title, **more):
    return LessonBlock(title=title, do="Read it.", **more)


def test_reading_acting_and_transitions_add_up(fitted):
    prompt = next(prompt for prompt in LESSON.prompts if prompt.id == "go-or-wait")
    parts = [
        Block(title="Read", calls=(("discuss", prompt.id),), prose=" ".join(["word"] * 360)),
        Block(title="Try", calls=(("lab", "ripeness"),), prose=""),
        Block(title="Look", calls=(), prose=" ".join(["word"] * 180)),
    ]
    session = Session(title="One", minutes=45, blocks=(_block("Read"), _block("Try"), _block("Look", more=True)))
    counted, troubles = fitted(session, parts)
    assert counted.minutes == pytest.approx(2 + prompt.minutes + pace.LAB + pace.TRANSITIONS)
    assert counted.more == pytest.approx(1)
    assert counted.words == 360
    assert len(troubles) == 1
    assert "exit question" in troubles[0]


def test_a_core_that_is_too_long_or_too_full_is_refused(fitted):
    parts = [Block(title="Read", calls=(("check", "sixty-four"),) * 3, prose=" ".join(["word"] * 9000))]
    _, troubles = fitted(Session(title="One", minutes=45, blocks=(_block("Read"),)), parts)
    text = " ".join(troubles)
    for phrase in ("takes 58.0 minutes and not 45", "9000 words", "3 checks", "exit question"):
        assert phrase in text


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ((_block("Read"),), "'Look' of the notebook is in no session"),
        ((_block("Read"), _block("Look"), _block("Gone")), "no heading 'Gone'"),
        ((_block("Look"), _block("Read")), "another order"),
    ],
)
def test_sessions_and_notebook_have_the_same_blocks(fitted, blocks, said):
    parts = [Block(title="Read", calls=()), Block(title="Look", calls=()), Block(title="Key terms", calls=())]
    _, troubles = fitted(Session(title="One", minutes=45, blocks=blocks), parts)
    assert any(said in trouble for trouble in troubles)


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_core_fits_its_hour(stem):
    assert list(pace.find_troubles(stem)) == []


def test_a_look_at_a_map_takes_half_a_minute_and_no_reading():
    (block,) = (part for part in outline("05_why_come_to_the_table") if part.title == "Look · Eight years")
    content = lessons.lesson("05_why_come_to_the_table")
    without = replace(block, calls=tuple(call for call in block.calls if call[0] != "map"))
    (shown,), (plain,) = (
        [counted for counted in pace.blocks_in(content, [part]) if counted.title == block.title]
        for part in (block, without)
    )
    assert shown.minutes - plain.minutes == pytest.approx(0.5)
    assert shown.words == plain.words


def _writing():
    return next(task for task in lessons.exercise(LESSON.stem, as_published=True).tasks if isinstance(task, Writing))


def test_what_stands_around_a_text_takes_its_minutes():
    task = _writing()
    samples = tuple(replace(sample, text=" ".join(["word"] * 120)) for sample in task.samples)
    four = replace(task, samples=samples, rubric=task.rubric[:1] * 4)
    assert pace.ladder(four) == pytest.approx(2 + pace.RANKED + 4 * pace.A_ROW)


def test_minutes_that_only_hold_the_writing_are_refused(monkeypatch):
    task = _writing()
    short = replace(task, minutes=math.ceil(task.least / pace.WRITTEN))
    one = replace(lessons.exercise(LESSON.stem, as_published=True), tasks=(short,), minutes=short.minutes + 1)
    monkeypatch.setattr(pace.lessons, "exercise", lambda stem: one)
    sums, writing = pace.find_troubles_of_exercise(LESSON.stem)
    assert "is not the sum of its tasks" in sums
    assert f"tasks '{task.id}', minutes" in writing


@pytest.mark.parametrize("stem", lessons.exercise_stems())
def test_every_exercise_fits_its_minutes(stem):
    assert list(pace.find_troubles_of_exercise(stem)) == []
