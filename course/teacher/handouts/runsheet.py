"""The run-sheet of a lesson: its sessions fitted to the minutes at hand. Rules only; no words, no pages."""

import itertools
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec

from course.content import pace
from course.content.outline import Block
from course.content.reader import ContentError
from course.model.lesson import Lesson, LessonBlock

LEAST, MOST = 10, 240
ONE_SITTING = 60
"""Up to so many minutes are one session; more hold as many sessions as fit with their whole core."""
LONG = 110
PAUSE = 10
"""From ``LONG`` minutes on, a class gets a pause of ``PAUSE`` minutes between sessions, or near half of the time."""
STRETCH = Fraction(3, 2)
"""No step becomes longer than this many times its count; what is left over is for open discussion."""
EASE = 1
"""Where the minutes allow it, a step that is only read gets so many more than the bare time to read it."""
SHOWS = ("look", "case")
"""Calls that show something to read and give nothing to do."""
WORK = ("discuss", "check", "lab", "weigh")
"""Calls that give a learner something to do at home; reading alone makes no homework."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One block of a session with the ``minutes`` that it takes by the count of ``course.content.pace``."""

    block: LessonBlock
    session: int
    minutes: float
    calls: tuple[tuple[str, str], ...] = ()
    exit: bool = False

    @property
    def only_read(self) -> bool:
        """Return whether nothing is done in the step but reading."""
        return all(call in SHOWS for call, _ in self.calls)


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """Whole minutes and what is done in them: ``start`` counts from the beginning.

    Mostly one step; short ones that follow each other share a slot where the minutes are tight. A pause has no steps,
    and neither has the ``open`` time that is left when every step has been stretched as far as is sensible.
    """

    start: int
    minutes: int
    steps: tuple[Step, ...] = ()
    open: bool = False

    @property
    def calls(self) -> tuple[tuple[str, str], ...]:
        """Return what is shown in this time, each call once."""
        return tuple(dict.fromkeys(call for step in self.steps for call in step.calls))


class RunSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions of a lesson fitted to ``minutes``. ``sessions`` are their numbers, from 1.

    ``left_out`` are steps of the core that gave way, ``next_cuts`` what may still go, in order: more, then the core's;
    ``home`` is more that has something to do in it and did not fit. ``rushed`` says that not even what is never cut
    fits.
    """

    lesson: Lesson
    minutes: int
    sessions: tuple[int, ...]
    slots: tuple[Slot, ...]
    left_out: tuple[Step, ...]
    next_cuts: tuple[Step, ...]
    home: tuple[Step, ...]
    rushed: bool

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps that there is time for, in the order of the notebook."""
        return tuple(step for slot in self.slots for step in slot.steps)


def run_sheet(lesson: Lesson, minutes: int, notebook: Sequence[Block], session: int | None = None) -> RunSheet:
    """Return the run-sheet of ``lesson`` for ``minutes`` (10 to 240), counted with the blocks of its ``notebook``.

    It holds the one ``session`` that is named. Without one it is the first session up to ``ONE_SITTING`` minutes, and
    beyond that as many as fit with their whole core, from the first on.

    Raise ValueError for minutes or a session that there are not, ContentError where there is no notebook to count.
    """
    if not LEAST <= minutes <= MOST:
        raise ValueError(f"{minutes} minutes cannot be planned: give a number from {LEAST} to {MOST}")
    if session is not None and not 1 <= session <= len(lesson.sessions):
        raise ValueError(
            f"lesson {lesson.number} has no session {session}: give a number from 1 to {len(lesson.sessions)}"
        )
    if not notebook:
        raise ContentError(
            f"The notebook of lesson {lesson.number} is not here, and how long its blocks take is counted from it. "
            f"Type 'python -m course repair {lesson.digits}'."
        )
    pause = PAUSE if minutes >= LONG else 0
    steps = count_steps(lesson, notebook)
    planned = (
        (session,)
        if session is not None
        else choose_sessions(steps, minutes - pause)
        if minutes > ONE_SITTING
        else (1,)
    )
    steps = [step for step in steps if step.session in planned]
    room = minutes - pause - pace.TRANSITIONS * len(planned)
    core = [step for step in steps if not step.block.more]
    staying, rushed = fit(core, room)
    # What a session has to spare within its own minutes lengthens its core; more is for a teacher who has more time.
    beyond = minutes - pause - sum(lesson.sessions[number - 1].minutes for number in planned)
    more_room = min(room, count(core) + beyond)
    chosen = add_more(steps, staying, more_room) if len(staying) == len(core) else staying
    slots = place_pause(stretch(share_slots(chosen, minutes - pause), minutes - pause), pause)
    reached = sum(slot.minutes for slot in slots)
    if reached < minutes:
        slots.append(Slot(start=reached, minutes=minutes - reached, open=True))
    return RunSheet(
        lesson=lesson,
        minutes=minutes,
        sessions=planned,
        slots=tuple(slots),
        left_out=tuple(step for step in core if step not in staying),
        next_cuts=(
            *(step for step in chosen if step.block.more),
            *sorted((step for step in staying if step.block.cut), key=lambda step: step.block.cut),
        ),
        home=tuple(
            step
            for step in steps
            if step.block.more and step not in chosen and any(call in WORK for call, _ in step.calls)
        ),
        rushed=rushed,
    )


