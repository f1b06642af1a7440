"""Reading an item and adding to it under one lock, and looking in every lesson."""

import threading

import pytest

from course.record import RecordError

STEM = "02_ways_to_settle"


def count_up(events):
    return "hint", {"number": len(events) + 1}


def test_what_is_decided_is_added_and_all_of_the_item_comes_back(record):
    first = record.append(STEM, "p", "draft", {"n": 0})
    record.append(STEM, "q", "hint", {"number": 7})
    saved = record.save(STEM, "p", count_up)
    assert saved.event.body == {"number": 2}
    assert saved.events == [first, saved.event] == record.events(STEM, "p")


def test_nothing_decided_is_nothing_added(record):
    event = record.append(STEM, "p", "draft", {"n": 0})
    assert record.save(STEM, "p", lambda events: None) == ([event], None)
    assert record.events() == [event]


def test_same_press_sent_twice_adds_once(record):
    first = record.save(STEM, "p", count_up, id="a" * 32)
    again = record.save(STEM, "p", count_up, id="a" * 32)
    assert (again.event, again.events) == (None, first.events)


def test_nobody_writes_between_reading_and_adding(record):
    pages = [type(record)(record.where.parent) for _ in range(4)]
    threads = [
        threading.Thread(target=lambda page=page: [page.save(STEM, "p", count_up) for _ in range(8)]) for page in pages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.body["number"] for event in record.events()] == list(range(1, 33))


def test_a_body_that_cannot_be_kept_changes_nothing(record):
    event = record.append(STEM, "p", "draft", {"n": 0})
    with pytest.raises(RecordError):
        record.save(STEM, "p", lambda events: ("draft", {"n": float("nan")}))
    assert record.events() == [event]


def test_an_item_is_found_in_every_lesson_and_what_lies_under_it(record):
    lessons = ("00_start_here", "02_ways_to_settle", "12_verdict")
    items = ("claim", "claim/", "claim/A1", "claim/A10", "claim0", "lab/A1")
    events = [record.append(lesson, item, "stand", {}) for item in items for lesson in lessons]
    assert record.events(item="claim/A1") == [event for event in events if event.item == "claim/A1"]
    assert record.events(under="claim/") == [event for event in events if event.item.startswith("claim/")]
    assert record.events("12_verdict", under="claim/") == [
        event for event in events if event.item.startswith("claim/") and event.lesson == "12_verdict"
    ]
