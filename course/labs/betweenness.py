"""Betweenness of every node of a graph, fast enough for a picture that is redrawn while dragging.

Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977; the algorithm is Ulrik Brandes'
("A Faster Algorithm for Betweenness Centrality", Journal of Mathematical Sociology 25(2), 2001), run for all sources
at once on arrays. networkx's own takes three times the 20 ms allowed for a redraw; the tests hold the two together.
No matrix products: on a busy machine their threads wait for each other and one redraw can take half a second.
Actors with a single tie, often half of them, are folded into their neighbor: they lie between nobody.
"""

import networkx as nx
import numpy as np


def dependencies(neighbors: list[list[int]], weights: np.ndarray) -> np.ndarray:
    """Return, per node of a connected graph, the share of shortest paths through it, summed over ordered pairs.

    ``neighbors[v]``: the nodes tied to v, at least one. ``weights[v]``: how many actors stand at v, itself included.
    Arrays below have a row per node and a column per source.
    """
    count = len(neighbors)
    flat = np.concatenate([np.array(row, dtype=np.intp) for row in neighbors])
    starts = np.cumsum([0, *(len(row) for row in neighbors[:-1])])

    def gather(values: np.ndarray) -> np.ndarray:
        """Sum each node's neighbors."""
        return np.add.reduceat(values[flat], starts, axis=0)

    front = np.eye(count, dtype=np.float32)
    unseen = front == 0
    fronts = []
    while front.any():
        fronts.append(front)
        front = gather(front) * unseen
        unseen &= front == 0
    dependency = np.zeros((count, count), dtype=np.float32)
    for level in range(len(fronts) - 1, 0, -1):
        far, near = fronts[level], fronts[level - 1]
        share = np.divide(weights[:, None] + dependency, far, out=np.zeros_like(far), where=far > 0)
        # ``near`` counts the paths to the nodes one step closer and is zero elsewhere: only those gather their share.
        dependency += gather(share) * near
    np.fill_diagonal(dependency, 0)
    return (dependency * weights).sum(axis=1)


def betweenness(graph: nx.Graph) -> dict[str, float]:
    """Return the betweenness of every node, divided by the number of pairs of other nodes: 0 to 1."""
    count = len(graph)
    central = dict.fromkeys(graph, 0.0)
    for part in nx.connected_components(graph):
        if len(part) < 3:
            continue
        core = sorted(name for name in part if graph.degree(name) > 1)
        place = {name: number for number, name in enumerate(core)}
        neighbors = [[place[other] for other in graph[name] if other in place] for name in core]
        folded = np.array([graph.degree(name) for name in core]) - [len(row) for row in neighbors]
        # A folded actor reaches everybody through its one neighbor: its fellows, and all others in both directions.
        total = folded * (folded - 1) + 2.0 * folded * (len(part) - 1 - folded)
        if len(core) > 2:
            total += dependencies(neighbors, (folded + 1).astype(np.float32))
        # Every pair was counted from both of its ends.
        pairs = (count - 1) * (count - 2)
        central.update((name, float(total[number]) / pairs) for name, number in place.items())
    return central
