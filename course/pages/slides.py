"""Which questions of a lesson a live class can be asked, by the ids that they have there.

``course/live/deck.py`` makes them; a learner's notebook has none of what a server needs, and only wants to know whether
an answer may ever be asked for. A test holds the two together.
"""

from collections.abc import Iterator

from course.content import catalog
from course.content.outline import outline
from course.html import ask
from course.html.wording import Wording
from course.model.lesson import AnyLook, Lesson
from course.model.task import Notebook


def slides_of(wording: Wording, lesson: Lesson) -> frozenset[str]:
    """Return the ids of everything in ``lesson`` that a class can answer."""
    return frozenset(_slides(wording, lesson))


def _slides(wording: Wording, lesson: Lesson) -> Iterator[str]:
    prompts = {prompt.id: prompt for prompt in lesson.prompts}
    checks = {check.id for check in lesson.checks if not isinstance(check, Notebook)}
    looks = {look.id for look in lesson.looks if look.ask and _is_askable(wording, look)}
    for block in outline(lesson.stem):
        for call, id in block.calls:
            if call == "discuss" and id in prompts:
                yield from (f"discuss.{id}.{round}" for round in ((1, 2) if prompts[id].pair else (1,)))
            elif call == "check" and id in checks:
                yield f"check.{id}"
            elif call in ("stand", "weigh") and id in catalog.claims():
                yield f"stand.{id}.{1 if call == 'stand' else 2}"
            elif call == "look" and id in looks:
                yield f"look.{id}"


def _is_askable(wording: Wording, look: AnyLook) -> bool:
    """Return whether a phone could give the guess: not where each of several cells would be a line to write."""
    fields = ask.fields(wording, look)
    return fields[0].id == "" or any(field.choices for field in fields)
