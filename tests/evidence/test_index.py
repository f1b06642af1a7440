"""The index answers a filter as a reader would who goes through the table row by row."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.evidence.index import FIELDS, HELPING, ORDERS, CaseIndex, Query, enlarge
from course.pages.cases import casebook, decode


@cache
def index():
    return CaseIndex(casebook(), decode)


def fits(case, query):
    """Say by plain reading whether a case fits a query."""
    book = casebook()
    wanted = query.values
    involved = {book.names.get(one, one) for one in (*case.parties, *case.oic_parties)}
    low, high = query.year_from, query.year_to
    if low is not None and high is not None and low > high:
        low, high = high, low
    helping = {"third": "actor", "role": "role", "kind": "kind"}
    asked = {helping[field]: value for field, value in wanted.items() if field in HELPING}
    return (
        (low is None or case.year >= low)
        and (high is None or case.year <= high)
        and all(
            getattr(case, one) == wanted[one] for one in ("region", "scope", "outcome", "durability") if one in wanted
        )
        and all(wanted[one] in getattr(case, one) for one in ("method", "issue") if one in wanted)
        and ("party" not in wanted or wanted["party"] in involved)
        and (
            not asked
            or any(
                all(getattr(row, name) == value for name, value in asked.items())
                for row in book.helpers.get(case.id, ())
            )
        )
    )


@st.composite
def queries(draw):
    fields = draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=3))
    year = st.none() | st.integers(1955, 2030)
    return Query(
        year_from=draw(year),
        year_to=draw(year),
        values={field: draw(st.sampled_from(index().values(field))) for field in fields},
        order=draw(st.sampled_from(ORDERS)),
        falling=draw(st.booleans()),
    )


@given(queries())
def test_a_filter_finds_what_plain_reading_finds(query):
    found = index().find(query)
    cases = index().book.cases
    assert {cases[n].id for n in found.rows} == {case.id for case in cases if fits(case, query)}
    assert found.total == len(found.rows) == len(set(found.rows)) == sum(found.years.values())


@given(queries(), st.sampled_from(FIELDS))
def test_the_number_behind_a_choice_is_what_the_choice_leaves(query, field):
    counts = index().find(query).counts[field]
    for value in index().values(field)[:6]:
        chosen = Query(year_from=query.year_from, year_to=query.year_to, values={**query.values, field: value})
        assert counts.get(value, 0) == index().find(chosen).total


@given(queries())
def test_counts_of_parties_and_third_parties_are_counts_of_the_cases_found(query):
    found = index().find(query)
    for side, counts in (("party", found.parties), ("third", found.thirds)):
        for value in list(counts)[:4]:
            values = {**query.values, side: value}
            if side not in query.values or query.values[side] == value:
                more = Query(year_from=query.year_from, year_to=query.year_to, values=values)
                assert counts[value] == index().find(more).total


@pytest.mark.parametrize("order", ORDERS)
def test_falling_is_rising_turned_round(order):
    rising = index().find(Query(order=order)).rows
    assert index().find(Query(order=order, falling=True)).rows == rising[::-1]


def test_rows_come_in_the_order_asked_for():
    cases = index().book.cases
    years = [cases[n].year for n in index().find(Query()).rows]
    assert years == sorted(years)
    names = [cases[n].name.casefold() for n in index().find(Query(order="name")).rows]
    assert names == sorted(names)


def test_an_unknown_value_finds_nothing():
    found = index().find(Query(values={"party": "Atlantis"}))
    assert found.total == 0
    assert found.rows == []
    assert found.counts["party"]


def test_role_and_third_party_must_be_one_and_the_same():
    book = casebook()
    found = index().find(Query(values={"third": "Oman", "role": "host"}))
    for n in found.rows:
        rows = book.helpers[book.cases[n].id]
        assert any(row.actor == "Oman" and row.role == "host" for row in rows)


def test_an_enlarged_book_answers_in_proportion():
    large = CaseIndex(enlarge(casebook(), 7), decode)
    query = Query(values={"third": "Qatar", "role": "mediator"})
    assert large.find(query).total == 7 * index().find(query).total
    assert len(large.book.cases) == 7 * len(casebook().cases)
