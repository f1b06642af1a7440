"""An undirected graph, and who lies between whom in it.

Betweenness: Linton Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977; the algorithm
is Ulrik Brandes' ("A Faster Algorithm for Betweenness Centrality", Journal of Mathematical Sociology 25(2), 2001).
Nodes with a single tie, often half of them, are folded into their neighbor first: they lie between nobody, and the
graph of the mediators is answered within a frame of a drag. The tests hold it to networkx.
"""

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class Graph(Generic[Node]):
    """Nodes and ties between two of them, each once, in the order in which they came."""

    def __init__(self, nodes: Iterable[Node] = (), ties: Iterable[tuple[Node, Node]] = ()):
        # The keys are an ordered set: the same table gives the same sums on every machine.
        self._neighbors: dict[Node, dict[Node, None]] = {node: {} for node in nodes}
        for node, other in ties:
            self.tie(node, other)

    def __contains__(self, node: Node) -> bool:
        return node in self._neighbors

    def __iter__(self) -> Iterator[Node]:
        return iter(self._neighbors)

    def __len__(self) -> int:
        return len(self._neighbors)

    def add(self, node: Node) -> None:
        """Add a node, if it is not there yet."""
        self._neighbors.setdefault(node, {})

    def tie(self, node: Node, other: Node) -> None:
        """Tie two different nodes, adding those that are not there yet."""
        if node == other:
            raise ValueError(f"{node!r} cannot be tied to itself. Tie two different nodes.")
        self._neighbors.setdefault(node, {})[other] = None
        self._neighbors.setdefault(other, {})[node] = None

    def neighbors(self, node: Node) -> Iterable[Node]:
        """Return the nodes tied to ``node``."""
        return self._neighbors[node].keys()

    def degree(self, node: Node) -> int:
        """Return how many nodes are tied to ``node``."""
        return len(self._neighbors[node])

    def ties(self) -> Iterator[tuple[Node, Node]]:
        """Yield every tie once."""
        passed: set[Node] = set()
        for node, others in self._neighbors.items():
            yield from ((node, other) for other in others if other not in passed)
            passed.add(node)

    def without(self, nodes: Iterable[Node]) -> "Graph[Node]":
        """Return the graph that is left when ``nodes`` are gone, with all their ties."""
        gone = set(nodes)
        left: Graph[Node] = Graph(node for node in self if node not in gone)
        left._neighbors = {
            node: {other: None for other in self._neighbors[node] if other not in gone} for node in left._neighbors
        }
        return left

    def parts(self) -> Iterator[list[Node]]:
        """Yield the components: nodes that can all reach one another."""
        reached: set[Node] = set()
        for start in self:
            if start in reached:
                continue
            part = [start]
            reached.add(start)
            for node in part:
                new = [other for other in self._neighbors[node] if other not in reached]
                reached.update(new)
                part += new
            yield part

    def betweenness(self) -> dict[Node, float]:
        """Return, per node, the share of shortest paths between pairs of other nodes that pass through it: 0 to 1.

        Where a pair has several shortest paths, each counts for its share.
        """
        central = dict.fromkeys(self, 0.0)
        for part in self.parts():
            if len(part) < 3:
                continue
            core = [node for node in part if self.degree(node) > 1]
            place = {node: number for number, node in enumerate(core)}
            neighbors = [[place[other] for other in self._neighbors[node] if other in place] for node in core]
            folded = [self.degree(node) - len(near) for node, near in zip(core, neighbors, strict=True)]
            through = _dependencies(neighbors, [leaves + 1 for leaves in folded])
            # Every pair is counted from both of its ends.
            pairs = (len(self) - 1) * (len(self) - 2)
            for node, leaves, share in zip(core, folded, through, strict=True):
                # A folded node reaches everybody through its one neighbor: its fellows, and all others both ways.
                central[node] = (share + leaves * (leaves - 1) + 2 * leaves * (len(part) - 1 - leaves)) / pairs
        return central


def _dependencies(neighbors: list[list[int]], weights: list[int]) -> list[float]:
    """Return, per node of a connected graph, the share of shortest paths through it, summed over ordered pairs.

    ``neighbors[v]`` are the nodes tied to v; ``weights[v]`` says how many stand at v, itself included.
    """
    count = len(neighbors)
    total = [0.0] * count
    for source in range(count):
        level = [-1] * count
        paths = [0] * count
        level[source], paths[source] = 0, 1
        order = [source]
        for node in order:
            further, reach = level[node] + 1, paths[node]
            for other in neighbors[node]:
                if level[other] < 0:
                    level[other] = further
                    order.append(other)
                if level[other] == further:
                    paths[other] += reach
        share = [0.0] * count
        for node in reversed(order[1:]):
            nearer, each = level[node] - 1, (weights[node] + share[node]) / paths[node]
            for other in neighbors[node]:
                if level[other] == nearer:
                    share[other] += paths[other] * each
            total[node] += weights[source] * share[node]
    return total
