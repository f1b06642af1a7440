"""A platform's own table comes back with the grades in it, and with nothing else changed."""

import csv
import html
import io

import nh3
import pytest

from course.content.interface import words
from course.teacher.classroom.cells import read_cells
from course.teacher.classroom.grade_table import choose, fill, recognize
from course.teacher.classroom.room import Classroom

STEM = "02_ways_to_settle"
# As Moodle 4 writes it: the order of columns is that of its source, the words are those of the site.
ENGLISH = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (submission),"
    "Online text,Last modified (grade),Feedback comments"
)
ARABIC = (
    "المُعرَّف,الاسم كاملا,الحالة,التقدير,أعلى تقدير,حالة التصحيح,يمكن تغيير التقدير,آخر تعديل (تسليم),"
    "آخر تعديل (تقدير),تعليقات"
)


def moodle(rows, head=ENGLISH, end="\r\n"):
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(rows)
    return f"\ufeff{head}{end}{out.getvalue()}".encode()


def english(number, name="Somebody", grade="", closed="Yes", top="20.00", comment=""):
    when = "Sunday, 22 November 2026, 3:10 PM"
    return [f"Participant {number}", name, "a@example.org", "Submitted", grade, top, closed, when, "x, y", "-", comment]


def arabic(number, grade="", closed="نعم"):
    return [f"المشارك{number}", "زينب", "تم التسليم", grade, "20,00", "قيد التصحيح", closed, "-", "-", ""]


def canvas(rows, heads=("Essay (501)", "Assignments Current Score"), possible=("20.00", "(read only)")):
    out = io.StringIO()
    table = [
        ["Student", "ID", "SIS Login ID", "Section", *heads],
        ["", "", "", "", "Manual Posting", ""],
        ["    Points Possible", "", "", "", *possible],
        *rows,
    ]
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue().encode()


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def filled(room, data, file="table.csv", **named):
    table = recognize(file, read_cells(data))
    assert table is not None
    return fill(table, room.gradebook(), **named)


def best(room):
    return room.gradebook().rows[0].most


def points_of(room, number):
    book = room.gradebook()
    return next(row.points for row in book.rows if row.learner.label.id == str(number)) / best(room)


def test_moodles_worksheet_gets_grades_in_its_own_points_and_nothing_else_changes(room):
    data = moodle([english(1000 + n) for n in range(21)] + [english(4000, "Late Comer")])
    result = filled(room, data)
    before, after = read(data), read(result.data)
    assert [row[:4] + row[5:10] for row in after] == [row[:4] + row[5:10] for row in before]
    assert after[1][4] == "20"
    assert float(after[9][4]) == pytest.approx(20 * points_of(room, 1008), abs=0.01)
    assert after[22][4] == ""
    # Outside the filled cells the file is the same, byte for byte.
    empty = moodle([english(1000 + n, grade=after[n + 1][4]) for n in range(21)] + [english(4000, "Late Comer")])
    assert result.data == empty
    assert any("Late Comer" in line for line in result.lines)


def test_a_worksheet_in_another_language_with_a_state_of_marking_and_a_comma_is_filled_as_well(room):
    data = moodle([arabic(1000 + n, closed="لا" if n == 1 else "نعم") for n in range(21)], ARABIC)
    result = filled(room, data)
    grades = [row[3] for row in read(result.data)[1:]]
    assert grades[0] == "20"
    assert grades[1] == "", "its grade may not be changed"
    assert any("," in grade for grade in grades)
    assert not any("." in grade for grade in grades)
    name = next(row.name for row in room.gradebook().rows if row.learner.label.id == "1001")
    assert words()["fill"]["closed"].format(names=name) in result.lines


def test_feedback_carries_the_words_of_the_rubric_and_says_what_it_replaces(room):
    writing = next(one for one in room.writings() if one.rubric)
    room.marking.write(writing, {writing.rubric[0][0]: {"works": "Clear."}}, "Go on.", 1)
    number = next(row.learner.label.id for row in room.gradebook().rows if row.learner.key == writing.learner)
    data = moodle([english(1000 + n, comment="Typed there." if 1000 + n == int(number) else "") for n in range(21)])
    result = filled(room, data)
    row = next(row for row in read(result.data) if row[0] == f"Participant {number}")
    assert "Clear." in row[10]
    assert row[10].endswith("Go on.")
    assert any(line.startswith(words()["fill"]["comments"].partition("{")[0]) for line in result.lines)


