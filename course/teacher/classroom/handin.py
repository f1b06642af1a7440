"""Reads the work that a class handed in: every backup in a folder, its subfolders, and the zip files in it."""

import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from course.answers.profile import read_name
from course.content.interface import words
from course.model.event import Event
from course.record import Backup, BackupError, read_backup
from course.record.backup import LARGEST
from course.teacher.classroom.label import Label, read_label

RESULTS = "class_results"
"""The folder that `collect` writes. It is passed over when the class is read again."""
MOST_FILES_IN_ZIP = 5_000
DEEPEST_ZIP = 2
_UNPACKABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError)
_NOISE = {"__MACOSX", "Thumbs.db", "desktop.ini"}


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A file that could not be used, and why, in one sentence."""

    file: str
    why: str


class HandIn(msgspec.Struct, frozen=True, kw_only=True):
    """The work of one record. ``events`` are those of all its files, each once, oldest first.

    ``record`` is its random id. ``name`` is what the learner calls themself, or what the file name says, or "".
    """

    record: str
    name: str
    label: Label
    files: tuple[str, ...]
    made_at: str
    events: tuple[Event, ...]


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """Two hand-ins in which ``count`` entries are the very same: work that was copied, or merged from two computers."""

    one: str
    other: str
    count: int


class HandedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A class: its hand-ins by name, the files that were left out, and the pairs that share work."""

    learners: tuple[HandIn, ...]
    skipped: tuple[Skipped, ...]
    doubles: tuple[Skipped, ...]
    shared: tuple[Shared, ...]
    files: int


def is_zip(path: Path) -> bool:
    """Whether this is a zip file, which is read like a folder that holds nothing else."""
    return path.suffix.lower() == ".zip" and path.is_file()


def read_folder(folder: Path) -> HandedIn:
    """Read every backup under ``folder``, or in the zip file of that name; raise OSError when it cannot be read."""
    if is_zip(folder):
        return read_files(_opened(folder.name, folder))
    os.listdir(folder)  # says at once that the folder is missing or closed
    return read_files(_files(folder))


def read_files(files: Iterable[tuple[str, bytes | str]]) -> HandedIn:
    """Read hand-ins from pairs of path and content; a content of type str says why a file could not be read."""
    said = words()["collect"]
    skipped: list[Skipped] = []
    by_record: dict[str, list[tuple[str, Backup]]] = {}
    count = 0
    for path, data in files:
        count += 1
        if isinstance(data, str):
            skipped.append(Skipped(file=path, why=data))
            continue
        try:
            backup = read_backup(data)
        except BackupError as error:
            skipped.append(Skipped(file=path, why=error.message))
            continue
        own = [event for event in backup.events if event.kind != "mark"]
        if backup.events and not own:
            skipped.append(Skipped(file=path, why=said["only-marks"]))
        else:
            # An empty record has no id; each such file stands for itself.
            by_record.setdefault(backup.record or f"file:{path}", []).append((path, backup))
    doubles: list[Skipped] = []
    learners = []
    for record, found in by_record.items():
        learner, refused = _joined(record, found)
        learners.append(learner)
        skipped += [Skipped(file=path, why=said["contradicts"].format(file=learner.files[0])) for path in refused]
        doubles += [Skipped(file=path, why=said["double"].format(file=learner.files[0])) for path in learner.files[1:]]
    learners.sort(key=lambda one: (not one.name, one.name.casefold(), one.label.id, one.files))
    return HandedIn(
        learners=tuple(learners),
        skipped=tuple(skipped),
        doubles=tuple(doubles),
        shared=tuple(_shared(learners)),
        files=count,
    )


def _joined(record: str, found: list[tuple[str, Backup]]) -> tuple[HandIn, list[str]]:
    """Join the backups of one record, the newest first; return it, and the files that contradict the newest."""
    found = sorted(found, key=lambda pair: (pair[1].made_at, pair[0]), reverse=True)
    events: dict[str, Event] = {}
    files, refused = [], []
    for path, backup in found:
        if any(events.get(one.id, one) != one for one in backup.events):
            refused.append(path)
            continue
        events.update((one.id, one) for one in backup.events)
        files.append(path)
    ordered = tuple(sorted(events.values(), key=lambda one: (one.at, one.id)))
    labels = [read_label(path) for path in files]
    label = next((one for one in labels if one.id), labels[0])
    names = [backup.name for path, backup in found if path in files]
    name = next((" ".join(name.split()) for name in (*names, read_name(ordered), label.name) if name.strip()), "")
    return (
        HandIn(record=record, name=name, label=label, files=tuple(files), made_at=found[0][1].made_at, events=ordered),
        refused,
    )


def _shared(learners: list[HandIn]) -> Iterator[Shared]:
    """Give the pairs of records with entries of the same id: ids are random, so this is never chance."""
    holders: dict[str, list[int]] = {}
    for n, learner in enumerate(learners):
        for event in learner.events:
            if event.kind != "mark":
                holders.setdefault(event.id, []).append(n)
    counts: dict[tuple[int, int], int] = {}
    for who in holders.values():
        for a in range(len(who)):
            for b in range(a + 1, len(who)):
                counts[who[a], who[b]] = counts.get((who[a], who[b]), 0) + 1
    for (a, b), count in sorted(counts.items()):
        yield Shared(one=learners[a].files[0], other=learners[b].files[0], count=count)


# --- Files ---


def _files(folder: Path) -> Iterator[tuple[str, bytes | str]]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not _is_noise(one) and one != RESULTS)
        for name in sorted(names):
            path = Path(where) / name
            if not _is_noise(name):
                yield from _opened(path.relative_to(folder).as_posix(), path)


def _is_noise(name: str) -> bool:
    return name.startswith(".") or name in _NOISE


def _opened(shown: str, path: Path) -> Iterator[tuple[str, bytes | str]]:
    said = words()["collect"]
    try:
        if not path.is_file():
            yield shown, said["no-file"]
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from _unpacked(shown, archive, 1)
        elif path.stat().st_size > LARGEST:
            yield shown, said["huge"]
        else:
            yield shown, path.read_bytes()
    except zipfile.BadZipFile:
        yield shown, said["bad-zip"]
    except OSError:
        yield shown, said["unreadable"]


def _unpacked(shown: str, archive: zipfile.ZipFile, depth: int) -> Iterator[tuple[str, bytes | str]]:
    said = words()["collect"]
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > MOST_FILES_IN_ZIP:
        yield shown, said["many"].format(most=MOST_FILES_IN_ZIP)
        return
    for entry in entries:
        if any(_is_noise(part) for part in PurePosixPath(entry.filename).parts):
            continue
        name = f"{shown}/{entry.filename}"
        try:
            # What the list of contents says of a size may be a lie, so no more than a backup's length is unpacked.
            with archive.open(entry) as file:
                data = file.read(LARGEST + 1)
            if len(data) > LARGEST:
                yield name, said["huge"]
            elif not entry.filename.lower().endswith(".zip"):
                yield name, data
            elif depth < DEEPEST_ZIP:
                with zipfile.ZipFile(io.BytesIO(data)) as inner:
                    yield from _unpacked(name, inner, depth + 1)
            else:
                yield name, said["deep-zip"]
        except _UNPACKABLE:
            # A member that is cut off, encrypted, or packed in a way that Python does not know.
            yield name, said["bad-zip"]
