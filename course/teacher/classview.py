"""What a class thinks and can do, as plain data: distributions, stands, wrong answers, texts, who did what."""

import datetime
from collections.abc import Iterator, Sequence

import msgspec

from course.content import catalog, lessons
from course.content.interface import words
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.event import Event
from course.teacher.answers import STANDS, TEXTS, Judge, Work, answer_of, tasks_of
from course.teacher.distribution import Distribution, distribution
from course.teacher.handin import HandIn
from course.teacher.wrong import Wrong, wrong_answers
from course.widgets.text import plain

FEWEST = 5
"""A picture of fewer answers is not for the projector: it could be told who gave which."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a learner wrote. ``id`` is that of its event, with the part of the answer that it is."""

    id: str
    learner: str
    text: str
    at: str


class PromptView(msgspec.Struct, frozen=True, kw_only=True):
    """The answers to one prompt: ``first`` and, of a think-pair-share, ``second``; how many of both rounds moved."""

    id: str
    asks: str
    kind: str
    pair: bool
    first: Distribution
    second: Distribution
    both: int
    moved: int
    texts: tuple[Text, ...]

    def shown(self) -> tuple[Distribution, ...]:
        """Return the rounds that a projector may show.

        Of a think-pair-share the first is held back until half of those who gave it have answered again: whoever
        sees what the others think does not think alone (Mazur; Vickrey et al. 2015).
        """
        rounds = (self.first, self.second) if self.pair else (self.first,)
        if self.pair and self.both * 2 < max(self.first.answered, 1):
            return ()
        return rounds if all(one.answered >= FEWEST for one in rounds) else ()


class StandView(msgspec.Struct, frozen=True, kw_only=True):
    """First and second stand on a claim: counts for −2 to +2, and ``moves[first][second]`` of those with both."""

    claim: str
    says: str
    first: tuple[int, ...]
    second: tuple[int, ...]
    moves: tuple[tuple[int, ...], ...]
    texts: tuple[Text, ...]

    @property
    def both(self) -> int:
        """Return how many took both stands."""
        return sum(map(sum, self.moves))

    def moved(self, way: int) -> int:
        """Return how many moved toward the claim (1), away from it (-1), or stayed (0)."""
        sign = [(n, m, (m > n) - (m < n)) for n in range(5) for m in range(5)]
        return sum(self.moves[n][m] for n, m, found in sign if found == way)


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    """How a class stands with one task. Counts are learners; ``tries`` and ``hints`` are sums over them.

    ``right`` is None for a task that has no right answer.
    """

    id: str
    asks: str
    answered: int
    right: int | None
    first_right: int
    tries: int
    hinted: int
    hints: int
    models: int
    wrong: tuple[Wrong, ...]
    texts: tuple[Text, ...]


class LessonView(msgspec.Struct, frozen=True, kw_only=True):
    """One lesson with its exercise."""

    stem: str
    title: str
    prompts: tuple[PromptView, ...]
    tasks: tuple[TaskView, ...]


class Did(msgspec.Struct, frozen=True, kw_only=True):
    """What one learner did: parts done and on offer, tasks right, tries, hints; when they last worked."""

    learner: str
    done: int
    offered: int
    right: int
    tries: int
    hints: int
    last: str


class ClassView(msgspec.Struct, frozen=True, kw_only=True):
    """A class. ``names`` says what each learner is called, by record; lessons without any work are left out."""

    made: datetime.date
    names: dict[str, str]
    lessons: tuple[LessonView, ...]
    stands: tuple[StandView, ...]
    did: tuple[Did, ...]


def class_view(learners: Sequence[HandIn], today: datetime.date, stems: Sequence[str] | None = None) -> ClassView:
    """Count what a class did in the lessons ``stems`` (all: None)."""
    works = [Work(one) for one in learners]
    judge = Judge()
    wanted = lessons.stems() if stems is None else stems
    views = [_lesson(stem, works, judge) for stem in wanted]
    views = [one for one in views if _was_done(one)]
    worked = [one.stem for one in views]
    claims = catalog.claims().values()
    if stems is not None:
        claims = [one for one in claims if any(one.id in lessons.lesson(stem).claims for stem in stems)]
    stands = [_stand(claim, works) for claim in claims]
    return ClassView(
        made=today,
        names=names(learners),
        lessons=tuple(views),
        stands=tuple(one for one in stands if any(one.first) or any(one.second)),
        did=tuple(_did(work, worked, judge) for work in works),
    )


