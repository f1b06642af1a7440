"""What many widgets of one page use goes to the page once: the script of each kind of widget, and the style sheet.

anywidget sends a script and a style with every widget that has them: in a lesson, half a megabyte of the same text. So
each script is a model of its own. A widget carries shared.js and a reference to that model, and anywidget finds it.
"""

from pathlib import Path

import anywidget

from course.widgets.script import script

STYLE = Path(__file__).parent / "style.css"

_shared: dict[str, "Shared"] = {}


class Shared(anywidget.AnyWidget):
    """A script or a style sheet on the page. It is never shown itself."""

    def __init__(self, *, code: str = "export default {};", style: str = ""):
        self._esm = code
        self._css = style
        super().__init__()


def share_script(entry: str) -> Shared:
    """Return the model of the script ``entry``, which is put on the page if it is not there."""
    if not _is_open(entry):
        _shared[entry] = Shared(code=script(entry))
    return _shared[entry]


def share_style() -> Shared:
    """Return the model of the style sheet, which is put on the page if it is not there."""
    if not _is_open(STYLE.name):
        _shared[STYLE.name] = Shared(style=STYLE.read_text(encoding="utf-8"))
    return _shared[STYLE.name]


def _is_open(name: str) -> bool:
    """Whether the model is there: `Widget.close_all()` closes it with all others."""
    return name in _shared and _shared[name].comm is not None
