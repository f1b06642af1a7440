import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.record import Record, RecordError, open_record
from course.record import connection as connection_module
from course.record.connection import writing

START = datetime(2026, 11, 22, 15, 10, tzinfo=UTC)
STEM = "02_ways_to_settle"
ROOT = Path(__file__).parents[2]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def child(code: str, *arguments: str) -> subprocess.Popen:
    """Start another Python, as another kernel would be, that runs ``code``."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )


def raw(record: Record) -> closing:
    return closing(sqlite3.connect(record.where))


def test_opening_and_reading_leave_no_trace(record, tmp_path):
    assert record.events() == []
    assert record.latest(STEM, "p", "answer") is None
    assert record.record_id() == ""
    assert record.writable() is None
    assert list(tmp_path.iterdir()) == []


def test_an_answer_is_there_for_the_next_kernel(record, store, tmp_path):
    first = record.append(STEM, "neutral-enough", "answer", {"choice": "a"})
    second = record.append(STEM, "neutral-enough", "answer", {"choice": "b"})
    record.append(STEM, "neutral-enough", "hint", {})
    record.append("03_trust", "neutral-enough", "answer", {"choice": "c"})
    tomorrow = store(tmp_path / "my_work")
    assert tomorrow.latest(STEM, "neutral-enough", "answer") == second
    assert tomorrow.events(STEM, "neutral-enough", "answer") == [first, second]
    assert [len(tomorrow.events(kind=kind)) for kind in ("answer", "hint", "none")] == [3, 1, 0]
    assert len(tomorrow.events()) == 4


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.text(), json_values, max_size=5))
def test_every_json_body_comes_back_as_it_was(store, body):
    with tempfile.TemporaryDirectory() as folder:
        record = store(Path(folder))
        saved = record.append(STEM, "p", "answer", body)
        assert saved.body == body
        assert store(Path(folder)).latest(STEM, "p", "answer") == saved


@pytest.mark.parametrize(
    "text",
    [
        "سلام عليكم",
        "🕊️👩‍⚖️",
        "\x00\x1b[31m\u202e",
        "'; DROP TABLE events; --",
        "<script>alert(1)</script>",
        "long " * 200_000,
    ],
)
def test_learner_text_is_only_text(record, text):
    record.append(STEM, "p", "answer", {"text": text})
    assert record.latest(STEM, "p", "answer").body["text"] == text
    assert len(record.events()) == 1


def test_half_an_emoji_is_saved_as_text_that_files_can_hold(record):
    saved = record.append(STEM, "p", "answer", {"cut": "a\ud83d", "split": "\ud83d" + "\ude00"})
    assert saved.body == {"cut": "a\ufffd", "split": "😀"}
    assert record.events() == [saved]


def deep(levels: int) -> dict:
    body: dict = {}
    for _ in range(levels):
        body = {"in": body}
    return body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"n": float("nan")}, "not-plain"),
        ({"n": 2**70}, "not-plain"),
        ({"n": object()}, "not-plain"),
        ({1: "a"}, "not-plain"),
        (["a"], "not-plain"),
        (deep(100_000), "not-plain"),
        ({"t": "x" * 4_000_001}, "too-long"),
    ],
)
def test_what_a_file_cannot_hold_is_refused_in_plain_words(record, body, code):
    with pytest.raises(RecordError) as caught:
        record.append(STEM, "p", "answer", body)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert caught.value.remedy.endswith(".")
    assert record.events() == []


@pytest.mark.parametrize("label", ["", "a\nb", "a\n", "\x00", "x" * 201, "\ud83d", None, 7])
def test_ids_are_one_line_of_text(record, label):
    with pytest.raises(RecordError):
        record.append(STEM, label, "answer", {})


def test_sending_twice_saves_once(record):
    number = "0123456789abcdef" * 2
    first = record.append(STEM, "p", "answer", {"choice": "a"}, id=number)
    assert record.append(STEM, "p", "answer", {"choice": "a"}, id=number) == first
    assert record.events() == [first]
    with pytest.raises(RecordError) as caught:
        record.append(STEM, "p", "answer", {"choice": "b"}, id=number)
    assert caught.value.code == "contradiction"


def test_time_only_moves_forward_when_the_clock_goes_back(store, tmp_path):
    clock = {}
    record = store(tmp_path, now=lambda: clock["now"])
    events = []
    for n, hours in enumerate((0, 0, -9600, 1)):
        clock["now"] = START + timedelta(hours=hours)
        events.append(record.append(STEM, "p", "answer", {"n": n}))
    assert [event.at for event in events] == sorted({event.at for event in events})
    assert record.events() == events
    assert events[0].at == "2026-11-22T15:10:00.000000Z"
    assert events[2].at == "2026-11-22T15:10:00.000002Z"
    assert record.latest(STEM, "p", "answer") == events[-1]


def test_an_answer_after_a_merge_from_a_fast_clock_is_still_the_latest(store, tmp_path):
    fast = store(tmp_path / "fast", now=lambda: START + timedelta(days=3000))
    here = store(tmp_path / "here", now=lambda: START)
    fast.append(STEM, "p", "answer", {"n": 1})
    here.merge(fast.events())
    last = here.append(STEM, "p", "answer", {"n": 2})
    assert here.latest(STEM, "p", "answer") == last


def test_a_saved_event_can_be_neither_changed_nor_removed(in_file):
    in_file.append(STEM, "p", "answer", {})
    with raw(in_file) as file:
        for statement in ("UPDATE events SET body = '{}'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError):
                file.execute(statement)


def test_a_write_is_flushed_without_wal(in_file):
    with writing(in_file.where, 1) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
        assert file.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.parametrize(
    ("index", "query"),
    [
        ("events_of_item", "WHERE lesson = 1 AND item = 1 AND kind = 1 ORDER BY at DESC, id DESC LIMIT 1"),
        ("events_of_item", "WHERE lesson = 1 AND item = 1 AND kind = 1 ORDER BY at, id"),
        ("events_in_order", "ORDER BY at, id"),
    ],
)
def test_reading_uses_the_indexes(in_file, index, query):
    in_file.append(STEM, "p", "answer", {})
    with raw(in_file) as file:
        plan = " ".join(row[3] for row in file.execute(f"EXPLAIN QUERY PLAN SELECT * FROM events {query}"))
    assert f"USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan


WRITER = """
import sys
from pathlib import Path
from course.record import Record
from course.record.journaled import JournaledRecord
record = {"Record": Record, "JournaledRecord": JournaledRecord}[sys.argv[3]](Path(sys.argv[1]), patience=60)
for n in range(int(sys.argv[2])):
    print(record.append("02_ways_to_settle", "p", "answer", {"n": n, "text": "x" * 3000}).id, flush=True)
