"""The tables that a learner counts in: ``data/*.toml`` describes them, ``data/*.csv`` of the same name holds the rows.

A description without rows is of a table that the course has already: cases, third_parties, states, findings.
"""

import functools
import keyword
import re
from pathlib import Path

from msgspec import structs

from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.content.rows import read_rows
from course.model.table import DataTable

TABLES = CONTENT / "data"
COURSE_TABLES = ("cases", "third_parties", "states", "findings")


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.toml")))


def read_table(path: Path) -> DataTable:
    """Read one description and its rows; raise ContentError with file, row, column and remedy."""
    table = convert({"id": path.stem, **read_toml(path)}, DataTable, f"data/{path.name}")
    for column in table.columns:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", column.name) or keyword.iskeyword(column.name):
            raise ContentError(
                f"data/{path.name}: the column '{column.name}' cannot be written in code. "
                "Use small letters, digits and underscores, as in trade_total."
            )
    rows_path = path.with_suffix(".csv")
    if path.stem in COURSE_TABLES:
        return table
    if not table.sources:
        raise ContentError(f"data/{path.name}: no source. Add at least one id of sources.toml.")
    columns = tuple(column.name for column in table.columns)
    rows = []
    for row in read_rows(rows_path, columns, columns[0]):
        cells = []
        for column in table.columns:
            cell = row.text(column.name, required=False)
            if column.number and cell:
                try:
                    float(cell)
                except ValueError:
                    row.fail(column.name, f"'{cell}' is no number", "Write digits only, with a point: 1234.5.")
            cells.append(cell)
        rows.append(tuple(cells))
    if not rows:
        raise ContentError(f"data/{rows_path.name}: the table has no rows. Restore it.")
    return structs.replace(table, rows=tuple(rows))


@functools.cache
def table(name: str) -> DataTable:
    """Return the table ``name`` with its description; raise ContentError with the nearest names if there is none."""
    if name not in names():
        raise ContentError(f"There is no table '{name}'{did_you_mean(name, names()) or '.'}")
    return read_table(TABLES / f"{name}.toml")
