"""The quizzes of a lesson, and as files for the platforms."""

from collections.abc import Iterator

from course.content import lessons, points
from course.content.interface import words
from course.html.text import plain
from course.teacher.quizzes import moodle, qti, quiz


def quizzes(stem: str) -> Iterator[qti.Quiz]:
    """Yield the quick checks and the exercise of a lesson as quizzes, those that have questions."""
    lesson = lessons.lesson(stem)
    for name, questions in (("checks", quiz.checks(stem)), ("tasks", quiz.exercise(stem))):
        title = words()["export"][name].format(number=lesson.digits, title=plain(lesson.title))
        if questions:
            yield qti.Quiz(id=f"{stem}/{name}", title=title, description=plain(lesson.summary), questions=questions)


def moodle_file(stem: str) -> bytes:
    """Return both quizzes of a lesson and its texts as Moodle's XML."""
    essays = {f"{stem}/tasks": quiz.essays(stem)}
    categories = [
        moodle.Category(
            id=part.id, title=part.title, about=part.description, questions=(*part.questions, *essays.get(part.id, ()))
        )
        for part in quizzes(stem)
    ]
    return moodle.file(words()["site"]["name"], categories, points.points().marked)


def quiz_files(stem: str) -> dict[str, bytes]:
    """Return the quizzes of a lesson for the platforms, as files by name."""
    parts = list(quizzes(stem))
    if not parts:
        return {}
    title = plain(lessons.lesson(stem).title)
    return {"for_canvas.qti.zip": qti.package(title, parts), "for_moodle.xml": moodle_file(stem)}
