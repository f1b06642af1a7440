"""Reads the tables of cases, third parties and states, and says in one line what is wrong with a row."""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from course.content import language
from course.content.place import CONTENT
from course.content.reader import ContentError
from course.content.rows import Row, read_rows
from course.model.case import Case, ThirdParty
from course.model.state import State

SPAN = re.compile(r"\d{4}-\d{4}")
TABLE_HEADER = re.compile(r"^\[\s*\"?([A-Za-z0-9_-]+)\"?\s*\]", re.MULTILINE)


T = TypeVar("T", State, Case, ThirdParty)


def _read(path: Path, kind: type[T], key: str, build: Callable[[Row], T]) -> tuple[T, ...]:
    entries: list[T] = []
    seen: dict[str | tuple[str, ...], str] = {}
    for row in read_rows(path, kind.__struct_fields__, key):
        entry = build(row)
        mark = (entry.case, entry.actor, entry.role) if isinstance(entry, ThirdParty) else getattr(entry, key)
        if mark in seen:
            name = mark if isinstance(mark, str) else " / ".join(mark)
            row.fail(key, f"'{name}' already stands in {seen[mark]}", "Every row needs its own.")
        seen[mark] = row.place.split(", ")[1]
        entries.append(entry)
    if not entries:
        raise ContentError(f"{path.name}: the table has no rows. Restore it.")
    return tuple(entries)


def read_states(path: Path, sources: Collection[str]) -> tuple[State, ...]:
    """Read ``states.csv``; ``sources`` are the ids that its source column may name. Raises ContentError."""

    def build(row: Row) -> State:
        iso3 = row.text("iso3")
        if not re.fullmatch("[A-Z]{3}", iso3):
            row.fail("iso3", f"'{iso3}' is no ISO3 code", "Write three capital letters.")
        kind = row.choice("kind")
        if kind not in ("small-state", "state", "major-power"):
            row.fail("kind", f"'{kind}' is not for states", "Write small-state, state or major-power.")
        member = row.text("oic_member")
        row.word("oic_member", member, ("yes", "no"), "neither yes nor no", "Write yes or no.")
        spans = row.items("oic_suspensions", required=False)
        for span in spans:
            if not SPAN.fullmatch(span) or span[:4] > span[5:]:
                row.fail("oic_suspensions", f"'{span}' is no span of years", "Write 1979-1984.")
        return row.build(
            State,
            iso3=iso3,
            name=row.text("name"),
            arabic=row.text("arabic", required=member == "yes"),
            region=row.choice("region"),
            kind=kind,
            oic_member=member,
            oic_year=row.year("oic_year"),
            oic_suspensions=spans,
            arab_league=row.year("arab_league"),
            gcc=row.year("gcc"),
            au=row.year("au"),
            asean=row.year("asean"),
            historic=row.text("historic", required=False),
            sources=row.names("sources", sources, "sources.toml", required=member == "yes"),
            note=row.text("note", required=False),
        )

    return _read(path, State, "iso3", build)


def read_cases(path: Path, states: Collection[str], sources: Collection[str]) -> tuple[Case, ...]:
    """Read a table of cases with the columns of ``cases.csv``; it may be of any length.

    ``states`` are the known ISO3 codes, ``sources`` the known source ids. Raises ContentError with one line:
    file, row, column, value and remedy.
    """

    def build(row: Row) -> Case:
        parties = row.items("parties")
        for party in parties:
            if re.fullmatch("[A-Za-z]{3}", party):
                row.state("parties", party, states)
        case = row.build(
            Case,
            id=row.identifier("id"),
            name=row.text("name"),
            scope=row.choice("scope"),
            start_year=row.year("start_year", required=True),
            end_year=row.year("end_year"),
            agreement_date=row.date("agreement_date"),
            place=row.text("place", required=False),
            region=row.choice("region"),
            parties=parties,
            oic_parties=tuple(
                row.state("oic_parties", party, states) for party in row.items("oic_parties", required=False)
            ),
            method=row.choices("method"),
            strategy=row.choices("strategy", required=False),
            issue=row.choices("issue"),
            outcome=row.choice("outcome"),
            durability=row.choice("durability"),
            durability_year=row.year("durability_year"),
            durability_reason=row.text("durability_reason", required=False),
            summary=row.text("summary"),
            sources=row.names("sources", sources, "sources.toml"),
            confidence=row.choice("confidence"),
            as_of=row.date("as_of", required=True),
        )
        _check_order(row, case)
        return case

    return _read(path, Case, "id", build)


