"""Records and backups of version 0.1.0: read as it read them, written as it wrote them."""

import html
import re
from pathlib import Path

import pytest

from course.answers.events import KINDS, Response, read_event, to_body
from course.content.interface import words
from course.model.event import clean_body
from course.record import Record, make_backup, read_backup, restore
from course.teacher.classroom.marking import Marking

VERSION = Path(__file__).parent / "version_0_1_0"
LATER_KINDS = {"guess", "filed", "opened", "concepts", "marked", "replied", "missing", "decision", "read-on"} | {
    "ranked",
    "pointed",
    "drawn",
    "position",
}
"""Kinds of events that version 0.1.0 did not write."""
NO_LONGER_WRITTEN = {"outcome", "try"}
"""What a try was worth: version 0.1.0 wrote both and read neither."""


def events():
    """Every event that version 0.1.0 wrote, of the record, the desk, a backup and a file of feedback."""
    for folder in ("record", "desk"):
        yield from Record(VERSION / folder).events()
    for file in ("learner.course.json", "feedback.course.json"):
        yield from read_backup((VERSION / file).read_bytes()).events


def test_every_event_is_read_and_written_as_it_was():
    kinds = set()
    for event in events():
        entry = read_event(event)
        assert entry is not None, event
        kind, body = to_body(entry.body)
        dropped = NO_LONGER_WRITTEN if isinstance(entry.body, Response) else set()
        assert kind == event.kind
        assert clean_body(body) == {key: value for key, value in event.body.items() if key not in dropped}, event
        kinds.add(kind)
    assert kinds == KINDS - LATER_KINDS


def own_words(prompts):
    """States of prompts with the panel cut down to what the learner said: how others see it may be told anew."""
    said = re.compile(r'<span class="course-typed"[^>]*>.*?</span>', re.DOTALL)
    return {
        key: {**state, "panel": (bool(state["panel"]), said.findall(state["panel"]))} for key, state in prompts.items()
    }


def unescaped(markdown):
    """The words of a Markdown text."""
    return html.unescape(markdown).replace("\\", "").replace("`", "")


def verdicts(tasks):
    """States of tasks with the panel cut down to its verdict and to what stands open in it."""
    parts = re.compile(r'class="course-(?:verdict course-([\w-]+)|(hint|model)|teacher)"')
    # Only a text is reviewed by a rubric: other tasks say nothing of it any more.
    shown = {
        key: {name: part for name, part in state.items() if name != "reviews" or part} for key, state in tasks.items()
    }
    return {key: {**state, "panel": parts.findall(state["panel"])} for key, state in shown.items()}


def without_map(trials):
    """States of trials but for the map, which is drawn since; whether there is one is the same."""
    return {key: {**state, "map": bool(state["map"])} for key, state in trials.items()}


def known_keys(states, expected):
    """States without what a later version tells beside it."""
    return {id: {key: part for key, part in state.items() if key in expected[id]} for id, state in states.items()}


def without_reviews(written):
    """What was written, without what is listed since: how somebody looked at their own text by its rubric."""
    told = f"({words()['ladder']['reviewed']})"
    return {place: [entry for entry in entries if told not in entry[0]] for place, entries in written.items()}


# The invented states of then and of now: questions name them, and each was another one in every lesson.
STATES = re.compile(
    r"\b(Marsa|Jabal|Qamar|Rimal|Sahra|Marjan|Dahra|Qarwan|Sahlan|Wahat|Velaya|Darwan|Jazra|Sahl|Nakhla)\b"
)
LIMITS = re.compile(
    r"\b(rimal|qamar|sahl|velaya)_limit\b|\b(marsa|jabal|velaya|darwan)_boats\b|\b(marsa|jabal|darwan|jazra) ="
)


