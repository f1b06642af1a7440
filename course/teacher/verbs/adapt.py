"""`python -m course adapt 05 [--exercise]`: makes the file in which a teacher changes a lesson."""

import argparse
import sys
from collections.abc import Sequence

from course.content import lessons
from course.content.interface import words
from course.content.overrides import name_override, override_path
from course.content.reader import ContentError
from course.teacher.changes.adapt import begin
from course.teacher.verbs.collect import chosen_stems


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(
        prog="python -m course adapt",
        description="Makes a text file in the folder my_course in which you change questions of a lesson, leave some "
        "out and add your own. The lesson itself stays as it is.",
    )
    top.add_argument("lesson", metavar="LESSON", help="number of the lesson, such as 05")
    top.add_argument("--exercise", action="store_true", help="change the exercise of the lesson")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the file; return the exit code, 2 for what a person can mend."""
    options = parser().parse_args(arguments)
    folder = "exercises" if options.exercise else "lessons"
    try:
        stem = (chosen_stems([options.lesson]) or [""])[0]
        if options.exercise and stem not in lessons.exercise_stems():
            raise ContentError(f"Lesson {stem[:2]} has no exercise. Leave --exercise out to change the lesson.")
        path = begin(folder, stem)
        if path is None:
            raise ContentError("Changes are turned off: COURSE_MY_COURSE is empty. Unset it, and type this again.")
    except ContentError as problem:
        print(problem, file=sys.stderr)
        return 2
    except FileExistsError:
        path = override_path(folder, stem)
        there = path if path and path.is_file() else path and path.parent
        print(f"{there} is there already and stays as it is. Open it, or rename it to begin anew.", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"'{problem.filename}' cannot be written ({problem.strerror}). Look at its folder.", file=sys.stderr)
        return 2
    said = words()["adapt"]
    print(said["made"].format(file=name_override(path), path=path))
    print(said["next"])
    return 0
