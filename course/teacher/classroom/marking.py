"""Marks on writing: a teacher's comments beside the single-point rubric, kept, and handed back to the learner.

A mark is an event of the kind "mark" on the learner's own lesson and task, with the body::

    teacher   random id of the teacher's store          by       what the teacher calls themself
    learner   record id of the learner                  answer   id of the event that holds the text
    rubric    {criterion: {"grow": text, "works": text}}
    comment   text                                      points   number, or null where only words are given
    over      ids of the marks that the page showed on which it was made; none where that is not known

A mark takes the place of those that its page showed, and of no other: two pages, or two teachers, who did not see each
other's mark on one text leave two marks standing, and both are shown until somebody saves one over them. Of marks that
stand, the latest counts. What a learner hands in is never taken as a mark: only the store is.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from course.answers import profile
from course.answers.events import Entry, Mark, Profile, Response, of_shape, read_event, read_events, to_body
from course.answers.question import QuestionWork, ranking_answer, review_answer
from course.content import lessons
from course.content import points as rule
from course.content.interface import words
from course.html.ladder import told_pointed, told_ranking, told_review
from course.html.text import plain
from course.model import task as tasks
from course.model.error import CourseError
from course.model.event import Event, Moment
from course.record import BackupError, open_record, pack, read_backup
from course.teacher.classroom.answers import Work, tasks_of
from course.teacher.classroom.handin import HandIn

FOLDER = "marking"
PAGE_FORMAT = "mediation-course-marks"
LONGEST = 20_000  # characters of one comment
SIDES = ("grow", "works")
Key = tuple[str, str, str]
"""Key of the hand-in, lesson, task."""


class MarkError(CourseError):
    """A mark cannot be kept as it was given. The message says why, and what can be given."""


class NewerMark(MarkError):
    """A text bears a mark that the page has not shown on which another was made, and which is kept as it is."""

    def __init__(self, mark: Entry[Mark]) -> None:
        super().__init__(words()["desk"]["mark-newer"])
        self.mark = mark


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """A text to mark: whose, on which task, and the marks that stand on it, the latest last.

    ``learner`` is the key of the hand-in, ``record`` the id by which the mark finds its way back, ``name`` what a
    message calls the learner. ``beside`` is what stands beside the text, each with its title: another draft of it, what
    was changed, how the samples were ranked, what the learner says of it.
    """

    learner: str
    record: str
    name: str
    stem: str
    task: str
    asks: str
    rubric: tuple[tuple[str, str], ...]
    answer: str
    text: str
    at: str
    marks: tuple[Entry[Mark], ...]
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def mark(self) -> Entry[Mark] | None:
        """Return the mark that counts, None where there is none."""
        return self.marks[-1] if self.marks else None

    @property
    def marked(self) -> tuple[str, ...]:
        """Return the ids of the marks that stand on the text."""
        return tuple(entry.id for entry in self.marks)

    @property
    def id(self) -> str:
        """Return what names this text among all others: copied work holds the same answers in several records."""
        return "/".join((self.learner, self.stem, self.task, self.answer))


class Marking:
    """The marks of one teacher, kept in a folder of their own beside the results of the class."""

    def __init__(self, folder: Path):
        self.record = open_record(folder)

    def teacher(self) -> tuple[str, str]:
        """Return the id of this store ("" before its first mark) and the teacher's name."""
        return self.record.record_id(), profile.read_name(self.record.events(item=profile.ITEM))

    def sign(self, name: str) -> None:
        """Keep what the teacher calls themself; learners see it."""
        name = " ".join(name.split())[:100]
        if not self.record.record_id() or self.teacher()[1] != name:
            self.record.append("teacher", profile.ITEM, *to_body(Profile(name=name)))

    def write(
        self, writing: Writing, rubric: object, comment: object, points: object, over: Sequence[str] | None = None
    ) -> Entry[Mark]:
        """Keep a mark; the same mark again adds nothing.

        ``over`` are the ids of the marks that the page showed, None for those that stand. Raises NewerMark for one that
        it did not show, MarkError for points that the rule does not have, RecordError if it cannot be saved.
        """
        if not self.record.record_id():
            self.sign("")
        check_points(points, rule.points().marked)
        teacher, by = self.teacher()
        mark = mark_of(writing, rubric, comment, points, teacher=teacher, by=by, over=writing.marked)
        for entry in writing.marks:
            is_same = msgspec.structs.replace(entry.body, by=by, over=mark.over) == mark
            if is_same and len(writing.marks) == 1:
                return entry
            if over is not None and entry.id not in over and not is_same:
                raise NewerMark(entry)
        event = self.record.append(writing.stem, writing.task, *to_body(mark))
        return Entry(id=event.id, at=event.at, lesson=event.lesson, item=event.item, body=mark)

    def latest(self, learners: Iterable[HandIn] | None = None) -> dict[Key, Entry[Mark]]:
        """Return the mark that counts by key of the hand-in, lesson and task; see ``standing``."""
        return {key: marks[-1] for key, marks in self.standing(learners).items()}

    def standing(self, learners: Iterable[HandIn] | None = None) -> dict[Key, tuple[Entry[Mark], ...]]:
        """Return the marks that no other has taken the place of, by key of the hand-in, lesson and task.

        Where no hand-ins are given, all marks are returned, by record. Where several hand-ins have one record, a mark
        belongs to those that hold the answer it is about.
        """
        marks = of_shape(read_events(self.record.events(kind="mark"))[0], Mark)
        given: dict[Key, list[Entry[Mark]]] = {}
        if learners is None:
            for entry in marks:
                given.setdefault((entry.body.learner, entry.lesson, entry.item), []).append(entry)
            return {key: standing(entries) for key, entries in given.items()}
        by_record: dict[str, list[Entry[Mark]]] = {}
        for entry in marks:
            by_record.setdefault(entry.body.learner, []).append(entry)
        for learner in learners:
            answers = _answers_of(learner)
            for entry in by_record.get(learner.record, ()):
                if answers is None or entry.body.answer in answers:
                    given.setdefault((learner.key, entry.lesson, entry.item), []).append(entry)
        return {key: standing(entries) for key, entries in given.items()}

    def take_in(self, data: bytes, texts: Sequence[Writing]) -> int:
        """Take in marks, from the marking page or from another teacher's store; return how many were new.

        ``texts`` are those that can be marked. Raises BackupError when the file holds no marks, RecordError when
        they cannot be saved.
        """
        if not self.record.record_id():
            self.sign("")
        marks = from_page(data, texts, self.record.record_id())
        if marks is None:
            backup = read_backup(data)
            marks = [event for event in backup.events if event.kind == "mark"]
            # A learner's backup holds marks too, and anybody can write some into their own.
            if len(marks) < len(backup.events) or backup.record in {writing.record for writing in texts}:
                raise BackupError(
                    "This is the work of a learner, or what goes back to one, and no file of marks.",
                    "Choose the file that the marking page gave you, marks.json.",
                )
        if not marks:
            raise BackupError("This file holds no marks.", "Choose the file that the marking page gave you.")
        return self.record.merge(marks)

    def file(self) -> bytes:
        """Return all marks as one file, for another teacher or another computer."""
        return pack(self.record.events(kind="mark"), self.record.record_id(), self.teacher()[1])

    def back_to(self, learners: Iterable[HandIn]) -> Iterator[tuple[HandIn, bytes]]:
        """Yield each of ``learners`` who has marks, with the file that brings them into their record."""
        by_record: dict[str, list[tuple[str, Event]]] = {}
        for event in self.record.events(kind="mark"):
            entry = read_event(event)
            if entry is not None and isinstance(entry.body, Mark):
                by_record.setdefault(entry.body.learner, []).append((entry.body.answer, event))
        for learner in learners:
            given, answers = by_record.get(learner.record, ()), _answers_of(learner)
            marks = [event for answer, event in given if answers is None or answer in answers]
            if marks:
                yield learner, pack(marks, learner.record, learner.name)


