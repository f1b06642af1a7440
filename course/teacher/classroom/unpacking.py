"""The files of a class, out of folders and zip files, at a cost that no file can drive up.

A learner's zip file may be anything. Every hand-in therefore has a budget, and so has the whole run; what goes beyond
is one line in the report, and the rest of the class is read.
"""

import io
import os
import stat
import time
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from course.content.interface import words
from course.record.backup import LARGEST
from course.teacher.classroom.classfile import BESIDE, ENDING, is_class_file, read_class_file
from course.teacher.classroom.label import is_zip_name, parts_of, platform_place, read_label

RESULTS = "class_results"
"""The folder that `collect` writes. It is passed over when the class is read again."""
DEEPEST_ZIP = 2
# A list of contents of this size names so many files and more; longer ones are built to fill the memory.
_LONGEST_DIRECTORY = 2_000_000
_MOST_NAMED = 10_000
_CHUNK = 1_000_000
_NOISE = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_HAND_INS = (".course.json", ".zip")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What reading may cost: bytes unpacked, files in zip files, seconds spent on unpacking, entries of backups."""

    bytes: int
    members: int
    seconds: float
    events: int


EACH = Limits(bytes=24_000_000, members=500, seconds=2, events=30_000)
"""For one hand-in. Somebody who does the whole course twice makes some 3,000 entries in 1 MB."""
ALL = Limits(bytes=2_000_000_000, members=20_000, seconds=60, events=1_000_000)
"""For a whole class."""


class Budget:
    """What is left for each hand-in and for the run."""

    def __init__(self, each: Limits = EACH, all: Limits = ALL) -> None:
        self._each, self._all = each, all
        self._spent: dict[str, dict[str, float]] = {}
        self.closed: set[str] = set()

    def spend(self, hand_in: str, **amounts: float) -> bool:
        """Take amounts (by the names of the limits) off; return False, and close the hand-in, when they are gone."""
        for whose, limits in ((hand_in, self._each), ("", self._all)):
            spent = self._spent.setdefault(whose, {})
            for what, amount in amounts.items():
                spent[what] = spent.get(what, 0) + amount
                if spent[what] > getattr(limits, what):
                    self.closed.add(hand_in)
        return hand_in not in self.closed


class Content(NamedTuple):
    """One file: its path, its bytes or the sentence that says why there are none, and the hand-in it belongs to."""

    path: str
    data: bytes | str
    hand_in: str


def hand_in_of(path: str) -> str:
    """Return the part of a path that stands for one hand-in: down to what a platform named, or the whole path."""
    place = platform_place(path)
    return path if place is None else "/".join(parts_of(path)[: place + 1])


def is_zip(path: Path) -> bool:
    """Whether this is a zip file or the file of a live class, which is read like a folder that holds nothing else."""
    return path.is_file() and (is_zip_name(path.name) or path.suffix == ENDING)


def files_in(folder: Path, budget: Budget, aside: Collection[str] = ()) -> Iterator[Content]:
    """Yield every file under ``folder``, or in the zip file of that name; raise OSError when it cannot be read.

    Files directly in the folder that bear a name of ``aside`` are no hand-ins, and are passed over.
    """
    if is_zip(folder):
        yield from _open(_readable(folder.name), folder, budget, is_class=True)
        return
    os.listdir(folder)  # says at once that the folder is missing or closed
    yield from _walk(folder, budget, aside)


def _walk(folder: Path, budget: Budget, aside: Collection[str]) -> Iterator[Content]:
    closed: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=closed.append):
        here = Path(where)
        for name in sorted(folders):
            if _is_noise(name) or name == RESULTS:
                yield from _pass_over(folder, here / name)
            elif (here / name).is_symlink():
                yield _name_link(folder, here / name)
        folders[:] = sorted(name for name in folders if not _is_noise(name) and name != RESULTS)
        for name in sorted(names):
            path = here / name
            if here == folder and name in aside:
                continue
            shown_path = _readable(path.relative_to(folder).as_posix())
            if not _is_noise(name) and path.is_symlink():
                yield _name_link(folder, path)
            elif not _is_noise(name):
                yield from _open(shown_path, path, budget)
            elif _has_hand_in_name(name):
                yield Content(shown_path, words()["collect"]["hidden"], shown_path)
    for error in closed:
        shown_path = _readable(Path(error.filename).relative_to(folder).as_posix())
        yield Content(shown_path, words()["collect"]["unreadable"], hand_in_of(shown_path))


def _name_link(folder: Path, link: Path) -> Content:
    """Name a link, which is not followed: it may lead to another learner's work, or to the teacher's own files."""
    shown_path = _readable(link.relative_to(folder).as_posix())
    return Content(shown_path, words()["collect"]["link"], hand_in_of(shown_path))


def _pass_over(folder: Path, passed: Path) -> Iterator[Content]:
    """Name the hand-ins that lie directly in a folder that is not read."""
    try:
        names = sorted(os.listdir(passed))
    except OSError:
        return
    why = words()["collect"]["in-results" if passed.name == RESULTS else "hidden"]
    for name in names:
        if _has_hand_in_name(name):
            shown_path = _readable((passed / name).relative_to(folder).as_posix())
            yield Content(shown_path, why.format(folder=RESULTS), shown_path)


def _is_noise(name: str) -> bool:
    # "~$" begins what an office program keeps beside a file that is open.
    return name.startswith((".", "~$")) or name in _NOISE or name.endswith(BESIDE)


def _has_hand_in_name(name: str) -> bool:
    # "._name" is what macOS keeps beside a file.
    return name.lower().endswith(_HAND_INS) and not name.startswith("._")


def _readable(name: str) -> str:
    """Return a name from a disk: accents in one piece, and bytes that are no UTF-8 as replacement signs."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _open(shown_path: str, path: Path, budget: Budget, *, is_class: bool = False) -> Iterator[Content]:
    word = words()["collect"]
    hand_in = hand_in_of(shown_path)
    try:
        if not path.is_file():
            yield Content(shown_path, word["no-file"], hand_in)
        elif is_zip_name(path.name):
            with path.open("rb") as file:
                yield from _unzip(shown_path, file, 1, budget, "" if is_class else hand_in)
        elif is_class_file(path):
            # Our own file, written on this computer: only what is packed for each person is counted.
            for name, data in read_class_file(path):
                own = f"{shown_path}/{name}"
                yield Content(own, data if budget.spend(own, bytes=len(data)) else word["over-budget"], own)
        elif path.stat().st_size > LARGEST:
            yield Content(shown_path, word["huge"], hand_in)
        elif not budget.spend(hand_in, bytes=path.stat().st_size):
            yield Content(shown_path, word["over-budget"], hand_in)
        else:
            yield Content(shown_path, path.read_bytes(), hand_in)
    except OSError:
        yield Content(shown_path, word["unreadable"], hand_in)


