"""What the teacher's console asks: steps, own pace, texts, groups, pairs, who needs somebody."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.lessons import stems
from course.html.controls import Place, Rank, Scale, Several, Sort
from course.live import steps
from course.live.deck import Slide, deck_of
from course.live.pairs import pair_up
from course.live.store import Given, Person, SlideState
from tests.live.conftest import Room

ROOT = Path(__file__).resolve().parents[2]
SCALE = "discuss.go-or-wait.1"
FIRST, SECOND = "discuss.why-not-the-brothers.1", "discuss.why-not-the-brothers.2"
TEXT = "discuss.prove-it.1"
CHECK = "check.recall-mandate"
DECK = deck_of("05_why_come_to_the_table")
WAY = steps.stops(DECK)


def asked(room: Room, slide: str) -> dict:
    return next(entry for entry in room.desk()["slides"] if entry["id"] == slide)


def step(room: Room, way: str = "next") -> dict:
    room.turn(step=way, mark=room.desk()["mark"])
    return room.desk()


def options(slide: str) -> list[str]:
    return [option.id for option in DECK.slides[slide].control.options]


# --- Steps ---


def test_a_question_opens_closes_shows_and_the_next_one_comes(room: Room) -> None:
    first, second = [slide.id for slide in DECK.slides.values() if not slide.more][:2]
    seen = []
    for _ in range(4):
        desk = step(room)
        seen.append((desk["current"], asked(room, desk["current"])["state"], asked(room, desk["current"])["shown"]))
    assert seen == [(first, "open", False), (first, "closed", False), (first, "closed", True), (second, "open", False)]
    for before in reversed([("", "", ""), *seen[:-1]]):
        desk = step(room, "back")
        assert desk["current"] == before[0]
    assert all(entry["state"] == "hidden" for entry in desk["slides"])


def test_the_second_vote_comes_before_the_results_of_the_first(room: Room) -> None:
    room.open(FIRST)
    assert step(room)["ahead"] == "open", "closed; its results wait"
    desk = step(room)
    assert (desk["current"], asked(room, FIRST)["shown"]) == (SECOND, False)


def test_the_console_knows_to_which_question_next_leads(room: Room) -> None:
    state = room.desk()
    for _ in range(100):
        told = (state["ahead"], state["ahead_to"])
        state = step(room)
        if told[0] == "end":
            break
        assert state["current"] == told[1]
    assert state["ahead"] == "end"


def test_a_second_press_on_the_same_picture_does_nothing(room: Room) -> None:
    mark = room.desk()["mark"]
    room.turn(step="next", mark=mark)
    room.turn(step="next", mark=mark)
    assert room.desk()["current"] == next(iter(DECK.slides))
    assert asked(room, next(iter(DECK.slides)))["state"] == "open"


def test_going_back_keeps_what_was_answered(room: Room) -> None:
    room.open(SCALE)
    room.put(room.join(), SCALE, {"value": 2})
    step(room, "back")
    assert (asked(room, SCALE)["state"], asked(room, SCALE)["answered"]) == ("closed", 1)


def changed(states: dict, done: steps.Step) -> dict:
    new = dict(states)
    for id, change in done.slides.items():
        old = new.get(id, SlideState("hidden", False))
        new[id] = SlideState(change.get("state", old.state), change.get("shown", old.shown))
    return new


@given(st.integers(0, 90))
def test_as_many_steps_back_as_ahead_lead_to_the_beginning(count: int) -> None:
    states, current, done = {stop.id: SlideState("hidden", False) for stop in WAY}, "", 0
    for _ in range(count):
        ahead = steps.ahead(WAY, states, current)
        if ahead.doing == "end":
            break
        states, current, done = changed(states, ahead), ahead.current, done + 1
    for _ in range(done):
        back = steps.back(WAY, states, {}, current)
        states, current = changed(states, back), back.current
    assert current == ""
    assert {state.state for state in states.values()} == {"hidden"}


def test_the_way_ends_after_every_core_question_was_shown() -> None:
    states, current = {stop.id: SlideState("hidden", False) for stop in WAY}, ""
    while (done := steps.ahead(WAY, states, current)).doing != "end":
        states, current = changed(states, done), done.current
    for stop in WAY:
        state = states[stop.id]
        assert state.state == ("hidden" if not stop.core else "closed" if stop.asks else "open"), stop
        assert state.shown == (stop.core and stop.asks and not stop.again), stop


ORDERS = """
import json
from course.content import lessons
from course.content.outline import outline
from course.live import steps
from course.live.deck import deck_of
from course.live.store import SlideState
from course.teacher.handouts.runsheet import run_sheet

