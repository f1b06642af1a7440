"""Three ways to spoil: limited, greedy, total.

The types are those of Stedman (1997), "Spoiler problems in peace processes", International Security 22(2), 5-53,
doi 10.1162/isec.22.2.5. That a type is a fixed trait is disputed: Greenhill & Major (2006/07), International Security
31(3), hold that chances and costs make the spoiler. The rules here are ours.
"""

import numpy as np

from .bodies import Bridge, Draft, Walkout
from .counterparts import EXPONENTS, others_moved, time_target
from .event import of_shape
from .mind import Prices
from .view import View

APPETITE = 0.5
FLOOR = 0.2
PURITY = 0.97


def demand(prices: Prices) -> tuple[int, int]:
    """Return the (issue, option) that a limited spoiler will not give up: the best option where most hangs on it."""
    tables = [table[0] for table in prices.space.scores]
    issue = int(np.argmax([np.ptp(table) for table in tables]))
    return issue, int(np.argmax(tables[issue]))


def limited_ok(prices: Prices) -> np.ndarray:
    """Return the (N,) mask of packages that meet a limited spoiler's one demand and that it could sign."""
    issue, option = demand(prices)
    mask: np.ndarray = prices.ok & (prices.space.digits[issue] == option)
    return mask


def greedy_target(
    last: float, moved: float, low: float, high: float, rounds_left: int, appetite: float, floor: float
) -> float:
    """Return a greedy spoiler's next price; ``last`` is its price a turn ago.

    After a concession it asks for more: last + appetite·moved, up to ``high``. Without one it comes down by an equal
    step for each round left, never under low + floor·(high − low).
    """
    least = low + floor * (high - low)
    if moved > 0:
        return float(min(high, last + appetite * moved))
    return float(max(least, last - (last - least) / max(1, rounds_left)))


def total_target(best: float, purity: float) -> float:
    """Return a total spoiler's price: a share of the best package there is, whatever happens."""
    return purity * best


def spoiler_target(view: View, prices: Prices, kind: str, parameters: dict[str, float]) -> float:
    """Return the least that a spoiler would settle for now, in its own points."""
    if kind == "limited_spoiler":
        exponent = parameters.get("exponent", EXPONENTS["linear"])
        return time_target(view.time, exponent, prices.low, prices.high)
    if kind == "total_spoiler":
        return total_target(float(prices.values.max()), parameters.get("purity", PURITY))
    appetite, floor = parameters.get("appetite", APPETITE), parameters.get("floor", FLOOR)
    price = prices.high
    for round, moved in others_moved(view, prices):
        left = view.state.deadline - round + 1
        price = greedy_target(price, moved, prices.low, prices.high, left, appetite, floor)
    return price


def leaves(view: View, prices: Prices, kind: str) -> bool:
    """Return whether a spoiler walks out now.

    Total: from the middle of the talks on, once an offer not its own has a second supporter. Limited: when the
    latest text of the mediator (draft or proposal) denies its demand; once for each such text.
    """
    if kind == "total_spoiler":
        backed = any(
            offer.author != view.role and view.state.accepted.get(offer.seq) for offer in view.state.offers.values()
        )
        return backed and view.time >= 0.5
    if kind == "limited_spoiler":
        issue, option = demand(prices)
        name = prices.space.issues[issue]
        texts = [
            (event.seq, event.body.package)
            for event in view.events
            if isinstance(event.body, Bridge)
            or (isinstance(event.body, Draft) and event.body.single_text and name in event.body.package)
        ]
        if texts and texts[-1][1][name] != prices.space.options[issue][option]:
            left = [event.seq for event in of_shape(view.events, Walkout) if event.actor == view.role]
            return not left or left[-1] < texts[-1][0]
    return False


def comes_back(kind: str) -> bool:
    """Return whether a spoiler returns at its next turn: all but the total one."""
    return kind != "total_spoiler"
