"""What a learner did with one claim on trial: stands, weights, own arguments, the answer to the strongest piece."""

from collections.abc import Iterable, Mapping
from typing import cast

import msgspec

from course.answers.events import (
    Argument,
    Draft,
    Entry,
    Filed,
    MapOpened,
    Rebuttal,
    Round,
    Side,
    Stand,
    Weigh,
    Weight,
    Withdrawal,
    of_shape,
    read_events,
)
from course.answers.filing import Filing, filed_in, fold_filings, reason_versions, reasons
from course.answers.versions import Version
from course.model.answer import Answer
from course.model.claim import Claim, Evidence
from course.model.event import Event

_CLAIM = "claim/"

Box = str
"""Where something is written about a claim: beside the stands of both rounds ("1", "2"), to the strongest piece
("rebuttal"), as arguments of one's own ("own"), and beside what is filed (``filing_box``)."""


class ClaimWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one claim, folded: wherever they were made, because a stand is one fact about a claim.

    ``stands`` by round, ``weights`` by piece of evidence, ``own`` arguments as they now stand; ``at`` is when the
    learner last did something here, ``unread`` counts the events that could not be read. ``taken`` are all stands,
    ``weighings`` the newest weighing of each piece, ``rebuttals`` all answers to the strongest piece, ``laid`` all own
    arguments, also those taken back, and ``drafts`` what was put aside, oldest first. ``filed`` says how things were
    filed, by their ids; ``filings`` are all events of that, ``opened`` those that opened our map. ``worked_in`` are the
    lessons in which something was weighed, argued or answered.
    """

    stands: Mapping[Round, Entry[Stand]] = {}
    weights: Mapping[str, Weight] = {}
    own: tuple[Argument, ...] = ()
    rebuttal: Rebuttal | None = None
    at: str = ""
    unread: int = 0
    taken: tuple[Entry[Stand], ...] = ()
    rebuttals: tuple[Entry[Rebuttal], ...] = ()
    drafts: tuple[Entry[Draft], ...] = ()
    weighings: Mapping[str, Entry[Weigh]] = {}
    laid: tuple[Entry[Argument], ...] = ()
    filed: Mapping[str, Filing] = {}
    filings: tuple[Entry[Filed], ...] = ()
    opened: tuple[Entry[MapOpened], ...] = ()
    worked_in: frozenset[str] = frozenset()

    def current(self, box: Box) -> str:
        """Return the id of the event that says what stands in a box, "" where none does."""
        if box == "own":
            # Arguments stand beside each other: none takes another's place.
            return ""
        if id := filed_in(box):
            reason = reasons(self.filings).get(id)
            return reason.id if reason else ""
        made = self.rebuttals if box == "rebuttal" else [entry for entry in self.taken if str(entry.body.round) == box]
        return made[-1].id if made else ""

    def versions(self, box: Box) -> list[Version]:
        """Return every version of the text in a box, oldest first; of a stand, its reason.

        Of own arguments, those that no longer stand: they were taken back, or never laid.
        """
        if id := filed_in(box):
            return reason_versions(self.filings, id)
        versions = [
            Version(id=entry.id, at=entry.at, answer=written(entry.body), typed=True, aside=True)
            for entry in self.drafts
            if box_of(entry.body) == box
        ]
        if box == "own":
            standing = [written(argument) for argument in self.own]
            versions = [version for version in versions if version.answer not in standing] + [
                Version(id=entry.id, at=entry.at, answer=written(entry.body), aside=True)
                for entry in self.laid
                if written(entry.body) not in standing
            ]
        elif box == "rebuttal":
            versions += [
                Version(id=entry.id, at=entry.at, answer=written(entry.body), typed=True, over=entry.body.over or "")
                for entry in self.rebuttals
            ]
        else:
            versions += [
                Version(id=entry.id, at=entry.at, answer=written(entry.body))
                for entry in self.taken
                if box_of(entry.body) == box
            ]
        return sorted(versions, key=lambda version: (version.at, version.id))

    @property
    def used(self) -> frozenset[str]:
        """Return the pieces that were weighed, or answered as the strongest one."""
        return frozenset((*self.weights, *(entry.body.piece for entry in self.rebuttals)))

    def stand(self, round: Round) -> Stand | None:
        """Return the stand of that round."""
        entry = self.stands.get(round)
        return entry.body if entry else None

    @property
    def is_weighed(self) -> bool:
        """Return whether both stands were taken, before the evidence and after it."""
        return len(self.stands) == 2

    def heaviest(self, pieces: Iterable[Evidence]) -> Evidence | None:
        """Return the one of ``pieces`` that was weighed heaviest; None when none of them weighs anything."""
        weighed = [piece for piece in pieces if self.weights.get(piece.id)]
        return max(weighed, key=lambda piece: self.weights[piece.id], default=None)

    def strongest_opposed(self, claim: Claim, stand: Stand | None) -> tuple[Side | None, Evidence | None]:
        """Return the side opposed to a stand (None when torn), and its piece that was weighed heaviest."""
        place = stand.stand if stand else 0
        if place > 0:
            return "against", self.heaviest(claim.speaks_against)
        if place < 0:
            return "for", self.heaviest(claim.speaks_for)
        return None, self.heaviest(claim.pieces)


_WORK = (Weigh, Argument, Withdrawal, Rebuttal)


def box_of(body: Stand | Rebuttal | Draft) -> Box:
    """Return the box in which that was written."""
    if isinstance(body, Draft) and body.answer.chosen is not None:
        return "own"
    if isinstance(body, Rebuttal) or (isinstance(body, Draft) and body.answer.text is not None):
        return "rebuttal"
    return "2" if body.round == 2 else "1"


def written(body: Stand | Rebuttal | Argument | Draft) -> Answer:
    """Return the text that was written there; of an own argument also its side and its source."""
    match body:
        case Argument(side=side, text=text, source=source):
            return Answer(chosen=side, text=text, why=source)
        case Draft(answer=answer) if answer.chosen is not None:
            return answer
        case Stand(why=why):
            return Answer(text=why)
        case Rebuttal(text=text):
            return Answer(text=text)
        case Draft(answer=answer):
            return Answer(text=answer.why if answer.text is None else answer.text)


def put_aside(body: Stand | Rebuttal) -> Draft | None:
    """Return what keeps a text that may not take its place, None where nothing was written."""
    match body:
        case Stand(round=round, stand=stand, why=why):
            return Draft(answer=Answer(value=stand, why=why), round=round, aside=True) if why else None
        case Rebuttal(text=text):
            return Draft(answer=Answer(text=text), aside=True) if text else None


def claim_item(id: str) -> str:
    """Return the item of the record on which everything about the claim ``id`` stands."""
    return f"{_CLAIM}{id}"


def read_claim(events: Iterable[Event]) -> ClaimWork:
    """Fold the events on one claim, oldest first."""
    entries, unread = read_events(events)
    taken, rebuttals = of_shape(entries, Stand), of_shape(entries, Rebuttal)
    stands: dict[Round, Entry[Stand]] = {entry.body.round: entry for entry in taken}
    own: dict[str, Argument] = {}
    weighings: dict[str, Entry[Weigh]] = {}
    filings = of_shape(entries, Filed)
    for entry in entries:
        match entry.body:
            case Weigh(piece=piece):
                weighings[piece] = cast("Entry[Weigh]", entry)
            case Argument() as argument:
                own[argument.id] = argument
            case Withdrawal(id=id):
                own.pop(id, None)
            case _:
                pass
    return ClaimWork(
        stands={number: stands[number] for number in sorted(stands)},
        weights={piece: entry.body.weight for piece, entry in weighings.items()},
        own=tuple(own.values()),
        rebuttal=rebuttals[-1].body if rebuttals else None,
        at=entries[-1].at if entries else "",
        unread=unread,
        taken=taken,
        rebuttals=rebuttals,
        drafts=of_shape(entries, Draft),
        weighings=weighings,
        laid=of_shape(entries, Argument),
        filed=fold_filings(filings),
        filings=filings,
        opened=of_shape(entries, MapOpened),
        worked_in=frozenset(entry.lesson for entry in entries if isinstance(entry.body, _WORK)),
    )


def read_claims(events: Iterable[Event]) -> dict[str, ClaimWork]:
    """Fold the events on any number of claims, by the id of the claim; events on other items are left out."""
    by_claim: dict[str, list[Event]] = {}
    for event in events:
        if event.item.startswith(_CLAIM):
            by_claim.setdefault(event.item.removeprefix(_CLAIM), []).append(event)
    return {claim: read_claim(entries) for claim, entries in by_claim.items()}
