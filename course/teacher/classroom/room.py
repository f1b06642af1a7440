"""A class on the teacher's desk: a folder of hand-ins, what is made of it, and where that is written."""

import contextlib
import datetime
import errno
import gc
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from course.answers.events import Tick, of_shape, read_events, to_body
from course.content import lessons
from course.content.interface import words
from course.content.points import points
from course.model.language import with_commas
from course.record import Record
from course.teacher.classroom.answers import Judge, Work
from course.teacher.classroom.class_list import Register, held_against, team_finder
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.classview_page import projector_page, teacher_page
from course.teacher.classroom.concepts_csv import FILE as CONCEPTS
from course.teacher.classroom.concepts_csv import concepts_csv
from course.teacher.classroom.grade_table import Filled, called, fill, will_fill
from course.teacher.classroom.gradebook import PRESETS, Gradebook, file_of, gradebook, half_marked, to_csv, unknown_to
from course.teacher.classroom.handin import HandedIn, HandIn, Skipped, read_folder
from course.teacher.classroom.label import Label
from course.teacher.classroom.marking import FOLDER, Marking, Writing, writings
from course.teacher.classroom.marking_page import marking_page
from course.teacher.classroom.tables import Tables, read_tables
from course.teacher.classroom.unpacking import RESULTS, is_zip
from course.teacher.classroom.view import ClassView

_LONGEST_NAME = 40  # letters, each of up to four bytes of the 255 that a name may have
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@contextlib.contextmanager
def _at_rest() -> Iterator[None]:
    """Hold the clearing of memory for a while.

    While a class is read, events pile up and nothing is thrown away: Python would look through all of them again and
    again, for a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Classroom:
    """A folder of hand-ins, or their zip file. Reading it changes nothing; results, marks and ticks lie in ``out``."""

    def __init__(
        self,
        folder: Path,
        out: Path | None = None,
        stems: Sequence[str] | None = None,
        tables: Sequence[Path] = (),
    ):
        self.folder = folder
        self.out = out or (folder.parent if is_zip(folder) else folder) / RESULTS
        self.stems = tuple(lessons.stems() if stems is None else stems)
        self.marking = Marking(self.out / FOLDER)
        self._read(tables)

    @_at_rest()
    def _read(self, tables: Sequence[Path]) -> None:
        """Read what lies in the folder, and count what the class did."""
        self.tables = read_tables(self.folder, tables)
        handed = read_folder(self.folder, self.tables.names, team_finder(self.tables.members))
        self.register = held_against(self.tables.members, handed.learners) if self.tables.members else None
        self.handed = _with_unread(_with_doubles(handed, self.register), self.tables)
        self._works = [Work(learner) for learner in self.handed.learners]
        self._judge = Judge()
        self.view: ClassView = class_view(self._works, datetime.date.today(), self.stems, self._judge)

    @property
    def record(self) -> Record:
        """Return the store of this desk: marks and ticks."""
        return self.marking.record

    def writings(self) -> list[Writing]:
        """Return the texts that can be marked, with their latest marks."""
        return writings(self._works, self.marking, self.stems)

    def ticked(self) -> frozenset[str]:
        """Return the ids of the texts that the class may see."""
        ticks = of_shape(read_events(self.record.events("teacher", "texts"))[0], Tick)
        return frozenset(ticks[-1].body.texts) if ticks else frozenset()

    def tick(self, ids: Sequence[str]) -> None:
        """Keep which texts the class may see."""
        if set(ids) != self.ticked():
            self.record.append("teacher", "texts", *to_body(Tick(texts=tuple(sorted(ids)))))

    def gradebook(self) -> Gradebook:
        """Return the gradebook of the lessons in which somebody worked."""
        worked = {lesson.stem for lesson in self.view.lessons}
        stems = [stem for stem in self.stems if stem in worked]
        return gradebook(self._works, points(), stems, self.marking.latest(self.handed.learners), self._judge)

    def csv(self, preset: str, out_of: float = 0, book: Gradebook | None = None) -> tuple[str, bytes]:
        """Return the file name and the content of a gradebook."""
        return file_of(preset), to_csv(book or self.gradebook(), preset, out_of=out_of)

    def before_grades(self) -> list[str]:
        """Return what a teacher must know before the grades go to a platform, in sentences."""
        word, book = words()["collect"], self.gradebook()
        marks = self.marking.latest(self.handed.learners)
        lines = [
            word["half-marked"].format(stem=stem[:2], task=task, marked=marked, total=total)
            for stem, task, marked, total in half_marked(self._works, book.stems, marks)
        ]
        for preset in self._presets():
            names = unknown_to(book, preset)
            if names:
                lines.append(word["platform-without"].format(file=file_of(preset), names=with_commas(names)))
        lines += self.marked_twice()
        if "moodle" in self._presets() and any(learner.label.lms == "moodle" for learner in self.handed.learners):
            lines += [word[f"moodle-{n}"] for n in (1, 2, 3, 4)]
        return lines

    def _presets(self) -> list[str]:
        """Return the platforms for which a file is made: where the platform's own lies there, that one is filled."""
        own = {table.platform for table in self.tables.grades}
        return [preset for preset in PRESETS[1:] if preset not in own]

    def filled(self, assignment: str = "", book: Gradebook | None = None) -> list[Filled]:
        """Return the platforms' own tables with the grades in them; ``assignment`` says in which column."""
        book = book or self.gradebook()
        titles = [lessons.lesson(stem).title for stem in book.stems]
        return [fill(table, book, assignment, titles) for table in self.tables.grades]

    def columns(self) -> list[str]:
        """Return the columns among which a teacher chooses, as their platform heads them; none where there is one."""
        several = [table for table in self.tables.grades if len(table.columns) > 1]
        return list(dict.fromkeys(called(column) for table in several for column in table.columns))

    def will_fill(self, assignment: str = "") -> list[str]:
        """Return what ``filled`` would fill, a sentence for each table."""
        titles = [lessons.lesson(stem).title for stem in self.gradebook().stems]
        return [will_fill(table, assignment, titles) for table in self.tables.grades]

    def on_the_list(self) -> list[str]:
        """Return who of the class list handed nothing in, and who handed in without being on it, in sentences."""
        if self.register is None:
            return []
        word, register = words()["collect"], self.register
        lines = [word["list-read"].format(file=self.tables.listed_in, count=len(register.members))]
        if register.missing:
            names = with_commas(member.name for member in register.missing)
            lines.append(word["list-missing"].format(count=len(register.missing), names=names))
        if register.unlisted:
            names = with_commas(self.view.names[learner.key] for learner in register.unlisted)
            lines.append(word["list-unlisted"].format(names=names))
        return lines

    def marked_twice(self) -> list[str]:
        """Return a sentence for each text that bears several marks which were made without seeing each other."""
        return [
            words()["mark"]["several"].format(
                stem=text.stem[:2],
                task=text.task,
                name=self.view.names[text.learner],
                by=with_commas(entry.body.by or words()["mark"]["nameless"] for entry in text.marks),
            )
            for text in self.writings()
            if len(text.marks) > 1
        ]

    def projector_page(self) -> str:
        """Return the page for the class."""
        return projector_page(self.view, self.ticked())

    def feedback(self) -> list[tuple[str, bytes]]:
        """Return the files that go back to the learners: file name and content."""
        files: list[tuple[str, bytes]] = []
        names: set[str] = set()
        for learner in self.handed.learners:
            data = self.marking.back_to(learner)
            if data is None:
                continue
            for label in learner.labels:
                name = _feedback_name(learner, label, label.name if learner.team else self.view.names[learner.key])
                name = name if name.casefold() not in names else f"{name}-{learner.key[:8]}"
                names.add(name.casefold())
                files.append((f"{name}.course.json", data))
        return files

    @_at_rest()
    def write(self, out_of: float = 0, assignment: str = "") -> list[Path]:
        """Write pages, gradebooks and feedback; return what was written. Raises OSError where it cannot be.

        A platform's own table is written as a copy with the grades in it, under its own name.
        """
        paths = [
            self._write(self.out / "class_view.html", self.projector_page().encode()),
            self._write(self.out / "for_the_teacher.html", teacher_page(self.view, self.handed).encode()),
        ]
        book = self.gradebook()
        paths += [
            self._write(self.out / filled.file, filled.data)
            for filled in self.filled(assignment, book)
            if filled.data is not None
        ]
        for preset in ("plain", *self._presets()):
            name, data = self.csv(preset, out_of, book)
            paths.append(self._write(self.out / name, data))
        if self.view.concepts:
            paths.append(self._write(self.out / CONCEPTS, concepts_csv(self.view.concepts)))
        for name, data in self.feedback():
            paths.append(self._write(self.out / "feedback" / name, data))
        return paths

    def write_marking_page(self) -> Path:
        """Write the page on which texts are marked without a notebook; return where it is."""
        most = points().marked
        page = marking_page(self.writings(), self.view, most)
        return self._write(self.out / "marking.html", page.encode())

    def _write(self, path: Path, data: bytes) -> Path:
        """Write a result in place of what bore its name; raise OSError where it cannot be.

        What lies there may be a link to a file elsewhere, which is not ours: the link is replaced, and nothing is
        written through it.
        """
        folder = path.parent
        if folder != self.out and folder.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            path.unlink()
        path.write_bytes(data)
        return path