def test_a_grade_that_stood_there_is_named_and_the_same_grade_is_not(room):
    data = moodle([english(1000, grade="20.00"), english(1001, grade="3.00")])
    result = filled(room, data)
    assert read(result.data)[1][4] == "20.00"
    line = next(line for line in result.lines if line.startswith(words()["fill"]["changed"].partition("{")[0]))
    assert "(3.00 > 20)" in line
    assert "20.00" not in line


def test_a_scale_of_words_is_refused(room):
    data = moodle([english(1000, top="Poor\nGood\nVery good"), english(1001, top="Poor\nGood\nVery good")])
    result = filled(room, data)
    assert result.data is None
    assert "scale" in result.lines[0]


def test_canvas_gets_grades_by_its_own_ids_and_what_is_excused_stays(tmp_path, newcomer, scripted):
    folder = tmp_path / "class"
    folder.mkdir()
    for n, learner in enumerate(scripted.learners[:3]):
        (folder / f"learner{n}_{70 + n}_900{n}_my-work.course.json").write_bytes(learner.backup())
    rows = [[f"Learner, {n}", str(70 + n), f"l{n}", "A", "EX" if n == 1 else "", "12"] for n in range(3)]
    (folder / "2026-11-30T0900_Grades-IR.csv").write_bytes(canvas([*rows, ["Student, Test", "99", "t", "A", "", ""]]))
    room = Classroom(folder, tmp_path / "out")
    assert room.handed.files == 3, "the table is no hand-in"
    paths = room.write()
    assert "gradebook_canvas.csv" not in {path.name for path in paths}
    after = read((tmp_path / "out" / "2026-11-30T0900_Grades-IR.csv").read_bytes())
    assert [row[4] for row in after[3:]] == ["20", "EX", "20", ""]
    assert [row[5] for row in after[3:]] == ["12", "12", "12", ""]
    lines = room.filled()[0].lines
    assert any("Test" in line for line in lines)


def test_of_several_assignments_the_teacher_says_which(room):
    heads, possible = ("Ways to settle (501)", "Other (502)"), ("20,00", "5,00")
    data = canvas([["A", "1000", "a", "s", "", ""]], heads, possible)
    table = recognize("x.csv", read_cells(data))
    book = room.gradebook()
    assert fill(table, book).data is None
    assert "Other (502)" in fill(table, book).lines[0]
    moodle_class = [row.learner.label.lms for row in book.rows]
    assert set(moodle_class) == {"moodle"}
    # Nobody of this class has a number of Canvas: nothing is filled in by chance, however alike the numbers are.
    assert fill(table, book, "502").data is None


def test_comments_with_a_year_in_each_are_no_dates():
    data = moodle([english(n, comment=f"Page {n}: it was in 1979.") for n in (1, 2)])
    assert recognize("x.csv", read_cells(data)).feedback == 10


def test_blind_marking_names_nobody_by_the_state_of_their_work(room):
    head = "Identifier,Status,Grade,Maximum grade,Grade can be changed,Last modified (submission),Last modified (grade)"
    data = moodle([[f"Participant {n}", "Submitted", "", "20.00", "Yes", "-", "-"] for n in (1000, 4000)], head)
    result = filled(room, data)
    assert read(result.data)[1][2] == "20"
    assert words()["fill"]["missing"].format(names="Participant 4000") in result.lines


def test_a_worksheet_of_another_assignment_is_not_called_one_to_upload(room):
    result = filled(room, moodle([english(5000), english(5001)]))
    assert result.data is None
    assert result.lines == (words()["fill"]["nobody"].format(file="table.csv"),)


def test_what_may_not_be_changed_is_no_reason_to_upload(room):
    result = filled(room, moodle([english(1000, closed="No")]))
    assert result.data is None
    assert words()["fill"]["moodle"] not in result.lines


def test_an_assignment_of_canvas_says_nothing_of_a_worksheet_of_moodle(room):
    assert filled(room, moodle([english(1000)]), wanted="Essay").data


def test_a_column_can_be_named_as_the_message_lists_it():
    data = canvas([["A", "1000", "a", "s", "", ""]], ("Essay (501)", "Other (502)"), ("20,00", "5,00"))
    table = recognize("x.csv", read_cells(data))
    assert [choose(table, wanted, ()).id for wanted in ("essay (501)", "Other", "502")] == ["501", "502", "502"]


