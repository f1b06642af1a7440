"""The grades of a course of the learning platform: read from its learners' records on the hub, and sent."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec

from course.content import lessons
from course.content.points import points
from course.hub.ags import Closed, Course, Later, Never
from course.hub.backup import backup_of
from course.hub.configuration import Configuration
from course.hub.launches import Launch, Launches
from course.hub.scores import Scores
from course.hub.volume import Volumes
from course.teacher.classroom.answers import Judge, Work
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.gradebook import Gradebook, gradebook
from course.teacher.classroom.handin import HandedIn, read_files
from course.teacher.classroom.marking import FOLDER, Marking

CONFLICT = 409
AT_ONCE = 4
"""So many records are read at once, each by a process of its own."""


class Queued(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a course: how many learners, how many grades are new, and for whom none could be made."""

    learners: int
    new: int
    unread: tuple[str, ...]
    doubtful: tuple[str, ...]
    names: Mapping[str, str]
    """What learners call themselves, by their names on the hub."""


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """What a learner has in a lesson: as ``Scores.put`` takes it."""

    context: str
    lesson: str
    name: str
    subject: str
    given: float
    most: float


class Graded(msgspec.Struct, frozen=True, kw_only=True):
    """The grades of a course, for whom none could be made, and what learners call themselves, by their hub names."""

    grades: tuple[Grade, ...]
    doubtful: tuple[str, ...]
    names: Mapping[str, str]


class Round(msgspec.Struct, kw_only=True):
    """What became of the grades that were due. ``closed`` has the words of a platform that takes none, by course."""

    sent: int = 0
    closed: dict[str, str] = msgspec.field(default_factory=dict)
    later: str = ""


def read_course(members: Iterable[Launch], volumes: Volumes, own_accounts: bool) -> tuple[HandedIn, list[str]]:
    """Return the work of a course's learners, in files named by them, and who could not be read."""
    files: list[tuple[str, bytes | str]] = []
    unread = []
    learners = [one for one in members if not one.teaches and volumes.path(one.name).is_dir()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        read = list(pool.map(lambda one: backup_of(volumes.path(one.name), own_accounts), learners))
    for learner, data in zip(learners, read, strict=True):
        if data is None:
            unread.append(learner.name)
        else:
            files.append((f"{learner.name}/work.course.json", data))
    return read_files(files), unread


def book_of(handed: HandedIn, stems: Sequence[str], marks: Path | None) -> Gradebook:
    """Return the gradebook of those lessons in which somebody worked; ``marks`` is where ``collect`` wrote."""
    works, judge = [Work(learner) for learner in handed.learners], Judge()
    view = class_view(works, datetime.now(UTC).date(), stems, judge)
    worked = {lesson.stem for lesson in view.lessons}
    marked = Marking(marks / FOLDER).latest(handed.learners) if marks else None
    return gradebook(works, points(), [stem for stem in stems if stem in worked], marked, judge)


def grades_of(members: Sequence[Launch], book: Gradebook) -> Graded:
    """Return the grades of a course: of each lesson that a learner began."""
    subjects = {member.name: member.subject for member in members}
    contexts = {member.name: member.context for member in members}
    grades, doubtful, names = [], [], {}
    for row in book.rows:
        # The hub has read it in that learner's own folder: the name is nothing that anybody typed.
        name = row.learner.files[0].split("/")[0]
        names[name] = row.name
        if row.learner.is_doubtful:
            doubtful.append(row.name)
            continue
        grades += [
            Grade(
                context=contexts[name],
                lesson=stem,
                name=name,
                subject=subjects[name],
                given=cell.points,
                most=cell.most,
            )
            for stem, cell in zip(book.stems, row.cells, strict=True)
            if cell.done or cell.points
        ]
    return Graded(grades=tuple(grades), doubtful=tuple(doubtful), names=names)


def news_of(graded: Graded, scores: Scores) -> tuple[list[Grade], list[Grade]]:
    """Return the grades that are new or better than what was kept last, and those that are lower.

    Who did more has more points: a grade falls where it was counted with marks before, and now is not.
    """
    known = {context: scores.of_course(context) for context in {grade.context for grade in graded.grades}}
    news, lower = [], []
    for grade in graded.grades:
        last = known[grade.context].get((grade.lesson, grade.name))
        if last is None or grade.given * last.most > last.given * grade.most:
            news.append(grade)
        elif grade.given * last.most < last.given * grade.most:
            lower.append(grade)
    return news, lower


def put(grades: Iterable[Grade], scores: Scores, now: datetime) -> int:
    """Put grades into the queue; return how many are new there."""
    return sum(
        scores.put(grade.context, grade.lesson, grade.name, grade.subject, grade.given, grade.most, now)
        for grade in grades
    )


def queue(members: Sequence[Launch], book: Gradebook, unread: Sequence[str], scores: Scores, now: datetime) -> Queued:
    """Put every grade of a course into the queue."""
    graded = grades_of(members, book)
    return Queued(
        learners=len(book.rows),
        new=put(graded.grades, scores, now),
        unread=tuple(unread),
        doubtful=graded.doubtful,
        names=graded.names,
    )


def send_all(
    said: Configuration, launches: Launches, scores: Scores, contexts: Iterable[str], wait: float = 0
) -> Round:
    """Send what is due of some courses to their platform."""
    assert said.platform
    with httpx.Client(timeout=20) as client:
        courses = {}
        for context in contexts:
            # Where the columns are says every launch; the last one says it as it is now.
            offering = [launch for launch in launches.of_course(context) if launch.items]
            if offering:
                last = max(offering, key=lambda launch: launch.at)
                courses[context] = Course(said.platform, said.key_file, last.items, last.scopes, client)
        return send(scores, courses, wait)


def send_due(scores: Scores, courses: Mapping[str, Course], now: datetime) -> Round:
    """Send everything that is due, once; what fails for a reason that passes waits for a later round."""
    made, stopped = Round(), set[str]()
    for score in scores.due(now):
        course = courses.get(score.context)
        if course is None or score.context in stopped:
            continue
        scores.begin(score)
        try:
            course.send(score, f"{score.lesson[:2]} {lessons.lesson(score.lesson).title}")
        except Later as pause:
            scores.wait(score, now, pause.seconds)
            made.later = str(pause)
            # The others would meet the same; they keep their turn.
            stopped.add(score.context)
        except Closed as closed:
            made.closed[score.context] = str(closed)
            stopped.add(score.context)
        except Never as refused:
            if refused.status == CONFLICT and score.tries:
                # It was tried before, and the platform had taken it although no answer came.
                scores.done(score)
            else:
                scores.refuse(score, str(refused))
        else:
            scores.done(score)
            made.sent += 1
    return made


def send(
    scores: Scores,
    courses: Mapping[str, Course],
    wait: float,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], None] = time.sleep,
) -> Round:
    """Send rounds of what is due until nothing waits, a platform is closed, or ``wait`` seconds are over."""
    began, made = clock(), Round()
    while True:
        now = clock()
        last = send_due(scores, courses, now)
        made.sent, made.later = made.sent + last.sent, last.later
        made.closed |= last.closed
        waiting = [score for score in scores.waiting() if score.context in courses and score.context not in made.closed]
        if not waiting:
            return made
        pause = max(1.0, (min(score.due for score in waiting) - now).total_seconds())
        if (now - began).total_seconds() + pause > wait:
            return made
        sleep(pause)
