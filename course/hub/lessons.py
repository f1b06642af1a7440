"""The lessons in a learner's own folder: copies that they may write in, brought up to date when their server starts.

The course itself is read-only and one for all. What was laid out is noted beside the copies, so that a lesson of a new
version replaces one that nobody changed, and one that a learner changed is kept in ``my_copies``, as ``python -m
course update`` keeps it.
"""

import json
from pathlib import Path

import msgspec

from course.launch import shipped
from course.launch.repair import replace
from course.launch.update import put_aside_changed

LAID = ".course/laid.json"
"""What was laid out last: the sum of each notebook, in the form of the manifest."""


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """What changed in a learner's folder: notebooks that came, those that went, and where what they had changed is."""

    fresh: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    copies: dict[str, str] = {}


def lay_out(root: Path, home: Path) -> Laid:
    """Bring the notebooks in ``home`` up to those of the course in ``root``.

    It may be stopped at any moment and called again. It runs as the learner whose folder it is. Raises OSError where
    that folder cannot be written, or the course cannot be read.
    """
    goal = shipped.read_manifest(root)
    if not goal:
        raise FileNotFoundError(f"There is no list of notebooks at '{root / shipped.MANIFEST}'.")
    before = _laid(home)
    fresh = tuple(name for name, value in goal.items() if _is_due(home / name, value, before.get(name)))
    gone = tuple(name for name in before if name not in goal and (home / name).is_file())
    if not fresh and not gone and goal == before:
        return Laid()
    copies = put_aside_changed(home, [*fresh, *gone], before)
    for name in fresh:
        replace(home / name, (root / name).read_bytes())
    for name in gone:
        (home / name).unlink()
    replace(home / LAID, json.dumps(goal, indent=1, sort_keys=True).encode())
    return Laid(fresh=fresh, gone=gone, copies=copies)


def _laid(home: Path) -> shipped.Manifest:
    try:
        return shipped.parse_manifest((home / LAID).read_bytes())
    except OSError:
        return {}


def _is_due(path: Path, goal: str, before: str | None) -> bool:
    """Tell whether a notebook is to be written: it is missing, or the course has another one than was laid out."""
    if not path.is_file():
        return True
    # Where the course's own did not change, what a learner made of it is theirs.
    return goal != before and shipped.sum_of(path) != goal
