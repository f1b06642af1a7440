"""Ripeness: when do parties turn to talks?

Idea: I. William Zartman, "The Timing of Peace Initiatives: Hurting Stalemates and Ripe Moments", Global Review of
Ethnopolitics 1(1), 2001, and "Ripeness: The Hurting Stalemate and Beyond", 2000: parties turn to a settlement when
both perceive a mutually hurting stalemate and a way out. The criticism inside: Dean Pruitt, Whither Ripeness Theory?,
2005, who looks at each side's readiness (motivation and optimism) by degrees.

Scales run from 0 to 100, t is the month (0 to 36). For each side, capped at 0 and 100:

    pain(t) = pain + growth·t            felt(t) = (sight + effort)/100 · pain(t)

The side sees a hurting stalemate when what it feels is at least its hope of winning: felt(t) ≥ hope, and felt(t) > 0.
It sees a way out when way_out + effort ≥ 50. The moment is ripe while both sides see both. Readiness by degrees:

    motivation = felt·(100 − hope)/100      optimism = way out seen      readiness = motivation·optimism/100

A mediator's ``effort`` moves what is *seen* (the pain and the way out). It does not move the pain or the hope.
Teaching simplifications: Zartman gives no numbers and no threshold, and says that ripeness lies in perception; the
scales, the straight growth and the threshold of 50 are ours. The product is our reading of Pruitt's two factors.
"""

from collections.abc import Mapping

import msgspec

from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Area, Bar, Frame, Mark, Picture, Role, Text

PARAMETERS = (
    Parameter(id="pain_a", low=0, high=100, step=1, start=30, unit="points"),
    Parameter(id="pain_b", low=0, high=100, step=1, start=20, unit="points"),
    Parameter(id="growth_a", low=-3, high=5, step=0.5, start=2, unit="points"),
    Parameter(id="growth_b", low=-3, high=5, step=0.5, start=2, unit="points"),
    Parameter(id="hope_a", low=0, high=100, step=1, start=50, unit="points"),
    Parameter(id="hope_b", low=0, high=100, step=1, start=60, unit="points"),
    Parameter(id="sight_a", low=0, high=100, step=5, start=80, unit="%"),
    Parameter(id="sight_b", low=0, high=100, step=5, start=80, unit="%"),
    Parameter(id="way_out", low=0, high=100, step=5, start=40, unit="points"),
    Parameter(id="effort", low=0, high=40, step=5, start=0, unit="points"),
)
MONTHS = 36
WAY_OUT_SEEN = 50.0
SLACK = 1e-9


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side, month by month. ``hurts``: the months in which it sees a hurting stalemate."""

    pain: tuple[float, ...]
    felt: tuple[float, ...]
    hope: float
    hurts: tuple[int, ...]
    readiness: tuple[float, ...]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What follows. ``ripe``: the months in which both sides see both; ``ripe_alone`` the same without the mediator."""

    a: Side
    b: Side
    way_out: float
    way_out_seen: bool
    stalemate: tuple[int, ...]
    ripe: tuple[int, ...]
    ripe_alone: tuple[int, ...]
    effort: float


def cap(value: float) -> float:
    """Return ``value`` held between 0 and 100."""
    return min(100.0, max(0.0, value))


def follow(pain: float, growth: float, hope: float, sight: float, way_out: float) -> Side:
    """Return a side over all months. ``sight`` (0 to 100) is the share of its pain that the leadership feels."""
    real = tuple(cap(pain + growth * month) for month in range(MONTHS + 1))
    felt = tuple(cap(sight) / 100 * value for value in real)
    # A side that feels nothing is in no stalemate, even where it has no hope of winning.
    hurts = tuple(month for month, value in enumerate(felt) if value > 0 and value >= hope - SLACK)
    readiness = tuple(value * (100 - hope) / 100 * way_out / 100 for value in felt)
    return Side(pain=real, felt=felt, hope=hope, hurts=hurts, readiness=readiness)


