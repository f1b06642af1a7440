"""What a class answered to a question: bars for the projector, texts that the teacher approved, never who said what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import singledispatch

import msgspec

from course.checks import numbers
from course.content.interface import words
from course.html import ask
from course.html.controls import Place, Rank, Scale, Several, Sort
from course.html.text import phrase
from course.live.deck import Slide, verdict_on, wording
from course.live.seen import FEWEST, Votes, changes, vote_of, write_vote
from course.live.store import Given
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.answer import Answer
from course.model.claim import Claim
from course.teacher.classroom.distribution import Bar, Distribution, count_choices, distribution

MOST_PARTS = 3
"""So many places of an item are named, the most chosen first; all others are counted together."""
LARGEST_NUMBER = 1e9
"""No number of the course comes near it; a longer one would fill the picture."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """How many put an item into one group, and whether that is right (of a look nothing is)."""

    says: str
    count: int
    right: bool = False


class SortedItem(msgspec.Struct, frozen=True, kw_only=True):
    """Where an item of a sorting question was put: the most chosen groups, and how many put it elsewhere."""

    says: str
    parts: tuple[Part, ...]
    others: int = 0


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """What the class may see. ``bars`` are empty where there are few answers, under five, or where answers still come.

    Live bars would tell what the one answered who pressed last. Where fewer than five changed since the class saw bars,
    those stand ``still``; they are ``withheld`` where one of them belongs to somebody who had their part deleted.
    ``texts`` are approved, in no order of persons. What is ``right`` in a check (ids of options) comes with the bars:
    everybody has had their verdict by then. ``ours`` is what a look shows, as HTML; the class said it first.
    """

    answered: int
    few: bool = False
    live: bool = False
    still: bool = False
    withheld: bool = False
    by_mean: bool = False
    bars: tuple[Bar, ...] = ()
    sorts: tuple[SortedItem, ...] = ()
    right: tuple[str, ...] = ()
    ours: str = ""
    texts: tuple[str, ...] = ()


class Moved(msgspec.Struct, frozen=True):
    """How many of those who voted twice (``both``) voted otherwise the second time."""

    moved: int
    both: int


def read(given: Given) -> Answer:
    """Return the answer that is kept."""
    return msgspec.json.decode(given.answer, type=Answer)


def results_of(slide: Slide, given: Sequence[Given], *, live: bool, before: Votes | None = None) -> Results:
    """Return what a class may see of the answers to ``slide``; ``live`` while the question takes answers.

    ``before`` is what it saw already.
    """
    still = changed_since(before, given) > 0
    withheld = still and "" in (before or {}).values()
    told = _as_seen(slide, before or {}) if still else given
    texts = [read(answer).text or read(answer).why for answer in given if answer.approved == "approved"]
    few = len(told) < FEWEST
    hidden = few or live or withheld
    return Results(
        answered=len(told),
        few=few,
        live=live,
        still=still,
        withheld=withheld,
        by_mean=isinstance(slide.about, prompts.Placing),
        bars=() if hidden else spread_of(slide, told).bars,
        sorts=() if hidden else sorts_of(slide, told),
        right=() if hidden else right_in(slide),
        ours="" if live else ours_in(slide),
        # Sorted by the text itself: the order of saving would tell who was first.
        texts=tuple(sorted(text for text in texts if text)),
    )


def sorts_of(slide: Slide, given: Iterable[Given]) -> tuple[SortedItem, ...]:
    """Return where each item of a sorting question was put, and which numbers were given; else nothing."""
    if isinstance(slide.about, tasks.Number):
        return _numbers(slide.about, given)
    if not isinstance(slide.control, Sort):
        return ()
    placed = [read(answer).placed or {} for answer in given]
    right = _right_groups(slide)
    found = []
    for item in slide.control.items:
        counts = Counter(str(one[item.id]) for one in placed if item.id in one)
        parts = [
            Part(says=group.text, count=counts[group.id], right=right.get(item.id) == group.id)
            for group in slide.control.groups
            if counts[group.id] or right.get(item.id) == group.id
        ]
        # What is right is named, however few found it.
        named = sorted(parts, key=lambda part: (-part.count, not part.right))
        shown = [*named[:MOST_PARTS], *(part for part in named[MOST_PARTS:] if part.right)]
        others = sum(part.count for part in parts) - sum(part.count for part in shown)
        found.append(SortedItem(says=item.text, parts=tuple(shown), others=others))
    return tuple(found)


def _numbers(task: tasks.Number, given: Iterable[Given]) -> tuple[SortedItem, ...]:
    """Return the numbers that were given most often. What is no number is words of somebody, which nobody approved."""
    kept = [(numbers.read_number(str(read(answer).value or ""), task.unit), answer.verdict) for answer in given]
    counts = Counter(
        (number, verdict == "correct")
        for number, verdict in kept
        if number is not None and abs(number) < LARGEST_NUMBER
    )
    if not any(right for _, right in counts):
        # What is right is named, also where nobody found it.
        counts[task.answer, True] = 0
    named = sorted(counts.items(), key=lambda pair: (-pair[1], not pair[0][1], pair[0][0]))
    shown = [*named[:MOST_PARTS], *(pair for pair in named[MOST_PARTS:] if pair[0][1])]
    parts = [
        Part(says=f"{numbers.write_number(number)} {task.unit}".strip(), count=count, right=right)
        for (number, right), count in shown
    ]
    others = len(kept) - sum(part.count for part in parts)
    return (SortedItem(says=words()["live"]["given"], parts=tuple(parts), others=others),)


def _right_groups(slide: Slide) -> dict[str, str]:
    """Return the group of each item where there is a right one: in a check, and in a look that hides what it shows."""
    if isinstance(slide.about, tasks.Sort):
        return {item.id: item.group for item in slide.about.items}
    if slide.call != "look":
        return {}
    fields = ask.fields(wording(), slide.about)  # type: ignore[arg-type]
    # Groups are known by what a record keeps, which is English in every language.
    return {field.id: field.kept for field in fields}


def ours_in(slide: Slide) -> str:
    """Return what a look that asks shows, as HTML; nothing of any other question."""
    return str(phrase(slide.about.finding)) if slide.call == "look" and slide.control else ""  # type: ignore[union-attr]


def right_in(slide: Slide) -> tuple[str, ...]:
    """Return the options of a check that are right, by id; none where there are no options."""
    about = slide.about
    if not isinstance(about, tasks.Choose | tasks.ChooseSeveral):
        return ()
    return tuple(option.id for option in about.options if option.right)


def changed_since(before: Votes | None, given: Iterable[Given]) -> int:
    """Return how many answered otherwise since the class saw ``before``, 0 where it saw nothing yet."""
    return changes(before, {answer.person: write_vote(read(answer)) for answer in given}) if before else 0


def _as_seen(slide: Slide, before: Votes) -> list[Given]:
    """Return the answers that the class saw, as if they were kept."""
    return [
        Given(
            slide=slide.id,
            person=person,
            rev=0,
            press="",
            answer=vote,
            verdict=_verdict(slide, vote),
            at="",
            approved="",
        )
        for person, vote in before.items()
        if vote
    ]


def _verdict(slide: Slide, vote: str) -> str:
    verdict = verdict_on(slide, msgspec.json.decode(vote, type=Answer))
    return verdict.outcome if verdict else ""


def moved_between(first: Iterable[Given], second: Iterable[Given]) -> Moved | None:
    """Return how many moved between two votes; None under five people, of whom somebody would be known by it."""
    before = {given.person: vote_of(read(given)) for given in first}
    pairs = [(before[given.person], vote_of(read(given))) for given in second if given.person in before]
    return Moved(sum(one != other for one, other in pairs), len(pairs)) if len(pairs) >= FEWEST else None


def spread_of(slide: Slide, given: Iterable[Given]) -> Distribution:
    """Return how the answers lie, however few there are: for the teacher alone."""
    kept = list(given)
    if isinstance(slide.about, tasks.Order | tasks.Sort | tasks.Number):
        return _verdicts(kept)
    return _spread(slide.about, slide, [read(answer) for answer in kept])


@singledispatch
def _spread(about: object, slide: Slide, answers: list[Answer]) -> Distribution:
    return Distribution(answered=len(answers))


@_spread.register
def _(about: prompts.Prompt, slide: Slide, answers: list[Answer]) -> Distribution:
    return distribution(about, answers)


@_spread.register
def _(about: tasks.Choose | tasks.ChooseSeveral, slide: Slide, answers: list[Answer]) -> Distribution:
    return count_choices(about.options, [answer.choices for answer in answers])


@_spread.register
def _(about: Claim, slide: Slide, answers: list[Answer]) -> Distribution:
    names = [words()["trial"][f"scale{place}"] for place in (-2, -1, 0, 1, 2)]
    values = [answer.value for answer in answers]
    bars = (Bar(id=str(n), says=name, count=values.count(n)) for n, name in enumerate(names, 1))
    return Distribution(answered=len(values), bars=tuple(bars))


def _verdicts(given: Sequence[Given]) -> Distribution:
    table = words()["verdict"]
    outcomes = [answer.verdict for answer in given]
    bars = (Bar(id=id, says=table[id], count=outcomes.count(id)) for id in ("correct", "not-yet"))
    return Distribution(answered=len(outcomes), bars=tuple(bars))


def parts_of(slide: Slide, answer: Answer) -> dict[str, float | str]:
    """Return where somebody stands on each thing that was asked, {} for texts: those with another value disagree.

    A step on each line, a place in a ranking, 1 for what was chosen of several are numbers; a choice and a group are
    words.
    """
    match slide.control:
        case Place(steps=steps):
            # Who left a line out stands where nobody would say that they disagree.
            placed, middle = answer.placed or {}, (steps + 1) / 2
            lines = {option.id: placed.get(option.id) for option in slide.control.options}
            return {id: step if isinstance(step, int) else middle for id, step in lines.items()} if placed else {}
        case Scale(steps=steps):
            return {"": answer.value if isinstance(answer.value, int) else (steps + 1) / 2}
        case Several(options=options):
            return {option.id: float(option.id in answer.choices) for option in options} if answer.choices else {}
        case Rank():
            return {id: place for place, id in enumerate(answer.order or ())}
        case Sort(items=items):
            sorted_into = answer.placed or {}
            return {item.id: str(sorted_into.get(item.id, "")) for item in items} if sorted_into else {}
    return {"": answer.chosen} if isinstance(answer.chosen, str) else {}
