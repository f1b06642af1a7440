"""The two-level game: a deal abroad must be ratified at home.

Idea: Robert Putnam, "Diplomacy and Domestic Politics: The Logic of Two-Level Games", International Organization
42(3), 1988. A win-set is the set of agreements that would be ratified at home; agreement is possible only where the
two win-sets overlap; and a small win-set can be a bargaining advantage (he takes this from Thomas Schelling, The
Strategy of Conflict, 1960).

One issue from 0 (best for B) to 100 (best for A). A's audience is spread evenly: its members demand at least m, with
m from c − d to c + d (c ``demand_a``, d ``division_a``); a deal x passes when the share ``rule_a`` of them accepts.
So A's win-set is everything from

    floor of A = c − d + 2·d·rule        up to 100,

and B's win-set everything from 0 up to its ceiling, built in the same way from what B's audience will grant at most.
With a simple majority the division at home does not matter; with a higher hurdle it shrinks the win-set.
Negotiators settle in the middle of the overlap that they *believe* in; ``misread`` is by how many points a negotiator
overrates the home audience (negative: underrates). A deal outside the true win-set is an involuntary defection.
Teaching simplifications: one issue, an even spread of opinion, two equally skilled negotiators without wishes of
their own, no side-payments, no change of minds at home. Putnam's own article has no equations.
"""

from collections.abc import Mapping

import msgspec

from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Bar, Frame, Mark, Picture, Role

