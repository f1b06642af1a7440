"""`python3 -m course` and its verbs."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from course.launch import checks, lab, language, repair, update
from course.launch.environment import Environment, course_root, note_damage, prepare
from course.launch.lock import locked
from course.launch.problem import NotStarted, Problem, damaged, explain_os_error

PACKAGE = Path(__file__).resolve().parents[1]


class Verb(NamedTuple):
    """A verb of the command: the module whose `main` does it inside the environment, and its line in the help.

    `extras` are the parts of `pyproject.toml` that it needs besides; they are installed when it is first called.
    """

    module: str
    help: str
    extras: tuple[str, ...] = ()


CHECKS = ("checks", "live", "hosted", "hub", "translation")
"""The extras of `pyproject.toml` that the checks need."""

# A new verb is one line here and a module with a `main()` that reads sys.argv and returns an exit code.
VERBS = {
    "bench": Verb("course.dev.bench", "measure size and speed, and print a table", extras=CHECKS),
    "mutate": Verb("course.dev.mutations", "damage a copy of the content, and count what is noticed", extras=CHECKS),
    "settle": Verb("course.dev.settle", "bring the notebooks to the form in which they are kept", extras=CHECKS),
    "metadata": Verb("course.dev.metadata", "make the files by which the course is found and cited", extras=CHECKS),
    "translate": Verb("course.dev.translate", "bring the course into another language", extras=("translation",)),
    "plan": Verb("course.teacher.verbs.plan", "write a run-sheet for a lesson: minutes, groups, board, questions"),
    "live": Verb("course.live.command", "hold a lesson live: phones, a projector page, a console", extras=("live",)),
    "site": Verb("course.site.command", "build the course as a site that needs no server and no installation"),
    "hub": Verb(
        "course.hub.command",
        "run the course on a JupyterHub: start it, or hold live classes as its service",
        extras=("live", "hosted", "hub"),
    ),
    "prepare": Verb("course.teacher.verbs.prepare", "make everything for one lesson of your class, in one zip file"),
    "seats": Verb("course.teacher.verbs.seats", "seat a class, with role packets and cards to cut"),
    "collect": Verb("course.teacher.verbs.collect", "read the work that a class handed in"),
    "mark": Verb("course.teacher.verbs.mark", "make a page to mark the texts of a class"),
    "export": Verb("course.teacher.verbs.export", "write quizzes for Canvas or Moodle, and pages to print"),
    "adapt": Verb("course.teacher.verbs.adapt", "make a file in which you change the questions of a lesson"),
    "doctor": Verb("course.teacher.verbs.doctor", "look for what is wrong with this installation or your changes"),
}
# What the launcher does by itself, without the environment.
OWN_VERBS = ("test", "update", "repair")
NO_IMPORT = 70
INTERRUPTED = 130
CALL = f"""
import importlib, sys
name = sys.argv.pop(1)
sys.argv[0] = sys.argv.pop(1)
try:
    code = importlib.import_module(name).main()
except ImportError as error:
    sys.stderr.write(str(error) + chr(10))
    code = {NO_IMPORT}
except KeyboardInterrupt:
    code = {INTERRUPTED}
