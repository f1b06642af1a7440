"""The projector: nothing that was not released, nothing of fewer than five, no text that was not approved, no name."""

import json
import os
import subprocess
import sys

from course.content.place import PACKAGE
from course.html.controls import Sort
from course.html.text import phrase
from course.live.deck import deck_of
from tests.live.conftest import Room
from tests.live.test_console import DECK, FIRST, SCALE, SECOND, TEXT, board, options, say, texts, write


def screen(room: Room) -> dict:
    return room.client.get(f"/t/{room.id}/screen", headers=room.teacher).json()


def vote(room: Room, slide: str, people: list[dict[str, str]], *chosen: str, rev: int = 1) -> None:
    for who, option in zip(people, chosen, strict=True):
        assert room.put(who, slide, {"chosen": option}, rev=rev).status_code == 200


def test_before_anything_is_released_there_is_the_way_in_and_nothing_else(room: Room) -> None:
    room.join("Amina")
    shown = screen(room)
    assert {key: shown[key] for key in ("kind", "people")} == {"kind": "join", "people": 1}
    text = json.dumps(shown)
    assert not [slide.id for slide in DECK.slides.values() if slide.id in text]
    assert "Amina" not in text


def test_only_the_question_that_is_asked_is_told(room: Room) -> None:
    room.turn(current=SCALE)
    assert screen(room)["kind"] == "join", "it is hidden still"
    room.open(SCALE)
    shown = screen(room)
    assert shown["slide"]["id"] == SCALE
    assert "results" not in shown["slide"]
    assert "spread" not in json.dumps(shown)
    others = [slide for slide in deck_of("05_why_come_to_the_table").slides.values() if slide.id != SCALE]
    text = json.dumps(shown, ensure_ascii=False)
    assert not [slide.id for slide in others if slide.id in text or json.dumps(str(slide.asks))[1:-1] in text]


def test_results_wait_for_the_teacher_and_for_five(room: Room) -> None:
    room.open(SCALE)
    people = [room.join() for _ in range(5)]
    for who in people[:4]:
        room.put(who, SCALE, {"value": 2})
    assert screen(room)["slide"]["answered"] == 4
    room.turn(slide=SCALE, shown=True)
    results = screen(room)["slide"]["results"]
    assert (results["few"], results["bars"]) == (True, [])
    room.put(people[4], SCALE, {"value": 3})
    assert screen(room)["slide"]["results"]["bars"] == [], "bars that grow would tell who answered what"
    room.turn(slide=SCALE, state="closed")
    results = screen(room)["slide"]["results"]
    assert [bar["count"] for bar in results["bars"]][:4] == [0, 4, 1, 0]
    room.turn(slide=SCALE, shown=False)
    assert "results" not in screen(room)["slide"]


def test_both_votes_stand_side_by_side_with_how_many_moved(room: Room) -> None:
    yes, no = options(FIRST)[:2]
    people = [room.join() for _ in range(6)]
    room.open(FIRST)
    vote(room, FIRST, people, yes, yes, yes, yes, no, no)
    room.turn(slide=FIRST, state="closed")
    room.open(SECOND)
    assert "before" not in screen(room)["slide"], "nobody sees the first vote before the second is shown"
    vote(room, SECOND, people, yes, yes, no, no, no, no)
    room.turn(slide=SECOND, state="closed", shown=True)
    slide = screen(room)["slide"]
    assert [bar["count"] for bar in slide["before"]["bars"]][:2] == [4, 2]
    assert [bar["count"] for bar in slide["results"]["bars"]][:2] == [2, 4]
    assert slide["moved"] == {"moved": 2, "both": 6}


def test_how_many_moved_is_not_told_of_four(room: Room) -> None:
    yes, no = options(FIRST)[:2]
    people = [room.join() for _ in range(5)]
    room.open(FIRST)
    vote(room, FIRST, people, yes, yes, yes, yes, no)
    room.open(SECOND)
    vote(room, SECOND, people[:4], yes, yes, no, no)
    room.turn(slide=SECOND, shown=True)
    slide = screen(room)["slide"]
    assert (slide["moved"], slide["results"]["bars"]) == (None, [])


