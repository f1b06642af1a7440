"""Threats by what people type: markup, rude words, letters that turn a line round, formulas; and small groups unmasked.

`course.dev.weakenings` lists all threats.
"""

import contextlib
import csv
import io
import json
import re
import secrets
import zipfile
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from course.content.points import points
from course.html.controls import Number, One, Place, Rank, Scale, Several, Sort, Text
from course.live import files
from course.live.access import Bucket
from course.live.answering import LONGEST_NAME, LONGEST_TEXT, Refusal, clean, clean_name, fit, read_object, read_sent
from course.live.deck import Deck, Slide, deck_of, to_event, verdict_on
from course.model.answer import Answer
from course.model.event import Event
from course.record.backup import pack, read_backup
from course.teacher.classroom.answers import Work
from course.teacher.classroom.gradebook import gradebook, to_csv
from course.teacher.classroom.handin import read_files
from tests.live.conftest import Room
from tests.teacher.classroom.test_gradebook import is_live

GO_OR_WAIT = "discuss.go-or-wait.1"
STAND = "stand.A7.1"


@cache
def deck() -> Deck:
    return deck_of("05_why_come_to_the_table")


def unlimited(room: Room) -> None:
    room.client.app.state.hall.limits.answers = Bucket(1000, 10_000)


# --- Markup ---

MARKUP = "<img src=x onerror=alert(1)><script>document.title='owned'</script>"


def test_markup_is_told_as_text_and_nothing_runs(room: Room) -> None:
    amina = room.join(MARKUP)
    room.open(STAND)
    assert room.put(amina, STAND, {"value": 2, "why": MARKUP}).status_code == 200
    for path in (f"/r/{room.id}/mine", f"/r/{room.id}/state", f"/t/{room.id}/state", f"/t/{room.id}/texts/{STAND}"):
        who = amina if path.startswith("/r") else room.teacher
        reply = room.client.get(path, headers=who)
        assert reply.headers["content-type"] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"
    for path in ("/", f"/r/{room.id}/mine", "/static/course.css", "/nowhere", "/t/nobody"):
        policy = room.client.get(path, headers=amina).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    refused = room.client.get("/", headers={"host": "evil.example"})
    assert refused.headers["content-security-policy"] == policy


def test_no_script_of_ours_makes_markup_of_text() -> None:
    """What the lesson's own content gives as HTML is the one exception, and is set in one function each."""
    for script in files.FOLDER.glob("*.js"):
        text = script.read_text("utf-8")
        assert not re.search(r"insertAdjacentHTML|document\.write|outerHTML|\beval\(|new Function|srcdoc", text), script


# --- Rude words ---


def test_no_text_is_seen_before_the_teacher_lets_it(room: Room) -> None:
    people = [room.join(f"Person {n}") for n in range(6)]
    room.open(STAND)
    for n, who in enumerate(people):
        room.put(who, STAND, {"value": 2, "why": f"rude words {n}"})
    room.turn(slide=STAND, state="closed", shown=True)
    assert "rude words" not in json.dumps(room.state(people[1]))
    texts = room.client.get(f"/t/{room.id}/texts/{STAND}", headers=room.teacher).json()["texts"]
    one = next(text for text in texts if text["text"] == "rude words 0")

    def approve(how: str, rev: int = 1) -> Any:
        sent = {"person": one["person"], "rev": rev, "how": how}
        return room.client.post(f"/t/{room.id}/texts/{STAND}", json=sent, headers=room.teacher).json()["done"]

    assert approve("approved")
    assert room.state(people[1])["slides"][0]["results"]["texts"] == ["rude words 0"]
    assert "Person" not in json.dumps(room.state(people[1])), "and no names"
    assert approve("declined")
    assert "rude words" not in json.dumps(room.state(people[1]))
    # What was changed after it was read waits again, and an old reading approves nothing newer.
    room.turn(slide=STAND, state="open", shown=True)
    approve("approved")
    room.put(people[0], STAND, {"value": 2, "why": "worse words"}, rev=2)
    assert "worse words" not in json.dumps(room.state(people[1]))
    assert not approve("approved", rev=1)
    assert "worse words" not in json.dumps(room.state(people[1]))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"texts/{STAND}", {"person": "\u0000", "rev": 1, "how": "approved"}),
        (f"texts/{STAND}", {"person": [], "rev": 10**30, "how": "approved"}),
        (f"texts/{STAND}", {"person": "x", "rev": 1, "how": ["approved"]}),
        ("texts/nothing", {"person": "x", "rev": 1, "how": "approved"}),
        ("turn", {"slide": STAND, "state": "ajar"}),
        ("turn", {"state": "open"}),
        ("turn", {"slide": "x' or 1=1 --", "state": "open"}),
        ("turn", {"current": "nothing"}),
        ("turn", {"ended": "yes"}),
    ],
)
def test_what_a_teachers_page_sends_wrongly_is_refused(room: Room, path: str, body: Any) -> None:
    reply = room.client.post(f"/t/{room.id}/{path}", json=body, headers=room.teacher)
    assert 400 <= reply.status_code < 500 or reply.json() == {"done": False}


