"""`python -m course doctor`: looks at the installation, a learner's work and a teacher's changes, one line each."""

import argparse
from collections.abc import Sequence

from course.content.interface import words
from course.content.place import root
from course.record import open_record
from course.teacher.changes.adapted import examine_changes
from course.teacher.changes.doctor import examine
from course.teacher.verbs.command import MENDABLE, CommandLine, run


def command_line() -> CommandLine:
    """Return what the verb takes: nothing."""
    return CommandLine(
        "doctor",
        "Looks for what is wrong: packages, the folder, your work, the notebooks, the course's content, and what you "
        "changed in my_course. It changes nothing.",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found; return 0 when nothing is broken, otherwise 2."""
    return run(command_line(), doctor, arguments)


def doctor(options: argparse.Namespace) -> int:
    """Print a line for everything that was looked at, a word first."""
    word = words()["doctor"]
    width = max(len(word[mark]) for mark in ("fine", "look", "broken"))
    broken = 0
    for findings in (examine(root(), open_record()), examine_changes()):
        for finding in findings:
            broken += finding.mark == "broken"
            print(f"{word[finding.mark]:<{width}}  {finding.says}", flush=True)
    print(word["end-broken"].format(count=broken) if broken else word["end-fine"])
    return MENDABLE if broken else 0
