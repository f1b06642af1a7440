"""The file in which a teacher changes a lesson: what it holds, what it does, and what the learner then sees."""

import re

import pytest

from course.content import lessons
from course.content.outline import outline
from course.content.overrides import entries_of, fingerprint, name_override, read_override
from course.content.reader import ContentError
from course.pages import page
from course.pages.exercise import Exercise
from course.pages.lesson import Lesson
from course.teacher.changes.adapt import begin
from course.teacher.handouts import booklet, runsheet_page
from course.teacher.handouts.runsheet import run_sheet
from course.teacher.verbs import adapt

STEM = "05_why_come_to_the_table"
BOTH = [*(("lessons", one) for one in lessons.stems()), *(("exercises", one) for one in lessons.exercise_stems())]


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "my_course"
    monkeypatch.setenv("COURSE_MY_COURSE", str(folder))
    return folder


def read(folder, stem, **how):
    return (lessons.lesson if folder == "lessons" else lessons.exercise)(stem, **how)


def uncommented(text):
    """The starter with all its examples made to count, as a teacher does with Ctrl and /."""
    head, examples = text.split("# --- 1.", 1)
    lines = examples.split("\n")
    code = re.compile(r"# (?=\[\[|\w+ = |  \{ id|  \{ who|\])")
    return f"{head}# --- 1." + "\n".join(code.sub("", line, count=1) if code.match(line) else line for line in lines)


@pytest.mark.parametrize(("folder", "stem"), BOTH, ids=[f"{one[:-1]}-{stem}" for one, stem in BOTH])
def test_starter_changes_nothing_yet_and_knows_every_entry(home, folder, stem):
    path = begin(folder, stem)
    assert path == home / folder / f"{stem}.toml"
    assert read(folder, stem) == read(folder, stem, as_published=True)
    changes, base = read_override(path)
    assert changes == {}
    assert base == {name: fingerprint(one) for name, one in entries_of(lessons.published(folder, stem)).items()}
    told = path.read_text("utf-8")
    assert "$" not in told
    assert all(f"#   {id} (" in told for id in lessons.ids_of(read(folder, stem)))


@pytest.mark.parametrize(("folder", "stem"), BOTH, ids=[f"{one[:-1]}-{stem}" for one, stem in BOTH])
def test_its_three_examples_work_when_they_are_made_to_count(home, folder, stem):
    path = begin(folder, stem)
    path.write_text(uncommented(path.read_text("utf-8")), "utf-8")
    before, after = read(folder, stem, as_published=True), read(folder, stem)
    lists = ["tasks"] if folder == "exercises" else ["prompts"]
    old, new = ([one.id for one in getattr(content, lists[0])] for content in (before, after))
    added = "our-own-task" if folder == "exercises" else "our-own-question"
    assert new == [*old[:-1], added] or (len(old) == 1 and new == [added])
    assert lessons.left_out(folder, stem) == {old[-1]}


def test_it_never_writes_over_a_file(home, capsys):
    path = begin("lessons", STEM)
    path.write_text("title = 'Mine'\n", "utf-8")
    assert adapt.main(["5"]) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert path.read_text("utf-8") == "title = 'Mine'\n"


def test_verb_says_where_the_file_is(home, capsys):
    assert adapt.main(["05", "--exercise"]) == 0
    said = capsys.readouterr().out
    path = home / "exercises" / f"{STEM}.toml"
    assert name_override(path) in said
    assert str(path) in said
    assert path.is_file()