def test_names_are_listed_as_they_are_said_and_the_test_student_is_nobody():
    login = "9f" * 20
    text = (
        "LastName,FirstName,ID,SIS Login ID,Section,Essay (501)\n    Points Possible,,,,,5.00\n"
        f"Khan,Amina,70,a,s,\nStudent,Test,99,{login},s,\n"
    )
    table = recognize("x.csv", read_cells(text.encode()))
    assert list(table.names.values()) == ["Amina Khan"]
    one = recognize("x.csv", read_cells(canvas([["Khan, Amina", "70", "a", "s", "", ""]])))
    assert list(one.names.values()) == ["Amina Khan"]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Group\nAmina,1\n",
        "id,name,mark,most,year\n1,A,2,5,2026\n2,B,3,5,2026\n",
        "",
        "\n",
        "Identifier\nParticipant 1\n",
    ],
)
def test_other_tables_are_no_table_of_a_platform(text):
    assert recognize("x.csv", read_cells(text.encode())) is None


TEAMS = (
    "Identifier,Full name,Status,Group,Grade,Maximum grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments"
)


def test_a_group_that_handed_in_together_gives_its_grade_to_its_members(tmp_path, scripted):
    # Moodle 4.5 names the folder by the group and its number, which is the number of somebody else in the worksheet;
    # who is in no group hands in with the others of that kind, without a number.
    folder = tmp_path / "class"
    names = (
        "North_1_assignsubmission_file",
        "الشمال, 3_3_assignsubmission_file",
        "Default group_assignsubmission_file",
    )
    for name, learner in zip(names, (scripted.learners[n] for n in (0, 8, 15)), strict=True):
        (folder / name).mkdir(parents=True)
        (folder / name / "my-work.course.json").write_bytes(learner.backup())
    groups = {1: "الشمال, 3", 2: "الشمال, 3", 3: "North", 4: "North", 5: "Default group", 6: "Left"}
    rows = [
        [f"Participant {n}", f"Learner {n}", "Submitted", group, "", "20.00", "Yes", "-", "-", ""]
        for n, group in groups.items()
    ]
    (folder / "Grades-class-290.csv").write_bytes(moodle(rows, TEAMS))
    room = Classroom(folder, tmp_path / "out")
    room.write()
    grades = [row[4] for row in read((tmp_path / "out" / "Grades-class-290.csv").read_bytes())[1:]]
    book = {row.learner.label.name: row for row in room.gradebook().rows}
    wanted = {name: f"{20 * row.points / row.most:.2f}".rstrip("0").rstrip(".") for name, row in book.items()}
    assert grades == [wanted.get(group, "") for group in groups.values()]
    assert len(set(wanted.values())) == 3
    lines = room.filled()[0].lines
    assert any("North" in line and "Default group" in line for line in lines)
    assert words()["fill"]["missing"].format(names="Learner 6") in lines


def test_without_the_worksheet_nobody_gets_a_row_without_a_number(tmp_path, scripted):
    folder = tmp_path / "class"
    (folder / "Default group_assignsubmission_file").mkdir(parents=True)
    (folder / "Default group_assignsubmission_file" / "a.course.json").write_bytes(scripted.learners[0].backup())
    room = Classroom(folder, tmp_path / "out")
    room.write()
    assert len(read((tmp_path / "out" / "gradebook_moodle.csv").read_bytes())) == 1
    assert words()["collect"]["moodle-4"] in room.before_grades()


def test_a_learner_who_is_called_like_a_group_keeps_their_own_grade(room):
    rows = [
        [f"Participant {1000 + n}", f"Learner {n}", "Submitted", "Learner 1", "", "20.00", "Yes", "-", "-", ""]
        for n in range(3)
    ]
    result = filled(room, moodle(rows, TEAMS))
    grades = [row[4] for row in read(result.data)[1:]]
    assert grades == [f"{20 * points_of(room, 1000 + n):.2f}".rstrip("0").rstrip(".") for n in range(3)]


def test_what_looks_like_a_tag_in_feedback_is_still_there_in_moodle(room):
    # Moodle takes the cell for HTML, and drops what it does not know as such.
    writing = next(one for one in room.writings() if one.rubric)
    room.marking.write(writing, {}, "Say <where> it is: 3 < 4, a<b, <!-- and --> </why>.", 1)
    number = next(row.learner.label.id for row in room.gradebook().rows if row.learner.key == writing.learner)
    result = filled(room, moodle([english(number)]))
    seen = nh3.clean(read(result.data)[1][10], tags=set())
    assert html.unescape(seen).replace("< ", "<") == "Say <where> it is: 3 <4, a<b, <!-- and --> </why>."


def test_a_site_that_is_not_in_english_needs_a_tick_for_a_second_round(room):
    # Moodle 4.5 reads "Montag, 30. November 2026, 09:17", which it wrote itself, as no date: the grade is newer.
    assert any("Allow updating records" in line for line in filled(room, moodle([english(1000)])).lines)