def standing(marks: Sequence[Entry[Mark]]) -> tuple[Entry[Mark], ...]:
    """Return those of the marks on one text, oldest first, that no other has taken the place of.

    A mark of before, which does not say what its page showed, takes the place of all that came before it.
    """
    replaced: set[str] = set()
    for place, entry in enumerate(marks):
        over = entry.body.over
        replaced.update((before.id for before in marks[:place]) if over is msgspec.UNSET else over)
    # Marks that name each other leave none; the latest stands all the same.
    return tuple(entry for entry in marks if entry.id not in replaced) or tuple(marks[-1:])


def _answers_of(learner: HandIn) -> frozenset[str] | None:
    """Return the ids that a mark must be about to be this hand-in's; None where its record is enough."""
    return None if learner.key == learner.record else frozenset(event.id for event in learner.events)


def check_points(points: object, most: float) -> None:
    """Raise MarkError where a number of points is given that the rule does not have."""
    is_number = isinstance(points, int | float) and not isinstance(points, bool)
    if points is not None and not (is_number and isinstance(points, int | float) and 0 <= points <= most):
        raise MarkError(words()["mark"]["out-of-range"].format(points=str(points)[:20], most=f"{most:g}"))


def mark_of(
    writing: Writing,
    rubric: object,
    comment: object,
    points: object,
    *,
    teacher: str,
    by: str,
    over: Sequence[str] | None,
) -> Mark:
    """Return the mark that a form sent, without what does not belong there."""
    criteria = {id for id, _ in writing.rubric}
    comments = {}
    for id, sides in (rubric if isinstance(rubric, dict) else {}).items():
        texts = (
            {side: str(sides.get(side) or "").strip()[:LONGEST] for side in SIDES} if isinstance(sides, dict) else {}
        )
        if id in criteria and any(texts.values()):
            comments[id] = {side: text for side, text in texts.items() if text}
    good = isinstance(points, int | float) and not isinstance(points, bool)
    return Mark(
        teacher=teacher,
        by=by,
        learner=writing.record,
        answer=writing.answer,
        rubric=comments,
        comment=str(comment or "").strip()[:LONGEST],
        points=points if good and isinstance(points, int | float) else None,
        over=msgspec.UNSET if over is None else tuple(over),
    )