def walked(deck):
    way, states, current, order = steps.stops(deck), {}, "", []
    while (done := steps.ahead(way, states, current)).doing != "end":
        for id, change in done.slides.items():
            old = states.get(id, SlideState("hidden", False))
            states[id] = SlideState(change.get("state", old.state), change.get("shown", old.shown))
        order += [done.current] if done.current != current else []
        current = done.current
    return order

def planned(deck):
    notebook, slides = outline(deck.lesson.stem), list(deck.slides.values())
    for number, session in enumerate(deck.lesson.sessions, 1):
        for slot in run_sheet(deck.lesson, session.minutes, notebook, number).slots:
            titles = [step.block.title for step in slot.steps]
            yield from (slide.id for slide in slides if slide.session == number and slide.block in titles)

for stem in lessons.stems():
    deck = deck_of(stem)
    print(json.dumps([stem, walked(deck), list(planned(deck))]))
"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_next_leads_through_every_lesson_as_its_run_sheets_do(language: str, tmp_path) -> None:
    variables = {**os.environ, "COURSE_LANGUAGE": language, "PYTHONPATH": str(ROOT), "COURSE_MY_COURSE": ""}
    done = subprocess.run([sys.executable, "-c", ORDERS], env=variables, cwd=ROOT, capture_output=True, check=True)
    orders = [json.loads(line) for line in done.stdout.splitlines()]
    assert [stem for stem, _, _ in orders] == list(stems())
    for stem, walked, planned in orders:
        assert walked == planned, stem


# --- Pace, pause, end ---


def test_own_pace_opens_the_core_of_a_session_and_goes_back(room: Room) -> None:
    room.open(SCALE)
    room.turn(pace="own", session=1)
    opened = {entry["id"] for entry in room.desk()["slides"] if entry["state"] == "open"}
    assert opened == {slide.id for slide in DECK.slides.values() if slide.session == 1 and not slide.more}
    room.put(room.join(), "stand.A7.1", {"value": 2, "why": "", "values": {"sure": 1}})
    room.turn(pace="together")
    states = {entry["id"]: entry["state"] for entry in room.desk()["slides"]}
    assert states.pop(SCALE) == "open", "what was open before stays"
    assert states.pop("stand.A7.1") == "closed", "what was answered is not hidden"
    assert set(states.values()) == {"hidden"}
    assert room.desk()["pace"] == "together"


def test_pause_and_end_are_taken_back(room: Room) -> None:
    amina = room.join()
    room.open(SCALE)
    room.turn(paused=True)
    assert room.put(amina, SCALE, {"value": 2}).status_code == 423
    room.turn(paused=False)
    room.turn(ended=True)
    assert room.put(amina, SCALE, {"value": 2}).status_code == 423
    room.turn(ended=False)
    assert room.put(amina, SCALE, {"value": 2}).status_code == 200


# --- Texts ---


def texts(room: Room, slide: str = TEXT) -> list[dict]:
    return room.client.get(f"/t/{room.id}/texts/{slide}", headers=room.teacher).json()["texts"]


def say(room: Room, how: str, *listed: dict, slide: str = TEXT) -> bool:
    named = [{"person": text["person"], "rev": text["rev"]} for text in listed]
    sent = {"how": how, "texts": named}
    return room.client.post(f"/t/{room.id}/texts/{slide}", json=sent, headers=room.teacher).json()["done"]


def board(room: Room, **change: object) -> int:
    return room.client.post(f"/t/{room.id}/board", json=change, headers=room.teacher).status_code


def write(room: Room, *written: str) -> list[dict[str, str]]:
    room.open(TEXT)
    people = [room.join() for _ in written]
    for who, text in zip(people, written, strict=True):
        room.put(who, TEXT, {"text": text})
    return people


def test_all_texts_are_approved_at_one_press_and_taken_back(room: Room) -> None:
    write(room, "One.", "Two.")
    assert asked(room, TEXT)["waiting"] == 2
    assert say(room, "approved", *texts(room))
    assert asked(room, TEXT)["waiting"] == 0
    say(room, "", *texts(room))
    assert asked(room, TEXT)["waiting"] == 2


