"""`python -m course export WHAT [LESSON …]`: quizzes for a learning platform, and pages to print."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from course.content import lessons
from course.content.interface import words
from course.html import document
from course.html.text import plain
from course.model.language import with_commas
from course.model.lesson import number_of
from course.model.task import Open, Task, Writing
from course.teacher.cartridge import contents, package
from course.teacher.handouts import booklet, edition
from course.teacher.quizzes import gift, qti
from course.teacher.quizzes.files import moodle_file, quizzes
from course.teacher.verbs.command import MENDABLE, CommandLine, Refused, list_files, run, stems_of

PAPER = ("student", "key")
FOR_READERS: frozenset[type] = frozenset((Open, Writing))
"""What somebody has to read: no platform marks it by itself."""
LEAVES_OUT: dict[str, frozenset[type]] = {"qti": FOR_READERS, "gift": FOR_READERS, "moodle": frozenset((Open,))}
"""Which tasks have no place in what is written."""


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine(
        "export",
        "Writes quick checks and exercises for Canvas (qti) or Moodle (moodle: with hints, tries and texts to mark; "
        "gift: the plain ones, which others read too), the whole course for Canvas (canvas), for Moodle "
        "(moodle-course: pages, discussions and links; its quizzes are those of moodle) or for any platform that reads "
        "Common Cartridge 1.3 (cartridge), and pages to print: the questions to talk about (booklet), the exercises "
        "without answers (student) and with them (key).",
    )
    line.add_argument("what", choices=(*WRITERS, *WHOLE), help="what to write")
    line.add_argument("lessons", nargs="*", metavar="LESSON", help="number of a lesson, such as 05 (all lessons)")
    line.add_out("FOLDER", "where to write (exported)", Path("exported"))
    line.add_argument("--site", default="", metavar="URL", help="where the course is alive: whole courses link there")
    return line


def write_qti(folder: Path, stem: str) -> Path:
    """Write both quizzes of a lesson as one package for Canvas, and return its path."""
    return _write(folder / f"{stem}.qti.zip", qti.package(plain(lessons.lesson(stem).title), list(quizzes(stem))))


def write_gift(folder: Path, stem: str) -> Path:
    """Write both quizzes of a lesson for Moodle's question bank, a category for each, and return the path."""
    text = "\n".join(gift.file(part.title, part.questions) for part in quizzes(stem))
    return document.write(folder / f"{stem}.gift.txt", text)


def write_moodle(folder: Path, stem: str) -> Path:
    """Write both quizzes of a lesson and its texts for Moodle's question bank, and return the path."""
    return _write(folder / f"{stem}.moodle.xml", moodle_file(stem))


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
    "moodle": write_moodle,
    "gift": write_gift,
    "booklet": write_booklet,
    "student": write_student,
    "key": write_key,
}


def write_cartridge(folder: Path, site: str) -> Path:
    """Write the whole course as a Common Cartridge, and return its path."""
    return _write(folder / "course.imscc", package.standard(contents.course(site)))


def write_canvas(folder: Path, site: str) -> Path:
    """Write the whole course as Canvas exports one, and return its path."""
    return _write(folder / "course.canvas.imscc", package.for_canvas(contents.course(site)))


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def write_moodle_course(folder: Path, site: str) -> Path:
    """Write the whole course but its quizzes as Moodle restores one, and return its path."""
    return _write(folder / "course.moodle.imscc", package.for_moodle(contents.course(site)))


WHOLE: dict[str, Callable[[Path, str], Path]] = {
    "canvas": write_canvas,
    "cartridge": write_cartridge,
    "moodle-course": write_moodle_course,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; return the exit code."""
    return run(command_line(), export, arguments)


def export(options: argparse.Namespace) -> int:
    """Write a file for each lesson, list them, and say what was left out."""
    word = words()["export"]
    stems = stems_of(options.lessons) or list(lessons.stems())
    if options.what in WHOLE:
        return _export_whole(options)
    lacking = [stem for stem in stems if options.what in PAPER and stem not in lessons.exercise_stems()]
    paths = [WRITERS[options.what](options.out, stem) for stem in stems if stem not in lacking]
    for stem in lacking if options.lessons else ():
        print(word["no-exercise"].format(number=number_of(stem)), file=sys.stderr)
    if not paths:
        return MENDABLE
    print(word["written"].format(folder=options.out))
    list_files(options.out, paths)
    if options.what in LEAVES_OUT:
        left_out = LEAVES_OUT[options.what]
        for key, kinds in (("essays", FOR_READERS - left_out), ("left-out", left_out)):
            texts = [f"{stem[:2]} {task.id}" for stem in stems for task in _tasks(stem) if type(task) in kinds]
            if texts:
                print(word[key].format(tasks=with_commas(texts)))
    return 0


def _export_whole(options: argparse.Namespace) -> int:
    """Write the whole course in one file, and say what was left out."""
    word = words()["export"]
    if options.lessons:
        raise Refused(f"'{options.what}' is the whole course in one file. Leave out the numbers of lessons.")
    if options.site and not options.site.startswith(("https://", "http://")):
        raise Refused(f"'{options.site}' is no address. Write the whole of it: --site https://…")
    print(word["written"].format(folder=options.out))
    list_files(options.out, [WHOLE[options.what](options.out, options.site)])
    texts = [f"{stem[:2]} {task.id}" for stem in lessons.stems() for task in _tasks(stem) if isinstance(task, Open)]
    print(word["left-out"].format(tasks=with_commas(texts)))
    if options.what == "moodle-course":
        print(word["quizzes-apart"])
    return 0


def _tasks(stem: str) -> tuple[Task, ...]:
    return lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()