# --- Letters that turn or hide what stands around them ---


@given(st.text())
@example("a\u202eb\u0000c\u2066d\u061c\ud800")
@example("a\u200e\u0301")
@example("\r\n\u2028x\r")
def test_a_text_is_kept_in_one_form_and_steers_nothing(text: str) -> None:
    for kept in (clean(text, LONGEST_TEXT), clean_name(text)):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]", kept)
        kept.encode()
        assert kept == kept.strip()
    assert clean(clean(text, LONGEST_TEXT), LONGEST_TEXT) == clean(text, LONGEST_TEXT)
    assert clean_name(clean_name(text)) == clean_name(text)
    assert "\n" not in clean_name(text)
    assert "\t" not in clean_name(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\u202eb\u0000c", "abc"),
        ("زينب", "زينب"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "\u00e9"),
        ("  two\nlines ", "two lines"),
        ("x" * 100, "x" * LONGEST_NAME),
        ("👩\u200d🎓", "👩\u200d🎓"),
    ],
)
def test_names_stay_names(room: Room, typed: str, kept: str) -> None:
    amina = room.join(typed)
    assert room.desk()["persons"][0]["name"] == kept
    room.client.put(f"/r/{room.id}/name", json={"name": "B"}, headers=amina)
    room.client.put(f"/r/{room.id}/name", json={"name": typed}, headers=amina)
    assert room.client.get(f"/r/{room.id}/mine", headers=amina).json()["name"] == kept


@pytest.mark.parametrize("name", [None, 7, True, [], {}, ["a"], {"a": "b"}])
def test_a_name_that_is_none_is_left_out(room: Room, name: object) -> None:
    room.join(name)  # type: ignore[arg-type]
    assert room.desk()["persons"][0]["name"] == ""


# --- Formulas ---

FORMULAS = ('=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1+1", "\uff1d1+1", "a\n=1", 'x","=1+1')


def test_no_formula_comes_through_collect(room: Room) -> None:
    for formula in FORMULAS:
        who = room.join(formula)
        room.open(STAND)
        assert room.put(who, STAND, {"value": 2, "why": formula}).status_code == 200
    packed = room.client.get(f"/t/{room.id}/class.zip", headers=room.teacher).content
    with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
        assert all(re.fullmatch(r"\d+\.course\.json", name) for name in bundle.namelist()), "no name of a person"
        handed = read_files([(name, bundle.read(name)) for name in bundle.namelist()])
    assert len(handed.learners) == len(FORMULAS)
    assert handed.skipped == ()
    stem = room.opened.room.lesson
    data = to_csv(gradebook([Work(one) for one in handed.learners], points(), [stem]))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) > len(FORMULAS)
    assert not [cell for row in rows for cell in row if is_live(cell)]


# --- Small groups ---


def shown(room: Room, who: dict[str, str]) -> Any:
    return room.state(who)["slides"][0]["results"]


