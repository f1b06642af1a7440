"""The concept test of a class: its counts, whatever the order of the learners, and no picture of fewer than five."""

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import lessons
from course.content.concepts import concept_test
from course.content.interface import words
from course.model.concept import DO_NOT_KNOW, SITTINGS
from course.model.event import Event
from course.teacher.classroom.answers import Work
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.classview_page import concepts_part, projector_page, teacher_page
from course.teacher.classroom.concepts import concepts_view
from course.teacher.classroom.concepts_csv import FILE, concepts_csv
from course.teacher.classroom.handin import HandedIn, HandIn
from course.teacher.classroom.label import Label
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.view import FEWEST

ITEMS = concept_test().items
FIRST = ITEMS[0]
RIGHT = {item.id: item.right for item in ITEMS}
STEMS = lessons.stems()


def learner(number, sittings, ids=None):
    """Somebody with sittings ("before": {item: option}); their events have the ids of the learner ``ids``."""
    ids = number if ids is None else ids
    events = tuple(
        Event(
            id=f"{ids:028x}{SITTINGS.index(sitting):04x}",
            at=f"2026-11-{SITTINGS.index(sitting) + 1:02}T10:00:00.{number:06}Z",
            lesson="12_verdict",
            item=f"concepts/{sitting}",
            kind="concepts",
            body={"chosen": chosen, "handed": True},
        )
        for sitting, chosen in sittings.items()
    )
    name = f"Learner-{number}"
    return Work(
        HandIn(
            key=f"{number:x}", record="", name=name, label=Label(), files=(f"{name}.json",), made_at="", events=events
        )
    )


def both(number, before, after, ids=None):
    return learner(number, {"before": {FIRST.id: before}, "after": {FIRST.id: after}}, ids)


WRONG = [option.id for option in FIRST.options if not option.right]
ANSWERS = st.sampled_from([FIRST.right, *WRONG, DO_NOT_KNOW, "gone"])
SITTINGS_OF_ONE = st.fixed_dictionaries(
    {}, optional={name: st.builds(lambda a: {FIRST.id: a}, ANSWERS) for name in SITTINGS}
)


@given(st.lists(SITTINGS_OF_ONE, max_size=14), st.randoms(use_true_random=False))
def test_order_of_the_learners_changes_nothing(sittings, chance):
    works = [learner(n, taken) for n, taken in enumerate(sittings)]
    view = concepts_view(works, STEMS)
    chance.shuffle(works)
    assert concepts_view(works, STEMS) == view


@given(st.lists(SITTINGS_OF_ONE, max_size=14))
def test_counts_are_those_of_the_learners_who_took_both(sittings):
    view = concepts_view([learner(n, taken) for n, taken in enumerate(sittings)], STEMS)
    takers = [taken for taken in sittings if {"before", "after"} <= taken.keys()]
    later = [taken for taken in takers if "later" in taken]
    if not any(sittings):
        assert view is None
        return
    assert view.both == len(takers)
    if len(takers) < FEWEST:
        assert view.items == ()
        return

    def right(sitting, of):
        return sum(taken[sitting][FIRST.id] == FIRST.right for taken in of)

    item = view.items[0]
    assert (item.took, item.before, item.after) == (len(takers), right("before", takers), right("after", takers))
    assert item.interval.low <= item.change <= item.interval.high
    assert item.change == pytest.approx((item.after - item.before) / item.took)
    shown = len(later) >= FEWEST
    assert (item.took_later, item.later) == ((len(later), right("later", later)) if shown else (0, 0))


def test_misconceptions_chosen_most_are_named():
    works = [both(n, WRONG[0] if n < 4 else WRONG[1], FIRST.right) for n in range(6)]
    item = concepts_view(works, STEMS).items[0]
    says = {option.id: option.shows for option in FIRST.options}
    assert [(entry.says, entry.count) for entry in item.wrong_before] == [(says[WRONG[0]], 4)]
    assert item.wrong_after == ()


