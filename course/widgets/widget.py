"""The base of every live widget: its static face, its style, and one message for one action.

The page sends ``{"do": name, "n": count, "press": id, …}``. The answer is one change of the ``state`` trait that
carries the same ``n``, so that the page knows which action it answers; nothing on the page claims to be saved before
that. The id of the press becomes the id of the event that it makes, so a press that comes twice adds nothing.

Messages come in the main thread, where cells run, and in another one: actions are done one at a time.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import anywidget
import traitlets

from course.html.face import Face
from course.model.error import CourseError
from course.model.language import attributes
from course.widgets.message import OddMessage, read_press
from course.widgets.script import script
from course.widgets.setting import Setting
from course.widgets.shared import share_script, share_style

Buffer = bytes | memoryview

# Silent for a learner; whoever looks for a fault listens here.
LOG = logging.getLogger(__name__)
LOG.addHandler(logging.NullHandler())

ONE_AT_A_TIME = threading.RLock()
"""Held while an action is done or a state is changed: one for all widgets, because some change others."""

_PREFIX = "on_"
_PRESSES_KNOWN = 64
_LARGEST_COUNT = 2**53


class CourseWidget(anywidget.AnyWidget):
    """A widget with a static face. Subclasses name their script and write a method ``on_<name>`` for each action."""

    entry: ClassVar[str]
    """The script in this folder that draws the widget, without ``.js``."""
    actions: ClassVar[frozenset[str]] = frozenset()
    """What the page may ask for: the actions of our own classes, and no method that they inherit from a library."""

    # anywidget gives each instance these traits, and with them a class of its own, which takes half of the time that a
    # question needs. Here the class has them.
    _esm = traitlets.Unicode(script("shared")).tag(sync=True)
    _anywidget_id = traitlets.Unicode("course").tag(sync=True)
    code = anywidget.WidgetTrait().tag(sync=True)
    tongue = traitlets.Dict().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = {name.removeprefix(_PREFIX) for name in vars(cls) if name.startswith(_PREFIX)}
        cls.actions = cls.actions | own

    def __init__(self, setting: Setting, *, face: Face, **traits: Any):
        self._presses: deque[str] = deque(maxlen=_PRESSES_KNOWN)
        self.setting = setting
        self.face = face
        share_style()
        super().__init__(code=share_script(self.entry), tongue=attributes(), **traits)
        self.on_msg(lambda _, content, buffers: self.receive(content, buffers))

    def add_traits(self, **traits: traitlets.TraitType[Any, Any]) -> None:
        """Add what the class has not got; see above."""
        new = {name: trait for name, trait in traits.items() if not self.has_trait(name)}
        if new:
            super().add_traits(**new)

    def __repr__(self) -> str:
        return self.face.text

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**data, "text/html": self.face.markup, "text/plain": self.face.text}, metadata

    def receive(self, content: dict[str, Any], buffers: Sequence[Buffer] = ()) -> None:
        """Do what the page asks for: ``content`` names the action, the first of ``buffers`` is a file.

        What a person can mend is answered as trouble, and so is a message that makes no sense. A press that was done
        already is answered with how things stand, and done no second time.
        """
        with ONE_AT_A_TIME:
            content = content if isinstance(content, dict) else {}
            if buffers:
                content = {**content, "data": bytes(buffers[0])}
            change = self._done(content)
            self.state = {**self.state, **change, "n": _count(content.get("n"))}

    def show(self, change: dict[str, Any]) -> None:
        """Change the state from outside of an action."""
        with ONE_AT_A_TIME:
            self.state = {**self.state, **change}

    def _done(self, content: dict[str, Any]) -> dict[str, Any]:
        """Do an action; return what it changes in the state."""
        press = read_press(content)
        if press and press in self._presses:
            return {}
        try:
            change = self._action(content.get("do"))(content) or {}
        except CourseError as error:
            return {"trouble": str(error), "said": "", **self.unsaved(content)}
        except Exception as problem:
            # Whatever it was, the page gets an answer: a button that says nothing would be pressed again and again.
            LOG.exception("%s cannot do %r", type(self).__name__, content.get("do"))
            about = f"{type(problem).__name__}: {problem}"
            return {"trouble": self.setting.word("form", "odd", problem=about), "said": ""}
        # Only what was done counts: what failed may be pressed again, and a message sent again tries again.
        if press:
            self._presses.append(press)
        # What was said about the last action must not stand there as if it were about this one.
        answered = {"trouble": "", "said": "", **change}
        notice = self.setting.record.notice()
        if notice:
            # It was saved, but not in the file that was there before: that must not pass without a word.
            answered["trouble"] = answered["trouble"] or str(notice)
        return answered

    def _action(self, name: object) -> Callable[[dict[str, Any]], dict[str, Any] | None]:
        if not isinstance(name, str) or name not in self.actions:
            raise OddMessage("no such action")
        action: Callable[[dict[str, Any]], dict[str, Any] | None] = getattr(self, f"{_PREFIX}{name}")
        return action

    def quietly(self, change: dict[str, Any]) -> dict[str, Any]:
        """Return ``change`` for an action that only looks: what was said about the last one goes on standing there."""
        return {"trouble": self.state.get("trouble", ""), "said": self.state.get("said", ""), **change}

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return what the state must keep of an action that could not be saved."""
        return {}


def _count(n: object) -> int:
    """Return the number of an action; 0 for what is none, or more than a page can count."""
    return n if isinstance(n, int) and not isinstance(n, bool) and abs(n) < _LARGEST_COUNT else 0
