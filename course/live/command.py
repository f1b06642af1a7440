"""`python -m course live 05` holds a lesson live; `live doctor` tries it with one phone, `live serve` is for a host."""

import argparse
import asyncio
import contextlib
import webbrowser
from collections.abc import Coroutine, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import segno
from sqlalchemy.exc import SQLAlchemyError

from course.content.language import LANGUAGES, read_language
from course.content.place import root
from course.live.database import FileInUse, NewerFile, address_of, hold_alone, name_of
from course.live.doctor import listen_for_a_phone
from course.live.hall import KEEP
from course.live.serve import USUAL_PORT, Doors, addresses, run_server, serve
from course.model.event import write_moment
from course.model.language import ENGLISH, Edition
from course.model.port import is_free
from course.teacher.verbs.command import CommandLine, Refused, make_printable, run, stem_of

SAME_CLASS = timedelta(hours=12)
"""A class that was opened less than this ago goes on with the same code: the laptop was closed, or the power went."""


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "live",
        "Holds a lesson live. Phones join with a code, the projector shows one question at a time, and you pace it "
        "from a console of your own. Everything goes into one file, which 'collect' reads.",
    )
    line.add_argument(
        "what", metavar="LESSON|doctor|serve", help="number of a lesson, such as 05; doctor: try it with one phone"
    )
    line.add_argument("--lan", action="store_true", help="let phones in this network in (otherwise only this computer)")
    line.add_argument(
        "--name", action="append", default=[], metavar="HOST", help="another name under which it is asked"
    )
    line.add_argument("--port", type=int, default=USUAL_PORT, metavar="N", help=f"where it listens ({USUAL_PORT})")
    line.add_argument("--file", metavar="FILE", help="the class's file, or postgresql://… (my_class/class.sqlite3)")
    line.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="CODE=ADDRESS",
        help="a server over the same database that speaks another language, for example en=https://en.example.org: "
        "the page to join offers it",
    )
    line.add_argument("--new", action="store_true", help="open a new class, though one of today is not over")
    line.add_argument(
        "--keep", type=int, default=KEEP, metavar="DAYS", help=f"a class is deleted so long after its last use ({KEEP})"
    )
    line.add_argument("--no-browser", action="store_true", help="only print the addresses, open no page")
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the class until it is stopped; return the exit code."""
    return run(command_line(), hold, arguments)


def hold(options: argparse.Namespace) -> int:
    """Do what was typed."""
    host = "0.0.0.0" if options.lan or options.what in ("doctor", "serve") else "127.0.0.1"
    if not 1 <= options.port <= 65535:
        raise Refused(f"'{options.port}' is no port. Give a number from 1024 to 65535, for example {USUAL_PORT}.")
    if options.keep < 1:
        raise Refused(f"'{options.keep}' is no number of days. Give 1 or more, for example {KEEP}.")
    also = [_read_also(text) for text in options.also]
    if options.what == "doctor":
        _refuse_taken(host, options.port)
        return asyncio.run(listen_for_a_phone(options.port))
    stem = "" if options.what == "serve" else stem_of(options.what)
    file = options.file or str(usual_file())
    with alone(file):
        _refuse_taken(host, options.port)
        return _serve(options, file, stem, host, also)


@contextlib.contextmanager
def alone(file: str) -> Iterator[None]:
    """Hold a class's file; raise Refused where another server on this computer has it: neither would tell the other's
    pages what is new.
    """
    try:
        with hold_alone(file):
            yield
    except FileInUse:
        raise Refused(
            f"'{make_printable(name_of(file))}' is open already, in another window or from the desk, perhaps at "
            "another port. Go on with the class there, or close it. Two classes at the same time need a file each: "
            "--file FILE."
        ) from None


def _serve(options: argparse.Namespace, file: str, stem: str, host: str, also: Sequence[Edition]) -> int:
    """Serve a file that no other server has."""
    if options.lan:
        _warn()

    def ready(doors: Doors | None) -> None:
        if doors is None:
            print(f"The server is ready on port {options.port}. Stop it with Ctrl+C.", flush=True)
            return
        _tell(doors, lan=options.lan, keep=options.keep)
        if not options.no_browser:
            webbrowser.open(doors.console)

    since = "" if options.new else write_moment(datetime.now(UTC) - SAME_CLASS)
    return hold_open(
        file,
        serve(
            file,
            stem=stem,
            since=since,
            host=host,
            port=options.port,
            names=options.name,
            ready=ready,
            keep=options.keep,
            also=also,
        ),
    )


def _read_also(text: str) -> Edition:
    """Return the server in another language that was typed as "en=https://…"; raise Refused where it is none."""
    code, _, address = text.partition("=")
    if not address.startswith(("http://", "https://")):
        raise Refused(
            f"'{text}' names no server. Write the code of a language and an address: en=https://en.example.org"
        )
    told = ENGLISH if code == ENGLISH.code else read_language(LANGUAGES / code)
    return Edition(code=told.code, name=told.name, direction=told.direction, href=address.rstrip("/"))


def hold_open(file: str, serving: Coroutine[Any, Any, int]) -> int:
    """Run a server over a class's file; return the exit code.

    Raises Refused where a newer course made the file, or it cannot be opened.
    """
    name = make_printable(name_of(file))
    try:
        return run_server(serving)
    except NewerFile as newer:
        raise Refused(
            f"'{name}' was made by a newer version of the course ({newer}). Update this one: python -m course update. "
            "Or name another file with --file."
        ) from None
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
        reason = said.splitlines()[0].rstrip(".:")
        if address_of(file).startswith("sqlite"):
            remedy = (
                "Look whether it is a class's file, and whether its folder is there, may be written in and has room; "
                "or name another file with --file."
            )
        else:
            remedy = "Look whether the database runs, and at its address, user and password."
        raise Refused(f"'{name}' cannot be opened ({make_printable(reason)}). {remedy}") from None
    except KeyboardInterrupt:
        return 0


def usual_file() -> Path:
    """Return where a class is kept if nothing else is said, in a folder that is there."""
    folder = root() / "my_class"
    folder.mkdir(exist_ok=True)
    return folder / "class.sqlite3"


def _refuse_taken(host: str, port: int) -> None:
    if not is_free(host, port):
        raise Refused(
            f"Port {port} is taken: perhaps a class is already open in another window. Close that, or choose "
            f"another one with --port {port + 1}."
        )


def _warn() -> None:
    print(
        "Phones reach this computer over the room's network without HTTPS. Whoever listens in that network can read "
        "what is sent. So: no real names if you do not want them read, and secret folders of role-plays go out on "
        "paper, or from a hosted class.",
        flush=True,
    )


def _tell(doors: Doors, *, lan: bool, keep: int) -> None:
    if lan and addresses():
        segno.make(doors.join, error="m").terminal(compact=True)
    print(f"For the class:   {doors.join}   code {doors.code}")
    print(f"Your console:    {doors.console}")
    print(f"The projector:   {doors.projector}")
    if not lan:
        print("Only this computer can join. For phones add --lan.")
    elif not addresses():
        print("This computer is in no network, and no phone can join. Connect it, end this, and type the same again.")
    print(
        f"Kept for so many days after its last use, then deleted: {keep}. 'python -m course collect' reads it before."
    )
    print("Keep this window open. Ctrl+C ends the class; the same command goes on with it today.", flush=True)
