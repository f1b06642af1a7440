"""What counts as done: one rule for the class view, for the gradebook, and for whoever tells a learner."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from course.answers.lessons import is_weighed_in
from course.answers.question import QuestionWork
from course.answers.work import Work
from course.checks import judge
from course.model.answer import Answer
from course.model.document import Document
from course.model.prompt import Prompt
from course.model.task import Open, Task, Writing
from course.model.verdict import Verdict

TEXTS = (Open, Writing)


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of one lesson, with its exercise, that a learner can do: prompts, claims on trial (by id), tasks,
    documents, people and boundaries to draw (by id)."""

    stem: str
    prompts: Sequence[Prompt] = ()
    claims: Sequence[str] = ()
    tasks: Sequence[Task] = ()
    documents: Sequence[Document] = ()
    people: Sequence[str] = ()
    boundaries: Sequence[str] = ()

    @property
    def count(self) -> int:
        """Return how many parts there are."""
        parts = (self.prompts, self.claims, self.tasks, self.documents, self.people, self.boundaries)
        return sum(map(len, parts))


def answered(work: QuestionWork) -> bool:
    """Return whether a prompt is done: once it was answered, even where it asks twice."""
    return bool(work.answers)


def weighed(work: Work, claim: str, lesson: str) -> bool:
    """Return whether a claim is done in a lesson: both stands were taken, before its evidence and after it."""
    return is_weighed_in(work.claim(claim), lesson)


def verdict(task: Task, answer: Answer) -> Verdict:
    """Return the verdict that counts, by the rule of the task. A text is open: only a reader can judge it."""
    if isinstance(task, TEXTS):
        return Verdict(outcome="open" if (answer.text or "").strip() else "not-answered")
    return judge(task, answer)


def tried(work: QuestionWork, task: Task) -> bool:
    """Return whether a task is done: an answer was given to it that is not a blank, right or wrong."""
    return any(verdict(task, entry.body.answer).outcome != "not-answered" for entry in work.answers)


def done(work: Work, parts: Iterable[Parts], has_tried: Callable[[str, Task], bool] | None = None) -> int:
    """Return how many of ``parts`` are done.

    ``has_tried`` says of a task of a lesson whether it is: who has judged the answers need not judge them again.
    """
    is_tried = has_tried or (lambda stem, task: tried(work.question(stem, task.id), task))
    return sum(
        sum(answered(work.question(part.stem, prompt.id)) for prompt in part.prompts)
        + sum(weighed(work, claim, part.stem) for claim in part.claims)
        + sum(is_tried(part.stem, task) for task in part.tasks)
        + sum(work.document(part.stem, document.id).is_done(document) for document in part.documents)
        + sum(work.person(part.stem, person).is_done for person in part.people)
        + sum(work.boundary(part.stem, boundary).is_done for boundary in part.boundaries)
        for part in parts
    )
