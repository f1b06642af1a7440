"""Four answers to "which deal is fair?", each with its formula.

b is the BATNA; only packages acceptable to all count (the set A). gᵢ = uᵢ − bᵢ is the gain of party i,
aᵢ = max over A of gᵢ its ideal, and nᵢ = gᵢ / aᵢ its share of the ideal. A party with aᵢ = 0 can gain nothing and
is left out of n. Ties go to the package with the higher worst share, then the next, then the first in order.
"""

import msgspec
import numpy as np

from .space import OutcomeSpace


class Gains(msgspec.Struct, frozen=True):
    """Gains over A: ``index`` (M,), ``gains`` (M, P) in points, ``ideal`` (P,), ``shares`` (M, P') from 0 to 1."""

    index: np.ndarray
    gains: np.ndarray
    ideal: np.ndarray
    shares: np.ndarray


def gains(space: OutcomeSpace) -> Gains:
    """Return every acceptable package's gains over the BATNAs."""
    index = space.acceptable
    over = space.values[index] - space.batna
    ideal = over.max(axis=0) if len(index) else np.zeros(len(space.parties))
    able = ideal > 1e-9
    return Gains(index, over, ideal, over[:, able] / ideal[able])


def shares(space: OutcomeSpace, values: np.ndarray) -> np.ndarray:
    """Return the (M, P) shares of the ideal gain for (M, P) values; 0 for a party that can gain nothing."""
    ideal = gains(space).ideal
    over = np.asarray(values) - space.batna
    return np.where(ideal > 1e-9, over / np.maximum(ideal, 1e-9), 0.0)


def nash(space: OutcomeSpace) -> int | None:
    """Return the package with the greatest product Πgᵢ. Nash (1950), doi 10.2307/1907266.

    Computed as Πnᵢ, which has the same maximum. When some gain is always 0, the shares decide.
    """
    over = gains(space)
    return _best(over, np.prod(np.clip(over.shares, 0, None), axis=1))


def kalai_smorodinsky(space: OutcomeSpace) -> int | None:
    """Return the lexicographic max-min of the shares nᵢ: raise the worst-off share first, then the next.

    Kalai & Smorodinsky (1975), doi 10.2307/1914280; for more than two parties, and for packages that cannot be
    divided, in the lexicographic form of Imai (1983), Econometrica 51, 389-402.
    """
    over = gains(space)
    return _maxmin(over.index, over.shares)


def egalitarian(space: OutcomeSpace) -> int | None:
    """Return the lexicographic max-min of the gains gᵢ: equal gains, as high as they go.

    Kalai (1977), doi 10.2307/1913954. It assumes that the points of different parties can be compared.
    """
    over = gains(space)
    able = over.ideal > 1e-9
    return _maxmin(over.index, over.gains[:, able])


def utilitarian(space: OutcomeSpace) -> int | None:
    """Return the package with the greatest sum Σuᵢ. It assumes that points can be compared and added."""
    over = gains(space)
    return _best(over, over.gains.sum(axis=1))


POINTS = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}


def points(space: OutcomeSpace) -> dict[str, int | None]:
    """Return the four points, by name; None for each when no package is acceptable to all."""
    return {name: point(space) for name, point in POINTS.items()}


def nash_efficiency(space: OutcomeSpace, values: np.ndarray) -> float:
    """Return (Πnᵢ / the best Πnᵢ)^(1/P) of a deal worth ``values``: 1 at the Nash point, 0 at a BATNA."""
    over = gains(space)
    able = over.ideal > 1e-9
    if not len(over.index) or not able.any():
        return 0.0
    best = np.prod(np.clip(over.shares, 0, None), axis=1).max()
    own = np.clip((np.asarray(values) - space.batna)[able] / over.ideal[able], 0, None)
    return float((np.prod(own) / best) ** (1 / able.sum())) if best > 0 else 0.0


def _best(over: Gains, score: np.ndarray) -> int | None:
    if not len(score):
        return None
    top = np.flatnonzero(score >= score.max() - 1e-9 * max(1.0, abs(score.max())))
    return _maxmin(over.index[top], over.shares[top])


def _maxmin(index: np.ndarray, rows: np.ndarray) -> int | None:
    """Return the index whose sorted row is lexicographically greatest, filtering one place at a time."""
    if not len(index):
        return None
    if rows.shape[1]:
        worst = rows.min(axis=1)
        left = worst >= worst.max() - 1e-9
        index, rows = index[left], np.sort(rows[left], axis=1)
        for place in range(1, rows.shape[1]):
            left = rows[:, place] >= rows[:, place].max() - 1e-9
            index, rows = index[left], rows[left]
    return int(index[0])
