"""The bargaining zone: alternatives, what each side will not go below, and what a second issue can open.

Ideas: BATNA, Roger Fisher and William Ury, Getting to Yes, 1981; reservation values, zone of agreement, the efficient
frontier and integrative bargaining, Howard Raiffa, The Art and Science of Negotiation, 1982; the Nash point, John
Nash, "The Bargaining Problem", Econometrica 18(2), 1950; the Kalai-Smorodinsky point, Econometrica 43(3), 1975.

Each side scores a whole agreement from 0 (nothing of what is on the table) to 100 (all of it). With x the share of
the first issue and y the share of the second issue that go to A (0 to 1), and w the weight of the second issue:

    value to A = 100·[(1 − wA)·x + wA·y]        value to B = 100·[(1 − wB)·(1 − x) + wB·(1 − y)]

With one issue w = 0 and the two values always sum to 100. The zone is the set of agreements that give each side at
least its BATNA. Nash point: the agreement in the zone with the largest product of gains over the BATNAs.
Kalai-Smorodinsky point: equal shares of the most that each side could gain in the zone.
Teaching simplifications: points are additive and linear, the BATNA is a known number on the same scale (so the
reservation value equals it), and the second issue shares the scale instead of adding to it.
"""

from collections.abc import Mapping
from itertools import pairwise

import msgspec

from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Frame, Mark, Picture, Point

PARAMETERS = (
    Parameter(id="batna_a", low=0, high=100, step=1, start=60, unit="points"),
    Parameter(id="batna_b", low=0, high=100, step=1, start=55, unit="points"),
    Parameter(id="aspiration_a", low=0, high=100, step=1, start=80, unit="points"),
    Parameter(id="aspiration_b", low=0, high=100, step=1, start=75, unit="points"),
    Parameter(id="second_issue", low=0, high=1, step=1, start=0, control="switch"),
    Parameter(id="weight_a", low=0, high=100, step=5, start=70, unit="%"),
    Parameter(id="weight_b", low=0, high=100, step=5, start=20, unit="%"),
)
ONE_ISSUE: tuple[Point, ...] = ((0.0, 100.0), (100.0, 0.0))
SLACK = 1e-9


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the settings; points are (value to A, value to B), None where the zone is closed.

    ``surplus``: how far the joint value can exceed the two BATNAs. ``short``: how many points are missing for a zone
    (0 where it is open). ``opened_by_trade``: closed with one issue, open with two. ``aims_meet``: an agreement
    could satisfy both aspirations. ``zone``: corners of the zone in the space of values.
    """

    batna: Point
    aspiration: Point
    frontier: tuple[Point, ...]
    open: bool
    zone: tuple[Point, ...]
    surplus: float
    short: float
    limits_a: Point | None
    nash: Point | None
    kalai_smorodinsky: Point | None
    second_issue: bool
    opened_by_trade: bool
    aims_meet: bool


def frontier_of(weight_a: float, weight_b: float) -> tuple[Point, ...]:
    """Return the efficient frontier of two issues, A's best last. The corner gives each issue to who values it more."""
    if weight_a > weight_b:
        corner = (100 * weight_a, 100 * (1 - weight_b))
    else:
        corner = (100 * (1 - weight_a), 100 * weight_b)
    return (0.0, 100.0), corner, (100.0, 0.0)


def best_for_b(frontier: tuple[Point, ...], a: float) -> float:
    """Return the most that B can have when A has at least ``a`` (0 to 100)."""
    for (a0, b0), (a1, b1) in pairwise(frontier):
        if a0 <= a <= a1:
            return b1 if a1 == a0 else b0 + (b1 - b0) * (a - a0) / (a1 - a0)
    return 0.0


def best_for_a(frontier: tuple[Point, ...], b: float) -> float:
    """Return the most that A can have when B has at least ``b`` (0 to 100)."""
    mirrored = tuple((y, x) for x, y in reversed(frontier))
    return best_for_b(mirrored, b)


def nash_point(frontier: tuple[Point, ...], batna: Point) -> Point:
    """Return the point of a concave frontier with the largest product of gains; the zone must be open."""
    best, most = batna, -1.0
    low, high = batna[0], best_for_a(frontier, batna[1])
    for (a0, b0), (a1, b1) in pairwise(frontier):
        start, end = max(a0, low), min(a1, high)
        if start > end:
            continue
        slope = 0.0 if a1 == a0 else (b1 - b0) / (a1 - a0)
        # On this stretch B's gain is b0 + slope·(a − a0) − batna B; the product is a parabola in a.
        top = end if slope == 0 else (slope * a0 - b0 + batna[1] + slope * batna[0]) / (2 * slope)
        a = min(max(top, start), end)
        b = b1 if a1 == a0 else b0 + slope * (a - a0)
        product = (a - batna[0]) * (b - batna[1])
        if product > most:
            best, most = (a, b), product
    return best


