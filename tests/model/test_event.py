from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.model.event import DEEPEST_BODY, Event, clean_body, clean_event, read_moment, write_moment


@given(st.datetimes(max_value=datetime(8999, 1, 1), timezones=st.just(UTC)))
def test_a_moment_is_read_as_it_was_written(when):
    assert read_moment(write_moment(when)) == when


@given(*[st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(8999, 1, 1), timezones=st.just(UTC))] * 2)
def test_moments_sort_as_text(one, other):
    assert (write_moment(one) < write_moment(other)) == (one < other)


def test_a_moment_is_written_in_utc():
    doha = timezone(timedelta(hours=3))
    assert write_moment(datetime(2026, 11, 22, 18, 10, tzinfo=doha)) == "2026-11-22T15:10:00.000000Z"


def test_an_event_is_frozen_and_takes_no_other_key():
    event = Event(id="0" * 32, at="2026-11-22T15:10:00.000000Z", lesson="02", item="p", kind="x", body={})
    with pytest.raises(AttributeError):
        event.item = "q"
    encoded = msgspec.json.encode(event)
    assert msgspec.json.decode(encoded, type=Event) == event
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(encoded[:-1] + b',"grade":1}', type=Event)
    with pytest.raises(ValueError, match="month"):
        clean_event(msgspec.structs.replace(event, at="2026-13-22T15:10:00.000000Z"))


def nested(levels):
    return {"in": nested(levels - 1)} if levels else {}


def test_the_depth_of_a_body_has_a_limit():
    assert clean_body(nested(DEEPEST_BODY)) == nested(DEEPEST_BODY)
    with pytest.raises(ValueError, match="nested"):
        clean_body(nested(DEEPEST_BODY + 1))


@given(st.dictionaries(st.text(st.characters()), st.text(st.characters())))
def test_a_checked_body_can_be_written_and_checks_to_itself(body):
    clean = clean_body(body)
    assert msgspec.json.decode(msgspec.json.encode(clean)) == clean == clean_body(clean)
