"""Who mediates for whom: the most central third parties and the states that come to them most often.

Third parties that mediate, facilitate, offer good offices or host are tied to every party of the case. Betweenness:
Linton Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977.
"""

from collections.abc import Mapping
from functools import cached_property

import msgspec

from course.evidence.casebook import BROKERING, Casebook
from course.evidence.drawing import Drawing, Wording
from course.evidence.theme import BETWEEN, FIRST, SECOND, WIDTH
from course.evidence.vega import Encoding, layer, layered, nominal, quantitative, rows, text, tooltip
from course.evidence.words import listing
from course.model.chart import ChartWords, Spec
from course.model.graph import Graph

BROKERS, STATES = 12, 18


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    """A third party in the network. ``betweenness`` runs from 0 to 1; ``parties`` are those it is tied to."""

    name: str
    cases: int
    brokered: int
    hosted: int
    parties: int
    betweenness: float


class Network:
    """Which third party helped which party, and in which cases.

    ``brokered`` and ``hosted`` hold the cases of every third party: those in which it did more than host, and those
    in which it only hosted or hosted too. ``ties`` hold, for a third party and a party, their cases: all of them, and
    those in which the third party did more than host.
    """

    def __init__(self, book: Casebook):
        self.brokered: dict[str, set[str]] = {}
        self.hosted: dict[str, set[str]] = {}
        self.ties: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        for id, helpers in sorted(book.helpers.items()):
            parties = book.party_names(book.by_id[id])
            for helper in helpers:
                if helper.role in BROKERING:
                    self._add(id, helper.actor, parties, host=helper.role == "host")

    def _add(self, case: str, third: str, parties: tuple[str, ...], host: bool) -> None:
        for cases in (self.brokered, self.hosted):
            cases.setdefault(third, set())
        (self.hosted if host else self.brokered)[third].add(case)
        for party in parties:
            if party != third:
                together, brokered = self.ties.setdefault((third, party), (set(), set()))
                together.add(case)
                if not host:
                    brokered.add(case)

    @cached_property
    def graph(self) -> Graph[tuple[str, str]]:
        """Return the graph of two sorts of nodes: ("third", name) and ("party", name).

        A state that helps in one case and is a party in another is two nodes, so that being in the middle means
        helping.
        """
        return Graph(
            (("third", third) for third in self.brokered),
            ((("third", third), ("party", party)) for third, party in self.ties),
        )

    def tie(self, third: str, party: str) -> tuple[int, int]:
        """Return in how many cases a third party helped a party, and in how many of them it did more than host."""
        together, brokered = self.ties.get((third, party), ((), ()))
        return len(together), len(brokered)

    def brokers(self) -> list[Broker]:
        """Return every third party, the most central first; ties go to more cases, then to the name."""
        central = self.graph.betweenness()
        brokers = [
            Broker(
                name=third,
                cases=len(self.brokered[third] | self.hosted[third]),
                brokered=len(self.brokered[third]),
                hosted=len(self.hosted[third]),
                parties=self.graph.degree(("third", third)),
                betweenness=central["third", third],
            )
            for third in self.brokered
        ]
        return sorted(brokers, key=lambda broker: (-round(broker.betweenness, 6), -broker.cases, broker.name))


def _order_side(ties: dict[str, set[str]], other: list[str]) -> list[str]:
    """Order one side so that few ties cross: each name goes to the mean place of those it is tied to."""
    place = {name: n / max(1, len(other) - 1) for n, name in enumerate(other)}
    mean = {}
    for name, tied in ties.items():
        spots = sorted(place[neighbor] for neighbor in tied if neighbor in place)
        mean[name] = round(sum(spots) / len(spots), 9) if spots else 0.5
    return sorted(ties, key=lambda name: (mean[name], name))