def solve(**values: float) -> Result:
    """Follow both sides for MONTHS months. Raises ValueError for values out of range."""
    s = settings(PARAMETERS, values)

    def run(effort: float) -> tuple[Side, Side, tuple[int, ...], tuple[int, ...]]:
        way_out = cap(s["way_out"] + effort)
        a, b = (
            follow(s[f"pain_{k}"], s[f"growth_{k}"], s[f"hope_{k}"], s[f"sight_{k}"] + effort, way_out) for k in "ab"
        )
        both = tuple(month for month in a.hurts if month in set(b.hurts))
        return a, b, both, both if way_out >= WAY_OUT_SEEN else ()

    a, b, stalemate, ripe = run(s["effort"])
    way_out = cap(s["way_out"] + s["effort"])
    return Result(
        a=a,
        b=b,
        way_out=way_out,
        way_out_seen=way_out >= WAY_OUT_SEEN,
        stalemate=stalemate,
        ripe=ripe,
        ripe_alone=run(0.0)[3],
        effort=s["effort"],
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it (months count from 0)."""
    values: dict[str, Value] = {
        "hope_a": result.a.hope,
        "hope_b": result.b.hope,
        "felt_a": max(result.a.felt),
        "felt_b": max(result.b.felt),
        "way_out": result.way_out,
    }
    if result.ripe:
        values |= {"first": result.ripe[0], "last": result.ripe[-1], "months": MONTHS}
        if not result.ripe_alone:
            key = "ripe-by-mediator"
        elif result.ripe[0] < result.ripe_alone[0]:
            values["alone"] = result.ripe_alone[0]
            key = "ripe-earlier"
        else:
            key = "ripe"
        if result.ripe[-1] < MONTHS:
            return "ripe-and-passes", values
        return key, values
    if result.stalemate:
        return "no-way-out", {**values, "first": result.stalemate[0]}
    if result.a.hurts and result.b.hurts:
        return "not-together", values
    if result.a.hurts or result.b.hurts:
        return ("only-a" if result.a.hurts else "only-b"), values
    return "none", values


def table(result: Result) -> list[Row]:
    """Return rows of (A, B)."""

    def first(months: tuple[int, ...]) -> Value:
        return months[0] if months else None

    rows = [
        Row(key="hope", values=(result.a.hope, result.b.hope)),
        Row(key="hurts-from", values=(first(result.a.hurts), first(result.b.hurts))),
        Row(key="way-out", values=(result.way_out, result.way_out)),
        Row(key="ripe-from", values=(first(result.ripe), first(result.ripe))),
        Row(key="ripe-alone", values=(first(result.ripe_alone), first(result.ripe_alone))),
    ]
    for month in range(0, MONTHS + 1, 12):
        rows.append(Row(key="felt", name=str(month), values=(result.a.felt[month], result.b.felt[month])))
        ready = (result.a.readiness[month], result.b.readiness[month])
        rows.append(Row(key="readiness", name=str(month), values=ready))
    return rows


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw felt pain against hope for both sides, month by month; the ripe months as a zone; readiness as bars."""
    marks: list[Mark] = []
    sides: tuple[tuple[Side, Role], ...] = ((result.a, "side-a"), (result.b, "side-b"))
    for number, (side, role) in enumerate(sides):
        frame = Frame(left=60, top=40 + 150 * number, width=400, height=100, x_high=MONTHS)
        marks += frame.axes(words["months"] if number else "", words[role])
        months = result.ripe or result.stalemate
        color: Role = "zone" if result.ripe else "grid"
        if months:
            corners = ((months[0], 0), (months[0], 100), (months[-1], 100), (months[-1], 0))
            marks.insert(0, Area(points=tuple(frame.at(x, y) for x, y in corners), role=color))
        marks.append(frame.line(tuple(enumerate(side.pain)), "muted", dashed=True))
        marks.append(frame.line(((0, side.hope), (MONTHS, side.hope)), "barrier", dashed=True))
        marks.append(frame.line(tuple(enumerate(side.felt)), role, wide=True))
        marks.append(frame.text(0.3, side.hope, words["hope"], "barrier", lift=4))
        marks.append(frame.text(MONTHS + 1, side.felt[-1], words["felt"], role, lift=-4))
        height = 2 * side.readiness[-1]
        marks.append(Bar(x=560 + 40 * number, y=290 - height, width=28, height=height, role=role))
    label = words["way-out-seen"] if result.way_out_seen else words["way-out-hidden"]
    frame = Frame(left=60, top=20, width=400, height=10)
    marks.append(frame.text(100, 100, label, "mediator" if result.way_out_seen else "danger", anchor="end"))
    marks.append(Text(x=530, y=310, text=words["readiness"]))
    return Picture(width=680, height=340, marks=tuple(marks))
