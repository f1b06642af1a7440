"""What a class thinks and can do, as plain data: distributions, stands, wrong answers, texts, who did what."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import get_args

import msgspec

from course.answers.claim import ClaimWork
from course.answers.done import TEXTS, done
from course.answers.events import Decision, Drawn, Entry, Filed, MissingSaid, Response, Round, Stand
from course.answers.filing import Filing, reasons
from course.content import boundaries, catalog, documents, filings, lessons, maps, people
from course.content.interface import words
from course.content.outline import prompts_by_session
from course.html.ask import Field, asks, fields, guessed, told
from course.html.boundary import sides
from course.html.opening import session_title
from course.html.text import plain
from course.html.wording import Wording
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.answer import Answer
from course.model.boundary import LINES, Boundary, Feature, Side
from course.model.claim import Claim
from course.model.lesson import AnyLook, Lesson
from course.teacher.classroom.answers import STANDS, Judge, Work, parts_of, tasks_of
from course.teacher.classroom.concepts import concepts_view
from course.teacher.classroom.distribution import count_choices, distribution
from course.teacher.classroom.handin import HandIn
from course.teacher.classroom.view import (
    ClassView,
    Did,
    DocumentView,
    FilingView,
    GuessedView,
    LessonView,
    LookView,
    PersonView,
    PromptView,
    StandView,
    TaskView,
    Text,
)
from course.teacher.classroom.wrong import wrong_answers

ROUNDS: tuple[Round, ...] = get_args(Round)


def class_view(
    works: Sequence[Work], today: datetime.date, stems: Sequence[str] | None = None, judge: Judge | None = None
) -> ClassView:
    """Count what a class did in the lessons ``stems`` (all: None)."""
    judge = judge or Judge()
    wanted = lessons.stems() if stems is None else stems
    views = [_lesson(stem, works, judge) for stem in wanted]
    views = [view for view in views if _was_done(view)]
    worked = [view.stem for view in views]
    claims = list(catalog.claims().values())
    if stems is not None:
        claims = [claim for claim in claims if any(claim.id in lessons.lesson(stem).claims for stem in stems)]
    stands = [_stand(claim, works) for claim in claims]
    return ClassView(
        made=today,
        names=names([work.handed for work in works]),
        lessons=tuple(views),
        stands=tuple(stand for stand in stands if any(stand.first) or any(stand.second) or stand.filings),
        did=tuple(_did(work, worked, judge) for work in works),
        concepts=concepts_view(works, wanted),
    )


def names(learners: Sequence[HandIn]) -> dict[str, str]:
    """Return what to call each learner, by key: a name, or a number; two of one name get the start of their key."""
    plainly = {
        learner.key: learner.name or words()["class"]["unnamed"].format(number=n)
        for n, learner in enumerate(learners, 1)
    }
    often = list(plainly.values())
    return {key: f"{name} ({key[:4]})" if often.count(name) > 1 else name for key, name in plainly.items()}


def _was_done(view: LessonView) -> bool:
    return (
        any(prompt.first.answered or prompt.second.answered for prompt in view.prompts)
        or any(task.answered for task in view.tasks)
        or bool(view.looks or view.documents or view.people)
    )


def _lesson(stem: str, works: Sequence[Work], judge: Judge) -> LessonView:
    content = lessons.lesson(stem)
    return LessonView(
        stem=stem,
        title=content.title,
        # What a class took away is what its teacher wants to see first.
        prompts=tuple(
            _prompt(stem, prompt, works, session)
            for session, prompt in sorted(prompts_by_session(content), key=lambda asked: (asked[0], not asked[1].exit))
        ),
        tasks=tuple(_task(stem, task, works, judge) for task in tasks_of(stem)),
        sessions=tuple(
            session_title(words()["opening"], number, session) for number, session in enumerate(content.sessions, 1)
        ),
        looks=(
            *(view for look in content.looks if look.ask and (view := _look(stem, look, works)).opened),
            *_boundaries(content, works),
        ),
        documents=tuple(_documents(content, works)),
        people=tuple(_people(content, works)),
    )


def _documents(content: Lesson, works: Sequence[Work]) -> Iterator[DocumentView]:
    """Yield what the class did with the documents of a lesson; one with which nobody did anything is left out."""
    for document in documents.readable(content.documents):
        by_learner = {work.handed.key: work.document(content.stem, document.id) for work in works}
        lines = [(key, done.line) for key, done in by_learner.items()]
        marked = sum(all(done.checked(marking.id) for marking in document.marks) for done in by_learner.values())
        texts = tuple(text for key, line in lines if line for text in _texts(key, line))
        if marked or texts:
            yield DocumentView(
                id=document.id,
                title=plain(document.title),
                asks=plain(document.missing.asks),
                marked=marked,
                texts=texts,
            )


def _people(content: Lesson, works: Sequence[Work]) -> Iterator[PersonView]:
    """Yield what the class would have done in the place of the people of a lesson, by the newest decision of each."""
    for person in people.readable(content.people):
        by_learner = {work.handed.key: work.person(content.stem, person.id) for work in works}
        decisions = [(key, done.decision) for key, done in by_learner.items() if done.decision]
        read_on = sum(done.is_open and not done.decision for done in by_learner.values())
        if decisions or read_on:
            answers = [(entry.body.option,) for _, entry in decisions]
            yield PersonView(
                id=person.id,
                name=plain(person.name),
                asks=plain(person.asks),
                chosen=count_choices(person.options, answers),
                read_on=read_on,
                texts=tuple(text for key, entry in decisions for text in _texts(key, entry)),
            )


def _prompt(stem: str, question: prompts.AnyPrompt, works: Sequence[Work], session: int) -> PromptView:
    by_learner = {work.handed.key: work.question(stem, question.id).rounds for work in works}
    rounds = [[entries[n].body.answer for entries in by_learner.values() if n in entries] for n in ROUNDS]
    both = [entries for entries in by_learner.values() if len(entries) == 2]
    texts = [text for key, entries in by_learner.items() for entry in entries.values() for text in _texts(key, entry)]
    return PromptView(
        id=question.id,
        asks=plain(question.asks),
        kind=str(type(question).__struct_config__.tag),
        pair=question.pair,
        exit=question.exit,
        first=distribution(question, rounds[0]),
        second=distribution(question, rounds[1]),
        both=len(both),
        moved=sum(_choice(entries[1]) != _choice(entries[2]) for entries in both),
        texts=tuple(texts),
        session=session,
    )


def _look(stem: str, look: AnyLook, works: Sequence[Work]) -> LookView:
    """Return the guesses at a look that was opened; who is still guessing has not guessed yet."""
    wording = Wording(words(), catalog.sources().__getitem__)
    opened = {work.handed.key: entry for work in works if (entry := work.look(stem, look.id).opened)}
    counted = [field for field in fields(wording, look) if field.choices or field.number]
    texts = []
    for key, entry in opened.items():
        text = told(wording, look, entry.body.answer)
        if not counted and text:
            texts.append(Text(id=f"{entry.id}.guess", learner=key, text=text, at=entry.at))
    return LookView(
        id=look.id,
        title=plain(look.title),
        asks=plain(asks(look).asks),
        opened=len(opened),
        guessed=tuple(_guessed(look, field, [entry.body.answer for entry in opened.values()]) for field in counted),
        texts=tuple(texts),
    )


def _guessed(look: AnyLook, field: Field, answers: Sequence[Answer]) -> GuessedView:
    names = {choice.value: choice.text for choice in field.choices}
    given = [guess for answer in answers if (guess := guessed(look, answer, field.id))]
    counts = Counter(names.get(guess, guess) for guess in given)
    return GuessedView(
        label=field.label,
        counts=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
        shown=names.get(field.shown, field.shown),
    )


def _boundaries(content: Lesson, works: Sequence[Work]) -> Iterator[LookView]:
    """Yield to whom the first lines of the class leave each feature, beside what the Court decided.

    It is shown as a guess at a look is: as a count, and without names.
    """
    for boundary in boundaries.readable(content.boundaries):
        done = {work.handed.key: work.boundary(content.stem, boundary.id) for work in works}
        first = {key: entry for key, its in done.items() if (entry := its.entry("first"))}
        if first:
            map = maps.read_map(boundary.map)
            left = [sides(boundary, map, entry.body.points) for entry in first.values()]
            entries = ((key, entry) for key, its in done.items() for line in LINES if (entry := its.entry(line)))
            yield LookView(
                id=boundary.id,
                title=plain(boundary.title),
                asks=plain(boundary.asks),
                opened=len(first),
                guessed=tuple(
                    _left(boundary, feature, [its[feature.name] for its in left]) for feature in boundary.features
                ),
                texts=tuple(text for key, entry in entries for text in _texts(key, entry)),
            )


def _left(boundary: Boundary, feature: Feature, left: Sequence[Side]) -> GuessedView:
    counts = Counter(plain(boundary.state(side)) for side in left)
    return GuessedView(
        label=plain(feature.name),
        counts=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
        shown=plain(boundary.state(feature.to)),
    )


def _choice(entry: Entry[Response]) -> Answer:
    return msgspec.structs.replace(entry.body.answer, why="")


Written = Entry[Response] | Entry[Stand] | Entry[Filed] | Entry[MissingSaid] | Entry[Decision] | Entry[Drawn]


def _texts(learner: str, entry: Written) -> Iterator[Text]:
    typed: dict[str, str | None]
    match entry.body:
        case Response(answer=answer):
            typed = {"text": answer.text, "why": answer.why}
        case MissingSaid(text=line):
            typed = {"text": line}
        case body:
            typed = {"why": body.why or ""}
    for part, text in typed.items():
        if text and text.strip():
            yield Text(id=f"{entry.id}.{part}", learner=learner, text=text, at=entry.at)


def _stand(claim: Claim, works: Sequence[Work]) -> StandView:
    by_key = {work.handed.key: work.claim(claim.id) for work in works}
    by_learner = {key: work.stands for key, work in by_key.items()}
    counts = {n: [0] * 5 for n in ROUNDS}
    moves = [[0] * 5 for _ in STANDS]
    for stands in by_learner.values():
        for n, entry in stands.items():
            counts[n][entry.body.stand + 2] += 1
        if len(stands) == 2:
            moves[stands[1].body.stand + 2][stands[2].body.stand + 2] += 1
    return StandView(
        claim=claim.id,
        says=plain(claim.says),
        first=tuple(counts[1]),
        second=tuple(counts[2]),
        moves=tuple(map(tuple, moves)),
        texts=tuple(text for key, work in by_key.items() for text in _written_on(key, work)),
        filings=tuple(_filings(claim.id, by_key.values())),
    )


def _written_on(learner: str, work: ClaimWork) -> Iterator[Text]:
    """Yield the reasons that a learner wrote beside a claim: for the stands, and for what was filed."""
    for stand in work.stands.values():
        yield from _texts(learner, stand)
    for reason in reasons(work.filings).values():
        yield from _texts(learner, reason)


def _filings(claim: str, works: Collection[ClaimWork]) -> Iterator[FilingView]:
    """Yield how what lessons taught was filed on a claim, in the order of the lessons."""
    for id, item in filings.met_on(claim).items():
        sides = [work.filed.get(id, Filing()).side for work in works]
        counts = (sides.count("for"), sides.count("against"), sides.count("neither"))
        if any(counts):
            yield FilingView(id=id, says=plain(item.says), counts=counts)


def _task(stem: str, task: tasks.Task, works: Sequence[Work], judge: Judge) -> TaskView:
    results = [judge.judged(work, stem, task) for work in works]
    answered = [result for result in results if result.tries]
    free = isinstance(task, TEXTS)
    tries = [(work, entry) for work in works for entry in work.question(stem, task.id).answers]
    judged = [(work.handed.key, entry.body.answer, judge.verdict(work, task, entry)) for work, entry in tries]
    last = {work.handed.key: entry for work, entry in tries}
    return TaskView(
        id=task.id,
        asks=plain(task.asks),
        answered=len(answered),
        right=None if free else sum(bool(result.right) for result in answered),
        first_right=sum(result.first_right for result in answered),
        tries=sum(result.tries for result in answered),
        hinted=sum(result.hints > 0 for result in results),
        hints=sum(result.hints for result in results),
        models=sum(result.model for result in results),
        wrong=wrong_answers(task, judged),
        texts=tuple(text for key, entry in last.items() for text in _texts(key, entry)) if free else (),
    )


def _did(work: Work, stems: Sequence[str], judge: Judge) -> Did:
    parts = [parts_of(stem) for stem in stems]
    judged = [judge.judged(work, part.stem, task) for part in parts for task in part.tasks]
    return Did(
        learner=work.handed.key,
        done=done(work, parts, lambda stem, task: judge.has_tried(work, stem, task)),
        offered=sum(part.count for part in parts),
        right=sum(bool(task.right) for task in judged),
        tries=sum(task.tries for task in judged),
        hints=sum(task.hints for task in judged),
        last=work.last,
    )
