"""What stands under each heading of a lesson notebook: which prompts, checks, labs, tables and cases."""

import json
import re
from pathlib import Path

import msgspec

from course.content.place import root
from course.content.reader import ContentError

CALL = re.compile(r"\blesson\.([a-z_]+)\((?:[\"']([^\"']+)[\"'])?")
ANY_CALL = re.compile(r"\b(?:lesson|exercise|atlas)\.([a-z_]+)\((?:[\"']([^\"']+)[\"'])?")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a notebook: the text of its heading, and its calls as pairs ("discuss", "go-or-wait")."""

    title: str
    calls: tuple[tuple[str, str], ...]


def outline(stem: str) -> tuple[Block, ...]:
    """Return the blocks of the lesson ``stem`` in reading order; empty when its notebook is not here."""
    path = root() / "notebooks" / f"{stem}.ipynb"
    return _blocks(_cells(path)) if path.is_file() else ()


def calls(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the calls in a notebook of a lesson, an exercise or the atlas, in order, as pairs ("task", "trust")."""
    return tuple(call for kind, text in _cells(path) if kind == "code" for call in ANY_CALL.findall(text))


def _cells(path: Path) -> list[tuple[str, str]]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError):
        raise ContentError(f"{path.name}: this is no notebook any more. Fetch it again from the course.") from None


def _blocks(cells: list[tuple[str, str]]) -> tuple[Block, ...]:
    blocks: list[tuple[str, list[tuple[str, str]]]] = []
    for kind, text in cells:
        if kind == "markdown":
            blocks += [(line[3:].strip(), []) for line in text.splitlines() if line.startswith("## ")]
        elif kind == "code" and blocks:
            blocks[-1][1].extend((name, id) for name, id in CALL.findall(text))
    return tuple(Block(title=title, calls=tuple(calls)) for title, calls in blocks)
