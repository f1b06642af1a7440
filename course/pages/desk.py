"""The teacher's desk as a notebook: joins the class in a folder with the panels on the page."""

import io
import weakref
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from IPython.display import display

from course.content import lessons
from course.content.interface import words
from course.content.points import points
from course.content.reader import ContentError
from course.html.card import note
from course.html.desk import handed_in
from course.html.text import phrase, plain
from course.pages.page import Missing, Page, quiet_errors, told_plainly
from course.record import Record, RecordError
from course.teacher.classroom import classview_page
from course.teacher.classroom.marking import Writing
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.showing import grouped_texts, lesson_picture, ticked_texts
from course.widgets.desk import DeskPanel
from course.widgets.opening import Opening

STEM = "for_teachers"
USUAL = "my_class"


class Desk(Page):
    """The opened page. Every method shows one panel; all of them speak of the same class."""

    called = "desk"

    def __init__(self, *, record: Record | None = None):
        super().__init__(STEM, record=record)
        # The folder beside `notebooks`: a teacher's files do not belong among the lessons.
        my_work = self.record.where.parent
        self.root = my_work.parent
        self.room: Classroom | None = None
        self._stem = lessons.stems()[0]
        self._writing = ""
        self._names = False
        self._panels: weakref.WeakSet[DeskPanel] = weakref.WeakSet()

    def __repr__(self) -> str:
        return words()["desk"]["title"]

    def questions(self) -> Sequence[Any]:
        """Return nothing: a teacher is asked nothing here."""
        return ()

    def opening(self) -> Opening:
        """Return the head of the page."""
        table = words()["desk"]
        return Opening(self.setting, ready=table["title"], told=[("", table["summary"]), ("", table["minutes"])])

    @told_plainly
    def folder(self) -> DeskPanel:
        """Show the choice of a folder, and what was handed in."""
        return self._panel("folder")

    @told_plainly
    def class_view(self) -> DeskPanel:
        """Show what the class thinks, for a projector."""
        return self._panel("view")

    @told_plainly
    def texts(self) -> DeskPanel:
        """Show the texts of a lesson, to tick those that the class may see."""
        return self._panel("texts")

    @told_plainly
    def mark(self) -> DeskPanel:
        """Show one text at a time, with its rubric."""
        return self._panel("mark")

    @told_plainly
    def gradebook(self) -> DeskPanel:
        """Show the downloads of the gradebook."""
        return self._panel("grades")

    @told_plainly
    def plan(self) -> DeskPanel:
        """Show the form for a run-sheet."""
        return self._panel("plan")

    def _panel(self, panel: str) -> DeskPanel:
        return DeskPanel(self.setting, panel, self._state, self._act, self._panels)

    # --- What the panels show ---

    def _state(self, panel: str) -> dict[str, Any]:
        chosen = {"lessons": self._lessons(), "lesson": self._stem}
        if panel == "plan":
            return chosen
        if panel == "folder":
            return {
                "folder": USUAL,
                "folders": self._folders(),
                "open": self.room is not None,
                "report": self._report(),
            }
        table = words()["desk"]
        closed = {"note": "" if self.room else table["not-read"], "open": self.room is not None}
        room = self.room
        if panel == "view":
            picture, ticked = (lesson_picture(room, self._stem), ticked_texts(room, self._stem)) if room else ("", [])
            return {**chosen, **closed, "view": picture, "ticked": ticked}
        if panel == "texts":
            groups, ticks = (grouped_texts(room, self._stem), sorted(room.ticked())) if room else ([], [])
            return {**chosen, **closed, "groups": groups, "chosen": ticks}
        if panel == "mark":
            return {**chosen, **closed, **self._marking()}
        return closed

    def _lessons(self) -> list[dict[str, str]]:
        return [{"id": stem, "text": f"{stem[:2]} · {lessons.lesson(stem).title}"} for stem in lessons.stems()]

    def _folders(self) -> list[str]:
        found = {USUAL}
        for pattern in ("*/*.zip", "*/*.course.json", "*/*/*.course.json"):
            found |= {path.relative_to(self.root).parts[0] for path in self.root.glob(pattern)}
        return sorted(one for one in found if not one.startswith(".") and one != "my_work")

    def _report(self) -> str:
        if self.room is None:
            return ""
        handed = self.room.handed
        said = words()["collect"]["read"].format(
            files=handed.files, learners=len(handed.learners), skipped=len(handed.skipped)
        )
        return handed_in(self.setting, said, classview_page.handed_part(handed, self.room.view))

    def _writings(self) -> list[Writing]:
        return [one for one in self.room.writings() if one.stem == self._stem] if self.room else []

    def _marking(self) -> dict[str, Any]:
        found, table = self._writings(), words()["desk"]
        listed = []
        for n, one in enumerate(found, 1):
            name = self.room.view.names[one.learner] if self.room and self._names else ""
            label = " · ".join(part for part in (table["text-number"].format(number=n), one.task, name) if part)
            listed.append({"id": one.answer, "text": f"{label} ({table['mark-done']})" if one.mark else label})
        chosen = next((one for one in found if one.answer == self._writing), found[0] if found else None)
        by = self.room.marking.teacher()[1] if self.room else ""
        return {"writings": listed, "names": self._names, "by": by, "writing": self._shown(chosen) if chosen else None}

    def _shown(self, one: Writing) -> dict[str, Any]:
        body = one.mark.body if one.mark else {}
        return {
            "id": one.answer,
            "asks": phrase(one.asks),
            "text": one.text,
            "rubric": [{"id": id, "html": phrase(says), "text": plain(says)} for id, says in one.rubric],
            "mark": {key: body.get(key) for key in ("rubric", "comment", "points")},
            "most": f"{points().marked:g}",
            "saved": one.mark.id if one.mark else "",
        }

    # --- What an action on the page does ---

    def _act(self, panel: str, action: str, content: dict[str, Any]) -> dict[str, Any]:
        table = words()["desk"]
        if action == "read":
            return self._open(str(content.get("folder") or USUAL))
        if action == "choose":
            self._stem = content["lesson"] if content.get("lesson") in lessons.stems() else self._stem
            self._writing = str(content.get("writing") or self._writing)
            self._names = bool(content.get("names", self._names))
            return {}
        if action == "file" and content.get("what") == "plan":
            return self._run_sheet(content)
        if self.room is None:
            return {"said": table["not-read"]}
        if action == "write":
            try:
                self.room.write()
            except OSError as problem:
                return {"trouble": f"{problem.strerror}: {problem.filename}"}
            return {"said": words()["collect"]["written"].format(folder=self.room.out)}
        if action == "tick":
            self.room.tick([str(one) for one in content.get("texts") or ()])
            return {"said": table["ticked"].format(count=len(self.room.ticked()))}
        if action == "mark":
            return self._mark(content)
        return self._file(str(content.get("what")), content)

    def _open(self, folder: str) -> dict[str, Any]:
        path = self.root / Path(folder).expanduser()
        try:
            self.room = Classroom(path)
        except FileNotFoundError:
            return {"trouble": words()["desk"]["no-folder"].format(folder=path)}
        except OSError:
            return {"trouble": words()["desk"]["bad-folder"].format(folder=path)}
        except (ContentError, RecordError) as problem:
            return {"trouble": str(problem)}
        worked = [one.stem for one in self.room.view.lessons]
        self._stem = self._stem if self._stem in worked or not worked else worked[0]
        return {}

    def _mark(self, content: dict[str, Any]) -> dict[str, Any]:
        writing = next((one for one in self._writings() if one.answer == content.get("id")), None)
        if self.room is None or writing is None:
            return {}
        self.room.marking.sign(str(content.get("by") or ""))
        self.room.marking.write(writing, content.get("rubric"), content.get("comment"), content.get("points"))
        self._writing = writing.answer
        found = self._writings()
        done = sum(one.mark is not None for one in found)
        return {"said": words()["desk"]["mark-saved"].format(done=done, total=len(found))}

    def _file(self, what: str, content: dict[str, Any]) -> dict[str, Any]:
        if self.room is None:
            return {}
        if what == "feedback":
            files = self.room.feedback()
            if not files:
                return {"said": words()["desk"]["no-feedback"]}
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in files:
                    archive.writestr(name, data)
            return {"file": ("feedback.zip", "application/zip", out.getvalue())}
        preset = what if what in ("moodle", "canvas") else "plain"
        scale = content.get("scale")
        name, data = self.room.csv(preset, float(scale) if isinstance(scale, int | float) and scale > 0 else 0)
        return {"file": (name, "text/csv", data)}

    def _run_sheet(self, content: dict[str, Any]) -> dict[str, Any]:
        from course.content.outline import outline
        from course.teacher.handouts.runsheet import run_sheet
        from course.teacher.handouts.runsheet_page import to_html

        try:
            minutes, students = int(content["minutes"]), max(1, int(content["students"]))
            sheet = run_sheet(lessons.lesson(self._stem), minutes, outline(self._stem))
        except (ValueError, TypeError, KeyError, ContentError) as problem:
            return {"trouble": str(problem)}
        return {"file": (f"run-sheet-{self._stem[:2]}.html", "text/html", to_html(sheet, students).encode())}


def open_desk(*, record: Record | None = None) -> Desk | Missing:
    """Open the teacher's desk in this notebook and show its head."""
    quiet_errors()
    try:
        page = Desk(record=record)
        head = page.opening()
    except ContentError as problem:
        display(note(str(problem)))
        return Missing(str(problem))
    display(head)
    return page
