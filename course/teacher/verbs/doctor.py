"""`python -m course doctor`: looks at the installation, a learner's work and a teacher's changes, one line each."""

import argparse
import sys
from collections.abc import Sequence

from course.content.interface import words
from course.content.place import root
from course.content.reader import ContentError
from course.record import open_record
from course.teacher.changes.adapted import examine_changes
from course.teacher.changes.doctor import examine


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was found, a word first; return 0 when nothing is broken, otherwise 2."""
    parser = argparse.ArgumentParser(
        prog="python -m course doctor",
        description="Looks for what is wrong: packages, the folder, your work, the notebooks, the course's content, "
        "and what you changed in my_course. It changes nothing.",
    )
    parser.parse_args(arguments)
    try:
        said = words()["doctor"]
    except ContentError as problem:
        print(f"broken  {problem}", file=sys.stderr)
        return 2
    width = max(len(said[mark]) for mark in ("fine", "look", "broken"))
    broken = 0
    for part in (examine(root(), open_record()), examine_changes()):
        for one in part:
            broken += one.mark == "broken"
            print(f"{said[one.mark]:<{width}}  {one.says}", flush=True)
    print(said["end-broken"].format(count=broken) if broken else said["end-fine"])
    return 2 if broken else 0