def count_steps(lesson: Lesson, notebook: Sequence[Block]) -> list[Step]:
    """Return every block of the sessions with its minutes, in the order of the notebook."""
    calls = {part.title: part.calls for part in notebook}
    exits = {("discuss", prompt.id) for prompt in lesson.prompts if prompt.exit}
    blocks = [block for session in lesson.sessions for block in session.blocks]
    return [
        Step(
            block=block,
            session=counted.session,
            minutes=counted.minutes,
            calls=calls.get(block.title, ()),
            exit=not exits.isdisjoint(calls.get(block.title, ())),
        )
        for block, counted in zip(blocks, pace.blocks_in(lesson, notebook), strict=True)
    ]


def choose_sessions(steps: Sequence[Step], minutes: float) -> tuple[int, ...]:
    """Return the sessions from the first on whose whole cores fit into ``minutes``; the first in any case."""
    chosen: list[int] = []
    taken = 0.0
    for number in dict.fromkeys(step.session for step in steps):
        taken += pace.TRANSITIONS + count(step for step in steps if step.session == number and not step.block.more)
        if chosen and taken > minutes:
            break
        chosen.append(number)
    return tuple(chosen) or (1,)


def fit(core: Sequence[Step], room: float) -> tuple[list[Step], bool]:
    """Return the steps that fit into ``room`` minutes whole, and whether what is never cut had to give way.

    Cuts go in their order, and only while the time is too short. What has ``cut`` 0 goes last, and the exit question
    last of all: the shortest step that makes room enough, or the longest where no single one does.
    """
    staying, rushed = list(core), False
    while (over := count(staying) - room) > 0 and staying:
        leaves = min(staying, key=lambda step: _last_to_go(step, over))
        rushed |= not leaves.block.cut
        staying.remove(leaves)
    if not staying and core:
        # Everything was to go before the last step that does fit: a plan without any step helps nobody.
        fitting = [step for step in core if step.minutes <= room]
        staying = [max(fitting, key=lambda step: (not step.block.cut, step.block.cut))] if fitting else []
        rushed = True
    return staying, rushed


def _last_to_go(step: Step, over: float) -> tuple[bool, int, bool, bool, float]:
    """Return what sorts a step among those that go when ``over`` minutes are too many; the least goes first."""
    enough = step.minutes >= over
    return not step.block.cut, step.block.cut, step.exit, not enough, step.minutes if enough else -step.minutes


def add_more(steps: Sequence[Step], staying: Sequence[Step], room: float) -> list[Step]:
    """Return the core that stays with every step of ``more`` that fits whole, in the order of the notebook."""
    chosen = list(staying)
    for step in steps:
        if step.block.more and count(chosen) + step.minutes <= room:
            chosen.append(step)
    return [step for step in steps if step in chosen]


def count(steps: Iterable[Step]) -> float:
    """Return the minutes that steps take together."""
    return sum(step.minutes for step in steps)


def whole(steps: Iterable[Step]) -> int:
    """Return whole minutes in which steps can be done: what they take, rounded up, and one at least."""
    # A sum of decimals may lie a hair above a whole number.
    return max(1, math.ceil(round(count(steps), 6)))


def share_slots(steps: Sequence[Step], minutes: int) -> list[tuple[Step, ...]]:
    """Return the steps in slots whose whole minutes fit into ``minutes``: one each where there is room for that.

    Rounding up takes half a minute of each step. Where that is too much, steps of one session that follow each other
    share a slot: the shortest pair first of those that save a minute.
    """
    slots: list[tuple[Step, ...]] = [(step,) for step in steps]
    while sum(map(whole, slots)) > minutes:
        pairs = [
            (whole(one) + whole(other) == whole((*one, *other)), count((*one, *other)), n)
            for n, (one, other) in enumerate(itertools.pairwise(slots))
            if one[-1].session == other[0].session
        ]
        _, _, n = min(pairs)
        slots[n : n + 2] = [(*slots[n], *slots[n + 1])]
    return slots


def stretch(slots: Sequence[tuple[Step, ...]], minutes: int) -> list[Slot]:
    """Return the slots with what is left of ``minutes`` given to those that have been stretched least so far.

    What is only read comes first, until nobody has to read it against the clock.
    """
    given = [whole(steps) for steps in slots]
    eased = [
        max(whole(steps), math.ceil(round(count(steps), 6)) + EASE) if all(step.only_read for step in steps) else 0
        for steps in slots
    ]
    most = [
        max(whole(steps), math.floor(count(steps) * STRETCH), ease) for steps, ease in zip(slots, eased, strict=True)
    ]
    for _ in range(minutes - sum(given)):
        able = [n for n in range(len(slots)) if given[n] < eased[n]] or [
            n for n in range(len(slots)) if given[n] < most[n]
        ]
        if not able:
            break
        given[min(able, key=lambda n: (given[n] + 1) / max(count(slots[n]), 1e-6))] += 1
    starts = itertools.accumulate(given, initial=0)
    return [
        Slot(start=start, minutes=length, steps=steps)
        for start, length, steps in zip(starts, given, slots, strict=False)
    ]


def place_pause(slots: Sequence[Slot], pause: int) -> list[Slot]:
    """Return the slots with a pause of so many minutes: before a session where there are several, else near half."""
    if not pause or not slots:
        return list(slots)
    end = slots[-1].start + slots[-1].minutes
    begins = [slot.start for slot in slots[1:]]
    sessions = [
        slot.start for before, slot in itertools.pairwise(slots) if before.steps[0].session != slot.steps[0].session
    ]
    at = min(sessions or begins or [end], key=lambda start: abs(start * 2 - end))
    before = [slot for slot in slots if slot.start < at]
    after = [msgspec.structs.replace(slot, start=slot.start + pause) for slot in slots if slot.start >= at]
    return [*before, Slot(start=at, minutes=pause), *after]