# What was chosen ends with a full stop since, and people are told of lesson 2: it was lesson 02.
STOPS = re.compile(r"\.(?=\s|<|$)")
NUMBERS = re.compile(r"(\b[Ll]esson |^## )0(?=\d\b)", re.MULTILINE)


def told_anew(change, shown):
    """What is shown, with every text in it changed."""
    if isinstance(shown, str):
        return change(shown)
    if isinstance(shown, dict):
        return {key: told_anew(change, part) for key, part in shown.items()}
    return [told_anew(change, part) for part in shown] if isinstance(shown, list | tuple) else shown


def in_our_region(shown):
    """What is shown, without the names of invented states."""
    return told_anew(lambda text: LIMITS.sub("…", STATES.sub("…", text)), shown)


def said(shown):
    """What is shown, however its sentences end and its lessons are numbered."""
    return told_anew(lambda text: NUMBERS.sub(r"\1", STOPS.sub("", text)), shown)


def test_every_part_shows_what_version_0_1_0_showed(old, expected, show):
    shown = show(old, expected)
    assert own_words(known_keys(shown.prompts(), expected["prompt"])) == own_words(expected["prompt"])
    assert verdicts(known_keys(shown.tasks(), expected["task"])) == verdicts(expected["task"])
    assert without_map(known_keys(shown.trials(), expected["trial"])) == without_map(expected["trial"])
    assert known_keys(shown.stands(), expected["stands"]) == expected["stands"]
    assert said(known_keys(shown.labs(), expected["lab"])) == said(expected["lab"])
    assert shown.carried() == expected["carried"]


def test_what_was_written_is_what_version_0_1_0_listed(old, expected, show):
    shown = show(old, expected)
    written = {
        **expected["written"],
        **{f"{stem}/exercise": entries for stem, entries in expected["written_exercise"].items()},
        "atlas": expected["written_atlas"],
    }
    assert in_our_region(without_reviews(shown.written())) == in_our_region(written)
    assert shown.my_work() == expected["my_work"]
    # What was typed is escaped in another way since: it reads the same.
    told = re.escape(f"({words()['ladder']['reviewed']})")
    portfolio = re.sub(rf"\*\*[^\n]*{told}\*\*\n\n(?:>.*\n)+\n?", "", unescaped(shown.portfolio()))
    assert said(in_our_region(portfolio)) == said(in_our_region(unescaped(expected["portfolio"])))
    assert shown.lesson("00").my_work().spec["name"] == expected["name"]


def test_every_game_goes_on_where_version_0_1_0_left_it(old, expected, show):
    assert in_our_region(show(old, expected).played()) == in_our_region(expected["negotiation"])


def test_desk_has_its_marks_and_its_name(old_desk, expected):
    marking = Marking(old_desk.where.parent)
    assert marking.teacher() == (expected["desk"]["teacher"]["id"], expected["desk"]["teacher"]["name"])
    marks = {
        f"{stem}/{task}": {"id": mark.id, "body": to_body(mark.body)[1]}
        for (_, stem, task), mark in sorted(marking.latest().items())
    }
    assert marks == expected["desk"]["marks"]


@pytest.mark.parametrize("file", ["learner.course.json", "feedback.course.json"])
def test_backup_of_version_0_1_0_is_restored_and_twice_changes_nothing(tmp_path, expected, file):
    data = (VERSION / file).read_bytes()
    record = Record(tmp_path)
    first, second = restore(record, data), restore(record, data)
    assert (second.new, second.known) == (0, first.new)
    assert first.new == expected["backup"]["feedback" if file.startswith("feedback") else "learner"]


def test_broken_events_are_in_the_backup_and_come_back(old, broken, tmp_path):
    for entry in broken:
        old.append(entry["lesson"], entry["item"], entry["kind"], entry["body"])
    data = make_backup(old)
    other = Record(tmp_path / "elsewhere")
    count = len(old.events())
    assert (restore(other, data).new, restore(other, data).new) == (count, 0)
    assert other.events() == old.events()
