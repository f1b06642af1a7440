"""The base of every live widget: its static face, its style, and one message for one action.

The page sends ``{"do": name, "n": count, …}``. The answer is one change of the ``state`` trait that carries the
same ``n``, so that the page knows which action it answers; nothing on the page claims to be saved before that.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import anywidget
import traitlets

from course.model.error import CourseError
from course.widgets.script import script
from course.widgets.setting import Setting
from course.widgets.shared import share_script, share_style

Buffer = bytes | memoryview


class CourseWidget(anywidget.AnyWidget):
    """A widget with a static face. Subclasses name their script and write a method ``on_<name>`` for each action."""

    entry: ClassVar[str]
    """The script in this folder that draws the widget, without ``.js``."""

    _esm = script("shared")
    code = anywidget.WidgetTrait().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, setting: Setting, *, markup: str, text: str, **traits: Any):
        self.setting = setting
        self._markup = markup
        self._text = text
        share_style()
        super().__init__(code=share_script(self.entry), **traits)
        self.on_msg(lambda _, content, buffers: self.receive(content, buffers))

    def __repr__(self) -> str:
        return self._text

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        return {**data, "text/html": self._markup, "text/plain": self._text}

    def receive(self, content: dict[str, Any], buffers: Sequence[Buffer] = ()) -> None:
        """Do what the page asks for: ``content`` names the action, the first of ``buffers`` is a file.

        What a person can mend is answered as trouble; an action that no widget has is passed over.
        """
        action = getattr(self, f"on_{content.get('do', '')}", None)
        if action is None:
            return
        if buffers:
            content = {**content, "data": bytes(buffers[0])}
        try:
            change = action(content)
        except CourseError as error:
            change = {"trouble": str(error), "said": "", **self.unsaved(content)}
        else:
            # What was said about the last action must not stand there as if it were about this one.
            change = {"trouble": "", "said": "", **(change or {})}
            notice = self.setting.record.notice()
            if notice:
                # It was saved, but not in the file that was there before: that must not pass without a word.
                change["trouble"] = change["trouble"] or str(notice)
        self.state = {**self.state, **change, "n": content.get("n", 0)}

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return what the state must keep of an action that could not be saved."""
        return {}
