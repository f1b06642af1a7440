"""A sitting of the concept test: the newest choices until the first hand-in, and nothing after it."""

from hypothesis import given
from hypothesis import strategies as st

from course.answers.concepts import concepts_item, read_concepts, read_sittings
from course.answers.work import Work
from course.content.concepts import concept_test
from course.model.concept import DO_NOT_KNOW, SITTINGS
from course.model.event import Event

ITEMS = concept_test().items
CHOICES = st.dictionaries(
    st.sampled_from([item.id for item in ITEMS] + ["gone"]),
    st.sampled_from([option.id for option in ITEMS[0].options] + [DO_NOT_KNOW, "gone"]),
)
BODIES = st.lists(st.tuples(CHOICES, st.booleans()))


def event(number, body, item="concepts/before", lesson="00_start_here", kind="concepts"):
    at = f"2026-11-22T15:10:00.{number:06}Z"
    return Event(id=f"{number:032x}", at=at, lesson=lesson, item=item, kind=kind, body=body)


def events_of(bodies):
    return [event(n, {"chosen": chosen, "handed": handed}) for n, (chosen, handed) in enumerate(bodies)]


@given(BODIES)
def test_first_hand_in_with_an_answer_counts_and_drafts_before_it_are_the_newest(bodies):
    work = read_concepts(events_of(bodies))
    first = next((n for n, (chosen, handed) in enumerate(bodies) if handed and chosen), None)
    if first is None:
        newest = {}
        for chosen, _ in bodies:
            newest.update(chosen)
        assert (work.handed, work.chosen) == (None, newest)
    else:
        assert work.handed.id == f"{first:032x}"
        assert work.chosen == bodies[first][0]
    assert work.based.keys() == work.chosen.keys()


@given(BODIES, st.lists(st.tuples(CHOICES, st.booleans())))
def test_nothing_after_the_hand_in_changes_it(bodies, more):
    before = read_concepts(events_of([*bodies, ({ITEMS[0].id: DO_NOT_KNOW}, True)]))
    after = read_concepts(events_of([*bodies, ({ITEMS[0].id: DO_NOT_KNOW}, True), *more]))
    assert after == before


def test_i_do_not_know_and_what_is_gone_are_not_right():
    right = {item.id: item.right for item in ITEMS}
    work = read_concepts(events_of([({**right, ITEMS[0].id: DO_NOT_KNOW, ITEMS[1].id: "gone"}, True)]))
    assert work.right(ITEMS) == 10
    assert read_concepts([]).right(ITEMS) == 0


def test_broken_and_newer_entries_are_passed_over():
    broken = [event(1, {"chosen": {"arms-race": 3}}), event(2, {"chosen": []}), event(3, {"mood": "good"})]
    work = read_concepts([*broken, event(4, {"chosen": {"arms-race": "threat"}, "newer": True})])
    assert work.unread == 3
    assert work.chosen == {"arms-race": "threat"}


def test_sittings_are_found_in_whatever_lesson_they_were_taken():
    events = [
        event(n, {"chosen": {"arms-race": "power"}, "handed": True}, concepts_item(sitting), lesson=f"{n:02}_x")
        for n, sitting in enumerate(SITTINGS)
    ]
    work = Work(events)
    assert all(work.concepts(sitting).handed for sitting in SITTINGS)
    assert read_sittings([*events, event(9, {"stand": 1}, "claim/A4")]).keys() == set(SITTINGS)