def told(writing: Writing, mark: Mark) -> str:
    """Return what a mark says, as lines: who gives it, beside which sentence of the rubric, the comment, the points."""
    word = words()["mark"]
    lines = [word["said-by"].format(by=mark.by or word["nameless"])]
    for id, says in writing.rubric:
        sides = mark.rubric.get(id, {})
        remarks = [f"{word[side]} {sides[side]}" for side in SIDES if sides.get(side)]
        lines += [f"{plain(says)} {' '.join(remarks)}"] if remarks else []
    lines += [mark.comment] if mark.comment else []
    lines += [] if mark.points is None else [word["given"].format(points=f"{mark.points:g}")]
    return "\n".join(lines)


def writings(works: Sequence[Work], marking: Marking, stems: Sequence[str] | None = None) -> list[Writing]:
    """Return the texts of writing and open tasks, task by task, so that like is marked beside like."""
    marks = marking.standing([work.handed for work in works])
    texts = []
    for stem in lessons.stems() if stems is None else stems:
        for task in tasks_of(stem):
            if isinstance(task, tasks.Writing | tasks.Open):
                for work in works:
                    answered = work.question(stem, task.id)
                    if answered.last:
                        given = marks.get((work.handed.key, stem, task.id), ())
                        texts.append(_writing(stem, task, work.handed, answered, answered.last, given))
    return texts


