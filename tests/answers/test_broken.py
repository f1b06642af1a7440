"""What is broken or newer in a record is kept, counted and passed over; it takes no page away."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.answers.events import KINDS, read_body
from course.content.interface import words
from course.content.points import points
from course.html.face import Face
from course.pages.portfolio import gather, to_html
from course.record import Record, make_backup, read_backup
from course.teacher.classroom.answers import Work
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.gradebook import gradebook
from course.teacher.classroom.handin import read_files
from course.teacher.classroom.marking import Marking
from course.teacher.classroom.room import Classroom

VERSION = Path(__file__).parent / "version_0_1_0"
TODAY = date(2026, 11, 28)
STEM = "02_ways_to_settle"


def is_read(entry):
    return read_body(entry["item"], entry["kind"], entry["body"]) is not None


def note(count):
    """What My work says of events that it could not read."""
    return words()["work"]["unread-one" if count == 1 else "unread"].format(count=count)


def everything(shown):
    """Every page of the course on a record: all parts, the class view and the gradebook of its one learner."""
    handed = read_files([("learner.course.json", make_backup(shown.record))])
    works = [Work(learner) for learner in handed.learners]
    book = gradebook(works, points(), [STEM])
    view = class_view(works, TODAY)
    return {
        "prompts": shown.prompts(),
        "tasks": shown.tasks(),
        "trials": shown.trials(),
        "stands": shown.stands(),
        "labs": shown.labs(),
        "written": shown.written(),
        "carried": shown.carried(),
        "played": shown.played(),
        "portfolio": shown.portfolio(),
        "class": (view.lessons, view.stands, [(did.done, did.right, did.tries, did.hints) for did in view.did]),
        "grades": [row.cells for row in book.rows],
    }


def opens(shown):
    """Open every page, and fail where one is only a note that it is broken."""
    for key in shown.keys["prompt"]:
        assert not isinstance(shown.lesson(key).discuss(key[3:]), Face), key
    shown.tasks()
    for key in shown.keys["trial"]:
        assert not isinstance(shown.lesson(key).weigh(key[3:]), Face), key
    shown.stands()
    shown.labs()
    for id, table in shown.tables().items():
        assert not isinstance(table, Face), (id, repr(table))
    for stem in shown.keys["my_work"]:
        work = shown.lesson(stem).my_work()
        assert not isinstance(work, Face), (stem, repr(work))
        assert words()["work"]["no-list"].split("{")[0] not in work.state["answers"], work.state["answers"]
    assert to_html(gather(shown.record, TODAY))
    everything_of_a_class(shown.record)


def everything_of_a_class(record):
    works = [Work(one) for one in read_files([("x.course.json", make_backup(record))]).learners]
    class_view(works, TODAY)
    gradebook(works, points(), [STEM])


def test_what_cannot_be_read_changes_no_page_and_is_counted(old, broken, expected, show):
    before = everything(show(old, expected))
    unread = [entry for entry in broken if entry.get("store") != "desk" and not is_read(entry)]
    assert len(unread) > 100
    assert not any(entry.get("still_read") for entry in unread)
    for entry in unread:
        old.append(entry["lesson"], entry["item"], entry["kind"], entry["body"])
    assert everything(show(old, expected)) == before
    for stem, answers in show(old, expected).my_work().items():
        assert answers.startswith(expected["my_work"][stem])
        assert note(len(unread)) in answers


def test_one_that_cannot_be_read_is_counted_in_the_singular(old, show, expected):
    old.append(STEM, "claim/A4", "stand", {"stand": 1})
    answers = show(old, expected).lesson("02").my_work().state["answers"]
    assert note(1) in answers
    assert len(read_backup(make_backup(old)).events) == expected["events"] + 1


def test_what_is_odd_and_can_be_read_takes_no_page_away(old, broken, expected, show):
    odd = [entry for entry in broken if entry.get("store") != "desk" and is_read(entry) and entry["kind"] != "move"]
    assert len(odd) > 50
    for entry in odd:
        old.append(entry["lesson"], entry["item"], entry["kind"], entry["body"])
    opens(show(old, expected))


@pytest.mark.slow
def test_no_odd_move_takes_the_table_or_the_portfolio_away(broken, expected, show, tmp_path):
    moves = [entry for entry in broken if entry["kind"] in ("move", "branch") and is_read(entry)]
    assert len(moves) > 100
    for n, entry in enumerate(moves):
        shutil.copytree(VERSION / "record", tmp_path / f"{n}")
        record = Record(tmp_path / f"{n}")
        record.append(entry["lesson"], entry["item"], entry["kind"], entry["body"])
        shown = show(record, expected)
        scenario = entry["item"].split("/")[1] if entry["item"].count("/") else "two-rivers"
        if scenario in expected["negotiation"]:
            table = shown.lesson("11").negotiate(scenario)
            assert not isinstance(table, Face), (entry["why"], repr(table))
        work = shown.lesson("11").my_work()
        assert words()["work"]["no-list"].split("{")[0] not in work.state["answers"], (entry["why"], work.state)
        assert gather(record, TODAY).chapters, entry["why"]


def test_desk_passes_over_what_it_cannot_read(old_desk, broken, tmp_path):
    marking = Marking(old_desk.where.parent)
    before = (marking.teacher(), marking.latest())
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "x.course.json").write_bytes((VERSION / "learner.course.json").read_bytes())
    ticked = Classroom(tmp_path / "class", old_desk.where.parent).ticked()
    for entry in broken:
        if entry.get("store") == "desk" and not is_read(entry):
            old_desk.append(entry["lesson"], entry["item"], entry["kind"], entry["body"])
    assert (marking.teacher(), marking.latest()) == before
    assert Classroom(tmp_path / "class", old_desk.where.parent).ticked() == ticked


# --- Any body at all ---

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [
        *("answer", "round", "chosen", "number", "review", "stand", "sure", "why", "piece", "weight", "id", "side"),
        *("text", "source", "removed", "of", "at", "name", "texts", "teacher", "by", "learner", "rubric", "comment"),
        *("points", "seq", "actor", "kind", "to", "body", "mark"),
    ]
)
LIKELY = st.sampled_from(
    [
        1,
        2,
        -2,
        "for",
        "x",
        {"chosen": "half"},
        {"chosen": ["half"]},
        {"placed": {"taba": "x"}},
        {"value": 3},
        {"order": ["a"]},
    ]
)
BODIES = st.dictionaries(FIELDS, LIKELY | JSON, max_size=8)
ITEMS = st.sampled_from(
    ["settled-how", "how-neutral", "which-way", "zone", "safe-exchange", "claim/A4", "lab/bargaining_zone", "profile"]
    + ["negotiation/two-rivers/x", "negotiation/x", "negotiation/nowhere/x"]
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS | {"telepathy"})), ITEMS, BODIES), min_size=1, max_size=30))
def test_no_body_takes_a_page_away(tmp_path_factory, show, expected, entries):
    record = Record(tmp_path_factory.mktemp("my_work"))
    for kind, item, body in entries:
        record.append(STEM, item, kind, body)
    shown = show(record, expected)
    page = shown.lesson("02")
    for part in (
        page.discuss("settled-how"),
        page.discuss("how-neutral"),
        page.check("which-way"),
        page.check("zone"),
        shown.exercise("02").task("safe-exchange"),
        page.weigh("A4"),
        page.lab("bargaining_zone"),
        shown.lesson("12").stands(round=2),
        shown.lesson("11").negotiate("two-rivers"),
        page.my_work(),
    ):
        assert not isinstance(part, Face), repr(part)
    work = page.my_work()
    unread = sum(read_body(item, kind, body) is None for kind, item, body in entries)
    assert (note(unread) in work.state["answers"]) == (unread > 0)
    assert words()["work"]["no-list"].split("{")[0] not in work.state["answers"], work.state["answers"]
    assert gather(record, TODAY) is not None
    everything_of_a_class(record)
