"""The network by hand, and what removal does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.labs.mediators_network import Involvement, build_graph, sentence, solve, table


def case(name, year, parties, **helpers):
    rows = [Involvement(case=name, actor=p, role="party", kind="state", year=year) for p in parties]
    return rows + [
        Involvement(case=name, actor=actor, role=role.split("_")[0], kind="state", year=year)
        for role, actor in helpers.items()
    ]


# Two cases joined by one broker, and one apart:  a, b - M - c, d;  c, d - N;  e, f - O
ROWS = [
    *case("one", 1980, "ab", mediator="M"),
    *case("two", 1990, "cd", mediator="M", host="N"),
    *case("three", 2000, "ef", guarantor="O"),
]


def test_parts_and_brokers():
    result = solve(ROWS)
    assert (result.actors, result.cases, result.parts, result.largest) == (9, 3, 2, 6)
    assert [broker.name for broker in result.brokers] == ["M", "O", "N"]
    first = result.brokers[0]
    assert (first.cases, first.degree, first.sole) == (2, 4, 1)
    # M: pairs ab, ac, ad, bc, bd, aN, bN in full, cd half; 28 pairs among the other eight.
    assert first.betweenness == pytest.approx(7.5 / 28)
    assert table(result)[0].values == (2, 4, pytest.approx(100 * 7.5 / 28), 1)


def test_taking_out_the_first_broker():
    result = solve(ROWS, removed=1)
    assert result.removed == ("M",)
    assert result.stranded == ("a", "b")
    assert result.orphaned == ("one",)
    assert (result.parts, result.parts_after) == (2, 4)
    assert sentence(result)[0] == "without"


def test_taking_out_by_name():
    assert solve(ROWS, without=["N"]).parts_after == 2
    assert solve(ROWS, without=["N"], removed=1).removed == ("N", "M")
    assert solve(ROWS, without=["nobody"]).removed == ()


def test_a_broker_left_alone_is_no_stranded_party():
    # N helps only a, which is itself a broker; when a leaves, N has nobody, but N is no party.
    rows = [*case("one", 1980, "a", mediator="N"), *case("two", 1990, "xyz", mediator="a")]
    assert solve(rows, without=["a"]).stranded == ("x", "y", "z")


def test_filters():
    assert solve(ROWS, year_from=1985, year_to=1995).cases == 1
    assert [b.name for b in solve(ROWS, roles=["host", "guarantor"]).brokers] == ["N", "O"]
    empty = solve(ROWS, year_from=2020)
    assert sentence(empty) == ("empty", {})
    assert empty.parts == 0


def test_an_actor_can_be_party_here_and_broker_there():
    rows = [*ROWS, *case("four", 2005, "gh", mediator="a")]
    result = solve(rows)
    assert result.parts == 2
    assert "a" in [broker.name for broker in result.brokers]


def test_parties_are_not_tied_to_each_other():
    assert "b" not in build_graph(ROWS)[0].neighbors("a")


@given(st.integers(0, 8))
def test_removal_never_enlarges_the_largest_part(removed):
    result = solve(ROWS, removed=removed)
    assert result.largest_after <= result.largest
    assert set(result.orphaned) <= {"one", "two", "three"}
    assert len(result.removed) == min(removed, 3)


def test_out_of_range_names_the_range():
    with pytest.raises(ValueError, match="year_from is 1900; choose a value from 1945 to 2026"):
        solve(ROWS, year_from=1900)


def test_a_party_that_also_hosts_is_not_tied_to_itself():
    rows = case("one", 1980, "ab", host="a")
    assert sorted(build_graph(rows)[0].ties()) == [("a", "b")]
