"""What lies on the teacher's desk: the class in a folder, what is chosen there, and what the panels do with it."""

from collections.abc import Sequence
from pathlib import Path

from course.answers.events import to_body
from course.content import lessons
from course.content.interface import words
from course.content.outline import outline
from course.content.points import points
from course.html.desk import handed_in
from course.html.element import blockquote, details, join
from course.html.opening import session_title
from course.html.text import phrase, plain, typed
from course.model.error import CourseError
from course.pages import live_class
from course.record.trouble import RecordError
from course.teacher.classroom import classview_page
from course.teacher.classroom.class_list import Attendance, attending
from course.teacher.classroom.gradebook import PRESETS
from course.teacher.classroom.marking import MarkError, Writing, check_points, told
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.showing import grouped_texts, lesson_picture, ticked_texts
from course.teacher.handouts import runsheet, seats
from course.teacher.handouts.kit import Plan, kit, packed
from course.teacher.handouts.runsheet import run_sheet
from course.teacher.handouts.runsheet_page import to_html
from course.teacher.quizzes.files import quiz_files
from course.widgets.desk import Download, Mark, Panel, Reply, State
from course.widgets.setting import Setting

USUAL = "my_class"
_QUOTES = "\"'“”‘’"
PATTERNS = ("*/*.zip", "*/*.course.json", "*/*/*.course.json")


