"""The bargaining dance: what each move did to each side, as each side values it."""

from collections.abc import Sequence

import msgspec
import numpy as np

from course.model.scenario import Package

from .bodies import Acceptance, Body, Rejection, WholePackage
from .event import Event, of_shape
from .space import OutcomeSpace


class Step(msgspec.Struct, frozen=True):
    """One offer of a seat. ``values``: points for each party; ``kind``: see ``kind_of``, "first" for a first offer."""

    seq: int
    round: int
    actor: str
    package: Package
    values: dict[str, float]
    kind: str


def kind_of(own: float, other: float) -> str:
    """Return the name of a move that changed one's own points by ``own`` and the others' (mean) by ``other``.

    concession (− +), fortunate (+ +), selfish (+ −), unfortunate (− −), nice (0 +), silent (0 0): the classes of
    Hindriks, Jonker & Tykhonov (2007), "Negotiation dynamics". A loss for the others at no gain counts as
    unfortunate; where the others feel nothing, a loss to oneself as concession and a gain as selfish.
    """
    if abs(own) < 1e-9:
        if abs(other) < 1e-9:
            return "silent"
        return "nice" if other > 0 else "unfortunate"
    if own < 0:
        return "concession" if other >= 0 else "unfortunate"
    return "fortunate" if other > 0 else "selfish"


def dance(space: OutcomeSpace, events: Sequence[Event[Body]]) -> tuple[Step, ...]:
    """Return every offer and bridging proposal as a step from the same seat's one before."""
    last: dict[str, np.ndarray] = {}
    steps = []
    for event in of_shape(events, WholePackage):
        package = event.body.package
        now = space.values[space.index(package)]
        kind = "first"
        if event.actor in last:
            moved = now - last[event.actor]
            if event.actor in space.parties:
                own = space.parties.index(event.actor)
                kind = kind_of(float(moved[own]), float(np.delete(moved, own).mean()))
            else:
                kind = "proposal"
        last[event.actor] = now
        values = {role: float(now[p]) for p, role in enumerate(space.parties)}
        steps.append(Step(event.seq, event.round, event.actor, package, values, kind))
    return tuple(steps)


class Refusals(msgspec.Struct, frozen=True):
    """What a party refused, described. Counts are of offers and proposals made by others.

    ``below``: worth less to it than its BATNA, over its red lines, or impossible at home. ``joint``: acceptable to
    every party. ``late``: joint ones in the last third. ``given_up``: the most points over its BATNA, or over the
    deal reached, that a refused joint package would have brought it. ``pattern``: see ``pattern_of``.
    """

    role: str
    refused: int
    below: int
    joint: int
    late: int
    given_up: float
    pattern: str


def pattern_of(refused: int, joint: int, late: int, settled: bool) -> str:
    """Return what the refusals look like: behavior, not character.

    none; rational (only what it could not accept); tough (refused what all could accept, then settled);
    to_the_end (refused what all could accept, late, and did not settle); or early (did so only early on).
    """
    if not refused:
        return "none"
    if not joint:
        return "rational"
    if settled:
        return "tough"
    return "to_the_end" if late else "early"


def refusals(
    space: OutcomeSpace, events: Sequence[Event[Body]], deadline: int, deal: Package | None, signers: Sequence[str]
) -> tuple[Refusals, ...]:
    """Return each party's refusals: what it rejected in words and did not accept after that."""
    offers = {offer.seq: offer for offer in of_shape(events, WholePackage)}
    # The last word on each offer counts: what was accepted may be refused later, and the other way round.
    answers = {
        (event.actor, event.body.offer): isinstance(event.body, Rejection)
        for event in events
        if isinstance(event.body, Acceptance | Rejection)
    }
    out = []
    for p, role in enumerate(space.parties):
        seqs = {seq for (author, seq), is_refused in answers.items() if author == role and is_refused}
        places = {seq: space.index(offers[seq].body.package) for seq in seqs}
        below = sum(not space.acceptable_to[i, p] for i in places.values())
        joint = [seq for seq, i in places.items() if space.acceptable_to[i].all()]
        late = sum(3 * offers[seq].round > 2 * deadline for seq in joint)
        got = space.batna[p]
        if deal and role in signers:
            got = space.values[space.index(deal), p]
        missed = [space.values[places[seq], p] - got for seq in joint]
        pattern = pattern_of(len(seqs), len(joint), late, role in signers)
        out.append(Refusals(role, len(seqs), int(below), len(joint), late, float(max([0.0, *missed])), pattern))
    return tuple(out)