def _writing(
    stem: str,
    task: tasks.Task,
    handed: HandIn,
    work: QuestionWork,
    last: Entry[Response],
    marks: tuple[Entry[Mark], ...],
) -> Writing:
    rubric = task.rubric if isinstance(task, tasks.Writing) else ()
    writing = Writing(
        learner=handed.key,
        record=handed.record,
        name=handed.name or handed.files[0],
        stem=stem,
        task=task.id,
        asks=task.asks,
        rubric=tuple((criterion.id, criterion.says) for criterion in rubric),
        answer=last.id,
        text=last.body.answer.text or "",
        at=last.at,
        marks=marks,
    )
    others = [(words()["mark"]["other"], told(writing, entry.body)) for entry in marks[:-1]]
    beside = _beside(task, work, last) if isinstance(task, tasks.Writing) else ()
    return msgspec.structs.replace(writing, beside=(*others, *beside))


def _beside(task: tasks.Writing, work: QuestionWork, last: Entry[Response]) -> Iterator[tuple[str, str]]:
    """Yield what a teacher sees beside the text that counts, which is the one that was saved last."""
    word = words()["ladder"]
    if last.body.answer.why:
        yield word["changed"], last.body.answer.why
    for number, entry in work.rounds.items():
        if entry.id != last.id:
            why = f"\n{word['changed']} {entry.body.answer.why}" if entry.body.answer.why else ""
            yield word["second-draft" if number == 2 else "first-draft"], (entry.body.answer.text or "") + why
    if work.ranking:
        yield word["ranked"], told_ranking(words(), task, ranking_answer(work.ranking.body))
    pointed = told_pointed(task, {part: entry.body.sentence for part, entry in work.pointed.items()})
    if pointed:
        yield word["pointed"], "\n".join(pointed)
    if work.reviewed:
        yield word["reviewed"], told_review(words(), task, review_answer(work.reviewed))


# --- The page for marking without a notebook hands its marks over as a list, which becomes events here ---


class _Sent(msgspec.Struct, kw_only=True):
    answer: str
    at: Moment
    text: str = ""
    rubric: dict[str, dict[str, str]] = {}
    comment: str = ""
    points: float | None = None
    over: list[str] | None = None


class _Sheet(msgspec.Struct, kw_only=True):
    format: str
    by: str = ""
    marks: list[_Sent]


def from_page(data: bytes, texts: Sequence[Writing], teacher: str) -> list[Event] | None:
    """Return the marks in a file of the marking page as events, None where it is no such file.

    The same mark has the same id, so taking it in twice adds nothing. Marks on texts that are not among
    ``texts`` are left out. Raises MarkError, with the text, for points that the rule does not have.
    """
    try:
        sheet = msgspec.json.decode(data, type=_Sheet)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    if sheet.format != PAGE_FORMAT:
        return None
    by_id = {writing.id: writing for writing in texts}
    by_answer: dict[str, list[Writing]] = {}
    for writing in texts:
        by_answer.setdefault(writing.answer, []).append(writing)
    most = rule.points().marked
    by = " ".join(sheet.by.split())[:100]
    events = []
    for sent in sheet.marks:
        # A page of an earlier version names the answer alone, which is enough where one hand-in has it.
        same = [by_id[sent.text]] if sent.text in by_id else [] if sent.text else by_answer.get(sent.answer, [])
        if len(same) != 1:
            continue
        writing = same[0]
        try:
            check_points(sent.points, most)
        except MarkError as problem:
            raise MarkError(f"{writing.stem[:2]} {writing.task}, {writing.name}: {problem}") from None
        mark = mark_of(writing, sent.rubric, sent.comment, sent.points, teacher=teacher, by=by, over=sent.over)
        if not (mark.rubric or mark.comment or mark.points is not None):
            continue
        kind, body = to_body(mark)
        encoded = msgspec.json.encode([writing.stem, writing.task, sent.at, body], order="sorted")
        id = hashlib.sha256(encoded).hexdigest()[:32]
        events.append(Event(id=id, at=sent.at, lesson=writing.stem, item=writing.task, kind=kind, body=body))
    return events
