"""Bargaining and war: if war is costly, why is there not always a deal?

Idea: James Fearon, "Rationalist Explanations for War", International Organization 49(3), 1995. Third-party
guarantees: Barbara Walter, Committing to Peace, 2002. Powell, "War as a Commitment Problem", IO 60(1), 2006.

The stake is 1, A wants a large share x, B a small one. War gives A the stake with probability p (its power) and costs
cA and cB. Both prefer to war every x in the range

    p − cA  ≤  x  ≤  p + cB           (cut off at 0 and 1; never empty, because costs are not negative).

*Hidden resolve.* A makes one demand and B takes it or fights. B is resolute (cost cL) with probability h, otherwise
reluctant (cost cB ≥ cL). A safe demand p + cL is always accepted; the bold one p + cB is refused by a resolute B.
A is bold exactly when

    h  <  (cB − cL) / (cB + cA)           (where no demand is cut off at 1).

*A shift in power.* Today A wins with probability p, from tomorrow on with p' > p, and cannot promise not to use it.
Value of a later year: d (0 to 1). B attacks today, whatever A offers, exactly when

    d·p' − p  >  cB·(1 − d)²              (Fearon's condition; where tomorrow's demand is not cut off at 1).

*A guarantor* holds back the share g of the shift: p' is replaced by p + (1 − g)·(p' − p).
Teaching simplifications: two types of B instead of Fearon's continuum of costs; hidden resolve and the shift are
solved apart; the guarantor's g is ours, standing for Walter's argument, and the guarantor itself is trusted. In the
power shift costs are paid once, in units of one year's stake.
"""

from collections.abc import Mapping

import msgspec

from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Bar, Frame, Line, Mark, Picture, Role, Text

PARAMETERS = (
    Parameter(id="power", low=0, high=100, step=1, start=50, unit="%"),
    Parameter(id="cost_a", low=0, high=60, step=1, start=15, unit="%"),
    Parameter(id="cost_b", low=0, high=60, step=1, start=25, unit="%"),
    Parameter(id="hidden", low=0, high=1, step=1, start=0, control="switch"),
    Parameter(id="cost_resolute", low=0, high=60, step=1, start=5, unit="%"),
    Parameter(id="chance_resolute", low=0, high=100, step=1, start=30, unit="%"),
    Parameter(id="shift", low=0, high=60, step=1, start=0, unit="%"),
    Parameter(id="future", low=50, high=95, step=5, start=80, unit="%"),
    Parameter(id="guarantee", low=0, high=100, step=5, start=0, unit="%"),
)
SLACK = 1e-9


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the settings; all numbers are shares of the stake or probabilities, 0 to 1.

    ``low``, ``high``: the range of deals that both prefer to war. ``demand``: what A demands, ``bold`` whether it
    gambles, ``chance_of_war`` from that gamble. ``bold_below``: A gambles when a resolute B is less likely than this.
    ``preventive``: B attacks today rather than face tomorrow. ``preventive_without``: it would without the guarantor.
    """

    power: float
    cost_a: float
    cost_b: float
    cost_resolute: float
    low: float
    high: float
    hidden: bool
    chance_resolute: float
    demand: float
    bold: bool
    bold_below: float
    chance_of_war: float
    power_tomorrow: float
    power_held: float
    preventive: bool
    preventive_without: bool


def boldness_threshold(power: float, cost_a: float, safe_cost: float, bold_cost: float) -> float:
    """Return the chance of a resolute B below which A gains by the bold demand (0: it never does)."""
    safe, bold = min(1.0, power + safe_cost), min(1.0, power + bold_cost)
    # The gain of boldness is bold − safe − h·(bold − p + cA): what more A gets, less what a refusal loses.
    return (bold - safe) / (bold - power + cost_a) if bold > safe + SLACK else 0.0


def attacks_today(power: float, later: float, cost_b: float, future: float) -> bool:
    """Whether B prefers war today to the most that A can offer it: everything today, and tomorrow A's new terms."""
    war_today = (1 - power) / (1 - future) - cost_b
    tomorrow = max(0.0, (1 - later) / (1 - future) - cost_b)
    return war_today > 1 + future * tomorrow + SLACK


