"""The head of a lesson: what it is for, how long it takes, and what the learner must know about this session."""

from collections.abc import Sequence

from course.html.opening import opening
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget, script


class Opening(CourseWidget):
    """A head with a title line, a summary, a list, and notices that must not be missed.

    It is a widget so that the style sheet is on the page even where a lesson has only static parts. The notices
    depend on the machine, so they are on the live face only.
    """

    _esm = script("controls", "opening")

    def __init__(
        self,
        setting: Setting,
        *,
        ready: str,
        told: Sequence[tuple[str, str]],
        list_title: str = "",
        listed: Sequence[str] = (),
        notices: Sequence[str] = (),
    ):
        head, face = opening(ready, told, list_title, listed)
        super().__init__(setting, face=face, spec={"html": head, "notices": list(notices)})
