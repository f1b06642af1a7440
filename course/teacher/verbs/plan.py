"""`python -m course plan 05 --minutes 70 --students 23`: writes the run-sheet of a lesson."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from course.content import lessons
from course.content.interface import words
from course.content.outline import outline
from course.content.reader import ContentError
from course.html.document import write
from course.teacher.handouts import runsheet_page
from course.teacher.handouts.runsheet import LEAST, MOST, run_sheet
from course.teacher.verbs.collect import chosen_stems

MOST_STUDENTS = 500


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(
        prog="python -m course plan",
        description="Writes a run-sheet: the lesson as a timed script for your minutes and your class, on two pages.",
    )
    top.add_argument("lesson", metavar="LESSON", help="number of the lesson, such as 05")
    top.add_argument("--minutes", type=int, default=45, metavar="N", help=f"minutes you have, {LEAST} to {MOST} (45)")
    top.add_argument("--students", type=int, default=24, metavar="N", help="how many are in the room (24)")
    top.add_argument("--start", type=time_of_day, metavar="H:MM", help="when the lesson begins, to print real times")
    top.add_argument("--format", choices=("html", "markdown"), help="html prints on two pages of A4 (html)")
    top.add_argument("--out", type=Path, metavar="FILE", help="where to write (run_sheet_LESSON_MINUTES.html here)")
    return top


def time_of_day(text: str) -> int:
    """Return a time such as "9:30" as minutes after midnight."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}' is no time of day: write it like 9:30 or 14:05")
    return int(found[1]) * 60 + int(found[2])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the run-sheet; return the exit code, 2 for what a person can mend."""
    options = parser().parse_args(arguments)
    try:
        if not 1 <= options.students <= MOST_STUDENTS:
            raise ValueError(f"{options.students} students: give a number from 1 to {MOST_STUDENTS}")
        stem = (chosen_stems([options.lesson]) or [""])[0]
        sheet = run_sheet(lessons.lesson(stem), options.minutes, outline(stem))
        told = options.format or ("markdown" if options.out and options.out.suffix == ".md" else "html")
        make = runsheet_page.to_markdown if told == "markdown" else runsheet_page.to_html
        ending = "md" if told == "markdown" else "html"
        out = options.out or Path(f"run_sheet_{stem[:2]}_{options.minutes}.{ending}")
        write(out, make(sheet, options.students, options.start))
    except (ContentError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"'{problem.filename}' cannot be written ({problem.strerror}). Choose another --out.", file=sys.stderr)
        return 2
    print(words()["plan"]["written"].format(file=out))
    return 0
