"""`python -m course.dev.pace 05`: what every block of a lesson takes, and where its cores do not fit their hour."""

import sys
from collections.abc import Sequence

from course.content import lessons, pace


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the count of the lessons named by the first digits of their stems (all without any); 1 where one fails."""
    wanted = tuple(sys.argv[1:] if arguments is None else arguments)
    troubles = []
    for stem in lessons.stems():
        if wanted and not stem.startswith(wanted):
            continue
        blocks = pace.blocks(stem)
        for session, counted in zip(lessons.lesson(stem).sessions, pace.sessions(stem), strict=True):
            print(
                f"\n{stem}, session {counted.number}: {session.title}. Core {counted.minutes:.1f} of {session.minutes} "
                f"minutes, {counted.words} words; more {counted.more:.1f} minutes"
            )
            for block in blocks:
                if block.session == counted.number:
                    mark = "more" if block.more else "core"
                    print(f"  {mark}  {block.minutes:5.1f} min  {block.words:5d} words  {block.title}")
        troubles += list(pace.find_troubles(stem))
    print("", *troubles, sep="\n")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