"""


def test_kernels_that_write_at_once_lose_nothing(record, store):
    writers = [child(WRITER, str(record.where.parent), "40", store.__name__) for _ in range(4)]
    promised = [number for writer in writers for number in writer.communicate()[0].split()]
    events = record.events()
    assert len(promised) == 160
    assert sorted(promised) == sorted(event.id for event in events)
    if store is Record:  # where nothing can be locked, two may be of one moment; their ids put them in order
        assert len({event.at for event in events}) == 160


def test_what_was_saved_survives_kill_9(record, store):
    promised: set[str] = set()
    for round_ in range(4):
        writer = child(WRITER, str(record.where.parent), "100000", store.__name__)
        for _ in range(30 + 7 * round_):
            promised.add(writer.stdout.readline().strip())
        writer.kill()
        promised.update(writer.communicate()[0].split())
    there = {event.id for event in record.events()}
    assert len(promised) >= 160
    assert promised <= there
    # At most one event a kill was on the disk before its "saved" reached us.
    assert len(there - promised) <= 4
    assert record.writable() is None
    assert record.append(STEM, "p", "answer", {}).id not in there


HALF = """
import os, sys
from pathlib import Path
from course.record.connection import writing
with writing(Path(sys.argv[1]), 10) as file:
    file.execute("PRAGMA cache_size = 5")
    for n in range(200):
        row = (f"{n:032x}", "2027-01-01T00:00:00.000000Z", "02", "p", "answer", '{"t": "%s"}' % ("x" * 3000))
        file.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", row)
    os._exit(9)
"""


def test_a_write_cut_off_half_way_vanishes(in_file):
    saved = in_file.append(STEM, "p", "answer", {})
    size = in_file.where.stat().st_size
    with child(HALF, str(in_file.where)) as writer:
        assert writer.wait() == 9
    journal = in_file.where.with_name(f"{in_file.where.name}-journal")
    assert in_file.where.stat().st_size > size  # it did reach the file
    assert journal.stat().st_size > 0
    assert in_file.events() == [saved]
    assert in_file.where.stat().st_size == size  # reading it rolled the rest back
    assert in_file.writable() is None


def test_a_file_in_the_place_of_the_folder_is_named(record, tmp_path):
    (tmp_path / "my_work").write_text("a shopping list")
    assert record.events() == []
    assert record.writable().code == "no-folder"
    with pytest.raises(RecordError) as caught:
        record.append(STEM, "p", "answer", {})
    assert caught.value.code == "no-folder"
    assert (tmp_path / "my_work").read_text() == "a shopping list"


@pytest.fixture
def ordinary_user():
    """Run the test without root's right to write everywhere; chmod means nothing to root."""
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    if os.geteuid() == 0:
        os.seteuid(65534)
        yield
        os.seteuid(0)
    else:
        yield


