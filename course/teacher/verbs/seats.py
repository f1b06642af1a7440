"""`python -m course seats 11 --students 23 --absent 2`: who sits where, and the papers of every role."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from course.content import lessons, scenarios
from course.content.interface import words
from course.content.reader import ContentError
from course.html.document import write
from course.teacher.handouts import packets
from course.teacher.handouts.runsheet_page import SIZES, in_groups
from course.teacher.handouts.seats import LEAST, MOST, grouped, seated, with_late
from course.teacher.verbs.collect import chosen_stems

SUMMIT = "11"
USUAL = "the-strait"


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(
        prog="python -m course seats",
        description="Seats a class: for lesson 11 (or with --scenario) at tables with roles, packets and cards to cut; "
        "for any other lesson in the pairs and fours of its questions.",
    )
    top.add_argument("lesson", metavar="LESSON", help="number of the lesson, such as 11")
    top.add_argument(
        "--students", type=int, required=True, metavar="N", help=f"how many the class has, {LEAST} to {MOST}"
    )
    top.add_argument("--absent", type=int, default=0, metavar="N", help="how many of them are not there (0)")
    top.add_argument("--late", type=int, default=0, metavar="N", help="how many came after the others sat down (0)")
    top.add_argument("--scenario", metavar="NAME", help=f"which negotiation ({USUAL} for lesson {SUMMIT})")
    top.add_argument("--out", type=Path, default=Path("seats"), metavar="FOLDER", help="where to write (seats)")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Seat the class; return the exit code, 2 for what a person can mend."""
    options = parser().parse_args(arguments)
    try:
        if min(options.absent, options.late) < 0:
            raise ValueError("--absent and --late are numbers from 0 upward")
        stem = (chosen_stems([options.lesson]) or [""])[0]
        here = options.students - options.absent
        if not here >= LEAST or here + options.late > MOST:
            raise ValueError(f"{here + options.late} people cannot be seated: give a number from {LEAST} to {MOST}")
        # Numbers are given to those who are there; who comes late gets the next ones.
        people, late = range(1, here + 1), range(here + 1, here + options.late + 1)
        if options.scenario is None and stem[:2] != SUMMIT:
            return _groups(stem, people, late)
        return _tables(options.scenario or USUAL, people, late, options.out)
    except (ContentError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"'{problem.filename}' cannot be written ({problem.strerror}). Choose another --out.", file=sys.stderr)
        return 2


def _groups(stem: str, people: Sequence[int], late: Sequence[int]) -> int:
    word = words()["seats"]
    for turn, one in enumerate(p for p in lessons.lesson(stem).prompts if p.grouping in SIZES):
        print(word["groups"].format(activity=one.id, how=in_groups(len(people) + len(late), one.grouping)))
        for n, members in enumerate(grouped(people, SIZES[one.grouping], turn, late), 1):
            print("  " + word["group"].format(number=n, people=", ".join(map(str, members))))
    return 0


def _tables(name: str, people: Sequence[int], late: Sequence[int], out: Path) -> int:
    scenario, word = scenarios.scenario(name), words()["seats"]
    tables = with_late(scenario, seated(scenario, people), late)
    written = [
        write(out / "seats.html", packets.plan(scenario, tables)),
        write(out / "cards_for_the_teacher.html", packets.cards(scenario, tables)),
        write(out / "packets" / "observer.html", packets.observer_packet(scenario)),
        *(write(out / "packets" / f"{role.id}.html", packets.packet(scenario, role.id)) for role in scenario.roles),
    ]
    for number, (who, role) in packets.plan_rows(scenario, tables):
        print(f"  {word['table']} {number}: {who}, {role}")
    print(word["written"].format(people=len(people) + len(late), tables=len(tables), folder=out))
    for path in written:
        print(f"  {path.relative_to(out)}")
    return 0