def _with_unread(handed: HandedIn, tables: Tables) -> HandedIn:
    """Return what was handed in, with the tables beside it that cannot be read among what was left out."""
    unread = [Skipped(file=file, why=why) for file, why in tables.unread.items()]
    return msgspec.structs.replace(handed, skipped=(*handed.skipped, *unread)) if unread else handed


def _with_doubles(handed: HandedIn, register: Register | None) -> HandedIn:
    """Return what was handed in, with a question for each person of the class list who did so twice.

    Two records of one person may be two halves of their work, or one may be somebody else's: no grade goes out before
    the teacher has asked.
    """
    if register is None or not register.doubled:
        return handed
    learners = tuple(
        msgspec.structs.replace(learner, is_doubtful=learner.is_doubtful or learner.key in register.doubled)
        for learner in handed.learners
    )
    return msgspec.structs.replace(handed, learners=learners, questions=(*handed.questions, *register.questions))


def _feedback_name(learner: HandIn, label: Label, name: str) -> str:
    """Return what the file of feedback is called for who has that label, so short that every system takes it.

    A platform finds the learner by the numbers in the name that it gave the file itself. Where it is not sure whose
    work this is, the file has no such name: it cannot go to somebody else by itself.
    """
    if label.numbers and not learner.is_doubtful:
        return f"{_NOT_IN_NAMES.sub('-', label.name)[:_LONGEST_NAME].strip()}{label.numbers}feedback"
    slug = "-".join(re.findall(r"[^\W_]+", name.lower()))[:_LONGEST_NAME]
    return f"feedback-{slug}"