PARAMETERS = (
    Parameter(id="demand_a", low=0, high=100, step=1, start=40, unit="points"),
    Parameter(id="division_a", low=0, high=40, step=1, start=10, unit="points"),
    Parameter(id="rule_a", low=50, high=100, step=1, start=50, unit="%"),
    Parameter(id="grant_b", low=0, high=100, step=1, start=70, unit="points"),
    Parameter(id="division_b", low=0, high=40, step=1, start=10, unit="points"),
    Parameter(id="rule_b", low=50, high=100, step=1, start=50, unit="%"),
    Parameter(id="misread_a", low=-30, high=30, step=1, start=0, unit="points"),
    Parameter(id="misread_b", low=-30, high=30, step=1, start=0, unit="points"),
)
SLACK = 1e-9


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the settings, in points of the issue (100 is A's best).

    ``floor_a``: the least that A's home ratifies (above 100: nothing passes). ``ceiling_b``: the most that B's home
    ratifies (below 0: nothing passes). ``overlap`` is 0 where the win-sets do not meet. ``deal``: what the
    negotiators settle on, None without a deal. ``free_hand_deal``: what they would settle on if A's home ratified
    anything. ``gain_from_tied_hands``: how much better A does than that, when its deal is ratified; else None.
    """

    floor_a: float
    ceiling_b: float
    size_a: float
    size_b: float
    overlap: float
    gap: float
    believed_floor_a: float
    believed_ceiling_b: float
    deal: float | None
    outcome: str
    free_hand_deal: float | None
    gain_from_tied_hands: float | None


def hurdle(center: float, division: float, rule: float) -> float:
    """Return the demand of the member whose yes completes the share ``rule`` (0.5 to 1)."""
    return center - division + 2 * division * rule


def settle(floor: float, ceiling: float) -> float | None:
    """Return the middle of the overlap between a floor and a ceiling on the scale 0 to 100, None when there is none."""
    low, high = max(0.0, floor), min(100.0, ceiling)
    return (low + high) / 2 if low <= high + SLACK else None


def judge(deal: float | None, floor: float, ceiling: float) -> str:
    """Return what becomes of the talks: ratified, failed at home in A, B or both, missed, or no deal."""
    if deal is None:
        return "missed" if settle(floor, ceiling) is not None else "no-deal"
    fails_a, fails_b = deal < floor - SLACK, deal > ceiling + SLACK
    if fails_a and fails_b:
        return "fails-in-both"
    if fails_a:
        return "fails-in-a"
    return "fails-in-b" if fails_b else "ratified"


def solve(**values: float) -> Result:
    """Find win-sets, deal and ratification. Raises ValueError for values out of range."""
    s = settings(PARAMETERS, values)
    floor = hurdle(s["demand_a"], s["division_a"], s["rule_a"] / 100)
    ceiling = 100 - hurdle(100 - s["grant_b"], s["division_b"], s["rule_b"] / 100)
    believed_floor, believed_ceiling = floor - s["misread_a"], ceiling + s["misread_b"]
    deal = settle(believed_floor, believed_ceiling)
    outcome = judge(deal, floor, ceiling)
    free = settle(0, believed_ceiling)
    gain = deal - free if outcome == "ratified" and deal is not None and free is not None else None
    low, high = max(0.0, floor), min(100.0, ceiling)
    return Result(
        floor_a=floor,
        ceiling_b=ceiling,
        size_a=max(0.0, 100 - low),
        size_b=max(0.0, high),
        overlap=max(0.0, high - low),
        gap=max(0.0, floor - ceiling),
        believed_floor_a=believed_floor,
        believed_ceiling_b=believed_ceiling,
        deal=deal,
        outcome=outcome,
        free_hand_deal=free,
        gain_from_tied_hands=gain,
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it."""
    gain = result.gain_from_tied_hands or 0.0
    values: dict[str, Value] = {
        "floor": max(0.0, result.floor_a),
        "ceiling": min(100.0, result.ceiling_b),
        "gap": result.gap,
        "deal": result.deal,
        "gain": gain,
        "hands": "hands-tied" if gain >= 0.5 else "hands-free",
    }
    if result.floor_a > 100 + SLACK or result.ceiling_b < -SLACK:
        return "nothing-passes", values
    return result.outcome, values


def table(result: Result) -> list[Row]:
    """Return rows of (A, B); a deal is one number on the issue, and what is left of 100 for B."""

    def both(deal: float | None) -> tuple[Value, ...]:
        return (None, None) if deal is None else (deal, 100 - deal)

    return [
        Row(key="limit", values=(result.floor_a, result.ceiling_b)),
        Row(key="size", values=(result.size_a, result.size_b)),
        Row(key="believed", values=(result.believed_floor_a, result.believed_ceiling_b)),
        Row(key="overlap", values=(result.overlap, result.overlap)),
        Row(key="deal", values=both(result.deal)),
        Row(key="free-hand", values=both(result.free_hand_deal)),
        Row(key="outcome", values=(f"outcome-{result.outcome}", None)),
    ]


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw one line from B's best to A's best, the two win-sets above and below it, their overlap and the deal."""
    frame = Frame(left=40, top=40, width=560, height=200, y_high=10)
    marks: list[Mark] = []
    low, high = max(0.0, result.floor_a), min(100.0, result.ceiling_b)

    def band(start: float, end: float, top: float, bottom: float, role: Role) -> None:
        if end >= start - SLACK:
            (x0, y0), (x1, y1) = frame.at(start, top), frame.at(end, bottom)
            marks.append(Bar(x=x0, y=y0, width=max(1.5, x1 - x0), height=y1 - y0, role=role))

    band(low, high, 8.2, 1.8, "zone")
    if result.floor_a <= 100 + SLACK:
        band(low, 100, 8, 6, "side-a")
    if result.ceiling_b >= -SLACK:
        band(0, high, 4, 2, "side-b")
    marks.append(frame.line(((0, 5), (100, 5)), "axis", wide=True))
    marks.append(frame.text(0, 0, words["best-b"], "side-b"))
    marks.append(frame.text(100, 0, words["best-a"], "side-a", anchor="end"))
    marks.append(frame.text(100, 8.4, words["winset-a"], "side-a", anchor="end"))
    marks.append(frame.text(0, 1, words["winset-b"], "side-b"))
    if result.believed_floor_a != result.floor_a:
        marks.append(frame.line(((result.believed_floor_a, 8), (result.believed_floor_a, 6)), "muted", dashed=True))
    if result.believed_ceiling_b != result.ceiling_b:
        believed = result.believed_ceiling_b
        marks.append(frame.line(((believed, 4), (believed, 2)), "muted", dashed=True))
    if result.deal is None:
        marks.append(frame.text(50, 9.6, words[f"outcome-{result.outcome}"], "danger", anchor="middle"))
    else:
        role: Role = "deal" if result.outcome == "ratified" else "danger"
        marks.append(frame.line(((result.deal, 9), (result.deal, 1)), role, dashed=role == "danger", wide=True))
        marks.append(frame.dot(result.deal, 5, role, radius=8))
        marks.append(frame.text(result.deal, 9.6, words[f"outcome-{result.outcome}"], role, anchor="middle"))
    return Picture(width=640, height=280, marks=tuple(marks))
