"""Files of any age, system and malice: each is read, or is one line in the report, and the class is read anyhow."""

import io
import os
import stat
import zipfile

import pytest

from course.content.interface import words
from course.teacher.classroom import unpacking
from course.teacher.classroom.handin import read_folder
from course.teacher.classroom.label import read_label
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.unpacking import ALL, Budget, Limits

SAID = words()["collect"]


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def class_with(newcomer, tmp_path):
    """A class of one good learner and one who handed in ``data``."""

    def make(data, name="Bilal_2_assignsubmission_file_/w.zip"):
        learner = newcomer("Amina")
        learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x"}})
        for path, content in (("Amina_1_assignsubmission_file_/w.course.json", learner.backup()), (name, data)):
            place = tmp_path / "in" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return read_folder(tmp_path / "in")

    return make


SMALL = Limits(bytes=20_000, members=20, seconds=60, events=5)


@pytest.mark.parametrize(
    "members",
    [
        {f"{n}.course.json": bytes(5_000) for n in range(10)},
        {"zeros.course.json": bytes(1_000_000)},
        {f"{n}.course.json": b"{}" for n in range(100)},
        {f"{n}.zip": zipped({f"{m}.course.json": bytes(3_000) for m in range(5)}) for n in range(5)},
    ],
)
def test_a_zip_beyond_its_budget_is_one_line_and_the_others_are_read(class_with, monkeypatch, members):
    monkeypatch.setattr(unpacking.Budget.__init__, "__defaults__", (SMALL, ALL))
    found = class_with(zipped(members))
    assert [one.name for one in found.learners] == ["Amina"]
    over = [line for line in found.skipped if line.why == SAID["over-budget"]]
    assert len(over) == 1
    assert over[0].file.startswith("Bilal_2_")
    assert len(found.skipped) <= 12


def test_the_run_has_a_budget_too():
    budget = Budget(SMALL, Limits(bytes=30_000, members=100, seconds=60, events=100))
    assert [budget.spend(f"hand-in {n}", bytes=15_000) for n in range(4)] == [True, True, False, False]


def test_entries_of_backups_are_counted_before_anything_is_built(class_with, newcomer, monkeypatch):
    monkeypatch.setattr(unpacking.Budget.__init__, "__defaults__", (SMALL, ALL))
    many = newcomer("Bilal")
    for n in range(8):
        many.do("02_ways_to_settle", "a", "answer", {"answer": {"text": str(n)}})
    found = class_with(many.backup(), "Bilal_2_assignsubmission_file_/w.course.json")
    assert [one.name for one in found.learners] == ["Amina"]
    assert [line.why for line in found.skipped] == [SAID["over-budget"]]


@pytest.mark.parametrize("place", range(4, 46))
def test_any_changed_byte_in_the_list_of_contents_is_no_traceback(class_with, place):
    data = bytearray(zipped({"w.course.json": b"{}"}))
    data[data.index(b"PK\x01\x02") + place] ^= 0xFF
    found = class_with(bytes(data))
    assert [one.name for one in found.learners] == ["Amina"]
    assert len(found.skipped) <= 1


def test_a_codec_that_breaks_in_its_own_way_costs_one_file(class_with, monkeypatch):
    def needs_more_memory_than_there_is(*_):
        raise MemoryError

    monkeypatch.setattr(zipfile, "LZMADecompressor", needs_more_memory_than_there_is)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("w.course.json", b"{}")
    found = class_with(out.getvalue())
    assert [one.name for one in found.learners] == ["Amina"]
    assert [line.why for line in found.skipped] == [SAID["bad-zip"]]


def test_a_folder_that_may_not_be_opened_is_named(class_with, newcomer, tmp_path, monkeypatch):
    closed, scandir = tmp_path / "in" / "Bilal_2_assignsubmission_file_", os.scandir

    def scan(path):
        if os.fspath(path) == os.fspath(closed):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scan)
    found = class_with(newcomer("Bilal").backup(), "Bilal_2_assignsubmission_file_/w.course.json")
    assert [one.name for one in found.learners] == ["Amina"]
    assert [(line.file, line.why) for line in found.skipped] == [(closed.name, SAID["unreadable"])]


def test_a_list_of_contents_without_end_is_not_built(class_with):
    names = {f"{'n' * 60000}{n}.txt": b"" for n in range(40)}
    found = class_with(zipped(names))
    assert [line.why for line in found.skipped] == [SAID["many"].format(most="10,000")]


def renamed(data, old, new, flags):
    """A zip file whose member has a name in other bytes, with or without the mark of UTF-8."""
    data = bytearray(data.replace(old, new))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(sign) + place
        data[at : at + 2] = flags.to_bytes(2, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "coding", "flags"),
    [("Zoë", "cp437", 0), ("أمين", "utf-8", 0), ("أمين", "utf-8", 0x800),
     ("Zoe\u0308", "utf-8", 0), ("Zoe\u0308", "utf-8", 0x800)],
)  # fmt: skip
def test_names_in_zips_of_any_age_and_system_are_readable(newcomer, tmp_path, name, coding, flags):
    learner = newcomer("")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x"}})
    raw = name.encode(coding)
    old = b"N" * len(raw)
    path = f"{old.decode()}_7_assignsubmission_file_/w.course.json"
    (tmp_path / "in").mkdir()
    data = renamed(zipped({path: learner.backup("")}), old, raw, flags)
    (tmp_path / "in" / "all.zip").write_bytes(data)
    [one] = read_folder(tmp_path / "in").learners
    assert one.label.name == ("Zoë" if name.startswith("Zo") else name)


