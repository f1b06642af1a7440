"""What a group handed in together in Moodle: one work, counted once, and a grade for each of the group."""

import csv
import io

import pytest

from course.content.interface import words
from course.teacher.classroom.cells import read_cells
from course.teacher.classroom.class_list import read_class_list, team_finder
from course.teacher.classroom.room import Classroom
from tests.teacher.classroom.test_grade_table import english, moodle, read

STEM = "02_ways_to_settle"
SAID = words()["collect"]
LIST = 'First name,Last name,Groups\nAmina,Khan,Red Team\nBilal,Haddad,"Red Team, Debaters"\nChiara,Conti,Blue Team\n'


def placed(tmp_path, files, class_list=LIST):
    """A folder as Moodle hands it out, with a folder for each member of a group, and a class list beside it."""
    folder = tmp_path / "class"
    for name, number, data in files:
        inside = folder / f"{name}_{number}_assignsubmission_file"
        inside.mkdir(parents=True)
        (inside / "my-work.course.json").write_bytes(data)
    if class_list:
        (folder / "list.csv").write_text(class_list, "utf-8")
    return folder


@pytest.fixture
def work(newcomer):
    learner = newcomer("Amina")
    learner.do(STEM, "settled-how", "answer", {"answer": {"text": "ours"}})
    return learner


@pytest.fixture
def other(newcomer):
    learner = newcomer("Chiara")
    learner.do(STEM, "settled-how", "answer", {"answer": {"text": "mine"}})
    return learner.backup()


def red(work, *more):
    return [("Red Team-Amina Khan", 11, work.backup()), ("Red Team-Bilal Haddad", 12, work.backup()), *more]


def test_each_of_a_group_gets_the_grade_of_the_one_work(tmp_path, work, other):
    folder = placed(tmp_path, red(work, ("Blue Team-Chiara Conti", 13, other)))
    (folder / "grades.csv").write_bytes(moodle([english(11, "Amina"), english(12, "Bilal"), english(13, "Chiara")]))
    room = Classroom(folder)
    assert [(one.name, one.is_doubtful) for one in room.handed.learners] == [
        ("Chiara", False),
        ("Red Team: Amina Khan, Bilal Haddad", False),
    ]
    [copy] = room.handed.doubles
    assert "Red Team" in copy.why
    assert room.handed.questions == ()
    assert [(row.name, row.learner.label.id) for row in room.gradebook().rows] == [
        ("Chiara", "13"),
        ("Amina Khan", "11"),
        ("Bilal Haddad", "12"),
    ]
    [filled] = room.filled()
    grades = {row[0]: row[4] for row in read(filled.data)[1:]}
    assert grades["Participant 11"] == grades["Participant 12"] != ""
    assert room.register.missing == room.register.unlisted == ()
    table = list(csv.reader(io.StringIO(room.csv("plain")[1].decode("utf-8-sig"))))
    note = words()["grade"]["team"].format(group="Red Team")
    assert [row[-1] for row in table[1:]] == ["", note, note]


def test_a_group_of_which_the_class_list_says_nothing_stays_doubtful_and_the_remedy_is_named(tmp_path, work, other):
    room = Classroom(placed(tmp_path, red(work, ("Blue Team-Chiara Conti", 13, other)), class_list=""))
    doubtful = [one for one in room.handed.learners if one.is_doubtful]
    assert [one.label.id for one in doubtful] == ["11", "12"]
    assert any(question.startswith("A group may have handed this in together") for question in room.handed.questions)


def test_who_is_not_of_the_group_makes_its_work_doubtful(tmp_path, work):
    room = Classroom(placed(tmp_path, red(work, ("Blue Team-Chiara Conti", 13, work.backup()))))
    assert all(one.is_doubtful and one.team is None for one in room.handed.learners)


def test_a_copied_folder_is_no_group(tmp_path, work):
    files = [("Amina Khan", 11, work.backup()), ("Bilal Haddad", 12, work.backup())]
    room = Classroom(placed(tmp_path, files))
    assert all(one.is_doubtful for one in room.handed.learners)
    assert len(room.handed.questions) == 1


def test_who_handed_in_alone_too_is_asked_about(tmp_path, work, other):
    room = Classroom(placed(tmp_path, red(work, ("Bilal Haddad", 99, other))))
    assert all(one.is_doubtful for one in room.handed.learners)
    assert any("Bilal Haddad" in question for question in room.handed.questions)


def test_two_files_under_one_number_are_no_group(tmp_path, work, other):
    room = Classroom(placed(tmp_path, red(work, ("Blue Team-Chiara Conti", 12, other))))
    assert all(one.is_doubtful for one in room.handed.learners)


def test_feedback_comes_back_under_the_name_of_each(tmp_path, work, other):
    room = Classroom(placed(tmp_path, red(work, ("Blue Team-Chiara Conti", 13, other))))
    team = next(one for one in room.handed.learners if one.team)
    assert [label.numbers for label in team.labels] == ["_11_assignsubmission_file_", "_12_assignsubmission_file_"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Red Team-Bilal Haddad", ("Red Team", "Bilal Haddad")),
        ("Debaters-Haddad Bilal", ("Debaters", "Bilal Haddad")),
        ("red team-BILAL HADDAD", ("Red Team", "Bilal Haddad")),
        ("Blue Team-Bilal Haddad", None),
        ("Bilal Haddad", None),
        ("Red Team-Participant", None),
    ],
)
def test_a_member_is_found_by_group_and_name(said, found):
    assert team_finder(read_class_list(read_cells(LIST.encode())))(said) == found


def test_a_group_may_have_a_stroke_and_signs_in_its_name():
    told = "Name,Group\nAnne-Marie Roy,A-1: North/South\n"
    find = team_finder(read_class_list(read_cells(told.encode())))
    assert find("A-1 NorthSouth-Anne-Marie Roy") == ("A-1: North/South", "Anne-Marie Roy")


def test_nobody_is_missing_whose_group_handed_in_under_its_own_name(tmp_path, work, other):
    room = Classroom(placed(tmp_path, [("Red Team", 7, work.backup()), ("Chiara Conti", 13, other)]))
    assert room.register.missing == room.register.unlisted == room.register.questions == ()
    alone = Classroom(placed(tmp_path / "without", [("Blue Team", 8, other)]))
    assert [member.name for member in alone.register.missing] == ["Amina Khan", "Bilal Haddad"]


def test_a_person_who_bears_the_name_of_a_group_is_that_person(tmp_path, work):
    told = "Name,Group\nAmina Khan,Chiara Conti\nChiara Conti,Blue\n"
    room = Classroom(placed(tmp_path, [("Chiara Conti", 13, work.backup())], told))
    assert [member.name for member in room.register.missing] == ["Amina Khan"]
