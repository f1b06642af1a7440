import gzip
import hashlib
import io
import json
import unicodedata
import zipfile
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.record import BackupError, Record, RecordError, Restored, backup_name, make_backup, read_backup, restore
from course.record.backup import LARGEST
from course.record.journaled import JournaledRecord

STEM = "02_ways_to_settle"
WHEN = datetime(2026, 11, 22, 15, 10, tzinfo=UTC)
TEXTS = ["A sentence.", "سلام عليكم", "🕊️ \x00\u2028", "=SUM(A1)", "<script>", "a\r\nb"]


def filled(record):
    for number, text in enumerate(TEXTS):
        record.append(STEM, f"p{number}", "answer", {"text": text, "sure": 0.5, "order": [3, 1, 2]})
    return record


@pytest.fixture
def record(store, tmp_path):
    return filled(store(tmp_path / "my_work"))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_backup(filled(Record(tmp_path_factory.mktemp("work"))), "Amina", WHEN)


@pytest.fixture(params=[Record, JournaledRecord])
def other(request, tmp_path):
    """Another record of either kind, with work of its own that a bad file must not touch."""
    record = request.param(tmp_path / "other")
    record.append(STEM, "own", "answer", {"text": "mine"})
    return record


def test_a_backup_carries_everything_and_restoring_twice_changes_nothing(record, other):
    data = make_backup(record, "Amina")
    own = other.events()
    assert restore(other, data) == Restored(new=6, known=0)
    assert restore(other, data) == Restored(new=0, known=6)
    assert other.events() == sorted([*own, *record.events()], key=lambda event: (event.at, event.id))


def test_a_backup_says_whose_and_from_when_it_is(record):
    backup = read_backup(make_backup(record, "  أمينة\x00 ", WHEN))
    assert backup.name == "أمينة"
    assert backup.made_at == "2026-11-22T15:10:00.000000Z"
    assert backup.record == record.record_id()
    assert list(backup.events) == record.events()
    assert backup.record == read_backup(make_backup(record)).record


def test_people_can_read_the_file_and_so_can_any_json_reader(record):
    data = make_backup(record, "Amina", WHEN)
    lines = data.decode().splitlines()
    assert '"format": "mediation-course-backup"' in lines[1]
    assert sum("سلام عليكم" in line for line in lines) == 1
    assert [event["body"]["text"] for event in json.loads(data)["events"]] == TEXTS


def test_an_empty_record_has_a_backup_too(tmp_path, store, other):
    empty = store(tmp_path / "empty")
    data = make_backup(empty)
    assert read_backup(data).events == ()
    assert restore(other, data) == Restored(new=0, known=0)
    assert restore(empty, data) == Restored(new=0, known=0)
    assert not empty.where.parent.exists()


@pytest.mark.parametrize(
    "resave",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: json.dumps(json.loads(data), indent=4).encode(),
        lambda data: json.dumps(json.loads(data), sort_keys=True, ensure_ascii=False).encode(),
    ],
    ids=["line-ends", "mark", "indented", "sorted"],
)
def test_a_file_that_an_editor_saved_again_is_still_sound(record, data, resave):
    assert read_backup(resave(data)) == read_backup(data)
    restore(record, data)
    assert restore(record, resave(data)).new == 0


def all_bytes(record) -> dict:
    return {path.name: path.read_bytes() for path in record.where.parent.rglob("*") if path.is_file()}


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a.json", "{}")
    return buffer.getvalue()