def test_under_five_answers_nothing_is_told_of_them(room: Room) -> None:
    people = [room.join() for _ in range(5)]
    room.open(GO_OR_WAIT)
    for who in people[:4]:
        room.put(who, GO_OR_WAIT, {"value": 2})
    room.turn(slide=GO_OR_WAIT, state="closed", shown=True)
    assert (shown(room, people[0])["answered"], shown(room, people[0])["few"]) == (4, True)
    assert not shown(room, people[0]).get("bars")
    room.turn(slide=GO_OR_WAIT, state="open")
    room.put(people[4], GO_OR_WAIT, {"value": 4})
    room.turn(slide=GO_OR_WAIT, state="closed")
    assert sum(bar["count"] for bar in shown(room, people[0])["bars"]) == 5


def test_results_are_hidden_unless_the_teacher_shows_them(room: Room) -> None:
    people = [room.join() for _ in range(5)]
    room.open(GO_OR_WAIT)
    for who in people:
        room.put(who, GO_OR_WAIT, {"value": 2})
    room.turn(slide=GO_OR_WAIT, state="closed")
    assert "results" not in room.state(people[0])["slides"][0]


def test_bars_that_grow_would_tell_who_answered_what(room: Room) -> None:
    people = [room.join() for _ in range(7)]
    room.open(GO_OR_WAIT)
    for who in people[:6]:
        room.put(who, GO_OR_WAIT, {"value": 2})
    room.turn(slide=GO_OR_WAIT, shown=True)
    for who in people[5:]:
        told = shown(room, who)
        assert told["live"]
        assert not told.get("bars"), "while it takes answers, their number is all"
        room.put(who, GO_OR_WAIT, {"value": 4}, rev=2)
    room.turn(slide=GO_OR_WAIT, state="closed")
    assert sum(bar["count"] for bar in shown(room, people[0])["bars"]) == 7
    # The first vote beside the second is held back in the same way.
    second = next(slide for slide in room.opened.deck.slides.values() if slide.first and slide.control)
    room.turn(slide=second.first, state="open", shown=True)
    values = {"value": 2} if isinstance(second.control, Scale) else {"chosen": ids_of(second)[0]}
    for who in people:
        assert room.put(who, second.first, values, rev=9).status_code == 200
    room.turn(slide=second.id, state="closed", shown=True)

    def first_vote() -> Any:
        return next(slide for slide in room.state(people[0])["slides"] if slide["id"] == second.id)["before"]

    assert not first_vote().get("bars")
    room.turn(slide=second.first, state="closed")
    assert sum(bar["count"] for bar in first_vote()["bars"]) == 7


def test_what_one_changed_after_the_results_is_not_told_by_the_next(room: Room) -> None:
    people = [room.join() for _ in range(12)]

    def answer(who: int, value: int, rev: int) -> None:
        assert room.put(people[who], GO_OR_WAIT, {"value": value}, rev=rev).status_code == 200

    def again(*changed: int, rev: int) -> list[int]:
        room.turn(slide=GO_OR_WAIT, state="open", shown=False)
        for who in changed:
            answer(who, 5, rev)
        room.turn(slide=GO_OR_WAIT, state="closed", shown=True)
        return [bar["count"] for bar in shown(room, people[0])["bars"]]

    room.open(GO_OR_WAIT)
    for who in range(10):
        answer(who, 2, 1)
    first = again(rev=2)
    assert sum(first) == 10
    assert again(0, rev=3) == first, "one changed"
    assert shown(room, people[0])["still"]
    assert again(10, rev=4) == first, "one changed, and one came late"
    asked = next(slide for slide in room.desk()["slides"] if slide["id"] == GO_OR_WAIT)
    assert (asked["changed"], asked["answered"]) == (2, 11), "the teacher sees all, and how many changed"
    room.turn(slide=GO_OR_WAIT, state="open", shown=False)
    answer(0, 2, 5)
    room.turn(slide=GO_OR_WAIT, state="closed", shown=True)
    assert shown(room, people[0])["still"], "whoever changes back makes nobody known"
    second = again(1, 2, 3, 4, rev=6)
    assert (sum(second), second[4]) == (11, 5), "five changed: their bars are new"
    assert not shown(room, people[0])["still"]
    assert again(5, rev=7) == second, "from there it counts anew"