sys.exit(code)
"""


def is_there(verb: Verb) -> bool:
    """Whether the module of a verb exists, looked up without importing anything."""
    path = PACKAGE.parent.joinpath(*verb.module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def parser() -> argparse.ArgumentParser:
    """The command line."""
    python = "py" if os.name == "nt" else "python3"
    top = argparse.ArgumentParser(
        prog=f"{python} -m course",
        description="Opens the course in the browser; the first time it installs what the course needs.",
    )
    top.add_argument("--port", type=port_number, help="where JupyterLab listens (usually 8888)")
    top.add_argument(
        "--language",
        metavar="CODE",
        type=language.known,
        help="what the course speaks from now on, for example en or ar; behind a verb, this once",
    )
    top.add_argument("--no-browser", action="store_true", help="only print the address, open no page")
    subparsers = top.add_subparsers(dest="verb", metavar="verb", title="verbs (none: open the course)")
    testing = subparsers.add_parser("test", help="run every check", description="Runs every check of the project.")
    how_much = testing.add_mutually_exclusive_group()
    how_much.add_argument("--fast", action="store_true", help="leave out the browser and the other slow tests")
    how_much.add_argument("--long", action="store_true", help="also every size, theme and length, and more examples")
    updating = subparsers.add_parser(
        "update",
        help="bring a newer course, and keep your work",
        description="Brings a newer course. Your answers, your own folders and your changed notebooks are kept.",
    )
    updating.add_argument("file", nargs="?", type=Path, help="a newer downloaded zip file, if this is no clone")
    repairing = subparsers.add_parser(
        "repair",
        help="bring a lesson's notebooks back to the shipped form",
        description="Brings notebooks back to the form in which they were shipped, and keeps what was there.",
    )
    repairing.add_argument("lesson", nargs="*", help="numbers or names, for example 02 or case_atlas; all if none")
    repairing.add_argument("--from", dest="file", type=Path, help="a downloaded zip file of this version")
    for name, verb in VERBS.items():
        if is_there(verb):
            # No abbreviations: a verb has options of its own, such as `live 05 --lan`.
            calling = subparsers.add_parser(name, help=verb.help, add_help=False, allow_abbrev=False)
            calling.add_argument("--language", metavar="CODE", dest="for_now", type=language.known)
    return top


def port_number(text: str) -> int:
    """A port that a person may choose."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: give a number from 1024 to 65535, for example 8890")
    return int(text)


def attend(command: list[str], variables: dict[str, str] | None = None, folder: Path | None = None) -> int:
    """Runs a command to its end and returns its exit code; raises KeyboardInterrupt where Ctrl+C ended it.

    Ctrl+C reaches both, and the command has its own way to close: a live class that is killed instead could not say
    that it is over. What asks this process to end, as a service or a container does, is handed on.
    """
    process = subprocess.Popen(command, cwd=folder, env=variables)
    on_interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
    on_end = signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
    try:
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, on_interrupt)
        signal.signal(signal.SIGTERM, on_end)
    if code in (INTERRUPTED, -signal.SIGINT):
        raise KeyboardInterrupt
    return code if code >= 0 else 128 - code


def run_verb(env: Environment, name: str, rest: list[str], for_now: str | None = None) -> int:
    """Calls a verb's `main` inside the environment; with `for_now` it speaks that language this once."""
    command = [str(env.python), "-c", CALL, VERBS[name].module, f"python -m course {name}", *rest]
    spoken = {language.SWITCH: for_now} if for_now else {}
    code = attend(command, env.variables(**spoken))
    if code == NO_IMPORT:
        trouble = note_damage(env)
        raise damaged(trouble.damaged, trouble.failing)
    if code and name == "doctor":
        # It sends people to the next start, which mends what is noted.
        note_damage(env)
    return code


def open_and_mend(root: Path, port: int | None, browser: bool) -> int:
    """Opens the course; where it does not start because a package is damaged, mends that and tries once more."""
    env = prepare(root)
    try:
        return lab.open_course(env, port, browser)
    except NotStarted:
        if not note_damage(env):
            raise
    return lab.open_course(prepare(root), port, browser)


def main(arguments: list[str]) -> int:
    """Does what the command line says and returns the exit code: 2 for what the person at the keyboard can mend."""
    command_line = parser()
    options, rest = command_line.parse_known_args(arguments)
    if rest and options.verb not in VERBS:
        command_line.error(f"unknown: {' '.join(rest)}")
    root = PACKAGE.parent
    try:
        root = course_root(PACKAGE)
        if options.language:
            language.remember(root, options.language)
        if options.verb == "update":
            return update.update(root, options.file)
        if update.is_half_done(root):
            with locked(root, "being changed"):
                update.finish(root)
            # The launcher itself may be another one now.
            return attend([sys.executable, "-m", "course", *arguments], folder=root)
        if options.verb == "repair":
            return repair.repair(root, options.lesson, options.file)
        if options.verb == "test":
            return checks.run(prepare(root, CHECKS), fast=options.fast, long=options.long)
        if options.verb in VERBS:
            return run_verb(prepare(root, VERBS[options.verb].extras), options.verb, rest, options.for_now)
        return open_and_mend(root, options.port, not options.no_browser)
    except Problem as problem:
        return tell(problem)
    except OSError as error:
        return tell(explain_os_error(error, root))
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return INTERRUPTED


def tell(problem: Problem) -> int:
    """Puts a problem on the error output as one paragraph."""
    print(f"\n{problem}", file=sys.stderr)
    return 2
