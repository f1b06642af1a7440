"""How far a class came between two sittings of the same test: a change with its interval, and a gain."""

import math
from typing import NamedTuple

# The point of the normal distribution beyond which 2.5 percent lie on each side.
_Z = 1.959963984540054


class Interval(NamedTuple):
    """Where a true value may well lie, by the data at hand."""

    low: float
    high: float


class Pairs(NamedTuple):
    """How many learners answered a question rightly ``both`` times, only ``before``, only ``after``, and ``never``."""

    both: int
    before: int
    after: int
    never: int

    @property
    def total(self) -> int:
        """Return how many learners these are."""
        return sum(self)

    @property
    def change(self) -> float:
        """Return the share right after less the share right before, from -1 to 1; 0 where nobody is."""
        return (self.after - self.before) / self.total if self.total else 0.0


def wilson(right: int, count: int) -> Interval:
    """Return the 95 % interval of a share by its score (E. B. Wilson 1927, J. Am. Stat. Assoc. 22, 209–212)."""
    middle = right + _Z**2 / 2
    spread = _Z * math.sqrt(right * (count - right) / count + _Z**2 / 4)
    whole = count + _Z**2
    return Interval(max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole))


def change_interval(pairs: Pairs) -> Interval:
    """Return the 95 % interval of ``pairs.change``, in shares; ValueError where there are no pairs.

    Method 10 of R. G. Newcombe (1998), "Improved confidence intervals for the difference between binomial proportions
    based on paired data", Statistics in Medicine 17, 2635–2650: Wilson's score intervals of the two shares are squared
    and added, with the correlation phi of the two answers between them, whose numerator has a correction for
    continuity. It holds what it promises in small classes too, never leaves -1 to 1, and is no point where everybody
    answered alike.
    """
    count = pairs.total
    if not count:
        raise ValueError("nobody took the test twice")
    before, after = (pairs.both + pairs.before) / count, (pairs.both + pairs.after) / count
    first, second = wilson(pairs.both + pairs.before, count), wilson(pairs.both + pairs.after, count)
    phi = _phi(pairs)

    def spread(up: float, down: float) -> float:
        return math.sqrt(max(0.0, up**2 - 2 * phi * up * down + down**2))

    low = pairs.change - spread(after - second.low, first.high - before)
    high = pairs.change + spread(second.high - after, before - first.low)
    return Interval(max(-1.0, low), min(1.0, high))


def _phi(pairs: Pairs) -> float:
    both, before, after, never = pairs
    margins = (both + before) * (after + never) * (both + after) * (before + never)
    if not margins:
        return 0.0
    product: float = both * never - before * after
    if product > 0:
        product = max(product - pairs.total / 2, 0)
    return product / math.sqrt(margins)


def normalized_gain(before: float, after: float) -> float | None:
    """Return the gain of a class from its mean shares: of what it could still learn, how much it learned.

    R. R. Hake (1998), "Interactive-engagement versus traditional methods: A six-thousand-student survey of mechanics
    test data for introductory physics courses", American Journal of Physics 66, 64–74: (after - before) / (1 - before).
    None where everything was right before: then nothing was left to gain.
    """
    return (after - before) / (1 - before) if before < 1 else None