def test_a_read_only_folder_is_read_and_says_that_it_cannot_be_written(ordinary_user):
    with tempfile.TemporaryDirectory() as folder:
        saved = Record(Path(folder)).append(STEM, "p", "answer", {"n": 1})
        record = Record(Path(folder))
        record.where.chmod(0o444)
        Path(folder).chmod(0o555)
        try:
            assert record.events() == [saved]
            assert record.writable().code == "read-only"
            with pytest.raises(RecordError) as caught:
                record.append(STEM, "p", "answer", {"n": 2})
            assert caught.value.code == "read-only"
            empty = Record(Path(folder) / "my_work")
            assert empty.writable().code == "read-only"
            with pytest.raises(RecordError):
                empty.append(STEM, "p", "answer", {})
            assert Record(Path(folder)).events() == [saved]
        finally:
            Path(folder).chmod(0o755)


def test_a_file_that_may_not_be_read_is_not_taken_for_an_empty_one(ordinary_user):
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder))
        record.append(STEM, "p", "answer", {"n": 1})
        record.where.chmod(0)
        with pytest.raises(RecordError) as caught:
            record.events()
        assert caught.value.code == "denied"


def test_a_full_disk_is_said_and_loses_nothing(in_file, monkeypatch):
    saved = in_file.append(STEM, "p", "answer", {"n": 1})
    connect = connection_module._connect

    def small_disk(*arguments):
        connection = connect(*arguments)
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size where that is larger
        return connection

    monkeypatch.setattr(connection_module, "_connect", small_disk)
    with pytest.raises(RecordError) as caught:
        in_file.append(STEM, "p", "answer", {"text": "x" * 100_000})
    assert caught.value.code == "full"
    monkeypatch.undo()
    assert in_file.events() == [saved]
    assert in_file.writable() is None


FILLER = """
import resource, sys
from pathlib import Path
from course.record import Record, RecordError
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
record = Record(Path(sys.argv[1]))
try:
    while True:
        print(record.append("02", "p", "answer", {"text": "x" * 5000}).id, flush=True)
except RecordError as error:
    print(error.code, record.writable() is not None or len(record.events()))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_file_that_may_not_grow_keeps_every_promise(in_file):
    *promised, last = child(FILLER, str(in_file.where.parent)).communicate()[0].splitlines()
    assert last.split()[0] in ("full", "disk")
    assert len(promised) > 10
    assert [event.id for event in in_file.events()] == promised
    with raw(in_file) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_that_another_program_holds_is_said_to_be_in_use(tmp_path):
    record = Record(tmp_path, patience=0.01)
    record.append(STEM, "p", "answer", {})
    with raw(record) as other:
        other.execute("BEGIN EXCLUSIVE")
        for attempt in (record.events, lambda: record.append(STEM, "p", "answer", {})):
            with pytest.raises(RecordError) as caught:
                attempt()
            assert caught.value.code == "locked"
        assert record.writable().code == "locked"
        with pytest.raises(RecordError):
            record.set_aside()
    assert len(record.events()) == 1


def test_open_record_finds_the_root_and_never_fails(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_MY_WORK", raising=False)
    (tmp_path / "notebooks" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "deep")
    assert open_record().where == tmp_path / "my_work" / "course.sqlite3"
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_MY_WORK", str(tmp_path / "file" / "my_work"))
    assert open_record().events() == []
    assert open_record().writable().code == "no-folder"


def test_several_events_are_saved_at_once_in_their_order_and_only_once(record):
    bodies = {f"{n:032x}": {"n": n} for n in (3, 1, 2)}
    record.extend(STEM, "game", "move", bodies)
    record.extend(STEM, "game", "move", {**bodies, f"{9:032x}": {"n": 9}})
    assert [event.body["n"] for event in record.events(item="game")] == [3, 1, 2, 9]
    assert len({event.at for event in record.events()}) == 4


def test_several_events_are_saved_all_or_none(record):
    with pytest.raises(RecordError):
        record.extend(STEM, "game", "move", {f"{1:032x}": {"n": 1}, f"{2:032x}": {"n": object()}})
    assert record.events() == []
