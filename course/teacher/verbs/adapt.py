"""`python -m course adapt 05 [--exercise]`: makes the file in which a teacher changes a lesson."""

import argparse
from collections.abc import Sequence

from course.content import lessons
from course.content.interface import words
from course.content.overrides import name_override, override_path
from course.model.lesson import number_of
from course.teacher.changes.adapt import begin
from course.teacher.verbs.command import CommandLine, Refused, run, stem_of


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "adapt",
        "Makes a text file in the folder my_course in which you change questions of a lesson, leave some out and add "
        "your own. The lesson itself stays as it is.",
    )
    line.add_lesson()
    line.add_argument("--exercise", action="store_true", help="change the exercise of the lesson")
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the file; return the exit code."""
    return run(command_line(), adapt, arguments)


def adapt(options: argparse.Namespace) -> int:
    """Make the file, and say where it lies and what to do with it."""
    folder = "exercises" if options.exercise else "lessons"
    stem = stem_of(options.lesson)
    if options.exercise and stem not in lessons.exercise_stems():
        raise Refused(f"Lesson {number_of(stem)} has no exercise. Leave --exercise out to change the lesson.")
    try:
        path = begin(folder, stem)
    except FileExistsError:
        path = override_path(folder, stem)
        there = path if path and path.is_file() else path and path.parent
        raise Refused(f"{there} is there already and stays as it is. Open it, or rename it to begin anew.") from None
    if path is None:
        raise Refused("Changes are turned off: COURSE_MY_COURSE is empty. Unset it, and type this again.")
    word = words()["adapt"]
    print(word["made"].format(file=name_override(path), path=path))
    print(word["next"])
    return 0
