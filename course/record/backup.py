"""A backup: the whole record as one file that a learner keeps, carries, or hands in."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Annotated, Any, NamedTuple

import msgspec

from course.model.event import Event, Moment, clean_event

from .log import Record
from .plain import Sieve
from .rows import body_text
from .trouble import RecordError

FORMAT = "mediation-course-backup"
VERSION = 1
LARGEST = 50_000_000  # bytes
# Millions of tiny lists fit into 50 MB and would take gigabytes once built. Work that learners do has, at its very
# smallest events, one of these marks in 20 bytes.
_MOST_PARTS = 3_000_000
_LONGEST_NAME = 100


class BackupError(RecordError):
    """A file could not be taken in as a backup, or a backup could not be made; nothing was changed."""


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. ``record`` is the random id of the record that it came from, or "" if that was empty."""

    record: str
    name: str
    made_at: str
    course: str
    events: tuple[Event, ...]


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """How many events a restore brought in, and how many were here already."""

    new: int
    known: int


class _Head(msgspec.Struct):
    """What every version of the format has; other keys are passed over without being built."""

    format: str
    version: int


class _Line(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An event of a file. What its fields may hold is looked at afterwards: that is quicker for many."""

    id: str
    at: str
    lesson: str
    item: str
    kind: str
    body: dict[str, Any]


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    format: str
    version: int
    record: Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{32})?\Z")]
    name: Annotated[str, msgspec.Meta(max_length=_LONGEST_NAME)]
    made_at: Moment
    course: Annotated[str, msgspec.Meta(max_length=50)]
    sha256: str
    # Left as bytes until the rest is known to be a backup: a hostile body is not built for nothing.
    events: list[msgspec.Raw]


_LINE = msgspec.json.Decoder(_Line)
_SORTED = msgspec.json.Encoder(order="sorted")
_ANYTHING = re.compile(rb"[^\0\s]")
_MARK = b"\xef\xbb\xbf"  # some editors put it in front of a text file


_TROUBLES = {
    "empty": (
        "This file is empty.",
        "Download the backup again, or choose an older one.",
    ),
    "huge": (
        "This file is larger than 50 MB, which no backup of the course is.",
        "Choose the file that the backup button gave you; its name ends in .course.json.",
    ),
    "foreign": (
        "This file is not a backup of the course.",
        "Choose the file that the backup button gave you; its name ends in .course.json.",
    ),
    "damaged": (
        "This backup is damaged: a part of it is missing or was changed.",
        "Download or copy it again, or choose an older backup.",
    ),
    "newer": (
        "This backup was made by a newer version of the course.",
        "Update the course, then restore it again.",
    ),
    "too-much": (
        "Your work is larger than what fits into one backup file, which is 50 MB.",
        "Keep a copy of the whole folder my_work instead.",
    ),
}


class Packed(NamedTuple):
    """A backup file as ``data``: how many ``events`` it holds, and how many it could not take in (``left_out``)."""

    data: bytes
    events: int
    left_out: int


def make_backup(record: Record, name: str = "", when: datetime | None = None) -> bytes:
    """Return everything in ``record`` as one JSON file in UTF-8, one event a line, so that people can read it too.

    Raises RecordError if the record cannot be read.
    """
    return pack_record(record, name, when).data


def pack_record(record: Record, name: str = "", when: datetime | None = None) -> Packed:
    """Return everything in ``record`` as a backup file, and what had to be left out of it."""
    record_id = record.record_id()
    try:
        with record.streaming() as (events, count):
            return _pack(events, Sieve().checked, count, record_id, name, when)
    except BackupError:
        raise
    except RecordError as error:
        if error.code not in ("damaged", "read-only"):
            raise
    readable = record.events()
    return _pack(readable, Sieve().checked, len(readable), record_id, name, when)


def pack(events: Iterable[Event], record_id: str, name: str = "", when: datetime | None = None) -> bytes:
    """Return ``events`` as a backup file of the record ``record_id``: what a teacher hands back has this form too."""
    return _pack(events, clean_event, 0, record_id, name, when).data


def _pack(
    events: Iterable[Event],
    check: Callable[[Event], Event],
    count: int,
    record_id: str,
    name: str,
    when: datetime | None,
) -> Packed:
    """Write each event as it comes; the sum of all of them stands before them, and is put there at the end."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "record": record_id,
        "name": _clean_name(name),
        "made_at": (when or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "course": _course_version(),
        "sha256": "0" * 64,
    }
    file = BytesIO()
    file.write(b"{\n" + b",\n".join(f' "{key}": '.encode() + msgspec.json.encode(value) for key, value in head.items()))
    place_of_sum = file.tell() - 65
    file.write(b',\n "events": [\n')
    digest = hashlib.sha256()
    packed = 0
    for event in events:
        try:
            event = check(event)
        except ValueError:
            continue  # a damaged file has made it unreadable; it would spoil the whole backup
        line = msgspec.json.encode(event)
        file.write(b",\n  " if packed else b"  ")
        file.write(line)
        digest.update(_SORTED.encode(event))
        digest.update(b"\n")
        packed += 1
        if file.tell() > LARGEST:
            raise _error("too-much")
    file.write(b"\n ]\n}\n")
    file.seek(place_of_sum)
    file.write(digest.hexdigest().encode())
    data = file.getvalue()
    if len(data) > LARGEST or _parts(data) > _MOST_PARTS:
        raise _error("too-much")
    return Packed(data, packed, max(0, count - packed))


def backup_name(record: Record, when: datetime, name: str = "") -> str:
    """Return a file name without spaces, such as ``my-work-amina-2026-11-22-1510.course.json``.

    ``name`` is the learner's; if it is not given, the newest "profile" event of the record with a ``name`` gives it.
    """
    name = name or next(
        (
            event.body["name"]
            for event in reversed(record.events(kind="profile"))
            if isinstance(event.body.get("name"), str)
        ),
        "",
    )
    slug = "-".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).lower()))[:40].strip("-")
    return "-".join(part for part in ("my-work", slug, f"{when:%Y-%m-%d-%H%M}") if part) + ".course.json"


