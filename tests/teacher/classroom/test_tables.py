"""What lies beside the hand-ins: which files are tables of the class, and which only look so."""

import pytest

from course.teacher.classroom.concepts_csv import FILE as CONCEPTS
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.tables import TableError, read_tables
from course.teacher.verbs import collect

CANVAS = "Student,ID,SIS Login ID,Section,Essay (501)\n    Points Possible,,,,5.00\nKhan,70,a,s,\n"
LIST = "Name\nAmina\nBilal\n"


def lay(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_table_that_a_learner_handed_in_says_nothing_of_the_class(tmp_path):
    lay(tmp_path, **{"khan_70_9001_list": LIST, "Amina Khan_12_assignsubmission_file_grades": CANVAS})
    tables = read_tables(tmp_path)
    assert not tables.members
    assert not tables.grades
    assert not tables.names


def test_copies_of_our_own_results_are_no_class_list(tmp_path):
    own = "Name,Points\nAmina,3\n"
    lay(
        tmp_path,
        **{
            "gradebook (1)": own,
            "gradebook_moodle - Copy": own,
            "Gradebook_canvas": CANVAS,
            CONCEPTS.removesuffix(".csv"): own,
        },
    )
    assert not read_tables(tmp_path).names


def test_what_excel_keeps_beside_an_open_table_is_passed_over(tmp_path, scripted):
    folder = tmp_path / "class"
    lay(folder, **{"~$list": b"\x05Amina\0", "list": LIST})
    (folder / "amina.course.json").write_bytes(scripted.learners[0].backup())
    room = Classroom(folder, tmp_path / "out")
    assert len(room.tables.members) == 2
    assert room.handed.skipped == ()


def test_a_table_in_another_encoding_is_named_with_the_remedy(tmp_path, scripted):
    folder = tmp_path / "class"
    lay(folder, قائمة="الاسم\nأمينة\n".encode("cp1256"))
    (folder / "amina.course.json").write_bytes(scripted.learners[0].backup())
    (skipped,) = Classroom(folder, tmp_path / "out").handed.skipped
    assert skipped.file == "قائمة.csv"
    assert "UTF-8" in skipped.why
    with pytest.raises(TableError, match=r"قائمة\.csv: .*UTF-8"):
        read_tables(tmp_path, [folder / "قائمة.csv"])


def test_two_tables_of_one_name_are_both_filled_and_none_is_written_over(tmp_path):
    for name in ("a", "b"):
        lay(tmp_path / name, Gradebook=CANVAS)
    tables = read_tables(tmp_path / "a", [tmp_path / "b" / "Gradebook.csv", tmp_path / "a" / "Gradebook.csv"])
    assert [table.file for table in tables.grades] == ["canvas-Gradebook.csv", "canvas-canvas-Gradebook.csv"]
    lay(tmp_path / "a", grades=CANVAS)
    again = read_tables(tmp_path / "a", [tmp_path / "a" / "grades.csv"])
    assert [table.file for table in again.grades] == ["grades.csv"]


def test_results_are_never_written_where_a_table_lies(tmp_path, capsys):
    folder, beside = tmp_path / "class", tmp_path / "tables"
    lay(folder, grades=CANVAS)
    lay(beside, grades=CANVAS)
    for out, more in ((folder, []), (beside, ["--table", str(beside / "grades.csv")])):
        assert collect.main([str(folder), "--out", str(out), *more]) == 2
        assert "Name another folder" in capsys.readouterr().err
    assert (beside / "grades.csv").read_text("utf-8") == (folder / "grades.csv").read_text("utf-8") == CANVAS
