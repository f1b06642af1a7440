"""Reads a table cell by cell, and says in one line what is wrong with a cell."""

import csv
import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec

from course.content import language
from course.content.reader import ContentError, did_you_mean
from course.model.case import VOCABULARY

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


T = TypeVar("T")


class Row:
    """One line of a table. Its methods read one column each; an error names file, row and column."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str], key: str) -> None:
        self.cells = cells
        self.place = f"{file}, row {number} ({cells[key] or 'no ' + key})"

    def fail(self, column: str, problem: str, remedy: str) -> NoReturn:
        """Raise the error for ``column``: what is wrong and what to do about it."""
        stop = "" if problem.endswith("?") else "."
        raise ContentError(f"{self.place}, column {column}: {problem}{stop} {remedy}")

    def build(self, noun: type[T], /, **values: object) -> T:
        """Return the noun that the row describes; its closed vocabularies are checked by its own types, too."""
        try:
            return msgspec.convert(values, noun)
        except msgspec.ValidationError as error:
            raise ContentError(f"{self.place}: {error}. Compare it with a neighboring row.") from None

    def text(self, column: str, required: bool = True) -> str:
        """Return the cell, stripped."""
        value = self.cells[column].strip()
        if required and not value:
            self.fail(column, "the cell is empty", "Fill it in.")
        return value

    def identifier(self, column: str) -> str:
        """Return an id: lower-case letters, digits and single hyphens."""
        value = self.text(column)
        if not IDENTIFIER.fullmatch(value):
            self.fail(column, f"'{value}' is no id", "Use small letters, digits and hyphens: 'aceh-2005'.")
        return value

    def year(self, column: str, required: bool = False) -> int | None:
        """Return a year, or None for an empty cell."""
        value = self.text(column, required)
        if not value:
            return None
        if not re.fullmatch(r"(19|20)\d\d", value):
            self.fail(column, f"'{value}' is no year", "Write four digits, as in 2005.")
        return int(value)

    def date(self, column: str, required: bool = False) -> str:
        """Return an ISO date of any length ("2005", "2005-08", "2005-08-15") as it stands, or ""."""
        value = self.text(column, required)
        if value:
            try:
                if not DATE.fullmatch(value):
                    raise ValueError
                datetime.date.fromisoformat((value + "-01-01")[:10])
            except ValueError:
                self.fail(column, f"'{value}' is no date", "Write 2005, 2005-08 or 2005-08-15.")
        return value

    def word(self, column: str, value: str, allowed: Collection[str], what: str, remedy: str) -> str:
        """Return ``value`` if it is one of ``allowed``; else fail with the nearest ones."""
        if value not in allowed:
            self.fail(column, f"'{value}' is {what}{did_you_mean(value, allowed)}", remedy)
        return value

    def choice(self, column: str) -> str:
        """Return one word of the column's closed vocabulary."""
        return self.word(column, self.text(column), VOCABULARY[column], *_NO_WORD)

    def choices(self, column: str, required: bool = True) -> tuple[str, ...]:
        """Return the words of the column's closed vocabulary, separated by semicolons in the cell."""
        return tuple(self.word(column, word, VOCABULARY[column], *_NO_WORD) for word in self.items(column, required))

    def items(self, column: str, required: bool = True) -> tuple[str, ...]:
        """Return the parts of a cell separated by semicolons; the same part twice is an error."""
        parts = tuple(part.strip() for part in self.text(column, required).split(";") if part.strip())
        if len(set(parts)) < len(parts):
            twice = next(part for part in parts if parts.count(part) > 1)
            self.fail(column, f"'{twice}' stands there twice", "Keep one of them.")
        return parts

    def state(self, column: str, value: str, states: Collection[str]) -> str:
        """Return ``value`` if it is the ISO3 code of a state in ``states.csv``."""
        return self.word(column, value, states, *_NO_STATE)

    def names(self, column: str, ids: Collection[str], file: str, required: bool = True) -> tuple[str, ...]:
        """Return the ids in a cell, each of which must stand in ``file``."""
        remedy = f"Mend the id, or add the entry to {file}."
        return tuple(self.word(column, id, ids, f"not in {file}", remedy) for id in self.items(column, required))


_NO_WORD = ("not a word of this column", "README.md lists the words.")
_NO_STATE = ("no ISO3 code of states.csv", "Mend the code, or add the state to states.csv.")


def read_rows(path: Path, columns: tuple[str, ...], key: str) -> Iterator[Row]:
    """Yield the rows of a table whose first row names exactly ``columns``; ``key`` names a row in errors.

    Rows are numbered as a spreadsheet does, the first row being the names of the columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = [name.strip() for name in next(lines, [])]
            _check_header(path.name, header, columns)
            for number, line in enumerate(lines, start=2):
                if not any(cell.strip() for cell in line):
                    continue
                if len(line) != len(header):
                    raise ContentError(
                        f"{path.name}, row {number}: {len(line)} cells under {len(header)} columns. "
                        "Put a cell that contains a comma into double quotes."
                    )
                cells = language.lay_over_row(dict(zip(header, line, strict=True)), path)
                yield Row(path.name, number, cells, key)
    except FileNotFoundError:
        raise ContentError(f"{path.name}: there is no such file in {path.parent.name}/.") from None
    except UnicodeDecodeError as error:
        raise ContentError(
            f"{path.name}: not UTF-8 text (byte {error.start}). Save the table as 'CSV UTF-8'."
        ) from None
    except csv.Error as error:
        raise ContentError(f"{path.name}: {error}. Look for a double quote that is not closed.") from None


def _check_header(file: str, header: list[str], columns: tuple[str, ...]) -> None:
    for name in header:
        if name not in columns:
            hint = did_you_mean(name, columns) or "."
            semicolons = " Save the table with commas between the cells." if ";" in name else ""
            raise ContentError(f"{file}, row 1: there is no column '{name[:40]}'{hint}{semicolons}")
        if header.count(name) > 1:
            raise ContentError(f"{file}, row 1: column '{name}' stands there twice. Delete one of them.")
    for name in columns:
        if name not in header:
            raise ContentError(f"{file}, row 1: column '{name}' is missing. Put it back into the first row.")
