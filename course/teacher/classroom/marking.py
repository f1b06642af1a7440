"""Marks on writing: a teacher's comments beside the single-point rubric, kept, and handed back to the learner.

A mark is an event of the kind "mark" on the learner's own lesson and task, with the body::

    teacher   random id of the teacher's store          by       what the teacher calls themself
    learner   record id of the learner                  answer   id of the event that holds the text
    rubric    {criterion: {"grow": text, "works": text}}
    comment   text                                      points   number, or null where only words are given

The latest mark of a learner's task counts. What a learner hands in is never taken as a mark: only the store is.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from course.answers import profile
from course.answers.events import Entry, Mark, Profile, Response, of_shape, read_events, to_body
from course.answers.question import QuestionWork, ranking_answer, review_answer
from course.content import lessons
from course.content import points as rule
from course.content.interface import words
from course.html.ladder import told_pointed, told_ranking, told_review
from course.model import task as tasks
from course.model.error import CourseError
from course.model.event import Event, Moment
from course.record import BackupError, Record, pack, read_backup
from course.teacher.classroom.answers import Work, tasks_of
from course.teacher.classroom.handin import HandIn

FOLDER = "marking"
PAGE_FORMAT = "mediation-course-marks"
LONGEST = 20_000  # characters of one comment
SIDES = ("grow", "works")


class MarkError(CourseError):
    """A mark cannot be kept as it was given. The message says why, and what can be given."""


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """A text to mark: whose, on which task, and the latest mark on it if there is one.

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
    mark: Entry[Mark] | None
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Return what names this text among all others: copied work holds the same answers in several records."""
        return "/".join((self.learner, self.stem, self.task, self.answer))


class Marking:
    """The marks of one teacher, kept in a folder of their own beside the results of the class."""

    def __init__(self, folder: Path):
        self.record = Record(folder)

    def teacher(self) -> tuple[str, str]:
        """Return the id of this store ("" before its first mark) and the teacher's name."""
        return self.record.record_id(), profile.read_name(self.record.events(item=profile.ITEM))

    def sign(self, name: str) -> None:
        """Keep what the teacher calls themself; learners see it."""
        name = " ".join(name.split())[:100]
        if not self.record.record_id() or self.teacher()[1] != name:
            self.record.append("teacher", profile.ITEM, *to_body(Profile(name=name)))

    def write(self, writing: Writing, rubric: object, comment: object, points: object) -> Entry[Mark]:
        """Keep a mark; the same mark again adds nothing.

        Raises MarkError for points that the rule does not have, RecordError if it cannot be saved.
        """
        if not self.record.record_id():
            self.sign("")
        check_points(points, rule.points().marked)
        teacher, by = self.teacher()
        mark = mark_of(writing, rubric, comment, points, teacher=teacher, by=by)
        if writing.mark and msgspec.structs.replace(writing.mark.body, by=by) == mark:
            return writing.mark
        event = self.record.append(writing.stem, writing.task, *to_body(mark))
        return Entry(id=event.id, at=event.at, lesson=event.lesson, item=event.item, body=mark)

    def latest(self, learners: Iterable[HandIn] | None = None) -> dict[tuple[str, str, str], Entry[Mark]]:
        """Return the latest mark by key of the hand-in, lesson and task.

        Where no hand-ins are given, all marks are returned, by record. Where several hand-ins have one record, a mark
        belongs to those that hold the answer it is about.
        """
        marks = of_shape(read_events(self.record.events(kind="mark"))[0], Mark)
        if learners is None:
            return {(entry.body.learner, entry.lesson, entry.item): entry for entry in marks}
        by_record: dict[str, list[Entry[Mark]]] = {}
        for entry in marks:
            by_record.setdefault(entry.body.learner, []).append(entry)
        latest: dict[tuple[str, str, str], Entry[Mark]] = {}
        for learner in learners:
            answers = _answers_of(learner)
            for entry in by_record.get(learner.record, ()):
                if answers is None or entry.body.answer in answers:
                    latest[learner.key, entry.lesson, entry.item] = entry
        return latest

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

    def back_to(self, learner: HandIn) -> bytes | None:
        """Return the file that brings the marks into the learner's record, None where there are none."""
        answers = _answers_of(learner)
        entries = of_shape(read_events(self.record.events(kind="mark"))[0], Mark)
        ids = {
            entry.id
            for entry in entries
            if entry.body.learner == learner.record and (answers is None or entry.body.answer in answers)
        }
        marks = [event for event in self.record.events(kind="mark") if event.id in ids]
        return pack(marks, learner.record, learner.name) if marks else None


def _answers_of(learner: HandIn) -> frozenset[str] | None:
    """Return the ids that a mark must be about to be this hand-in's; None where its record is enough."""
    return None if learner.key == learner.record else frozenset(event.id for event in learner.events)


def check_points(points: object, most: float) -> None:
    """Raise MarkError where a number of points is given that the rule does not have."""
    is_number = isinstance(points, int | float) and not isinstance(points, bool)
    if points is not None and not (is_number and isinstance(points, int | float) and 0 <= points <= most):
        raise MarkError(words()["mark"]["out-of-range"].format(points=str(points)[:20], most=f"{most:g}"))


def mark_of(writing: Writing, rubric: object, comment: object, points: object, *, teacher: str, by: str) -> Mark:
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
    )


def writings(works: Sequence[Work], marking: Marking, stems: Sequence[str] | None = None) -> list[Writing]:
    """Return the texts of writing and open tasks, task by task, so that like is marked beside like."""
    latest = marking.latest([work.handed for work in works])
    texts = []
    for stem in lessons.stems() if stems is None else stems:
        for task in tasks_of(stem):
            if isinstance(task, tasks.Writing | tasks.Open):
                for work in works:
                    answered = work.question(stem, task.id)
                    if answered.last:
                        mark = latest.get((work.handed.key, stem, task.id))
                        texts.append(_writing(stem, task, work.handed, answered, answered.last, mark))
    return texts


def _writing(
    stem: str,
    task: tasks.Task,
    handed: HandIn,
    work: QuestionWork,
    last: Entry[Response],
    mark: Entry[Mark] | None,
) -> Writing:
    rubric = task.rubric if isinstance(task, tasks.Writing) else ()
    return Writing(
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
        mark=mark,
        beside=tuple(_beside(task, work, last)) if isinstance(task, tasks.Writing) else (),
    )


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
        mark = mark_of(writing, sent.rubric, sent.comment, sent.points, teacher=teacher, by=by)
        if not (mark.rubric or mark.comment or mark.points is not None):
            continue
        kind, body = to_body(mark)
        encoded = msgspec.json.encode([writing.stem, writing.task, sent.at, body], order="sorted")
        id = hashlib.sha256(encoded).hexdigest()[:32]
        events.append(Event(id=id, at=sent.at, lesson=writing.stem, item=writing.task, kind=kind, body=body))
    return events
