"""How far a learner is in one notebook: the sentence and the numbers of the bar above it."""

import math
from collections.abc import Iterable

import msgspec

from course.answers.done import Parts, done
from course.answers.work import Work
from course.widgets.setting import Setting

STEP = 5
"""Minutes left are told in steps of five: nobody's pace is known better than that."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How many of ``total`` parts are ``done``; ``label`` says it. ``record`` is the id of the record that was read."""

    record: str
    done: int
    total: int
    label: str


def minutes_left(minutes: int, finished: int, total: int) -> int:
    """Return about how many of ``minutes`` are left when ``finished`` of ``total`` parts are done."""
    return STEP * math.ceil(minutes * (total - finished) / total / STEP)


def measure_progress(setting: Setting, work: Work, parts: Iterable[Parts], minutes: int) -> Progress:
    """Return how far ``work`` is in ``parts`` of a notebook that takes ``minutes`` in all.

    The time left is the share of the parts that are left; until every part has minutes of its own, no better is known.
    """
    parts = list(parts)
    total = sum(part.count for part in parts)
    finished = done(work, parts)
    record = setting.record.record_id()
    if not total:
        return Progress(record=record, done=0, total=0, label="")
    if finished == total:
        label = setting.word("bar", "finished", total=total)
    else:
        left = minutes_left(minutes, finished, total)
        label = setting.word("bar", "left", done=finished, total=total, minutes=left)
    return Progress(record=record, done=finished, total=total, label=label)
