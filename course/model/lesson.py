"""A lesson and its exercise, as the content files hold them."""

from typing import Literal

import msgspec

from course.model.ask import AnyAsk
from course.model.prompt import AnyPrompt
from course.model.task import AnyCheck, AnyTask


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column of a table: its heading, and whether it holds numbers."""

    name: str
    number: bool = False


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """Something to look at: always with a title, a one-sentence finding, and sources.

    With ``ask`` it asks first, and shows what there is to see afterwards.
    """

    id: str
    title: str
    finding: str
    sources: tuple[str, ...]
    caution: str = ""
    ask: AnyAsk | None = None


class Table(Look, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="table"):
    """A table written in the content file. ``rows`` hold as many cells as there are columns.

    ``keys`` are the rows in English where ``rows`` are in another language: guesses are kept by them.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...] = ()

    @property
    def keyed(self) -> tuple[tuple[str, ...], ...]:
        """Return of each row the words by which a record knows it and its cells."""
        return self.keys if len(self.keys) == len(self.rows) else self.rows


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dated step of a time line. ``tone`` says what kind of step it is, in a word shown beside it."""

    date: str
    says: str
    tone: str = ""


class Timeline(Look, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="timeline"):
    """Dated steps, in order. ``keys`` are their dates in English, as ``Table.keys`` are rows."""

    steps: tuple[Step, ...]
    keys: tuple[str, ...] = ()

    @property
    def keyed(self) -> tuple[str, ...]:
        """Return of each step the words by which a record knows it."""
        return self.keys if len(self.keys) == len(self.steps) else tuple(step.date for step in self.steps)


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


class LessonBlock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One heading of the notebook as a step of its session, named by the words after "## ".

    ``more`` is for those who have time: it stands folded, and no session counts on it. ``do`` says what the teacher
    does, ``paper`` how the block goes in a room without any device ("" where ``do`` needs none). ``cut`` says in which
    order blocks of the core go when time is short: 1 goes first, 0 never goes. How long a block takes is counted
    (``course.content.pace``) and written nowhere.
    """

    title: str
    do: str = ""
    paper: str = ""
    more: bool = False
    cut: int = 0


class Session(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sitting of at most ``minutes``, with its blocks in the order of the notebook."""

    title: str
    minutes: int
    blocks: tuple[LessonBlock, ...]


class Met(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case or a finding that the lesson taught, to be filed for or against a claim before our map is seen.

    ``says`` names it without a verdict. ``piece`` is the piece of the claim's map that tells it, "" where ours has
    none.
    """

    id: str
    says: str
    piece: str = ""


class Filing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a lesson gives to file on one claim. Its ids are unique over all lessons that weigh the claim."""

    claim: str
    met: tuple[Met, ...]


class Misconception(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What learners often think, and what to show them."""

    thought: str
    answer: str


class Spoken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name that the lesson uses, and how it is said, in plain English letters ("hoo-day-BEE-ya")."""

    name: str
    said: str


class MarkedText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text as a student might write it for ``task`` (of the exercise or a text prompt), and a teacher's comment."""

    task: str
    text: str
    comment: str


class Retired(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that the course asked before. Who answered it finds the answer in their own work, and nowhere else.

    ``now`` is the question that stands in its place. ``says`` are the words of its options, items and groups by id, as
    far as an answer names any.
    """

    id: str
    asks: str
    now: str
    says: dict[str, str] = {}


class TeacherNotes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For the teacher: purpose, what to open and print before, board, expected answers, support, trouble.

    ``open`` and ``print`` are for the minutes before the lesson. ``support`` helps who reads English slowly, ``fast``
    who is done early. ``marked`` holds two texts for each writing task.
    """

    purpose: str
    open: tuple[str, ...] = ()
    print: tuple[str, ...] = ()
    names: tuple[Spoken, ...] = ()
    support: tuple[str, ...] = ()
    fast: tuple[str, ...] = ()
    marked: tuple[MarkedText, ...] = ()
    board: tuple[str, ...]
    expect: tuple[str, ...]
    misconceptions: tuple[Misconception, ...]
    silent_room: str
    heated_room: str
    cut_short: str


def number_of(stem: str) -> str:
    """Return the number by which people are told of a lesson or its exercise: "2" of "02_ways_to_settle".

    What is sorted or typed begins with the two digits of the stem: files, addresses, columns of a gradebook, titles on
    a learning platform, arguments of commands, the name of a task ("02 settled-how").
    """
    return stem[:2].lstrip("0") or "0"


class Lesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One lesson. ``stem`` is the name of its files; ``part`` the part of the article, 0 to 4.

    ``minutes`` is the sum of its sessions.
    """

    stem: str
    title: str
    part: int
    minutes: int
    summary: str
    objectives: tuple[str, ...]
    claims: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    keep: str
    sessions: tuple[Session, ...]
    filings: tuple[Filing, ...] = ()
    prompts: tuple[AnyPrompt, ...] = ()
    checks: tuple[AnyCheck, ...] = ()
    retired: tuple[Retired, ...] = ()
    looks: tuple[AnyLook, ...] = ()
    sources: tuple[str, ...] = ()
    further: tuple[Further, ...] = ()
    teacher: TeacherNotes

    @property
    def number(self) -> str:
        """Return the number by which people are told of the lesson."""
        return number_of(self.stem)

    @property
    def digits(self) -> str:
        """Return the two digits with which its files, addresses and titles on a platform begin, so that they sort."""
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
    retired: tuple[Retired, ...] = ()


Side = Literal["for", "against"]
