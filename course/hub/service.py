"""``python -m course hub service``: the live class as a service, started by a JupyterHub or beside it."""

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.routing import Route

from course.hub.configuration import NAME, read
from course.hub.gate import CALLBACK, GRADES, TEACH, Gate
from course.hub.login import Login
from course.hub.pages import Opening, routes
from course.live.command import alone, hold_open, usual_file
from course.live.hall import KEEP
from course.live.serve import serve
from course.teacher.verbs.command import CommandLine, Refused, run

USUAL_GROUP = "teachers"
NEEDED = tuple(f"JUPYTERHUB_{name}" for name in ("API_TOKEN", "API_URL", "CLIENT_ID", "SERVICE_PREFIX", "SERVICE_URL"))
"""What the hub says to a service that it starts."""


def command_line(said: Mapping[str, str] = os.environ) -> CommandLine:
    """Return what the verb takes. What is not typed is looked up in the environment, which a hub gives to a service."""
    line = CommandLine(
        "hub service",
        "Holds live classes as a service of a JupyterHub, which starts this command. The hub's users join with a "
        "class's code; members of one group open classes. What the hub is told stands in "
        "course/hub/jupyterhub_config.example.py.",
    )
    group = said.get("COURSE_HUB_TEACHERS") or USUAL_GROUP
    line.add_argument("--teachers", default=group, metavar="GROUP", help=f"the group that opens classes ({group})")
    line.add_argument(
        "--file",
        # Not on the command line, where other users of the machine could read a password.
        default=said.get("COURSE_HUB_FILE", ""),
        metavar="FILE",
        help="where classes are kept, or postgresql://…; also as COURSE_HUB_FILE (my_class/class.sqlite3)",
    )
    line.add_argument(
        "--public",
        default=said.get("JUPYTERHUB_PUBLIC_URL", ""),
        metavar="ADDRESS",
        help="the address that browsers use, where the hub does not know it (c.JupyterHub.public_url)",
    )
    line.add_argument("--name", action="append", default=[], metavar="HOST", help="another name of the hub")
    line.add_argument(
        "--listen", default="", metavar="HOST", help="where it listens, if not under the hub's name for it"
    )
    line.add_argument("--guests", action="store_true", help="who has a code joins without an account of the hub")
    line.add_argument(
        "--keep", type=int, default=KEEP, metavar="DAYS", help=f"a class is deleted so long after its last use ({KEEP})"
    )
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold classes until the hub ends the service; return the exit code."""
    return run(command_line(), hold, arguments)


def hold(options: argparse.Namespace, said: Mapping[str, str] = os.environ) -> int:
    """Do what was typed."""
    missing = [name for name in NEEDED if not said.get(name)]
    if missing:
        raise Refused(
            f"A JupyterHub starts this command and says where it is; {', '.join(missing)} is not set. Write the "
            "service into the hub's configuration, as course/hub/jupyterhub_config.example.py does."
        )
    public = urlsplit(options.public)
    if public.scheme not in ("http", "https") or not public.hostname:
        raise Refused(
            "The hub does not say under which address browsers find it. Set c.JupyterHub.public_url, or add --public "
            "https://hub.example.org to the service's command."
        )
    if options.keep < 1:
        raise Refused(f"'{options.keep}' is no number of days. Give 1 or more, for example {KEEP}.")
    prefix, place = said["JUPYTERHUB_SERVICE_PREFIX"], urlsplit(said["JUPYTERHUB_SERVICE_URL"])
    login = Login(options.teachers, is_secure=public.scheme == "https")
    file_of_hub = said.get(NAME)
    configuration = read(Path(file_of_hub)) if file_of_hub else None
    more = [Route(CALLBACK, login.finish)]
    opening = Opening(options.teachers, login.leaves, grades=bool(configuration and configuration.sends_grades))
    if configuration and configuration.sends_grades:
        # What signs for the platform is installed where a hub has one.
        from course.hub.grades_page import Sending

        more += Sending(configuration, opening).routes(GRADES)
    file = options.file or str(usual_file())
    with alone(file):
        return hold_open(
            file,
            serve(
                file,
                host=options.listen or place.hostname or "127.0.0.1",
                port=place.port or 80,
                names=[public.hostname, *options.name],
                more=[*more, *routes(opening, TEACH)],
                keep=options.keep,
                before=[Middleware(Gate, login=login, prefix=prefix, guests=options.guests)],
                public=f"{public.scheme}://{public.netloc}{prefix.rstrip('/')}",
            ),
        )
