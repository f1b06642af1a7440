"""What a class gained in the concept test: item by item, of those who took it before the course and after it."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from course.answers.concepts import ConceptWork
from course.content.concepts import concept_test
from course.html.text import plain
from course.model.concept import SITTINGS, Concept, Sitting
from course.teacher.classroom.answers import Work
from course.teacher.classroom.paired import Pairs, change_interval, normalized_gain
from course.teacher.classroom.view import FEWEST, ConceptsView, ItemView, Misconception


class _Taker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who handed in before and after; ``later`` is None where the third sitting was not handed in."""

    before: ConceptWork
    after: ConceptWork
    later: ConceptWork | None


def concepts_view(works: Sequence[Work], stems: Sequence[str]) -> ConceptsView | None:
    """Count the concept test of a class, in the items that belong to the lessons ``stems``; None where nobody took it.

    Items are counted only where at least five learners took the test before and after; the third sitting only where at
    least five of these took that too.
    """
    items = [(number, item) for number, item in enumerate(concept_test().items, 1) if item.lesson in stems]
    sittings: dict[Sitting, int] = {
        sitting: sum(work.concepts(sitting).handed is not None for work in works) for sitting in SITTINGS
    }
    if not items or not any(sittings.values()):
        return None
    takers = _takers(works)
    if len(takers) < FEWEST:
        return ConceptsView(sittings=sittings, both=len(takers), items=(), before=0, after=0, gain=None)
    views = tuple(_item(number, item, takers) for number, item in items)
    before, after = (sum(rights) / (len(views) * len(takers)) for rights in zip(*_rights(views), strict=True))
    return ConceptsView(
        sittings=sittings,
        both=len(takers),
        items=views,
        before=before,
        after=after,
        gain=normalized_gain(before, after),
    )


def _rights(views: Iterable[ItemView]) -> list[tuple[int, int]]:
    return [(view.before, view.after) for view in views]


def _takers(works: Iterable[Work]) -> list[_Taker]:
    """Return those who handed in before and after.

    Two hand-ins that hold the very same two sittings, by the ids of their events, hold one learner's: a copy of them
    would make five learners out of fewer. Where a sitting differs nothing is guessed, and each stands for itself.
    """
    takers: dict[tuple[str, str], _Taker] = {}
    for work in works:
        before, after, later = (work.concepts(sitting) for sitting in SITTINGS)
        if not (before.handed and after.handed):
            continue
        taker = _Taker(before=before, after=after, later=later if later.handed else None)
        place = (before.handed.id, after.handed.id)
        # Of two copies the one that went on counts, and the one that did so first: whoever is read first.
        takers[place] = min(takers.get(place, taker), taker, key=_later_first)
    return list(takers.values())


def _later_first(taker: _Taker) -> tuple[bool, str, str]:
    handed = taker.later.handed if taker.later else None
    return (True, "", "") if handed is None else (False, handed.at, handed.id)


def _item(number: int, item: Concept, takers: Sequence[_Taker]) -> ItemView:
    pairs = Counter((_is_right(taker.before, item), _is_right(taker.after, item)) for taker in takers)
    table = Pairs(pairs[True, True], pairs[True, False], pairs[False, True], pairs[False, False])
    later = [taker.later for taker in takers if taker.later]
    enough = len(later) >= FEWEST
    return ItemView(
        id=item.id,
        number=number,
        concept=plain(item.concept),
        lesson=item.lesson,
        took=len(takers),
        before=table.both + table.before,
        after=table.both + table.after,
        took_later=len(later) if enough else 0,
        later=sum(_is_right(work, item) for work in later) if enough else 0,
        change=table.change,
        interval=change_interval(table),
        wrong_before=_most_chosen(item, [taker.before for taker in takers]),
        wrong_after=_most_chosen(item, [taker.after for taker in takers]),
    )


def _is_right(work: ConceptWork, item: Concept) -> bool:
    return work.chosen.get(item.id) == item.right


def _most_chosen(item: Concept, works: Iterable[ConceptWork]) -> tuple[Misconception, ...]:
    """Return the misconceptions that were chosen most often, in the order of the file; none where nobody was wrong."""
    chosen = Counter(work.chosen.get(item.id) for work in works)
    counts = {option.id: chosen[option.id] for option in item.options if not option.right}
    most = max(counts.values(), default=0)
    return tuple(
        Misconception(says=plain(option.shows), count=most)
        for option in item.options
        if most and counts.get(option.id) == most
    )
