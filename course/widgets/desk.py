"""The panels of the teacher's desk: folder, class view, texts, marking, gradebook, plan, live class.

What they do is decided by the desk itself.
"""

import weakref
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol, get_args

from course.html.desk import panel_face
from course.widgets.message import OddMessage, need, read_text
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget

Panel = Literal["folder", "view", "texts", "mark", "grades", "plan", "live"]
PANELS: tuple[Panel, ...] = get_args(Panel)
State = dict[str, object]


class Download(NamedTuple):
    """A file that the page hands to the browser."""

    name: str
    kind: str
    data: bytes


class Reply(NamedTuple):
    """What an action says: in good words, as trouble, or with a file."""

    said: str = ""
    trouble: str = ""
    download: Download | None = None


class Mark(NamedTuple):
    """A mark as it was typed: on which answer, by whom, beside which criteria, with how many points.

    ``over`` are the ids of the marks that the page showed, None where it does not say.
    """

    answer: str
    by: str
    rubric: object
    comment: object
    points: object
    over: Sequence[str] | None = None


class Workplace(Protocol):
    """What the panels ask of the desk: what each of them shows, and what every action does."""

    def state(self, panel: Panel) -> State:
        """Return what a panel shows now."""

    def read(self, folder: str) -> Reply:
        """Read the class in a folder, the usual one where none is named."""

    def write(self) -> Reply:
        """Write all results of the class."""

    def choose_lesson(self, stem: str) -> Reply:
        """Turn to another lesson."""

    def choose_column(self, column: str) -> Reply:
        """Turn to the column of a platform's table that gets the grades."""

    def choose_writing(self, answer: str) -> Reply:
        """Turn to another text to mark."""

    def show_names(self, shown: bool) -> Reply:
        """Show the learners' names beside the texts, or hide them."""

    def tick(self, answers: Sequence[str]) -> Reply:
        """Keep which texts the class may see."""

    def mark(self, mark: Mark) -> Reply:
        """Keep a mark."""

    def gradebook(self, preset: str, out_of: float) -> Reply:
        """Hand out a gradebook, with grades scaled to ``out_of`` points, or as they are for 0."""

    def feedback(self) -> Reply:
        """Hand out the marks, a file for each learner."""

    def run_sheet(self, minutes: int, students: int, session: int, absent: str) -> Reply:
        """Hand out the run-sheet of one session of the lesson, or for 0 of as many as fit."""

    def prepare(self, minutes: int, students: int, session: int, absent: str, *, on_paper: bool) -> Reply:
        """Hand out everything for the lesson: for the class list without the ``absent``, else for ``students``."""

    def open_class(self, lan: bool) -> Reply:
        """Open a live class in the lesson, for this computer alone or for the phones in the room."""

    def close_class(self) -> Reply:
        """Close the live class that was opened from here."""


class DeskPanel(CourseWidget):
    """One panel. What is done in it is seen in all the others of the same desk."""

    entry = "desk"

    def __init__(
        self, setting: Setting, panel: Panel, workplace: Workplace, beside: "weakref.WeakSet[DeskPanel]"
    ) -> None:
        self.panel: Panel = panel
        self._workplace, self._beside = workplace, beside
        words = setting.words["desk"]
        super().__init__(
            setting,
            face=panel_face(setting, panel),
            spec={
                "pocket": setting.pocket("desk/mark"),
                "panel": panel,
                "title": words[panel],
                "how": words[f"how-{panel}"],
                "words": {**setting.words["mark"], **setting.words["form"], **words},
            },
        )
        self.state = workplace.state(panel)
        beside.add(self)

    def _after(self, reply: Reply) -> State:
        """Send the file, if there is one, and bring every panel up to date; return the change of this one."""
        sentence = reply.said
        if reply.download:
            name, kind, data = reply.download
            self.send({"file": name, "type": kind}, buffers=[data])
            sentence = self.setting.word("desk", "given", name=name)
        for panel in list(self._beside):
            if panel is not self:
                panel.show({**self._workplace.state(panel.panel), "said": ""})
        return {**self._workplace.state(self.panel), "said": sentence, "trouble": reply.trouble}

    def on_read(self, content: Mapping[str, Any]) -> State:
        """Read a folder."""
        return self._after(self._workplace.read(read_text(content, "folder")))

    def on_open(self, content: Mapping[str, Any]) -> State:
        """Open a live class."""
        return self._after(self._workplace.open_class(bool(content.get("lan"))))

    def on_close(self, content: Mapping[str, Any]) -> State:
        """Close the live class."""
        return self._after(self._workplace.close_class())

    def on_write(self, content: Mapping[str, Any]) -> State:
        """Write all results."""
        return self._after(self._workplace.write())

    def on_choose(self, content: Mapping[str, Any]) -> State:
        """Choose a lesson, a column, a text, or whether names are shown; nothing chosen draws anew."""
        reply = Reply()
        if "lesson" in content:
            reply = self._workplace.choose_lesson(read_text(content, "lesson"))
        if "column" in content:
            reply = self._workplace.choose_column(read_text(content, "column"))
        if "writing" in content:
            reply = self._workplace.choose_writing(read_text(content, "writing"))
        if "names" in content:
            reply = self._workplace.show_names(bool(content["names"]))
        return self._after(reply)

    def on_tick(self, content: Mapping[str, Any]) -> State:
        """Keep which texts the class may see."""
        return self._after(self._workplace.tick(_ids(content, "texts")))

    def on_mark(self, content: Mapping[str, Any]) -> State:
        """Keep a mark."""
        mark = Mark(
            answer=read_text(content, "id"),
            by=read_text(content, "by"),
            rubric=content.get("rubric"),
            comment=content.get("comment"),
            points=content.get("points"),
            over=_ids(content, "over") if "over" in content else None,
        )
        return self._after(self._workplace.mark(mark))

    def on_file(self, content: Mapping[str, Any]) -> State:
        """Hand a file to the page, which downloads it."""
        what = read_text(content, "what")
        if what in ("plan", "prepare"):
            minutes, students, session = (_whole(content, key) for key in ("minutes", "students", "session"))
            absent, on_paper = read_text(content, "absent"), bool(content.get("paper"))
            if what == "plan":
                return self._after(self._workplace.run_sheet(minutes, students, session, absent))
            return self._after(self._workplace.prepare(minutes, students, session, absent, on_paper=on_paper))
        if what == "feedback":
            return self._after(self._workplace.feedback())
        return self._after(self._workplace.gradebook(what, _number(content, "scale")))


def _ids(content: Mapping[str, Any], key: str) -> list[str]:
    """Return the ids that a page sent under ``key``."""
    need(content, key)
    ids = content[key]
    if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
        raise OddMessage(f"'{key}' is no list of ids")
    return ids


def _number(content: Mapping[str, Any], key: str) -> float:
    """Return a number from the page, 0 for a field that holds none."""
    number = content.get(key)
    return float(number) if isinstance(number, int | float) else 0.0


def _whole(content: Mapping[str, Any], key: str) -> int:
    return int(_number(content, key))
