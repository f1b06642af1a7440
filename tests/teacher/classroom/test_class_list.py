"""A class list in any order and language says who is missing, and takes nobody for somebody else."""

import pytest

from course.content.headings import COLUMNS, headings
from course.teacher.classroom.cells import read_cells
from course.teacher.classroom.class_list import ClassListError, attending, held_against, named, read_class_list
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.tables import TableError, read_tables


def members(text):
    return read_class_list(read_cells(text.encode()))


@pytest.mark.parametrize(
    ("text", "names", "ids", "groups"),
    [
        ("Name;Group\nAmina Khan;A\nBilal;B\n", ["Amina Khan", "Bilal"], ["", ""], ["A", "B"]),
        ("Groups,Surname,First name,ID number\nA,Khan,Amina,7\n", ["Amina Khan"], ["7"], ["A"]),
        ("Nom de famille\tPrénom\tAdresse de courriel\nKhan\tAmina\ta@b.org\n", ["Amina Khan"], [""], [""]),
        ("البريد الإلكتروني,الاسم الأخير,الاسم الأول\na@b.org,خان,أمينة\n", ["أمينة خان"], [""], [""]),
        ("Nome;Classe\nAmina Khan;3B\n", ["Amina Khan"], [""], ["3B"]),
        ('Student,ID,Section\n    Points Possible,,\n"Khan, Amina",70,S1\n', ["Amina Khan"], ["70"], ["S1"]),
        ("\r\n;\r\nName;Group\r\nAmina Khan;A\r\n", ["Amina Khan"], [""], ["A"]),
        ("\ufeffAdı,Soyadı,Grup\r\nElif,Yılmaz,\r\n\r\n", ["Elif Yılmaz"], [""], [""]),
    ],
)
def test_lists_of_platforms_are_read_whatever_the_order_and_language(text, names, ids, groups):
    read = members(text)
    assert [one.name for one in read] == names
    assert [one.id for one in read] == ids
    assert [one.group for one in read] == groups
    assert [one.number for one in read] == list(range(1, len(names) + 1))


def test_no_heading_means_two_things():
    known = headings()
    for kind in COLUMNS:
        for heading in getattr(known, kind):
            assert known.kind(heading) == kind, heading


def test_a_list_without_names_says_what_it_saw():
    with pytest.raises(ClassListError, match="Shoe size"):
        members("Shoe size,E-mail\n38,a@b.org\n")
    with pytest.raises(ClassListError, match="nobody"):
        members("Name\n\n")


def handed_in(tmp_path, learners, names):
    folder = tmp_path / "class"
    folder.mkdir()
    for learner, name in zip(learners, names, strict=False):
        (folder / f"{name}.course.json").write_bytes(learner.backup(""))
    return folder


def test_who_is_missing_who_is_not_on_the_list_and_who_handed_in_twice(tmp_path, scripted):
    names = ("my-work-amina-khan-2026-11-22-1510", "my-work-BILAL-2026-11-22-1511", "my-work-stranger-2026-11-22-1512")
    folder = handed_in(tmp_path, scripted.learners, (*names, "my-work-khan-amina-2026-11-22-1513"))
    (folder / "list.csv").write_text("Name\nAmina Khan\nBilal\nChiara\n", "utf-8")
    room = Classroom(folder, tmp_path / "out")
    told = "\n".join(room.on_the_list())
    assert "Chiara" in told
    assert "stranger" in told
    assert "Bilal" not in told
    assert any("Amina Khan" in question for question in room.handed.questions)
    doubtful = {learner.name for learner in room.handed.learners if learner.is_doubtful}
    assert doubtful == {"amina khan", "khan amina"}


def test_two_of_one_name_are_never_taken_for_one_another(tmp_path, scripted):
    folder = handed_in(tmp_path, scripted.learners, ("my-work-amina-2026-11-22-1510",))
    room = Classroom(folder, tmp_path / "out")
    register = held_against(members("Name,Group\nAmina,A\nAmina,B\n"), room.handed.learners)
    assert register.found == {}
    assert len(register.missing) == 2


def test_people_are_named_by_their_name_a_part_of_it_or_their_number():
    people = members("Name\nAmina Khan\nBilal Said\nAmina Noor\n")
    assert [one.number for one in named(people, ["bilal", "3", " Khan Amina "])] == [2, 3, 1]
    with pytest.raises(ClassListError, match=r"Amina Khan \(1\), Amina Noor \(3\)"):
        named(people, ["Amina"])
    with pytest.raises(ClassListError, match="Zaynab"):
        named(people, ["Zaynab"])


def test_a_comma_in_a_list_of_names_alone_belongs_to_the_name():
    people = members("Name\nKhan, Amina\nBilal\n\nخان، زينب\n")
    assert [one.name for one in people] == ["Amina Khan", "Bilal", "زينب خان"]


def test_the_test_student_of_canvas_takes_no_seat():
    text = f'Student,ID,SIS Login ID,Section\n"Khan, Amina",70,a,S\n"Student, Test",99,{"0a" * 20},S\n'
    assert [one.name for one in members(text)] == ["Amina Khan"]


def test_a_sign_that_only_looks_like_a_digit_is_no_number_of_a_line():
    with pytest.raises(ClassListError, match="²"):
        named(members("Name\nAmina\nBilal\n"), ["²"])
    assert [one.number for one in named(members("Name\nAmina\nBilal\n"), ["٢"])] == [2]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("أَحْمَدُ العَلِيّ", "احمد العلى"),
        ("فاطمة الزهراء", "فاطمه الزهراء"),
        ("یوسف کریم", "يوسف كريم"),
        ("محـمد آدم", "محمد ادم"),
        ("José Müller", "jose muller"),
    ],
)
def test_a_name_is_one_name_however_it_is_spelled(written, typed):
    people = members(f"Name\n{written}\nBilal\n")
    assert [one.number for one in named(people, [typed])] == [1]
    assert [one.number for one in named(people, [typed.split()[0]])] == [1]


def test_of_two_spellings_the_very_one_is_meant():
    people = members("Name\nعلى حسن\nعلي حسن\n")
    assert [one.number for one in named(people, ["علي حسن"])] == [2]


def test_two_of_one_name_are_told_apart_by_their_place():
    people = members("Name\nAmina Khan\n\nBilal\nAmina Khan\n")
    with pytest.raises(ClassListError, match=r"Amina Khan \(1\), Amina Khan \(3\)"):
        named(people, ["Amina"])
    assert attending(people, absent="3").here == (1, 2)
    assert attending(people).names == {1: "Amina Khan (1)", 2: "Bilal", 3: "Amina Khan (3)"}


def test_a_comma_that_moves_the_cells_of_a_row_is_refused_with_the_row():
    with pytest.raises(ClassListError, match=r"Row 3 .*Khan; Amina; A"):
        members("Name,Group\nBilal,A,\nKhan, Amina,A\n")


def test_a_named_table_must_be_one(tmp_path):
    (tmp_path / "shoes.csv").write_text("Shoe size\n38\n", "utf-8")
    assert read_tables(tmp_path).names == frozenset()
    with pytest.raises(TableError, match=r"shoes\.csv"):
        read_tables(tmp_path, [tmp_path / "shoes.csv"])
