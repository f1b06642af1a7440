"""What a seat can work out for itself from its own secret: values, limits, and which packages are near a price."""

from functools import lru_cache

import numpy as np

from course.model.scenario import KnownScenario, Package

from .space import OutcomeSpace


class Mind:
    """A seat's own arithmetic. Built from the scenario as that seat sees it, so it holds no other secret."""

    def __init__(self, scenario: KnownScenario, role: str):
        self.scenario = scenario
        self.role = role
        self._prices = lru_cache(maxsize=8)(self._price_list)

    def prices(self, guarantees: tuple[str, ...] = (), home: bool = False) -> "Prices":
        """Return the values under the guarantees given so far; ``home``: only packages that pass at home."""
        return self._prices(tuple(guarantees), home)

    def _price_list(self, guarantees: tuple[str, ...], home: bool) -> "Prices":
        return Prices(OutcomeSpace(self.scenario, guarantees), home)


class Prices:
    """All packages from one seat: ``values`` (N,) points, ``ok`` (N,) whether it could ever sign.

    ``low`` is the reservation value (the BATNA) and ``high`` the best package that it could sign.
    """

    def __init__(self, space: OutcomeSpace, home: bool):
        self.space = space
        self.values = space.values[:, 0] if space.parties else np.zeros(space.size)
        self.ok = np.ones(space.size, bool)
        self.low = 0.0
        if space.parties:
            self.low = float(space.batna[0])
            self.ok = (self.values >= self.low - 1e-9) & ~space.crossed[:, 0]
            if home:
                self.ok &= space.ratifiable[:, 0]
        order = np.flatnonzero(self.ok)
        self.order = order[np.argsort(self.values[order], kind="stable")]
        self.sorted = self.values[self.order]
        self.high = float(self.sorted[-1]) if len(self.order) else self.low

    def near(self, target: float, width: float) -> np.ndarray:
        """Return the packages worth ``target`` or up to ``width`` points more; else the next dearer ones.

        Shape (M,), M at least 1 as long as the seat could sign anything at all.
        """
        start = int(np.searchsorted(self.sorted, target - 1e-9))
        if start == len(self.sorted):
            start = int(np.searchsorted(self.sorted, self.high - 1e-9))
        stop = int(np.searchsorted(self.sorted, max(target + width, self.sorted[start]) + 1e-9))
        return self.order[start:stop]

    def by_issue(self, package: Package) -> dict[str, float]:
        """Return the points of each issue of a package, whole or partial."""
        scores = self.space.roles[0].secret.scores
        return {issue: scores[issue][option] for issue, option in package.items()}

    def worth(self, package: Package) -> float:
        """Return the points of a whole package."""
        return float(self.values[self.space.index(package)])
