"""A backup: the whole record as one file that a learner keeps, carries, or hands in."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from course.model.event import Event, EventId, Label, Moment, checked_event

from .log import Record
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
    id: EventId
    at: Moment
    lesson: Label
    item: Label
    kind: Label
    # Left as bytes until the rest is known to be a backup: a hostile body is not built for nothing.
    body: msgspec.Raw


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    format: str
    version: int
    record: Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{32})?\Z")]
    name: Annotated[str, msgspec.Meta(max_length=_LONGEST_NAME)]
    made_at: Moment
    course: Annotated[str, msgspec.Meta(max_length=50)]
    sha256: str
    events: list[_Line]


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


def make_backup(record: Record, name: str = "", when: datetime | None = None) -> bytes:
    """Return everything in ``record`` as one JSON file in UTF-8, one event a line, so that people can read it too.

    Raises RecordError if the record cannot be read.
    """
    return pack(record.events(), record.record_id(), name, when)


def pack(events: Iterable[Event], record_id: str, name: str = "", when: datetime | None = None) -> bytes:
    """Return ``events`` as a backup file of the record ``record_id``: what a teacher hands back has this form too."""
    events = list(_restorable(events))
    head = {
        "format": FORMAT,
        "version": VERSION,
        "record": record_id,
        "name": _clean_name(name),
        "made_at": (when or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "course": _course_version(),
        "sha256": _digest(events),
    }
    lines = [f' "{key}": '.encode() + msgspec.json.encode(value) for key, value in head.items()]
    items = b",\n".join(b"  " + msgspec.json.encode(event) for event in events)
    lines.append(b' "events": [\n' + items + b"\n ]")
    data = b"{\n" + b",\n".join(lines) + b"\n}\n"
    if len(data) > LARGEST or _parts(data) > _MOST_PARTS:
        raise _error("too-much")
    return data


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


def read_backup(data: bytes) -> Backup:
    """Return what the file ``data`` holds, checked to the last byte; raise BackupError, with the remedy, otherwise."""
    if len(data) > LARGEST:
        raise _error("huge")
    data = bytes(data).removeprefix(b"\xef\xbb\xbf").strip()  # some editors put a mark in front of a text file
    if not data.strip(b"\0"):
        raise _error("empty")
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        # Cut off, a backup still begins as one.
        ours = data.startswith(b"{") and FORMAT.encode() in data[:200]
        raise _error("damaged" if ours else "foreign") from None
    if head.format != FORMAT:
        raise _error("foreign")
    if head.version > VERSION:
        raise _error("newer")
    if _parts(data) > _MOST_PARTS:
        raise _error("damaged")
    try:
        file = msgspec.json.decode(data, type=_File)
        events = tuple(_event(line) for line in file.events)
    except (ValueError, RecursionError):  # msgspec's errors and UnicodeError are ValueErrors
        raise _error("damaged") from None
    twice = len({event.id for event in events}) < len(events)
    if head.version < 1 or twice or file.sha256 != _digest(events):
        raise _error("damaged")
    return Backup(record=file.record, name=file.name, made_at=file.made_at, course=file.course, events=events)


def restore(record: Record, data: bytes) -> Restored:
    """Take the backup ``data`` into ``record``, all or nothing; twice changes nothing.

    Raises BackupError if the file is no sound backup, RecordError if the record cannot be written.
    """
    backup = read_backup(data)
    new = record.merge(backup.events, adopt=backup.record)
    return Restored(new=new, known=len(backup.events) - new)


def _restorable(events: Iterable[Event]) -> Iterator[Event]:
    """Leave out what a damaged file has made unreadable: one such event would spoil the whole backup."""
    for event in events:
        with suppress(ValueError):
            yield checked_event(event)


def _parts(data: bytes) -> int:
    """Return an upper bound of the values in ``data``, found without building any of them."""
    return sum(data.count(mark) for mark in (b",", b"[", b"{"))


def _error(code: str) -> BackupError:
    message, remedy = _TROUBLES[code]
    return BackupError(message, remedy, f"backup-{code}")


def _event(line: _Line) -> Event:
    body: dict[str, Any] = msgspec.json.decode(line.body, type=dict)
    return checked_event(Event(id=line.id, at=line.at, lesson=line.lesson, item=line.item, kind=line.kind, body=body))


def _digest(events: Iterable[Event]) -> str:
    """Return the SHA-256 of the events in a form that spaces, line ends and the order of keys do not touch."""
    digest = hashlib.sha256()
    for event in events:
        digest.update(msgspec.json.encode(event, order="sorted"))
        digest.update(b"\n")
    return digest.hexdigest()


def _clean_name(name: str) -> str:
    shown = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cs"))
    return shown.strip()[:_LONGEST_NAME]


def _course_version() -> str:
    from importlib import metadata  # 30 ms, which opening a lesson need not pay

    try:
        return metadata.version("mediation-course")
    except metadata.PackageNotFoundError:
        return ""
