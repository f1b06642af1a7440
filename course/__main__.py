"""`python3 -m course`: opens the course. Every verb is in `course/launch/command_line.py`.

This file must be readable by every Python 3, and uses no package, so that it can say what is missing.
"""

import sys

OLDEST = (3, 11)


def too_old(version: "tuple[int, ...]") -> str:
    """What to tell somebody whose Python is too old, or an empty text."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    return (
        "The course needs Python %d.%d or later, and this is Python %d.%d. Install a newer one from "
        "https://www.python.org/downloads/ and type the command again with it, for example "
        "'python3.12 -m course' (on Windows: 'py -3.12 -m course')." % (OLDEST + tuple(version[:2]))
    )


if __name__ == "__main__":
    problem = too_old(sys.version_info[:2])
    if problem:
        sys.stderr.write(problem + "\n")
        sys.exit(2)
    from course.launch.command_line import main

    sys.exit(main(sys.argv[1:]))
