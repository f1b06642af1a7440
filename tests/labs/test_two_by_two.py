"""Equilibria against hand-worked games, the definition, and an independent solver."""

import warnings

import nashpy
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from course.labs.two_by_two import Equilibrium, equilibria

payoff = st.integers(-3, 3)
matrix = st.tuples(st.tuples(payoff, payoff), st.tuples(payoff, payoff))


def point(a, b):
    return Equilibrium(a=(a, a), b=(b, b))


def is_equilibrium(a, b, p, q):
    """Whether nobody gains by a pure deviation from the mixture (p, q) of first moves."""
    a, b = np.array(a, float), np.array(b, float)
    mine, other = np.array([p, 1 - p]), np.array([q, 1 - q])
    return (a @ other).max() <= mine @ a @ other + 1e-9 and (mine @ b).max() <= mine @ b @ other + 1e-9


def holds(found, p, q):
    return any(e.a[0] - 1e-7 <= p <= e.a[1] + 1e-7 and e.b[0] - 1e-7 <= q <= e.b[1] + 1e-7 for e in found)


def test_prisoners_dilemma_has_one_equilibrium():
    a = ((3, 0), (5, 1))
    b = ((3, 5), (0, 1))
    assert equilibria(a, b) == (point(0, 0),)


def test_stag_hunt_has_two_pure_and_one_mixed():
    # Rousseau's hunt: stag 4, hare 3, alone 0. Mixed: 4q = 3, so q = 3/4.
    a = ((4, 0), (3, 3))
    b = ((4, 3), (0, 3))
    assert set(equilibria(a, b)) == {point(1, 1), point(0.75, 0.75), point(0, 0)}


def test_matching_pennies_has_only_the_mixture():
    assert equilibria(((1, -1), (-1, 1)), ((-1, 1), (1, -1))) == (point(0.5, 0.5),)


def test_chicken():
    a = ((0, -1), (1, -10))
    b = ((0, 1), (-1, -10))
    assert set(equilibria(a, b)) == {point(1, 0), point(0, 1), point(0.9, 0.9)}


def test_indifferent_everywhere_is_the_whole_square():
    assert equilibria(((1, 1), (1, 1)), ((2, 2), (2, 2))) == (Equilibrium(a=(0, 1), b=(0, 1)),)


def test_one_indifferent_side_gives_an_edge():
    # B is indifferent when A plays first; A's first move is best whatever B does.
    found = equilibria(((2, 2), (1, 1)), ((5, 5), (0, 1)))
    assert found == (Equilibrium(a=(1, 1), b=(0, 1)),)


@given(matrix, matrix)
def test_every_corner_is_an_equilibrium(a, b):
    found = equilibria(a, b)
    assert found, "every finite game has an equilibrium (Nash 1950)"
    for e in found:
        for p in e.a:
            for q in e.b:
                assert is_equilibrium(a, b, p, q)


@settings(max_examples=150, deadline=None)
@given(matrix, matrix)
def test_agrees_with_nashpy(a, b):
    # Adding a constant changes no equilibrium; vertex enumeration wants positive payoffs.
    game = nashpy.Game(np.array(a) + 10, np.array(b) + 10)
    found = equilibria(a, b)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nashpy warns about degenerate games, which are the point here
        theirs = [(float(p[0]), float(q[0])) for p, q in game.vertex_enumeration()]
        theirs += [(float(p[0]), float(q[0])) for p, q in game.support_enumeration()]
    theirs = [(p, q) for p, q in theirs if is_equilibrium(a, b, p, q)]
    assert theirs
    assert all(holds(found, p, q) for p, q in theirs)
    if all(e.single for e in found):
        for e in found:
            assert any(abs(p - e.a[0]) + abs(q - e.b[0]) < 1e-6 for p, q in theirs)


@given(matrix, matrix, st.integers(0, 8), st.integers(0, 8))
def test_nothing_is_left_out(a, b, p, q):
    if is_equilibrium(a, b, p / 8, q / 8):
        assert holds(equilibria(a, b), p / 8, q / 8)
