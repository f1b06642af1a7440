"""The run-sheet of a lesson: its plan fitted to the minutes and the class at hand. Rules only; no words, no pages."""

import re
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from course.content.outline import Block
from course.model.lesson import Lesson

LEAST, MOST = 10, 240
ENOUGH = 20
"""From so many minutes on, what should never be cut is never left out."""
LONG = 110
STRETCH = Fraction(3, 2)
"""No step becomes longer than this many times its plan; what is left over is for open discussion."""
PAUSE = 10
"""From ``LONG`` minutes on, a class gets a pause of ``PAUSE`` minutes after about half of the time."""


class PlanStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a plan: minutes, which block of the notebook, what the teacher does.

    ``cut`` says in which order steps go when time is short: 1 goes first, 0 never goes.
    """

    minutes: int
    block: str
    do: str
    cut: int = 0


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One step with its time: ``start`` in minutes from the beginning. A pause has no ``step``, and
    neither has the ``open`` time that is left when every step has been stretched as far as is sensible.
    """

    start: int
    minutes: int
    step: PlanStep | None
    open: bool = False
    calls: tuple[tuple[str, str], ...] = ()


class RunSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson fitted to ``minutes``. ``left_out`` are steps that gave way, ``next_cuts`` what may still go, in order.

    ``home`` are headings of the notebook that no step shows. ``rushed`` says that too little time is left for what
    should never be cut.
    """

    lesson: Lesson
    minutes: int
    slots: tuple[Slot, ...]
    left_out: tuple[PlanStep, ...]
    next_cuts: tuple[PlanStep, ...]
    home: tuple[Block, ...]
    rushed: bool


def fit(plan: Sequence[PlanStep], minutes: int) -> tuple[list[PlanStep], list[PlanStep]]:
    """Return the steps to keep and those to leave out: cuts go in their order, and only while the time is too short.

    A tenth too much is not worth a cut: the steps are squeezed by that. What has ``cut`` 0 is never left out.
    """
    staying, gone = list(plan), []
    for step in sorted((step for step in plan if step.cut), key=lambda step: step.cut):
        if sum(other.minutes for other in staying) * 10 <= minutes * 11:
            break
        staying.remove(step)
        gone.append(step)
    return staying, gone


def share(planned: Sequence[int], minutes: int) -> list[int]:
    """Return whole minutes in proportion to ``planned`` that add up to ``minutes``; each step gets its least.

    Largest remainders (Hamilton's method), so that a step planned longer never ends up shorter. Where the minutes are
    too few for everybody's least, each step gets one and they share the rest; ValueError when there are more steps
    than minutes.
    """
    if minutes < len(planned):
        raise ValueError(f"{minutes} minutes are too few for {len(planned)} steps")
    given = [least(length) for length in planned]
    if sum(given) > minutes:
        given = [1] * len(planned)
    spare, total = minutes - sum(given), sum(planned)
    over = [
        max(Fraction(0), Fraction(length * minutes, total) - had) for length, had in zip(planned, given, strict=True)
    ]
    whole = sum(over)
    fair = [
        had + (length * spare / whole if whole else Fraction(spare, len(planned)))
        for length, had in zip(over, given, strict=True)
    ]
    given = [int(length) for length in fair]
    for place in sorted(range(len(fair)), key=lambda n: (given[n] - fair[n], n))[: minutes - sum(given)]:
        given[place] += 1
    return given


def least(planned: int) -> int:
    """Return the minutes below which a step is not worth beginning: half of its plan, rounded up."""
    return -(-planned // 2)


def base(lesson: Lesson, minutes: int) -> Sequence[PlanStep]:
    """Return the core of the lesson as steps."""
    core = [block for session in lesson.sessions for block in session.blocks if not block.more]
    return [PlanStep(minutes=5, block=block.title, do=block.do, cut=block.cut) for block in core]


def run_sheet(lesson: Lesson, minutes: int, blocks: Sequence[Block] = ()) -> RunSheet:
    """Return the run-sheet of ``lesson`` for ``minutes`` (10 to 240), with what ``blocks`` hold at each step."""
    if not LEAST <= minutes <= MOST:
        raise ValueError(f"{minutes} minutes cannot be planned: give a number from {LEAST} to {MOST}")
    pause = PAUSE if minutes >= LONG else 0
    plan = base(lesson, minutes - pause)
    staying, gone = fit(plan, minutes - pause)
    while leaves := _leaves(staying, minutes - pause):
        staying.remove(leaves)
        gone.append(leaves)
    planned = sum(step.minutes for step in staying)
    used = min(minutes - pause, int(planned * STRETCH))
    slots = _slots(staying, share([step.minutes for step in staying], used), pause, blocks)
    if used + pause < minutes:
        slots.append(Slot(start=used + pause, minutes=minutes - pause - used, step=None, open=True))
    shown = {block.title for step in staying for block in under(step, blocks)}
    return RunSheet(
        lesson=lesson,
        minutes=minutes,
        slots=tuple(slots),
        left_out=tuple(sorted(gone, key=list(plan).index)),
        next_cuts=tuple(sorted((step for step in staying if step.cut), key=lambda step: step.cut)),
        home=tuple(
            block for block in blocks if block.title not in shown and any(call in WORK for call, _ in block.calls)
        ),
        rushed=planned * 4 > (minutes - pause) * 5,
    )


WORK = ("discuss", "check", "lab", "weigh")
"""Calls that give a learner something to do at home; sources and terms alone do not make homework."""


def under(step: PlanStep, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of the notebook that a step names.

    It may name several ("Read · A; Look · B"), and trials by their claims ("Weigh · A1 and A2").
    """
    named = step.block.casefold()
    claims = {("weigh", id) for id in re.findall(r"\bA\d+\b", step.block)}
    return [block for block in blocks if block.title.casefold() in named or claims & set(block.calls)]


def _leaves(staying: Sequence[PlanStep], minutes: int) -> PlanStep | None:
    """Return the step that goes next because not every step can have its least, or None.

    What may be cut goes first, in its order. From ``ENOUGH`` minutes on the rest stays, and shares what there is. In
    less time nothing is done in less than half of its minutes: the shortest steps go, whatever they are.
    """
    if sum(least(step.minutes) for step in staying) <= minutes:
        return None
    if minutes >= ENOUGH and len(staying) <= minutes and not any(step.cut for step in staying):
        return None
    return min(staying, key=lambda step: (not step.cut, step.cut, step.minutes))


def _slots(steps: list[PlanStep], minutes: list[int], pause: int, blocks: Sequence[Block]) -> list[Slot]:
    starts = [sum(minutes[:n]) for n in range(len(minutes))]
    # The first step that begins in the second half, and the last one at the latest.
    late = next((n for n, start in enumerate(starts) if start * 2 >= sum(minutes)), len(steps) - 1)
    slots: list[Slot] = []
    for n, (step, length, start) in enumerate(zip(steps, minutes, starts, strict=True)):
        if pause and n == late:
            slots.append(Slot(start=start, minutes=pause, step=None))
        calls = tuple(dict.fromkeys(call for block in under(step, blocks) for call in block.calls))
        slots.append(Slot(start=start + (pause if n >= late else 0), minutes=length, step=step, calls=calls))
    return slots
