"""What lies on the teacher's desk: the class in a folder, what is chosen there, and what the panels do with it."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from course.answers.events import to_body
from course.content import lessons
from course.content.outline import outline
from course.content.points import points
from course.html.desk import handed_in
from course.html.element import blockquote, details, join
from course.html.opening import session_title
from course.html.text import phrase, plain, typed
from course.model.error import CourseError
from course.teacher.classroom import classview_page
from course.teacher.classroom.gradebook import PRESETS
from course.teacher.classroom.marking import MarkError, Writing, check_points
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.showing import grouped_texts, lesson_picture, ticked_texts
from course.teacher.handouts.runsheet import run_sheet
from course.teacher.handouts.runsheet_page import to_html
from course.widgets.desk import Download, Mark, Panel, Reply, State
from course.widgets.setting import Setting

USUAL = "my_class"
_QUOTES = "\"'“”‘’"
PATTERNS = ("*/*.zip", "*/*.course.json", "*/*/*.course.json")


class ClassroomWorkplace:
    """The class that is open (none before a folder is read), the lesson and the text that are chosen.

    Class folders are looked for in ``root``. Errors that a person can mend are replies; others are raised.
    """

    def __init__(self, setting: Setting, root: Path) -> None:
        self.setting = setting
        self.root = root
        self.room: Classroom | None = None
        self._stem = lessons.stems()[0]
        self._answer = ""
        self._names = False

    # --- What the panels show ---

    def state(self, panel: Panel) -> State:
        """Return what a panel shows now."""
        room = self.room
        chosen: State = {"lessons": self._lessons(), "lesson": self._stem}
        if panel == "plan":
            return {**chosen, "sessions": self._sessions()}
        is_open: State = {"open": room is not None}
        if panel == "folder":
            return {"folder": USUAL, "folders": self._folders(), "report": self._report(), **is_open}
        is_open["note"] = "" if room else self._word("not-read")
        if panel == "view":
            picture, ticked = (lesson_picture(room, self._stem), ticked_texts(room, self._stem)) if room else ("", [])
            return {**chosen, **is_open, "view": picture, "ticked": ticked}
        if panel == "texts":
            groups, ticks = (grouped_texts(room, self._stem), sorted(room.ticked())) if room else ([], [])
            return {**chosen, **is_open, "groups": groups, "chosen": ticks}
        if panel == "mark":
            return {**chosen, **is_open, **self._marking()}
        return is_open

    def _word(self, key: str, **values: object) -> str:
        return self.setting.word("desk", key, **values)

    def _lessons(self) -> list[State]:
        return [{"id": stem, "text": f"{stem[:2]} · {lessons.lesson(stem).title}"} for stem in lessons.stems()]

    def _sessions(self) -> list[State]:
        """Return what of the lesson can be planned: one session, or as many as fit; nothing where there is only one."""
        sessions = lessons.lesson(self._stem).sessions
        if len(sessions) < 2:
            return []
        table = self.setting.words["opening"]
        named: list[State] = [
            {"id": str(n), "text": session_title(table, n, session)} for n, session in enumerate(sessions, 1)
        ]
        return [{"id": "0", "text": self._word("plan-sessions")}, *named]

    def _folders(self) -> list[str]:
        paths = [path for pattern in PATTERNS for path in self.root.glob(pattern)]
        folders = {USUAL, *(path.relative_to(self.root).parts[0] for path in paths)}
        return sorted(name for name in folders if not name.startswith(".") and name != "my_work")

    def _report(self) -> str:
        if self.room is None:
            return ""
        handed = self.room.handed
        counts = {"files": handed.files, "learners": len(handed.learners), "skipped": len(handed.skipped)}
        summary = self.setting.word("collect", "read", **counts)
        return handed_in(self.setting, summary, classview_page.handed_part(handed, self.room.view))

    def _writings(self) -> list[Writing]:
        """Return the texts of the chosen lesson that can be marked."""
        return [writing for writing in self.room.writings() if writing.stem == self._stem] if self.room else []

    def _marking(self) -> State:
        writings = self._writings()
        listed = [{"id": writing.id, "text": self._label(n, writing)} for n, writing in enumerate(writings, 1)]
        writing = next((writing for writing in writings if writing.id == self._answer), next(iter(writings), None))
        by = self.room.marking.teacher()[1] if self.room else ""
        return {"writings": listed, "names": self._names, "by": by, "writing": _form(writing) if writing else None}

    def _label(self, number: int, writing: Writing) -> str:
        name = self.room.view.names[writing.learner] if self.room and self._names else ""
        parts = (self._word("text-number", number=number), writing.task, name)
        label = " · ".join(part for part in parts if part)
        return f"{label} ({self._word('mark-done')})" if writing.mark else label

    # --- What an action on the page does ---

    def read(self, folder: str) -> Reply:
        """Read the class in a folder under the root, and turn to the first lesson in which it worked.

        After a failure no class is open: the one before would be taken for the one that was asked for.
        """
        # Windows copies a path in quotation marks.
        path = self.root / Path(folder.strip().strip(_QUOTES).strip() or USUAL).expanduser()
        self.room, self._answer = None, ""
        try:
            self.room = Classroom(path)
        except FileNotFoundError:
            return Reply(trouble=self._word("no-folder", folder=path))
        except OSError:
            return Reply(trouble=self._word("bad-folder", folder=path))
        except CourseError as problem:
            return Reply(trouble=str(problem))
        worked = [lesson.stem for lesson in self.room.view.lessons]
        if worked and self._stem not in worked:
            self._stem = worked[0]
        return Reply()

    def write(self) -> Reply:
        """Write all results beside the class."""
        if self.room is None:
            return self._not_read()
        try:
            self.room.write()
        except OSError as problem:
            return Reply(trouble=f"{problem.strerror}: {problem.filename}")
        return Reply(self.setting.word("collect", "written", folder=self.room.out))

    def _not_read(self) -> Reply:
        return Reply(self._word("not-read"))

    def choose_lesson(self, stem: str) -> Reply:
        """Turn to another lesson; an unknown one changes nothing."""
        if stem in lessons.stems():
            self._stem = stem
        return Reply()

    def choose_writing(self, answer: str) -> Reply:
        """Turn to another text to mark."""
        self._answer = answer
        return Reply()

    def show_names(self, shown: bool) -> Reply:
        """Show the learners' names beside the texts, or hide them."""
        self._names = shown
        return Reply()

    def tick(self, answers: Sequence[str]) -> Reply:
        """Keep which texts the class may see."""
        if self.room is None:
            return self._not_read()
        self.room.tick(answers)
        return Reply(self._word("ticked", count=len(self.room.ticked())))

    def mark(self, mark: Mark) -> Reply:
        """Keep a mark on one of the texts of the lesson."""
        if self.room is None:
            return self._not_read()
        writing = next((writing for writing in self._writings() if writing.id == mark.answer), None)
        if writing is None:
            return Reply()
        try:
            check_points(mark.points, points().marked)
            self.room.marking.sign(mark.by)
            self.room.marking.write(writing, mark.rubric, mark.comment, mark.points)
        except MarkError as problem:
            return Reply(trouble=str(problem))
        self._answer = writing.id
        writings = self._writings()
        done = sum(writing.mark is not None for writing in writings)
        return Reply(self._word("mark-saved", done=done, total=len(writings)))

    def gradebook(self, preset: str, out_of: float) -> Reply:
        """Hand out a gradebook, with grades scaled to ``out_of`` points, or as they are for 0."""
        if self.room is None:
            return self._not_read()
        name, data = self.room.csv(preset if preset in PRESETS else PRESETS[0], max(out_of, 0))
        return Reply(download=Download(name, "text/csv", data))

    def feedback(self) -> Reply:
        """Hand out the marks, a file for each learner."""
        if self.room is None:
            return self._not_read()
        files = self.room.feedback()
        if not files:
            return Reply(self._word("no-feedback"))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files:
                archive.writestr(name, data)
        return Reply(download=Download("feedback.zip", "application/zip", out.getvalue()))

    def run_sheet(self, minutes: int, students: int, session: int) -> Reply:
        """Hand out the run-sheet of one session of the lesson, or for 0 of as many as fit."""
        if students < 1:
            return Reply(trouble=self._word("plan-empty"))
        try:
            sheet = run_sheet(lessons.lesson(self._stem), minutes, outline(self._stem), session or None)
        except (CourseError, ValueError) as problem:
            return Reply(trouble=str(problem))
        page = to_html(sheet, students)
        name = f"run-sheet-{self._stem[:2]}-session-{session}.html" if session else f"run-sheet-{self._stem[:2]}.html"
        return Reply(download=Download(name, "text/html", page.encode()))


def _form(writing: Writing) -> State:
    """Return a text with its rubric, and the mark that stands beside it."""
    mark = to_body(writing.mark.body)[1] if writing.mark else {}
    return {
        "id": writing.id,
        "asks": phrase(writing.asks),
        "text": writing.text,
        "beside": join(details(title, blockquote(typed(said))) for title, said in writing.beside),
        "rubric": [{"id": id, "html": phrase(says), "text": plain(says)} for id, says in writing.rubric],
        "mark": {key: mark.get(key) for key in ("rubric", "comment", "points")},
        "most": f"{points().marked:g}",
        "saved": writing.mark.id if writing.mark else "",
    }
