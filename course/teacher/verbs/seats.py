"""`python -m course seats 11 --students 23 --absent 2`: who sits where, and the papers of every role."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from course.content import lessons, scenarios
from course.content.interface import words
from course.content.outline import sessions_of
from course.html.document import write
from course.html.opening import session_title
from course.teacher.handouts import packets
from course.teacher.handouts.mixing import mixes
from course.teacher.handouts.packets import NOBODY, Names, listed
from course.teacher.handouts.runsheet_page import in_groups
from course.teacher.handouts.seats import seated, with_late
from course.teacher.verbs.attendance import take_people, who
from course.teacher.verbs.command import CommandLine, list_files, make_printable, run, stem_of

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
    take_people(line)
    line.add_argument("--scenario", metavar="NAME", help=f"which negotiation ({SCENARIO} for lesson {SUMMIT})")
    line.add_out("FOLDER", "where to write (tables: seats; pairs and fours: nowhere)")
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Seat the class; return the exit code."""
    return run(command_line(), seats, arguments)


def seats(options: argparse.Namespace) -> int:
    """Seat those who are there at tables, or in the groups of a lesson's questions."""
    people, late, names = who(options)
    stem = stem_of(options.lesson)
    if options.scenario is None and stem[:2] != SUMMIT:
        return _groups(stem, people, late, options.out, names)
    name = options.scenario or SCENARIO
    return _tables(name, session_with(stem, name), people, late, options.out or Path("seats"), names)


def session_with(stem: str, scenario: str) -> str:
    """Return the session of a lesson in which a scenario is played, "" in a lesson of one session."""
    lesson = lessons.lesson(stem)
    number = sessions_of(lesson).get(("negotiate", scenario))
    if number is None or len(lesson.sessions) < 2:
        return ""
    return session_title(words()["opening"], number, lesson.sessions[number - 1])


def _groups(stem: str, people: Sequence[int], late: Sequence[int], out: Path | None, names: Names) -> int:
    text = "\n".join(_group_lines(stem, people, late, names))
    print("\n".join(map(make_printable, text.splitlines())))
    if out:
        path = write(out / f"groups_{stem[:2]}.txt", text + "\n")
        print(words()["plan"]["written"].format(file=path))
    return 0


def _group_lines(stem: str, people: Sequence[int], late: Sequence[int], names: Names = NOBODY) -> Iterator[str]:
    """Yield the groups of every question that is talked about in groups; each question mixes the class anew."""
    word = words()["seats"]
    lesson, begun = lessons.lesson(stem), 0
    for mix in mixes(stem, people, late):
        if mix.session != begun and len(lesson.sessions) > 1:
            yield session_title(words()["opening"], mix.session, lesson.sessions[mix.session - 1])
        begun = mix.session
        how = in_groups(len(people) + len(late), mix.prompt.grouping)
        yield word["groups"].format(activity=mix.prompt.id, how=how)
        for number, members in enumerate(mix.groups, 1):
            yield "  " + word["group"].format(number=number, people=listed(members, names))


def _tables(name: str, when: str, people: Sequence[int], late: Sequence[int], out: Path, names: Names) -> int:
    scenario, word = scenarios.scenario(name), words()["seats"]
    tables = with_late(scenario, seated(scenario, people), late)
    paths = [
        write(out / "seats.html", packets.plan(scenario, tables, when, names)),
        write(out / "cards_for_the_teacher.html", packets.cards(scenario, tables, when, names)),
        write(out / "all_points_for_the_teacher.html", packets.all_points(scenario)),
        write(out / "packets" / "observer.html", packets.observer_packet(scenario, when)),
        *(
            write(out / "packets" / f"{role.id}.html", packets.packet(scenario, role.id, when))
            for role in scenario.roles
        ),
    ]
    if when:
        print(word["for"].format(session=when))
    for number, (person, role) in packets.plan_rows(scenario, tables, names):
        print(make_printable(f"  {word['table']} {number}: {person}, {role}"))
    print(word["written"].format(people=len(people) + len(late), tables=len(tables), folder=out))
    list_files(out, paths)
    print(word["copies"])
    for role, count in packets.copies(scenario, tables):
        print("  " + word["copy"].format(role=role, count=count))
    return 0
