"""Joins the case table with the atlas on the page, and opens the page on which a class works with it."""

import functools
from collections.abc import Callable

from course.content.atlas import STEM, atlas_page, tiles
from course.evidence.index import CaseIndex
from course.html.card import note
from course.html.face import Face
from course.model.atlas import AtlasPage as Content
from course.pages.cases import case_face, casebook, decode, draw_chart, show_chart
from course.pages.page import Missing, QuestionPage, open_page, tell_plainly
from course.record import Record
from course.widgets.atlas import Atlas
from course.widgets.opening import Opening
from course.widgets.setting import Setting
from course.widgets.task import TaskForm


@functools.cache
def index() -> CaseIndex:
    """Return the index over the case table; building it takes a few milliseconds."""
    return CaseIndex(casebook(), decode)


def atlas(setting: Setting, over: CaseIndex | None = None, card: Callable[[str], Face] | None = None) -> Atlas:
    """Return the atlas over the case table, or over another index (to measure it on a long one)."""
    return Atlas(setting, over or index(), tiles(), card or functools.partial(_card, setting), decode)


def _card(setting: Setting, id: str) -> Face:
    return case_face(setting, id) or note(id)


class AtlasPage(QuestionPage):
    """The opened page: the atlas, questions that one filter answers, the charts, and any case."""

    called = "atlas"

    def __init__(self, content: Content, *, record: Record | None = None):
        super().__init__(STEM, questions=content.questions, record=record)
        self.content = content

    def __repr__(self) -> str:
        return self.content.title

    def opening(self) -> Opening:
        """Return the head of the page."""
        content = self.content
        return Opening(
            self.setting,
            ready=content.title,
            told=[("", content.summary), ("", self.setting.word("opening", "minutes", minutes=content.minutes))],
            list_title=self.setting.word("opening", "by-the-end"),
            listed=content.objectives,
            notices=self.notices(),
            progress=lambda opened: self.progress(content.minutes),
            editions=self.editions(),
            choose=self.choose,
        )

    @tell_plainly
    def atlas(self) -> Atlas:
        """Show the atlas."""
        return atlas(self.setting)

    @tell_plainly
    def ask(self, id: str) -> TaskForm:
        """Show a question that one filter answers."""
        return TaskForm(self.setting, self.find(id, self.content.questions, "no-check"))

    @tell_plainly
    def chart(self, name: str) -> Face:
        """Show a chart of the case table."""
        return show_chart(self.setting, None, draw_chart(name))

    @tell_plainly
    def case(self, id: str) -> Face:
        """Show the card of a case."""
        face = case_face(self.setting, id)
        if face is None:
            raise self.unknown(id, casebook().cases, "no-case")
        return face


def open_atlas(*, record: Record | None = None) -> AtlasPage | Missing:
    """Open the atlas in this notebook and show its head."""
    return open_page(lambda: AtlasPage(atlas_page(), record=record))
