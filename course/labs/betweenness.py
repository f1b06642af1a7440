"""Betweenness of every node of a graph, fast enough for a picture that is redrawn while dragging.

Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977; the algorithm is Ulrik Brandes'
("A Faster Algorithm for Betweenness Centrality", Journal of Mathematical Sociology 25(2), 2001), run for all sources
at once in matrices. networkx's own takes three times the 20 ms allowed for a redraw; the tests hold the two together.
"""

import networkx as nx
import numpy as np


def dependencies(ties: np.ndarray) -> np.ndarray:
    """Return, per node of a connected graph, the share of shortest paths through it, summed over ordered pairs.

    ``ties``: the adjacency matrix, shape (n, n), zeros and ones.
    """
    count = len(ties)
    paths = np.eye(count, dtype=ties.dtype)
    unseen = ~np.eye(count, dtype=bool)
    front, fronts = paths, [paths]
    while True:
        front = np.where(unseen, front @ ties, 0)
        reached = front > 0
        if not reached.any():
            break
        unseen &= ~reached
        paths = paths + front
        fronts.append(front)
    dependency = np.zeros_like(paths)
    for level in range(len(fronts) - 1, 0, -1):
        far, near = fronts[level], fronts[level - 1]
        share = np.divide(1 + dependency, far, out=np.zeros_like(paths), where=far > 0)
        # ``near`` is zero off its level, so only the nodes one step closer gather their share.
        dependency += (share @ ties) * near
    np.fill_diagonal(dependency, 0)
    return dependency.sum(axis=0)


def betweenness(graph: nx.Graph) -> dict[str, float]:
    """Return the betweenness of every node, divided by the number of pairs of other nodes: 0 to 1."""
    count = len(graph)
    central = dict.fromkeys(graph, 0.0)
    if count < 3:
        return central
    for part in nx.connected_components(graph):
        names = sorted(part)
        if len(names) < 3:
            continue
        place = {name: number for number, name in enumerate(names)}
        ties = np.zeros((len(names), len(names)), dtype=np.float32)
        for name in names:
            ties[place[name], [place[other] for other in graph[name]]] = 1
        # Every pair was counted from both of its ends.
        total = dependencies(ties) / ((count - 1) * (count - 2))
        central.update((name, float(total[number])) for name, number in place.items())
    return central
