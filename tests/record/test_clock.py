"""What a learner does last is last, whatever dates lie in the record, and nothing drops out of a backup unsaid."""

import msgspec
import pytest

from course.model.event import Event
from course.record import Record, make_backup, pack, pack_record, read_backup, restore
from course.record.clock import within_days

FAR = Event(id="f" * 32, at="8999-12-31T23:59:59.999999Z", lesson="02", item="p", kind="answer", body={"text": "far"})


@pytest.mark.parametrize(
    "at", ["8999-12-31T23:59:59.999999Z", "8999-12-31T00:00:00.000000Z", "8999-06-01T10:00:00.000000Z"]
)
def test_answers_after_a_backup_from_the_year_8999_stay_last_and_in_every_backup(record, store, tmp_path, at):
    first = record.append("02", "p", "answer", {"text": "before"})
    data = pack([msgspec.structs.replace(FAR, at=at)], "a" * 32)
    assert restore(record, data).new == 1
    assert restore(record, data).known == 1
    after = [record.append("02", "p", "answer", {"text": f"after {n}"}) for n in range(5)]
    assert record.latest("02", "p", "answer") == after[-1]
    assert [event.body["text"] for event in record.events()] == ["before", "far", *(f"after {n}" for n in range(5))]
    packed = pack_record(record)
    assert (packed.events, packed.left_out) == (7, 0)
    elsewhere = store(tmp_path / "elsewhere")
    assert restore(elsewhere, packed.data).new == 7
    assert elsewhere.events() == record.events()
    assert first in elsewhere.events()


def test_what_version_0_1_0_dated_in_the_year_9000_comes_out_again(in_file, tmp_path):
    in_file.append("02", "p", "answer", {"text": "before"})
    raw(in_file, FAR)
    ticks = ["9000-01-01T00:00:00.000000Z", "9000-01-01T00:00:00.000001Z"]
    for n, at in enumerate(ticks):
        raw(in_file, msgspec.structs.replace(FAR, id=f"{n:032x}", at=at, body={"text": f"then {n}"}))
    now = in_file.append("02", "p", "answer", {"text": "now"})
    assert [event.body["text"] for event in in_file.events()] == ["before", "far", "then 0", "then 1", "now"]
    assert in_file.latest("02", "p", "answer") == now
    elsewhere = Record(tmp_path / "elsewhere")
    assert restore(elsewhere, make_backup(in_file)).new == 5
    assert elsewhere.events() == in_file.events()
    assert restore(in_file, make_backup(elsewhere)).new == 0


def raw(record: Record, event: Event) -> None:
    from course.record.connection import writing

    with writing(record.where, 1) as connection:
        row = (event.id, event.at, event.lesson, event.item, event.kind, msgspec.json.encode(event.body).decode())
        connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", row)


def test_a_date_that_is_none_does_not_stop_the_clock_and_is_told_of_the_backup(in_file):
    in_file.append("02", "p", "answer", {"text": "before"})
    raw(in_file, msgspec.structs.replace(FAR, at="I026-11-22T10:00:00.000000Z"))
    raw(in_file, msgspec.structs.replace(FAR, id="e" * 32, at="2926-13-22T10:00:00.000000Z"))
    after = in_file.append("02", "p", "answer", {"text": "after"})
    packed = pack_record(in_file)
    assert (packed.events, packed.left_out) == (2, 2)
    assert read_backup(packed.data).events[-1] == after


def test_the_order_of_far_dates_is_kept():
    far = ["8999-12-31T00:00:00.000000Z", "8999-12-31T23:59:59.999999Z", "9000-01-01T00:00:00.000000Z"]
    assert [within_days(at) for at in far] == sorted(within_days(at) for at in far)
    assert all(within_days(at) < "8999-12-31" for at in far)
    assert within_days("8999-12-30T23:59:59.999999Z") == "8999-12-30T23:59:59.999999Z"