def draw(words: ChartWords, book: Casebook, wording: Wording) -> Drawing:
    """Draw the most central third parties on one side, the states with most cases on the other, ties between."""
    network = Network(book)
    ranked = network.brokers()
    top = ranked[:BROKERS]
    names = [broker.name for broker in top]
    reach = {state: sum(network.tie(name, state)[0] for name in names) for state in sorted(book.names.values())}
    states = sorted((name for name in reach if reach[name]), key=lambda name: (-reach[name], name))[:STATES]
    to_left = {state: {name for name in names if network.tie(name, state)[0]} for state in states}
    to_right = {name: {state for state in states if name in to_left[state]} for name in names}
    left, right = names, states
    for _ in range(6):
        right = _order_side(to_left, left)
        left = _order_side(to_right, right)
    down_left = {name: round(n / (len(left) - 1), 4) for n, name in enumerate(left)}
    down_right = {name: round(n / (len(right) - 1), 4) for n, name in enumerate(right)}
    ties: list[Spec] = []
    for third in left:
        for party in right:
            cases, brokered = network.tie(third, party)
            if cases:
                ends_at: Spec = {"x": 0, "y": down_left[third], "x2": 1, "y2": down_right[party]}
                kind = words.words["brokered" if brokered else "only-hosted"]
                ties.append({**ends_at, "third": third, "party": party, "cases": cases, "tie": kind})
    dots: list[Spec] = [
        {
            "x": 0,
            "y": down_left[broker.name],
            "name": broker.name,
            "cases": broker.cases,
            "label": f"{broker.name} · {100 * broker.betweenness:.0f}",
            "betweenness": round(100 * broker.betweenness, 1),
        }
        for broker in sorted(top, key=lambda broker: broker.name)
    ]
    ends: list[Spec] = [{"x": 1, "y": down_right[name], "name": name} for name in right]
    first = top[0]
    return Drawing(
        rows=tuple(
            (broker.name, broker.cases, broker.brokered, broker.hosted, broker.parties, round(100 * broker.betweenness))
            for broker in top
        ),
        numbers={
            "third_parties": len(ranked),
            "shown": len(top),
            "states": len(right),
            "first": first.name,
            "first_cases": first.cases,
            "first_parties": first.parties,
            "first_betweenness": f"{100 * first.betweenness:.0f}",
            "next": listing([broker.name for broker in top[1:4]]),
            "most_hosted": max(ranked, key=lambda broker: (broker.hosted, broker.name)).name,
            "most_hosted_cases": max(broker.hosted for broker in ranked),
        },
        drawn=_draw_ties(words.words, rows(ties), rows(dots), rows(ends)),
    )


def _draw_ties(words: Mapping[str, str], ties: Spec, dots: Spec, ends: Spec) -> Spec:
    """Return the drawing: a line for each tie, under dots with names at both of its ends."""
    place: Encoding = {
        "x": quantitative("x", axis=None, scale={"domain": [-0.42, 1.3], "nice": False, "zero": False}),
        "y": quantitative(
            "y", axis=None, scale={"domain": [-0.03, 1.03], "reverse": True, "nice": False, "zero": False}
        ),
    }
    kinds = [words["brokered"], words["only-hosted"]]
    colors: Spec = {"domain": kinds, "range": [FIRST, SECOND]}
    dashes: Spec = {"domain": kinds, "range": [[1, 0], [5, 4]]}
    wide: Spec = {"domain": [1, 6], "range": [1, 5], "clamp": True}
    large: Spec = {"domain": [0, 40], "range": [30, 700], "clamp": True}
    legend: Spec = {"title": None, "orient": "bottom", "symbolType": "stroke"}
    lines: Encoding = {
        **place,
        "x2": {"field": "x2"},
        "y2": {"field": "y2"},
        # One legend for both: told once alone, Vega-Lite warns of a conflict and draws the dashes in no legend.
        "color": nominal("tie", scale=colors, legend=legend),
        "strokeDash": nominal("tie", scale=dashes, legend=legend),
        "strokeWidth": quantitative("cases", scale=wide, legend=None),
        "tooltip": tooltip(words, "third", "party", "cases"),
    }
    points: Encoding = {
        **place,
        "size": quantitative("betweenness", scale=large, legend=None),
        "tooltip": tooltip(words, "betweenness", "cases"),
    }
    return layered(
        layer("rule", lines, data=ties, opacity=0.8),
        layer("circle", points, data=dots, color=FIRST, opacity=1, stroke=BETWEEN),
        text({**place, "text": nominal("label")}, data=dots, align="right", dx=-14),
        layer("square", place, data=ends, color=SECOND, size=45, opacity=1),
        text({**place, "text": nominal("name")}, data=ends, align="left", dx=8),
        width=WIDTH,
        height=470,
    )
