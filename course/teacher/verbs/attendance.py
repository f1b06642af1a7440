"""What the verbs that seat a class have in common: how many there are, or who by the class list, and who is absent."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from course.teacher.classroom.cells import read_cells
from course.teacher.classroom.class_list import attending, read_class_list
from course.teacher.handouts.packets import NOBODY, Names
from course.teacher.handouts.seats import LEAST, MOST
from course.teacher.verbs.command import CommandLine, Refused


def take_people(line: CommandLine) -> None:
    """Take the size of the class or its list, and who is absent or late."""
    line.add_students(LEAST, MOST)
    line.add_argument(
        "--list",
        type=Path,
        metavar="FILE",
        help="the class list: its people are seated by name, whatever --students says",
    )
    how = "how many, or with --list their names or places in the list (1 is the first), with commas between them"
    line.add_argument("--absent", default="", metavar="WHO", help=f"who is not there: {how}")
    line.add_argument("--late", default="", metavar="WHO", help=f"who came after the others sat down: {how}")


def who(options: argparse.Namespace) -> tuple[Sequence[int], Sequence[int], Names]:
    """Return the numbers of those who are there from the start and of those who came late, and what they are called."""
    if options.list is None:
        return *present(options.students, _count(options.absent, "--absent"), _count(options.late, "--late")), NOBODY
    try:
        data = options.list.read_bytes()
    except FileNotFoundError:
        raise Refused(f"There is no file '{options.list}'. Check the name after --list.") from None
    members = read_class_list(read_cells(data))
    there = attending(members, options.absent, options.late)
    _check(len(there.here), len(there.late), f"--absent leaves {len(there.here)} of the {len(members)} on the list")
    return there.here, there.late, there.names


def _count(said: str, option: str) -> int:
    if said and not said.isdecimal():
        raise Refused(f"{option} {said}: without --list, say how many. With --list FILE you can name them.")
    return int(said or 0)


def present(students: int, absent: int, late: int) -> tuple[Sequence[int], Sequence[int]]:
    """Return the numbers of those who are there from the start, and of those who came late, who get the next ones."""
    here = students - absent
    if students > 0 and here <= 0:
        raise Refused(f"--absent {absent} of --students {students} leaves nobody to seat. Give a smaller --absent.")
    _check(here, late, f"--absent {absent} of --students {students} leaves {here}")
    return range(1, here + 1), range(here + 1, here + late + 1)


def _check(here: int, late: int, why: str) -> None:
    if here < LEAST or here + late > MOST:
        raise Refused(f"{here + late} people cannot be seated: there must be {LEAST} to {MOST}. ({why}.)")
