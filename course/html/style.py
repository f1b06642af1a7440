"""The style sheet, in ``styles/``: ``colors.css`` names all colors, ``screen.css`` is for widgets, others for paper.

``picture.css`` is for what is drawn, on both; ``map.css`` for maps, and ``map_print.css`` for those on paper.
``night.css`` is the dark of pages of ours that have no JupyterLab around them: their body is of the class ``ALONE``.
``arabic.css`` comes last where the course speaks in Arabic letters, with their font: no other page pays for it.
"""

import base64
import functools
from pathlib import Path

from course.model.language import spoken

FOLDER = Path(__file__).parent / "styles"
SCREEN = ("colors", "screen", "picture", "map")
ALONE = "course-alone"
FONTS = {
    400: Path(__file__).parent / "fonts" / "course-arabic-regular.woff2",
    700: Path(__file__).parent / "fonts" / "course-arabic-bold.woff2",
}
"""The letters of Arabic from IBM Plex Sans Arabic, by weight; ``OFL.txt`` beside them is their license."""


@functools.cache
def part(name: str) -> str:
    """Return one part of the style sheet."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def screen() -> str:
    """Return the style of everything that stands in a notebook.

    Where the language that the course speaks needs fonts, they are inside, since a notebook and a file on a disk can
    fetch nothing.
    """
    return "".join(map(part, SCREEN)) + _letters()


def alone() -> str:
    """Return the style of a page of ours that is served without JupyterLab, its fonts beside it."""
    return "".join(map(part, (*SCREEN, "night"))) + _letters(are_beside=True)


def printed(*parts: str) -> str:
    """Return the style of a page on paper: the colors, then ``parts`` in their order."""
    return "".join(map(part, ("colors", *parts))) + _letters()


def _letters(*, are_beside: bool = False) -> str:
    if spoken().letters != "Arab":
        return ""
    css = part("arabic")
    for weight, path in FONTS.items():
        css = css.replace(f"{{{weight}}}", path.name if are_beside else _inside(path))
    return css


@functools.cache
def _inside(font: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(font.read_bytes()).decode()}"