def test_gain_is_that_of_the_whole_class():
    works = [learner(n, {"before": {}, "after": dict(list(RIGHT.items())[:6])}) for n in range(5)]
    for work in works:
        assert work.concepts("before").handed is None
    works = [learner(n, {"before": {FIRST.id: DO_NOT_KNOW}, "after": dict(list(RIGHT.items())[:6])}) for n in range(5)]
    view = concepts_view(works, STEMS)
    assert (view.before, view.after, view.gain) == (0, 0.5, 0.5)


def test_copies_of_one_record_make_no_five():
    copies = [both(n, WRONG[0], FIRST.right, ids=1) for n in range(8)]
    assert concepts_view(copies, STEMS).both == 1
    # Where a sitting differs nothing is guessed: each stands for itself.
    assert concepts_view([*copies, *(both(n, WRONG[0], FIRST.right) for n in range(20, 24))], STEMS).both == 5


def test_items_are_those_of_the_lessons_that_are_looked_at():
    works = [both(n, WRONG[0], FIRST.right) for n in range(5)]
    assert [item.id for item in concepts_view(works, [FIRST.lesson]).items] == [FIRST.id]
    assert concepts_view(works, ["00_start_here"]) is None


def pages(works):
    view = class_view(works, datetime.date(2026, 11, 22))
    handed = HandedIn(
        learners=tuple(work.handed for work in works), skipped=(), doubles=(), shared=(), questions=(), files=0
    )
    return view, projector_page(view), teacher_page(view, handed)


def test_pages_show_the_change_and_the_projector_keeps_the_answers_for_later():
    works = [both(n, WRONG[0], FIRST.right) for n in range(6)]
    view, projector, teacher = pages(works)
    shows = next(option.shows for option in FIRST.options if option.id == WRONG[0])
    assert FIRST.concept in projector
    assert FIRST.concept in teacher
    assert shows in teacher
    for text in (shows, FIRST.scene, FIRST.asks, *(option.says for option in FIRST.options)):
        assert text not in projector
    assert "Learner-" not in projector
    assert "Learner-" not in concepts_part(view.concepts, projector=False)
    assert "+100 (" in teacher


@pytest.mark.parametrize("count", [0, 1, 4])
def test_fewer_than_five_are_shown_nowhere(count):
    works = [both(n, WRONG[0], FIRST.right) for n in range(count)] + [learner(50, {"before": RIGHT})]
    view, projector, teacher = pages(works)
    for page in (projector, teacher):
        assert words()["class"]["few"].format(count=count) in page
        assert FIRST.concept not in page
    assert len(rows(concepts_csv(view.concepts))) == 1


def rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_spreadsheet_has_a_row_for_each_item_and_no_name():
    view = concepts_view([both(n, WRONG[0], FIRST.right) for n in range(6)], STEMS)
    head, first, *others, last = rows(concepts_csv(view))
    assert len({len(row) for row in (head, first, *others, last)}) == 1
    assert len(others) == 11
    assert first[:8] == ["1", FIRST.concept, "01", "6", "0", "100", "", ""]
    assert first[8] == "100.0"
    assert last[1] == words()["class"]["concepts-all"]
    assert "Learner-" not in concepts_csv(view).decode()


def test_collect_writes_it_where_somebody_took_the_test(room, newcomer, tmp_path):
    assert FILE not in {path.name for path in room.write()}
    folder = tmp_path / "class"
    folder.mkdir()
    for n in range(5):
        somebody = newcomer(f"{n}")
        for sitting in ("before", "after"):
            somebody.do("12_verdict", f"concepts/{sitting}", "concepts", {"chosen": RIGHT, "handed": True})
        (folder / f"{n}.course.json").write_bytes(somebody.backup())
        (folder / f"{n}-again.course.json").write_bytes(somebody.backup())
    written = Classroom(folder).write()
    [path] = [path for path in written if path.name == FILE]
    assert rows(path.read_bytes())[1][3] == "5"