def test_a_text_is_shown_once_it_is_approved_and_its_results_are_shown(room: Room) -> None:
    people = write(room, "Share the water.", "Water first.")
    assert "ater" not in json.dumps(screen(room)["slide"].get("results"))
    room.turn(slide=TEXT, shown=True)
    assert screen(room)["slide"]["results"]["texts"] == []
    say(room, "approved", texts(room)[0])
    assert len(screen(room)["slide"]["results"]["texts"]) == 1
    say(room, "declined", *texts(room))
    assert screen(room)["slide"]["results"]["texts"] == []
    say(room, "approved", *texts(room))
    room.put(people[0], TEXT, {"text": "Something else."}, rev=2)
    assert screen(room)["slide"]["results"]["texts"] == ["Water first."]


def test_words_and_groups_are_those_of_approved_texts(room: Room) -> None:
    write(room, "Share water.", "Water first.", "Water and oil.")
    room.turn(slide=TEXT, shown=True)
    read = texts(room)
    for text in read:
        board(room, group={"slide": TEXT, "person": text["person"], "name": "Water"})
    board(room, view={"slide": TEXT, "kind": "cloud"})
    assert "cloud" not in screen(room)["slide"]
    say(room, "approved", *read[:2])
    slide = screen(room)["slide"]
    assert slide["cloud"] == [{"word": "water", "count": 2}]
    assert [group["name"] for group in slide["groups"]] == ["Water"]
    assert len(slide["groups"][0]["texts"]) == 2


def test_two_texts_stand_beside_each_other_until_one_is_changed(room: Room) -> None:
    people = write(room, "One.", "Two.")
    read = [{"slide": TEXT, "person": text["person"], "rev": text["rev"]} for text in texts(room)]
    assert board(room, beside=read) == 200
    shown = screen(room)
    assert (shown["kind"], sorted(shown["beside"])) == ("beside", ["One.", "Two."])
    assert not [text["person"] for text in read if text["person"] in json.dumps(shown)]
    room.put(people[0], TEXT, {"text": "Nobody approved this."}, rev=2)
    assert screen(room)["beside"] == ["Two."]
    board(room, beside=[])
    assert screen(room)["kind"] == "question"


SORT, MANDATE = "check.recall-words", "check.recall-mandate"


def sort(room: Room, people: list[dict[str, str]], *groups: str) -> None:
    items = [item.id for item in DECK.slides[SORT].control.items]
    for who, group in zip(people, groups, strict=True):
        assert room.put(who, SORT, {"placed": dict.fromkeys(items, group)}).status_code == 200


def test_a_sorting_question_tells_where_each_item_was_put_and_what_is_right(room: Room) -> None:
    groups = [group.id for group in DECK.slides[SORT].control.groups]
    people = [room.join() for _ in range(5)]
    room.open(SORT)
    sort(room, people[:4], *groups[:1] * 3, groups[1])
    room.turn(slide=SORT, state="closed", shown=True)
    assert screen(room)["slide"]["results"]["sorts"] == [], "of four somebody would be known"
    room.turn(slide=SORT, state="open")
    sort(room, people[4:], groups[1])
    assert screen(room)["slide"]["results"]["sorts"] == [], "others can still answer"
    room.turn(slide=SORT, state="closed")
    told = screen(room)["slide"]["results"]
    assert told["answered"] == 5
    items = DECK.slides[SORT].about.items
    for item, shown in zip(items, told["sorts"], strict=True):
        counts = {part["says"]: part["count"] for part in shown["parts"]}
        assert sum(counts.values()) + shown["others"] == 5
        right = next(group.text for group in DECK.slides[SORT].control.groups if group.id == item.group)
        assert [part["says"] for part in shown["parts"] if part["right"]] == [right], "however few found it"
    assert [part["count"] for part in told["sorts"][0]["parts"]][:2] == [3, 2]


def test_what_is_right_is_told_with_the_bars_and_not_before(room: Room) -> None:
    people = [room.join() for _ in range(5)]
    room.open(MANDATE)
    room.turn(slide=MANDATE, shown=True)
    for who in people:
        room.put(who, MANDATE, {"chosen": options(MANDATE)[0]})
    assert screen(room)["slide"]["results"]["right"] == []
    room.turn(slide=MANDATE, state="closed")
    right = [option.id for option in DECK.slides[MANDATE].about.options if option.right]
    assert screen(room)["slide"]["results"]["right"] == right


def test_numbers_that_were_given_are_told_and_no_words(room: Room) -> None:
    id = "check.bargaining-range"
    people = [room.join() for _ in range(7)]
    room.open(id)
    for who, value in zip(people, ("25", "25 points", "10", "10", "10", "you are all wrong", "9" * 40), strict=True):
        assert room.put(who, id, {"value": value}).status_code == 200
    room.turn(slide=id, state="closed", shown=True)
    (told,) = screen(room)["slide"]["results"]["sorts"]
    assert [(part["says"], part["count"], part["right"]) for part in told["parts"]] == [
        ("10 points", 3, False),
        ("25 points", 2, True),
    ]
    assert told["others"] == 2
    assert "wrong" not in json.dumps(screen(room))