def names(learners: Sequence[HandIn]) -> dict[str, str]:
    """Return what to call each learner, by record: a name, or a number; two of one name get the start of their id."""
    plainly = {
        one.record: one.name or words()["class"]["unnamed"].format(number=n) for n, one in enumerate(learners, 1)
    }
    often = list(plainly.values())
    return {key: f"{name} ({key[:4]})" if often.count(name) > 1 else name for key, name in plainly.items()}


def _was_done(view: LessonView) -> bool:
    return any(one.first.answered or one.second.answered for one in view.prompts) or any(
        one.answered for one in view.tasks
    )


def _lesson(stem: str, works: Sequence[Work], judge: Judge) -> LessonView:
    content = lessons.lesson(stem)
    return LessonView(
        stem=stem,
        title=content.title,
        prompts=tuple(_prompt(stem, one, works) for one in content.prompts),
        tasks=tuple(_task(stem, one, works, judge) for one in tasks_of(stem)),
    )


def _prompt(stem: str, question: prompts.AnyPrompt, works: Sequence[Work]) -> PromptView:
    given = {work.handed.record: work.rounds(stem, question.id) for work in works}
    rounds = [[answer_of(one[n]) for one in given.values() if n in one] for n in (1, 2)]
    both = [one for one in given.values() if len(one) == 2]
    texts = [text for key, one in given.items() for event in one.values() for text in _texts(key, event)]
    return PromptView(
        id=question.id,
        asks=plain(question.asks),
        kind=type(question).__struct_config__.tag or "",
        pair=question.pair,
        first=distribution(question, rounds[0]),
        second=distribution(question, rounds[1]),
        both=len(both),
        moved=sum(_choice(one[1]) != _choice(one[2]) for one in both),
        texts=tuple(texts),
    )


def _choice(event: Event) -> dict[str, object]:
    return {key: value for key, value in answer_of(event).items() if key != "why"}


def _texts(learner: str, event: Event) -> Iterator[Text]:
    for part in ("text", "why"):
        said = answer_of(event).get(part) if event.kind == "answer" else event.body.get(part)
        if isinstance(said, str) and said.strip():
            yield Text(id=f"{event.id}.{part}", learner=learner, text=said, at=event.at)


def _stand(claim: object, works: Sequence[Work]) -> StandView:
    taken = {work.handed.record: work.stands(claim.id) for work in works}
    counts = {n: [0] * 5 for n in (1, 2)}
    moves = [[0] * 5 for _ in STANDS]
    for one in taken.values():
        for n, event in one.items():
            counts[n][event.body["stand"] + 2] += 1
        if len(one) == 2:
            moves[one[1].body["stand"] + 2][one[2].body["stand"] + 2] += 1
    return StandView(
        claim=claim.id,
        says=plain(claim.says),
        first=tuple(counts[1]),
        second=tuple(counts[2]),
        moves=tuple(map(tuple, moves)),
        texts=tuple(text for key, one in taken.items() for event in one.values() for text in _texts(key, event)),
    )


def _task(stem: str, task: tasks.Task, works: Sequence[Work], judge: Judge) -> TaskView:
    found = [judge.judged(work, stem, task) for work in works]
    answered = [one for one in found if one.tries]
    free = isinstance(task, TEXTS)
    tries = [(work.handed.record, event) for work in works for event in work.tries(stem, task.id)]
    judged = [(key, answer_of(event), judge.verdict(stem, task, answer_of(event))) for key, event in tries]
    last = dict(tries)
    return TaskView(
        id=task.id,
        asks=plain(task.asks),
        answered=len(answered),
        right=None if free else sum(bool(one.right) for one in answered),
        first_right=sum(one.first_right for one in answered),
        tries=sum(one.tries for one in answered),
        hinted=sum(one.hints > 0 for one in found),
        hints=sum(one.hints for one in found),
        models=sum(one.model for one in found),
        wrong=wrong_answers(task, judged),
        texts=tuple(text for key, event in last.items() for text in _texts(key, event)) if free else (),
    )


def _did(work: Work, stems: Sequence[str], judge: Judge) -> Did:
    done = offered = right = tries = hints = 0
    for stem in stems:
        asked = lessons.lesson(stem).prompts
        offered += len(asked)
        done += sum(bool(work.rounds(stem, one.id)) for one in asked)
        for task in tasks_of(stem):
            found = judge.judged(work, stem, task)
            offered, done = offered + 1, done + bool(found.tries)
            right, tries, hints = right + bool(found.right), tries + found.tries, hints + found.hints
    return Did(
        learner=work.handed.record,
        done=done,
        offered=offered,
        right=right,
        tries=tries,
        hints=hints,
        last=work.last(),
    )