def read_backup(data: bytes, sieve: Sieve | None = None) -> Backup:
    """Return what the file ``data`` holds, checked to the last byte; raise BackupError, with the remedy, otherwise.

    Whoever reads the files of a class gives them one ``sieve``: what all learners answer is looked at closely once.
    """
    file = _read_file(data)
    events: list[Event] = []
    _check(file, events.append, sieve)
    return Backup(record=file.record, name=file.name, made_at=file.made_at, course=file.course, events=tuple(events))


def restore(record: Record, data: bytes) -> Restored:
    """Take the backup ``data`` into ``record``, all of it or nothing.

    Raises BackupError if the file is not a sound backup, RecordError if it cannot be saved.
    """
    file = _read_file(data)
    _check(file, lambda event: None)
    if not file.events:
        return Restored(new=0, known=0)
    new = record.merge_ready(_ready(file), adopt=file.record)
    return Restored(new=new, known=len(file.events) - new)


def _read_file(data: bytes) -> _File:
    """Return the file with its events still as they lie in it; BackupError if it is no backup of ours."""
    if len(data) > LARGEST:
        raise _error("huge")
    if not _ANYTHING.search(data):
        raise _error("empty")
    content = memoryview(data)[len(_MARK) :] if data.startswith(_MARK) else memoryview(data)
    try:
        head = msgspec.json.decode(content, type=_Head)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        # Cut off, a backup still begins as one.
        start = bytes(content[:1000]).lstrip()[:200]
        raise _error("damaged" if start.startswith(b"{") and FORMAT.encode() in start else "foreign") from None
    if head.format != FORMAT:
        raise _error("foreign")
    if head.version > VERSION:
        raise _error("newer")
    if head.version < 1 or _parts(data) > _MOST_PARTS:
        raise _error("damaged")
    try:
        return msgspec.json.decode(content, type=_File)
    except (ValueError, RecursionError):  # msgspec's errors and UnicodeError are ValueErrors
        raise _error("damaged") from None


def _check(file: _File, take: Callable[[Event], object], sieve: Sieve | None = None) -> None:
    """Look at every event, and ``take`` it; BackupError if one is not fit to be kept, or the sum is another."""
    sieve, digest = sieve or Sieve(), hashlib.sha256()
    ids: set[bytes] = set()
    try:
        for line in file.events:
            event = sieve.checked(_event(line))
            ids.add(bytes.fromhex(event.id))
            digest.update(_SORTED.encode(event))
            digest.update(b"\n")
            take(event)
    except (ValueError, TypeError, RecursionError):
        raise _error("damaged") from None
    if len(ids) < len(file.events) or file.sha256 != digest.hexdigest():
        raise _error("damaged")


def _ready(file: _File) -> Iterator[tuple[Event, str]]:
    """Give the events of a file that was checked, each with its body as JSON."""
    for line in file.events:
        event = _event(line)
        yield event, body_text(event.body)


def _parts(data: bytes) -> int:
    """Return an upper bound of the values in ``data``, found without building any of them."""
    return sum(data.count(mark) for mark in (b",", b"[", b"{"))


def _error(code: str) -> BackupError:
    message, remedy = _TROUBLES[code]
    return BackupError(message, remedy, f"backup-{code}")


def _event(line: msgspec.Raw) -> Event:
    read = _LINE.decode(line)
    return Event(id=read.id, at=read.at, lesson=read.lesson, item=read.item, kind=read.kind, body=read.body)


def _clean_name(name: str) -> str:
    printable = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cs"))
    return printable.strip()[:_LONGEST_NAME]


def _course_version() -> str:
    from importlib import metadata  # 30 ms, which opening a lesson need not pay

    try:
        return metadata.version("mediation-course")
    except metadata.PackageNotFoundError:
        return ""
