"""`python -m course seats 11 --students 23 --absent 2`: who sits where, and the papers of every role."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from course.content import lessons, scenarios
from course.content.interface import words
from course.content.outline import prompts_by_session, sessions_of
from course.html.document import write
from course.html.opening import session_title
from course.teacher.handouts import packets
from course.teacher.handouts.runsheet_page import SIZES, in_groups
from course.teacher.handouts.seats import LEAST, MOST, grouped, seated, with_late
from course.teacher.verbs.command import CommandLine, Refused, list_files, run, stem_of

SUMMIT = "11"
SCENARIO = "the-strait"


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "seats",
        "Seats a class: for lesson 11 (or with --scenario) at tables with roles, packets and cards to cut; for any "
        "other lesson in the pairs and fours of its questions, which are printed here.",
    )
    line.add_lesson()
    line.add_students(LEAST, MOST)
    line.add_argument("--absent", type=int, default=0, metavar="N", help="how many of them are not there (0)")
    line.add_argument("--late", type=int, default=0, metavar="N", help="how many came after the others sat down (0)")
    line.add_argument("--scenario", metavar="NAME", help=f"which negotiation ({SCENARIO} for lesson {SUMMIT})")
    line.add_out("FOLDER", "where to write (tables: seats; pairs and fours: nowhere)")
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Seat the class; return the exit code."""
    return run(command_line(), seats, arguments)


def seats(options: argparse.Namespace) -> int:
    """Seat those who are there at tables, or in the groups of a lesson's questions."""
    people, late = present(options.students, options.absent, options.late)
    stem = stem_of(options.lesson)
    if options.scenario is None and stem[:2] != SUMMIT:
        return _groups(stem, people, late, options.out)
    name = options.scenario or SCENARIO
    return _tables(name, session_with(stem, name), people, late, options.out or Path("seats"))


def present(students: int, absent: int, late: int) -> tuple[Sequence[int], Sequence[int]]:
    """Return the numbers of those who are there from the start, and of those who came late, who get the next ones."""
    if min(absent, late) < 0:
        raise Refused("--absent and --late are numbers from 0 upward.")
    here = students - absent
    if students > 0 and here <= 0:
        raise Refused(f"--absent {absent} of --students {students} leaves nobody to seat. Give a smaller --absent.")
    if here < LEAST or here + late > MOST:
        raise Refused(f"{here + late} people cannot be seated: give a number from {LEAST} to {MOST}.")
    return range(1, here + 1), range(here + 1, here + late + 1)


def session_with(stem: str, scenario: str) -> str:
    """Return the session of a lesson in which a scenario is played, "" in a lesson of one session."""
    lesson = lessons.lesson(stem)
    number = sessions_of(lesson).get(("negotiate", scenario))
    if number is None or len(lesson.sessions) < 2:
        return ""
    return session_title(words()["opening"], number, lesson.sessions[number - 1])


def _groups(stem: str, people: Sequence[int], late: Sequence[int], out: Path | None) -> int:
    text = "\n".join(_group_lines(stem, people, late))
    print(text)
    if out:
        path = write(out / f"groups_{stem[:2]}.txt", text + "\n")
        print(words()["plan"]["written"].format(file=path))
    return 0


def _group_lines(stem: str, people: Sequence[int], late: Sequence[int]) -> Iterator[str]:
    """Yield the groups of every question that is talked about in groups; each question mixes the class anew."""
    word = words()["seats"]
    lesson, begun = lessons.lesson(stem), 0
    prompts = [(session, prompt) for session, prompt in prompts_by_session(lesson) if prompt.grouping in SIZES]
    for turn, (session, prompt) in enumerate(prompts):
        if session != begun and len(lesson.sessions) > 1:
            yield session_title(words()["opening"], session, lesson.sessions[session - 1])
        begun = session
        yield word["groups"].format(activity=prompt.id, how=in_groups(len(people) + len(late), prompt.grouping))
        for number, members in enumerate(grouped(people, SIZES[prompt.grouping], turn, late), 1):
            yield "  " + word["group"].format(number=number, people=", ".join(map(str, members)))


def _tables(name: str, when: str, people: Sequence[int], late: Sequence[int], out: Path) -> int:
    scenario, word = scenarios.scenario(name), words()["seats"]
    tables = with_late(scenario, seated(scenario, people), late)
    paths = [
        write(out / "seats.html", packets.plan(scenario, tables, when)),
        write(out / "cards_for_the_teacher.html", packets.cards(scenario, tables, when)),
        write(out / "all_points_for_the_teacher.html", packets.all_points(scenario)),
        write(out / "packets" / "observer.html", packets.observer_packet(scenario, when)),
        *(
            write(out / "packets" / f"{role.id}.html", packets.packet(scenario, role.id, when))
            for role in scenario.roles
        ),
    ]
    if when:
        print(word["for"].format(session=when))
    for number, (who, role) in packets.plan_rows(scenario, tables):
        print(f"  {word['table']} {number}: {who}, {role}")
    print(word["written"].format(people=len(people) + len(late), tables=len(tables), folder=out))
    list_files(out, paths)
    needed = [word["copy"].format(role=role, count=count) for role, count in packets.copies(scenario, tables) if count]
    print(word["copies"].format(copies=", ".join(needed)))
    return 0
