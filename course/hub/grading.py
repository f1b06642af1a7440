"""The grades of a course of the learning platform: read from its learners' records on the hub, and sent."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from course.content import lessons
from course.content.points import points
from course.hub.ags import Closed, Course, Later, Never
from course.hub.backup import backup_of
from course.hub.launches import Launch
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


def queue(members: Sequence[Launch], book: Gradebook, unread: Sequence[str], scores: Scores, now: datetime) -> Queued:
    """Put every grade of a course into the queue: of each lesson that a learner began."""
    subjects = {member.name: member.subject for member in members}
    contexts = {member.name: member.context for member in members}
    new, doubtful, names = 0, [], {}
    for row in book.rows:
        # The hub has read it in that learner's own folder: the name is nothing that anybody typed.
        name = row.learner.files[0].split("/")[0]
        names[name] = row.name
        if row.learner.is_doubtful:
            doubtful.append(row.name)
            continue
        for stem, cell in zip(book.stems, row.cells, strict=True):
            if cell.done or cell.points:
                new += scores.put(contexts[name], stem, name, subjects[name], cell.points, cell.most, now)
    return Queued(learners=len(book.rows), new=new, unread=tuple(unread), doubtful=tuple(doubtful), names=names)


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