def test_how_many_moved_stands_still_while_somebody_may_move(room: Room) -> None:
    second = room.opened.deck.slides["discuss.why-not-the-brothers.2"]
    people = [room.join() for _ in range(6)]
    one, other = ids_of(second)[:2]
    for slide in (second.first, second.id):
        room.open(slide)
        for who in people:
            assert room.put(who, slide, {"chosen": one}).status_code == 200
        room.turn(slide=slide, state="closed", shown=slide == second.id)

    def moved() -> Any:
        return next(slide for slide in room.state(people[0])["slides"] if slide["id"] == second.id)["moved"]

    assert moved() == {"moved": 0, "both": 6}
    room.turn(slide=second.id, state="open", shown=True)
    assert moved() is None
    room.put(people[0], second.id, {"chosen": other}, rev=2)
    room.turn(slide=second.id, state="closed")
    assert moved() is None, "one moved since it was shown"


def test_whoever_leaves_is_not_told_by_what_is_missing(room: Room) -> None:
    people = [room.join() for _ in range(8)]
    room.open(GO_OR_WAIT)
    for who in people:
        room.put(who, GO_OR_WAIT, {"value": 2})
    room.turn(slide=GO_OR_WAIT, state="closed", shown=True)
    assert room.client.delete(f"/r/{room.id}/me", headers=people[0]).status_code == 200
    told = shown(room, people[1])
    assert (told["withheld"], told["bars"]) == (True, [])


# --- What is outside the control is no answer; whatever is sent, nothing breaks ---

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


def ids_of(slide: Slide) -> list[str]:
    control = slide.control
    return [option.id for name in ("options", "items", "groups") for option in getattr(control, name, ())]


@st.composite
def answers(draw: st.DrawFn, slide: Slide) -> dict[str, Any]:
    """Answers that nearly fit: ids of the control and others, steps in it and beside it."""
    id = st.sampled_from([*ids_of(slide), "x", ""])
    step = st.integers(-1, 12) | st.floats(0, 9) | st.text(max_size=3)
    fields: dict[str, Any] = {
        "chosen": id | st.lists(id, max_size=5),
        "order": st.permutations(ids_of(slide)) | st.lists(id, max_size=6),
        "placed": st.dictionaries(id, step | id, max_size=6),
        "value": step | st.booleans(),
        "text": st.text(max_size=50),
        "values": st.dictionaries(st.sampled_from(["sure", "other"]), step | st.none() | st.booleans(), max_size=2),
        "why": st.text(max_size=50),
    }
    some = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=4))
    return {name: draw(fields[name]) for name in some}


def fits(slide: Slide, kept: Answer) -> bool:
    """Say it a second time, in other words than `answering` does."""
    ids = ids_of(slide)
    match slide.control:
        case One():
            return kept.chosen in ids
        case Several(most=most):
            return bool(kept.choices) and set(kept.choices) <= set(ids) and len(kept.choices) <= (most or 99)
        case Rank():
            return sorted(kept.order or ()) == sorted(ids)
        case Place(steps=steps):
            placed = kept.placed or {}
            return bool(placed) and set(placed) <= set(ids) and set(placed.values()) <= set(range(1, steps + 1))
        case Scale(steps=steps):
            return type(kept.value) is int and kept.value in range(1, steps + 1)
        case Sort(items=items, groups=groups):
            placed = kept.placed or {}
            return set(placed) <= {one.id for one in items} and set(placed.values()) <= {one.id for one in groups}
        case Number():
            return isinstance(kept.value, str) and 0 < len(kept.value) <= 100
        case Text():
            return bool(kept.text) and len(kept.text or "") <= LONGEST_TEXT
    return False


