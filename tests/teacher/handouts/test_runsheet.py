"""The run-sheet: minutes add up, what matters stays, groups are fair, the command writes what it says."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import labs, lessons, scenarios, tables
from course.content.interface import words
from course.content.outline import outline
from course.model.lesson import PlanStep
from course.teacher.handouts import runsheet_page
from course.teacher.handouts.groups import groups
from course.teacher.handouts.runsheet import fit, least, run_sheet, share
from course.teacher.verbs.plan import main

stems = st.sampled_from(lessons.stems())


@given(stems, st.integers(10, 240))
def test_the_minutes_are_filled_without_a_gap(stem, minutes):
    sheet = run_sheet(lessons.lesson(stem), minutes, outline(stem))
    reached = 0
    for slot in sheet.slots:
        assert slot.start == reached
        assert slot.minutes >= 1
        reached += slot.minutes
    assert reached == minutes
    assert sum(slot.step is None and not slot.open for slot in sheet.slots) == (minutes >= 110)


@given(stems, st.integers(20, 240))
def test_what_is_never_cut_stays_and_cuts_go_in_their_order(stem, minutes):
    sheet = run_sheet(lessons.lesson(stem), minutes)
    assert all(step.cut for step in sheet.left_out)
    if sheet.left_out and sheet.next_cuts:
        assert max(one.cut for one in sheet.left_out) <= min(one.cut for one in sheet.next_cuts)


@pytest.mark.parametrize("stem", lessons.stems())
def test_45_and_90_minutes_are_the_plans_as_written(stem):
    notes = lessons.lesson(stem).teacher
    for minutes, plan in ((45, notes.plan_45), (90, notes.plan_90)):
        sheet = run_sheet(lessons.lesson(stem), minutes)
        assert [(one.step, one.minutes) for one in sheet.slots] == [(one, one.minutes) for one in plan]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(0, 200))
def test_minutes_are_shared_in_proportion(planned, more):
    minutes = sum(map(least, planned)) + more
    given_out = share(planned, minutes)
    assert sum(given_out) == minutes
    assert all(got >= least(length) for got, length in zip(given_out, planned, strict=True))
    for one, got in zip(planned, given_out, strict=True):
        for other, had in zip(planned, given_out, strict=True):
            assert one <= other or got >= had


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.data())
def test_minutes_too_few_for_every_least_are_shared_all_the_same(planned, data):
    minutes = data.draw(st.integers(len(planned), sum(map(least, planned))))
    given_out = share(planned, minutes)
    assert sum(given_out) == minutes
    assert min(given_out) >= 1
    for length, got in zip(planned, given_out, strict=True):
        for other, had in zip(planned, given_out, strict=True):
            assert length <= other or got >= had


plans = st.lists(
    st.builds(PlanStep, minutes=st.integers(1, 30), block=st.just("Read"), do=st.just("Read."), cut=st.integers(0, 3)),
    min_size=1,
    max_size=18,
).map(lambda steps: (*steps, PlanStep(minutes=5, block="Weigh", do="Weigh.")))


@given(plans, st.integers(20, 109))
def test_what_is_never_cut_stays_in_any_plan(plan, minutes):
    """Both plans are the same one, so that there is no better one to choose."""
    lesson = lessons.lesson("05_why_come_to_the_table", as_published=True)
    teacher = msgspec.structs.replace(lesson.teacher, plan_45=plan, plan_90=plan)
    sheet = run_sheet(msgspec.structs.replace(lesson, teacher=teacher), minutes)
    assert all(step.cut for step in sheet.left_out)
    assert sum(slot.minutes for slot in sheet.slots) == minutes
    if sheet.left_out and sheet.next_cuts:
        assert max(step.cut for step in sheet.left_out) <= min(step.cut for step in sheet.next_cuts)


def test_too_many_steps_are_refused():
    with pytest.raises(ValueError, match="too few"):
        share([5, 5, 5], 2)


def test_cuts_stop_as_soon_as_the_time_is_enough():
    plan = lessons.lesson("05_why_come_to_the_table").teacher.plan_45
    assert [one.cut for one in fit(plan, 45)[1]] == []
    assert [one.cut for one in fit(plan, 38)[1]] == [1]
    assert [one.cut for one in fit(plan, 30)[1]] == [1, 2, 3]


@given(st.integers(2, 500), st.sampled_from([2, 3, 4]))
def test_everybody_is_in_a_group_and_nobody_alone(people, size):
    sizes = groups(people, size)
    assert sum(sizes) == people
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= 2
    assert max(sizes) <= size + 1


def test_groups_in_words():
    assert runsheet_page.in_groups(23, "pairs") == "10 pairs and 1 group of 3"
    assert runsheet_page.in_groups(23, "fours") == "5 groups of 4 and 1 group of 3"
    assert runsheet_page.in_groups(10, "fours") == "2 groups of 3 and 1 group of 4"
    assert runsheet_page.in_groups(9, "fours") == "1 group of 5 and 1 group of 4"
    assert runsheet_page.in_groups(2, "fours") == runsheet_page.in_groups(2, "pairs") == "1 pair"
    assert runsheet_page.in_groups(1, "pairs") == words()["prompt"]["alone"]


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_step_and_note_stands_on_the_sheet(stem):
    lesson = lessons.lesson(stem)
    text = runsheet_page.to_markdown(run_sheet(lesson, 90, outline(stem)), 23, begin=570)
    notes = lesson.teacher
    flat = " ".join(text.split())
    assert "| 9:30–" in text
    assert all(one.answer in flat for one in notes.misconceptions)
    assert all(" ".join(one.split()) in flat for one in (*notes.board, *notes.expect, notes.silent_room))
    html = runsheet_page.to_html(run_sheet(lesson, 90, outline(stem)), 23)
    assert html.count("<tr>") == len(notes.plan_90) + 1


SHOWN_BY = {
    "discuss": lambda lesson, id: f"“{id}”",
    "check": lambda lesson, id: f"“{id}”",
    "look": lambda lesson, id: next(look.title for look in lesson.looks if look.id == id),
    "case": lambda lesson, id: next(case.name for case in tables.cases() if case.id == id),
    "lab": lambda lesson, id: labs.lab(id).title,
    "negotiate": lambda lesson, id: f"{scenarios.scenario(id).title} (" if scenarios.scenario(id).mediator else "",
    "stand": lambda lesson, id: id,
    "weigh": lambda lesson, id: id,
}


@pytest.mark.parametrize("stem", lessons.stems())
def test_what_a_step_shows_stands_beside_it(stem):
    lesson = lessons.lesson(stem)
    sheet = run_sheet(lesson, 90, outline(stem))
    text = runsheet_page.to_markdown(sheet, 23)
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(sheet.slots)
    beside = [row.rsplit(" | ", 1)[1] for row in rows]
    calls = 0
    for slot, cell in zip(sheet.slots, beside, strict=True):
        for call, id in slot.calls:
            if call in SHOWN_BY:
                calls += 1
                assert " ".join(SHOWN_BY[call](lesson, id).split()) in cell, (call, id, cell)
        assert bool(cell.strip(" |")) == any(SHOWN_BY[call](lesson, id) for call, id in slot.calls if call in SHOWN_BY)
    assert calls >= 1


def test_the_command_writes_a_page_and_markdown(tmp_path, capsys):
    page, text = tmp_path / "sheets" / "a.html", tmp_path / "a.md"
    assert main(["05", "--minutes", "70", "--students", "23", "--out", str(page)]) == 0
    assert main(["5", "--minutes", "70", "--students", "23", "--out", str(text)]) == 0
    assert str(page) in capsys.readouterr().out
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert text.read_text("utf-8").startswith("# Lesson 05")


@pytest.mark.parametrize(
    "arguments", [["77"], ["05", "--minutes", "3"], ["05", "--students", "0"], ["05", "--out", "/dev/null/a.html"]]
)
def test_what_a_person_can_mend_is_one_line(arguments, capsys):
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Traceback" not in told


@pytest.mark.parametrize("stem", lessons.stems())
def test_no_step_is_stretched_beyond_what_is_sensible(stem):
    sheet = run_sheet(lessons.lesson(stem, as_published=True), 240)
    assert sum(slot.minutes for slot in sheet.slots) == 240
    assert all(slot.minutes <= 2 * slot.step.minutes for slot in sheet.slots if slot.step)
    assert sheet.slots[-1].open
    assert "Open discussion" in runsheet_page.to_markdown(sheet, 20)


NUMBERS = dict(
    zip(
        (
            "half a",
            "a",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "twelve",
            "fifteen",
        ),
        (0.5, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15),
        strict=True,
    )
)
NAMED = re.compile(rf"\b({'|'.join(NUMBERS)}|\d+) minutes?\b(?: of writing)?( each)?", re.IGNORECASE)


def named(text):
    """Return how many minutes a text names, together; what each half of the room gets counts twice."""
    hits = [(hit[1].lower(), hit[2]) for hit in NAMED.finditer(text)]
    return sum((NUMBERS.get(number) or int(number)) * (2 if each else 1) for number, each in hits)


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_sheet_from_10_to_240_minutes_can_be_taught(stem):
    """No step under its least or stretched too far, and no minutes in the words that the sheet does not have."""
    lesson, blocks = lessons.lesson(stem, as_published=True), outline(stem)
    prompts = {prompt.id: prompt for prompt in lesson.prompts}
    for minutes in range(10, 241):
        sheet = run_sheet(lesson, minutes, blocks)
        assert sum(slot.minutes for slot in sheet.slots) == minutes
        for slot in sheet.slots:
            if slot.step is None:
                continue
            planned = slot.step.minutes
            assert least(planned) <= slot.minutes <= min(60, planned * 3 // 2 + 1), (minutes, slot.step.block)
            texts = [
                slot.step.do,
                *(prompts[id].guide for call, id in slot.calls if call == "discuss" and id in prompts),
            ]
            for text in texts:
                assert named(text) <= slot.minutes, (minutes, slot.minutes, text)


@pytest.mark.parametrize("stem", lessons.stems())
def test_no_sheet_quotes_a_plan_for_other_minutes(stem):
    lesson, blocks = lessons.lesson(stem, as_published=True), outline(stem)
    for minutes in (*range(10, 41), 45, 90, 240):
        text = runsheet_page.to_markdown(run_sheet(lesson, minutes, blocks), 23)
        if minutes <= 30 or words()["plan"]["rushed"] in text:
            assert lesson.teacher.cut_short not in text
        for plan in re.findall(r"[Ww]ith (\d+) minutes", text):
            assert int(plan) < minutes


def test_minutes_in_words_are_counted():
    assert named("Half a minute for each claim, then 5 minutes, then two minutes each.") == 9.5
    assert named("nothing") == 0


NOTES = ("board", "expect")


@pytest.mark.parametrize("stem", lessons.stems())
def test_notes_give_no_number_of_people_that_a_class_may_not_have(stem):
    """The sheet says how the class at hand is seated; a note that says "six people" is wrong for all others."""
    notes = lessons.lesson(stem, as_published=True).teacher
    for name in NOTES:
        value = getattr(notes, name)
        text = value if isinstance(value, str) else " ".join(value)
        assert not re.search(r"\b(three|four|five|six|seven|eight|\d+) (people|students|learners|players)\b", text), (
            text
        )


def test_what_a_teacher_added_is_on_the_run_sheet():
    lesson = lessons.lesson("05_why_come_to_the_table", as_published=True)
    added = msgspec.structs.replace(lesson.prompts[0], id="ours", asks="Our own?", guide="Listen for the harbor.")
    lesson = msgspec.structs.replace(lesson, prompts=(*lesson.prompts, added))
    sheet = runsheet_page.to_markdown(run_sheet(lesson, 45, outline(lesson.stem)), 20)
    assert "Our own?" in sheet
    assert "Listen for the harbor." in sheet