def kalai_smorodinsky_point(frontier: tuple[Point, ...], batna: Point) -> Point:
    """Return where the frontier meets the line from the BATNAs to the point of both sides' best; zone must be open."""
    ideal = best_for_a(frontier, batna[1]), best_for_b(frontier, batna[0])
    low, high = 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        a = batna[0] + share * (ideal[0] - batna[0])
        b = batna[1] + share * (ideal[1] - batna[1])
        low, high = (share, high) if b <= best_for_b(frontier, a) else (low, share)
    return batna[0] + low * (ideal[0] - batna[0]), batna[1] + low * (ideal[1] - batna[1])


def zone_of(frontier: tuple[Point, ...], batna: Point) -> tuple[Point, ...]:
    """Return the corners of the open zone: the BATNAs, then along the frontier from B's best to A's best."""
    top = best_for_b(frontier, batna[0])
    right = best_for_a(frontier, batna[1])
    inner = tuple((a, b) for a, b in frontier if batna[0] < a <= right and b > batna[1])
    return (batna, (batna[0], top), *inner, (right, batna[1]))


def missing(frontier: tuple[Point, ...], batna: Point) -> float:
    """Return by how many points (of either BATNA) the zone is closed, 0 when it is open."""
    return max(0.0, batna[1] - best_for_b(frontier, batna[0]))


def solve(**values: float) -> Result:
    """Find the zone and its points. Raises ValueError for values out of range."""
    s = settings(PARAMETERS, values)
    batna = (s["batna_a"], s["batna_b"])
    two = s["second_issue"] == 1
    frontier = frontier_of(s["weight_a"] / 100, s["weight_b"] / 100) if two else ONE_ISSUE
    short = missing(frontier, batna)
    is_open = short <= SLACK
    zone = zone_of(frontier, batna) if is_open else ()
    reachable = [sum(point) for point in zone] or [0.0]
    aims = (max(s["aspiration_a"], batna[0]), max(s["aspiration_b"], batna[1]))
    return Result(
        batna=batna,
        aspiration=aims,
        frontier=frontier,
        open=is_open,
        zone=zone,
        surplus=max(0.0, max(reachable) - sum(batna)) if is_open else 0.0,
        short=0.0 if is_open else short,
        limits_a=(batna[0], best_for_a(frontier, batna[1])) if is_open else None,
        nash=nash_point(frontier, batna) if is_open else None,
        kalai_smorodinsky=kalai_smorodinsky_point(frontier, batna) if is_open else None,
        second_issue=two,
        opened_by_trade=two and is_open and missing(ONE_ISSUE, batna) > SLACK,
        aims_meet=missing(frontier, aims) <= SLACK,
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it."""
    if not result.open or result.limits_a is None or result.nash is None:
        offered = best_for_b(result.frontier, result.batna[0])
        values: dict[str, Value] = {"a": result.batna[0], "b": result.batna[1], "offered": offered}
        return "no-deal-with-trade" if result.second_issue else "no-deal", {**values, "short": result.short}
    values = {
        "low": result.limits_a[0],
        "high": result.limits_a[1],
        "surplus": result.surplus,
        "nash_a": result.nash[0],
        "nash_b": result.nash[1],
        "aims": "aims-meet" if result.aims_meet else "aims-clash",
    }
    if result.surplus <= SLACK:
        return "edge", values
    return ("opened-by-trade" if result.opened_by_trade else "zone"), values


def table(result: Result) -> list[Row]:
    """Return rows of (value to A, value to B)."""
    return [
        Row(key="batna", values=result.batna),
        Row(key="aspiration", values=result.aspiration),
        Row(key="best", values=(None, None) if not result.limits_a else (result.limits_a[1], result.zone[1][1])),
        Row(key="nash", values=result.nash or (None, None)),
        Row(key="kalai-smorodinsky", values=result.kalai_smorodinsky or (None, None)),
        Row(key="surplus", values=(result.surplus, result.surplus)),
        Row(key="short", values=(result.short, result.short)),
    ]


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw the space of values: the frontier, the two BATNAs as walls, the zone between them and its points."""
    frame = Frame(left=60, top=40, width=360, height=360)
    a, b = result.batna
    marks: list[Mark] = [*frame.axes(words["value-a"], words["value-b"])]
    if result.zone:
        marks.append(frame.area(result.zone, "zone"))
    if result.second_issue:
        marks.append(frame.line(ONE_ISSUE, "muted", dashed=True))
    marks.append(frame.line(result.frontier, "barrier", wide=True))
    marks.append(frame.line(((a, 0), (a, 100)), "side-a", dashed=True))
    marks.append(frame.line(((0, b), (100, b)), "side-b", dashed=True))
    marks.append(frame.text(a, 2, words["batna-a"], "side-a", lift=4))
    marks.append(frame.text(1, b, words["batna-b"], "side-b", lift=4))
    marks.append(frame.dot(*result.aspiration, "highlight", hollow=True))
    marks.append(frame.text(*result.aspiration, words["aims"], "highlight", lift=10))
    if result.nash and result.kalai_smorodinsky:
        marks.append(frame.dot(*result.kalai_smorodinsky, "muted", radius=5))
        marks.append(frame.dot(*result.nash, "deal", radius=7))
        marks.append(frame.text(*result.nash, words["nash"], "deal", anchor="end", lift=-22))
    else:
        marks.append(frame.text(56, 60, words["no-zone"], "danger"))
    return Picture(width=480, height=440, marks=tuple(marks))
