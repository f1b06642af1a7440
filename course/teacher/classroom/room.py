"""A class on the teacher's desk: a folder of hand-ins, what is made of it, and where that is written."""

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

from course.answers.events import Tick, of_shape, read_events, to_body
from course.content import lessons
from course.content.points import points
from course.html import document
from course.record import Record
from course.teacher.classroom.answers import Judge, Work
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.classview_page import projector_page, teacher_page
from course.teacher.classroom.gradebook import PRESETS, Gradebook, gradebook, to_csv
from course.teacher.classroom.handin import RESULTS, is_zip, read_folder
from course.teacher.classroom.marking import FOLDER, Marking, Writing, writings
from course.teacher.classroom.marking_page import marking_page
from course.teacher.classroom.view import ClassView


class Classroom:
    """A folder of hand-ins, or their zip file. Reading it changes nothing; results, marks and ticks lie in ``out``."""

    def __init__(self, folder: Path, out: Path | None = None, stems: Sequence[str] | None = None):
        self.folder = folder
        self.out = out or (folder.parent if is_zip(folder) else folder) / RESULTS
        self.stems = tuple(lessons.stems() if stems is None else stems)
        self.marking = Marking(self.out / FOLDER)
        self.handed = read_folder(folder)
        self._works = [Work(one) for one in self.handed.learners]
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
        worked = {one.stem for one in self.view.lessons}
        stems = [one for one in self.stems if one in worked]
        return gradebook(self._works, points(), stems, self.marking.latest(), self._judge)

    def csv(self, preset: str, out_of: float = 0, book: Gradebook | None = None) -> tuple[str, bytes]:
        """Return the file name and the content of a gradebook."""
        name = "gradebook.csv" if preset == "plain" else f"gradebook_{preset}.csv"
        return name, to_csv(book or self.gradebook(), preset, out_of=out_of)

    def projector_page(self) -> str:
        """Return the page for the class."""
        return projector_page(self.view, self.ticked())

    def feedback(self) -> list[tuple[str, bytes]]:
        """Return the files that go back to the learners: file name and content."""
        found: list[tuple[str, bytes]] = []
        taken: set[str] = set()
        for learner in self.handed.learners:
            data = self.marking.back_to(learner)
            if data is None:
                continue
            # The platform finds the learner by the beginning of the name that it gave the file itself.
            slug = "-".join(re.findall(r"[^\W_]+", self.view.names[learner.record].lower()))[:60]
            name = f"{learner.label.stem}feedback" if learner.label.stem else f"feedback-{slug}"
            name = name if name not in taken else f"{name}-{learner.record[:6]}"
            taken.add(name)
            found.append((f"{name}.course.json", data))
        return found

    def write(self, out_of: float = 0) -> list[Path]:
        """Write pages, gradebooks and feedback; return what was written. Raises OSError where it cannot be."""
        made = [
            document.write(self.out / "class_view.html", self.projector_page()),
            document.write(self.out / "for_the_teacher.html", teacher_page(self.view, self.handed)),
        ]
        book = self.gradebook()
        for preset in PRESETS:
            name, data = self.csv(preset, out_of, book)
            made.append(self._write(self.out / name, data))
        for name, data in self.feedback():
            made.append(self._write(self.out / "feedback" / name, data))
        return made

    def write_marking_page(self) -> Path:
        """Write the page on which texts are marked without a notebook; return where it is."""
        most = points().marked
        return document.write(self.out / "marking.html", marking_page(self.writings(), self.view, most))

    def _write(self, path: Path, data: bytes) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path
