"""The network of mediators: who stands between whom, and what falls apart when a broker leaves.

Idea: Jacob Bercovitch's systematic comparison of cases by parties, mediators and their identity (Bercovitch, Anagnoson
and Wille, Journal of Peace Research 28(1), 1991; Bercovitch and Houston, International Journal of Conflict Management
4(4), 1993). Betweenness: Linton Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977.

From rows (case, actor, role, kind, year) a graph is drawn: every third party of a case is tied to every party of that
case; parties are not tied to each other, for without a channel the third party is the way. An actor can be a party in
one case and a third party in another. Ties are counted once, however many cases they come from.

    betweenness of v  =  Σ over pairs s, t  (shortest paths from s to t through v) / (all shortest paths from s to t),
                         divided by the (n − 1)(n − 2)/2 pairs, so it runs from 0 to 1

A *component* is a set of actors that can all reach one another. Taking a broker out shows how many components there
are then, which parties are left alone, and which cases have no third party any more.
Teaching simplifications: a tie says "took part", not how well or how long; the table is hand-picked, so a high number
shows who is in the table and not who matters in the world.
"""

import math
from collections.abc import Collection, Iterable, Mapping

import msgspec

from course.model.graph import Graph
from course.model.lab import Parameter, Row, Value, settings
from course.model.language import with_commas
from course.model.picture import Dot, Line, Mark, Picture, Point, Role, Text

PARAMETERS = (
    Parameter(id="year_from", low=1945, high=2026, step=1, start=1945, unit="years"),
    Parameter(id="year_to", low=1945, high=2026, step=1, start=2026, unit="years"),
    Parameter(id="removed", low=0, high=8, step=1, start=0, unit="brokers"),
)
LISTED = 8
MIDDLE = (320.0, 310.0)


class Involvement(msgspec.Struct, frozen=True, kw_only=True):
    """One row: an actor in a case. ``role`` is "party" or a third party's role; ``kind`` what the actor is."""

    case: str
    actor: str
    role: str
    kind: str = ""
    year: int


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    """A third party. ``degree``: parties it is tied to (or brokers, where it was a party); ``sole``: cases in which
    nobody else helps."""

    name: str
    cases: int
    degree: int
    betweenness: float
    sole: int


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What follows. ``brokers``: the most central first. ``parts`` and ``parts_after``: components before and after the
    removal; ``stranded``: parties left without any tie; ``orphaned``: cases left without any third party."""

    brokers: tuple[Broker, ...]
    actors: int
    cases: int
    ties: tuple[tuple[str, str], ...]
    parts: int
    largest: int
    removed: tuple[str, ...]
    parts_after: int
    largest_after: int
    stranded: tuple[str, ...]
    orphaned: tuple[str, ...]


def build_graph(rows: Iterable[Involvement]) -> tuple[Graph[str], dict[str, set[str]]]:
    """Return the graph of third parties and parties, and the cases in which each third party helped."""
    parties: dict[str, set[str]] = {}
    helpers: dict[str, set[str]] = {}
    for row in rows:
        (parties if row.role == "party" else helpers).setdefault(row.case, set()).add(row.actor)
    graph: Graph[str] = Graph()
    cases: dict[str, set[str]] = {}
    for case, brokers in sorted(helpers.items()):
        for broker in sorted(brokers):
            graph.add(broker)
            cases.setdefault(broker, set()).add(case)
            for party in sorted(parties.get(case, set()) - {broker}):
                graph.tie(broker, party)
    return graph, cases


def rank(graph: Graph[str], cases: Mapping[str, set[str]], sole: Mapping[str, int]) -> list[Broker]:
    """Return all third parties, the most central first; ties go to the higher degree, then to the name."""
    central = graph.betweenness()
    brokers = [
        Broker(
            name=name,
            cases=len(helped),
            degree=graph.degree(name),
            betweenness=central[name],
            sole=sole.get(name, 0),
        )
        for name, helped in cases.items()
    ]
    return sorted(brokers, key=lambda broker: (-round(broker.betweenness, 6), -broker.degree, broker.name))


def solve(
    rows: Iterable[Involvement],
    *,
    roles: Collection[str] = (),
    kinds: Collection[str] = (),
    without: Collection[str] = (),
    **values: float,
) -> Result:
    """Build the network of the chosen years, ``roles`` and ``kinds`` (none given: all) and take brokers out.

    ``removed`` takes out that many of the most central ones, ``without`` those named. Raises ValueError for values out
    of range. Parties of a case stay whatever kinds are chosen; a case without a third party has no place in the graph.
    """
    s = settings(PARAMETERS, values)
    in_years = [row for row in rows if s["year_from"] <= row.year <= s["year_to"]]
    chosen = [
        row
        for row in in_years
        if row.role == "party" or ((not roles or row.role in roles) and (not kinds or row.kind in kinds))
    ]
    graph, cases = build_graph(chosen)
    helpers: dict[str, set[str]] = {}
    for name, helped in cases.items():
        for case in helped:
            helpers.setdefault(case, set()).add(name)
    sole: dict[str, int] = {}
    for names in helpers.values():
        if len(names) == 1:
            (only,) = names
            sole[only] = sole.get(only, 0) + 1
    brokers = rank(graph, cases, sole)
    top = [broker.name for broker in brokers if broker.name not in without][: int(s["removed"])]
    removed = tuple(name for name in (*without, *top) if name in graph)
    after = graph.without(removed)
    lost = [name for name in after if after.degree(name) == 0 and graph.degree(name) > 0]
    parties = {row.actor for row in chosen if row.role == "party"}
    sizes, sizes_after = ([len(part) for part in network.parts()] for network in (graph, after))
    return Result(
        brokers=tuple(brokers),
        actors=len(graph),
        cases=len(helpers),
        ties=tuple(sorted((min(edge), max(edge)) for edge in graph.ties())),
        parts=len(sizes),
        largest=max(sizes, default=0),
        removed=removed,
        parts_after=len(sizes_after),
        largest_after=max(sizes_after, default=0),
        stranded=tuple(sorted(name for name in lost if name in parties)),
        orphaned=tuple(sorted(case for case, names in helpers.items() if names <= set(removed))),
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it."""
    if not result.brokers:
        return "empty", {}
    first = result.brokers[0]
    values: dict[str, Value] = {
        "actors": result.actors,
        "cases": result.cases,
        "parts": result.parts,
        "largest": result.largest,
        "first": first.name,
        "first_cases": first.cases,
        "between": 100 * first.betweenness,
        "removed": len(result.removed),
        "names": with_commas(result.removed),
        "parts_after": result.parts_after,
        "largest_after": result.largest_after,
        "stranded": len(result.stranded),
        "orphaned": len(result.orphaned),
    }
    return ("without" if result.removed else "whole"), values


