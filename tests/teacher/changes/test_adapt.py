"""The file in which a teacher changes a lesson: what it holds, what it does, and what the learner then sees."""

import re

import pytest

from course.content import lessons
from course.content.overrides import entries_of, fingerprint, name_override, read_override
from course.pages.exercise import Exercise
from course.pages.lesson import Lesson
from course.teacher.changes.adapt import begin
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
    assert "Lesson 00 has no exercise" in capsys.readouterr().err
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
