"""The teacher's desk as a notebook: every panel shows the same class."""

import weakref

from course.pages.page import Missing, Page, open_page, tell_plainly
from course.pages.workplace import ClassroomWorkplace
from course.record import Record
from course.widgets.desk import DeskPanel, Panel
from course.widgets.opening import Opening

STEM = "for_teachers"


class Desk(Page):
    """The opened page. Every method shows one panel; all of them speak of the same class."""

    called = "desk"

    def __init__(self, *, record: Record | None = None) -> None:
        super().__init__(STEM, record=record)
        # The folder beside `notebooks`: a teacher's files do not belong among the lessons.
        my_work = self.record.where.parent
        self.workplace = ClassroomWorkplace(self.setting, my_work.parent)
        self._panels: weakref.WeakSet[DeskPanel] = weakref.WeakSet()

    def __repr__(self) -> str:
        return self.setting.word("desk", "title")

    def opening(self) -> Opening:
        """Return the head of the page."""
        words = self.setting.words["desk"]
        return Opening(
            self.setting,
            ready=words["title"],
            told=[("", words["summary"]), ("", words["minutes"])],
            editions=self.editions(),
            choose=self.choose,
        )

    @tell_plainly
    def live(self) -> DeskPanel:
        """Show the button that opens a live class, and the links to its console and projector."""
        return self._panel("live")

    @tell_plainly
    def folder(self) -> DeskPanel:
        """Show the choice of a folder, and what was handed in."""
        return self._panel("folder")

    @tell_plainly
    def class_view(self) -> DeskPanel:
        """Show what the class thinks, for a projector."""
        return self._panel("view")

    @tell_plainly
    def texts(self) -> DeskPanel:
        """Show the texts of a lesson, to tick those that the class may see."""
        return self._panel("texts")

    @tell_plainly
    def mark(self) -> DeskPanel:
        """Show one text at a time, with its rubric."""
        return self._panel("mark")

    @tell_plainly
    def gradebook(self) -> DeskPanel:
        """Show the downloads of the gradebook."""
        return self._panel("grades")

    @tell_plainly
    def plan(self) -> DeskPanel:
        """Show the form for a run-sheet."""
        return self._panel("plan")

    def _panel(self, panel: Panel) -> DeskPanel:
        return DeskPanel(self.setting, panel, self.workplace, self._panels)


def open_desk(*, record: Record | None = None) -> Desk | Missing:
    """Open the teacher's desk in this notebook and show its head."""
    return open_page(lambda: Desk(record=record))
