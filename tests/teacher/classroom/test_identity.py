"""Whose work it is: nothing is joined, doubled or graded on a guess, and nobody's words are another's."""

import csv
import io
import json
import zipfile

import pytest

from course.content import lessons
from course.content.interface import words
from course.content.points import points
from course.model import task as tasks
from course.record import BackupError, read_backup, restore
from course.teacher.classroom import classview_page
from course.teacher.classroom.answers import Work
from course.teacher.classroom.classview import names as names_of
from course.teacher.classroom.gradebook import gradebook, to_csv, unknown_to
from course.teacher.classroom.handin import read_files, read_folder
from course.teacher.classroom.identity import skeleton
from course.teacher.classroom.marking import PAGE_FORMAT
from course.teacher.classroom.room import Classroom

STEM = "02_ways_to_settle"
WRITING = next(one for one in lessons.exercise(STEM).tasks if isinstance(one, tasks.Writing))


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def placed(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def wrote(learner, text):
    learner.do(STEM, WRITING.id, "answer", {"answer": {"text": text}, "outcome": "correct", "try": 1})
    return learner.backup()


def platform_rows(room, preset="moodle"):
    rows = list(csv.reader(io.StringIO(room.csv(preset)[1].decode())))
    return [row[0] for row in rows[1:]]


def clones(newcomer, names=("Aya Idris", "Basma Kader", "Chadi Sarraf", "Dina Wahba")):
    """One my_work on a stick: the same start, then four people go on, each on their own computer."""
    start = newcomer("start")
    start.do(STEM, "warm-up", "answer", {"answer": {"text": "the teacher tried it"}})
    shared = start.backup("")
    files = {}
    for n, name in enumerate(names):
        learner = newcomer(f"clone {n}")
        restore(learner.record, shared)
        learner.name = name
        for again in range(n + 1):
            wrote(learner, f"{name or n} wrote this, {again}.")
        files[f"{n}.course.json"] = learner.backup()
    return files


def test_four_copies_of_one_folder_are_four_hand_ins_and_nobody_has_anothers_words(newcomer):
    found = read_files(list(clones(newcomer).items()))
    assert [one.name for one in found.learners] == ["Aya Idris", "Basma Kader", "Chadi Sarraf", "Dina Wahba"]
    assert len({one.record for one in found.learners}) == 1
    assert len({one.key for one in found.learners}) == 4
    for learner in found.learners:
        texts = [event.body["answer"]["text"] for event in learner.events]
        assert texts[0] == "the teacher tried it"
        assert all(text.startswith(learner.name) for text in texts[1:])
        assert learner.is_doubtful
    [question] = found.questions
    assert all(one.name in question and one.files[0] in question for one in found.learners)
    assert found.doubles == found.skipped == found.shared == ()


@pytest.mark.parametrize("names", [("", "", "", ""), ("Guest", "Guest", "Guest", "Guest")])
def test_copies_without_names_of_their_own_are_told_apart_by_their_events(newcomer, names):
    found = read_files(list(clones(newcomer, names).items()))
    assert len(found.learners) == 4
    assert all(len(one.files) == 1 and one.is_doubtful for one in found.learners)
    assert len(set(names_of(found.learners).values())) == 4


def test_keys_of_copies_stay_the_same_whatever_else_is_handed_in(newcomer):
    files = clones(newcomer)
    before = {one.name: one.key for one in read_files(list(files.items())).learners}
    after = {one.name: one.key for one in read_files(list(files.items())[:2]).learners}
    assert after.items() <= before.items()


def test_one_file_under_two_platform_numbers_is_graded_for_neither(newcomer, tmp_path):
    data = wrote(newcomer("Amina"), "Mine.")
    other = wrote(newcomer("Celia"), "Hers.")
    room = Classroom(
        placed(
            tmp_path / "in",
            {
                "Amina_1_assignsubmission_file_/w.course.json": data,
                "Bilal_2_assignsubmission_file_/w.course.json": data,
                "Celia_3_assignsubmission_file_/w.course.json": other,
            },
        )
    )
    assert sorted(one.label.id for one in room.handed.learners) == ["1", "2", "3"]
    [question] = room.handed.questions
    assert "Amina_1_" in question
    assert "Bilal_2_" in question
    assert platform_rows(room) == ["Participant 3"]
    assert len(unknown_to(room.gradebook(), "moodle")) == 2
    plain = list(csv.DictReader(io.StringIO(room.csv("plain")[1].decode("utf-8-sig"))))
    note = words()["grade"]["note"]
    assert [bool(row[note]) for row in plain] == [True, True, False]
    assert question.split(";")[0].split(":")[0] in classview_page.teacher_page(room.view, room.handed)


def test_two_records_under_one_platform_number_are_graded_for_neither(newcomer, tmp_path):
    room = Classroom(
        placed(
            tmp_path / "in",
            {
                "Amina_1_assignsubmission_file_/a.course.json": wrote(newcomer("Amina"), "Mine."),
                "Amina_1_assignsubmission_file_/b.course.json": wrote(newcomer("Bilal"), "His."),
            },
        )
    )
    assert len(room.handed.learners) == 2
    assert len(room.handed.questions) == 1
    assert platform_rows(room) == []


@pytest.mark.parametrize(
    "own", ["Bilal_2_assignsubmission_file_.zip", "Bilal_2_assignsubmission_file_/work.zip", "bilal_2_77_work.zip"]
)
def test_a_folder_in_a_learners_own_zip_names_nobody(newcomer, tmp_path, own):
    mine = zipped({"Amina_1_assignsubmission_file_/w.course.json": wrote(newcomer("Bilal"), "x")})
    found = read_folder(placed(tmp_path / "in", {own: mine}))
    assert [one.label.id for one in found.learners] == ["2"]


def test_a_zip_without_a_platforms_name_that_brings_one_number_is_asked_about(newcomer, tmp_path):
    room = Classroom(
        placed(
            tmp_path / "in",
            {
                "Celia_3_assignsubmission_file_/w.course.json": wrote(newcomer("Celia"), "Hers."),
                "stick.zip": zipped({"Amina_1_assignsubmission_file_/w.course.json": wrote(newcomer("Bilal"), "x")}),
            },
        )
    )
    assert platform_rows(room) == ["Participant 3"]
    assert "stick.zip" in room.handed.questions[0]


def test_a_platforms_download_beside_another_is_believed(newcomer, tmp_path):
    weeks = {
        f"week {week}.zip": zipped(
            {
                f"{name}_{number}_assignsubmission_file_/w.course.json": wrote(newcomer(f"{name}{week}"), "x")
                for number, name in ((10 * week, "Amina"), (10 * week + 1, "Bilal"))
            }
        )
        for week in (1, 2)
    }
    room = Classroom(placed(tmp_path / "in", weeks))
    assert len(platform_rows(room)) == 4
    assert room.handed.questions == ()


def test_canvas_gets_no_row_for_a_name_that_somebody_typed(newcomer):
    files = [
        ("khanamina_7_1_w.course.json", wrote(newcomer("Amina"), "x")),
        ("stick/w.course.json", wrote(newcomer("Khan, Amina"), "y")),
    ]
    handed = read_files(files)
    book = gradebook([Work(one) for one in handed.learners], points(), [STEM])
    rows = list(csv.reader(io.StringIO(to_csv(book, "canvas").decode())))
    assert [row[1] for row in rows[2:]] == ["7"]
    assert unknown_to(book, "canvas") == ["Khan, Amina"]


def test_an_older_backup_under_the_former_name_is_asked_about_and_an_unnamed_one_is_joined(newcomer):
    learner = newcomer("Amina")
    wrote(learner, "one")
    early, unnamed = learner.backup("Guest"), learner.backup("")
    late = wrote(learner, "two")
    assert len(read_files([("a.course.json", unnamed), ("b.course.json", late)]).learners) == 1
    found = read_files([("a.course.json", early), ("b.course.json", late)])
    assert [one.name for one in found.learners] == ["Amina", "Guest"]
    assert len(found.questions) == 1


def test_marks_on_copies_go_back_to_the_one_who_wrote_the_text(newcomer, tmp_path):
    room = Classroom(placed(tmp_path / "in", clones(newcomer)))
    for writing in room.writings():
        room.marking.write(writing, {}, f"For {writing.text}", 3)
    for writing in Classroom(room.folder).writings():
        assert writing.mark.body.comment == f"For {writing.text}"
    assert [row.comments for row in room.gradebook().rows] == [
        (f"For {writing.text}",) for writing in sorted(room.writings(), key=lambda writing: writing.text)
    ]
    for learner, (_, data) in zip(room.handed.learners, room.feedback(), strict=True):
        backup = read_backup(data)
        assert backup.record == learner.record
        assert [event.body["comment"].startswith(f"For {learner.name}") for event in backup.events] == [True]


def test_copied_work_with_the_same_answers_is_marked_one_by_one(newcomer, copied, tmp_path):
    learner = newcomer("Amina")
    data = wrote(learner, "Mine.")
    other = copied(learner, "f" * 32)
    room = Classroom(placed(tmp_path / "in", {"a.course.json": data, "b.course.json": other}))
    first, second = (writing for writing in room.writings() if writing.task == WRITING.id)
    assert first.answer == second.answer
    assert first.id != second.id
    at = "2026-11-22T15:00:00.000000Z"
    sheet = [
        {"answer": writing.answer, "text": writing.id, "at": at, "rubric": {}, "comment": writing.record, "points": n}
        for n, writing in enumerate((first, second), 1)
    ]
    page = json.dumps({"format": PAGE_FORMAT, "by": "", "marks": sheet}).encode()
    assert room.marking.take_in(page, room.writings()) == 2
    for writing in room.writings():
        if writing.task == WRITING.id:
            assert writing.mark.body.comment == writing.record
    # An answer alone does not say whose text it is.
    bare = json.dumps({"format": PAGE_FORMAT, "by": "", "marks": [{**sheet[0], "text": "", "comment": "?"}]}).encode()
    with pytest.raises(BackupError):
        room.marking.take_in(bare, room.writings())


@pytest.mark.parametrize(
    ("one", "other"),
    [("Amina", "Аmina"), ("Pavel", "Раvel"), ("Omar", "Οmar"), ("aya  idris", "Aya Idris"), ("Ｎoor", "Noor"),
     ("José", "Jose\u0301"), ("Amina", "Ami\u200bna")],
)  # fmt: skip
def test_names_that_look_alike_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


def test_names_that_look_alike_are_named_and_different_ones_are_not(newcomer):
    def asked(*names):
        learners = [newcomer(f"{n}{name}") for n, name in enumerate(names)]
        for learner in learners:
            learner.name = learner.name[1:]
        return read_files([(f"{n}.course.json", wrote(one, "x")) for n, one in enumerate(learners)]).questions

    assert asked("Amina", "Bilal", "أمينة") == ()
    (question,) = asked("Noor", "Nооr")
    assert "Noor · Nооr" in question


def test_a_name_of_three_megabytes_is_cut(newcomer, tmp_path):
    learner = newcomer("")
    learner.do("profile", "profile", "profile", {"name": "A" * 3_000_000})
    wrote(learner, "x")
    room = Classroom(placed(tmp_path / "in", {"w.course.json": learner.backup("")}))
    [one] = room.handed.learners
    assert len(one.name) <= 100
    assert len(classview_page.teacher_page(room.view, room.handed)) < 100_000
