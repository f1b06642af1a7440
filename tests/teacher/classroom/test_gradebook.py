"""The gradebook: points by the rule, and no cell that a spreadsheet would run."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.answers.events import Entry, Mark
from course.content import lessons
from course.content.points import points
from course.content.reader import ContentError
from course.model.points import Points
from course.model.task import Writing
from course.teacher.classroom.answers import Work, tasks_of
from course.teacher.classroom.gradebook import PRESETS, as_text, gradebook, to_csv
from course.teacher.classroom.handin import read_files

STEM = "02_ways_to_settle"


def works(handed):
    return [Work(one) for one in handed.learners]


def table(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def is_live(cell):
    """What a spreadsheet may run: a sign of a formula in front, in any width, behind anything that is not seen."""
    seen = [one for one in unicodedata.normalize("NFKC", cell) if unicodedata.category(one)[0] not in "CZ"]
    return bool(seen) and seen[0] in "=+-@"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        " =1",
        "\t=1",
        "\r\n=1",
        "＝1",
        "\u00a0＋1",
        "\u200b=1",
        "\ufeff=1",
        "－1",
        "＠a",
        "\x00=1",
    ],
)
def test_a_formula_becomes_text(text):
    assert is_live(text)
    assert as_text(text).startswith("'")


@given(st.text())
def test_no_text_is_live_or_begins_a_cell_of_its_own(text):
    cell = as_text(text)
    assert not is_live(cell)
    assert not set(cell) & set(";\t\r\n")


@pytest.mark.parametrize("text", ["Amina", "زينب", "O'Neill", "1.5", "a=b", ""])
def test_ordinary_text_stays_as_it_is(text):
    assert as_text(text) == text


@pytest.mark.parametrize("preset", PRESETS)
def test_gradebook_of_the_class_has_no_live_cell(room, scripted, preset):
    data = room.csv(preset)[1]
    rows = table(data)
    assert len({len(row) for row in rows}) == 1
    assert data.startswith(b"\xef\xbb\xbf") == (preset == "plain")
    # Moodle wants a date of its own in one column; "-" alone is no formula.
    assert [cell for row in rows for cell in row if is_live(cell) and cell != "-"] == []
    assert (scripted.FORMULA in str(rows)) == (preset != "moodle")
    assert b"\r\n" in data


def test_points_follow_the_rule_and_the_rule_can_be_changed(handed, scripted):
    rule = Points(prompt=1, stand=10, correct=100, tried=50, per_try=30, text=1000, marked=1000)
    rows = {row.name: row.cells[0] for row in gradebook(works(handed), rule, [STEM]).rows}
    prompts, claims, tasks = (
        len(x) for x in (lessons.lesson(STEM).prompts, lessons.lesson(STEM).claims, tasks_of(STEM))
    )
    # A line drawn on a map counts as a prompt does.
    prompts += len(lessons.lesson(STEM).boundaries)
    solved = tasks - 2
    assert rows["Amina"].points == rows["Amina"].most == prompts + 10 * claims + 100 * solved + 2000
    assert rows["Idris"].points == prompts + 10 * claims + 50 * solved
    assert rows["Musa"].points == prompts + 10 * claims
    assert rows["Petra"].points == 1
    assert rows["Umar"].points == 0
    assert (rows["Amina"].right, rows["Idris"].right) == (solved, 0)


def test_marks_are_looked_through_once_and_not_for_every_learner_and_lesson(handed):
    class Counted(dict):
        count = 0

        def items(self):
            for pair in super().items():
                self.count += 1
                yield pair

    marked = works(handed)
    task = next(task for task in tasks_of(STEM) if isinstance(task, Writing))
    mark = Entry(id="0" * 32, at="", lesson=STEM, item=task.id, body=Mark(answer="", comment="Yes.", points=1))
    marks = Counted({(work.handed.key, STEM, task.id): mark for work in marked})
    book = gradebook(marked, points(), lessons.stems(), marks)
    assert [row.comments for row in book.rows] == [("Yes.",)] * len(marked)
    assert marks.count <= 2 * len(marked)


def test_tries_cost_what_the_rule_says_and_never_more_than_trying_is_worth(newcomer, scripted):
    task = next(one for one in lessons.lesson(STEM).checks if hasattr(one, "options"))
    good = [one.id for one in task.options if one.right]
    bad = next(one.id for one in task.options if not one.right)
    many = type(task).__name__ == "ChooseSeveral"
    got = {}
    for tries in (1, 2, 5):
        learner = newcomer(f"tries{tries}")
        for n in range(tries):
            last = n == tries - 1
            chosen = (good if many else good[0]) if last else ([bad] if many else bad)
            learner.task(STEM, task, {"chosen": chosen})
        found = read_files([("x.course.json", learner.backup())])
        rule = Points(prompt=0, stand=0, correct=2, tried=1, per_try=0.5, text=0, marked=0)
        got[tries] = gradebook(works(found), rule, [STEM]).rows[0].points
    assert got == {1: 2, 2: 1.5, 5: 1}


def test_platforms_get_their_columns_and_a_scaled_grade(handed):
    book = gradebook(works(handed), points(), [STEM])
    moodle = table(to_csv(book, "moodle", out_of=100))
    assert moodle[0][:3] == ["Identifier", "Full name", "Grade"]
    assert "Last modified (grade)" in moodle[0]
    assert {row[0] for row in moodle[1:]} == {f"Participant {1000 + n}" for n in range(21)}
    assert {row[3] for row in moodle[1:]} == {"100"}
    assert max(float(row[2]) for row in moodle[1:]) == 100
    canvas = table(to_csv(book, "canvas", "Essay"))
    assert canvas[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Essay"]
    assert canvas[1][0].strip() == "Points Possible"


def test_a_teacher_changes_one_number_of_the_rule(tmp_path, monkeypatch):
    usual = points()
    assert usual.correct >= usual.tried > 0
    monkeypatch.setenv("COURSE_MY_COURSE", str(tmp_path))
    (tmp_path / "points.toml").write_text("correct = 7\n", "utf-8")
    assert (points().correct, points().tried) == (7, usual.tried)
    (tmp_path / "points.toml").write_text("corect = 7\n", "utf-8")
    with pytest.raises(ContentError, match="corect"):
        points()


def test_answers_to_questions_that_are_no_longer_asked_change_nothing(newcomer):
    """Neither points nor the most that there are, right or wrong, with one answer or with three."""
    stem = "09_inside_and_outside"
    gone = [(stem, one.id) for one in (*lessons.lesson(stem).retired, *lessons.exercise(stem).retired)]
    assert gone
    task = lessons.lesson(stem).checks[0]
    right = next(option.id for option in task.options if option.right)
    books = []
    for name in ("without", "with"):
        learner = newcomer(name)
        learner.task(stem, task, {"chosen": right})
        for place in gone if name == "with" else ():
            for _ in range(3):
                learner.do(*place, "answer", {"answer": {"chosen": "aceh"}})
        found = read_files([("x.course.json", learner.backup())])
        books.append(gradebook(works(found), points(), [stem]).rows[0].cells)
    assert books[0] == books[1]
    assert books[0][0].right == 1
