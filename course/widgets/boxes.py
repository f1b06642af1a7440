"""Boxes: the places of a widget in which something is given, perhaps on several pages at a time.

Each page says with what it sends which events it knows of (``based``): what another page has saved since is shown
first, and nothing takes its place until somebody has seen it. What does not take its place is kept aside, and whatever
stood in a box can be put back. On the page, ``box.js`` is the other half of this.
"""

import weakref
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from course.answers.events import Body
from course.answers.versions import Version, current, earlier
from course.html.face import Face
from course.model.answer import Answer, read_answer
from course.widgets.message import OddMessage, read_id, read_ids, read_table, read_text
from course.widgets.setting import Setting
from course.widgets.versions import listed
from course.widgets.widget import CourseWidget

W = TypeVar("W")


class Boxed(CourseWidget, Generic[W]):
    """A widget with boxes. ``W`` is what the record has on it, folded; subclasses read it, add to it and show it."""

    # What one of them finds when a learner comes back to the page, it tells the others.
    _open: ClassVar["weakref.WeakSet[Boxed[Any]]"] = weakref.WeakSet()

    def __init__(self, setting: Setting, *, face: Face, **traits: Any):
        super().__init__(setting, face=face, **traits)
        Boxed._open.add(self)

    # --- what a subclass says ---

    @property
    def boxes(self) -> Sequence[str]:
        """Return the names of the boxes."""
        raise NotImplementedError

    def versions(self, work: W, box: str) -> list[Version]:
        """Return all that ever stood in a box, oldest first."""
        raise NotImplementedError

    def read_work(self) -> W:
        """Return what the record has."""
        raise NotImplementedError

    def add(self, content: dict[str, Any], box: str, decide: Callable[[W], Body | None]) -> W:
        """Save what ``decide`` makes of the work so far, if anything; return the work as it then stands."""
        raise NotImplementedError

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps an answer that does not take its place."""
        raise NotImplementedError

    def fresh(self, work: W) -> dict[str, Any]:
        """Return the state of the page as the record has it, with what ``standing`` says."""
        raise NotImplementedError

    def tell(self, box: str, answer: Answer) -> str:
        """Return as plain text what stands in a box."""
        return answer.text or ""

    def asks_first(self, box: str) -> bool:
        """Return whether what another page has saved is shown before anything takes its place."""
        return True

    def has_text(self, box: str) -> bool:
        """Return whether something is written in a box: only that has earlier versions to be put back."""
        return True

    def around(self, fresh: dict[str, Any]) -> dict[str, Any]:
        """Return what of a fresh state may be shown around boxes that stay as they are."""
        return fresh

    def watched(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return the boxes that the page shows, and for each the events of which it says that it knows them."""
        known = read_table(content, "boxes")
        return {box: known.get(box) for box in self.boxes}

    def read_box(self, content: dict[str, Any]) -> tuple[str, Answer]:
        """Return the box that a message is about, and what stands in it on the page."""
        box = read_text(content, "box")
        if box not in self.boxes:
            raise OddMessage("no such box")
        answer = read_answer(read_table(content, "answer"))
        if answer is None:
            raise OddMessage("'answer' is no answer")
        return box, answer

    def read_all(self, widgets: Sequence["Boxed[W]"]) -> Iterable[W]:
        """Return what the record has on several widgets."""
        return [widget.read_work() for widget in widgets]

    # --- what follows from it ---

    def standing(self, work: W) -> dict[str, Any]:
        """Return what the page must know of the versions in its boxes: the newest, and how many earlier ones."""
        versions = {box: self.versions(work, box) for box in self.boxes}
        return {
            "based": {box: now.id for box, every in versions.items() if (now := current(every))},
            "versions": {box: len(earlier(every)) for box, every in versions.items() if self.has_text(box)},
            "newer": {},
            "listed": {},
            "put": None,
        }

    def place(
        self, content: dict[str, Any], box: str, answer: Answer, body: Body, *, typed: bool = False
    ) -> tuple[W, dict[str, Any]]:
        """Save what was given in a box; return the work as it then stands, and what the page must show first.

        Where the record holds a version that the page has not shown, the new one is kept aside and takes no place.
        ``typed`` says that nobody pressed a button for it.
        """
        based = self.based(content, box)

        def decide(work: W) -> Body | None:
            now = self.now(work, box)
            # Another page may have saved the same; and what was drafted since is answered by saving.
            if answer == (now.answer if now else Answer()) and (typed or now is None or not now.typed):
                return None
            return self.aside(work, box, answer) if self.is_unseen(box, now, answer, based) else body

        work = self.add(content, box, decide)
        now = self.now(work, box)
        return work, {box: self.newer(box, now)} if now and self.is_unseen(box, now, answer, based) else {}

    def over(self, content: dict[str, Any]) -> str | msgspec.UnsetType:
        """Return the event in whose place somebody who has seen it keeps this."""
        return read_id(content, "over") or msgspec.UNSET

    def now(self, work: W, box: str) -> Version | None:
        """Return what stands in a box by what the record has."""
        return current(self.versions(work, box))

    def based(self, content: dict[str, Any], box: str) -> frozenset[str]:
        """Return the events of which the page knows: those that it names, or the one that it was told of last."""
        based = read_ids(content, "based")
        return frozenset((self.state.get("based", {}).get(box, ""),)) if based is None else based

    def is_unseen(self, box: str, now: Version | None, answer: Answer, based: frozenset[str]) -> bool:
        """Return whether the record holds another answer, which the page has not shown."""
        return self.asks_first(box) and now is not None and now.id not in based and now.answer != answer

    def aside(self, work: W, box: str, answer: Answer) -> Body | None:
        """Return what keeps an answer aside, None where there is nothing new to keep."""
        answers = [version.answer for version in self.versions(work, box) if version.aside or not version.typed]
        return None if answer in (Answer(), *answers) else self.to_aside(box, answer)

    def newer(self, box: str, version: Version) -> dict[str, Any]:
        """Return a version as the page offers it."""
        answer = version.answer
        return {"id": version.id, "at": version.at, "answer": answer.plain(), "text": self.tell(box, answer)}

    def looked(self, work: W, content: dict[str, Any]) -> dict[str, Any]:
        """Return what changes on the page because of what the record holds by now."""
        newer, fresh = self.news(work, content), self.fresh(work)
        if newer:
            return {**self.around(fresh), "newer": newer}
        return {} if fresh["based"] == self.state["based"] else self.around(fresh)

    def news(self, work: W, content: dict[str, Any]) -> dict[str, Any]:
        """Return by box what the record holds and the page has not shown."""
        newer: dict[str, Any] = {}
        for box, known in self.watched(content).items():
            now = self.now(work, box)
            # Whatever stands there is news, unless the page knows of it.
            if now and self.asks_first(box) and now.id not in self.based({"based": known}, box):
                newer[box] = self.newer(box, now)
        return newer

    # --- what the page may ask for ---

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Look whether another page has saved something since: in this widget and in all others of its kind."""
        mine = self.setting
        others = [
            other
            for other in list(Boxed._open)
            if other is not self
            and other.entry == self.entry
            and other.setting.record is mine.record
            and other.setting.stem == mine.stem
        ]
        own, *works = self.read_all([self, *others])
        for other, work in zip(others, works, strict=True):
            change = other.looked(work, {})
            if change:
                other.show(change)
        return self.quietly(self.looked(own, content))

    def on_take(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what the record holds. What stood on the page instead is kept aside."""
        box, answer = self.read_box(content)
        return self.fresh(self.add(content, box, lambda work: self.aside(work, box, answer)))

    def on_versions(self, content: dict[str, Any]) -> dict[str, Any]:
        """List the earlier versions of what stands in a box."""
        box, _ = self.read_box(content)
        versions = earlier(self.versions(self.read_work(), box))
        return self.quietly({"listed": {box: listed(versions, lambda answer: self.tell(box, answer))}})

    def on_put_back(self, content: dict[str, Any]) -> dict[str, Any]:
        """Put an earlier version back into its box. What stood there until now is kept aside."""
        box, answer = self.read_box(content)
        work = self.add(content, box, lambda work: self.aside(work, box, answer))
        id = read_text(content, "version")
        version = next((version for version in self.versions(work, box) if version.id == id), None)
        if version is None:
            raise OddMessage("no such version")
        return {"put": version.answer.plain()}