def test_verb_says_what_is_wrong_in_one_line(home, capsys, monkeypatch):
    assert adapt.main(["77"]) == 2
    assert "There is no lesson '77'" in capsys.readouterr().err
    assert adapt.main(["00", "--exercise"]) == 2
    assert "Lesson 0 has no exercise" in capsys.readouterr().err
    home.write_text("a file in the way")
    assert adapt.main(["05"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv("COURSE_MY_COURSE", "")
    assert adapt.main(["05"]) == 2
    assert "turned off" in capsys.readouterr().err


def test_learner_meets_the_added_question_and_is_told_of_the_one_left_out(home, record):
    path = begin("lessons", STEM)
    path.write_text(uncommented(path.read_text("utf-8")), "utf-8")
    lesson = Lesson(lessons.lesson(STEM), record=record)
    shown = lesson.discuss("our-own-question")._repr_mimebundle_()[0]
    assert "What would your own country have done?" in shown["text/plain"]
    gone = lessons.left_out("lessons", STEM)
    assert "left this one out" in repr(lesson.discuss(*gone))
    assert "No prompt 'nonsense'" in repr(lesson.discuss("nonsense"))


def new(id, after="", kind="text", guide="Listen."):
    line = f'after = "{after}"\n' if after else ""
    return (
        f'[[prompts]]\nid = "{id}"\nkind = "{kind}"\nasks = "Asked by {id}?"\nminutes = 3\n{line}'
        f'grouping = "all"\nperspectives = []\nguide = "{guide}"\n'
    )


def change(home, text, folder="lessons"):
    path = home / folder / f"{STEM}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def in_cells(lesson):
    """What every question of the lesson shows in its cell, as text."""
    published = lessons.lesson(STEM, as_published=True)
    calls = [(lesson.discuss, published.prompts), (lesson.check, published.checks), (lesson.look, published.looks)]
    return {one.id: parts(call(one.id)) for call, entries in calls for one in entries}


def parts(shown):
    return [
        (part._repr_mimebundle_()[0]["text/plain"] if hasattr(part, "_repr_mimebundle_") else repr(part))
        for part in getattr(shown, "parts", [shown])
    ]


def test_an_added_question_shows_by_itself_below_the_last_one(home, record):
    change(home, new("ours"))
    cells = in_cells(Lesson(lessons.lesson(STEM), record=record))
    # Above the exit question, which stays the last of its session.
    last = [prompt for prompt in lessons.lesson(STEM, as_published=True).prompts if not prompt.exit][-1].id
    assert [id for id, shown in cells.items() if len(shown) > 1] == [last]
    head, line, added = cells[last]
    assert "Added by your teacher" in line
    assert "Asked by ours?" in added
    assert "Asked by ours?" not in head


def test_added_questions_stand_where_after_says_in_the_order_of_the_file(home, record):
    check = lessons.lesson(STEM, as_published=True).checks[0].id
    change(home, new("first", "go-or-wait") + new("second", "go-or-wait") + new("third", "first") + new("other", check))
    cells = in_cells(Lesson(lessons.lesson(STEM), record=record))
    assert {id for id, shown in cells.items() if len(shown) > 1} == {"go-or-wait", check}
    asked_by = [text.partition("Asked by ")[2] for text in cells["go-or-wait"][2:]]
    assert [re.match(r"\w+", text)[0] for text in asked_by] == ["first", "second", "third"]
    ids = [prompt.id for prompt in lessons.lesson(STEM).prompts]
    assert ids[ids.index("go-or-wait") + 1 :][:3] == ["first", "third", "second"]


def test_an_addition_after_a_question_left_out_takes_its_place(home, record):
    change(home, '[[prompts]]\nid = "go-or-wait"\nremove = true\n' + new("ours", "go-or-wait"))
    gone, _, added = in_cells(Lesson(lessons.lesson(STEM), record=record))["go-or-wait"]
    assert "left this one out" in gone
    assert "Asked by ours?" in added
    assert lessons.lesson(STEM).prompts[0].id == "ours"


def test_an_added_question_with_a_cell_of_its_own_is_not_shown_twice(home, record, tmp_path, monkeypatch):
    change(home, new("ours"))
    book = tmp_path / "notebooks" / f"{STEM}.ipynb"
    book.parent.mkdir()
    book.write_text('{"cells": [{"cell_type": "code", "source": "lesson.discuss(\\"ours\\")"}]}', "utf-8")
    monkeypatch.setattr(page, "root", lambda: tmp_path)
    cells = in_cells(Lesson(lessons.lesson(STEM), record=record))
    assert all(len(shown) == 1 for shown in cells.values())


def test_an_added_task_shows_below_a_task_or_below_the_cell_that_answers_it(home, record):
    form = lessons.exercise(STEM, as_published=True).tasks[0].id
    cell = next(task for task in lessons.exercise(STEM, as_published=True).tasks if hasattr(task, "values")).id
    text = '[[tasks]]\nid = "{0}"\nkind = "open"\nasks = "Asked by {0}?"\nmodel = "m"\nafter = "{1}"\n'
    change(home, text.format("ours", form) + text.format("mine", cell), "exercises")
    exercise = Exercise(lessons.exercise(STEM), record=record)
    assert "Asked by ours?" in parts(exercise.task(form))[-1]
    assert len(parts(exercise.task(cell))) == 1
    assert "Asked by mine?" in parts(exercise.check(cell))[-1]
    assert len(parts(exercise.check(form))) == 1


def test_an_added_question_and_its_guide_stand_on_the_run_sheet_and_in_the_booklet(home):
    change(home, new("ours", "go-or-wait", guide="Listen for the harbor."))
    lesson = lessons.lesson(STEM)
    sheet = run_sheet(lesson, 90, outline(STEM))
    assert any(("discuss", "ours") in slot.calls for slot in sheet.slots)
    text = runsheet_page.to_markdown(sheet, 20)
    assert "Listen for the harbor." in text
    assert next(line for line in text.splitlines() if "`ours`" in line or "ours" in line)
    assert "Asked by ours?" in booklet.booklet(lesson)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (new("ours", "go-or-wiat"), "prompts 'ours', after: there is no 'go-or-wiat' here; did you mean 'go-or-wait'"),
        (new("ours", "ours"), "prompts 'ours', after: there is no 'ours' here"),
        ('[[prompts]]\nid = "prove-it"\nafter = "go-or-wait"\n', "the course has this one, and it keeps its place"),
        (
            '[[prompts]]\nid = "why-not-the-brothers"\noptions = [{id = "x", says = "X.", after = "go-or-wait"}]\n',
            "options 'x', after: there is no 'go-or-wait' here",
        ),
    ],
)
def test_after_that_names_no_place_is_told(home, text, said):
    change(home, text)
    with pytest.raises(ContentError) as told:
        lessons.lesson(STEM)
    assert said in str(told.value)


