"""What became of an opening position: where the deal ended, seen from one seat alone, and what it gave way for."""

from collections.abc import Iterable, Mapping

import msgspec

from course.model.scenario import Package

Scores = Mapping[str, Mapping[str, float]]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """An issue that ended at another option than the one that was asked for first."""

    issue: str
    opened: str
    ended: str


class Became(msgspec.Struct, frozen=True, kw_only=True):
    """Every demand once: ``kept`` as it was, given up (``gave``), or ``moved`` to what is worth no less to the seat.

    ``toward`` are the issues, none of them given up, on which somebody else first asked for less than the seat got.
    """

    kept: tuple[str, ...] = ()
    gave: tuple[Moved, ...] = ()
    moved: tuple[Moved, ...] = ()
    toward: tuple[str, ...] = ()


def compare(demands: Package, ended: Package, scores: Scores, firsts: Iterable[Package] = ()) -> Became:
    """Return what became of ``demands`` in the package ``ended``, by the seat's own ``scores``.

    ``firsts`` are the first whole packages of the others, as far as this seat has seen them. Demands on issues that the
    package leaves open are left out.
    """
    kept = tuple(issue for issue, option in demands.items() if ended.get(issue) == option)
    moved = [
        Moved(issue=issue, opened=option, ended=ended[issue])
        for issue, option in demands.items()
        if issue in ended and ended[issue] != option
    ]
    gave = tuple(one for one in moved if scores[one.issue][one.ended] < scores[one.issue][one.opened])
    given = {one.issue for one in gave}
    others = tuple(firsts)
    toward = tuple(
        issue
        for issue, option in ended.items()
        if issue not in given
        and any(first.get(issue) and scores[issue][first[issue]] < scores[issue][option] for first in others)
    )
    return Became(kept=kept, gave=gave, moved=tuple(one for one in moved if one not in gave), toward=toward)