def _unzip(shown_path: str, file: IO[bytes], depth: int, budget: Budget, hand_in: str) -> Iterator[Content]:
    """Yield what a zip file holds; ``hand_in`` is "" for the zip file of a class, in which every part is its own."""
    word = words()["collect"]
    whose = hand_in or shown_path
    try:
        if _directory_size(file) > _LONGEST_DIRECTORY:
            yield Content(shown_path, word["many"].format(most=f"{_MOST_NAMED:,}"), whose)
            return
        archive = zipfile.ZipFile(file)
    # A damaged list of contents can raise anything.
    except Exception:
        yield Content(shown_path, word["bad-zip"], whose)
        return
    with archive:
        entries = [(entry, f"{shown_path}/{_zip_name(entry)}") for entry in archive.infolist() if not entry.is_dir()]
        labels = {(label.lms, label.id) for _, path in entries if (label := read_label(path)).id}
        # What a platform hands out for a whole class is no hand-in of its own either.
        is_class = not hand_in or (hand_in == shown_path and len(labels) > 1)
        for entry, path in entries:
            owner = _owner(shown_path, path) if is_class else whose
            yield from _member(archive, entry, path, depth, budget, owner)


def _owner(shown_path: str, path: str) -> str:
    """Return the hand-in of a member of a class's zip file: what a platform named, or the first part inside."""
    place = platform_place(path)
    return (
        hand_in_of(path)
        if place is not None
        else "/".join([shown_path, path.removeprefix(f"{shown_path}/").split("/")[0]])
    )


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, depth: int, budget: Budget, hand_in: str
) -> Iterator[Content]:
    word = words()["collect"]
    if hand_in in budget.closed:
        return
    inner = parts_of(path)[-1:] or [""]
    if any(_is_noise(part) for part in parts_of(_zip_name(entry))):
        if _has_hand_in_name(inner[0]):
            yield Content(path, word["hidden"], hand_in)
        return
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield Content(path, word["link"], hand_in)
        return
    try:
        data = _read(archive, entry, budget, hand_in)
    # A member that is cut off, encrypted, or packed in a way that Python does not know. Every codec has errors of its
    # own, a newer Python has newer codecs, and one may ask for more memory than there is.
    except Exception:
        yield Content(path, word["bad-zip"], hand_in)
        return
    if data is None:
        yield Content(hand_in, word["over-budget"], hand_in)
    elif not is_zip_name(inner[0]):
        yield Content(path, data, hand_in)
    elif depth < DEEPEST_ZIP:
        yield from _unzip(path, io.BytesIO(data), depth + 1, budget, hand_in)
    else:
        yield Content(path, word["deep-zip"], hand_in)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, hand_in: str) -> bytes | None:
    """Return the bytes of a member, None when the budget is gone. The size in the list of contents may be a lie."""
    if not budget.spend(hand_in, members=1):
        return None
    pieces: list[bytes] = []
    with archive.open(entry) as file:
        while True:
            start = time.monotonic()
            piece = file.read(_CHUNK)
            if not budget.spend(hand_in, bytes=len(piece), seconds=time.monotonic() - start):
                return None
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of a member as its maker meant it.

    Where no mark says that a name is UTF-8, the format means code page 437; but macOS and many servers write UTF-8
    without the mark. Old tools for Windows part folders with a backslash.
    """
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _directory_size(file: IO[bytes]) -> int:
    """Return how many bytes the list of contents of a zip file takes, 0 where there is none."""
    length = file.seek(0, os.SEEK_END)
    tail_at = max(0, length - 22 - 0xFFFF - 76)
    file.seek(tail_at)
    tail = file.read()
    file.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    # Large archives have a second, longer end in front of the first one.
    large = tail.rfind(b"PK\x06\x06", 0, end)
    if large >= 0:
        size = max(size if size != 0xFFFFFFFF else 0, int.from_bytes(tail[large + 40 : large + 48], "little"))
    return size
