"""`python -m course plan 05 --session 2 --minutes 45 --students 23`: writes the run-sheet of a lesson."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from course.content import lessons
from course.content.interface import words
from course.content.outline import outline
from course.html.document import write
from course.teacher.handouts import runsheet_page
from course.teacher.handouts.runsheet import LEAST, MOST, ONE_SITTING, run_sheet
from course.teacher.verbs.command import CommandLine, Refused, run, stem_of

MOST_STUDENTS = 500


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "plan",
        "Writes a run-sheet: a lesson's sessions as a timed script for your minutes and your class, on two pages. No "
        "step gets less than it takes. In less time blocks are left out, in the order that the lesson gives; in more "
        "time come the blocks that are marked as more.",
    )
    line.add_lesson()
    take_hour(line)
    line.add_students(1, MOST_STUDENTS)
    line.add_argument("--format", choices=("html", "markdown"), help="html prints on two pages of A4 (html)")
    line.add_out(
        "FILE",
        "where to write (run_sheet_LESSON_MINUTES.html here, run_sheet_LESSON_sessionN_MINUTES.html with --session)",
    )
    return line


def take_hour(line: CommandLine) -> None:
    """Take which session is held, how long, and when it begins."""
    line.add_argument(
        "--session",
        type=int,
        metavar="N",
        help=f"which session of the lesson (up to {ONE_SITTING} minutes the first; in more time as many as fit, from "
        "the first on)",
    )
    line.add_argument("--minutes", type=int, default=45, metavar="N", help=f"minutes you have, {LEAST} to {MOST} (45)")
    line.add_argument("--start", type=time_of_day, metavar="H:MM", help="when the lesson begins, to print real times")


def time_of_day(text: str) -> int:
    """Return a time such as "9:30" as minutes after midnight."""
    match = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"'{text}' is no time of day: write it like 9:30 or 14:05")
    return int(match[1]) * 60 + int(match[2])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the run-sheet; return the exit code."""
    return run(command_line(), plan, arguments)


def plan(options: argparse.Namespace) -> int:
    """Fit the lesson to the minutes, write its run-sheet and name the file."""
    if not 1 <= options.students <= MOST_STUDENTS:
        raise Refused(f"--students {options.students} is no class: give a number from 1 to {MOST_STUDENTS}.")
    stem = stem_of(options.lesson)
    sheet = run_sheet(lessons.lesson(stem), options.minutes, outline(stem), options.session)
    form = options.format or ("markdown" if options.out and options.out.suffix == ".md" else "html")
    make = runsheet_page.to_markdown if form == "markdown" else runsheet_page.to_html
    ending = "md" if form == "markdown" else "html"
    which = stem[:2] if options.session is None else f"{stem[:2]}_session{options.session}"
    out = options.out or Path(f"run_sheet_{which}_{options.minutes}.{ending}")
    write(out, make(sheet, options.students, options.start))
    print(words()["plan"]["written"].format(file=out))
    return 0
