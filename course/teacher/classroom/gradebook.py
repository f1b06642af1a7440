"""The gradebook: what each learner did, in points, and as CSV for a spreadsheet, for Moodle and for Canvas.

The rule (``content/points.toml``): what was done counts, and what is correct counts more; tries may be taken off;
a text counts as written until a teacher has marked it. An opinion is never worth more than another.
"""

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from course.answers.done import TEXTS, answered, done, weighed
from course.answers.events import Entry, Mark
from course.content import lessons
from course.content.interface import words
from course.html.text import plain
from course.model.points import Points
from course.model.task import Writing
from course.teacher.classroom.answers import Judge, Work, parts_of, tasks_of
from course.teacher.classroom.classview import names
from course.teacher.classroom.handin import HandIn

Marks = Mapping[tuple[str, str, str], Entry[Mark]]
"""The latest mark by learner (key of the hand-in), lesson and task."""
PRESETS = ("plain", "moodle", "canvas")
_LONGEST_NUMBER = 18  # digits; more are no number of a platform
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def file_of(preset: str) -> str:
    """Return what the file of a gradebook is called."""
    return "gradebook.csv" if preset == "plain" else f"gradebook_{preset}.csv"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One learner in one lesson: parts done, tasks right, tries, points, and the most points that there are."""

    done: int = 0
    right: int = 0
    tries: int = 0
    points: float = 0
    most: float = 0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One learner: a cell for each lesson, and what was commented on their texts."""

    learner: HandIn
    name: str
    last: str
    cells: tuple[Cell, ...]
    comments: tuple[str, ...]

    @property
    def points(self) -> float:
        """Return the sum of points."""
        return round(sum(cell.points for cell in self.cells), 2)

    @property
    def most(self) -> float:
        """Return the most that there is."""
        return round(sum(cell.most for cell in self.cells), 2)


class Gradebook(msgspec.Struct, frozen=True, kw_only=True):
    """A class: the stems of the lessons that count, and a row for each learner."""

    stems: tuple[str, ...]
    rows: tuple[Row, ...]


def gradebook(
    works: Sequence[Work], rule: Points, stems: Sequence[str], marks: Marks | None = None, judge: Judge | None = None
) -> Gradebook:
    """Return the gradebook of a class for the lessons ``stems``."""
    judge, called = judge or Judge(), names([work.handed for work in works])
    rows = [
        Row(
            learner=work.handed,
            name=called[work.handed.key],
            last=_local_day(work.last),
            cells=tuple(_cell(work, stem, rule, judge, marks or {}) for stem in stems),
            comments=tuple(
                _comment(stem, task, mark.body)
                for (key, stem, task), mark in (marks or {}).items()
                if key == work.handed.key
            ),
        )
        for work in works
    ]
    return Gradebook(stems=tuple(stems), rows=tuple(each for row in rows for each in _of_each(row)))


def _of_each(row: Row) -> list[Row]:
    """Return a row for each member of a group that handed in together, with the grade of their work."""
    team = row.learner.team
    if team is None:
        return [row]
    return [
        msgspec.structs.replace(row, name=label.name, learner=msgspec.structs.replace(row.learner, label=label))
        for label in team.labels
    ]


def _local_day(at: str) -> str:
    """Return the day of a moment by this computer's clock, which is that of the class; UTC may be a day off."""
    if not at:
        return ""
    try:
        return datetime.datetime.fromisoformat(at).astimezone().date().isoformat()
    except (ValueError, OverflowError, OSError):  # a day that no clock here can show
        return at[:10]


def _comment(stem: str, id: str, mark: Mark) -> str:
    """Return everything that a mark says, in one line: beside each sentence of the rubric, then in general."""
    word = words()["mark"]
    task = next((task for task in tasks_of(stem) if task.id == id), None) if stem in lessons.stems() else None
    rubric = task.rubric if isinstance(task, Writing) else ()
    parts = []
    for criterion in rubric:
        sides = mark.rubric.get(criterion.id, {})
        remarks = [f"{word[side]} {sides[side]}" for side in ("works", "grow") if sides.get(side)]
        if remarks:
            parts.append(f"{plain(criterion.says)} {' '.join(remarks)}")
    return " / ".join(filter(None, (*parts, mark.comment)))


