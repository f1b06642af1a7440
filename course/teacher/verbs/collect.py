"""`python -m course collect FOLDER`: reads what a class handed in, and writes the class view and the gradebook."""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from course.content.interface import words
from course.teacher.verbs.command import CommandLine, list_files, make_printable, run
from course.teacher.verbs.hand_ins import read_class, take_class


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "collect",
        "Reads every backup in FOLDER, its subfolders and zip files, and writes what the class thinks, who did what, "
        "gradebooks, and the files with your marks for each learner.",
    )
    take_class(line)
    line.add_argument("--marks", type=Path, metavar="FILE", help="take in marks: what the marking page downloaded")
    line.add_argument(
        "--out-of", type=points, default=0, metavar="POINTS", help="scale Moodle and Canvas grades to this"
    )
    line.add_argument(
        "--assignment",
        default="",
        metavar="TITLE",
        help="which column of Canvas's export takes the grades, by title or number",
    )
    return line


def points(text: str) -> float:
    """Return the most points that an assignment gives."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of points above 0, such as 20")
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the class and write the results; return the exit code."""
    return run(command_line(), collect, arguments)


def collect(options: argparse.Namespace) -> int:
    """Read the class, take in marks if there are any, write the results and list them."""
    room, word = read_class(options), words()["collect"]
    if options.marks:
        print(word["marks"].format(count=room.marking.take_in(options.marks.read_bytes(), room.writings())))
    paths = room.write(options.out_of, options.assignment)
    print(word["written"].format(folder=room.out))
    list_files(room.out, paths)
    told = [line for filled in room.filled(options.assignment) for line in filled.lines]
    for line in [*room.on_the_list(), *told, *room.before_grades()]:
        print(make_printable(line))
    return 0
