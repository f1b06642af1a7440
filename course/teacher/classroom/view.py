"""What a class view is made of: nouns without a rule of counting."""

import datetime

import msgspec

from course.model.concept import Sitting
from course.teacher.classroom.distribution import Distribution
from course.teacher.classroom.paired import Interval
from course.teacher.classroom.wrong import Wrong

FEWEST = 5
"""A picture of fewer answers is not for the projector: it could be told who gave which."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a learner wrote. ``id`` is that of its event, with the part of the answer that it is."""

    id: str
    learner: str
    text: str
    at: str


class PromptView(msgspec.Struct, frozen=True, kw_only=True):
    """The answers to one prompt: ``first`` and, of a think-pair-share, ``second``; how many of both rounds moved.

    ``session`` is the one that asks it, from 1; what no session shows has that of the last. ``exit`` says that it is
    the last question of a session.
    """

    id: str
    asks: str
    kind: str
    pair: bool
    exit: bool
    first: Distribution
    second: Distribution
    both: int
    moved: int
    texts: tuple[Text, ...]
    session: int = 1

    def choose_rounds(self) -> tuple[Distribution, ...]:
        """Return the rounds that a projector may show.

        Of a think-pair-share the first is held back until half of those who gave it have answered again: whoever
        sees what the others think does not think alone (Mazur; Vickrey et al. 2015).
        """
        rounds = (self.first, self.second) if self.pair else (self.first,)
        if self.pair and self.both * 2 < max(self.first.answered, 1):
            return ()
        return rounds if all(distribution.answered >= FEWEST for distribution in rounds) else ()


class FilingView(msgspec.Struct, frozen=True, kw_only=True):
    """How often something that a lesson taught was filed for a claim, against it, and as neither."""

    id: str
    says: str
    counts: tuple[int, int, int]

    @property
    def answered(self) -> int:
        """Return how many filed it."""
        return sum(self.counts)


class StandView(msgspec.Struct, frozen=True, kw_only=True):
    """First and second stand on a claim: counts for −2 to +2, and ``moves[first][second]`` of those with both.

    ``filings`` say how things that lessons taught were filed; what nobody filed is left out.
    """

    claim: str
    says: str
    first: tuple[int, ...]
    second: tuple[int, ...]
    moves: tuple[tuple[int, ...], ...]
    texts: tuple[Text, ...]
    filings: tuple[FilingView, ...] = ()

    @property
    def both(self) -> int:
        """Return how many took both stands."""
        return sum(map(sum, self.moves))

    def moved(self, way: int) -> int:
        """Return how many moved toward the claim (1), away from it (-1), or stayed (0)."""
        sign = [(n, m, (m > n) - (m < n)) for n in range(5) for m in range(5)]
        return sum(self.moves[n][m] for n, m, direction in sign if direction == way)


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    """How a class stands with one task. Counts are learners; ``tries`` and ``hints`` are sums over them.

    ``right`` is None for a task that has no right answer.
    """

    id: str
    asks: str
    answered: int
    right: int | None
    first_right: int
    tries: int
    hinted: int
    hints: int
    models: int
    wrong: tuple[Wrong, ...]
    texts: tuple[Text, ...]


class GuessedView(msgspec.Struct, frozen=True, kw_only=True):
    """What was guessed of one thing: how often each guess was made, the most frequent first; what there is to see."""

    label: str
    counts: tuple[tuple[str, int], ...]
    shown: str


class LookView(msgspec.Struct, frozen=True, kw_only=True):
    """The guesses at one look: how many ``opened`` it; ``guessed`` of what is chosen or counted; texts of the rest."""

    id: str
    title: str
    asks: str
    opened: int
    guessed: tuple[GuessedView, ...]
    texts: tuple[Text, ...]


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """What a class misses in one document: ``asks`` and the lines; ``marked`` learners checked all that is to be marked
    there.
    """

    id: str
    title: str
    asks: str
    marked: int
    texts: tuple[Text, ...]


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """What a class would have done in a person's place; ``read_on`` learners read what happened without choosing."""

    id: str
    name: str
    asks: str
    chosen: Distribution
    read_on: int
    texts: tuple[Text, ...]


class LessonView(msgspec.Struct, frozen=True, kw_only=True):
    """One lesson with its exercise. ``sessions`` are the headings of its sessions; its prompts stand in their order,
    and of each session the exit question first.
    """

    stem: str
    title: str
    prompts: tuple[PromptView, ...]
    tasks: tuple[TaskView, ...]
    sessions: tuple[str, ...] = ()
    looks: tuple[LookView, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    people: tuple[PersonView, ...] = ()


class Did(msgspec.Struct, frozen=True, kw_only=True):
    """What one learner did: parts done and on offer, tasks right, tries, hints; when they last worked."""

    learner: str
    done: int
    offered: int
    right: int
    tries: int
    hints: int
    last: str


class Misconception(msgspec.Struct, frozen=True, kw_only=True):
    """What a wrong answer of the concept test shows, and how many chose it."""

    says: str
    count: int


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the concept test. ``took`` learners took it before and after; the counts are those who were right.

    ``took_later`` of them came a third time, 0 where these are too few to be shown. ``change`` and ``interval`` are
    shares.
    """

    id: str
    number: int
    concept: str
    lesson: str
    took: int
    before: int
    after: int
    took_later: int
    later: int
    change: float
    interval: Interval
    wrong_before: tuple[Misconception, ...]
    wrong_after: tuple[Misconception, ...]


class ConceptsView(msgspec.Struct, frozen=True, kw_only=True):
    """The concept test of a class: how many handed in each sitting, how many ``both`` of the first two, the items.

    ``items`` is empty where too few took both. ``before`` and ``after`` are the mean shares of right answers, ``gain``
    is the normalized gain.
    """

    sittings: dict[Sitting, int]
    both: int
    items: tuple[ItemView, ...]
    before: float
    after: float
    gain: float | None


class ClassView(msgspec.Struct, frozen=True, kw_only=True):
    """A class. ``names`` says what each learner is called, by key; lessons without any work are left out."""

    made: datetime.date
    names: dict[str, str]
    lessons: tuple[LessonView, ...]
    stands: tuple[StandView, ...]
    did: tuple[Did, ...]
    concepts: ConceptsView | None = None
