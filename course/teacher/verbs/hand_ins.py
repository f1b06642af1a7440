"""What the verbs that read a class have in common: the folder that is named, and what was found in it."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from course.content.interface import words
from course.teacher.classroom.room import Classroom
from course.teacher.verbs.command import CommandLine, Refused, make_printable, stems_of


def take_class(line: CommandLine) -> None:
    """Take the class that a verb reads, where it writes, and the lessons that count."""
    line.add_argument("folder", type=Path, metavar="FOLDER", help="where the hand-ins lie, or their zip file")
    line.add_out("FOLDER", "where to write (FOLDER/class_results)")
    line.add_argument(
        "--table",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="a class list, Moodle's grading worksheet or Canvas's gradebook export that does not lie in FOLDER",
    )
    line.add_argument("--lesson", action="append", metavar="NN", help="only this lesson, such as 05; may be repeated")


def read_class(options: argparse.Namespace) -> Classroom:
    """Read the class that was named, and print what was read; raise Refused where there is no work."""
    folder = options.folder
    stems = stems_of(options.lesson) if options.lesson else None
    if options.out and _is_source(options.out, folder, options.table):
        raise Refused(
            f"--out '{options.out}' is a folder in which hand-ins or tables lie: results would stand among them, and a "
            "filled table in place of yours. Name another folder."
        )
    try:
        room = Classroom(folder, options.out, stems, options.table)
    except FileNotFoundError as problem:
        if folder.exists():
            raise Refused(f"There is no file '{problem.filename}'. Check the name after --table.") from None
        raise Refused(f"There is no folder '{folder}'. Check the name, or put the hand-ins into it.") from None
    except NotADirectoryError:
        raise Refused(f"'{folder}' is neither a folder nor a zip file. Name the folder in which it lies.") from None
    _tell(room)
    if not room.handed.learners:
        raise Refused(words()["collect"]["nothing"])
    return room


def _is_source(out: Path, folder: Path, tables: Sequence[Path]) -> bool:
    return out.resolve() in {folder.resolve(), *(table.resolve().parent for table in tables)}


def _tell(room: Classroom) -> None:
    """Print what was read, and name every file that was left out."""
    word, handed = words()["collect"], room.handed
    counts = {"files": handed.files, "learners": len(handed.learners), "skipped": len(handed.skipped)}
    print(word["read"].format(**counts))
    for heading, files in ((word["skipped"], handed.skipped), (word["counted-once"], handed.doubles)):
        if files:
            print(heading)
        for file in files:
            print(f"  {make_printable(file.file)}: {file.why}")
    if handed.shared or handed.questions:
        print(word["look-at"])
    for question in handed.questions:
        print(f"  {make_printable(question)}")
    for pair in handed.shared:
        print(
            "  "
            + word["shared"].format(one=make_printable(pair.one), other=make_printable(pair.other), count=pair.count)
        )
