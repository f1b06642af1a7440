"""Marks on writing: a teacher's comments beside the single-point rubric, kept, and handed back to the learner.

A mark is an event of the kind "mark" on the learner's own lesson and task, with the body::

    teacher   random id of the teacher's store          by       what the teacher calls themself
    learner   record id of the learner                  answer   id of the event that holds the text
    rubric    {criterion: {"grow": text, "works": text}}
    comment   text                                      points   number, or null where only words are given

The latest mark of a learner's task counts. What a learner hands in is never taken as a mark: only the store is.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from course.answers import profile
from course.answers.events import Entry, Mark, Profile, Response, of_shape, read_event, read_events, to_body
from course.content import lessons
from course.model import task as tasks
from course.model.event import Event, Moment
from course.record import BackupError, Record, pack, read_backup
from course.teacher.classroom.answers import Work, tasks_of
from course.teacher.classroom.handin import HandIn

FOLDER = "marking"
PAGE_FORMAT = "mediation-course-marks"
LONGEST = 20_000  # characters of one comment
SIDES = ("grow", "works")


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """A text to mark: whose, on which task, and the latest mark on it if there is one."""

    learner: str
    stem: str
    task: str
    asks: str
    rubric: tuple[tuple[str, str], ...]
    answer: str
    text: str
    at: str
    mark: Entry[Mark] | None


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
        """Keep a mark; the same mark again adds nothing. Raises RecordError if it cannot be saved."""
        if not self.record.record_id():
            self.sign("")
        teacher, by = self.teacher()
        mark = mark_of(writing, rubric, comment, points, teacher=teacher, by=by)
        if writing.mark and msgspec.structs.replace(writing.mark.body, by=by) == mark:
            return writing.mark
        event = self.record.append(writing.stem, writing.task, *to_body(mark))
        return Entry(id=event.id, at=event.at, lesson=event.lesson, item=event.item, body=mark)

    def latest(self) -> dict[tuple[str, str, str], Entry[Mark]]:
        """Return the latest mark by learner, lesson and task."""
        marks = of_shape(read_events(self.record.events(kind="mark"))[0], Mark)
        return {(entry.body.learner, entry.lesson, entry.item): entry for entry in marks}

    def take_in(self, data: bytes, found: Sequence[Writing]) -> int:
        """Take in marks, from the marking page or from another teacher's store; return how many were new.

        ``found`` are the texts that can be marked. Raises BackupError when the file holds no marks, RecordError when
        they cannot be saved.
        """
        if not self.record.record_id():
            self.sign("")
        marks = from_page(data, found, self.record.record_id())
        if marks is None:
            marks = [one for one in read_backup(data).events if one.kind == "mark"]
        if not marks:
            raise BackupError("This file holds no marks.", "Choose the file that the marking page gave you.")
        return self.record.merge(marks)

    def file(self) -> bytes:
        """Return all marks as one file, for another teacher or another computer."""
        return pack(self.record.events(kind="mark"), self.record.record_id(), self.teacher()[1])

    def back_to(self, learner: HandIn) -> bytes | None:
        """Return the file that brings the marks into the learner's record, None where there are none."""
        marks = [event for event in self.record.events(kind="mark") if _learner(event) == learner.record]
        return pack(marks, learner.record, learner.name) if marks else None


def _learner(event: Event) -> str:
    """Return the record id of the learner whom a mark is for, "" where the mark cannot be read."""
    entry = read_event(event)
    return entry.body.learner if entry and isinstance(entry.body, Mark) else ""


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
    good = isinstance(points, int | float) and not isinstance(points, bool) and 0 <= points <= 1000
    return Mark(
        teacher=teacher,
        by=by,
        learner=writing.learner,
        answer=writing.answer,
        rubric=comments,
        comment=str(comment or "").strip()[:LONGEST],
        points=points if good and isinstance(points, int | float) else None,
    )


def writings(works: Sequence[Work], marking: Marking, stems: Sequence[str] | None = None) -> list[Writing]:
    """Return the texts of writing and open tasks, task by task, so that like is marked beside like."""
    latest = marking.latest()
    texts = []
    for stem in lessons.stems() if stems is None else stems:
        for task in tasks_of(stem):
            if isinstance(task, tasks.Writing | tasks.Open):
                for work in works:
                    last = work.question(stem, task.id).last
                    if last:
                        mark = latest.get((work.handed.record, stem, task.id))
                        texts.append(_writing(stem, task, work.handed.record, last, mark))
    return texts


def _writing(stem: str, task: tasks.Task, learner: str, last: Entry[Response], mark: Entry[Mark] | None) -> Writing:
    rubric = task.rubric if isinstance(task, tasks.Writing) else ()
    return Writing(
        learner=learner,
        stem=stem,
        task=task.id,
        asks=task.asks,
        rubric=tuple((criterion.id, criterion.says) for criterion in rubric),
        answer=last.id,
        text=last.body.answer.text or "",
        at=last.at,
        mark=mark,
    )


# --- The page for marking without a notebook hands its marks over as a list, which becomes events here ---


class _Sent(msgspec.Struct, kw_only=True):
    answer: str
    at: Moment
    rubric: dict[str, dict[str, str]] = {}
    comment: str = ""
    points: float | None = None


class _Sheet(msgspec.Struct, kw_only=True):
    format: str
    by: str = ""
    marks: list[_Sent]


def from_page(data: bytes, found: Sequence[Writing], teacher: str) -> list[Event] | None:
    """Return the marks in a file of the marking page as events, None where it is no such file.

    The same mark has the same id, so taking it in twice adds nothing. Marks on texts that are not among those
    ``found`` are left out.
    """
    try:
        sheet = msgspec.json.decode(data, type=_Sheet)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    if sheet.format != PAGE_FORMAT:
        return None
    by_answer = {writing.answer: writing for writing in found}
    by = " ".join(sheet.by.split())[:100]
    events = []
    for sent in sheet.marks:
        writing = by_answer.get(sent.answer)
        if writing is None:
            continue
        mark = mark_of(writing, sent.rubric, sent.comment, sent.points, teacher=teacher, by=by)
        if not (mark.rubric or mark.comment or mark.points is not None):
            continue
        kind, body = to_body(mark)
        encoded = msgspec.json.encode([writing.stem, writing.task, sent.at, body], order="sorted")
        id = hashlib.sha256(encoded).hexdigest()[:32]
        events.append(Event(id=id, at=sent.at, lesson=writing.stem, item=writing.task, kind=kind, body=body))
    return events