def test_the_right_number_is_named_where_nobody_found_it(room: Room) -> None:
    id = "check.bargaining-range"
    people = [room.join() for _ in range(5)]
    room.open(id)
    for who in people:
        assert room.put(who, id, {"value": "12"}).status_code == 200
    room.turn(slide=id, state="closed", shown=True)
    (told,) = screen(room)["slide"]["results"]["sorts"]
    assert [(part["says"], part["count"], part["right"]) for part in told["parts"]] == [
        ("12 points", 5, False),
        ("25 points", 0, True),
    ]
    assert told["others"] == 0


def test_what_a_look_hid_is_marked_as_right_in_every_language() -> None:
    code = """
from course.content.lessons import stems
from course.html.controls import Sort
from course.live.deck import deck_of
from course.live.results import sorts_of
for stem in stems():
    for slide in deck_of(stem).slides.values():
        if slide.call == "look" and isinstance(slide.control, Sort):
            print(slide.id, *[sum(part.right for part in item.parts) for item in sorts_of(slide, [])])
"""
    told = {}
    for language in ("en", "ar"):
        variables = {**os.environ, "COURSE_LANGUAGE": language, "PYTHONPATH": str(PACKAGE.parent)}
        done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, check=True, text=True)
        told[language] = done.stdout
    assert told["en"] == told["ar"]
    assert {mark for line in told["en"].splitlines() for mark in line.split()[1:]} == {"1"}


def test_pairs_are_announced_as_long_as_they_talk(room: Room) -> None:
    room.open(FIRST)
    people = [room.join() for _ in range(4)]
    vote(room, FIRST, people, *options(FIRST)[:2] * 2)
    assert screen(room)["slide"]["paired"] is False
    room.client.post(f"/t/{room.id}/pairs/{FIRST}", json={}, headers=room.teacher)
    assert screen(room)["slide"]["paired"] is True
    room.turn(slide=FIRST, state="closed")
    assert screen(room)["slide"]["paired"] is False


def test_what_a_look_shows_comes_after_what_the_class_said(room: Room) -> None:
    for id in ("look.one-plan", "look.eight-years"):
        look = DECK.slides[id]
        for who in [room.join() for _ in range(5)]:
            room.open(id)
            is_sorted = isinstance(look.control, Sort)
            items = {item.id: look.control.groups[0].id for item in look.control.items} if is_sorted else {}
            sent = {"placed": items} if items else {"text": "The parties."}
            assert room.put(who, id, sent).status_code == 200
        assert "ours" not in screen(room)["slide"].get("results", {})
        room.turn(slide=id, shown=True)
        assert screen(room)["slide"]["results"]["ours"] == ""
        room.turn(slide=id, state="closed")
        told = screen(room)["slide"]["results"]
        assert told["ours"] == str(phrase(look.about.finding))
        for shown in told["sorts"]:
            assert sum(part["right"] for part in shown["parts"]) == 1


def test_two_texts_beside_each_other_stand_under_what_both_answer(room: Room) -> None:
    write(room, "One.", "Two.")
    read = [{"slide": TEXT, "person": text["person"], "rev": text["rev"]} for text in texts(room)]
    board(room, beside=read)
    assert screen(room)["about"] == str(DECK.slides[TEXT].asks)
    someone = room.join()
    room.open(SCALE)
    room.put(someone, SCALE, {"value": 2, "why": "Three."})
    other = room.client.get(f"/t/{room.id}/texts/{SCALE}", headers=room.teacher).json()["texts"][0]
    board(room, beside=[read[0], {"slide": SCALE, "person": other["person"], "rev": other["rev"]}])
    assert screen(room)["about"] == "", "two questions have no heading in common"


def test_paused_and_over_show_nothing_of_the_question(room: Room) -> None:
    room.open(SCALE)
    room.turn(paused=True)
    assert (screen(room)["kind"], "slide" in screen(room)) == ("paused", False)
    room.turn(ended=True)
    assert screen(room)["kind"] == "over"


def test_the_picture_is_the_teacher_s(room: Room) -> None:
    amina = room.join()
    for way in ("screen", "projected", "projector", "console", "news", "state"):
        assert room.client.get(f"/t/{room.id}/{way}", headers=amina).status_code == 401, way
