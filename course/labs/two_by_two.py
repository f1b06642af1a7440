"""All equilibria of a 2×2 game, degenerate games included.

Nash 1951, "Non-Cooperative Games", Annals of Mathematics 54(2). In a 2×2 game a side's best reply changes where
one linear function crosses zero, so the equilibria are a union of at most a few rectangles.
"""

import msgspec

Matrix = tuple[tuple[float, float], tuple[float, float]]
Interval = tuple[float, float]


class Equilibrium(msgspec.Struct, frozen=True, kw_only=True):
    """A closed rectangle of equilibria: A plays its first move with any probability in ``a``, B with any in ``b``.

    A single point has equal ends. Larger rectangles occur only in degenerate games (somebody is indifferent).
    """

    a: Interval
    b: Interval

    @property
    def single(self) -> bool:
        """Whether this is one point."""
        return self.a[0] == self.a[1] and self.b[0] == self.b[1]


def replies(first: float, second: float) -> list[tuple[Interval, Interval]]:
    """Return the graph of a best reply as rectangles (own probabilities, the other's probabilities).

    ``first`` and ``second`` are what the own first move gains over the own second move when the other plays its
    first or second move for certain. For a mixture q the gain is q·first + (1 − q)·second.
    """
    if first == second:
        if first == 0:
            return [((0.0, 1.0), (0.0, 1.0))]
        best = 1.0 if first > 0 else 0.0
        return [((best, best), (0.0, 1.0))]
    edge = second / (second - first)
    if not 0 <= edge <= 1:
        best = 1.0 if first > 0 else 0.0
        return [((best, best), (0.0, 1.0))]
    rising = first > second
    above, below = (1.0, 0.0) if rising else (0.0, 1.0)
    return [
        ((above, above), (edge, 1.0)),
        ((below, below), (0.0, edge)),
        ((0.0, 1.0), (edge, edge)),
    ]


def overlap(first: Interval, second: Interval) -> Interval | None:
    """Return the common part of two closed intervals, or None."""
    low, high = max(first[0], second[0]), min(first[1], second[1])
    return (low, high) if low <= high else None


def equilibria(a: Matrix, b: Matrix) -> tuple[Equilibrium, ...]:
    """Return all Nash equilibria as maximal rectangles.

    ``a[i][j]`` and ``b[i][j]`` are the payoffs of A and of B when A plays move i and B plays move j.
    """
    replies_a = replies(a[0][0] - a[1][0], a[0][1] - a[1][1])
    replies_b = replies(b[0][0] - b[0][1], b[1][0] - b[1][1])
    rectangles = []
    for own_a, other_b in replies_a:
        for own_b, other_a in replies_b:
            common_a, common_b = overlap(own_a, other_a), overlap(own_b, other_b)
            if common_a is not None and common_b is not None:
                rectangles.append(Equilibrium(a=common_a, b=common_b))
    distinct = list(dict.fromkeys(rectangles))
    maximal = [small for small in distinct if not any(large != small and inside(small, large) for large in distinct)]
    return tuple(sorted(maximal, key=lambda e: (-e.a[1], -e.b[1], -e.a[0], -e.b[0])))


def inside(small: Equilibrium, large: Equilibrium) -> bool:
    """Whether the rectangle ``small`` lies within ``large``."""
    in_a = large.a[0] <= small.a[0] and small.a[1] <= large.a[1]
    return in_a and large.b[0] <= small.b[0] and small.b[1] <= large.b[1]
