"""The head of a lesson: what it is for, how long it takes, and what the learner must know about this session."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

import msgspec

from course.html.face import Face
from course.html.opening import opening
from course.model.language import Edition, spoken
from course.widgets.message import read_text, read_titles
from course.widgets.progress import Progress
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


class InClass(msgspec.Struct, frozen=True, kw_only=True):
    """How a lesson stands to a live class. ``address`` is the last one used; ``told`` is what happened last."""

    joined: bool
    title: str
    address: str
    name: str
    counts: str
    told: str


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What became of joining: nothing to say, or the trouble."""

    trouble: str = ""


class Class(Protocol):
    """What the head asks of the way to a live class."""

    def follow(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` whenever the state is another, from any thread."""

    def state(self) -> InClass:
        """Return how it stands."""

    def join(self, code: str, address: str, name: str) -> Joined:
        """Join a class."""

    def leave(self) -> None:
        """Leave it."""


class Opening(CourseWidget):
    """A head with a title line, a summary, a list, and notices that must not be missed.

    ``below`` are faces that stand below the list: the way through the lesson. With ``joining`` a learner can take part
    in a live class from here; that is on the live face only too. ``progress`` counts how far the learner
    is who has opened the blocks with these titles; the bar above the notebook asks for it anew after every answer, and
    whenever a block was opened. ``editions`` are the same page in other languages; ``choose`` remembers which one was
    taken.

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
        joining: Class | None = None,
        editions: Sequence[Edition] = (),
        choose: Callable[[str], None] = lambda code: None,
    ):
        self._choose = choose
        self._joining = joining
        self._progress = progress
        self._opened: frozenset[str] = frozenset()
        head, face = opening(ready, told, list_title, listed, below)
        words = {**setting.words["form"], **setting.words["bar"], **setting.words["joining"]}
        spec: dict[str, Any] = {"html": head, "notices": list(notices), "words": words}
        if editions:
            spec["editions"] = msgspec.to_builtins(list(editions))
            spec["language"] = {
                "code": spoken().code,
                "name": spoken().name,
                "label": setting.words["site"]["in-language"],
            }
        super().__init__(setting, face=face, spec=spec)
        self.state = self._state()
        if joining:
            joining.follow(self._changed)

    def _state(self) -> dict[str, Any]:
        state = {"progress": msgspec.to_builtins(self._progress(self._opened))} if self._progress else {}
        return {**state, **self._room()}

    def _room(self) -> dict[str, Any]:
        return {"room": msgspec.to_builtins(self._joining.state())} if self._joining else {}

    def _changed(self) -> None:
        self.show(self._room())

    def on_join(self, content: dict[str, Any]) -> dict[str, Any]:
        """Join a live class with the code on the projector."""
        if self._joining is None:
            return {}
        code, address, name = (read_text(content, key) for key in ("code", "address", "name"))
        trouble = self._joining.join(code, address, name).trouble
        return {**self._room(), "trouble": trouble}

    def on_leave(self, content: dict[str, Any]) -> dict[str, Any]:
        """Leave the live class."""
        if self._joining:
            self._joining.leave()
        return self._room()

    def on_speak(self, content: dict[str, Any]) -> dict[str, Any]:
        """Remember the language whose edition of this page is being opened."""
        self._choose(read_text(content, "code"))
        return self.quietly({})

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Count again what is done; a page that folds blocks says which of them are open."""
        opened = read_titles(content, "opened")
        if opened is not None:
            self._opened = opened
        return self._state()