def _check_order(row: Row, case: Case) -> None:
    start, end, agreed, ended = case.start_year, case.end_year, case.agreement_year, case.durability_year
    if end is not None and end < start:
        row.fail("end_year", f"{end} lies before the start, {start}", "Mend one of the two years.")
    if agreed is not None and not start <= agreed <= (end or agreed):
        span = f"{start} to {end}" if end else f"{start} or later"
        row.fail("agreement_date", f"{case.agreement_date} lies outside {span}", "Mend the date or the years.")
    if ended is not None and ended < (agreed or start):
        row.fail(
            "durability_year",
            f"{ended} lies before the agreement, {agreed or start}",
            "Mend one of the two years.",
        )
    if case.as_of[:4] < str(ended or agreed or start):
        row.fail("as_of", f"{case.as_of} lies before what the row reports", "Mend the date.")
    if case.agreed == (case.durability == "not-applicable"):
        row.fail(
            "durability",
            f"'{case.durability}' does not go with outcome '{case.outcome}'",
            "No agreement goes with not-applicable, and only no agreement does.",
        )


def read_third_parties(path: Path, cases: Collection[str], states: Mapping[str, State]) -> tuple[ThirdParty, ...]:
    """Read ``third_parties.csv``; ``cases`` are the known case ids, ``states`` the states by ISO3 code."""

    def build(row: Row) -> ThirdParty:
        case, actor, iso3 = row.text("case"), row.text("actor"), row.text("iso3", required=False)
        row.word("case", case, cases, "no case of cases.csv", "Mend the id, or add the case.")
        kind = row.choice("kind")
        if iso3:
            state = states[row.state("iso3", iso3, states)]
            if actor != state.name:
                row.fail(
                    "actor",
                    f"'{actor}' is not the name of {iso3}",
                    f"Write '{state.name}' as states.csv does.",
                )
            if kind != state.kind:
                row.fail("kind", f"'{kind}' is not the kind of {iso3}", f"Write '{state.kind}' as states.csv does.")
        elif kind in ("small-state", "state", "major-power"):
            row.fail("iso3", f"a {kind} needs its code", "Write the ISO3 code of the state.")
        return row.build(
            ThirdParty,
            case=case,
            actor=actor,
            iso3=iso3,
            role=row.choice("role"),
            kind=kind,
            person=row.text("person", required=False),
        )

    return _read(path, ThirdParty, "case", build)


def source_ids(path: Path = CONTENT / "sources.toml") -> frozenset[str]:
    """Return the ids of a sources file from its table headers alone.

    Decoding the whole file takes longer than reading all three tables.
    """
    try:
        return frozenset(TABLE_HEADER.findall(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ContentError(f"{path.name}: there is no such file in {path.parent.name}/.") from None


@cache
def states() -> tuple[State, ...]:
    """Return the OIC members and every other state that the case table names, in the order of the file."""
    return read_states(CONTENT / "states.csv", source_ids())


@cache
def cases() -> tuple[Case, ...]:
    """Return the cases of the course, in the order of the file."""
    return read_cases(CONTENT / "cases.csv", {state.iso3 for state in states()}, source_ids())


@cache
def cases_by_id() -> Mapping[str, Case]:
    """Return the cases of the course by id, in the order of the file."""
    return MappingProxyType({case.id: case for case in cases()})


@cache
def third_parties() -> tuple[ThirdParty, ...]:
    """Return who helped in which case and how, in the order of the file."""
    by_code = {state.iso3: state for state in states()}
    return read_third_parties(CONTENT / "third_parties.csv", cases_by_id(), by_code)


def in_english() -> tuple[tuple[Case, ...], tuple[ThirdParty, ...], tuple[State, ...]]:
    """Return cases, third parties and states as they are written, whatever language is chosen: data for code."""
    if language.is_english():
        return cases(), third_parties(), states()
    with language.as_written():
        written = read_states(CONTENT / "states.csv", source_ids())
        by_code = {state.iso3: state for state in written}
        found = read_cases(CONTENT / "cases.csv", by_code, source_ids())
        helpers = read_third_parties(CONTENT / "third_parties.csv", {case.id for case in found}, by_code)
    return found, helpers, written
