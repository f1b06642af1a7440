"""``python -m course hub``: what an administrator of a JupyterHub types."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from course.content import lessons
from course.content.interface import words
from course.hub.configuration import read
from course.model.lesson import number_of
from course.teacher.verbs.command import CommandLine, Refused, make_printable, run, stems_of

if TYPE_CHECKING:
    pass

USUAL_FILE = Path("hub.toml")
SERVICE = "JUPYTERHUB_SERVICE_PREFIX"
"""What a hub says to a service that it starts, and to nobody else."""
USUAL_PORT = 8000


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "hub",
        "Runs the course on a JupyterHub. Everything is said in one file; course/hub/hub.example.toml has its keys, "
        "and course/hub/README.md says how a hub is looked after.",
    )
    verbs = line.add_subparsers(
        dest="verb", metavar="verb", title="verbs", required=True, parser_class=argparse.ArgumentParser
    )
    verbs.add_parser("service", help="hold live classes as a service: a hub starts this", add_help=False)
    starting = verbs.add_parser("start", help="start the whole hub on this machine")
    _take_file(starting)
    starting.add_argument("--try", dest="trial", action="store_true", help="a hub to try out, in the folder my_hub")
    starting.add_argument("--port", type=int, default=USUAL_PORT, help=f"where the hub to try out is ({USUAL_PORT})")
    valuing = verbs.add_parser("values", help="write the values for Zero to JupyterHub, on Kubernetes")
    _take_file(valuing)
    grading = verbs.add_parser("grades", help="send the grades of a course to the learning platform")
    _take_file(grading)
    grading.add_argument("--course", default="", metavar="NAME", help="the course of the platform, by name or id")
    grading.add_argument(
        "--lesson", action="append", metavar="NN", help="only this lesson, such as 05; may be repeated"
    )
    grading.add_argument("--marks", type=Path, metavar="FOLDER", help="count the marks in these results of 'collect'")
    grading.add_argument("--wait", type=int, default=60, metavar="SECONDS", help="try again for so long (60)")
    deleting = verbs.add_parser("delete", help="delete everything that the hub's folder has of a person")
    _take_file(deleting)
    deleting.add_argument("--person", required=True, metavar="NAME", help="the name on the hub, or the platform's id")
    return line


def _take_file(line: argparse.ArgumentParser) -> None:
    line.add_argument("file", nargs="?", type=Path, default=USUAL_FILE, metavar="FILE", help=f"({USUAL_FILE})")


def main(arguments: Sequence[str] | None = None, said: Mapping[str, str] = os.environ) -> int:
    """Do what was typed; return the exit code.

    A hub's service is known by what the hub says to it, so that configurations go on that name no verb.
    """
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if typed[:1] == ["service"] or (SERVICE in said and typed[:1] not in (["-h"], ["--help"])):
        from course.hub.service import main as serve

        return serve(typed[1:] if typed[:1] == ["service"] else typed)
    return run(command_line(), _do, typed)


def _do(options: argparse.Namespace) -> int:
    return {"start": _start, "values": _values, "grades": _grades, "delete": _delete}[options.verb](options)


def _start(options: argparse.Namespace) -> int:
    from course.hub.start import TRIAL_FOLDER, start, trial_file

    file = options.file
    if options.trial:
        file = trial_file(Path(TRIAL_FOLDER), options.port)
        said = read(file)
        password = said.trial.password if said.trial else ""
        print(words()["hub"]["trial"].format(address=said.origin, password=password), flush=True)
    start(file)
    return 0


def _values(options: argparse.Namespace) -> int:
    from course.hub.kubernetes import to_yaml, values

    print(to_yaml(values(read(options.file))), end="")
    return 0


def _grades(options: argparse.Namespace) -> int:
    """Queue the grades of the course that was named, and send what waits, also of other courses."""
    from datetime import UTC, datetime

    from course.hub import grading
    from course.hub.launches import Launches
    from course.hub.scores import Scores

    said, word = read(options.file), words()["hub-grades"]
    if not said.sends_grades:
        raise Refused(word["no-platform"])
    launches, scores = Launches(said.launches_file), Scores(said.scores_file)
    titles = launches.courses()
    if not titles:
        raise Refused(word["nobody"])
    names: dict[str, str] = {}
    if options.course or len(titles) == 1:
        context = _course_of(options.course, titles, word["which"])
        members = launches.of_course(context)
        stems = stems_of(options.lesson) if options.lesson else lessons.stems()
        handed, unread = grading.read_course(members, said.open_volumes(), said.has_accounts)
        book = grading.book_of(handed, stems, options.marks)
        queued = grading.queue(members, book, unread, scores, datetime.now(UTC))
        names |= queued.names
        _say(word["read"], course=titles[context] or context, count=queued.learners, new=queued.new)
        for key, people in (("unread", queued.unread), ("doubtful", queued.doubtful)):
            if people:
                _say(word[key], names=", ".join(people))
    elif not scores.waiting():
        raise Refused(word["which"].format(names=", ".join(sorted(set(titles.values())))))
    made = grading.send_all(said, launches, scores, titles, options.wait)
    _say(word["sent"], count=made.sent)
    for context, why in made.closed.items():
        _say(word["closed"], course=titles[context], says=why, keys=f"{said.origin}/hub/lti13/keys")
    for score in (score for context in titles for score in scores.refused(context)):
        _say(word["refused"], lesson=number_of(score.lesson), name=names.get(score.name, score.name), says=score.says)
    waiting = [score for score in scores.waiting() if score.context not in made.closed]
    if waiting:
        _say(word["waiting"], count=len(waiting), says=made.later)
    return 1 if waiting or made.closed else 0


def _course_of(named: str, titles: Mapping[str, str], which: str) -> str:
    """Return the id of the course that was named by title or id, or of the only one."""
    meant = named.strip().casefold()
    found = [
        context for context, title in titles.items() if not named or meant in (context.casefold(), title.casefold())
    ]
    if len(found) != 1:
        raise Refused(which.format(names=", ".join(f"{title} ({context})" for context, title in titles.items())))
    return found[0]


def _say(sentence: str, **parts: object) -> None:
    print(make_printable(sentence.format(**parts)), flush=True)


def _delete(options: argparse.Namespace) -> int:
    from course.hub.launches import Launches, user_name
    from course.hub.scores import Scores

    said, word = read(options.file), words()["hub"]
    name, volumes = options.person, said.open_volumes()
    if not volumes.path(name).is_dir() and said.platform:
        name = user_name(said.platform.issuer, options.person)
    had = volumes.delete(name)
    grades = Scores(said.scores_file).forget(name)
    if not (had | bool(Launches(said.launches_file).forget(name)) | bool(grades)):
        raise Refused(word["nobody"].format(name=options.person))
    _say(word["deleted"], name=name, admin=f"{said.origin}/hub/admin")
    return 0
