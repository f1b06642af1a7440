"""What a class thinks and can do, as plain data: distributions, stands, wrong answers, texts, who did what."""

import datetime
from collections.abc import Iterator, Sequence

from course.content import catalog, lessons
from course.content.interface import words
from course.html.text import plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.event import Event
from course.teacher.classroom.answers import STANDS, TEXTS, Judge, Work, answer_of, tasks_of
from course.teacher.classroom.distribution import distribution
from course.teacher.classroom.handin import HandIn
from course.teacher.classroom.view import ClassView, Did, LessonView, PromptView, StandView, TaskView, Text
from course.teacher.classroom.wrong import wrong_answers


def class_view(
    works: Sequence[Work], today: datetime.date, stems: Sequence[str] | None = None, judge: Judge | None = None
) -> ClassView:
    """Count what a class did in the lessons ``stems`` (all: None)."""
    judge = judge or Judge()
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
        names=names([one.handed for one in works]),
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
    tries = [(work, event) for work in works for event in work.tries(stem, task.id)]
    judged = [(work.handed.record, answer_of(event), judge.verdict(work, task, event)) for work, event in tries]
    last = {work.handed.record: event for work, event in tries}
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
