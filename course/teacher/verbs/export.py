"""`python -m course export WHAT [LESSON …]`: quizzes for a learning platform, and pages to print."""

import argparse
from collections.abc import Sequence
from pathlib import Path

KINDS = ("qti", "gift", "booklet", "student", "key")


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(
        prog="python -m course export",
        description="Writes quick checks and exercises for Canvas (qti) or Moodle (gift), and pages to print: the "
        "questions to talk about (booklet), the exercises without answers (student) and with them (key).",
    )
    top.add_argument("what", choices=KINDS, help="what to write")
    top.add_argument("lessons", nargs="*", metavar="LESSON", help="number of a lesson, such as 05 (all lessons)")
    top.add_argument("--out", type=Path, default=Path("exported"), metavar="FOLDER", help="where to write (exported)")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; return the exit code, 2 for what a person can mend."""
    parser().parse_args(arguments)
    return 0
