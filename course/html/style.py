"""The style sheet, in ``styles/``: ``colors.css`` names all colors; ``screen.css`` is for widgets, the rest for paper."""

import functools
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "styles"


@functools.cache
def part(name: str) -> str:
    """Return one part of the style sheet."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def screen() -> str:
    """Return the style of everything that stands in a notebook."""
    return part("colors") + part("screen")


def printed(*parts: str) -> str:
    """Return the style of a page on paper: the colors, then ``parts`` in their order."""
    return "".join(map(part, ("colors", *parts)))


def color(name: str) -> str:
    """Return the value of one color, as ``colors.css`` has it: for what cannot read a style sheet."""
    return _colors()[name]


@functools.cache
def _colors() -> dict[str, str]:
    return dict(re.findall(r"--course-([a-z-]+):\s*([^;]+);", part("colors")))