def half_marked(works: Sequence[Work], stems: Sequence[str], marks: Marks) -> list[tuple[str, str, int, int]]:
    """Return the tasks of which some texts are marked and some not: lesson, task, how many are marked, of how many.

    Once one text of a task is marked, the task counts with the points of a mark for everybody, so that the most is one
    number for the whole class; who is not marked yet has no more than what a text is worth unread.
    """
    unfinished = []
    for stem in stems:
        for task in tasks_of(stem):
            if isinstance(task, TEXTS):
                writers = [work.handed.key for work in works if work.question(stem, task.id).last]
                marked = sum(_points(marks.get((key, stem, task.id))) is not None for key in writers)
                if 0 < marked < len(writers):
                    unfinished.append((stem, task.id, marked, len(writers)))
    return unfinished


def _cell(work: Work, stem: str, rule: Points, judge: Judge, marks: Marks) -> Cell:
    parts = parts_of(stem)
    marked = {key[1:] for key, mark in marks.items() if _points(mark) is not None}
    right = tries = 0
    got = rule.prompt * sum(answered(work.question(stem, prompt.id)) for prompt in parts.prompts)
    got += rule.stand * sum(weighed(work, claim, parts.stem) for claim in parts.claims)
    # A line on a map is open as a prompt is: it counts once it is drawn, wherever it runs.
    got += rule.prompt * sum(work.boundary(stem, boundary).is_done for boundary in parts.boundaries)
    most = rule.prompt * (len(parts.prompts) + len(parts.boundaries)) + rule.stand * len(parts.claims)
    for task in parts.tasks:
        judged = judge.judged(work, stem, task)
        right, tries = right + bool(judged.right), tries + judged.tries
        if isinstance(task, TEXTS):
            points = _points(marks.get((work.handed.key, stem, task.id)))
            got += rule.text * bool(judged.tries) if points is None else min(points, rule.marked)
            # Once one text of a task is marked, it is the marks that count.
            most += max(rule.marked, rule.text) if (stem, task.id) in marked else rule.text
        else:
            less = max(rule.tried, rule.correct - rule.per_try * (judged.tries - 1))
            got += less if judged.right else rule.tried * bool(judged.tries)
            most += rule.correct
    finished = done(work, [parts], lambda stem, task: judge.has_tried(work, stem, task))
    return Cell(done=finished, right=right, tries=tries, points=round(got, 2), most=round(most, 2))


def _points(mark: Entry[Mark] | None) -> float | None:
    """Return the points of a mark, None where it gives none."""
    points = mark.body.points if mark else None
    return points if points is not None and points >= 0 else None


# --- CSV ---


def as_text(value: str) -> str:
    """Return what a person typed as a cell that no spreadsheet takes for a formula.

    A sign that begins one, also in full width and behind blanks or what cannot be seen, gets "'" before it. A ";"
    becomes ",", because a spreadsheet that parts cells at ";" would begin a new cell there.
    """
    flat = " ".join(value.replace(";", ",").split())
    seen = "".join(
        letter for letter in unicodedata.normalize("NFKC", flat) if unicodedata.category(letter)[0] not in "CZ"
    )
    return f"'{flat}" if seen[:1] in {"=", "+", "-", "@", "|", "%"} or seen[:1] == "−" else flat


def moodle_comment(comments: Sequence[str]) -> str:
    """Return comments as Moodle takes them, which reads a cell of feedback as HTML.

    What looks like a tag would vanish there; with a blank behind its sign it stays. A named character would bring a
    ";" back.
    """
    return _TAG.sub("< ", as_text(" / ".join(filter(None, comments))))


