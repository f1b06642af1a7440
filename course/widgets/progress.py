"""How far a learner is in one notebook: the sentence and the numbers of the bar above it."""

import math
from collections.abc import Iterable

import msgspec

from course.answers.done import Parts, done
from course.answers.work import Work
from course.widgets.setting import Setting

STEP = 5
"""Minutes left are told in steps of five: nobody's pace is known better than that."""


class ProgressBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A block of a lesson: ``label`` stands on its fold where it is ``more``, ``work`` says that something was done."""

    title: str
    label: str
    minutes: float
    more: bool
    work: bool


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How many of ``total`` parts are ``done``; ``label`` says it. ``record`` is the id of the record that was read."""

    record: str
    done: int
    total: int
    label: str
    blocks: tuple[ProgressBlock, ...] = ()


def minutes_left(minutes: float, finished: int, total: int) -> int:
    """Return about how many of ``minutes`` are left when ``finished`` of ``total`` parts are done."""
    return STEP * math.ceil(minutes * (total - finished) / total / STEP)


def measure_progress(
    setting: Setting, work: Work, parts: Iterable[Parts], minutes: float, blocks: tuple[ProgressBlock, ...] = ()
) -> Progress:
    """Return how far ``work`` is in ``parts`` of a notebook that takes ``minutes`` in all, and has these ``blocks``.

    The time left is the share of the parts that are left: who skips one and reads on is not told a longer way.
    """
    parts = list(parts)
    total = sum(part.count for part in parts)
    finished = done(work, parts)
    record = setting.record.record_id()
    if not total:
        return Progress(record=record, done=0, total=0, label="", blocks=blocks)
    if finished == total:
        label = setting.word("bar", "finished", total=total)
    else:
        left = minutes_left(minutes, finished, total)
        label = setting.word("bar", "left", done=finished, total=total, minutes=left)
    return Progress(record=record, done=finished, total=total, label=label, blocks=blocks)
