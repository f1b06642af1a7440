"""What was possible, and what happened: the figures of the debrief, as plain data.

Nothing here is for the table: it opens every secret. Values are points; shares run from 0 to 1.
"""

from itertools import combinations

import msgspec
import numpy as np

from course.model.scenario import Package

from .bodies import Plan
from .dance import Refusals, Step, dance, refusals
from .error import NegotiationError
from .event import of_shape
from .frontier import frontier
from .ledger import MediatorPath, mediator_path
from .points import gains, nash_efficiency, points, shares
from .rules import exclusion_cost, home_vote, passes_home
from .session import LEARNER, Session
from .soundness import ranking, split_the_difference
from .space import OutcomeSpace

MOST_SHOWN = 400
"""Frontier packages handed to a chart; the count is always whole."""


class Spot(msgspec.Struct, frozen=True):
    """A package and what it is worth to each party."""

    package: Package
    values: dict[str, float]


class Result(msgspec.Struct, frozen=True):
    """What one party has: points, its BATNA, the gain, and the gain's share of the most it could have gained.

    A party outside the deal has its BATNA. Signatories pay for those outside (``exclusion``, in points).
    """

    role: str
    points: float
    batna: float
    gain: float
    share: float | None
    signed: bool


class Guess(msgspec.Struct, frozen=True):
    """How well a learner guessed another side's order of issues: pairs in the right order, of how many."""

    role: str
    guessed: tuple[str, ...]
    actual: tuple[str, ...]
    right: int
    pairs: int


class Counterpart(msgspec.Struct, frozen=True):
    """What sat in a seat: the strategy's key, and the parameters of this play."""

    role: str
    kind: str
    parameters: dict[str, float]


class Debrief(msgspec.Struct, frozen=True):
    """Everything that the debrief shows.

    Each party's value of the outcome is its ``Result.points``; ``left`` is the value left on the table (see
    ``value_left``), ``better`` the packages that, signed by all, are better for some and worse for none.
    """

    agreed: bool
    package: Package | None
    round: int
    signers: tuple[str, ...]
    exclusion: float
    results: tuple[Result, ...]
    efficient: bool
    efficiency: float
    left: float
    better_count: int
    better: tuple[Spot, ...]
    acceptable_count: int
    package_count: int
    frontier_count: int
    frontier: tuple[Spot, ...]
    points: dict[str, Spot | None]
    halfway: tuple[Spot, ...]
    dance: tuple[Step, ...]
    refusals: tuple[Refusals, ...]
    pivots: dict[str, float]
    home: dict[str, dict[str, bool]]
    guesses: tuple[Guess, ...]
    counterparts: tuple[Counterpart, ...]
    mediator: MediatorPath | None


