"""The head of a lesson: what it is for, how long it takes, and what the learner must know about this session."""

from collections.abc import Sequence

from course.html.face import bullets, lines, section
from course.html.text import escape, phrase, plain
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


class Opening(CourseWidget):
    """A head with a title line, a summary, a list, and notices that must not be missed.

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
        notices: Sequence[str] = (),
    ):
        rows = [
            f"<p><b>{escape(name)}</b> {phrase(says)}</p>" if name else f"<p>{phrase(says)}</p>" for name, says in told
        ]
        head = f"<p><strong>{escape(ready)}</strong></p>" + "".join(rows)
        items = f"<p><b>{escape(list_title)}</b></p>{bullets(phrase(one) for one in listed)}" if listed else ""
        super().__init__(
            setting,
            markup=section("opening", head, items),
            text=lines(
                ready,
                *(f"{name} {plain(says)}".strip() for name, says in told),
                list_title if listed else "",
                *(f"- {plain(one)}" for one in listed),
            ),
            spec={"html": head + items, "notices": list(notices)},
        )
