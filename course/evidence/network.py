"""Who mediates for whom: the most central third parties and the states that come to them most often.

Third parties that mediate, facilitate, offer good offices or host are tied to every party of the case. Betweenness:
Linton Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977.
"""

import msgspec
import networkx as nx

from course.evidence.casebook import BROKERING, Casebook
from course.evidence.drawing import Drawing, Said
from course.evidence.theme import ACCENT, INK, PAPER, SECOND, WIDTH, rows
from course.evidence.vega import alt
from course.evidence.words import listing
from course.model.chart import ChartWords

BROKERS, STATES = 12, 18


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    """A third party in the network. ``betweenness`` runs from 0 to 1; ``parties`` are those it is tied to."""

    name: str
    cases: int
    brokered: int
    hosted: int
    parties: int
    betweenness: float


def graph(book: Casebook) -> nx.Graph:
    """Return the graph of two sorts of nodes: ("third", name) and ("party", name).

    A state that helps in one case and is a party in another is two nodes, so that being in the middle means helping.
    An edge's ``cases`` are the cases it comes from, ``brokered`` those in which the third party did more than host.
    """
    made = nx.Graph()
    for id, helpers in sorted(book.helpers.items()):
        parties = book.party_names(book.by_id[id])
        for helper in helpers:
            if helper.role not in BROKERING:
                continue
            third = ("third", helper.actor)
            made.add_node(third)
            made.nodes[third].setdefault("hosted" if helper.role == "host" else "brokered", set()).add(id)
            for name in parties:
                if name == helper.actor:
                    continue
                party = ("party", name)
                made.add_edge(third, party)
                made.edges[third, party].setdefault("cases", set()).add(id)
                if helper.role != "host":
                    made.edges[third, party].setdefault("brokered", set()).add(id)
    return made


def brokers(made: nx.Graph) -> list[Broker]:
    """Return every third party of the graph, the most central first; ties go to more cases, then to the name."""
    central = nx.betweenness_centrality(made)
    found = []
    for node, data in made.nodes(data=True):
        if node[0] != "third":
            continue
        brokered, hosted = data.get("brokered", set()), data.get("hosted", set())
        found.append(
            Broker(
                name=node[1],
                cases=len(brokered | hosted),
                brokered=len(brokered),
                hosted=len(hosted),
                parties=made.degree(node),
                betweenness=central[node],
            )
        )
    return sorted(found, key=lambda one: (-round(one.betweenness, 6), -one.cases, one.name))


def _ordered(ties: dict[str, set[str]], other: list[str]) -> list[str]:
    """Order one side so that few ties cross: each name goes to the mean place of those it is tied to."""
    place = {name: n / max(1, len(other) - 1) for n, name in enumerate(other)}
    mean = {}
    for name, tied in ties.items():
        spots = sorted(place[one] for one in tied if one in place)
        mean[name] = round(sum(spots) / len(spots), 9) if spots else 0.5
    return sorted(ties, key=lambda name: (mean[name], name))


def _tied(made: nx.Graph, one: str, other: str) -> tuple[int, int]:
    """Return in how many cases a third party helped a party, and in how many of them it did more than host."""
    data = made.get_edge_data(("third", one), ("party", other), {})
    return len(data.get("cases", ())), len(data.get("brokered", ()))


def draw(words: ChartWords, book: Casebook, said: Said) -> Drawing:
    """Draw the most central third parties on one side, the states with most cases on the other, ties between."""
    made = graph(book)
    ranked = brokers(made)
    top = ranked[:BROKERS]
    names = [one.name for one in top]
    reach = {state: sum(_tied(made, one, state)[0] for one in names) for state in sorted(book.names.values())}
    states = sorted((name for name in reach if reach[name]), key=lambda name: (-reach[name], name))[:STATES]
    to_left = {state: {one for one in names if _tied(made, one, state)[0]} for state in states}
    to_right = {one: {state for state in states if one in to_left[state]} for one in names}
    left, right = names, states
    for _ in range(6):
        right = _ordered(to_left, left)
        left = _ordered(to_right, right)
    down_left = {name: round(n / (len(left) - 1), 4) for n, name in enumerate(left)}
    down_right = {name: round(n / (len(right) - 1), 4) for n, name in enumerate(right)}
    ties = []
    for one in left:
        for other in right:
            cases, brokered = _tied(made, one, other)
            if cases:
                kind = words.words["brokered" if brokered else "only-hosted"]
                ties.append(
                    {"x": 0, "y": down_left[one], "x2": 1, "y2": down_right[other]}
                    | {"third": one, "party": other, "cases": cases, "tie": kind}
                )
    dots = [
        {"x": 0, "y": down_left[one.name], "name": one.name, "cases": one.cases}
        | {"label": f"{one.name} · {100 * one.betweenness:.0f}", "betweenness": round(100 * one.betweenness, 1)}
        for one in sorted(top, key=lambda one: one.name)
    ]
    ends = [{"x": 1, "y": down_right[name], "name": name} for name in right]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.42, 1.3], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.03, 1.03], reverse=True, nice=False, zero=False))
    kinds = [words.words["brokered"], words.words["only-hosted"]]
    lines = (
        alt.Chart(rows(ties))
        .mark_rule(opacity=0.6)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color(
                "tie:N",
                scale=alt.Scale(domain=kinds, range=[ACCENT, SECOND]),
                legend=alt.Legend(title=None, orient="bottom", symbolType="stroke"),
            ),
            strokeDash=alt.StrokeDash("tie:N", scale=alt.Scale(domain=kinds, range=[[1, 0], [5, 4]]), legend=None),
            strokeWidth=alt.StrokeWidth(
                "cases:Q", scale=alt.Scale(domain=[1, 6], range=[1, 5], clamp=True), legend=None
            ),
            tooltip=[alt.Tooltip(f"{name}:N", title=words.words[name]) for name in ("third", "party", "cases")],
        )
    )
    size = alt.Size("betweenness:Q", scale=alt.Scale(domain=[0, 40], range=[30, 700], clamp=True), legend=None)
    points = (
        alt.Chart(rows(dots))
        .mark_circle(color=ACCENT, opacity=1, stroke=PAPER)
        .encode(
            x=x, y=y, size=size, tooltip=[alt.Tooltip(f"{n}:N", title=words.words[n]) for n in ("betweenness", "cases")]
        )
    )
    names = alt.Chart(rows(dots)).mark_text(align="right", dx=-14, color=INK).encode(x=x, y=y, text="label:N")
    marks = alt.Chart(rows(ends)).mark_square(color=SECOND, size=45, opacity=1).encode(x=x, y=y)
    parties = alt.Chart(rows(ends)).mark_text(align="left", dx=8, color=INK).encode(x=x, y=y, text="name:N")
    first = top[0]
    return Drawing(
        rows=tuple(
            (one.name, one.cases, one.brokered, one.hosted, one.parties, round(100 * one.betweenness)) for one in top
        ),
        numbers={
            "third_parties": len(ranked),
            "shown": len(top),
            "states": len(right),
            "first": first.name,
            "first_cases": first.cases,
            "first_parties": first.parties,
            "first_betweenness": f"{100 * first.betweenness:.0f}",
            "next": listing([one.name for one in top[1:4]]),
            "most_hosted": max(ranked, key=lambda one: (one.hosted, one.name)).name,
            "most_hosted_cases": max(one.hosted for one in ranked),
        },
        drawn=alt.layer(lines, points, names, marks, parties).properties(width=WIDTH, height=470),
    )
