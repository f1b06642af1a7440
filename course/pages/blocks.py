"""The blocks of a lesson as its bar and its folds need them: what counts, how long it takes, where work lies."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from course.answers.boundary import boundary_item
from course.answers.claim import claim_item
from course.answers.document import document_item
from course.answers.done import Parts
from course.answers.lab import lab_item
from course.answers.look import look_item
from course.answers.person import person_item
from course.content import documents
from course.content.outline import BESIDE, READ, outline
from course.content.pace import BlockPace, blocks
from course.model.event import Event
from course.model.lesson import Lesson
from course.model.prompt import Prompt
from course.model.task import Task
from course.widgets.progress import ProgressBlock
from course.widgets.setting import Setting

GAME = "move"
"""The kind of what is done at a negotiation table; each game is an item of its own."""
ITEMS: Mapping[str, Callable[[str], str]] = {
    "discuss": str,
    "check": str,
    "stand": claim_item,
    "weigh": claim_item,
    "lab": lab_item,
    "look": look_item,
    READ: document_item,
    BESIDE: document_item,
    "meet": person_item,
    "draw": boundary_item,
    "negotiate": lambda scenario: GAME,
}
"""The item of the record on which everything stands that is done with what a call shows."""


class Counted(NamedTuple):
    """What counts for the bar: its parts, and its minutes in all."""

    parts: Parts
    minutes: float


def list_blocks(setting: Setting, stem: str, events: Iterable[Event]) -> tuple[ProgressBlock, ...]:
    """Return the blocks of the lesson ``stem`` in the order of its sessions, with what stands on the folds of more.

    ``events`` are those of the lesson. Of a claim, too, only what was done here counts as work in a block.
    """
    calls = {block.title: block.calls for block in outline(stem)}
    items = {GAME if event.kind == "move" else event.item for event in events}
    return tuple(
        ProgressBlock(
            title=pace.title,
            label=_label(setting, pace) if pace.more else "",
            minutes=pace.minutes,
            more=pace.more,
            work=any(ITEMS[name](id) in items for name, id in calls.get(pace.title, ()) if name in ITEMS),
        )
        for pace in blocks(stem)
    )


def _label(setting: Setting, pace: BlockPace) -> str:
    minutes = max(1, math.ceil(pace.minutes))
    # "Look · The price": what is to be done there is seen on opening it.
    title = pace.title.rpartition(" · ")[2]
    return setting.word("bar", "more-one" if minutes == 1 else "more", minutes=minutes, title=title)


def count_parts(
    lesson: Lesson, listed: Sequence[ProgressBlock], opened: Collection[str], questions: Sequence[Prompt | Task]
) -> Counted:
    """Return what counts of ``lesson`` for its bar: the core, and of more what was ``opened`` or worked in.

    What stands in no block of more belongs to the core; so does a claim that the core asks for and more weighs.
    """
    calls = {block.title: block.calls for block in outline(lesson.stem)}
    left_out = [block for block in listed if block.more and not block.work and block.title not in opened]
    taken = [block for block in listed if block not in left_out]
    out = {_part(*call) for block in left_out for call in calls.get(block.title, ())}
    out -= {_part(*call) for block in taken for call in calls.get(block.title, ())}
    parts = Parts(
        stem=lesson.stem,
        prompts=[question for question in questions if isinstance(question, Prompt) and ("", question.id) not in out],
        claims=[id for id in lesson.claims if ("claim", id) not in out],
        tasks=[question for question in questions if isinstance(question, Task) and ("", question.id) not in out],
        documents=documents.readable(id for id in lesson.documents if (READ, id) not in out),
        people=[id for id in lesson.people if ("meet", id) not in out],
        boundaries=[id for id in lesson.boundaries if ("draw", id) not in out],
    )
    return Counted(parts, lesson.minutes + sum(block.minutes for block in taken if block.more))


def _part(call: str, id: str) -> tuple[str, str]:
    kinds = {"discuss": "", "check": "", "stand": "claim", "weigh": "claim", BESIDE: READ}
    return kinds.get(call, call), id
