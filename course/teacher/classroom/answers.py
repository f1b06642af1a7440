"""What one learner of a class answered, and how they stand with each task, read from the events of a hand-in."""

from collections.abc import Sequence
from typing import get_args

import msgspec

from course.answers import work
from course.answers.done import TEXTS, Parts, verdict
from course.answers.events import Entry, Place, Response
from course.content import documents, lessons
from course.model import task as tasks
from course.model.verdict import Verdict
from course.teacher.classroom.handin import HandIn

STANDS: tuple[Place, ...] = get_args(Place)


class Work(work.Work):
    """Everything in one hand-in."""

    def __init__(self, handed: HandIn):
        super().__init__(handed.events)
        self.handed = handed


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """How one learner stands with one task. ``tries`` counts answers; ``right`` is None where nothing is right."""

    tries: int
    first_right: bool
    right: bool | None
    hints: int
    model: bool


class Judge:
    """Judges answers afresh by the rules of today, each once: what a file says that it got is no proof."""

    def __init__(self) -> None:
        self._verdicts: dict[tuple[str, str], Verdict] = {}
        self._judged: dict[tuple[str, str, str], Judged] = {}

    def verdict(self, work: Work, task: tasks.Task, entry: Entry[Response]) -> Verdict:
        """Return the verdict on an answer to a task."""
        key = (work.handed.key, entry.id)
        if key not in self._verdicts:
            self._verdicts[key] = verdict(task, entry.body.answer)
        return self._verdicts[key]

    def judged(self, work: Work, stem: str, task: tasks.Task) -> Judged:
        """Return how a learner stands with a task of the lesson or exercise ``stem``."""
        key = (work.handed.key, stem, task.id)
        if key not in self._judged:
            self._judged[key] = self._judge(work, stem, task)
        return self._judged[key]

    def has_tried(self, work: Work, stem: str, task: tasks.Task) -> bool:
        """Return whether a learner has given an answer to a task that is not a blank."""
        return self.judged(work, stem, task).tries > 0

    def _judge(self, work: Work, stem: str, task: tasks.Task) -> Judged:
        done = work.question(stem, task.id)
        outcomes = [self.verdict(work, task, entry).outcome for entry in done.answers]
        outcomes = [outcome for outcome in outcomes if outcome != "not-answered"]
        return Judged(
            tries=len(outcomes),
            first_right=outcomes[:1] == ["correct"],
            right=None if isinstance(task, TEXTS) else "correct" in outcomes,
            hints=done.hints,
            model=done.model,
        )


def tasks_of(stem: str) -> Sequence[tasks.Task]:
    """Return the quick checks of a lesson and the tasks of its exercise; one id would be one item."""
    by_id: dict[str, tasks.Task] = {task.id: task for task in lessons.lesson(stem).checks}
    if stem in lessons.exercise_stems():
        by_id = {**{task.id: task for task in lessons.exercise(stem).tasks}, **by_id}
    return list(by_id.values())


def parts_of(stem: str) -> Parts:
    """Return what can be done in a lesson and its exercise."""
    content = lessons.lesson(stem)
    return Parts(
        stem=stem,
        prompts=content.prompts,
        claims=content.claims,
        tasks=tasks_of(stem),
        documents=documents.readable(content.documents),
        people=content.people,
        boundaries=content.boundaries,
    )
