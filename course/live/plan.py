"""The run-sheet beside the live class: what each block of the lesson asks of the teacher, and in which minutes.

The console shows it, and no other page: it holds right answers, and what to listen for.
"""

from collections.abc import Iterator

import msgspec

from course.checks.judge import solved
from course.content.outline import outline
from course.content.reader import ContentError
from course.html.controls import shown
from course.html.text import phrase, plain
from course.live.deck import Deck, Slide
from course.live.results import ours_in
from course.model.lesson import Lesson
from course.teacher.handouts.runsheet import RunSheet, count_steps, run_sheet, whole


class PlannedBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A block of a session: ``do`` is the run-sheet's sentence for the teacher, as HTML.

    It begins ``start`` minutes after the session; None where the session's minutes have no room for it. ``minutes`` are
    those of its slot in the run-sheet, or what it takes where it is in none; so many blocks as ``shares`` share a slot.
    """

    session: int
    block: str
    do: str
    minutes: int
    start: int | None = None
    shares: int = 1
    more: bool = False


class Heard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the run-sheet says of a question: what to listen for, what is right, and what a look shows."""

    guide: str = ""
    right: str = ""
    ours: str = ""


def planned_blocks(lesson: Lesson) -> list[PlannedBlock]:
    """Return every block of a lesson in order, with its place in the run-sheet for each session's own minutes.

    Without a notebook there is nothing to count, and no plan.
    """
    notebook = outline(lesson.stem)
    try:
        sheets = {
            number: run_sheet(lesson, session.minutes, notebook, number)
            for number, session in enumerate(lesson.sessions, 1)
        }
    except ContentError:
        return []
    placed = {key: block for number, sheet in sheets.items() for key, block in _placed(number, sheet)}
    return [
        placed.get(
            (step.session, step.block.title),
            PlannedBlock(
                session=step.session,
                block=step.block.title,
                do=str(phrase(step.block.do)),
                minutes=whole((step,)),
                more=step.block.more,
            ),
        )
        for step in count_steps(lesson, notebook)
    ]


def _placed(number: int, sheet: RunSheet) -> Iterator[tuple[tuple[int, str], PlannedBlock]]:
    for slot in sheet.slots:
        for step in slot.steps:
            yield (
                (number, step.block.title),
                PlannedBlock(
                    session=number,
                    block=step.block.title,
                    do=str(phrase(step.block.do)),
                    minutes=slot.minutes,
                    start=slot.start,
                    shares=len(slot.steps),
                    more=step.block.more,
                ),
            )


def heard(deck: Deck) -> dict[str, Heard]:
    """Return what the run-sheet says of each question, by its slide; without those of which it says nothing."""
    found = {slide.id: _heard(slide) for slide in deck.slides.values()}
    return {id: says for id, says in found.items() if says != Heard()}


def _heard(slide: Slide) -> Heard:
    guide = getattr(slide.about, "guide", "") if slide.call == "discuss" else ""
    right = plain(shown(slide.control, solved(slide.about))) if slide.call == "check" else ""  # type: ignore[arg-type]
    return Heard(guide=str(phrase(guide)) if guide else "", right=right, ours=ours_in(slide))
