"""The graph by hand, and held to networkx."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.model.graph import Graph

NODES = range(15)
ties = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda tie: tie[0] != tie[1]), max_size=40
)


def oracle(chosen):
    graph = nx.Graph(chosen)
    graph.add_nodes_from(NODES)
    return graph


@given(ties)
def test_betweenness_is_freemans(chosen):
    assert Graph(NODES, chosen).betweenness() == pytest.approx(nx.betweenness_centrality(oracle(chosen)))


@given(ties, st.sets(st.sampled_from(NODES)))
def test_what_is_left_without_some_nodes(chosen, gone):
    left, expected = Graph(NODES, chosen).without(gone), oracle(chosen)
    expected.remove_nodes_from(gone)
    assert set(left) == set(expected)
    assert {frozenset(tie) for tie in left.ties()} == {frozenset(tie) for tie in expected.edges}
    assert sorted(map(sorted, left.parts())) == sorted(map(sorted, nx.connected_components(expected)))
    assert {node: left.degree(node) for node in left} == dict(expected.degree)


def test_a_line_has_its_middle_between_all():
    assert Graph("abc", ["ab", "bc"]).betweenness() == {"a": 0, "b": 1, "c": 0}


def test_two_ways_share():
    # a and d reach each other by b and by c, and b and c by a and by d.
    assert set(Graph("abcd", ["ab", "ac", "bd", "cd"]).betweenness().values()) == {0.5 / 3}


def test_a_tie_counts_once():
    graph = Graph("ab", ["ab", "ba"])
    assert list(graph.ties()) == [("a", "b")]
    assert graph.degree("a") == 1
    assert len(graph) == 2


def test_nobody_is_tied_to_itself():
    with pytest.raises(ValueError, match="'a' cannot be tied to itself"):
        Graph("a", ["aa"])
