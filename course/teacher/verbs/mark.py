"""`python -m course mark FOLDER`: writes the page on which a teacher marks the texts of a class in a browser."""

import sys
from collections.abc import Sequence

from course.content.interface import words
from course.content.reader import ContentError
from course.record import RecordError
from course.teacher.verbs.collect import opened, parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the marking page; return the exit code, 2 for what a person can mend."""
    command_line = parser()
    command_line.prog = "python -m course mark"
    command_line.description = "Writes a page that opens in any browser, to mark the texts of the class offline."
    room = opened(command_line.parse_args(arguments))
    if room is None:
        return 2
    try:
        path = room.write_marking_page()
    except (RecordError, ContentError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"'{problem.filename}' cannot be written ({problem.strerror}). Choose --out.", file=sys.stderr)
        return 2
    print(words()["collect"]["written"].format(folder=room.out))
    print(f"  {path.name}")
    return 0