def table(result: Result) -> list[Row]:
    """Return the LISTED most central brokers: cases, degree, betweenness in percent, cases where it is alone."""
    return [
        Row(key="broker", name=b.name, values=(b.cases, b.degree, 100 * b.betweenness, b.sole))
        for b in result.brokers[:LISTED]
    ]


def ring(names: list[str], radius: float) -> dict[str, Point]:
    """Return places on a circle around the middle of the picture, the first name at the top."""
    turn = 2 * math.pi / max(1, len(names))
    x, y = MIDDLE
    return {
        name: (round(x + radius * math.sin(turn * k), 1), round(y - radius * math.cos(turn * k), 1))
        for k, name in enumerate(names)
    }


def outward(places: Mapping[str, Point], ties: Mapping[str, set[str]], names: Iterable[str]) -> list[str]:
    """Return ``names`` in the order of the direction in which their placed neighbors lie."""

    def direction(name: str) -> float:
        spots = [places[other] for other in ties[name] if other in places]
        across, up = sum(x - MIDDLE[0] for x, _ in spots), sum(MIDDLE[1] - y for _, y in spots)
        return round(math.atan2(across, up) % (2 * math.pi), 6)

    return sorted(names, key=lambda name: (direction(name), name))


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw three rings: the most central third parties with their names, the others, the parties; lost ties in red."""
    gone = set(result.removed)
    ties: dict[str, set[str]] = {}
    for name, other in result.ties:
        ties.setdefault(name, set()).add(other)
        ties.setdefault(other, set()).add(name)
    named = [broker.name for broker in result.brokers[:LISTED]]
    others = {broker.name for broker in result.brokers[LISTED:]}
    places = ring(named, 90)
    parties = outward(places, ties, (name for name in ties if name not in others and name not in places))
    places |= ring(parties, 240)
    places |= ring(outward(places, ties, (name for name in others if name in ties)), 170)
    marks: list[Mark] = []
    role: Role
    for name, other in result.ties:
        lost = name in gone or other in gone
        role = "danger" if lost else "muted" if name in named or other in named else "grid"
        marks.append(Line(points=(places[name], places[other]), role=role, dashed=lost))
    for name in parties:
        role = "danger" if name in result.stranded else "side-a"
        marks.append(Dot(x=places[name][0], y=places[name][1], role=role, radius=4))
    for broker in reversed(result.brokers):
        if broker.name not in places:
            continue
        x, y = places[broker.name]
        role = "danger" if broker.name in gone else "mediator"
        radius = round(4 + 24 * math.sqrt(broker.betweenness), 1)
        marks.append(Dot(x=x, y=y, role=role, radius=radius, hollow=broker.name in gone))
        if broker.name in named:
            marks.append(Text(x=x, y=y - radius - 3, text=broker.name, role=role, anchor="middle"))
    marks.append(Text(x=10, y=20, text=words["brokers"], role="mediator"))
    marks.append(Text(x=10, y=40, text=words["parties"], role="side-a"))
    return Picture(width=640, height=580, marks=tuple(marks))
