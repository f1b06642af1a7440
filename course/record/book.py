"""A book: what one tab writes in one file, line by line, so that each line can be trusted or doubted by itself."""

import re
from typing import NamedTuple

import msgspec

from course.model.event import clean_event

from .rows import check_body, event_of
from .sums import Row, SummedRow, sum_of

FORMAT = "mediation-course-journal"
VERSION = 1
_ID = re.compile(rb'"id":"([0-9a-f]{32})"')


class Head(msgspec.Struct, frozen=True, order=True):
    """The first line: which record the book is of, and when that began. Of several, the earliest names the record."""

    begun: str
    record: str
    format: str = FORMAT
    version: int = VERSION


class _Line(msgspec.Struct):
    """An event, its body as the JSON that it was saved as, and its sum. Keys of later versions are read over."""

    id: str
    at: str
    lesson: str
    item: str
    kind: str
    body: msgspec.Raw
    sum: str = ""


class Content(NamedTuple):
    """What stands in the file of a book.

    ``lines`` are the whole lines after the head, as bytes without their line breaks, ``rows`` the events in them by
    the place of their line, each with the sum that it was saved with. Lines that have no row are broken; ``torn`` is
    what comes after the last line break: a tab was closed while it was written.
    """

    head: Head | None
    lines: list[bytes]
    rows: dict[int, SummedRow]
    torn: bytes


_HEAD = msgspec.json.Decoder(Head)
_LINE = msgspec.json.Decoder(_Line)


def head_line(head: Head) -> bytes:
    """Return the first line of a book."""
    return msgspec.json.encode(head) + b"\n"


def event_line(row: Row, check_sum: bytes) -> bytes:
    """Return the line of an event that stands in ``row``."""
    id, at, lesson, item, kind, body = row
    line = _Line(id, at, lesson, item, kind, msgspec.Raw(body.encode()), check_sum.hex())
    return msgspec.json.encode(line) + b"\n"


def read_book(data: bytes) -> Content:
    """Return what stands in ``data``; nothing in it is an error, for whatever can be read is somebody's work."""
    first, *lines, torn = data.split(b"\n") if b"\n" in data else (b"", data)
    rows = {place: row for place, line in enumerate(lines) if (row := _row_of(line)) is not None}
    return Content(_head_of(first), lines, rows, torn)


def id_in(line: bytes) -> str:
    """Return the id of the event in a line that is broken, "" where it does not show."""
    found = _ID.search(line)
    return found[1].decode() if found else ""


def _head_of(line: bytes) -> Head | None:
    try:
        return _HEAD.decode(line)
    except ValueError:  # msgspec's errors and UnicodeError are ValueErrors
        return None


def _row_of(line: bytes) -> SummedRow | None:
    try:
        read = _LINE.decode(line)
        text = bytes(read.body).decode()
        row = (read.id, read.at, read.lesson, read.item, read.kind, text)
        kept = _sum_of(read.sum)
        if kept != sum_of(row):
            clean_event(event_of(row))  # a disk has altered it: it is kept only as far as it is still an event
        check_body(text)
    except (ValueError, TypeError, RecursionError):
        return None
    return (*row, kept)


def _sum_of(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