def solve(**values: float) -> Result:
    """Find the range, A's demand and B's temptation to strike first. Raises ValueError for values out of range."""
    s = settings(PARAMETERS, values)
    p, ca, cb = s["power"] / 100, s["cost_a"] / 100, s["cost_b"] / 100
    resolute_cost = min(s["cost_resolute"] / 100, cb)
    chance = s["chance_resolute"] / 100
    hidden = s["hidden"] == 1
    threshold = boldness_threshold(p, ca, resolute_cost, cb)
    bold = hidden and chance < threshold - SLACK
    demand = p + (resolute_cost if hidden and not bold else cb)
    later = min(1.0, p + s["shift"] / 100)
    held = p + (1 - s["guarantee"] / 100) * (later - p)
    future = s["future"] / 100
    return Result(
        power=p,
        cost_a=ca,
        cost_b=cb,
        cost_resolute=resolute_cost,
        low=max(0.0, p - ca),
        high=min(1.0, p + (resolute_cost if hidden else cb)),
        hidden=hidden,
        chance_resolute=chance,
        demand=min(1.0, demand),
        bold=bold,
        bold_below=threshold,
        chance_of_war=chance if bold else 0.0,
        power_tomorrow=later,
        power_held=held,
        preventive=attacks_today(p, held, cb, future),
        preventive_without=attacks_today(p, later, cb, future),
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it (percent)."""
    values: dict[str, Value] = {
        "low": 100 * result.low,
        "high": 100 * result.high,
        "demand": 100 * result.demand,
        "war": 100 * result.chance_of_war,
        "below": 100 * result.bold_below,
        "power": 100 * result.power,
        "tomorrow": 100 * result.power_tomorrow,
        "held": 100 * result.power_held,
    }
    if result.preventive:
        return "preventive-war", values
    if result.bold:
        return "gamble", values
    if result.preventive_without:
        return "guaranteed", values
    if result.hidden:
        return "caution", values
    return ("single-deal" if result.high - result.low < SLACK else "range"), values


def table(result: Result) -> list[Row]:
    """Return rows of one value each: shares of the stake in percent, or yes and no."""

    def share(value: float) -> tuple[Value, ...]:
        return (100 * value,)

    return [
        Row(key="power", values=share(result.power)),
        Row(key="low", values=share(result.low)),
        Row(key="high", values=share(result.high)),
        Row(key="width", values=share(result.high - result.low)),
        Row(key="demand", values=share(result.demand)),
        Row(key="bold-below", values=share(result.bold_below) if result.hidden else (None,)),
        Row(key="war", values=share(result.chance_of_war)),
        Row(key="tomorrow", values=share(result.power_tomorrow)),
        Row(key="held", values=share(result.power_held)),
        Row(key="preventive", values=("yes" if result.preventive else "no",)),
    ]


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw the stake as a line: the range of deals, what war is worth to each, A's demand, power tomorrow."""
    frame = Frame(left=40, top=50, width=560, height=190, x_high=1, y_high=10)
    (x0, y0), (x1, y1) = frame.at(result.low, 7), frame.at(result.high, 3)
    marks: list[Mark] = [Bar(x=x0, y=y0, width=max(2.0, x1 - x0), height=y1 - y0, role="zone")]
    marks.append(frame.line(((0, 5), (1, 5)), "axis", wide=True))
    marks.append(frame.text(0, 0, words["all-b"], "side-b"))
    marks.append(frame.text(1, 0, words["all-a"], "side-a", anchor="end"))
    marks.append(frame.line(((result.low, 8), (result.low, 3)), "side-a", wide=True))
    marks.append(frame.text(result.low, 8.2, words["war-a"], "side-a", anchor="end"))
    marks.append(frame.line(((result.high, 8), (result.high, 3)), "side-b", wide=True))
    marks.append(frame.text(result.high, 8.2, words["war-b"], "side-b"))
    marks.append(frame.dot(result.power, 5, "axis", radius=5))
    marks.append(frame.text(result.power, 5, words["power"], "axis", anchor="middle", lift=-18))
    if result.hidden:
        answer: Role = "danger" if result.bold else "deal"
        marks.append(frame.dot(result.demand, 5, answer, radius=8))
        marks.append(frame.text(result.demand, 5, words["demand"], answer, anchor="middle", lift=14))
    if result.power_tomorrow > result.power:
        place = frame.at(result.power_tomorrow, 2)
        start = frame.at(result.power, 2)
        role: Role = "danger" if result.preventive else "muted"
        marks.append(Line(points=(start, place), role=role, dashed=True))
        marks.append(Text(x=place[0], y=place[1] + 18, text=words["tomorrow"], role=role, anchor="middle"))
        if result.power_held < result.power_tomorrow:
            marks.append(frame.dot(result.power_held, 2, "mediator"))
            marks.append(frame.text(result.power_held, 2, words["guarantor"], "mediator", anchor="end", lift=8))
    return Picture(width=640, height=280, marks=tuple(marks))
