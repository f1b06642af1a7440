"""A CSV file as cells that know where they stand, so that some can be filled and every other byte stays as it was.

Python's ``csv`` reads and writes such files, but does not say how a cell was written: whether it had quotation marks,
how lines ended, what stood behind the last one. A file that belongs to a platform goes back as it came.
"""

from collections.abc import Iterator, Mapping

import msgspec

from course.content.interface import words
from course.model.error import CourseError

SEPARATORS = (",", ";", "\t")
_ENDS = "\r\n"
_MOST = 200_000  # cells; a class of a thousand with a hundred columns has half as many
_MARK = "\ufeff"


class CellsError(CourseError):
    """A file is no table that can be read. The message says why, and how to save it instead."""


class Cell(msgspec.Struct, frozen=True):
    """What a cell says, and where it is written: from ``start`` up to ``end``, quotation marks included."""

    text: str
    start: int
    end: int


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """A file as ``text`` (with its mark of byte order, where it has one), and its ``rows`` of cells."""

    text: str
    separator: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def head(self) -> int:
        """Return which row has the headings: the first one in which something stands."""
        return next((n for n, row in enumerate(self.rows) if any(cell.text.strip() for cell in row)), 0)

    @property
    def width(self) -> int:
        """Return how many columns the row with the headings has."""
        return len(self.rows[self.head]) if self.rows else 0

    def says(self, row: int, column: int) -> str:
        """Return what a cell says, "" where the row is shorter."""
        cells = self.rows[row]
        return cells[column].text if column < len(cells) else ""

    def fill(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with other texts in the cells that ``changes`` names by row and column.

        A cell keeps its quotation marks; one without gets them where its new text needs them.
        """
        pieces, at = [], 0
        for row, column in sorted(changes):
            cell, new = self.rows[row][column], changes[row, column]
            is_quoted = self.text[cell.start : cell.start + 1] == '"'
            pieces += [self.text[at : cell.start], self._written(new, is_quoted=is_quoted)]
            at = cell.end
        return "".join([*pieces, self.text[at:]]).encode()

    def _written(self, text: str, *, is_quoted: bool) -> str:
        if is_quoted or any(sign in text for sign in (self.separator, '"', *_ENDS)):
            return '"' + text.replace('"', '""') + '"'
        return text


def read_cells(data: bytes) -> Cells:
    """Read a CSV file in UTF-8 that parts its cells with a comma, a semicolon or a tab; raise CellsError otherwise."""
    word = words()["collect"]
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise CellsError(word["table-not-utf8"]) from None
    if "\0" in text:
        raise CellsError(word["table-not-utf8"])
    first = len(_MARK) if text.startswith(_MARK) else 0
    # The heading tells: the separator that makes the most of it. At a tie the usual one.
    separator = max(SEPARATORS, key=lambda sign: len(next(filter(None, _rows(text, first, sign)), ())))
    rows: list[tuple[Cell, ...]] = []
    count = 0
    for row in _rows(text, first, separator):
        rows.append(row)
        count += len(row)
        if count > _MOST:
            raise CellsError(word["table-huge"])
    return Cells(text=text, separator=separator, rows=tuple(rows))


def _rows(text: str, at: int, separator: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a text from ``at`` on; an empty line is a row without cells, as for ``csv.reader``."""
    row: list[Cell] = []
    while at < len(text):
        if not row and text[at] in _ENDS:
            yield ()
            at = _next_line(text, at)
            continue
        cell = _cell(text, at, separator)
        row.append(cell)
        at = cell.end
        if at < len(text) and text[at] == separator:
            at += 1
            if at < len(text) and text[at] not in _ENDS:
                continue
            row.append(Cell("", at, at))
        yield tuple(row)
        row = []
        at = _next_line(text, at)


def _next_line(text: str, at: int) -> int:
    return at + 2 if text[at : at + 2] == "\r\n" else at + 1


def _cell(text: str, start: int, separator: str) -> Cell:
    """Return the cell that begins at ``start``. Quotation marks count only where they open it."""
    said, at = [], start
    if text[at] == '"':
        at += 1
        while True:
            end = text.find('"', at)
            if end < 0:
                said.append(text[at:])
                return Cell("".join(said), start, len(text))
            said.append(text[at:end])
            at = end + 1
            if text[at : at + 1] != '"':
                break
            said.append('"')
            at += 1
    rest = at
    while at < len(text) and text[at] != separator and text[at] not in _ENDS:
        at += 1
    said.append(text[rest:at])
    return Cell("".join(said), start, at)
