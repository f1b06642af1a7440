"""A dossier: one case told in full, every block with its own sources."""

from collections.abc import Iterator
from typing import Literal

import msgspec


class _Block(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every block of a dossier has: the ids of the sources that it rests on.

    ``our_reading`` marks a block that infers (an interest, a motive) from what the sources report; no source
    is being quoted there, and the card says so.
    """

    sources: tuple[str, ...]
    our_reading: bool = False


class Passage(_Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short paragraph. ``as_of`` dates what may still move, as in "2026-05"; "" where nothing does."""

    text: str
    as_of: str = ""


class Party(_Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party to the dispute and what it wanted."""

    name: str
    wanted: str


class Step(_Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dated step. ``date`` is as exact as the sources allow: "1974", "1974-02" or "1974-02-22"."""

    date: str
    what: str


class Helper(_Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A third party: its role in a word or two, and what it did."""

    actor: str
    role: str
    did: str


class Clause(_Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One term of the outcome, and where it stands in the text when that was seen."""

    term: str
    article: str = ""


class Reading(_Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one party or scholar understands the case."""

    who: str
    reads: str


class Dispute(_Block, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact on which the sources disagree, with both versions."""

    what: str


class Testimony(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the case says about one claim, in a sentence. The judgement is the course's own."""

    claim: str
    side: Literal["for", "against"]
    says: str


class Dossier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case card in full. ``id`` is the case's id; ``rows`` are all rows of the case table that it covers.

    ``provisional`` warns that the case is recent and rests mostly on press reports.
    """

    id: str
    title: str
    years: str
    rows: tuple[str, ...]
    provisional: bool = False
    context: Passage
    parties: tuple[Party, ...]
    why_they_came: Passage
    what_happened: tuple[Step, ...]
    who_helped_and_how: tuple[Helper, ...]
    terms: tuple[Clause, ...]
    what_became_of_it: Passage
    readings: tuple[Reading, ...]
    disputed: tuple[Dispute, ...] = ()
    speaks_to: tuple[Testimony, ...]
    questions: tuple[str, ...]

    def blocks(self) -> Iterator[tuple[str, _Block]]:
        """Yield every sourced block with a name for it, such as ``what_happened 2``, in reading order."""
        yield "context", self.context
        yield "why_they_came", self.why_they_came
        yield "what_became_of_it", self.what_became_of_it
        for name in ("parties", "what_happened", "who_helped_and_how", "terms", "readings", "disputed"):
            for number, block in enumerate(getattr(self, name), start=1):
                yield f"{name} {number}", block

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the ids of all sources of the dossier, each once, in the order of ``blocks``."""
        return tuple(dict.fromkeys(source for _, block in self.blocks() for source in block.sources))

    @property
    def words(self) -> int:
        """Return the number of words of running text; dates, names and roles do not count."""
        texts = [self.context.text, self.why_they_came.text, self.what_became_of_it.text, *self.questions]
        texts += [party.wanted for party in self.parties]
        texts += [step.what for step in self.what_happened]
        texts += [helper.did for helper in self.who_helped_and_how]
        texts += [clause.term for clause in self.terms]
        texts += [reading.reads for reading in self.readings]
        texts += [dispute.what for dispute in self.disputed]
        texts += [testimony.says for testimony in self.speaks_to]
        return sum(len(text.split()) for text in texts)