def test_backslashes_of_old_tools_part_folders(newcomer, tmp_path):
    learner = newcomer("Amina")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x"}})
    (tmp_path / "in").mkdir()
    name = "Amina_7_assignsubmission_file_\\w.course.json"
    (tmp_path / "in" / "all.zip").write_bytes(zipped({name: learner.backup()}))
    [one] = read_folder(tmp_path / "in").learners
    assert (one.label.name, one.label.id) == ("Amina", "7")


def test_hand_ins_that_are_passed_over_are_named(class_with, tmp_path):
    for path in ("class_results/late.course.json", ".late.course.json", ".hidden/w.zip", "._late.course.json"):
        place = tmp_path / "in" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
    found = class_with(zipped({".w.course.json": b"x", "__MACOSX/._w.course.json": b"x"}))
    assert {line.file for line in found.skipped} == {
        "class_results/late.course.json",
        ".late.course.json",
        ".hidden/w.zip",
        "Bilal_2_assignsubmission_file_/w.zip/.w.course.json",
    }


# --- Links, and paths that lead elsewhere ---


def link_or_skip(link, target):
    """Make a link where this computer lets one."""
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("no right to make links here")


def test_links_are_named_and_never_followed(newcomer, tmp_path):
    amina, outsider = newcomer("Amina"), newcomer("Not of this class")
    for learner in (amina, outsider):
        learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": learner.name}})
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "in"
    bilal = folder / "Bilal_2_assignsubmission_file_"
    for place in (elsewhere, bilal):
        place.mkdir(parents=True)
    (elsewhere / "w.course.json").write_bytes(outsider.backup())
    (elsewhere / "w.zip").write_bytes(zipped({"w.course.json": outsider.backup()}))
    (folder / "Amina_1_assignsubmission_file_w.course.json").write_bytes(amina.backup())
    link_or_skip(bilal / "w.course.json", elsewhere / "w.course.json")
    link_or_skip(bilal / "w.zip", elsewhere / "w.zip")
    link_or_skip(bilal / "gone.course.json", elsewhere / "gone")
    link_or_skip(bilal / "round", folder)
    link_or_skip(folder / "Celia_3_assignsubmission_file_", elsewhere)
    found = read_folder(folder)
    assert [learner.name for learner in found.learners] == ["Amina"]
    assert {(line.file, line.why) for line in found.skipped} == {
        (f"Bilal_2_assignsubmission_file_/{name}", SAID["link"])
        for name in ("w.course.json", "w.zip", "gone.course.json", "round")
    } | {("Celia_3_assignsubmission_file_", SAID["link"])}


def test_a_folder_or_a_zip_that_the_teacher_names_may_be_a_link(newcomer, tmp_path):
    learner = newcomer("Amina")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x"}})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "w.course.json").write_bytes(learner.backup())
    (tmp_path / "all.zip").write_bytes(zipped({"w.course.json": learner.backup()}))
    for name, target in (("week", "in"), ("week.zip", "all.zip")):
        link_or_skip(tmp_path / name, tmp_path / target)
        assert [learner.name for learner in read_folder(tmp_path / name).learners] == ["Amina"]


def test_a_link_inside_a_zip_is_named(class_with):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("w.course.json")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "../Amina_1_assignsubmission_file_/w.course.json")
    found = class_with(out.getvalue())
    assert [learner.name for learner in found.learners] == ["Amina"]
    assert [line.why for line in found.skipped] == [SAID["link"]]


ELSEWHERE = (
    "file:///etc/{}",
    "file://server/share/{}",
    "/etc/{}",
    "C:\\Users\\teacher\\{}",
    "\\\\server\\share\\{}",
)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_path_that_leads_elsewhere_names_the_learner_and_leads_nowhere(newcomer, tmp_path, path):
    learner = newcomer("")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x"}})
    name = path.format("Amina_7_assignsubmission_file_\\w.course.json")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "all.zip").write_bytes(zipped({name: learner.backup("")}))
    before = {file for file in tmp_path.rglob("*") if "newcomers" not in file.parts}
    room = Classroom(tmp_path / "in", tmp_path / "in" / "results")
    [found] = room.handed.learners
    assert (found.label.lms, found.label.id, found.name) == ("moodle", "7", "Amina")
    room.write()
    new = {file for file in tmp_path.rglob("*") if "newcomers" not in file.parts} - before
    assert all(file.is_relative_to(room.out) for file in new)
    for page in room.out.glob("*.html"):
        assert "href" not in page.read_text("utf-8")


@pytest.mark.parametrize("path", ["../../{}", "..\\..\\{}"])
def test_a_way_up_is_no_way_and_is_named(class_with, path):
    found = class_with(zipped({path.format("w.course.json"): b"x"}))
    assert [learner.name for learner in found.learners] == ["Amina"]
    assert [line.why for line in found.skipped] == [SAID["hidden"]]


@pytest.mark.skipif(os.name == "nt", reason="a backslash cannot be in a name there")
def test_a_name_with_backslashes_on_the_disk_is_read_like_folders(newcomer, tmp_path):
    learner = newcomer("")
    learner.do("02_ways_to_settle", "a", "answer", {"answer": {"text": "x"}})
    (tmp_path / "in").mkdir()
    name = "week 1\\Amina Khan_7_assignsubmission_file_\\Bilal_2_assignsubmission_file_w.course.json"
    (tmp_path / "in" / name).write_bytes(learner.backup(""))
    [found] = read_folder(tmp_path / "in").learners
    assert (found.label.name, found.label.id) == ("Amina Khan", "7")


def test_the_name_in_a_backslashed_path_is_its_last_part():
    assert read_label("C:\\in\\my-work-amina-2026-11-22-1510.course.json").name == "amina"
