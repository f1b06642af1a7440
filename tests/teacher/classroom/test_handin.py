"""Collecting: every sound backup is read, every other file is named, and nothing is counted twice."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from course.content.interface import words
from course.record import pack
from course.teacher.classroom.handin import read_files, read_folder
from course.teacher.classroom.label import read_label

SAID = words()["collect"]


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_class_of_23_is_read_and_both_damaged_files_are_named(scripted, handed):
    assert handed.files == 23
    assert len(handed.learners) == 21
    assert {one.file for one in handed.skipped} == {"cut-off.course.json", "changed.course.json"}
    assert all("damaged" in one.why for one in handed.skipped)
    assert sorted(one.name for one in handed.learners) == sorted(one.name for one in scripted.learners)
    assert handed.shared == handed.doubles == ()


def test_every_event_arrives(scripted, handed):
    by_name = {one.name: one.events for one in handed.learners}
    for learner in scripted.learners:
        assert by_name[learner.name] == tuple(learner.record.events())


def test_the_same_record_twice_counts_once_with_all_of_its_work(newcomer):
    learner = newcomer("Amina")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "one"}})
    early = learner.backup()
    learner.do("02_ways_to_settle", "b", "answer", {"answer": {"text": "two"}})
    found = read_files([("old.course.json", early), ("sub/new.course.json", learner.backup())])
    [one] = found.learners
    assert len(one.events) == 2
    assert [double.file for double in found.doubles] == ["old.course.json"]
    assert found.skipped == found.shared == ()


def test_copied_work_is_named_with_both_files(newcomer, copied):
    learner = newcomer("Amina")
    for n in range(3):
        learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": str(n)}})
    found = read_files([("a.course.json", learner.backup()), ("b.course.json", copied(learner, "f" * 32))])
    assert len(found.learners) == 2
    [pair] = found.shared
    assert ({pair.one, pair.other}, pair.count) == ({"a.course.json", "b.course.json"}, 3)


def test_a_record_that_contradicts_itself_is_named_and_the_newer_counts(newcomer):
    learner = newcomer("Amina")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "mine"}})
    [event] = learner.record.events()
    first = learner.backup()
    edited = pack([replace(event, body={"answer": {"text": "better"}})], learner.record.record_id(), "Amina")
    found = read_files([("first.course.json", first), ("edited.course.json", edited)])
    [one] = found.learners
    assert one.events[0].body["answer"]["text"] == "better"
    assert [(left.file, left.why) for left in found.skipped] == [
        ("first.course.json", SAID["contradicts"].format(file="edited.course.json"))
    ]


@pytest.mark.parametrize("typed", ["mine", "  mi\u0000ne\r\n", "e\u0301 mine", "long " * 900])
def test_an_answer_that_went_along_to_a_class_is_joined_with_the_backup_and_counts_once(newcomer, typed):
    learner = newcomer("Amina")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": typed, "why": ""}, "round": 1})
    learner.do("02_ways_to_settle", "b", "answer", {"answer": {"text": "at home"}})
    [event, _] = learner.record.events()
    text = unicodedata.normalize("NFC", typed.replace("\u0000", "").replace("\r\n", "\n"))[:4000].strip()
    body = {"answer": {"text": text}, "round": 1}
    there = replace(event, at="2999-01-01T00:00:00.000000Z", body=body)
    of_class = pack([there], learner.record.record_id(), "Amina")
    for files in ([("class", of_class), ("own", learner.backup())], [("own", learner.backup()), ("class", of_class)]):
        found = read_files([(f"{name}.course.json", data) for name, data in files])
        [one] = found.learners
        assert one.events == tuple(learner.record.events())
        assert found.skipped == found.shared == ()


def test_zip_files_of_a_platform_are_read_where_they_lie(newcomer, tmp_path):
    learner = newcomer("Amina")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x"}})
    inner = zipped({"Omar_7_assignsubmission_file_/w.course.json": learner.backup(), "__MACOSX/._w": b"x"})
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "download.zip").write_bytes(zipped({"week 1.zip": inner, "essay.docx": b"PK", ".DS_Store": b""}))
    (folder / "broken.zip").write_bytes(inner[:-40])
    (folder / "notes.txt").write_text("not a backup")
    found = read_folder(folder)
    [one] = found.learners
    assert one.files == ("download.zip/week 1.zip/Omar_7_assignsubmission_file_/w.course.json",)
    assert (one.name, one.label.name, one.label.id) == ("Amina", "Omar", "7")
    why = {left.file: left.why for left in found.skipped}
    assert set(why) == {"download.zip/essay.docx", "broken.zip", "notes.txt"}
    assert why["broken.zip"] == SAID["bad-zip"]


def test_a_member_whose_bytes_were_changed_is_named(newcomer, tmp_path):
    learner = newcomer("Amina")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x" * 300}})
    data = bytearray(zipped({"a.course.json": learner.backup(), "b.course.json": learner.backup()}))
    data[60] ^= 0xFF
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(bytes(data))
    found = read_folder(folder)
    assert len(found.learners) == 1
    assert [left.file for left in found.skipped] == ["a.zip/a.course.json"]


def test_results_of_an_earlier_time_are_not_read_as_work(room, tmp_path, scripted):
    room.write()
    assert read_folder(scripted.folder).files == 23
    marks = pack([], "", "")
    assert len(read_files([("empty.course.json", marks)]).learners) == 1


@pytest.mark.parametrize(
    ("path", "lms", "id", "name"),
    [
        ("Amina Khan_12345_assignsubmission_file_/w.course.json", "moodle", "12345", "Amina Khan"),
        ("Amina Khan_12345_assignsubmission_file_my-work-amina.course.json", "moodle", "12345", "Amina Khan"),
        ("الأمين خان_9_assignsubmission_file/w.course.json", "moodle", "9", "الأمين خان"),
        ("khanamina_12345_67890_my-work.course.json", "canvas", "12345", "khanamina"),
        ("khanamina_LATE_12345_67890_my-work.course.json", "canvas", "12345", "khanamina"),
        ("my-work-amina-khan-2026-11-22-1510.course.json", "", "", "amina khan"),
        ("my-work-amina-2026-11-22-1510 (1).course.json", "", "", "amina"),
        ("my-work-2026-11-22-1510.course.json", "", "", ""),
        ("whatever.txt", "", "", ""),
    ],
)
def test_label_of_a_file_name(path, lms, id, name):
    found = read_label(path)
    assert (found.lms, found.id, found.name) == (lms, id, name)


@given(st.text())
def test_any_name_has_a_label(path):
    assert read_label(path).lms in ("", "moodle", "canvas")


@given(st.lists(st.tuples(st.text(min_size=1), st.binary(max_size=200)), max_size=5))
def test_rubbish_is_named_and_never_raises(files):
    found = read_files(files)
    assert (found.learners, len(found.skipped)) == ((), len(files))