BAD = {
    "nothing": (lambda data: b"", "empty"),
    "spaces": (lambda data: b" \r\n\xef\xbb\xbf"[:3], "empty"),
    "zeros": (lambda data: bytes(5000), "empty"),
    "picture": (lambda data: picture(), "foreign"),
    "zip": (lambda data: archive(), "foreign"),
    "gzip": (gzip.compress, "foreign"),
    "web page": (lambda data: b"<!DOCTYPE html><html><title>Sign in</title></html>", "foreign"),
    "web page around it": (lambda data: b"<pre>" + data + b"</pre>", "foreign"),
    "other json": (lambda data: b'{"cells": [], "nbformat": 4}', "foreign"),
    "json list": (lambda data: b"[" + data + b"]", "foreign"),
    "json number": (lambda data: b"17", "foreign"),
    "other format": (lambda data: data.replace(b"mediation-course-backup", b"other-course-backup"), "foreign"),
    "utf-16": (lambda data: data.decode().encode("utf-16"), "foreign"),
    "not utf-8": (lambda data: data.replace("سلام".encode(), "سلام".encode("cp1256")), "damaged"),
    "cut in the middle": (lambda data: data[: len(data) // 2], "damaged"),
    "last bracket missing": (lambda data: data.rstrip()[:-1], "damaged"),
    "two files in one": (lambda data: data + data, "damaged"),
    "deep lists": (lambda data: b"[" * 5_000_000, "foreign"),
    "deep body": (lambda data: data.replace(b'"sure":0.5', b'"sure":' + b"[" * 900_000 + b"]" * 900_000), "damaged"),
    "deep key": (lambda data: data[:-3] + b', "x": ' + b'{"a":' * 900_000, "damaged"),
    "millions of lists": (
        lambda data: data.replace(b'"sure":0.5', b'"sure":[' + b"[]," * 4_000_000 + b"1]", 1),
        "damaged",
    ),
    "too large": (lambda data: data + b" " * LARGEST, "huge"),
    "newer": (lambda data: data.replace(b'"version": 1', b'"version": 2'), "newer"),
    "newer with new keys": (lambda data: data.replace(b'"version": 1', b'"version": 7, "new": {"a": [1]}'), "newer"),
    "no version": (lambda data: data.replace(b'"version": 1,', b""), "damaged"),
    "version zero": (lambda data: data.replace(b'"version": 1', b'"version": 0'), "damaged"),
    "version as text": (lambda data: data.replace(b'"version": 1', b'"version": "1"'), "damaged"),
    "extra key": (lambda data: data.replace(b'"version": 1', b'"version": 1, "grade": 100'), "damaged"),
    "extra key in an event": (
        lambda data: changed(data, lambda file: file["events"][0].update(grade=100)),
        "damaged",
    ),
    "word changed": (lambda data: data.replace(b"A sentence.", b"A Sentence."), "damaged"),
    "check sum changed": (lambda data: changed(data, lambda file: file.update(sha256="0" * 64)), "damaged"),
    "record id": (lambda data: changed(data, lambda file: file.update(record="../../etc")), "damaged"),
    "made at": (lambda data: changed(data, lambda file: file.update(made_at="yesterday")), "damaged"),
    "name": (lambda data: changed(data, lambda file: file.update(name=["Amina"])), "damaged"),
    "long name": (lambda data: changed(data, lambda file: file.update(name="A" * 101)), "damaged"),
    "events missing": (lambda data: changed(data, lambda file: file.pop("events")), "damaged"),
    "one event missing": (lambda data: changed(data, lambda file: file["events"].pop()), "damaged"),
    "events in another order": (lambda data: changed(data, lambda file: file["events"].reverse()), "damaged"),
}


def changed(data: bytes, change) -> bytes:
    file = json.loads(data)
    change(file)
    return json.dumps(file).encode()


def with_honest_sum(data: bytes, change) -> bytes:
    """Change the last event and make the check sum right again, as someone who means it would."""
    file = json.loads(data)
    change(file["events"])
    digest = hashlib.sha256()
    for event in file["events"]:
        digest.update(msgspec.json.encode(event, order="sorted") + b"\n")
    file["sha256"] = digest.hexdigest()
    return json.dumps(file).encode()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_changes_nothing_and_says_why(data, other, name):
    spoil, code = BAD[name]
    bad = spoil(data)
    assert bad != data
    before = all_bytes(other)
    with pytest.raises(BackupError) as caught:
        restore(other, bad)
    assert caught.value.code == f"backup-{code}"
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith(".")
    assert all_bytes(other) == before


EVENT_HARM = {
    "id": lambda event: event.update(id="x"),
    "id with line end": lambda event: event.update(id=event["id"] + "\n"),
    "no such day": lambda event: event.update(at="2026-02-30T10:00:00.000000Z"),
    "no time zone": lambda event: event.update(at="2026-02-20T10:00:00.000000"),
    "date as number": lambda event: event.update(at=1_700_000_000),
    "lesson": lambda event: event.update(lesson=None),
    "item": lambda event: event.update(item=""),
    "kind": lambda event: event.update(kind="a\x00b"),
    "body as text": lambda event: event.update(body="{}"),
    "body too deep": lambda event: event.update(body=json.loads('{"a":' * 60 + "1" + "}" * 60)),
    "extra": lambda event: event.update(grade=100),
    "missing": lambda event: event.pop("kind"),
}


@pytest.mark.parametrize("name", EVENT_HARM)
def test_one_bad_event_makes_the_whole_file_bad(data, other, name):
    sound = with_honest_sum(data, lambda events: None)
    assert read_backup(sound) == read_backup(data)  # so it is the harm that is refused, not the sum
    bad = with_honest_sum(data, lambda events: EVENT_HARM[name](events[-1]))
    before = other.events()
    with pytest.raises(BackupError) as caught:
        restore(other, bad)
    assert caught.value.code == "backup-damaged"
    assert other.events() == before


def test_the_same_event_twice_in_a_file_is_refused(data):
    assert read_backup(with_honest_sum(data, lambda events: None))
    with pytest.raises(BackupError):
        read_backup(with_honest_sum(data, lambda events: events.append(events[0])))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), byte=st.integers(0, 255), cut=st.booleans())
