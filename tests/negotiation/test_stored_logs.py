"""Logs as they lie in records and backups: read, verified and written as they always were, sound or broken."""

import contextlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.scenarios import scenario, scenarios
from course.negotiation.bodies import KINDS, from_json, to_json
from course.negotiation.error import NegotiationError
from course.negotiation.event import StoredEvent, mark_of
from course.negotiation.fold import fold
from course.negotiation.session import Session
from course.negotiation.view import view

LOGS = {
    file.stem: [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for file in sorted((Path(__file__).parent / "logs").glob("*.jsonl"))
}
"""One finished game of each scenario, as a version wrote it whose bodies were plain dicts."""


def replayed(id, log):
    return Session.from_events(scenario(id), None, log)


def stored(events):
    """Events as whoever stores them gets them back."""
    return json.loads(json.dumps([event.plain() for event in events]))


def remarked(log):
    """A forged log marked again, as someone who knows the code could."""
    forged, before = [], ""
    for event in log:
        before = mark_of(msgspec.convert(event, StoredEvent), before)
        forged.append({**event, "mark": before})
    return forged


def test_there_is_a_log_of_every_scenario_and_a_move_of_every_kind():
    assert sorted(LOGS) == sorted(scenarios())
    assert {event["kind"] for log in LOGS.values() for event in log} == KINDS


@pytest.mark.parametrize("id", LOGS)
def test_a_stored_log_is_verified_and_stored_again_as_it_was(id):
    session = replayed(id, LOGS[id])
    assert stored(session.events) == LOGS[id]
    assert [
        mark_of(event, before) for event, before in zip(session.events, earlier_marks(session.events), strict=True)
    ] == [event["mark"] for event in LOGS[id]]
    assert session.state == fold(session.scenario, session.events)
    assert session.state.outcome is not None
    assert session.legal(session.scenario.roles[0].id) == ("note", "reveal", "reflection")


def earlier_marks(events):
    return ["", *(event.mark for event in events[:-1])]


@pytest.mark.parametrize("id", LOGS)
def test_the_body_of_every_kind_is_read_and_written_alike(id):
    for event in LOGS[id]:
        assert json.loads(json.dumps(to_json(from_json(event["kind"], event["body"])))) == event["body"]


def test_what_a_newer_course_writes_beside_the_known_fields_breaks_no_mark():
    log = [dict(event) for event in LOGS["two-rivers"]]
    place = next(event["seq"] for event in log if event["kind"] == "statement")
    log[place]["body"] = {**log[place]["body"], "tone": "friendly"}
    newer = remarked(log)
    assert replayed("two-rivers", newer).state == replayed("two-rivers", LOGS["two-rivers"]).state
    with pytest.raises(NegotiationError, match=f"move {place} was changed"):
        replayed("two-rivers", log)


def test_a_kind_that_only_a_newer_course_knows_is_named():
    log = [dict(event) for event in LOGS["two-rivers"]]
    log[5]["kind"] = "telepathy"
    with pytest.raises(NegotiationError, match="move 5 is of an unknown kind, 'telepathy'") as caught:
        replayed("two-rivers", remarked(log))
    assert caught.value.sound == 5


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("draft", {"single_text": True}, "does not follow"),
        ("offer", {"package": None}, "cannot be read"),
        ("offer", {"package": {}}, "is not legal"),
        ("reject", {"offer": "the last"}, "cannot be read"),
        ("clock", {"mood": "tense"}, "cannot be read"),
        ("clock", {"round": 99}, "does not follow"),
        ("open", {"seats": {}}, "does not name who sits"),
    ],
)
def test_a_forged_body_is_named(kind, body, says):
    log = [dict(event) for event in LOGS["two-rivers"]]
    place = next(event["seq"] for event in log if event["kind"] == kind)
    log[place]["body"] = {**log[place]["body"], **body}
    with pytest.raises(NegotiationError, match=f"move {place} {says}") as caught:
        replayed("two-rivers", remarked(log))
    assert caught.value.sound == place


def test_a_move_that_all_must_see_cannot_be_hidden():
    log = [dict(event) for event in LOGS["two-rivers"]]
    for kind in ("offer", "clock"):
        place = next(event["seq"] for event in log if event["kind"] == kind)
        hidden = remarked([{**event, "to": ["qarwan"]} if event["seq"] == place else event for event in log])
        with pytest.raises(NegotiationError) as caught:
            replayed("two-rivers", hidden)
        assert caught.value.sound == place


ODD = st.sampled_from(
    [
        *(None, True, -1, 0, 2, 3.5, 10**18, "", "x", "no", "may_share", "ranking", "unsigned", "qarwan", "sahlan"),
        *([], [1], ["flow"], ["qarwan", "sahlan"], {}, {"flow": "f50"}, {"flow": 1}, {"qarwan": ["flow"]}),
        *({"best": {}, "worst": {}}, {"best": {"flow": "f50"}, "worst": {"flow": "f30"}}, {"key": "x", "values": {}}),
        *({"key": "red_line", "values": {"issue": None}}, {"key": 1, "values": []}, [[]], {"x": {"kind": "linear"}}),
        {"flow": "f50", "filling": "y5", "power": "none", "data": "daily"},
    ]
)
FIELDS = st.sampled_from(
    [
        *("scenario", "fingerprint", "seed", "seats", "package", "reason", "offer", "text", "target", "walk_away"),
        *("guesses", "single_text", "vote", "issue", "question", "about", "answer", "scope", "disclosure", "role"),
        *("provenance", "guarantee", "round", "stage", "asked", "passed", "votes", "why", "agreed", "signers", "@kind"),
    ]
)
SEATS = st.sampled_from(["table", "nobody", *(role.id for id in LOGS for role in scenario(id).roles)])
BESIDE = st.fixed_dictionaries({}, optional={"actor": SEATS, "to": st.lists(SEATS, max_size=2), "round": st.just(7)})


@settings(max_examples=150, deadline=None)
@given(data=st.data(), id=st.sampled_from(sorted(LOGS)))
def test_no_body_is_followed_but_as_it_says(data, id):
    """A body with anything missing, changed or added is refused at its place, or means what its JSON says."""
    log = [dict(event) for event in LOGS[id]]
    place = data.draw(st.integers(0, len(log) - 1))
    body = dict(log[place]["body"])
    for field in data.draw(st.lists(st.sampled_from(sorted(body)), max_size=2)) if body else ():
        if data.draw(st.booleans()):
            body[field] = data.draw(ODD)
        else:
            body.pop(field, None)
    body |= data.draw(st.dictionaries(FIELDS, ODD, max_size=2))
    kind = data.draw(st.just(log[place]["kind"]) | st.sampled_from(sorted(KINDS)))
    log[place] |= {"body": body, "kind": kind} | data.draw(BESIDE)
    log = remarked(log)
    session = None
    with contextlib.suppress(NegotiationError):
        session = replayed(id, log)
    if session is None:
        with pytest.raises(NegotiationError) as caught:
            replayed(id, log)
        sound = caught.value.sound
        before = replayed(id, log[:sound]).events if sound else []
        assert stored(before[:place]) == LOGS[id][: min(place, sound)]
        return
    assert session.events[place].kind == kind
    assert json.loads(json.dumps(to_json(session.events[place].body))).items() <= body.items()
    assert session.state == fold(session.scenario, session.events)
    for role in session.scenario.roles:
        assert session.view(role.id) == view(session.scenario, session.events, role.id)