class ClassroomWorkplace:
    """The class that is open (none before a folder is read), the lesson and the text that are chosen.

    Class folders are looked for in ``root``. Errors that a person can mend are replies; others are raised.
    """

    def __init__(self, setting: Setting, root: Path, *, port: int = live_class.PORT) -> None:
        self.setting = setting
        self.root = root
        self._my_work = setting.record.where.parent
        self._port = port
        self.room: Classroom | None = None
        self._stem = lessons.stems()[0]
        self._answer = ""
        self._column = ""
        self._names = False
        self._told: list[str] = []

    # --- What the panels show ---

    def state(self, panel: Panel) -> State:
        """Return what a panel shows now."""
        room = self.room
        chosen: State = {"lessons": self._lessons(), "lesson": self._stem}
        if panel == "plan":
            return {**chosen, "sessions": self._sessions(), "listed": self._listed()}
        if panel == "live":
            return {**chosen, **self._live()}
        is_open: State = {"open": room is not None}
        if panel == "folder":
            report = {"report": self._report(), "told": self._told}
            return {"folder": USUAL, "folders": self._folders(), **report, **self._filling(), **is_open}
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
        return [{"id": stem, "text": self._title(stem)} for stem in lessons.stems()]

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

    def _listed(self) -> str:
        """Return by which class list people are seated, "" where none lies in the folder that was read."""
        tables = self.room.tables if self.room else None
        if tables is None or not tables.members:
            return ""
        return self._word("plan-list", file=tables.listed_in, count=len(tables.members))

    def _live(self) -> State:
        """Return the class that is open, and what to type where it cannot be opened from here."""
        opened = live_class.find_open(self._my_work)
        note = ""
        if opened is None and not live_class.is_installed():
            note = self._word("live-missing", digits=self._stem[:2])
        elif opened is None and live_class.is_running(self._my_work):
            # A slow computer has not opened it yet; said here, it is gone as soon as the links are there.
            note = self._word("live-starting")
        links: list[State] = []
        if opened:
            links = [
                {"id": opened.console, "text": self._word("live-console")},
                {"id": opened.projector, "text": self._word("live-projector")},
            ]
        told = (
            self._word("live-open", lesson=self._title(opened.stem), join=opened.join, code=opened.code)
            if opened
            else ""
        )
        return {
            "note": note,
            "links": links,
            "told": told,
            "file": self._word("live-file", file=self._class_file) if opened else "",
            "open": opened is not None,
        }

    def _title(self, stem: str) -> str:
        return lessons.named(stem)

    @property
    def _class_file(self) -> Path:
        return self.root / USUAL / "class.sqlite3"

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
        listed = self.room.on_the_list()
        return handed_in(self.setting, summary, listed, classview_page.handed_part(handed, self.room.view))

    def _filling(self) -> State:
        """Return the columns of a platform's table among which is chosen, and which of them gets the grades."""
        columns = self.room.columns() if self.room else []
        named: list[State] = [{"id": "", "text": self._word("column-of-lesson")}] if columns else []
        return {
            "columns": named + [{"id": column, "text": column} for column in columns],
            "column": self._column,
            "fills": self.room.will_fill(self._column) if self.room else [],
        }

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
        self.room, self._answer, self._column, self._told = None, "", "", []
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
        return Reply() if self.room.handed.learners else Reply(self._word("no-work", folder=path))

    def write(self) -> Reply:
        """Write all results beside the class."""
        if self.room is None:
            return self._not_read()
        self._told = []
        try:
            self.room.write(assignment=self._column)
        except OSError:
            return Reply(trouble=self._word("bad-results", folder=self.room.out))
        told = [line for filled in self.room.filled(self._column) for line in filled.lines]
        # What a teacher must know before a grade goes out is said here as `collect` says it.
        self._told = [*self.room.on_the_list(), *told, *self.room.before_grades()]
        return Reply(self._word("written", folder=self.room.out))

    def _not_read(self) -> Reply:
        return Reply(self._word("not-read"))

    def choose_lesson(self, stem: str) -> Reply:
        """Turn to another lesson; an unknown one changes nothing."""
        if stem in lessons.stems():
            self._stem = stem
        return Reply()

    def choose_column(self, column: str) -> Reply:
        """Turn to the column of a platform's table that gets the grades, "" for the one that bears a lesson's title."""
        if self.room and column in ("", *self.room.columns()):
            self._column = column
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
        try:
            self.room.tick(answers)
        except RecordError:
            # The record of a desk is no learner's: its own words would send the teacher to my_work.
            return Reply(trouble=self._word("bad-results", folder=self.room.out))
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
            self.room.marking.write(writing, mark.rubric, mark.comment, mark.points, mark.over)
        except MarkError as problem:
            # What was refused stays on the page, beside what the record holds by now.
            self._answer = writing.id
            return Reply(trouble=str(problem))
        except RecordError:
            self._answer = writing.id
            return Reply(trouble=self._word("bad-results", folder=self.room.out))
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
        return Reply(download=Download("feedback.zip", "application/zip", packed(dict(files))))

    def open_class(self, lan: bool) -> Reply:
        """Open a live class in the lesson, or show the one that is open."""
        if live_class.find_open(self._my_work):
            return Reply(self._word("live-already"))
        if live_class.answers(self._port):
            return Reply(trouble=self._word("live-elsewhere"))
        if not live_class.is_installed():
            return Reply()
        try:
            opened = live_class.open_class(self._my_work, self._stem, self._class_file, lan=lan, port=self._port)
        except (CourseError, OSError) as problem:
            return Reply(trouble=self._word("live-failed", problem=problem))
        return Reply(self._word("live-opened") if opened else "")

    def close_class(self) -> Reply:
        """Close the live class that was opened from here."""
        if live_class.close_class(self._my_work):
            return Reply(self._word("live-closed"))
        return Reply(trouble=self._word("live-still"))

    def run_sheet(self, minutes: int, students: int, session: int, absent: str = "") -> Reply:
        """Hand out the run-sheet of one session of the lesson, or for 0 of as many as fit."""
        try:
            count = len(self._there(students, absent).here)
            if count < 1:
                return Reply(trouble=self._word("plan-empty"))
            if trouble := self._cannot_plan(minutes):
                return trouble
            sheet = run_sheet(lessons.lesson(self._stem), minutes, outline(self._stem), session or None)
        except (CourseError, ValueError) as problem:
            return Reply(trouble=str(problem))
        page = to_html(sheet, count)
        name = f"run-sheet-{self._stem[:2]}-session-{session}.html" if session else f"run-sheet-{self._stem[:2]}.html"
        return Reply(download=Download(name, "text/html", page.encode()))

    def _there(self, students: int, absent: str) -> Attendance:
        """Return who is there: by the class list that was read, else ``students`` people without a name."""
        members = self.room.tables.members if self.room else ()
        return attending(members, absent) if members else Attendance(range(1, students + 1), (), {})

    def _cannot_plan(self, minutes: int) -> Reply | None:
        if runsheet.LEAST <= minutes <= runsheet.MOST:
            return None
        return Reply(trouble=self._word("plan-range", minutes=minutes, least=runsheet.LEAST, most=runsheet.MOST))

    def prepare(self, minutes: int, students: int, session: int, absent: str, *, on_paper: bool) -> Reply:
        """Hand out everything for the lesson: for the class list that was read, else for a number of students."""
        try:
            there = self._there(students, absent)
            count = len(there.here)
            if not seats.LEAST <= count <= seats.MOST:
                return Reply(trouble=self._word("plan-people", count=count, least=seats.LEAST, most=seats.MOST))
            if trouble := self._cannot_plan(minutes):
                return trouble
            plan = Plan(
                stem=self._stem,
                minutes=minutes,
                people=tuple(there.here),
                session=session or None,
                names=there.names,
                on_paper=on_paper,
            )
            files = kit(plan).files(quiz_files(self._stem))
        except (CourseError, ValueError) as problem:
            return Reply(trouble=str(problem))
        return Reply(download=Download(f"lesson-{self._stem[:2]}.zip", "application/zip", packed(files)))


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
        "saved": list(writing.marked),
        "said": told(writing, writing.mark.body) if writing.mark else "",
        "at": writing.mark.at if writing.mark else "",
        "both": words()["mark"]["both"] if len(writing.marks) > 1 else "",
    }
