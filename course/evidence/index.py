"""Filters a table of cases fast enough to follow a hand, at any size that fits into memory.

A set of cases is one whole number whose bit n says whether case n is in it. So a filter is an "and" of a few numbers
and a count is a count of bits, both at the speed of the processor: on 15,000 cases a whole answer takes a few
milliseconds. Nothing here knows how it is shown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar, get_args

import msgspec

from course.evidence.casebook import Casebook
from course.model.case import Case

Field = Literal["region", "party", "third", "role", "kind", "method", "issue", "outcome", "durability", "scope"]
FIELDS: tuple[Field, ...] = get_args(Field)
Helping = Literal["third", "role", "kind"]
HELPING: tuple[Helping, ...] = get_args(Helping)
"""Filters that must hold for one and the same third party: "hosted by Oman", not "hosted, and Oman was there"."""

Order = Literal["year", "name", "region", "party", "third", "outcome", "durability"]
ORDERS: tuple[Order, ...] = get_args(Order)

V = TypeVar("V", str, int, tuple[str, str, str])


class Query(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked of the table. ``values`` holds one chosen value per field; a field not named takes all."""

    year_from: int | None = None
    year_to: int | None = None
    values: dict[Field, str] = {}
    order: Order = "year"
    falling: bool = False


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: rows in order (positions in the casebook), how many there are, and counts of them.

    ``counts`` hold, per field, how many cases each value has if that filter alone were lifted; ``years`` count the
    cases found per year; ``parties`` and ``thirds`` count them per party and per third party.
    """

    rows: list[int]
    total: int
    counts: dict[str, dict[str, int]]
    years: dict[int, int]
    parties: dict[str, int]
    thirds: dict[str, int]


class CaseIndex:
    """An index over a casebook. Build it once; every question after that is fast."""

    def __init__(self, book: Casebook, wording: Callable[[str], str] = str):
        self.book = book
        cases = book.cases
        self._all = (1 << len(cases)) - 1
        self._years = _sets(len(cases), ((n, case.year) for n, case in enumerate(cases)))
        columns: dict[Field, Iterable[tuple[int, str]]] = {
            "region": ((n, case.region) for n, case in enumerate(cases)),
            "scope": ((n, case.scope) for n, case in enumerate(cases)),
            "outcome": ((n, case.outcome) for n, case in enumerate(cases)),
            "durability": ((n, case.durability) for n, case in enumerate(cases)),
            "method": ((n, method) for n, case in enumerate(cases) for method in case.method),
            "issue": ((n, issue) for n, case in enumerate(cases) for issue in case.issue),
            "party": ((n, name) for n, case in enumerate(cases) for name in _list_parties(book, case)),
        }
        self._columns = {field: _sets(len(cases), pairs) for field, pairs in columns.items()}
        place = {case.id: n for n, case in enumerate(cases)}
        # What a third party was and did belongs together, so the three are one column.
        self._helpers = _sets(
            len(cases), ((place[row.case], (row.actor, row.role, row.kind)) for row in book.third_parties)
        )
        self._wording = wording
        self._orders: dict[Order, list[int]] = {}

    def values(self, field: Field) -> list[str]:
        """Return the values of a field that occur, in the order of the alphabet."""
        if field in HELPING:
            return sorted({helper[HELPING.index(field)] for helper in self._helpers})
        return list(self._columns[field])

    def find(self, query: Query) -> Found:
        """Answer a query. An unknown value finds nothing; years may be missing or in the wrong order."""
        helping: dict[Helping, str] = {field: query.values[field] for field in HELPING if field in query.values}
        chosen = {
            field: column.get(query.values[field], 0)
            for field, column in self._columns.items()
            if field in query.values
        }
        years = self._in_years(query)
        helped = self._helped(helping)
        left = _both(years, chosen.values())
        matches = left & helped
        counts: dict[str, dict[str, int]] = {
            field: _count(column, _both(years & helped, (mask for name, mask in chosen.items() if name != field)))
            for field, column in self._columns.items()
        }
        for field in HELPING:
            others = {name: value for name, value in helping.items() if name != field}
            counts[field] = self._count_helpers(field, left, others)
        return Found(
            rows=self._rows(matches, query),
            total=matches.bit_count(),
            counts=counts,
            years=_count(self._years, matches),
            parties=_count(self._columns["party"], matches),
            thirds=self._count_helpers("third", matches, helping),
        )

    def _in_years(self, query: Query) -> int:
        low, high = query.year_from, query.year_to
        if low is not None and high is not None and low > high:
            low, high = high, low
        return _either(
            mask
            for year, mask in self._years.items()
            if (low is None or low <= year) and (high is None or year <= high)
        )

    def _matching(self, helping: Mapping[Helping, str]) -> Iterable[tuple[tuple[str, str, str], int]]:
        """Yield what a third party was and did, and the cases of it, where that fits all of ``helping``."""
        wanted = [(HELPING.index(field), value) for field, value in helping.items()]
        for helper, mask in self._helpers.items():
            if all(helper[place] == value for place, value in wanted):
                yield helper, mask

    def _helped(self, helping: Mapping[Helping, str]) -> int:
        return _either(mask for _, mask in self._matching(helping)) if helping else self._all

    def _count_helpers(self, field: Helping, mask: int, helping: Mapping[Helping, str]) -> dict[str, int]:
        """Count cases per value of a field of third parties; an actor with two roles counts once in a case."""
        place = HELPING.index(field)
        cases: dict[str, int] = defaultdict(int)
        for helper, helped in self._matching(helping):
            cases[helper[place]] |= helped
        return _count(dict(sorted(cases.items())), mask)

    def _rows(self, mask: int, query: Query) -> list[int]:
        """Return the cases of a set in the order of a query."""
        # As text, from the last case to the first: looking a digit up is faster than shifting a long number.
        digits = f"{mask:0{len(self.book.cases)}b}"[::-1]
        rows = [n for n in self._ordered(query.order) if digits[n] == "1"]
        return rows[::-1] if query.falling else rows

    def _ordered(self, order: Order) -> list[int]:
        """Return all rows in an order, sorted when first asked for; ties go by year, then by name."""
        if order not in self._orders:
            key = self._keys(order)
            cases = self.book.cases
            self._orders[order] = sorted(
                range(len(cases)), key=lambda n: (key(cases[n]), cases[n].year, cases[n].name.casefold())
            )
        return self._orders[order]

    def _keys(self, order: Order) -> Callable[[Case], str | int]:
        book, wording = self.book, self._wording
        return {
            "year": lambda case: case.year,
            "name": lambda case: case.name.casefold(),
            "region": lambda case: case.region,
            "party": lambda case: "; ".join(book.party_names(case)).casefold(),
            # Cases without a third party come last.
            "third": lambda case: "; ".join(book.actors(case)).casefold() or "\U0010ffff",
            "outcome": lambda case: wording(case.outcome),
            "durability": lambda case: wording(case.durability),
        }[order]


def _list_parties(book: Casebook, case: Case) -> tuple[str, ...]:
    """Return the parties by name, with the OIC members whose factions or territory were parties."""
    members = tuple(book.names.get(code, code) for code in case.oic_parties)
    return tuple(dict.fromkeys((*book.party_names(case), *members)))


def _sets(size: int, pairs: Iterable[tuple[int, V]]) -> dict[V, int]:
    """Return, for each value in rising order, the set of the cases that have it; ``pairs`` are a case and a value."""
    having: dict[V, list[int]] = {}
    for n, value in pairs:
        having.setdefault(value, []).append(n)
    sets = {}
    for value in sorted(having):
        digits = bytearray(b"0") * size
        for n in having[value]:
            digits[size - 1 - n] = ord("1")
        sets[value] = int(digits, 2)
    return sets


def _count(sets: Mapping[V, int], among: int) -> dict[V, int]:
    """Return how many cases of ``among`` have each value, leaving out values with none."""
    return {value: count for value, mask in sets.items() if (count := (mask & among).bit_count())}


def _both(first: int, masks: Iterable[int]) -> int:
    for mask in masks:
        first &= mask
    return first


def _either(masks: Iterable[int]) -> int:
    together = 0
    for mask in masks:
        together |= mask
    return together


def enlarge(book: Casebook, times: int) -> Casebook:
    """Return a casebook ``times`` as long, each case repeated under an id of its own: for measuring speed."""
    repeat = msgspec.structs.replace
    cases = [repeat(case, id=f"{case.id}-{n}") for n in range(times) for case in book.cases]
    helpers = [repeat(row, case=f"{row.case}-{n}") for n in range(times) for row in book.third_parties]
    return Casebook(cases, helpers, book.states)
