"""Files of any age, system and malice: each is read, or is one line in the report, and the class is read anyhow."""

import io
import zipfile

import pytest

from course.content.interface import words
from course.teacher.classroom import unpacking
from course.teacher.classroom.handin import read_folder
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


def test_a_list_of_contents_without_end_is_not_built(class_with):
    names = {f"{'n' * 60000}{n}.txt": b"" for n in range(40)}
    found = class_with(zipped(names))
    assert [line.why for line in found.skipped] == [SAID["many"]]


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
