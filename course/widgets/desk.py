"""The panels of the teacher's desk: folder, class view, texts, marking, gradebook, plan. The desk itself decides."""

import weakref
from collections.abc import Callable
from typing import Any

from course.html.desk import panel_face
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget, script

PANELS = ("folder", "view", "texts", "mark", "grades", "plan")

# What a panel asks of the desk: its state, and what an action on the page changes. A file comes back as "file".
State = Callable[[str], dict[str, Any]]
Act = Callable[[str, str, dict[str, Any]], dict[str, Any]]


class DeskPanel(CourseWidget):
    """One panel. What is done in it is seen in all the others of the same desk."""

    _esm = script("controls", "desk")

    def __init__(self, setting: Setting, panel: str, state: State, act: Act, beside: "weakref.WeakSet[DeskPanel]"):
        self.panel = panel
        self._read, self._act, self._beside = state, act, beside
        words = setting.words["desk"]
        super().__init__(
            setting,
            face=panel_face(setting, panel),
            spec={
                "panel": panel,
                "title": words[panel],
                "how": words[f"how-{panel}"],
                "words": {**setting.words["mark"], **setting.words["form"], **words},
            },
        )
        self.state = state(panel)
        beside.add(self)

    def _done(self, action: str, content: dict[str, Any]) -> dict[str, Any]:
        change = self._act(self.panel, action, content)
        file = change.pop("file", None)
        if file:
            name, kind, data = file
            self.send({"file": name, "type": kind}, buffers=[data])
            change["said"] = self.setting.word("desk", "given", name=name)
        for other in list(self._beside):
            if other is not self:
                other.state = {**other.state, **self._read(other.panel), "said": ""}
        return {**self._read(self.panel), **change}

    def on_read(self, content: dict[str, Any]) -> dict[str, Any]:
        """Read a folder."""
        return self._done("read", content)

    def on_write(self, content: dict[str, Any]) -> dict[str, Any]:
        """Write all results."""
        return self._done("write", content)

    def on_choose(self, content: dict[str, Any]) -> dict[str, Any]:
        """Choose a lesson, a text, or whether names are shown."""
        return self._done("choose", content)

    def on_tick(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep which texts the class may see."""
        return self._done("tick", content)

    def on_mark(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep a mark."""
        return self._done("mark", content)

    def on_file(self, content: dict[str, Any]) -> dict[str, Any]:
        """Hand a file to the page, which downloads it."""
        return self._done("file", content)
