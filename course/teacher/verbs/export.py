"""`python -m course export WHAT [LESSON …]`: quizzes for a learning platform, and pages to print."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from course.content import lessons
from course.content.interface import words
from course.html import document
from course.html.text import plain
from course.model.task import Open, Writing
from course.teacher.handouts import booklet, edition
from course.teacher.quizzes import gift, qti, quiz
from course.teacher.verbs.command import MENDABLE, CommandLine, list_files, run, stems_of

PAPER = ("student", "key")


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "export",
        "Writes quick checks and exercises for Canvas (qti) or Moodle (gift), and pages to print: the questions to "
        "talk about (booklet), the exercises without answers (student) and with them (key).",
    )
    line.add_argument("what", choices=tuple(WRITERS), help="what to write")
    line.add_argument("lessons", nargs="*", metavar="LESSON", help="number of a lesson, such as 05 (all lessons)")
    line.add_out("FOLDER", "where to write (exported)", Path("exported"))
    return line


def quizzes(stem: str) -> Iterator[qti.Quiz]:
    """Yield the quick checks and the exercise of a lesson as quizzes, those that have questions."""
    lesson = lessons.lesson(stem)
    for name, questions in (("checks", quiz.checks(stem)), ("tasks", quiz.exercise(stem))):
        title = words()["export"][name].format(number=lesson.number, title=plain(lesson.title))
        if questions:
            yield qti.Quiz(id=f"{stem}/{name}", title=title, description=plain(lesson.summary), questions=questions)


def write_qti(folder: Path, stem: str) -> Path:
    """Write both quizzes of a lesson as one package for Canvas, and return its path."""
    path = folder / f"{stem}.qti.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(qti.package(plain(lessons.lesson(stem).title), list(quizzes(stem))))
    return path


def write_gift(folder: Path, stem: str) -> Path:
    """Write both quizzes of a lesson for Moodle's question bank, a category for each, and return the path."""
    text = "\n".join(gift.file(part.title, part.questions) for part in quizzes(stem))
    return document.write(folder / f"{stem}.gift.txt", text)


def write_booklet(folder: Path, stem: str) -> Path:
    """Write the booklet of a lesson, and return its path."""
    return document.write(folder / f"{stem}.booklet.html", booklet.booklet(lessons.lesson(stem)))


def write_student(folder: Path, stem: str) -> Path:
    """Write the student edition of an exercise, and return its path."""
    return document.write(folder / f"{stem}.student.html", edition.student(lessons.exercise(stem)))


def write_key(folder: Path, stem: str) -> Path:
    """Write the key to an exercise, and return its path."""
    return document.write(folder / f"{stem}.key.html", edition.key(lessons.exercise(stem)))


WRITERS: dict[str, Callable[[Path, str], Path]] = {
    "qti": write_qti,
    "gift": write_gift,
    "booklet": write_booklet,
    "student": write_student,
    "key": write_key,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; return the exit code."""
    return run(command_line(), export, arguments)


def export(options: argparse.Namespace) -> int:
    """Write a file for each lesson, list them, and say what was left out."""
    word = words()["export"]
    stems = stems_of(options.lessons) or list(lessons.stems())
    lacking = [stem for stem in stems if options.what in PAPER and stem not in lessons.exercise_stems()]
    paths = [WRITERS[options.what](options.out, stem) for stem in stems if stem not in lacking]
    for stem in lacking if options.lessons else ():
        print(word["no-exercise"].format(number=stem[:2]), file=sys.stderr)
    if not paths:
        return MENDABLE
    print(word["written"].format(folder=options.out))
    list_files(options.out, paths)
    texts = [f"{stem[:2]} {task.id}" for stem in stems for task in _for_readers(stem)]
    if texts and options.what in ("qti", "gift"):
        print(word["left-out"].format(tasks=", ".join(texts)))
    return 0


def _for_readers(stem: str) -> list[Open | Writing]:
    """Return the tasks of a lesson's exercise that somebody has to read: no platform marks them."""
    tasks = lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()
    return [task for task in tasks if isinstance(task, Open | Writing)]