# Of each of its 23 questions; a long run draws more.
@settings(
    max_examples=settings.default.max_examples // 5,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
@pytest.mark.parametrize("id", list(deck_of("05_why_come_to_the_table").slides))
def test_what_is_kept_fits_the_question_and_comes_home(id: str, data: st.DataObject) -> None:
    slide = deck().slides[id]
    sent = data.draw(answers(slide))
    message = {"press": "0" * 32, "rev": 1, "answer": sent}
    try:
        kept = fit(slide, read_sent(json.dumps(message).encode()).answer)
    except Refusal:
        return
    assert fits(slide, kept)
    assert fit(slide, kept) == kept, "sent again, it is the same"
    assert kept.values is None or (slide.sure and type(kept.values["sure"]) is int)
    assert not kept.why or slide.reason
    verdict_on(slide, kept)
    kind, body = to_event(slide, kept)
    body = json.loads(msgspec.json.encode(body))
    event = Event(
        id=secrets.token_hex(16),
        at="2026-11-29T10:00:00.000001Z",
        lesson=slide.lesson,
        item=slide.item,
        kind=kind,
        body=body,
    )
    assert read_backup(pack([event], secrets.token_hex(16), "Amina")).events == (event,)


def test_one_step_is_no_answer_to_several_lines() -> None:
    lines = [slide for slide in deck().slides.values() if isinstance(slide.control, Place)]
    assert lines
    for slide in lines:
        with pytest.raises(Refusal):
            fit(slide, Answer(value=1))


@given(st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 20_000)
@example(b'{"a":' * 5_000)
@example(b'{"code": "\xed\xa0\x80"}')
def test_any_bytes_are_an_object_or_refused(data: bytes) -> None:
    for read in (read_sent, read_object):
        # Anything else that it raises would be a fault of the server's.
        with contextlib.suppress(Refusal):
            assert read(data) is not None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(value=VALUES, key=st.sampled_from(["code", "ticket", "name", "record", "key", "press", "rev", "answer", "how"]))
@example(value="\ud800", key="name")
@example(value="0" * 32 + ".\x00", key="ticket")
def test_any_json_is_answered_and_breaks_nothing(room: Room, value: Any, key: str) -> None:
    hall = room.client.app.state.hall
    hall.limits.codes = hall.limits.all_codes = hall.limits.answers = Bucket(1000, 1000)
    if not getattr(room, "amina", None):
        room.amina = room.join("Amina")  # type: ignore[attr-defined]
        room.open(GO_OR_WAIT)
    amina = room.amina  # type: ignore[attr-defined]
    sent = {"code": room.code, "press": secrets.token_hex(16), "rev": 1, "answer": {"value": 2}, key: value}
    for method, path, who in (
        ("POST", "/join", {"x-course-client": "notebook"}),
        ("PUT", f"/r/{room.id}/name", amina),
        ("POST", f"/r/{room.id}/again", amina),
        ("PUT", f"/r/{room.id}/answers/{GO_OR_WAIT}", amina),
        ("POST", f"/t/{room.id}/turn", room.teacher),
        ("POST", f"/t/{room.id}/texts/{STAND}", room.teacher),
        ("POST", f"/t/{room.id}/board", room.teacher),
    ):
        for content in (json.dumps(sent), json.dumps(value)):
            reply = room.client.request(method, path, content=content.encode(), headers=who)
            assert reply.status_code < 500, (path, reply.text)


@pytest.mark.parametrize("path", ["/r/%00", "/r/%ff/state", "/t/%00/state", f"/r/{'0' * 32}/mine", "/%00"])
def test_odd_addresses_are_nowhere(room: Room, path: str) -> None:
    assert room.client.get(path).status_code == 404
    amina = room.join("Amina")
    for slide in ("%00", "x" * 3000, "..%2f..", "%ff", "discuss.go-or-wait.3"):
        for kind in ("slides", "answers"):
            method = "GET" if kind == "slides" else "PUT"
            reply = room.client.request(method, f"/r/{room.id}/{kind}/{slide}", headers=amina, content=b"{}")
            assert reply.status_code == 404
        for kind in ("texts", "pairs"):
            assert room.client.get(f"/t/{room.id}/{kind}/{slide}", headers=room.teacher).status_code == 404


@pytest.mark.parametrize("name", ["../guard.py", "..%2fguard.py", "%2e%2e/serve.py", "live.css/..", "guard.py", ""])
def test_no_file_but_our_own_is_given(room: Room, name: str) -> None:
    assert room.client.get(f"/static/{name}").status_code == 404
