"""`python -m course mark FOLDER`: writes the page on which a teacher marks the texts of a class in a browser."""

import argparse
from collections.abc import Sequence

from course.content.interface import words
from course.teacher.verbs.command import CommandLine, list_files, run
from course.teacher.verbs.hand_ins import read_class, take_class


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "mark",
        "Writes a page that opens in any browser, to mark the texts of the class offline. What it downloads is taken "
        "in by 'collect --marks'.",
    )
    take_class(line)
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the marking page; return the exit code."""
    return run(command_line(), mark, arguments)


def mark(options: argparse.Namespace) -> int:
    """Read the class, write the marking page and name it."""
    room = read_class(options)
    path = room.write_marking_page()
    print(words()["collect"]["written"].format(folder=room.out))
    list_files(room.out, [path])
    return 0
