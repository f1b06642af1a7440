"""The head of a lesson: what it is for, how long it takes, and what the learner must know about this session."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import msgspec

from course.html.face import Face
from course.html.opening import opening
from course.widgets.message import read_titles
from course.widgets.progress import Progress
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


class Opening(CourseWidget):
    """A head with a title line, a summary, a list, and notices that must not be missed.

    ``below`` are faces that stand below the list: the way through the lesson. ``progress`` counts how far the learner
    is who has opened the blocks with these titles; the bar above the notebook asks for it anew after every answer, and
    whenever a block was opened.

    It is a widget so that the style sheet is on the page even where a lesson has only static parts. The notices
    depend on the machine, so they are on the live face only.
    """

    entry = "opening"

    def __init__(
        self,
        setting: Setting,
        *,
        ready: str,
        told: Sequence[tuple[str, str]],
        list_title: str = "",
        listed: Sequence[str] = (),
        below: Sequence[Face] = (),
        notices: Sequence[str] = (),
        progress: Callable[[Collection[str]], Progress] | None = None,
    ):
        self._progress = progress
        self._opened: frozenset[str] = frozenset()
        head, face = opening(ready, told, list_title, listed, below)
        spec = {"html": head, "notices": list(notices), "words": {**setting.words["form"], **setting.words["bar"]}}
        super().__init__(setting, face=face, spec=spec)
        self.state = self._state()

    def _state(self) -> dict[str, Any]:
        return {"progress": msgspec.to_builtins(self._progress(self._opened))} if self._progress else {}

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Count again what is done; a page that folds blocks says which of them are open."""
        opened = read_titles(content, "opened")
        if opened is not None:
            self._opened = opened
        return self._state()
