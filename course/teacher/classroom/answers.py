"""What one learner answered: the latest answer of each round and every try, read from the events of a hand-in."""

from collections.abc import Sequence
from typing import Any

import msgspec

from course.checks import judge
from course.content import lessons
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.event import Event
from course.model.verdict import Verdict
from course.teacher.classroom.handin import HandIn

TEXTS = (prompts.ShortText, tasks.Open, tasks.Writing)
STANDS = (-2, -1, 0, 1, 2)


class Work:
    """The events of one hand-in by place. What is not of the shape that the course writes counts as nothing."""

    def __init__(self, handed: HandIn):
        self.handed = handed
        self._at: dict[tuple[str, str], list[Event]] = {}
        for event in handed.events:
            # A stand is one fact about a claim wherever it was taken.
            lesson = "" if event.item.startswith("claim/") else event.lesson
            self._at.setdefault((lesson, event.item), []).append(event)

    def events(self, lesson: str, item: str, kind: str) -> list[Event]:
        """Return the events of one kind on one item, oldest first."""
        return [one for one in self._at.get((lesson, item), ()) if one.kind == kind]

    def rounds(self, lesson: str, item: str) -> dict[int, Event]:
        """Return the latest answer of each round of a prompt."""
        found = {}
        for event in self.events(lesson, item, "answer"):
            if event.body.get("round", 1) in (1, 2) and answer_of(event):
                found[int(event.body.get("round", 1))] = event
        return found

    def tries(self, lesson: str, item: str) -> list[Event]:
        """Return every answer to a task, oldest first."""
        return [event for event in self.events(lesson, item, "answer") if answer_of(event)]

    def stands(self, claim: str) -> dict[int, Event]:
        """Return the latest stand of each round on a claim."""
        found = {}
        for event in self.events("", f"claim/{claim}", "stand"):
            again, stand = event.body.get("round"), event.body.get("stand")
            if again in (1, 2) and type(stand) is int and stand in STANDS:
                found[int(again)] = event
        return found

    def last(self) -> str:
        """Return when the learner last did something, "" when they never did."""
        return max((one.at for one in self.handed.events if one.kind not in ("mark", "profile")), default="")


def answer_of(event: Event) -> dict[str, Any]:
    """Return the answer in an event, {} when there is none."""
    found = event.body.get("answer")
    return found if isinstance(found, dict) else {}


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

    def verdict(self, work: Work, task: tasks.Task, event: Event) -> Verdict:
        """Return the verdict on an answer to a task. A text is open: only a reader can judge it."""
        key = (work.handed.record, event.id)
        if key not in self._verdicts:
            answer = answer_of(event)
            try:
                if isinstance(task, TEXTS):
                    found = Verdict(outcome="open" if str(answer.get("text", "")).strip() else "not-answered")
                else:
                    found = judge(task, answer)
            except (TypeError, ValueError, AttributeError):
                # Not of the shape that the page sends: somebody wrote the file by hand.
                found = Verdict(outcome="not-answered")
            self._verdicts[key] = found
        return self._verdicts[key]

    def judged(self, work: Work, stem: str, task: tasks.Task) -> Judged:
        """Return how a learner stands with a task of the lesson or exercise ``stem``."""
        key = (work.handed.record, stem, task.id)
        if key not in self._judged:
            self._judged[key] = self._judge(work, stem, task)
        return self._judged[key]

    def _judge(self, work: Work, stem: str, task: tasks.Task) -> Judged:
        outcomes = [self.verdict(work, task, one).outcome for one in work.tries(stem, task.id)]
        outcomes = [one for one in outcomes if one != "not-answered"]
        free = isinstance(task, TEXTS)
        return Judged(
            tries=len(outcomes),
            first_right=outcomes[:1] == ["correct"],
            right=None if free else "correct" in outcomes,
            hints=len(work.events(stem, task.id, "hint")),
            model=bool(work.events(stem, task.id, "model")),
        )


def prompts_of(stem: str) -> Sequence[prompts.AnyPrompt]:
    """Return the prompts of a lesson."""
    return lessons.lesson(stem).prompts


def tasks_of(stem: str) -> Sequence[tasks.Task]:
    """Return the quick checks of a lesson and the tasks of its exercise; one id would be one item."""
    found: dict[str, tasks.Task] = {one.id: one for one in lessons.lesson(stem).checks}
    if stem in lessons.exercise_stems():
        found = {**{one.id: one for one in lessons.exercise(stem).tasks}, **found}
    return list(found.values())
