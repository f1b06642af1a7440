"""The table of a platform into which grades go: Moodle's grading worksheet, Canvas's gradebook export.

A teacher downloads it from the platform, lays it beside the hand-ins, and uploads it again with the grades in it. Which
column is which is found by how the table is built, never by a heading: a Moodle speaks the language of its site
(``mod/assign/gradingtable.php`` gives the order of columns, ``lib/gradebook_exporter.rb`` that of Canvas).
"""

import re
import statistics
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from course.content.headings import fold, headings
from course.content.interface import words
from course.model.language import with_commas, with_semicolons
from course.teacher.classroom.cells import Cells
from course.teacher.classroom.class_list import columns_of, is_test_student, name_in
from course.teacher.classroom.gradebook import Gradebook, Row, moodle_comment

Platform = Literal["moodle", "canvas"]

_NUMBERED = re.compile(r"\A(?P<word>\D{2,}?)(?P<number>\d+)\Z")
_DATE = re.compile(r"\d.*\D.*\d{4}|\d{4}\D.*\d", re.DOTALL)
_LONGEST_DATE = 80
_ASSIGNMENT = re.compile(r"\A(?P<title>.*)\((?P<id>\d+)\)\s*\Z", re.DOTALL)
_NOT_IN_FILES = re.compile(r"""[\s_&<>"`|':\\/.*?]+""")
_NOT_GRADED = {"N/A", "EX"}
"""What Canvas writes where an assignment is not given to a learner, and where a teacher has excused one."""


class GradeColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column that takes grades: its title, the most points there, 0 where none is said, and its decimal sign."""

    column: int
    title: str
    id: str = ""
    most: float = 0
    comma: bool = False


class GradeTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a platform. ``rows`` finds a learner's row by the number that the platform has for them.

    ``names`` has the name in each row, ``closed`` the rows for which the platform takes no grade, with the reason as a
    key of the words. ``feedback`` is the column for comments, None where the table has none. Without ``columns``
    nothing can be filled: the assignment has a scale of words.
    """

    platform: Platform
    file: str
    cells: Cells
    rows: Mapping[str, int]
    names: Mapping[int, str]
    columns: tuple[GradeColumn, ...]
    feedback: int | None = None
    closed: Mapping[int, str] = {}


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A table with the grades in it (None where none could go in), and what a teacher must know, in sentences."""

    file: str
    data: bytes | None
    lines: tuple[str, ...]


def recognize(file: str, cells: Cells) -> GradeTable | None:
    """Return what a table of a platform is, None where it is none."""
    return _canvas(file, cells) or _moodle(file, cells)


def _names(cells: Cells, rows: Iterable[int]) -> dict[int, str]:
    """Return who is in each row: by name, or where a worksheet has none (blind marking), as the platform says."""
    columns = columns_of(cells)
    return {n: name_in(cells, n, columns) or cells.says(n, 0).strip() for n in rows}


# --- Moodle's grading worksheet ---


def _moodle(file: str, cells: Cells) -> GradeTable | None:
    """Read a worksheet: identifier, name …, grade, maximum, [state], may be changed, … dates, then the comments."""
    rows = [n for n in range(1, len(cells.rows)) if cells.rows[n]]
    found = [_NUMBERED.match(cells.says(n, 0)) for n in rows]
    if not rows or not all(found) or len({match["word"] for match in found if match}) > 1:
        return None
    numbers = {match["number"]: n for match, n in zip(found, rows, strict=True) if match}
    noes = set(map(fold, headings().no))
    dates = [column for column in range(2, cells.width) if _are_dates(cells, rows, column)]
    for date in dates:
        # The column before the first date says whether a grade may be changed; a state of marking may stand before it.
        for most in (date - 2, date - 3):
            if most > 1 and (columns := _graded(cells, rows, most)) is not None:
                return GradeTable(
                    platform="moodle",
                    file=file,
                    cells=cells,
                    rows=numbers,
                    names=_names(cells, rows),
                    columns=columns,
                    feedback=after if (after := _last_date(cells, dates) + 1) < cells.width else None,
                    closed={n: "closed" for n in rows if fold(cells.says(n, date - 1)) in noes},
                )
    return None


def _last_date(cells: Cells, dates: Sequence[int]) -> int:
    """Return the column that says when the grade was last changed; behind it are the comments.

    Comments with a year in each may look like dates. "Last modified (submission)" and "Last modified (grade)" begin
    alike in every language that puts the difference in brackets; in another one the last column that looks so counts.
    """
    begins = [cells.says(0, date).partition("(") for date in dates]
    alike = [date for date, (word, bracket, _) in zip(dates, begins, strict=True) if bracket and word == begins[0][0]]
    return alike[-1] if len(alike) > 1 else dates[-1]


def _are_dates(cells: Cells, rows: Sequence[int], column: int) -> bool:
    said = [cells.says(n, column).strip() for n in rows]
    return all(one == "-" or (len(one) <= _LONGEST_DATE and _DATE.search(one)) for one in said)


def _graded(cells: Cells, rows: Sequence[int], most: int) -> tuple[GradeColumn, ...] | None:
    """Return the column of grades before that of the maximum; none of them for a scale; None where it is no maximum."""
    said = {cells.says(n, most).strip() for n in rows}
    if len(said) > 1:
        return None
    maximum = next(iter(said))
    if "\n" in maximum:
        return ()  # the words of a scale, one to a line
    top = number(maximum)
    if not top or any(cells.says(n, most - 1).strip() and number(cells.says(n, most - 1)) is None for n in rows):
        return None
    return (GradeColumn(column=most - 1, title=cells.says(0, most - 1), most=top, comma="," in maximum),)


# --- Canvas's gradebook export ---


def _canvas(file: str, cells: Cells) -> GradeTable | None:
    """Read an export: names, ID …, assignments with their number, totals that cannot be changed; points possible."""
    heads = [cell.text.strip() for cell in cells.rows[0]] if cells.rows else []
    if not heads or heads[0] not in {"Student", "LastName"} or "ID" not in heads[:3]:
        return None
    ids = heads.index("ID")
    possible = next((n for n in range(1, min(4, len(cells.rows))) if _is_possible(cells, n, ids)), None)
    rows = [n for n in range((possible or 0) + 1, len(cells.rows)) if cells.says(n, ids).strip().isdigit()]
    rows = [n for n in rows if not is_test_student(cells, n)]
    columns = []
    for column, head in enumerate(heads):
        match = _ASSIGNMENT.match(head)
        points = cells.says(possible, column).strip() if possible else ""
        # A total may end with the title of its period in brackets; below one the row says in words that it is fixed.
        if column > ids and match and (not points or number(points) is not None):
            title, id = match["title"].strip(), match["id"]
            columns.append(
                GradeColumn(column=column, title=title, id=id, most=number(points) or 0, comma="," in points)
            )
    return GradeTable(
        platform="canvas",
        file=file,
        cells=cells,
        rows={cells.says(n, ids).strip(): n for n in rows},
        names=_names(cells, rows),
        columns=tuple(columns),
    )


def _is_possible(cells: Cells, row: int, ids: int) -> bool:
    return bool(cells.rows[row]) and cells.says(row, 0).strip() == "Points Possible" and not cells.says(row, ids)


# --- Filling ---


def number(text: str) -> float | None:
    """Return a number as a platform writes it, with a point or a comma; None where it is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def choose(table: GradeTable, wanted: str, titles: Sequence[str]) -> GradeColumn | None:
    """Return the column that a teacher named by title or number; without a name the only one that it can be.

    ``titles`` are those of the lessons that count: an assignment that bears one of them is meant. A worksheet of Moodle
    has one column, whatever was named: the name is that of an assignment in Canvas.
    """
    if wanted and table.platform == "canvas":
        meant = wanted.strip().casefold()
        fitting = [
            column
            for column in table.columns
            if meant in (column.title.casefold(), column.id, called(column).casefold())
        ]
    elif len(table.columns) > 1:
        fitting = [
            column for column in table.columns if any(title.casefold() in column.title.casefold() for title in titles)
        ]
    else:
        fitting = list(table.columns)
    return fitting[0] if len(fitting) == 1 else None


def called(column: GradeColumn) -> str:
    """Return how Canvas heads a column: its title, and its number in brackets."""
    return f"{column.title} ({column.id})" if column.id else column.title


def will_fill(table: GradeTable, wanted: str = "", titles: Sequence[str] = ()) -> str:
    """Return into which column of a table grades will go, in a sentence; or why into none."""
    word = words()["fill"]
    if not table.columns:
        return word[f"nothing-{table.platform}"].format(file=table.file)
    if column := choose(table, wanted, titles):
        return word["will"].format(file=table.file, column=called(column))
    return word["which"].format(file=table.file, columns=with_semicolons(map(called, table.columns)))


