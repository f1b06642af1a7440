"""The run-sheet: minutes add up, what matters stays, groups are fair, the command writes what it says."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import labs, lessons, pace, scenarios, tables
from course.content.interface import words
from course.content.outline import Block, outline
from course.content.reader import ContentError
from course.model.language import ENGLISH
from course.model.lesson import LessonBlock, MarkedText, Session, Spoken
from course.teacher.handouts import runsheet_page
from course.teacher.handouts.groups import groups
from course.teacher.handouts.runsheet import PAUSE, count, count_steps, run_sheet, whole
from course.teacher.verbs.plan import main

stems = st.sampled_from(lessons.stems())


def check_sheet(sheet, lesson, notebook):
    """What holds for every sheet, whatever the lesson and the minutes."""
    reached = 0
    for slot in sheet.slots:
        assert slot.start == reached
        assert slot.minutes >= 1
        assert slot.minutes >= count(slot.steps) - 1e-6, "a step below its count"
        assert len({step.session for step in slot.steps}) <= 1
        reached += slot.minutes
    assert reached == sheet.minutes
    pauses = [slot for slot in sheet.slots if not slot.steps and not slot.open]
    assert [slot.minutes for slot in pauses] == ([PAUSE] if sheet.minutes >= 110 and sheet.steps else [])
    every = [step for step in count_steps(lesson, notebook) if step.session in sheet.sessions]
    core = [step for step in every if not step.block.more]
    assert list(sheet.steps) == [step for step in every if step in sheet.steps], "another order than the notebook's"
    taught = [step for step in core if step in sheet.steps]
    assert [step for step in core if step in sheet.left_out or step in taught] == core
    assert not set(map(id, sheet.left_out)) & set(map(id, taught))
    if sheet.left_out:
        assert not any(step.block.more for step in sheet.steps), "more, while a part of the core is left out"
    if taught and sheet.left_out and not sheet.rushed:
        assert all(step.block.cut for step in sheet.left_out)
        kept = [step.block.cut for step in taught if step.block.cut]
        assert max(step.block.cut for step in sheet.left_out) <= min(kept, default=9)
    if sheet.rushed and any(not step.block.cut for step in sheet.left_out):
        # Alone on the sheet, because nothing that is never cut fits into the time.
        alone = len(taught) == 1 and all(
            step.minutes > sheet.minutes - pace.TRANSITIONS * len(sheet.sessions) for step in core if not step.block.cut
        )
        may_go = [step for step in taught if step.block.cut]
        assert alone or not may_go, "what may be cut stays, and what may not goes"
    pause = sum(slot.minutes for slot in pauses)
    if count(core) + pace.TRANSITIONS * len(sheet.sessions) <= sheet.minutes - pause:
        assert not sheet.left_out, "the core fits and is cut"
    if not sheet.steps and core:
        assert min(step.minutes for step in core) > sheet.minutes - pause - pace.TRANSITIONS


@given(stems, st.integers(10, 240), st.data())
def test_any_sheet_of_any_lesson_can_be_taught(stem, minutes, data):
    lesson, notebook = lessons.lesson(stem), outline(stem)
    session = data.draw(st.none() | st.integers(1, len(lesson.sessions)))
    sheet = run_sheet(lesson, minutes, notebook, session)
    assert sheet.sessions == (session,) if session else sheet.sessions[0] == 1
    check_sheet(sheet, lesson, notebook)


BASE = lessons.lesson("05_why_come_to_the_table", as_published=True)


def planned(sessions):
    """A lesson with these sessions, and its notebook. A block is words to read, more, cut."""
    notebook, made = [], []
    for number, blocks in enumerate(sessions, 1):
        named = []
        for place, (words_to_read, more, cut) in enumerate(blocks):
            title = f"Read · {number}.{place}"
            notebook.append(Block(title=title, calls=(), prose="word " * words_to_read))
            named.append(LessonBlock(title=title, do="Read.", more=more, cut=cut))
        made.append(Session(title=f"Part {number}", minutes=45, blocks=tuple(named)))
    lesson = msgspec.structs.replace(BASE, sessions=tuple(made), minutes=45 * len(made), filings=())
    return lesson, tuple(notebook)


blocks = st.lists(st.tuples(st.integers(1, 5000), st.booleans(), st.integers(0, 5)), min_size=1, max_size=12)


@given(st.lists(blocks, min_size=1, max_size=3), st.integers(10, 240), st.data())
def test_any_plan_fits_any_minutes(sessions, minutes, data):
    """Plans in which all may be cut, all is more, nothing takes any time, or nothing fits, are among them."""
    lesson, notebook = planned(sessions)
    session = data.draw(st.none() | st.integers(1, len(sessions)))
    sheet = run_sheet(lesson, minutes, notebook, session)
    check_sheet(sheet, lesson, notebook)
    assert runsheet_page.to_markdown(sheet, 23).startswith("# Lesson 5")


def minutes_of(*minutes, more=(), cut=()):
    """A session whose blocks take so many minutes."""
    return [(length * ENGLISH.words_a_minute, n in more, n + 1 if n in cut else 0) for n, length in enumerate(minutes)]


def titles(steps):
    return [step.block.title.removeprefix("Read · ") for step in steps]


def test_a_core_that_fits_its_hour_is_never_cut_by_rounding():
    """Twelve blocks of a bit more than three and a half minutes: each rounded up would make 48 minutes."""
    lesson, notebook = planned([[(640, False, 1)] * 12])
    sheet = run_sheet(lesson, 45, notebook)
    assert len(sheet.steps) == 12
    assert not sheet.left_out
    assert any(len(slot.steps) > 1 for slot in sheet.slots)
    text = runsheet_page.to_markdown(sheet, 23)
    assert "(about 4)" in text


def test_cuts_go_in_their_order_and_more_comes_only_when_all_of_the_core_is_there():
    lesson, notebook = planned([minutes_of(10, 10, 10, 5, more=[3], cut=[0, 1])])
    longer = run_sheet(lesson, 50, notebook)
    assert titles(longer.steps) == ["1.0", "1.1", "1.2", "1.3"]
    assert titles(longer.next_cuts) == ["1.3", "1.0", "1.1"], "what is more goes before any of the core"
    assert titles(run_sheet(lesson, 49, notebook).steps) == ["1.0", "1.1", "1.2"]
    assert titles(run_sheet(lesson, 31, notebook).left_out) == ["1.0"]
    assert titles(run_sheet(lesson, 21, notebook).left_out) == ["1.0", "1.1"]


def test_spare_minutes_of_a_session_lengthen_its_core_and_bring_no_more():
    lesson, notebook = planned([minutes_of(10, 10, 5, more=[2])])
    sheet = run_sheet(lesson, 45, notebook)
    assert [slot.minutes for slot in sheet.slots] == [15, 15, 15]
    assert [slot.open for slot in sheet.slots] == [False, False, True]


def test_a_step_that_is_only_read_gets_a_minute_more_than_its_reading_where_there_is_one():
    lesson, notebook = planned([minutes_of(1, 20)])
    talked = msgspec.structs.replace(notebook[1], calls=(("discuss", BASE.prompts[0].id),))
    talk = BASE.prompts[0].minutes
    notebook = (notebook[0], talked)
    assert [slot.minutes for slot in run_sheet(lesson, 23 + talk, notebook).slots] == [2, 21 + talk]
    assert run_sheet(lesson, 25 + talk, notebook).slots[0].minutes == 2, "one minute more, and then the others"


def test_what_is_never_cut_goes_last_and_the_shortest_that_makes_room_goes_first():
    lesson, notebook = planned([minutes_of(12, 4, 7, 3, cut=[3])])
    sheet = run_sheet(lesson, 20, notebook)
    assert titles(sheet.left_out) == ["1.2", "1.3"]
    assert sheet.rushed
    assert words()["plan"]["rushed"] in runsheet_page.to_markdown(sheet, 23)


def test_the_exit_question_goes_last_of_all():
    lesson, notebook = planned([minutes_of(9, 9, 0)])
    asks = "What is the one thing that you would still want to know about it tonight?"
    prompt = msgspec.structs.replace(BASE.prompts[0], asks=asks, exit=True, minutes=3)
    lesson = msgspec.structs.replace(lesson, prompts=(prompt,))
    *others, last = notebook
    notebook = (*others, msgspec.structs.replace(last, calls=(("discuss", prompt.id),)))
    assert titles(run_sheet(lesson, 20, notebook).steps) == ["1.1", "1.2"]
    assert titles(run_sheet(lesson, 10, notebook).steps) == ["1.2"]
    text = runsheet_page.to_markdown(run_sheet(lesson, 20, notebook), 23)
    assert text.count(prompt.asks) == 1
    assert words()["plan"]["exit"] in text


def test_a_sheet_on_which_no_step_fits_says_so():
    lesson, notebook = planned([minutes_of(30, 20)])
    sheet = run_sheet(lesson, 12, notebook)
    assert [slot.open for slot in sheet.slots] == [True]
    says = words()["plan"]["none-fits"].format(minutes=12, block="Read · 1.1", least=20)
    assert says in runsheet_page.to_markdown(sheet, 23)


def test_which_sessions_are_planned():
    lesson, notebook = planned([minutes_of(20, 20), minutes_of(40), minutes_of(40)])
    for minutes, sessions in ((45, (1,)), (60, (1,)), (80, (1,)), (84, (1, 2)), (120, (1, 2)), (240, (1, 2, 3))):
        assert run_sheet(lesson, minutes, notebook).sessions == sessions, minutes
    sheet = run_sheet(lesson, 45, notebook, 2)
    assert titles(sheet.steps) == ["2.0"]
    text = runsheet_page.to_markdown(sheet, 23)
    assert text.startswith("# Lesson 5 · Why come to the table, Session 2 · Part 2: 45 minutes")
    assert "Next time: Session 3 · Part 3 (45 minutes)." in text
    both = runsheet_page.to_markdown(run_sheet(lesson, 90, notebook), 23)
    assert both.index("| **Session 1 · Part 1**") < both.index("| **Session 2 · Part 2**")
    with pytest.raises(ValueError, match="no session 4: give a number from 1 to 3"):
        run_sheet(lesson, 45, notebook, 4)


def test_a_pause_stands_between_two_sessions():
    lesson, notebook = planned([minutes_of(20, 30), minutes_of(25, 25)])
    slots = run_sheet(lesson, 120, notebook).slots
    [place] = [n for n, slot in enumerate(slots) if not slot.steps and not slot.open]
    assert (slots[place - 1].steps[0].session, slots[place + 1].steps[0].session) == (1, 2)


def test_without_a_notebook_nothing_is_counted_and_that_is_said():
    with pytest.raises(ContentError, match="repair 05"):
        run_sheet(BASE, 45, ())


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
    sheet = run_sheet(lesson, 90, outline(stem))
    told = runsheet_page.planned(sheet, (*notes.board, *notes.expect, notes.silent_room))
    assert all(" ".join(note.split()) in flat for note in told)
    headings = len(sheet.sessions) if len(sheet.sessions) > 1 else 0
    assert runsheet_page.to_html(sheet, 23).count("<tr>") == len(sheet.slots) + headings + 1
    assert all(f"**{step.block.title}**" in flat for step in sheet.steps)


def test_what_the_notes_add_is_on_the_sheet():
    block = msgspec.structs.replace(BASE.sessions[1].blocks[0], paper="Read it from the board.")
    first = msgspec.structs.replace(BASE.sessions[1], blocks=(block, *BASE.sessions[1].blocks[1:]))
    exercise = lessons.exercise(BASE.stem)
    notes = msgspec.structs.replace(
        BASE.teacher,
        open=("the atlas",),
        print=("the booklet",),
        names=(Spoken(name="Hudaybiyya", said="hoo-day-BEE-ya"),),
        support=("Read the scene in pairs.",),
        fast=("Take the second lab.",),
        marked=(MarkedText(task=exercise.tasks[-1].id, text="They stopped. <b>Why</b>?", comment="Say who stopped."),),
    )
    sheet = run_sheet(msgspec.structs.replace(BASE, sessions=(first,), teacher=notes), 90, outline(BASE.stem))
    text, html = runsheet_page.to_markdown(sheet, 23), runsheet_page.to_html(sheet, 23)
    for phrase in (
        "Open: the atlas",
        "Print: the booklet",
        "**Hudaybiyya** hoo-day-BEE-ya",
        "Read the scene in pairs.",
        "Take the second lab.",
        "*Without devices:* Read it from the board.",
        "> They stopped.",
        "Say who stopped.",
        "*(more)*",
    ):
        assert phrase in text
    assert "Open: the atlas" in html
    assert "&lt;b&gt;Why" in html
    assert "<b>Why" not in html


def test_a_note_for_another_session_is_not_on_the_sheet():
    sheet = run_sheet(BASE, 45, outline(BASE.stem), 2)
    notes = ("Session 1: the ranking.", "Session 2, at the end: the lab.", "Both.")
    assert runsheet_page.planned(sheet, notes) == ["Session 2, at the end: the lab.", "Both."]
    one, both = run_sheet(BASE, 45, outline(BASE.stem), 1), run_sheet(BASE, 90, outline(BASE.stem))
    marked = "Session 2: "
    assert marked not in runsheet_page.to_markdown(one, 23)
    assert marked in runsheet_page.to_markdown(both, 23)


def notes_of(lesson):
    notes = lesson.teacher
    return (*notes.board, *notes.expect, *notes.support, *notes.fast)


@pytest.mark.parametrize("stem", lessons.stems())
def test_a_note_for_one_block_names_a_block_that_the_lesson_has(stem):
    lesson = lessons.lesson(stem, as_published=True)
    titles = [block.title.partition(" · ")[2] for session in lesson.sessions for block in session.blocks]
    for note in notes_of(lesson):
        found = runsheet_page.AT_BLOCK.match(note)
        assert not found or found["block"] in titles, note
        # A note that comes to a block of more on its way would stand on sheets that do not hold it.
        assert found or "With '" not in note, note


@pytest.mark.parametrize("stem", ["06_accords_and_recognition", "08_defusing_crises"])
@pytest.mark.parametrize("minutes", [45, 90, 150, 240])
def test_a_note_for_a_block_of_more_stands_at_its_step_and_nowhere_else(stem, minutes):
    lesson = lessons.lesson(stem)
    sheet = run_sheet(lesson, minutes, outline(stem))
    text = runsheet_page.to_markdown(sheet, 23)
    held = {step.block.title.partition(" · ")[2]: step.block.title for step in sheet.steps}
    found = [note for note in map(runsheet_page.AT_BLOCK.match, notes_of(lesson)) if note]
    assert len(found) >= 2
    for note in found:
        says = note["says"][1:]
        lines = [line for line in text.splitlines() if says in line]
        steps = [line for line in lines if f"**{held.get(note['block'])}**" in line]
        assert len(lines) == len(steps) == (note["block"] in held), note["block"]


def test_a_note_for_a_block_that_is_not_there_is_not_lost():
    notes = ("With 'A block that was renamed': ask again.",)
    assert runsheet_page.planned(run_sheet(BASE, 90, outline(BASE.stem)), notes) == list(notes)


def test_names_stand_on_the_sheet_of_the_session_that_uses_them():
    names = ("Tashkent", "Waldheim", "Tashkent; Waldheim", "Nowhere At All")
    spoken = tuple(Spoken(name=name, said="so") for name in names)
    lesson = msgspec.structs.replace(BASE, teacher=msgspec.structs.replace(BASE.teacher, names=spoken))
    first, second = (runsheet_page.to_markdown(run_sheet(lesson, 45, outline(BASE.stem), n), 23) for n in (1, 2))
    assert [f"**{name}** so" in first for name in names] == [True, False, True, True]
    assert [f"**{name}** so" in second for name in names] == [False, True, True, True]


@pytest.mark.parametrize("stem", lessons.stems())
def test_notes_are_for_a_session_that_the_lesson_has(stem):
    lesson = lessons.lesson(stem, as_published=True)
    notes = lesson.teacher
    every = (*notes.open, *notes.print, *notes.board, *notes.expect, *notes.support, *notes.fast)
    named = {int(match[1]) for match in map(runsheet_page.OF_SESSION.match, every) if match}
    assert named <= set(range(1, len(lesson.sessions) + 1)) if len(lesson.sessions) > 1 else not named


def test_a_long_question_is_shortened_and_a_short_one_is_not():
    assert runsheet_page.shorten("Was *Cambodia* heard?") == "Was Cambodia heard?"
    assert (
        runsheet_page.shorten("Which state should go to the Court, and why?") == "Which state should go to the Court …"
    )


def asked(lesson, id):
    return runsheet_page.shorten(next(one.asks for one in (*lesson.prompts, *lesson.checks) if one.id == id))


SHOWN_BY = {
    "discuss": lambda lesson, id: f"“{asked(lesson, id)}”",
    "check": lambda lesson, id: f"“{asked(lesson, id)}”",
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
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| | ")][1:]
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
    assert text.read_text("utf-8").startswith("# Lesson 5")
    assert main(["05", "--session", "1", "--minutes", "45", "--out", str(text)]) == 0
    assert "45 minutes" in text.read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["77"],
        ["05", "--minutes", "3"],
        ["05", "--session", "9"],
        ["05", "--session", "0"],
        ["05", "--students", "0"],
        ["05", "--out", "/dev/null/a.html"],
    ],
)
def test_what_a_person_can_mend_is_one_line(arguments, capsys):
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Traceback" not in told


@pytest.mark.parametrize("stem", lessons.stems())
def test_no_step_is_stretched_beyond_what_is_sensible(stem):
    sheet = run_sheet(lessons.lesson(stem, as_published=True), 240, outline(stem))
    assert sum(slot.minutes for slot in sheet.slots) == 240
    for slot in (slot for slot in sheet.slots if slot.steps):
        read = all(step.only_read for step in slot.steps)
        assert slot.minutes <= max(whole(slot.steps) + read, count(slot.steps) * 1.5)
    if sheet.slots[-1].open:
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
def test_no_step_names_minutes_that_it_does_not_have(stem):
    """A step has its count at least, on every sheet: so the words of the plan and of its guides must fit that."""
    lesson, notebook = lessons.lesson(stem, as_published=True), outline(stem)
    prompts = {prompt.id: prompt for prompt in lesson.prompts}
    for step in count_steps(lesson, notebook):
        guides = [prompts[id].guide for call, id in step.calls if call == "discuss" and id in prompts]
        for text in (step.block.do, step.block.paper, *guides):
            assert named(text) <= whole((step,)), (step.block.title, step.minutes, text)


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
