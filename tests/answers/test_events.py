"""Events: each body is JSON that version 0.1.0 wrote and reads, and whatever else comes reads as nothing."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.answers import events
from course.answers.events import KINDS, can_read, count_unread, read_event, to_body
from course.model.answer import Answer
from course.model.event import Event, clean_body

ID = "0" * 32
PLACES = {"lab/ripeness", "claim/A4", "negotiation/two-rivers/x", "concepts/before", "you-first", "profile"}
BODIES = [
    (events.Response(answer=Answer(chosen="b"), round=2), {"answer": {"chosen": "b"}, "round": 2}),
    (events.Response(answer=Answer(values={"limit": 1})), {"answer": {"values": {"limit": 1}}}),
    (events.Draft(answer=Answer(why="Oman")), {"answer": {"why": "Oman"}, "round": 1}),
    (events.Hint(number=2), {"number": 2}),
    (events.ModelAnswer(), {}),
    (events.Review(review={"clear": {"works": "Yes."}}), {"review": {"clear": {"works": "Yes."}}}),
    (
        events.Review(review={}, levels={"clear": "strong"}),
        {"review": {}, "levels": {"clear": "strong"}},
    ),
    (events.Ranked(), {}),
    (
        events.Ranked(order=("strong", "weak", "middling"), why="It decides."),
        {"order": ["strong", "weak", "middling"], "why": "It decides."},
    ),
    (events.Pointed(part="check", sentence="They look."), {"part": "check", "sentence": "They look."}),
    (events.Stand(round=1, stand=-2), {"round": 1, "stand": -2, "sure": None, "why": ""}),
    (events.Stand(round=2, stand=1, early=True), {"round": 2, "stand": 1, "sure": None, "why": "", "early": True}),
    (events.Filed(id="aceh", side="for"), {"id": "aceh", "side": "for"}),
    (events.Filed(id="aceh", why="It held."), {"id": "aceh", "why": "It held."}),
    (events.MapOpened(), {}),
    (events.Weigh(piece="f1", weight=0), {"piece": "f1", "weight": 0}),
    (
        events.Argument(id="x", side="for", text="Oman."),
        {"id": "x", "side": "for", "text": "Oman.", "source": ""},
    ),
    (events.Withdrawal(id="x"), {"id": "x", "removed": True}),
    (events.Rebuttal(text="No."), {"piece": "", "text": "No."}),
    (events.Prediction(chosen="a"), {"chosen": "a"}),
    (events.Guess(answer=Answer(value="12")), {"answer": {"value": "12"}}),
    (events.Guess(), {"answer": {}}),
    (events.Branch(of="x", at=3), {"of": "x", "at": 3}),
    (
        events.PositionTaken(seat="velaya", demands={"transit": "lanes"}, why="Ports."),
        {"seat": "velaya", "demands": {"transit": "lanes"}, "why": "Ports.", "give": ""},
    ),
    (events.Chosen(chosen={"arms-race": "threat"}), {"chosen": {"arms-race": "threat"}, "handed": False}),
    (events.Marked(mark="binds", phrases=("We will.",)), {"mark": "binds", "phrases": ["We will."]}),
    (events.Replied(question="speaks", option="plo"), {"question": "speaks", "option": "plo"}),
    (events.MissingSaid(text="No date."), {"text": "No date."}),
    (events.Decision(option="wait"), {"option": "wait", "why": ""}),
    (
        events.Drawn(line="first", points=((50.7, 25.44), (50.7, 26.36))),
        {"line": "first", "points": [[50.7, 25.44], [50.7, 26.36]], "why": ""},
    ),
    (events.ReadOn(), {}),
    (events.Profile(name="Amina"), {"name": "Amina"}),
    (events.Tick(texts=("a.text",)), {"texts": ["a.text"]}),
    (
        events.Mark(teacher="t", learner="l", answer=ID, points=2.5),
        {"teacher": "t", "by": "", "learner": "l", "answer": ID, "rubric": {}, "comment": "", "points": 2.5},
    ),
    (
        events.Move(seq=0, round=1, actor="table", kind="open", body={"seed": 1}, mark="ab"),
        {"seq": 0, "round": 1, "actor": "table", "kind": "open", "to": [], "body": {"seed": 1}, "mark": "ab"},
    ),
]


def event(kind, body, item="you-first"):
    return Event(id=ID, at="2026-11-22T15:10:00.000001Z", lesson="02_ways_to_settle", item=item, kind=kind, body=body)


@pytest.mark.parametrize(("body", "plain"), BODIES, ids=[type(body).__name__ for body, _ in BODIES])
def test_body_is_the_json_of_version_0_1_0_and_comes_back(body, plain):
    kind, written = to_body(body)
    assert clean_body(written) == plain
    entry = read_event(event(kind, plain))
    assert (entry.body, entry.id) == (body, ID)
    assert can_read("you-first", kind, msgspec.json.encode(plain).decode())


def test_every_kind_is_written_by_some_body():
    assert {to_body(body)[0] for body, _ in BODIES} == KINDS


def test_answer_of_a_lab_is_a_text():
    [entry] = [read_event(event("answer", {"text": "Tired."}, "lab/ripeness"))]
    assert entry.body == events.LabResponse(text="Tired.")
    assert read_event(event("answer", {"answer": {"text": "Tired."}}, "lab/ripeness")) is None


@pytest.mark.parametrize(("body", "plain"), BODIES, ids=[type(body).__name__ for body, _ in BODIES])
def test_key_of_a_newer_course_is_passed_over(body, plain):
    kind, _ = to_body(body)
    assert read_event(event(kind, {**plain, "from_the_future": [1]})).body == body


def test_what_a_try_was_worth_is_no_longer_read():
    entry = read_event(event("answer", {"answer": {"chosen": "b"}, "outcome": 7, "try": "x"}))
    assert to_body(entry.body) == ("answer", {"answer": {"chosen": "b"}})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("telepathy", {"answer": {"chosen": "b"}}),
        ("answer", {}),
        ("answer", {"answer": None}),
        ("answer", {"answer": {}}),
        ("answer", {"answer": {"why": "A reason alone is no answer."}}),
        ("answer", {"answer": {"drawing": "of a newer course"}}),
        ("answer", {"answer": {"chosen": 7}}),
        ("answer", {"answer": {"placed": {"a": []}}}),
        ("answer", {"answer": {"chosen": "b"}, "round": 7}),
        ("answer", {"answer": {"chosen": "b"}, "round": "1"}),
        ("stand", {"stand": 1, "sure": None, "why": ""}),
        ("stand", {"round": 1, "stand": 3}),
        ("stand", {"round": 1, "stand": True}),
        ("weigh", {"piece": "f1", "weight": 5}),
        ("argument", {"id": "x", "side": "sideways", "text": "y"}),
        ("argument", {"id": ["x"], "removed": True}),
        ("branch", {"of": "x", "at": "3"}),
        ("mark", {"answer": ID, "points": "many"}),
        ("profile", {"name": 7}),
    ],
)
def test_what_is_broken_or_unknown_reads_as_nothing(kind, body):
    assert read_event(event(kind, body)) is None
    assert not can_read("you-first", kind, msgspec.json.encode(body).decode())


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({field for body, plain in BODIES for field in plain} | {"removed", "outcome", "@kind"})
RANDOM = st.dictionaries(st.sampled_from(FIELDS), JSON | st.sampled_from([plain for _, plain in BODIES]), max_size=7)


@given(st.sampled_from(sorted(KINDS | {"telepathy"})), st.sampled_from(sorted(PLACES)), RANDOM)
def test_quick_look_and_reading_agree_on_any_body(kind, item, body):
    read = read_event(event(kind, clean_body(body), item))
    assert can_read(item, kind, msgspec.json.encode(body).decode()) == (read is not None)


ENTRY = st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(sorted(KINDS | {"telepathy"})), RANDOM)
GOOD = st.sampled_from([("you-first", to_body(body)[0], plain) for body, plain in BODIES])


@given(st.lists(ENTRY | GOOD, max_size=8))
def test_reading_many_at_once_finds_what_reading_each_finds(bodies):
    entries = [(item, kind, msgspec.json.encode(clean_body(body)).decode()) for item, kind, body in bodies]
    assert count_unread(entries) == sum(not can_read(*entry) for entry in entries)


@given(st.sampled_from(sorted(KINDS)), RANDOM)
def test_what_was_read_is_written_and_read_again_as_it_was(kind, body):
    entry = read_event(event(kind, body))
    if entry:
        kind_again, plain = to_body(entry.body)
        again = read_event(event(kind_again, clean_body(plain)))
        assert (kind_again, again.body) == (kind, entry.body)
