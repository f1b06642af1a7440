"""Tasks that can be judged: quick checks in a lesson, and the tasks of an exercise."""

from typing import Literal, get_args

import msgspec


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer on offer. ``feedback`` belongs to it: what choosing it shows, and where to look next."""

    id: str
    says: str
    right: bool = False
    feedback: str


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to put in order or into a group. ``feedback`` is shown when it stands in the wrong place."""

    id: str
    says: str
    group: str = ""
    feedback: str


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place that items can be sorted into, or the partner that an item is matched with."""

    id: str
    says: str


class Slip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An expected wrong value and the thought behind it."""

    value: float | str
    feedback: str


class OnPaper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a printed page has in place of a cell: its own ``setting``, and the rows of a table that the cell opens.

    ``columns`` of ``table`` are printed, of those rows that have one of the words of ``only`` in each column named
    there. With ``count`` the words of that column are counted instead, and the counts printed.
    """

    setting: str
    table: str = ""
    columns: tuple[str, ...] = ()
    only: dict[str, tuple[str, ...]] = {}
    count: str = ""


class Task(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every task has.

    ``hints`` come one at a time; the last never gives the answer away. ``model`` explains the answer and
    is shown on request after two tries. ``carries`` names an earlier item ("02_ways_to_settle/my-mediator") whose
    answer by the learner is shown above the task. ``on_paper`` is for printed pages, where the setting speaks of a cell
    or of a table that only a screen shows. ``recalls`` is the stem of the earlier lesson that a check of a session's
    first minutes asks for from memory.
    """

    id: str
    asks: str
    setting: str = ""
    minutes: int = 2
    hints: tuple[str, ...] = ()
    model: str
    sources: tuple[str, ...] = ()
    carries: str = ""
    recalls: str = ""
    on_paper: OnPaper | None = None


class Choose(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="choose"):
    """Choose the one right option."""

    options: tuple[Option, ...]


class ChooseSeveral(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="choose-several"):
    """Choose every right option and no other."""

    options: tuple[Option, ...]


class Order(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="order"):
    """Put items in order. The file lists them in the right one; ``first`` and ``last`` name the two ends."""

    items: tuple[Item, ...]
    first: str
    last: str
    right: str


class Sort(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="sort"):
    """Match items with partners, or sort them into groups."""

    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    right: str


class Number(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="number"):
    """Give a number, within ``tolerance`` of ``answer``, in ``unit`` (shown beside the box)."""

    answer: float
    tolerance: float = 0
    unit: str = ""
    right: str
    too_low: str
    too_high: str
    slips: tuple[Slip, ...] = ()


class Open(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="open"):
    """Write a few sentences and compare them with model answers; nothing is marked."""

    rows: int = 4


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One name that the learner assigns in a notebook cell, and how it is judged.

    ``answer`` is a number (within ``tolerance``), a word or short text (letter case and outer blanks do not
    matter; ``also`` lists other right spellings), or a list of words in any order. ``was`` is what the name was in an
    earlier version: records and cells of that time still have it.
    """

    name: str
    was: str = ""
    answer: float | str | tuple[str, ...]
    tolerance: float = 0
    unit: str = ""
    also: tuple[str, ...] = ()
    right: str
    wrong: str
    slips: tuple[Slip, ...] = ()


class Notebook(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="notebook"):
    """Assign values in a visible cell. ``worked`` is the cell as the solution has it."""

    values: tuple[Value, ...]
    worked: str


class Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way in which a sentence does what a part asks for: of each of the ``groups`` one sign stands in it.

    A group is signs with ``|`` between them, in the writing of ``course.checks.signs``. ``near`` is the number of words
    within which the groups meet (0: anywhere in the sentence), ``without`` are signs that may not stand in it, and
    ``words`` is how many words a sentence must have to count. With ``question`` a question counts too.
    """

    groups: tuple[str, ...]
    near: int = 0
    without: str = ""
    words: int = 5
    question: bool = False


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a text must do, in one sentence, in one of several ``ways``.

    Where no pattern can tell, the part has no ways: it ``asks`` the learner which of their sentences does it.
    ``missing`` is what a text is told in which nothing does.
    """

    id: str
    name: str
    ways: tuple[Way, ...] = ()
    asks: str = ""
    missing: str


Level = Literal["weak", "middling", "strong"]
LEVELS: tuple[Level, ...] = get_args(Level)


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a rubric: what a good text does, and how a text does it on three levels.

    Both sides of it stay free for comments. A level describes the text, never who wrote it.
    """

    id: str
    says: str
    weak: str
    middling: str
    strong: str

    def level(self, level: Level) -> str:
        """Return what a text on that level does."""
        return {"weak": self.weak, "middling": self.middling, "strong": self.strong}[level]


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to rank before writing: where it stands, and ``why`` in the words of the rubric.

    ``criterion`` is the row of the rubric to look at for whoever ranked it otherwise.
    """

    level: Level
    text: str
    why: str
    criterion: str


class Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to compare one's own with, and what to notice in it."""

    title: str
    text: str
    notice: str


class Writing(Task, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="writing"):
    """Write a memo, a statement or a clause of ``least`` to ``most`` words.

    Before writing three ``samples`` are ranked, which stand in the order in which they are shown, and ``frames`` are
    openings of sentences for whoever needs one.
    """

    least: int
    most: int
    parts: tuple[Part, ...]
    samples: tuple[Sample, ...]
    frames: tuple[str, ...]
    rubric: tuple[Criterion, ...]
    models: tuple[Model, ...]
    rows: int = 10

    @property
    def pointed(self) -> tuple[Part, ...]:
        """Return the parts that no pattern can find: the learner points at a sentence."""
        return tuple(part for part in self.parts if not part.ways)


AnyTask = Choose | ChooseSeveral | Order | Sort | Number | Open | Notebook | Writing
AnyCheck = Choose | ChooseSeveral | Order | Sort | Number
