"""How tables ended, in numbers: what each side has, what was possible, and what would have been better for all.

The numbers are those of the engine's debrief. What a scenario makes possible is computed once.
"""

import functools
from collections.abc import Sequence

import msgspec
import numpy as np

from course.content import scenarios
from course.model.scenario import Package
from course.negotiation.debrief import MOST_SHOWN, Result, Spot, better_for_all, results, spot, value_left
from course.negotiation.frontier import frontier
from course.negotiation.points import gains, nash_efficiency, points
from course.negotiation.rules import exclusion_cost
from course.negotiation.space import OutcomeSpace

MOST_BETTER = 3
"""Packages better for all that go with a table."""


class Possible(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario makes possible: its parties with their BATNAs and the most that each could gain; the frontier of
    the packages acceptable to all; the points (Nash and others) among them.

    ``guarantees`` are those of the mediator that count: they change what packages are worth.
    """

    scenario: str
    title: str
    guarantees: tuple[str, ...]
    names: dict[str, str]
    batna: dict[str, float]
    ideal: dict[str, float]
    package_count: int
    acceptable_count: int
    frontier_count: int
    frontier: tuple[Spot, ...]
    points: dict[str, Spot | None]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How one table ended. Without a deal every party has its BATNA; ``results`` say gains over it.

    ``better`` are packages better for some and worse for none, the best for the worst-off first; ``left`` is what
    everybody could still have gained, as a share of their best.
    """

    agreed: bool
    package: Package | None
    signers: tuple[str, ...]
    guarantees: tuple[str, ...]
    exclusion: float
    results: tuple[Result, ...]
    efficient: bool
    efficiency: float
    left: float
    better_count: int
    better: tuple[Spot, ...]


@functools.lru_cache(maxsize=16)
def space_of(scenario: str, guarantees: tuple[str, ...] = ()) -> OutcomeSpace:
    """Return every package of a scenario with its values."""
    return OutcomeSpace(scenarios.scenario(scenario), guarantees)


@functools.lru_cache(maxsize=16)
def possible(scenario: str, guarantees: tuple[str, ...] = ()) -> Possible:
    """Return what a scenario makes possible."""
    told, space = scenarios.scenario(scenario), space_of(scenario, tuple(sorted(guarantees)))
    edge = frontier(space)
    step = max(1, -(-len(edge) // MOST_SHOWN))
    return Possible(
        scenario=scenario,
        title=told.title,
        guarantees=guarantees,
        names={role.id: role.name for role in told.parties},
        batna={role: float(points) for role, points in zip(space.parties, space.batna, strict=True)},
        ideal={role: float(most) for role, most in zip(space.parties, gains(space).ideal, strict=True)},
        package_count=space.size,
        acceptable_count=len(space.acceptable),
        frontier_count=len(edge),
        frontier=tuple(spot(space, index) for index in edge[::step]),
        points={name: None if index is None else spot(space, index) for name, index in points(space).items()},
    )


def outcome_of(
    scenario: str, package: Package | None, signers: Sequence[str] = (), guarantees: tuple[str, ...] = ()
) -> Outcome:
    """Return how a table ended, whether on phones or on paper. No ``signers``: all parties signed the package.

    Raises NegotiationError where the package does not fit the scenario.
    """
    # Whichever was given first, they are worth the same: one space for all.
    told, space = scenarios.scenario(scenario), space_of(scenario, tuple(sorted(guarantees)))
    if package is not None:
        space.index(package)
    signed = tuple(signers) or tuple(role.id for role in told.parties) if package is not None else ()
    cost = exclusion_cost(told, signed) if package is not None else 0.0
    had = results(space, package, signed, cost)
    values = np.array([result.points for result in had])
    better = better_for_all(space, values)
    return Outcome(
        agreed=package is not None,
        package=package,
        signers=signed,
        guarantees=guarantees,
        exclusion=cost,
        results=had,
        efficient=package is not None and not len(space.beats(values)),
        efficiency=nash_efficiency(space, values) if package is not None else 0.0,
        left=value_left(space, values),
        better_count=len(better),
        better=tuple(spot(space, index) for index in better[:MOST_BETTER]),
    )
