"""The base of every live widget: its static face, its style, and one message for one action.

The page sends ``{"do": name, "n": count, …}``. The answer is one change of the ``state`` trait that carries the
same ``n``, so that the page knows which action it answers; nothing on the page claims to be saved before that.
"""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course.html.face import Face
from course.html.style import screen
from course.record import RecordError
from course.widgets.setting import Setting

FOLDER = Path(__file__).parent


def script(*names: str) -> str:
    """Return the JavaScript files of this folder joined into one module; shared parts come first."""
    return "\n".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)


class CourseWidget(anywidget.AnyWidget):
    """A widget with a static face. Subclasses set ``_esm`` and write a method ``on_<name>`` for each action."""

    _css = screen()
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, setting: Setting, *, face: Face, **traits: Any):
        self.setting = setting
        self.face = face
        super().__init__(**traits)
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return self.face.text

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        return {**data, "text/html": self.face.markup, "text/plain": self.face.text}

    def _receive(self, _: Any, content: dict[str, Any], buffers: list[Any]) -> None:
        action = getattr(self, f"on_{content.get('do', '')}", None)
        if action is None:
            return
        if buffers:
            content = {**content, "data": bytes(buffers[0])}
        try:
            change = action(content)
        except RecordError as error:
            change = {"trouble": str(error), "said": "", **self.unsaved(content)}
        else:
            # What was said about the last action must not stand there as if it were about this one.
            change = {"trouble": "", "said": "", **(change or {})}
        self.state = {**self.state, **change, "n": content.get("n", 0)}

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return what the state must keep of an action that could not be saved."""
        return {}