def test_an_added_option_stands_where_after_says(home):
    first = lessons.lesson(STEM, as_published=True)
    prompt = next(one for one in first.prompts if one.id == "why-not-the-brothers")
    option = prompt.options[0].id
    change(home, f'[[prompts]]\nid = "{prompt.id}"\noptions = [{{id = "x", says = "X.", after = "{option}"}}]\n')
    changed = next(one for one in lessons.lesson(STEM).prompts if one.id == prompt.id)
    assert [one.id for one in changed.options][:2] == [option, "x"]


def test_learner_is_told_of_a_task_left_out(home, record):
    path = begin("exercises", STEM)
    path.write_text(uncommented(path.read_text("utf-8")), "utf-8")
    exercise = Exercise(lessons.exercise(STEM), record=record)
    assert "Which of these" in exercise.task("our-own-task")._repr_mimebundle_()[0]["text/plain"]
    assert "left this one out" in repr(exercise.task("to-myself"))


def test_answer_given_before_the_change_stays(home, record):
    record.append(STEM, "go-or-wait", "answer", {"answer": {"value": 6}, "round": 1})
    path = begin("lessons", STEM)
    path.write_text('[[prompts]]\nid = "go-or-wait"\nasks = "Fly?"\n', "utf-8")
    written = Lesson(lessons.lesson(STEM), record=record).written()
    assert [(asked, said.split()[0]) for asked, said in written] == [("Fly?", "6/7")]


def test_own_question_without_perspectives_can_be_answered(home, record):
    path = begin("lessons", STEM)
    text = re.sub(r"perspectives = \[.*?\n\]", "perspectives = []", uncommented(path.read_text("utf-8")), flags=re.S)
    path.write_text(text, "utf-8")
    record.append(STEM, "our-own-question", "answer", {"answer": {"chosen": "fly"}, "round": 1})
    lesson = Lesson(lessons.lesson(STEM), record=record)
    assert "What would your own" in lesson.discuss("our-own-question")._repr_mimebundle_()[0]["text/plain"]
