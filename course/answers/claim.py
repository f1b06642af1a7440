"""What a learner did with one claim on trial: stands, weights, own arguments, the answer to the strongest piece."""

from collections.abc import Iterable, Mapping

import msgspec

from course.answers.events import (
    Argument,
    Entry,
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
from course.model.claim import Claim, Evidence
from course.model.event import Event

_CLAIM = "claim/"


class ClaimWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one claim, folded: wherever they were made, because a stand is one fact about a claim.

    ``stands`` by round, ``weights`` by piece of evidence, ``own`` arguments as they now stand; ``at`` is when the
    learner last did something here, ``unread`` counts the events that could not be read.
    """

    stands: Mapping[Round, Entry[Stand]] = {}
    weights: Mapping[str, Weight] = {}
    own: tuple[Argument, ...] = ()
    rebuttal: Rebuttal | None = None
    at: str = ""
    unread: int = 0

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

    def strongest_opposed(self, claim: Claim) -> tuple[Side | None, Evidence | None]:
        """Return the side opposed to the first stand (None when torn), and its piece that was weighed heaviest."""
        first = self.stand(1)
        place = first.stand if first else 0
        if place > 0:
            return "against", self.heaviest(claim.speaks_against)
        if place < 0:
            return "for", self.heaviest(claim.speaks_for)
        return None, self.heaviest((*claim.speaks_for, *claim.speaks_against))


def claim_item(id: str) -> str:
    """Return the item of the record on which everything about the claim ``id`` stands."""
    return f"{_CLAIM}{id}"


def read_claim(events: Iterable[Event]) -> ClaimWork:
    """Fold the events on one claim, oldest first."""
    entries, unread = read_events(events)
    stands: dict[Round, Entry[Stand]] = {entry.body.round: entry for entry in of_shape(entries, Stand)}
    own: dict[str, Argument] = {}
    weights: dict[str, Weight] = {}
    rebuttal: Rebuttal | None = None
    for entry in entries:
        match entry.body:
            case Weigh(piece=piece, weight=weight):
                weights[piece] = weight
            case Argument() as argument:
                own[argument.id] = argument
            case Withdrawal(id=id):
                own.pop(id, None)
            case Rebuttal():
                rebuttal = entry.body
            case _:
                pass
    return ClaimWork(
        stands={number: stands[number] for number in sorted(stands)},
        weights=weights,
        own=tuple(own.values()),
        rebuttal=rebuttal,
        at=entries[-1].at if entries else "",
        unread=unread,
    )


def read_claims(events: Iterable[Event]) -> dict[str, ClaimWork]:
    """Fold the events on any number of claims, by the id of the claim; events on other items are left out."""
    by_claim: dict[str, list[Event]] = {}
    for event in events:
        if event.item.startswith(_CLAIM):
            by_claim.setdefault(event.item.removeprefix(_CLAIM), []).append(event)
    return {claim: read_claim(found) for claim, found in by_claim.items()}