def debrief(session: Session) -> Debrief:
    """Return the debrief of a finished negotiation; raise NegotiationError while it is still going on."""
    outcome = session.state.outcome
    if outcome is None:
        raise NegotiationError("The negotiation is not over. Finish it, or branch and play on, then debrief.")
    scenario, state = session.scenario, session.state
    space = OutcomeSpace(scenario, state.guarantees)
    deal = outcome.package
    cost = exclusion_cost(scenario, outcome.signers) if deal else 0.0
    found = results(space, deal, outcome.signers, cost)
    values = np.array([result.points for result in found])
    better = better_for_all(space, values)
    edge = frontier(space)
    step = max(1, -(-len(edge) // MOST_SHOWN))
    return Debrief(
        agreed=outcome.agreed,
        package=deal,
        round=outcome.round,
        signers=outcome.signers,
        exclusion=cost,
        results=found,
        efficient=bool(deal) and not len(space.beats(values)),
        efficiency=nash_efficiency(space, values) if deal else 0.0,
        left=value_left(space, values),
        better_count=len(better),
        better=tuple(spot(space, i) for i in better[:12]),
        acceptable_count=len(space.acceptable),
        package_count=space.size,
        frontier_count=len(edge),
        frontier=tuple(spot(space, i) for i in edge[::step]),
        points={name: None if i is None else spot(space, i) for name, i in points(space).items()},
        halfway=tuple(spot(space, space.index(package)) for package in split_the_difference(space)),
        dance=dance(space, session.events),
        refusals=refusals(space, session.events, state.deadline, deal, outcome.signers),
        pivots=pivots(space),
        home={
            role.id: {**home_vote(role, deal), "passes": passes_home(role, deal)}
            for role in scenario.parties
            if deal and role.secret.ratification
        },
        guesses=tuple(guess for plan in of_shape(session.events, Plan) for guess in _guesses(space, plan.body)),
        counterparts=tuple(
            Counterpart(role, seat.kind, seat.parameters) for role, seat in state.seats.items() if seat.kind != LEARNER
        ),
        mediator=mediator_path(space, session, scenario.mediator.id) if scenario.mediator else None,
    )


def spot(space: OutcomeSpace, index: int) -> Spot:
    """Return a package with its values."""
    row = space.values[index]
    return Spot(space.package(index), {role: float(row[p]) for p, role in enumerate(space.parties)})


def better_for_all(space: OutcomeSpace, values: np.ndarray) -> np.ndarray:
    """Return the acceptable packages better for some and worse for none, the best for the worst-off first."""
    better = space.beats(values)
    better = better[space.acceptable_to[better].all(axis=1)]
    over = shares(space, space.values[better]) - shares(space, np.asarray(values)[None])
    worst = over.min(axis=1)
    ordered: np.ndarray = better[np.lexsort((-over.sum(axis=1), -worst))]
    return ordered


def value_left(space: OutcomeSpace, values: np.ndarray) -> float:
    """Return max over acceptable y of minᵢ (uᵢ(y) − uᵢ(x))/aᵢ, at least 0: what everyone could still have gained.

    A share of each party's ideal gain aᵢ. After Raiffa (1982), *The Art and Science of Negotiation*, on joint gains
    left unfound. Without a deal, x is worth the BATNAs.
    """
    over = gains(space)
    able = over.ideal > 1e-9
    if not len(over.index) or not able.any():
        return 0.0
    own = (np.asarray(values) - space.batna)[able] / over.ideal[able]
    return float(max(0.0, (over.shares - own).min(axis=1).max()))


def pivots(space: OutcomeSpace) -> dict[str, float]:
    """Return what each party's veto costs the others: their best Nash product without its veto, less that with it.

    Over the others' shares, as (Π n)^(1/(P−1)) with their ideals among packages that the others accept. Ours; for
    three parties or more, else empty.
    """
    count = len(space.parties)
    if count < 3 or not len(space.acceptable):
        return {}
    out = {}
    for p, role in enumerate(space.parties):
        others = np.array([q for q in range(count) if q != p])
        free = np.flatnonzero(space.acceptable_to[:, others].all(axis=1))
        over = space.values[np.ix_(free, others)] - space.batna[others]
        ideal = np.maximum(over.max(axis=0), 1e-9)
        # What is acceptable may lie below the BATNA by what the computer rounds.
        product = np.prod(np.clip(over / ideal, 0, None), axis=1) ** (1 / len(others))
        bound = np.isin(free, space.acceptable)
        out[role] = float(product.max() - product[bound].max())
    return out


def results(space: OutcomeSpace, deal: Package | None, signers: tuple[str, ...], cost: float) -> tuple[Result, ...]:
    """Return what each party has of a deal, or of none. ``cost``: points that signatories lose for those outside."""
    row = space.values[space.index(deal)] - cost if deal else space.batna
    ideal = gains(space).ideal
    out = []
    for p, role in enumerate(space.parties):
        batna, signed = float(space.batna[p]), role in signers
        got = float(row[p]) if signed else batna
        share = (got - batna) / float(ideal[p]) if ideal[p] > 1e-9 else None
        out.append(Result(role, got, batna, got - batna, share, signed))
    return tuple(out)


def _guesses(space: OutcomeSpace, plan: Plan) -> list[Guess]:
    out = []
    for role, guessed in plan.guesses.items():
        actual = ranking(space, space.parties.index(role))
        pairs = list(combinations([issue for issue in guessed if issue in actual], 2))
        right = sum(actual.index(a) < actual.index(b) for a, b in pairs)
        out.append(Guess(role, guessed, tuple(actual), right, len(pairs)))
    return out
