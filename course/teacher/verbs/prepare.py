"""`python -m course prepare 05 --session 2 --minutes 45`: everything for one lesson of one class, in one zip file."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from course.content.interface import words
from course.teacher.handouts.kit import Plan, kit, packed
from course.teacher.quizzes.files import quiz_files
from course.teacher.verbs.attendance import take_people, who
from course.teacher.verbs.command import CommandLine, make_printable, run, stem_of
from course.teacher.verbs.plan import take_hour


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "prepare",
        "Writes everything for one lesson into one zip file: run-sheet, who sits where, role packets, booklet, "
        "exercise, key, quizzes for a platform, slides of the looks, and one page that prints all of it.",
    )
    line.add_lesson()
    take_hour(line)
    take_people(line)
    line.add_argument("--paper", action="store_true", help="nobody has a screen: print a booklet for everybody")
    line.add_out("FILE", "where to write (lesson_LESSON.zip here)")
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the zip file; return the exit code."""
    return run(command_line(), prepare, arguments)


def prepare(options: argparse.Namespace) -> int:
    """Make the papers of the lesson for the class that is there, and list them."""
    people, late, names = who(options)
    stem = stem_of(options.lesson)
    plan = Plan(
        stem=stem,
        minutes=options.minutes,
        people=tuple(people),
        late=tuple(late),
        session=options.session,
        begin=options.start,
        names=names,
        on_paper=options.paper,
    )
    out = options.out or Path(f"lesson_{stem[:2]}.zip")
    files = kit(plan).files(quiz_files(stem))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(packed(files))
    print(words()["prepare"]["written"].format(file=out))
    for name in sorted(files):
        print(make_printable(f"  {name}"))
    return 0
