"""The law of the record: whatever order work, backups, restores and merges come in, every event is there once."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from course.model.event import Event, write_moment
from course.record import Record, RecordError, make_backup, restore
from course.record.journaled import JournaledRecord

START = datetime(2026, 11, 22, tzinfo=UTC)
machines = st.integers(0, 2)
lessons = st.sampled_from(["01_diplomacy", "02_ways_to_settle"])
items = st.sampled_from(["a", "b"])
kinds = st.sampled_from(["answer", "hint"])
bodies = st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers(0, 9), max_size=2)
events_ = st.builds(
    Event,
    id=st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}"),
    at=st.integers(0, 5).map(lambda day: write_moment(START + timedelta(days=day))),
    lesson=lessons,
    item=items,
    kind=kinds,
    body=bodies,
)


def in_order(events):
    return sorted(events, key=lambda event: (event.at, event.id))


class ThreeComputers(RuleBasedStateMachine):
    """A learner with a computer, two browsers, a stick full of backups, and clocks that nobody has set."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = START
        kinds = (Record, JournaledRecord, JournaledRecord)
        self.records = [kind(Path(self.folder.name) / str(n), now=lambda: self.clock) for n, kind in enumerate(kinds)]
        self.model: list[dict[str, Event]] = [{}, {}, {}]
        self.stick: list[tuple[bytes, dict[str, Event]]] = []

    def teardown(self):
        self.folder.cleanup()

    @rule(days=st.integers(-400, 400))
    def set_clock(self, days):
        self.clock = START + timedelta(days=days)

    @rule(n=machines, lesson=lessons, item=items, kind=kinds, body=bodies)
    def work(self, n, lesson, item, kind, body):
        event = self.records[n].append(lesson, item, kind, body)
        assert all(event.at > other.at for other in self.model[n].values())
        self.model[n][event.id] = event
        assert self.records[n].latest(lesson, item, kind) == event

    @rule(n=machines)
    def back_up(self, n):
        self.stick.append((make_backup(self.records[n], "Amina"), dict(self.model[n])))

    @rule(n=machines, which=st.integers(0, 9))
    def bring_back(self, n, which):
        if self.stick:
            data, held = self.stick[which % len(self.stick)]
            new = set(held) - set(self.model[n])
            restored = restore(self.records[n], data)
            assert (restored.new, restored.known) == (len(new), len(held) - len(new))
            self.model[n] |= held

    @rule(to=machines, source=machines, lesson=lessons)
    def merge_a_part(self, to, source, lesson):
        part = self.records[source].events(lesson)
        new = len({event.id for event in part} - set(self.model[to]))
        assert self.records[to].merge([*reversed(part), *part]) == new
        self.model[to] |= {event.id: event for event in part}

    @rule(n=machines)
    def restart(self, n):
        self.records[n] = type(self.records[n])(self.records[n].where.parent, now=lambda: self.clock)

    @invariant()
    def every_event_is_there_once(self):
        for record, model in zip(self.records, self.model, strict=True):
            assert record.events() == in_order(model.values())

    @invariant()
    def latest_agrees(self):
        for record, model in zip(self.records, self.model, strict=True):
            for key in {(event.lesson, event.item, event.kind) for event in model.values()}:
                same = [e for e in model.values() if (e.lesson, e.item, e.kind) == key]
                assert record.latest(*key) == in_order(same)[-1]
                assert record.events(*key) == in_order(same)


ThreeComputers.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
test_any_order_keeps_every_event_once = ThreeComputers.TestCase


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), events=st.lists(events_, max_size=8, unique_by=lambda event: event.id))
def test_the_order_of_merges_does_not_matter(store, data, events):
    with tempfile.TemporaryDirectory() as folder:
        one, other = store(Path(folder) / "1"), store(Path(folder) / "2")
        assert one.merge(events) == len(events)
        assert sum(other.merge([event]) for event in data.draw(st.permutations(events))) == len(events)
        assert one.events() == other.events() == in_order(events)
        assert one.merge(other.events()) == 0


EVENT = Event(id="0" * 32, at="2026-11-22T15:10:00.000000Z", lesson="02", item="p", kind="answer", body={"choice": "a"})


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "1"},
        {"id": "0" * 32 + "\n"},
        {"id": "G" * 32},
        {"at": "2026-13-22T15:10:00.000000Z"},
        {"at": "2026-02-30T15:10:00.000000Z"},
        {"at": "2026-11-22T15:10:00Z"},
        {"at": "2026-11-22T15:10:00.000000+03:00"},
        {"at": "9999-12-31T23:59:59.999999Z"},
        {"lesson": ""},
        {"item": "a\x00"},
        {"kind": 3},
        {"body": "text"},
        {"body": {"n": float("inf")}},
    ],
)
def test_one_bad_event_keeps_all_of_them_out(record, changed):
    good = msgspec.structs.replace(EVENT, id="1" * 32)
    with pytest.raises(RecordError):
        record.merge([good, msgspec.structs.replace(EVENT, **changed)])
    assert record.events() == []
    assert record.merge([good, EVENT]) == 2


def test_one_id_for_two_events_is_refused_whole(record):
    record.merge([EVENT])
    new = msgspec.structs.replace(EVENT, id="1" * 32)
    with pytest.raises(RecordError) as caught:
        record.merge([new, msgspec.structs.replace(EVENT, body={"choice": "b"})])
    assert caught.value.code == "contradiction"
    assert record.events() == [EVENT]


@pytest.mark.parametrize("elsewhere", [Record, JournaledRecord])
def test_a_learner_who_moves_stays_one_record_and_two_learners_stay_two(store, elsewhere, tmp_path):
    laptop, hub, friend = store(tmp_path / "laptop"), elsewhere(tmp_path / "hub"), elsewhere(tmp_path / "friend")
    laptop.append("02", "p", "answer", {"n": 1})
    friend.append("02", "p", "answer", {"n": 1})
    restore(hub, make_backup(laptop))
    assert hub.record_id() == laptop.record_id()
    assert len(hub.record_id()) == 32
    restore(friend, make_backup(laptop))
    assert friend.record_id() != laptop.record_id()