def test_a_text_that_was_changed_meanwhile_is_not_approved(room: Room) -> None:
    (who,) = write(room, "One.")
    read = texts(room)
    room.put(who, TEXT, {"text": "Something else."}, rev=2)
    assert not say(room, "approved", *read)
    one = {"slide": TEXT, "person": read[0]["person"], "rev": read[0]["rev"]}
    assert board(room, beside=[one]) == 409
    assert texts(room)[0]["approved"] == ""


def test_what_one_page_of_the_teacher_sets_up_stays_when_another_one_does(room: Room) -> None:
    write(room, "One.", "Two.")
    one, two = texts(room)
    assert board(room, group={"slide": TEXT, "person": one["person"], "name": "Yes\u202e"}) == 200
    assert board(room, view={"slide": TEXT, "kind": "groups"}) == 200
    assert board(room, group={"slide": TEXT, "person": two["person"], "name": "No"}) == 200
    kept = room.desk()["board"]
    assert sorted(kept["groups"][TEXT].values()) == ["No", "Yes"]
    assert kept["views"][TEXT]["kind"] == "groups"
    assert board(room, group={"slide": TEXT, "person": two["person"], "name": ""}) == 200
    assert list(room.desk()["board"]["groups"][TEXT]) == [one["person"]]
    assert board(room, cloud=True) == 422


# --- Who needs somebody ---


def test_two_wrong_tries_at_a_check_are_seen(room: Room) -> None:
    room.open(CHECK)
    who = room.join("Amina")
    verdicts = []
    for rev, option in enumerate(options(CHECK), 1):
        room.put(who, CHECK, {"chosen": option}, rev=rev)
        (person,) = room.desk()["persons"]
        right = person["answers"][CHECK]["verdict"] == "correct"
        verdicts.append(right)
        assert person["stuck"] == ([CHECK] if rev > 1 and not right else [])
    assert verdicts.count(True) == 1


# --- Pairs ---


def test_each_phone_is_told_its_own_pair_and_the_public_state_no_name(room: Room) -> None:
    room.open(FIRST)
    yes, no = options(FIRST)[:2]
    people = {name: room.join(name) for name in ("Amina", "Bilal", "", "Dina")}
    for (_, who), option in zip(people.items(), (yes, yes, no, no), strict=True):
        room.put(who, FIRST, {"chosen": option})
    url = f"/t/{room.id}/pairs/{FIRST}"
    proposed = room.client.get(url, headers=room.teacher).json()
    assert not proposed["sent"]
    assert room.client.get(f"/r/{room.id}/mine", headers=people["Amina"]).json()["pair"] is None
    before = room.state(people["Amina"])["version"]
    sent = room.client.post(url, headers=room.teacher).json()
    again = room.client.post(url, headers=room.teacher).json()
    assert sent["pairs"] == again["pairs"] == proposed["pairs"]
    told = {name: room.client.get(f"/r/{room.id}/mine", headers=who).json()["pair"] for name, who in people.items()}
    assert Counter(pair["number"] for pair in told.values()) == {1: 2, 2: 2}
    for name, pair in told.items():
        partners = [other for other, theirs in told.items() if other != name and theirs["number"] == pair["number"]]
        assert pair["names"] == [partner for partner in partners if partner]
        assert {name, *partners} not in ({"Amina", "Bilal"}, {"", "Dina"}), "who agrees does not meet"
    state = room.client.get(f"/r/{room.id}/state", headers=people["Amina"])
    assert state.json()["version"] > before
    assert state.json()["paired"]
    assert not [name for name in people if name and name in state.text]
    room.client.delete(url, headers=room.teacher)
    assert room.client.get(f"/r/{room.id}/mine", headers=people["Amina"]).json()["pair"] is None


def test_pairs_are_the_teacher_s_alone(room: Room) -> None:
    amina = room.join("Amina")
    for way in ("get", "post", "delete"):
        assert getattr(room.client, way)(f"/t/{room.id}/pairs/{FIRST}", headers=amina).status_code == 401


CHOICES = st.sampled_from(["", *options(FIRST)])


