"""A claim that more than one lesson weighs: what was decided where, and the way that a stand went.

Every event carries the lesson in which it was made. The first stand is one for the whole course; every lesson that
weighs a claim ends with a stand of round 2 of its own.
"""

from course.answers.claim import ClaimWork
from course.answers.events import Entry, Stand


def decided_before(work: ClaimWork, lesson: str) -> Entry[Stand] | None:
    """Return what was decided on a claim in an earlier lesson, None where it was not weighed before."""
    # Stems begin with the number of their lesson, so they sort as the lessons follow.
    return next((entry for entry in reversed(_decisions(work)) if entry.lesson < lesson), None)


def came_with(work: ClaimWork, lesson: str) -> Stand | None:
    """Return the stand with which the learner came to the evidence of a lesson."""
    early = [entry for entry in work.taken if entry.body.early and entry.lesson == lesson]
    decided = decided_before(work, lesson)
    if decided is None:
        return work.stand(1)
    return early[-1].body if early else decided.body


def decided_in(work: ClaimWork, lesson: str) -> Stand | None:
    """Return the stand that was taken on the evidence of a lesson, or later; None where none was."""
    return next((entry.body for entry in reversed(_decisions(work)) if entry.lesson >= lesson), None)


def is_weighed_in(work: ClaimWork, lesson: str) -> bool:
    """Return whether a claim is done in a lesson: both stands were taken, and one of them on what this lesson brings.

    Whoever weighs again and stays need not say so: a weight, an argument or an answer is enough, given here or later.
    """
    if not work.is_weighed:
        return False
    return decided_before(work, lesson) is None or has_worked_in(work, lesson)


def has_worked_in(work: ClaimWork, lesson: str) -> bool:
    """Return whether the evidence of a lesson was seen and used: weighed, answered, or decided on, there or later."""
    return decided_in(work, lesson) is not None or any(place >= lesson for place in work.worked_in)


def is_open(work: ClaimWork, lesson: str) -> bool:
    """Return whether our map was opened in a lesson, or worked with, which older versions let one do at once."""
    return any(entry.lesson >= lesson for entry in work.opened) or has_worked_in(work, lesson)


def path(work: ClaimWork) -> tuple[Entry[Stand], ...]:
    """Return the first stand, and then every later one by its lesson, in the order in which they were taken."""
    later: dict[tuple[str, bool], Entry[Stand]] = {}
    for entry in work.taken:
        if entry.body.round == 2:
            key = (entry.lesson, bool(entry.body.early))
            later.pop(key, None)
            later[key] = entry
    first = work.stands.get(1)
    return (*((first,) if first else ()), *later.values())


def _decisions(work: ClaimWork) -> list[Entry[Stand]]:
    return [entry for entry in work.taken if entry.body.round == 2 and not entry.body.early]
