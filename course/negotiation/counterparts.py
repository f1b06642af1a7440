"""How the computer plays a party: how much it asks for, which package it asks with, what it accepts.

Bidding, a guess about the others, and acceptance are separate parts, as in the architecture of Baarslag et al.
(2014, "Decoupling negotiating agents to explore the space of negotiation strategies"). Everything is worked out from
a ``View`` and the seat's own ``Prices``. All targets are in the seat's own points.
"""

import numpy as np

from .bodies import Offer
from .estimate import find_red_lines, frequency, requests
from .mind import Prices
from .view import View

WIDTH = 0.04
"""Packages up to this share of (high − low) above the target count as the same price."""

EXPONENTS = {"boulware": 0.25, "linear": 1.0, "conceder": 3.0, "trade_off": 1.0, "ratifier": 1.0}
GOODWILL = 0.03
TURNS = ("offer", "pass", "walkout", "return")


def time_target(time: float, exponent: float, low: float, high: float) -> float:
    """Return low + (1 − t^(1/e))·(high − low): what a time-dependent seat asks for at time t, from 0 to 1.

    e < 1 Boulware (holds out), e = 1 linear, e > 1 conceder (gives early). Faratin, Sierra & Jennings (1998),
    "Negotiation decision functions for autonomous agents", Robotics and Autonomous Systems 24(3-4), 159-182; there
    with k = 0.
    """
    return float(low + (1 - time ** (1 / exponent)) * (high - low))


def others_moved(view: View, prices: Prices) -> list[tuple[int, float]]:
    """Return, for each own turn after the first and for this one, its round and what the others gave before it.

    That is the mean, over the other parties that had an offer on record at the turn before, of the change in what
    their latest offer is worth to this seat (its own points; negative when they took something back). 0 for none.
    """
    parties = {role.id for role in view.scenario.parties} - {view.role}
    latest: dict[str, float] = {}
    before: dict[str, float] | None = None
    out = []

    def turn(round: int) -> None:
        nonlocal before
        if before is not None:
            moved = [latest[role] - value for role, value in before.items()]
            out.append((round, sum(moved) / len(moved) if moved else 0.0))
        before = dict(latest)

    for event in view.events:
        if event.actor == view.role and event.kind in TURNS:
            turn(event.round)
        elif event.actor in parties and isinstance(event.body, Offer):
            latest[event.actor] = prices.worth(event.body.package)
    turn(view.state.round)
    return out


def tit_for_tat_target(last: float, moved: float, low: float, high: float, goodwill: float) -> float:
    """Return last − moved − goodwill·(high − low), kept between low and high; ``last`` is the price a turn ago.

    The seat gives what the others gave, as it values that (absolute tit-for-tat of Faratin et al. 1998), and a small
    gesture each time so that two such players do not freeze.
    """
    return float(np.clip(last - moved - goodwill * (high - low), low, high))


def target(view: View, prices: Prices, kind: str, parameters: dict[str, float]) -> float:
    """Return the least that a seat of this kind would settle for now. Spoilers have their own in ``spoilers``."""
    if kind == "tit_for_tat":
        if view.state.round >= view.state.deadline:
            return prices.low
        goodwill, price = parameters.get("goodwill", GOODWILL), prices.high
        for _, moved in others_moved(view, prices):
            price = tit_for_tat_target(price, moved, prices.low, prices.high, goodwill)
        return price
    exponent = parameters.get("exponent", EXPONENTS[kind])
    return time_target(view.time, exponent, prices.low, prices.high)


def bid(view: View, prices: Prices, kind: str, aim: float, rng: np.random.Generator, avoid: set[int]) -> int | None:
    """Return the package to ask with at the price ``aim``; None when the seat could sign none.

    A trade-off seeker leaves out what others called a red line and takes the package nearest to what they ask for
    (after the similarity idea of Faratin,
    Sierra & Jennings 2002, with a frequency model). The others change as little as they can in their last offer.
    """
    if not len(prices.order):
        return None
    near = prices.near(aim, WIDTH * (prices.high - prices.low))
    left = near[~np.isin(near, list(avoid))] if avoid else near
    near = left if len(left) else near
    mine = view.offers_by(view.role)
    if kind == "trade_off":
        near = _possible(view, prices, near)
        score = _liked(view, prices, near)
    elif mine:
        last = prices.space.index(mine[-1].body.package)
        digits = prices.space.digits
        score = (digits[:, near] == digits[:, last : last + 1]).sum(axis=0).astype(float)
    else:
        score = prices.values[near]
    best = near[score >= score.max() - 1e-9]
    return int(best[rng.integers(len(best))])


def _possible(view: View, prices: Prices, near: np.ndarray) -> np.ndarray:
    """Leave out what another party has called a red line in public, as long as something remains."""
    space = prices.space
    for issue, option in sorted(find_red_lines(view)):
        k = space.issues.index(issue)
        left = near[space.digits[k, near] != space.options[k].index(option)]
        near = left if len(left) else near
    return near


def _liked(view: View, prices: Prices, near: np.ndarray) -> np.ndarray:
    """Return how close each package is to what the other parties ask for: the mean of their estimated values."""
    space = prices.space
    total = np.zeros(len(near))
    for role in view.scenario.parties:
        if role.id != view.role:
            asked = requests(view, role.id)
            if asked:
                tables = frequency(space, asked)
                total += sum(table[space.digits[k, near]] for k, table in enumerate(tables))
    return total