@given(st.lists(CHOICES, max_size=40))
def test_everybody_is_in_one_pair_and_as_many_pairs_differ_as_can(chosen: list[str]) -> None:
    slide: Slide = DECK.slides[FIRST]
    people = [Person(person=str(n), record="", name="", joined_at="", gone=False) for n in range(len(chosen))]
    answers = {person.person: option for person, option in zip(people, chosen, strict=True) if option}
    given_answers = [
        Given(
            slide=FIRST, person=who, rev=1, press="", answer=f'{{"chosen":"{option}"}}', verdict="", at="", approved=""
        )
        for who, option in answers.items()
    ]
    pairs = pair_up(slide, given_answers, people)
    assert sorted(person.person for pair in pairs for person in pair) == sorted(person.person for person in people)
    sizes = Counter(map(len, pairs))
    assert set(sizes) <= {2, 3} or len(people) == 1
    assert sizes[3] <= 1
    differing = sum(len({answers.get(person.person, "") for person in pair} - {""}) > 1 for pair in pairs)
    counts = Counter(answers.values())
    most = max(counts.values(), default=0)
    assert differing >= min(len(answers) // 2, len(answers) - most)


def answers_to(slide: Slide, *given_answers: dict) -> tuple[list[Given], list[Person]]:
    people = [Person(person=str(n), record="", name="", joined_at="", gone=False) for n in range(len(given_answers))]
    about = {"slide": slide.id, "rev": 1, "press": "", "verdict": "", "at": "", "approved": ""}
    kept = [
        Given(person=str(n), answer=json.dumps(answer), **about)  # type: ignore[arg-type]
        for n, answer in enumerate(given_answers)
    ]
    return kept, people


def first_with(kind: type) -> Slide:
    decks = (deck_of(stem) for stem in stems())
    return next(slide for deck in decks for slide in deck.slides.values() if type(slide.control) is kind)


ACROSS = {frozenset(pair) for pair in ("02", "03", "12", "13")}
"""Pairs of the first two and the last two of four people."""


def met(pairs: list[list[Person]]) -> set[frozenset[str]]:
    return {frozenset(person.person for person in pair) for pair in pairs}


def test_of_several_lines_the_one_counts_on_which_the_class_is_spread_most() -> None:
    slide = first_with(Place)
    first, second, *others = [option.id for option in slide.control.options]
    top = slide.control.steps
    still = dict.fromkeys(others, 2)
    # On the first line two stand a step away; on the second half of the class stands at the other end.
    placed = [(1, 1), (2, 1), (1, top), (2, top)]
    given_answers, people = answers_to(slide, *({"placed": {first: a, second: b, **still}} for a, b in placed))
    assert met(pair_up(slide, given_answers, people)) <= ACROSS
    # Where all agree on one line, the others decide.
    placed = [(1, 4), (1, 4), (top, 4), (top, 4)]
    given_answers, people = answers_to(slide, *({"placed": {first: a, second: b, **still}} for a, b in placed))
    assert met(pair_up(slide, given_answers, people)) <= ACROSS


def test_steps_on_the_same_side_of_the_middle_differ_too() -> None:
    slide = first_with(Scale)
    top = slide.control.steps
    given_answers, people = answers_to(slide, *({"value": value} for value in (top, top, top - 1, top - 1)))
    assert met(pair_up(slide, given_answers, people)) <= ACROSS


def test_of_several_choices_those_meet_who_differ_in_what_divides_the_class() -> None:
    slide = first_with(Several)
    both, divides, alone, *_ = [option.id for option in slide.control.options]
    chosen = [(both, divides), (both, divides), (both,), (both, alone)]
    given_answers, people = answers_to(slide, *({"chosen": ids} for ids in chosen))
    assert met(pair_up(slide, given_answers, people)) <= ACROSS


def test_rankings_and_groups_differ_by_all_their_places() -> None:
    slide = first_with(Rank)
    one, two, three, *rest = [option.id for option in slide.control.options]
    orders = [(one, two, three), (one, two, three), (one, three, two), (one, three, two)]
    given_answers, people = answers_to(slide, *({"order": (*order, *rest)} for order in orders))
    assert met(pair_up(slide, given_answers, people)) <= ACROSS
    slide = first_with(Sort)
    items, groups = [item.id for item in slide.control.items], [group.id for group in slide.control.groups]
    ends = [groups[0], groups[0], groups[-1], groups[-1]]
    given_answers, people = answers_to(
        slide, *({"placed": {**dict.fromkeys(items, groups[0]), items[-1]: end}} for end in ends)
    )
    assert met(pair_up(slide, given_answers, people)) <= ACROSS


# --- The QR code ---


def test_the_qr_code_is_the_teacher_s_and_a_drawing(room: Room) -> None:
    assert room.client.get(f"/t/{room.id}/qr.svg", headers=room.join()).status_code == 401
    drawn = room.client.get(f"/t/{room.id}/qr.svg", headers=room.teacher)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "style=" not in drawn.text
