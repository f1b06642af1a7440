"""What many widgets of one page use goes to the page once: the script of each kind of widget, and the style sheet.

anywidget sends a script and a style with every widget that has them: in a lesson, half a megabyte of the same text. So
each script is a model of its own. A widget carries shared.js and a reference to that model, and anywidget finds it.
"""

import anywidget

from course.html.style import screen
from course.widgets.script import script

STYLE = "screen"

_shared: dict[str, "Shared"] = {}


class Shared(anywidget.AnyWidget):
    """A script or a style sheet on the page. It is never shown itself."""

    def __init__(self, *, code: str = "export default {};", style: str = ""):
        self._esm = code
        self._css = style
        super().__init__()


def share_anew() -> None:
    """Put every script and the style sheet on the page again, when the next widget needs them.

    A page that is opened on a running kernel learns of models that were there before only by asking for all of them,
    and gives up on a widget after two seconds. What the cells of this page make reaches it at once. The old models
    stay: the widgets of other pages refer to them.
    """
    _shared.clear()


def share_script(entry: str) -> Shared:
    """Return the model of the script ``entry``, which is put on the page if it is not there."""
    if not _is_open(entry):
        _shared[entry] = Shared(code=script(entry))
    return _shared[entry]


def share_style() -> Shared:
    """Return the model of the style sheet, which is put on the page if it is not there."""
    if not _is_open(STYLE):
        _shared[STYLE] = Shared(style=screen())
    return _shared[STYLE]


def _is_open(name: str) -> bool:
    """Whether the model is there: `Widget.close_all()` closes it with all others."""
    return name in _shared and _shared[name].comm is not None