def test_no_changed_byte_and_no_cut_gives_other_work(data, place, byte, cut):
    at = min(int(place * len(data)), len(data) - 1)
    bad = data[:at] if cut else data[:at] + bytes([byte]) + data[at + 1 :]
    try:
        read = read_backup(bad)
    except BackupError:
        return
    assert read.events == read_backup(data).events


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_any_other_bytes_are_refused_in_plain_words(noise):
    with pytest.raises(BackupError) as caught:
        read_backup(noise)
    assert "Error" not in str(caught.value)


def test_a_restore_that_cannot_be_written_changes_nothing(record, store, tmp_path):
    data = make_backup(record)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordError) as caught:
        restore(store(tmp_path / "file"), data)
    assert caught.value.code == "no-folder"


def test_a_backup_that_contradicts_the_record_is_refused_whole(store, data, tmp_path):
    target = store(tmp_path / "target")
    first = read_backup(data).events[0]
    target.merge([msgspec.structs.replace(first, body={"text": "another"})])
    before = target.events()
    with pytest.raises(RecordError):
        restore(target, data)
    assert target.events() == before


def test_the_parts_of_a_file_are_counted_before_they_are_built(data, monkeypatch):
    monkeypatch.setattr("course.record.backup._MOST_PARTS", 20)
    with pytest.raises(BackupError):
        read_backup(data)


def test_a_backup_that_nobody_could_restore_is_not_handed_out(record, monkeypatch):
    monkeypatch.setattr("course.record.backup.LARGEST", 500)
    with pytest.raises(BackupError) as caught:
        make_backup(record)
    assert "my_work" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "my-work-2026-11-22-1510.course.json"),
        ("Amina  El-Fassi ", "my-work-amina-el-fassi-2026-11-22-1510.course.json"),
        ("../../etc/passwd\x00", "my-work-etc-passwd-2026-11-22-1510.course.json"),
        ("أمينة", "my-work-أمينة-2026-11-22-1510.course.json"),
        ("<>:|?*", "my-work-2026-11-22-1510.course.json"),
        ("x" * 300, f"my-work-{'x' * 40}-2026-11-22-1510.course.json"),
    ],
)
def test_the_name_of_the_file_is_safe_everywhere(tmp_path, name, expected):
    assert backup_name(Record(tmp_path), WHEN, name) == unicodedata.normalize("NFC", expected)


def test_two_stores_with_the_same_work_give_the_same_bytes(record, tmp_path):
    data = make_backup(record, "Amina", WHEN)
    for kind in (Record, JournaledRecord):
        elsewhere = kind(tmp_path / kind.__name__)
        assert restore(elsewhere, data).new == len(TEXTS)
        assert make_backup(elsewhere, "Amina", WHEN) == data


def test_the_name_of_the_file_comes_from_the_profile(record):
    record.append("00_start_here", "profile", "profile", {"name": "Amina"})
    record.append("00_start_here", "profile", "profile", {"language": "ar"})
    assert backup_name(record, WHEN) == "my-work-amina-2026-11-22-1510.course.json"