def fill(table: GradeTable, book: Gradebook, wanted: str = "", titles: Sequence[str] = ()) -> Filled:
    """Fill in the grades of a class, and its comments where the table has a column for them.

    Grades are scaled to the most points of the column. A learner has a row where their file bore the platform's number
    and it is sure whose work it is. What cannot go in, and what stood there before, is said.
    """
    word = words()["fill"]
    column = choose(table, wanted, titles)
    if column is None:
        return Filled(file=table.file, data=None, lines=(will_fill(table, wanted, titles),))
    changes: dict[tuple[int, int], str] = {}
    told: dict[str, list[str]] = {key: [] for key in ("changed", "comments", "teams", *_REASONS)}
    graded: set[int] = set()
    teams = _teams(table, column, book)
    for row in book.rows:
        places = _places(table, teams, row)
        if not places:
            told["absent"].append(row.name)
        elif teams is not None:
            told["teams"].append(row.learner.label.name)
        for place in places:
            name = row.name if teams is None else table.names[place]
            graded.add(place)
            before = table.cells.says(place, column.column).strip()
            reason = "doubtful" if row.learner.is_doubtful else table.closed.get(place, "")
            reason = reason or ("kept" if before in _NOT_GRADED else "")
            if reason:
                told[reason].append(name)
            else:
                _fill_row(table, column, row, place, name, changes, told)
    if not graded:
        return Filled(file=table.file, data=None, lines=(word["nobody"].format(file=table.file),))
    told["missing"] = [table.names[place] for place in table.rows.values() if place not in graded]
    lines = [_summary(table, column, book, len({row for row, _ in changes}))]
    says = {
        "changed": word["changed"],
        "comments": word["comments"],
        "teams": word["teams"],
        "doubtful": word["doubtful"],
        "closed": word["closed"],
        "kept": word["kept"],
        "absent": word["absent"],
        "missing": word["missing"],
    }
    lines += [says[key].format(names=with_commas(names)) for key, names in told.items() if names]
    if changes:
        lines.append(word[table.platform])
    data = table.cells.fill(changes) if changes else None
    return Filled(file=table.file, data=data, lines=tuple(lines))


_REASONS = ("doubtful", "closed", "kept", "absent")


def _teams(table: GradeTable, column: GradeColumn, book: Gradebook) -> Mapping[str, Sequence[int]] | None:
    """Return the rows of each group where groups handed in together, None where everybody did for themself.

    Moodle's files bear the group's name and number then, and that number may be somebody's in the worksheet
    (``mod/assign/classes/downloader.php``). So a hand-in is a group's where a column before the grade has its name, and
    the row of its number has another.
    """
    if table.platform != "moodle":
        return None
    labels = [row.learner.label for row in book.rows if row.learner.label.lms == "moodle"]
    for groups in range(2, column.column):
        rows: dict[str, list[int]] = {}
        for place in table.rows.values():
            rows.setdefault(_in_file_name(table.cells.says(place, groups)), []).append(place)
        for label in labels:
            name, own = _in_file_name(label.name), table.rows.get(label.id)
            if name in rows and (own is None or _in_file_name(table.names[own]) != name):
                return rows
    return None


def _places(table: GradeTable, teams: Mapping[str, Sequence[int]] | None, row: Row) -> Sequence[int]:
    """Return the rows into which the grade of a hand-in goes."""
    label = row.learner.label
    if label.lms != table.platform:
        return ()
    if teams is not None:
        return teams.get(_in_file_name(label.name), ())
    return (table.rows[label.id],) if label.id in table.rows else ()


def _in_file_name(name: str) -> str:
    """Return what is left of a name where Moodle and the computer's own rules make the name of a file of it."""
    return _NOT_IN_FILES.sub("", unicodedata.normalize("NFC", name)).casefold()


def _fill_row(
    table: GradeTable,
    column: GradeColumn,
    row: Row,
    place: int,
    name: str,
    changes: dict[tuple[int, int], str],
    told: Mapping[str, list[str]],
) -> None:
    grade = _grade(row, column)
    before = table.cells.says(place, column.column).strip()
    if number(before) != number(grade):
        changes[place, column.column] = grade
        if before:
            told["changed"].append(f"{name} ({before} > {grade})")
    elif before:
        changes[place, column.column] = table.cells.says(place, column.column)
    comment = moodle_comment(row.comments)
    if table.feedback is not None and comment:
        earlier = table.cells.says(place, table.feedback).strip()
        if earlier and earlier != comment:
            told["comments"].append(name)
        changes[place, table.feedback] = comment


def _grade(row: Row, column: GradeColumn) -> str:
    """Return the grade of a learner in the points of a column, with two decimals at most and its decimal sign."""
    points = row.points * column.most / row.most if column.most and row.most else row.points
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if column.comma else text


def _summary(table: GradeTable, column: GradeColumn, book: Gradebook, count: int) -> str:
    most = statistics.mode([row.most for row in book.rows]) if book.rows else 0
    key = "filled" if column.most else "filled-unscaled"
    return words()["fill"][key].format(
        file=table.file, count=count, column=column.title, most=f"{column.most:g}", points=f"{most:g}"
    )
