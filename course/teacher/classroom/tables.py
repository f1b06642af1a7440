"""The tables that lie beside the hand-ins of a class: a class list, and tables of a platform that take grades."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from course.content.interface import words
from course.model.error import CourseError
from course.teacher.classroom.cells import CellsError, read_cells
from course.teacher.classroom.class_list import ClassListError, Member, is_class_list, read_class_list
from course.teacher.classroom.concepts_csv import FILE as CONCEPTS
from course.teacher.classroom.grade_table import GradeTable, recognize
from course.teacher.classroom.gradebook import PRESETS, file_of
from course.teacher.classroom.label import platform_place
from course.teacher.classroom.unpacking import is_zip

_LARGEST = 10_000_000  # bytes
_OWN = {CONCEPTS, *map(file_of, PRESETS)}
"""What `collect` writes itself: laid beside the hand-ins, it is neither a list of the class nor a platform's table."""
_COPY = re.compile(r"( ?\(\d+\)| - [^.]+)+(?=\.csv\Z)", re.IGNORECASE)
"""What browsers and systems put behind the name of a copy."""
_LOCK = "~$"
"""With this begins what Excel keeps beside a table that is open."""


class TableError(CourseError):
    """A table that was named can be neither filled nor read as a class list. The message says why."""


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: tables of platforms, the class list (nobody where there is none), and the names of all files.

    ``unread`` says of a table in the folder why it cannot be read. No two platforms' tables bear one name, nor that of
    a file that is written beside them.
    """

    grades: tuple[GradeTable, ...] = ()
    members: tuple[Member, ...] = ()
    listed_in: str = ""
    names: frozenset[str] = frozenset()
    unread: Mapping[str, str] = {}


def read_tables(folder: Path, named: Sequence[Path] = ()) -> Tables:
    """Read the tables directly in ``folder``, and those that were ``named``, which must be such tables.

    The class list that was named counts, else the first one by name. What is no such table is left to others. Raise
    TableError for a named one that cannot be used, OSError where it cannot be read.
    """
    grades: dict[str, GradeTable] = {}
    members: tuple[Member, ...] = ()
    listed_in, names, unread = "", set(), {}
    found = {path.resolve(): (path, True) for path in named}
    for path in _tables(folder):
        found.setdefault(path.resolve(), (path, False))
    for path, is_named in found.values():
        try:
            cells = read_cells(path.read_bytes())
            table = recognize(path.name, cells)
            read = () if table or not is_class_list(cells) else read_class_list(cells)
        except (CellsError, ClassListError) as problem:
            if is_named:
                raise TableError(f"{path.name}: {problem}") from None
            unread[path.name] = str(problem)
            continue
        except OSError:
            if is_named:
                raise
            continue
        if table:
            name = _free_name(path.name, table, grades)
            grades[name.casefold()] = msgspec.structs.replace(table, file=name)
        elif read and not members:
            members, listed_in = read, path.name
        elif is_named and not read:
            raise TableError(words()["collect"]["no-table"].format(file=path.name))
        if table or read:
            names.add(path.name)
    return Tables(
        grades=tuple(grades.values()),
        members=members,
        listed_in=listed_in,
        names=frozenset({*names, *unread}),
        unread=unread,
    )


def _free_name(name: str, table: GradeTable, taken: Collection[str]) -> str:
    """Return the name under which a filled table is written: its own, unless that is taken, whatever its capitals."""
    while name.casefold() in taken or name.casefold() in _OWN:
        name = f"{table.platform}-{name}"
    return name


def _tables(folder: Path) -> Iterator[Path]:
    if is_zip(folder) or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if (
            path.suffix.lower() == ".csv"
            and _COPY.sub("", path.name).casefold() not in _OWN
            and not path.name.startswith((".", _LOCK))
            # What a learner handed in says nothing of the class.
            and platform_place(path.name) is None
            and not path.is_symlink()
            and path.is_file()
            and path.stat().st_size <= _LARGEST
        ):
            yield path
