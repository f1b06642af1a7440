"""Every package that the issues allow, and what each is worth to each party."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from course.model.scenario import KnownScenario, Package

from .error import NegotiationError
from .package import require_package

MOST = 2_000_000
"""Packages beyond which we do not enumerate: about 100 MB for six parties."""


class OutcomeSpace:
    """All N packages of a scenario for the P parties whose secrets it holds.

    Packages are numbered in C order of the issues (the last issue changes fastest). A party's value is the sum of
    its scores (points), plus its synergies, plus what the guarantees given are worth to it. Built from a scenario
    as one seat sees it (``Scenario.seen_by``), it holds that party alone.
    """

    def __init__(self, scenario: KnownScenario, guarantees: Sequence[str] = ()):
        self.scenario = scenario
        self.issues = tuple(issue.id for issue in scenario.issues)
        self.options = tuple(tuple(option.id for option in issue.options) for issue in scenario.issues)
        self.shape = tuple(len(options) for options in self.options)
        self.size = int(np.prod(self.shape, dtype=np.int64))
        if self.size > MOST:
            raise NegotiationError(
                f"{scenario.id} has {self.size:,} packages; the engine takes {MOST:,}. "
                "Take out an issue or some options."
            )
        self.roles = scenario.open_parties
        self.parties = tuple(role.id for role in self.roles)
        self.batna: np.ndarray = np.array([role.secret.batna.points for role in self.roles], np.float64)
        self._guarantees = tuple(guarantees)
        self._steps = [int(np.prod(self.shape[k + 1 :], dtype=np.int64)) for k in range(len(self.shape))]
        self._places = [{option: i for i, option in enumerate(options)} for options in self.options]

    @cached_property
    def scores(self) -> list[np.ndarray]:
        """Return one (P, options) array of points for each issue."""
        return [
            np.array([[role.secret.scores[issue][o] for o in options] for role in self.roles], float)
            for issue, options in zip(self.issues, self.options, strict=True)
        ]

    @cached_property
    def bonuses(self) -> list[tuple[int, Package, float]]:
        """Return what depends on more than one issue: (party's place, condition, points)."""
        guarantees = {}
        if self.scenario.mandate:
            guarantees = {g.id: g.when for g in self.scenario.mandate.guarantees if g.id in self._guarantees}
        out = []
        for p, role in enumerate(self.roles):
            out += [(p, synergy.when, synergy.points) for synergy in role.secret.synergies]
            worth = role.secret.guarantees
            out += [(p, when, worth[id]) for id, when in guarantees.items() if worth.get(id)]
        return out

    @cached_property
    def additive(self) -> bool:
        """Return whether a package's value is nothing but the sum over its issues."""
        return not self.bonuses

    @cached_property
    def values(self) -> np.ndarray:
        """Return the (N, P) points of every package."""
        values = np.zeros((1, len(self.parties)))
        for table in self.scores:
            values = (values[:, None, :] + table.T[None, :, :]).reshape(-1, len(self.parties))
        grid = values.reshape(*self.shape, -1)
        for p, when, points in self.bonuses:
            grid[(*self._corner(when), p)] += points
        return values

    @cached_property
    def crossed(self) -> np.ndarray:
        """Return the (N, P) mask of packages that cross a party's hard red line."""
        mask = np.zeros((*self.shape, len(self.parties)), bool)
        for p, role in enumerate(self.roles):
            for line in role.secret.red_lines:
                if line.hard:
                    for option in line.options:
                        mask[(*self._corner({line.issue: option}), p)] = True
        return mask.reshape(self.size, -1)

    @cached_property
    def ratifiable(self) -> np.ndarray:
        """Return the (N, P) mask of each party's win-set (all True for a party that needs no one at home)."""
        mask = np.ones((self.size, len(self.parties)), bool)
        for p, role in enumerate(self.roles):
            if role.secret.ratification:
                votes = self.home_votes(p)
                mask[:, p] = votes >= role.secret.ratification.needed
        return mask

    def home_votes(self, p: int) -> np.ndarray:
        """Return the (N,) votes in favor that each package finds at home, for the party at place ``p``."""
        home = self.roles[p].secret.ratification
        votes = np.zeros(self.size, np.int64)
        if home is None:
            return votes
        for group in home.constituencies:
            total = sum(group.weights.values())
            view = np.zeros(1)
            for issue, table in zip(self.issues, self.scores, strict=True):
                part = 100 * group.weights.get(issue, 0) / total * table[p] / max(table[p].max(), 1e-12)
                view = (view[:, None] + part[None, :]).ravel()
            votes += group.votes * (view >= group.threshold - 1e-9)
        return votes

    @cached_property
    def acceptable_to(self) -> np.ndarray:
        """Return the (N, P) mask: at least the BATNA, no hard red line crossed, and passes at home."""
        mask: np.ndarray = (self.values >= self.batna - 1e-9) & ~self.crossed & self.ratifiable
        return mask

    @cached_property
    def acceptable(self) -> np.ndarray:
        """Return the indices of the packages acceptable to every party: the zone of possible agreement."""
        return np.flatnonzero(self.acceptable_to.all(axis=1))

    @cached_property
    def digits(self) -> np.ndarray:
        """Return the (K, N) option numbers of every package, one row for each issue."""
        grid = np.indices(self.shape, dtype=np.int8)
        return grid.reshape(len(self.shape), -1)

    def sums(self, tables: Sequence[np.ndarray]) -> np.ndarray:
        """Return the (N,) sum over issues of any (options,) tables, one for each issue."""
        total = np.zeros(1)
        for table in tables:
            total = (total[:, None] + np.asarray(table)[None, :]).ravel()
        return total

    def index(self, package: Package) -> int:
        """Return the number of a whole package; raise NegotiationError when an issue or option is wrong."""
        try:
            place = [self._places[k][package[issue]] for k, issue in enumerate(self.issues)]
        except (KeyError, TypeError):
            place = []
        if not place or len(package) != len(place):
            require_package(self.scenario, package, whole=True)
        return sum(step * o for step, o in zip(self._steps, place, strict=True))

    def package(self, index: int) -> Package:
        """Return the package of a number."""
        place = np.unravel_index(int(index), self.shape)
        return {issue: options[int(o)] for issue, options, o in zip(self.issues, self.options, place, strict=True)}

    def beats(self, values: np.ndarray) -> np.ndarray:
        """Return the indices of packages at least as good for every party, and better for one (no frontier)."""
        values = np.asarray(values)
        as_good = np.ones(self.size, bool)
        better = np.zeros(self.size, bool)
        for p in range(len(self.parties)):
            as_good &= self.values[:, p] >= values[p] - 1e-9
            better |= self.values[:, p] > values[p] + 1e-9
        return np.flatnonzero(as_good & better)

    def efficient(self, index: int) -> bool:
        """Return whether no package is better for one party and worse for none (Pareto)."""
        return not len(self.beats(self.values[index]))

    def _corner(self, when: Package) -> tuple[int | slice, ...]:
        return tuple(
            self._places[k][when[issue]] if issue in when else slice(None) for k, issue in enumerate(self.issues)
        )
