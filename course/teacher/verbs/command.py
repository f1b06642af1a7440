"""What every verb does alike: lessons by number, one line for what a person can mend, names that are safe to print."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from course.content import lessons
from course.model.error import CourseError

USUAL_STUDENTS = 24
"""How large a class is where nothing is said."""

MENDABLE = 2
"""The exit code for what a person can mend; argparse uses the same."""


class Refused(CourseError):
    """What was typed after a verb cannot be done. The message says why, and what to type instead."""


class CommandLine(argparse.ArgumentParser):
    """What one verb takes. What it does not take is refused, with the place where it is explained."""

    def __init__(self, verb: str, description: str) -> None:
        super().__init__(
            prog=f"python -m course {verb}",
            description=description,
            epilog="With --language CODE, such as ar, it speaks that language this once; 'python -m course --language "
            "CODE' is remembered.",
        )
        self.has_out = False

    def add_out(self, metavar: str, help: str, default: Path | None = None) -> None:
        """Take ``--out``, and let the remedy for what cannot be written name it."""
        self.has_out = True
        self.add_argument("--out", type=Path, default=default, metavar=metavar, help=help)

    def add_lesson(self) -> None:
        """Take the one lesson that the verb is about."""
        self.add_argument("lesson", metavar="LESSON", help="number of the lesson, such as 05")

    def add_students(self, least: int, most: int) -> None:
        """Take the size of the class."""
        help_text = f"how many the class has, {least} to {most} ({USUAL_STUDENTS})"
        self.add_argument("--students", type=int, default=USUAL_STUDENTS, metavar="N", help=help_text)

    def error(self, message: str) -> NoReturn:
        """Refuse what was typed."""
        super().error(f"{message}. Type '{self.prog} --help' to see what it takes.")


def run(line: CommandLine, work: Callable[[argparse.Namespace], int], arguments: Sequence[str] | None = None) -> int:
    """Do the work of a verb with what was typed; return its exit code, 2 after one line on what a person can mend.

    ``arguments`` are those of the command line when none are given. What is a fault of ours keeps its traceback.
    """
    options = line.parse_args(arguments)
    try:
        return work(options)
    except (CourseError, ValueError) as problem:
        message = str(problem)
    except OSError as problem:
        message = _explain(problem, line.has_out)
    print(make_printable(" ".join(message.splitlines())), file=sys.stderr)
    return MENDABLE


def _explain(problem: OSError, has_out: bool) -> str:
    if problem.filename is None:
        return f"The system refused: {problem.strerror or problem}. Mend that, and type this again."
    remedy = "Close it, or choose --out." if has_out else "Close it, or look at its folder."
    return f"'{problem.filename}' cannot be read or written ({problem.strerror}). {remedy}"


def stems_of(numbers: Iterable[str]) -> list[str]:
    """Return the stems of lessons named by number or by stem, each once; raise Refused with what there is."""
    by_number = {stem[:2]: stem for stem in lessons.stems()}
    stems: dict[str, None] = {}
    for number in numbers:
        stem = number if number in by_number.values() else by_number.get(number.zfill(2))
        if stem is None:
            raise Refused(f"There is no lesson '{number}'. Choose from: {', '.join(by_number)}.")
        stems[stem] = None
    return list(stems)


def stem_of(number: str) -> str:
    """Return the stem of one lesson, as ``stems_of`` does."""
    return stems_of([number])[0]


def make_printable(name: str) -> str:
    """Return a name or a message without characters that could steer a terminal."""
    return "".join(character if character.isprintable() else "�" for character in name)


def list_files(folder: Path, paths: Iterable[Path]) -> None:
    """Print the files that a verb wrote, a line each, as they lie below ``folder``."""
    for path in paths:
        print(f"  {make_printable(path.relative_to(folder).as_posix())}")
