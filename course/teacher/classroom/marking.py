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
from typing import Any

import msgspec

from course.content import lessons
from course.model import task as tasks
from course.model.event import Event, Moment
from course.record import BackupError, Record, pack, read_backup
from course.teacher.classroom.answers import Work, answer_of, tasks_of
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
    mark: Event | None


class Marking:
    """The marks of one teacher, kept in a folder of their own beside the results of the class."""

    def __init__(self, folder: Path):
        self.record = Record(folder)

    def teacher(self) -> tuple[str, str]:
        """Return the id of this store ("" before its first mark) and the teacher's name."""
        named = self.record.events(kind="profile")
        return self.record.record_id(), str(named[-1].body.get("name", "")) if named else ""

    def sign(self, name: str) -> None:
        """Keep what the teacher calls themself; learners see it."""
        name = " ".join(name.split())[:100]
        if not self.record.record_id() or self.teacher()[1] != name:
            self.record.append("teacher", "profile", "profile", {"name": name})

    def write(self, writing: Writing, rubric: Any, comment: Any, points: Any) -> Event:
        """Keep a mark; the same mark again adds nothing. Raises RecordError if it cannot be saved."""
        if not self.record.record_id():
            self.sign("")
        teacher, by = self.teacher()
        body = {
            "teacher": teacher,
            "by": by,
            "learner": writing.learner,
            "answer": writing.answer,
            **said(writing, rubric, comment, points),
        }
        if writing.mark and {**writing.mark.body, "by": by} == body:
            return writing.mark
        return self.record.append(writing.stem, writing.task, "mark", body)

    def latest(self) -> dict[tuple[str, str, str], Event]:
        """Return the latest mark by learner, lesson and task."""
        return {(str(one.body.get("learner")), one.lesson, one.item): one for one in self.record.events(kind="mark")}

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
        marks = [one for one in self.record.events(kind="mark") if one.body.get("learner") == learner.record]
        return pack(marks, learner.record, learner.name) if marks else None


def said(writing: Writing, rubric: Any, comment: Any, points: Any) -> dict[str, Any]:
    """Return what a form sent of a mark, without what does not belong there."""
    known = {id for id, _ in writing.rubric}
    kept = {}
    for id, sides in (rubric if isinstance(rubric, dict) else {}).items():
        texts = {one: str(sides.get(one) or "").strip()[:LONGEST] for one in SIDES} if isinstance(sides, dict) else {}
        if id in known and any(texts.values()):
            kept[id] = {one: text for one, text in texts.items() if text}
    good = isinstance(points, int | float) and not isinstance(points, bool) and 0 <= points <= 1000
    return {"rubric": kept, "comment": str(comment or "").strip()[:LONGEST], "points": points if good else None}


def writings(works: Sequence[Work], marking: Marking, stems: Sequence[str] | None = None) -> list[Writing]:
    """Return the texts of writing and open tasks, task by task, so that like is marked beside like."""
    latest = marking.latest()
    found = []
    for stem in lessons.stems() if stems is None else stems:
        for task in tasks_of(stem):
            if isinstance(task, tasks.Writing | tasks.Open):
                found += [_writing(stem, task, work, latest) for work in works if work.tries(stem, task.id)]
    return found


def _writing(stem: str, task: tasks.Task, work: Work, latest: dict[tuple[str, str, str], Event]) -> Writing:
    event = work.tries(stem, task.id)[-1]
    rubric = task.rubric if isinstance(task, tasks.Writing) else ()
    return Writing(
        learner=work.handed.record,
        stem=stem,
        task=task.id,
        asks=task.asks,
        rubric=tuple((one.id, one.says) for one in rubric),
        answer=event.id,
        text=str(answer_of(event).get("text", "")),
        at=event.at,
        mark=latest.get((work.handed.record, stem, task.id)),
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
    by_answer = {one.answer: one for one in found}
    events = []
    for one in sheet.marks:
        writing = by_answer.get(one.answer)
        told = said(writing, one.rubric, one.comment, one.points) if writing else {}
        if not writing or not (told["rubric"] or told["comment"] or told["points"] is not None):
            continue
        body = {
            "teacher": teacher,
            "by": " ".join(sheet.by.split())[:100],
            "learner": writing.learner,
            "answer": writing.answer,
            **told,
        }
        encoded = msgspec.json.encode([writing.stem, writing.task, one.at, body], order="sorted")
        id = hashlib.sha256(encoded).hexdigest()[:32]
        events.append(Event(id=id, at=one.at, lesson=writing.stem, item=writing.task, kind="mark", body=body))
    return events
