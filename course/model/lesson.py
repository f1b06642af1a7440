"""A lesson and its exercise, as the content files hold them."""

from typing import Literal

import msgspec

from course.model.prompt import AnyPrompt
from course.model.task import AnyCheck, AnyTask


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column of a table: its heading, and whether it holds numbers."""

    name: str
    number: bool = False


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """Something to look at: always with a title, a one-sentence finding, and sources."""

    id: str
    title: str
    finding: str
    sources: tuple[str, ...]
    caution: str = ""


class Table(Look, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="table"):
    """A table written in the content file. ``rows`` hold as many cells as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dated step of a time line. ``tone`` says what kind of step it is, in a word shown beside it."""

    date: str
    says: str
    tone: str = ""


class Timeline(Look, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="timeline"):
    """Dated steps, in order."""

    steps: tuple[Step, ...]


class Chart(Look, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="chart"):
    """A chart drawn from the case table by ``course.evidence``. ``chart`` names it there."""

    chart: str
    alternative: str


class Bars(Look, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="bars"):
    """A bar chart of a few numbers written in the content file, with ``unit`` and a text alternative."""

    unit: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    alternative: str


AnyLook = Table | Timeline | Chart | Bars


class Further(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Further reading that is open to all: a source, and why to read it."""

    source: str
    why: str


class PlanStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a plan: minutes, which block of the notebook, what the teacher does.

    ``cut`` says in which order steps go when time is short: 1 goes first, 0 never goes.
    """

    minutes: int
    block: str
    do: str
    cut: int = 0


class Misconception(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What learners often think, and what to show them."""

    thought: str
    answer: str


class TeacherNotes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For the teacher: purpose, plans that add up to 45 and 90 minutes, board, expected answers, trouble."""

    purpose: str
    plan_45: tuple[PlanStep, ...]
    plan_90: tuple[PlanStep, ...]
    board: tuple[str, ...]
    expect: tuple[str, ...]
    misconceptions: tuple[Misconception, ...]
    silent_room: str
    heated_room: str
    cut_short: str


class Lesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One lesson. ``stem`` is the name of its files; ``part`` the part of the article, 0 to 4."""

    stem: str
    title: str
    part: int
    minutes: int
    summary: str
    objectives: tuple[str, ...]
    claims: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    keep: str
    prompts: tuple[AnyPrompt, ...] = ()
    checks: tuple[AnyCheck, ...] = ()
    looks: tuple[AnyLook, ...] = ()
    sources: tuple[str, ...] = ()
    further: tuple[Further, ...] = ()
    teacher: TeacherNotes

    @property
    def number(self) -> str:
        """Return the two digits that the stem begins with."""
        return self.stem[:2]


class Exercise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The exercise of a lesson: its goal, what it leaves out, and its tasks."""

    stem: str
    title: str
    minutes: int
    goal: str
    leaves_out: str
    needs: str
    tasks: tuple[AnyTask, ...]


Side = Literal["for", "against"]