def to_csv(book: Gradebook, preset: str = "plain", title: str = "", out_of: float = 0) -> bytes:
    """Return the gradebook as CSV in UTF-8.

    "plain" has a mark of byte order, without which Excel reads Arabic wrong. "moodle" is the offline grading
    worksheet of an assignment, "canvas" the gradebook import, for those learners whose file name carries the number
    by which that platform knows them. The others are left out (see ``unknown_to``): an empty number stops the import of
    Moodle, and Canvas would go by the name, which anybody can type;
    it is given names only where nobody handed in there. ``out_of`` scales the grade that these two
    take to the most points that the assignment gives there.
    """
    table = _plain(book) if preset == "plain" else {"moodle": _moodle, "canvas": _canvas}[preset](book, title, out_of)
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(table)
    return out.getvalue().encode("utf-8-sig" if preset == "plain" else "utf-8")


def can_grade(row: Row, preset: str) -> bool:
    """Tell whether a platform gets a grade for a learner: it knows them by a number, and the work is surely theirs."""
    label = row.learner.label
    return label.lms == preset and bool(label.id) and not row.learner.is_doubtful


def unknown_to(book: Gradebook, preset: str) -> list[str]:
    """Return the names of those for whom a platform gets no grade: without a number there, or not surely theirs.

    Nothing where nobody's work came from that platform.
    """
    if not any(row.learner.label.lms == preset for row in book.rows):
        return []
    return [row.name for row in book.rows if not can_grade(row, preset)]


def _plain(book: Gradebook) -> list[list[Any]]:
    word = words()["grade"]
    head = [word[key] for key in ("name", "label", "record", "files")]
    head.append(word["last"].format(zone=_zone()))
    for stem in book.stems:
        head += [f"{stem[:2]} {word[key]}" for key in ("done", "right", "tries", "points", "most")]
    table: list[list[Any]] = [head + [word["total"], word["total-most"], word["comments"], word["note"]]]
    for row in book.rows:
        learner = row.learner
        line: list[Any] = [as_text(row.name), as_text(learner.label.name or learner.label.id), _short(learner.record)]
        line += [len(learner.files), row.last]
        for cell in row.cells:
            line += [cell.done, cell.right, cell.tries, _number(cell.points), _number(cell.most)]
        line += [_number(row.points), _number(row.most), as_text(" / ".join(filter(None, row.comments)))]
        note = word["team"].format(group=learner.team.group) if learner.team else ""
        table.append([*line, word["doubtful"] if learner.is_doubtful else as_text(note)])
    return table


def _moodle(book: Gradebook, title: str, out_of: float) -> list[list[Any]]:
    # The headings that Moodle looks for, in its own English words.
    table: list[list[Any]] = [
        ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    ]
    for row in book.rows:
        if not can_grade(row, "moodle"):
            continue
        label = row.learner.label
        comments = moodle_comment(row.comments)
        grade, most = _scale(row, out_of)
        table.append([f"Participant {label.id}", as_text(label.name or row.name), grade, most, "-", comments])
    return table


def _canvas(book: Gradebook, title: str, out_of: float) -> list[list[Any]]:
    most = max((_scale(row, out_of)[1] for row in book.rows), default=0)
    # Of a class that handed in elsewhere Canvas is told names, and its teacher matches them there.
    is_elsewhere = all(row.learner.label.lms != "canvas" for row in book.rows)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", as_text(title) or words()["grade"]["assignment"]]
    table: list[list[Any]] = [head, ["    Points Possible", "", "", "", "", most]]
    for row in book.rows:
        if can_grade(row, "canvas"):
            number = int(row.learner.label.id[:_LONGEST_NUMBER])
            table.append([as_text(row.name), number, "", "", "", _scale(row, out_of)[0]])
        elif is_elsewhere and not row.learner.is_doubtful:
            table.append([as_text(row.name), "", "", "", "", _scale(row, out_of)[0]])
    return table


def _scale(row: Row, out_of: float) -> tuple[float | int, float | int]:
    if not out_of or not row.most:
        return _number(row.points), _number(row.most)
    return _number(round(row.points * out_of / row.most, 2)), _number(out_of)


def _zone() -> str:
    return datetime.datetime.now().astimezone().strftime("UTC%z")


def _short(record: str) -> str:
    return "" if record.startswith("file:") else record[:8]


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value
