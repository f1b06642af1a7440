"""The portfolio on the page: how the stands moved, and two files to take away."""

from collections.abc import Callable
from typing import Any

from course.html.work import portfolio_face
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget

# What the widget asks of the one who knows the content: "table" gives HTML, "html" and "markdown" give files.
Make = Callable[[str], tuple[str, str]]


class PortfolioDesk(CourseWidget):
    """Shows how the stands moved, and hands out the portfolio. ``make(what)`` returns (file name, text)."""

    entry = "portfolio"

    def __init__(self, setting: Setting, make: Make):
        self._make = make
        words = setting.words["portfolio"]
        super().__init__(
            setting,
            face=portfolio_face(setting),
            spec={"words": {**setting.words["form"], **words}},
        )
        self.state = {"table": make("table")[1]}

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Read the record again."""
        return {"table": self._make("table")[1]}

    def on_file(self, content: dict[str, Any]) -> dict[str, Any]:
        """Hand the portfolio to the page, which downloads it."""
        what = "html" if content.get("what") == "html" else "markdown"
        name, text = self._make(what)
        self.send({"file": name, "type": "text/html" if what == "html" else "text/markdown"}, buffers=[text.encode()])
        return {"said": self.setting.word("portfolio", "given", name=name)}
