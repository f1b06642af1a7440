"""The concept test of a class as a table for a spreadsheet, and its numbers as they are written."""

import csv
import io
from collections.abc import Iterable

from course.content.interface import words
from course.teacher.classroom.gradebook import as_text
from course.teacher.classroom.view import ConceptsView, Misconception

FILE = "concept_test.csv"
HEADS = (
    *("number", "concept", "lesson", "took-both", "before", "after", "took-later", "later"),
    *("points", "low", "high", "wrong-before", "wrong-after", "gain"),
)


def percent(share: float) -> int:
    """Return a share in percent, as a whole number."""
    return round(100 * share)


def in_points(share: float) -> float:
    """Return a difference of shares in percentage points."""
    return round(100 * share, 1)


def concepts_csv(view: ConceptsView) -> bytes:
    """Return the table of the items as CSV for a spreadsheet; of too few learners its head alone. No name is in it."""
    word = words()["class"]
    table: list[list[str | int | float]] = [[word[f"concepts-{head}"] for head in HEADS]]
    for item in view.items:
        shares = [percent(item.before / item.took), percent(item.after / item.took)]
        later = percent(item.later / item.took_later) if item.took_later else ""
        row: list[str | int | float] = [
            item.number,
            as_text(item.concept),
            item.lesson[:2],
            item.took,
            *shares,
            item.took_later or "",
            later,
        ]
        points = [in_points(value) for value in (item.change, *item.interval)]
        table.append([*row, *points, as_text(tell(item.wrong_before)), as_text(tell(item.wrong_after)), ""])
    if view.items:
        gain = "" if view.gain is None else round(view.gain, 2)
        change = in_points(view.after - view.before)
        means = [percent(view.before), percent(view.after)]
        table.append(["", word["concepts-all"], "", view.both, *means, "", "", change, "", "", "", "", gain])
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(table)
    return out.getvalue().encode("utf-8-sig")


def tell(most: Iterable[Misconception]) -> str:
    """Return the misconceptions that were chosen most, each with how many chose it."""
    return " / ".join(f"{entry.says} ({entry.count})" for entry in most)
