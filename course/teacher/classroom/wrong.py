"""The wrong answers of a class to one task: what was chosen, by how many, and the feedback behind it."""

from collections.abc import Iterable, Iterator

import msgspec

from course.content.interface import words
from course.html.text import plain
from course.model import task as kinds
from course.model.answer import Answer
from course.model.language import arrow
from course.model.verdict import Verdict


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """One wrong answer: what it was, how many learners gave it in any of their tries, what they were told.

    ``typed`` says that a learner typed it.
    """

    says: str
    count: int
    feedback: str
    typed: bool = False


def wrong_answers(task: kinds.Task, judged: Iterable[tuple[str, Answer, Verdict]], most: int = 5) -> tuple[Wrong, ...]:
    """Return the most common wrong answers, most common first, from triples (learner, answer, verdict)."""
    learners_by_mistake: dict[tuple[str, str], set[str]] = {}
    for learner, answer, verdict in judged:
        if verdict.outcome == "not-yet":
            for pair in _mistakes(task, answer, verdict):
                learners_by_mistake.setdefault(pair, set()).add(learner)
    ordered = sorted(learners_by_mistake.items(), key=lambda item: (-len(item[1]), item[0]))
    typed = isinstance(task, kinds.Number | kinds.Notebook)
    return tuple(
        Wrong(says=says, count=len(learners), feedback=feedback, typed=typed)
        for (says, feedback), learners in ordered[:most]
    )


def _mistakes(task: kinds.Task, answer: Answer, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Give pairs of what was wrong and its feedback."""
    if isinstance(task, kinds.ChooseSeveral):
        chosen = answer.choices
        for option in task.options:
            if not option.right and option.id in chosen:
                yield plain(option.says), plain(option.feedback)
            elif option.right and option.id not in chosen:
                yield words()["class"]["left-out"].format(option=plain(option.says)), plain(option.feedback)
    elif isinstance(task, kinds.Sort):
        names = {group.id: plain(group.says) for group in task.groups}
        placed = {id: str(place) for id, place in (answer.placed or {}).items()}
        for item in task.items:
            place = placed.get(item.id, "")
            if place in names and place != item.group:
                yield f"{plain(item.says)}{arrow()}{names[place]}", plain(item.feedback)
    else:
        fine = {plain(value.right) for value in task.values} if isinstance(task, kinds.Notebook) else set()
        for remark in verdict.remarks:
            feedback = words()["verdict"][remark.key].format(**remark.values) if remark.key else plain(remark.says)
            # The text of a writing task is nobody's wrong answer, and counts of places say nothing about it.
            if feedback not in fine and remark.key not in ("in-place", "some-open", "some-missing"):
                yield plain(remark.about), feedback
