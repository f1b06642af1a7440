"""``python -m course site FOLDER`` builds the browser-only edition: a folder that any web host serves."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from course.site.lite import build_site
from course.site.weight import table, weigh
from course.site.workshop import open_workshop
from course.teacher.verbs.command import CommandLine, run


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "site",
        "Builds the course as a static site: its pages run Python in the browser, and any web host serves them.",
    )
    line.add_argument(
        "folder", metavar="FOLDER", type=Path, help="where the site is written; what lies there is replaced"
    )
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site; return the exit code."""
    return run(command_line(), build, arguments)


def build(options: argparse.Namespace) -> int:
    """Do what was typed."""
    folder = options.folder.absolute()
    print("Building the site. The first time, what it is made of is fetched.", flush=True)
    build_site(open_workshop(), folder)
    print(table(weigh(folder)))
    print(f"The site is in '{folder}'. To try it: python -m http.server --directory '{folder}'")
    return 0
