"""A boundary to draw: the line first, then what the Court decided beside it; and a second line, if somebody wants one.

What is saved, on the item ``boundary/<id>``: ``drawn``, with the points of the line and why it runs there. The first
line is drawn before the judgment opens, the second one after it; both are kept. No line is right.
"""

from collections.abc import Callable
from typing import Any

from course.answers.boundary import BoundaryWork, as_answer, boundary_item, read_boundary
from course.answers.events import Body, Drawn, to_body
from course.answers.versions import Version
from course.html.boundary import boundary_face, caution, eyebrow_of, hints_of, judged, line_says, places_of
from course.html.element import NOTHING, p, small
from course.html.map import map_svg
from course.html.text import phrase, plain, prose
from course.model.answer import Answer
from course.model.boundary import DIGITS, LINES, Boundary, Place, fit_line, read_line
from course.model.event import Event
from course.model.map import Map, Point, Window
from course.widgets.boxes import Boxed
from course.widgets.message import OddMessage, read_press
from course.widgets.setting import Setting


class BoundaryDesk(Boxed[BoundaryWork]):
    """One boundary. Its two lines are its two boxes."""

    entry = "boundary"
    boxes = LINES

    def __init__(self, setting: Setting, boundary: Boundary, map: Map):
        self.boundary, self.map = boundary, map
        self.item = boundary_item(boundary.id)
        self.window = Window(*map.words.window)
        words = setting.words["boundary"]
        super().__init__(
            setting,
            face=boundary_face(setting, boundary, map),
            spec={
                **setting.pocket(f"{setting.stem}/{self.item}"),
                "eyebrow": eyebrow_of(setting, boundary),
                "title": phrase(boundary.title),
                "before": prose(boundary.before),
                "asks": phrase(boundary.asks),
                "hints": hints_of(setting, boundary),
                "map": map_svg(setting, map),
                "caution": p(small(caution(map))),
                "window": list(map.words.window),
                "height": self.window.height,
                "digits": DIGITS,
                "start": [list(point) for point in boundary.start],
                "west": plain(boundary.west),
                "east": plain(boundary.east),
                "places": [{"name": name, "at": list(at)} for name, at in places_of(boundary, map).items()],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self.fresh(self.read_work())

    def read_work(self) -> BoundaryWork:
        """Return what the record has on this boundary."""
        return read_boundary(self.setting.record.events(self.setting.stem, self.item))

    def add(self, content: dict[str, Any], box: str, decide: Callable[[BoundaryWork], Body | None]) -> BoundaryWork:
        """Save what ``decide`` makes of the work so far."""

        def to_save(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_boundary(events))
            return to_body(body) if body else None

        saved = self.setting.record.save(self.setting.stem, self.item, to_save, id=read_press(content))
        return read_boundary(saved.events)

    def versions(self, work: BoundaryWork, box: str) -> list[Version]:
        """Return every version of a line."""
        return work.versions(_place(box))

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps a line aside."""
        return Drawn(line=_place(box), points=self._points(answer), why=answer.why, aside=True)

    def tell(self, box: str, answer: Answer) -> str:
        """Return a line as plain text."""
        return line_says(self.setting, self.boundary, self.map, self._points(answer), answer.why)

    def _points(self, answer: Answer) -> tuple[Point, ...]:
        """Return the line in an answer, fitted to the map; a line that was kept without one runs where it began."""
        text = next(iter(answer.choices), "")
        if not text:
            return self.boundary.start
        try:
            return fit_line(read_line(text), self.window)
        except ValueError as problem:
            raise OddMessage(str(problem)) from None

    def fresh(self, work: BoundaryWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        entries = {line: entry for line in LINES if (entry := work.entry(line))}
        whys = {line: entry.body.why for line, entry in entries.items()}
        panel = judged(self.setting, self.boundary, self.map, work.lines, whys) if work.is_done else NOTHING
        return {
            **self.standing(work),
            "ticked": work.is_done,
            "at": work.at,
            "lines": {line: as_answer(entry.body).plain() for line, entry in entries.items()},
            "panel": panel,
        }

    def on_draw(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save a line; what the Court decided is shown then."""
        box, answer = self.read_box(content)
        line = _place(box)
        if not any(answer.choices):
            return {"said": self.setting.words["boundary"]["need"]}
        if line == "second" and not self.read_work().is_done:
            raise OddMessage("no first line")
        body = Drawn(line=line, points=self._points(answer), why=answer.why, over=self.over(content))
        work, newer = self.place(content, box, as_answer(body), body)
        return {**self.fresh(work), "newer": newer}


def _place(box: str) -> Place:
    """Return which line a box is; ``read_box`` lets no other through."""
    return "second" if box == "second" else "first"
