"""The style sheet, in ``styles/``: ``colors.css`` names all colors, ``screen.css`` is for widgets, others for paper.

``picture.css`` is for what is drawn, on both; ``map.css`` for maps.
"""

import functools
from pathlib import Path

FOLDER = Path(__file__).parent / "styles"


@functools.cache
def part(name: str) -> str:
    """Return one part of the style sheet."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def screen() -> str:
    """Return the style of everything that stands in a notebook."""
    return part("colors") + part("screen") + part("picture") + part("map")


def printed(*parts: str) -> str:
    """Return the style of a page on paper: the colors, then ``parts`` in their order."""
    return "".join(map(part, ("colors", *parts)))
