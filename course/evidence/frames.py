"""The case table as pandas data frames, for the cells in which a learner counts.

One row is what a row of the file is. States are named, not coded; the other coded words stay as ``content/README.md``
explains them, and several values in one cell are separated by "; ".
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from course.evidence.casebook import Casebook
from course.model.finding import Finding
from course.model.table import DataTable

SEPARATOR = "; "


def cases(book: Casebook) -> pd.DataFrame:
    """Return one row per case. ``method`` is the main one, ``methods`` are all; years are whole numbers or missing."""
    rows = [
        {
            "id": case.id,
            "name": case.name,
            "scope": case.scope,
            "region": case.region,
            "year": case.year,
            "start_year": case.start_year,
            "end_year": case.end_year,
            "agreement_year": case.agreement_year,
            "place": case.place,
            "parties": SEPARATOR.join(book.party_names(case)),
            "oic_parties": SEPARATOR.join(book.names.get(one, one) for one in case.oic_parties),
            "third_parties": SEPARATOR.join(book.actors(case)),
            "method": case.method[0],
            "methods": SEPARATOR.join(case.method),
            "strategy": SEPARATOR.join(case.strategy),
            "issues": SEPARATOR.join(case.issue),
            "outcome": case.outcome,
            "durability": case.durability,
            "durability_year": case.durability_year,
            "confidence": case.confidence,
            "as_of": case.as_of,
            "summary": case.summary,
        }
        for case in book.cases
    ]
    return _whole(pd.DataFrame(rows), ("end_year", "agreement_year", "durability_year"))


def third_parties(book: Casebook) -> pd.DataFrame:
    """Return one row per actor and role in a case, with the year and the region of the case beside it."""
    rows = [
        {
            "case": one.case,
            "case_name": book.by_id[one.case].name,
            "year": book.by_id[one.case].year,
            "region": book.by_id[one.case].region,
            "actor": one.actor,
            "role": one.role,
            "kind": one.kind,
            "person": one.person,
        }
        for one in book.third_parties
    ]
    return pd.DataFrame(rows)


def states(book: Casebook) -> pd.DataFrame:
    """Return one row per state. Years of joining are missing where a state is no member."""
    rows = [
        {
            "iso3": one.iso3,
            "name": one.name,
            "arabic": one.arabic,
            "region": one.region,
            "kind": one.kind,
            "oic_member": one.is_oic,
            "oic_year": one.oic_year,
            "arab_league_year": one.arab_league,
            "gcc_year": one.gcc,
            "au_year": one.au,
            "asean_year": one.asean,
        }
        for one in book.states
    ]
    return _whole(pd.DataFrame(rows), ("oic_year", "arab_league_year", "gcc_year", "au_year", "asean_year"))


def findings(known: Iterable[Finding]) -> pd.DataFrame:
    """Return one row per empirical finding. A number means nothing without its definition, sample and years."""
    rows = [
        {
            "id": one.id,
            "says": one.says,
            "number": one.number,
            "definition": one.definition,
            "sample": one.sample,
            "years": one.years,
            "caution": one.caution,
            "confidence": one.confidence,
            "speaks_for": SEPARATOR.join(two.claim for two in one.bears_on if two.side == "for"),
            "speaks_against": SEPARATOR.join(two.claim for two in one.bears_on if two.side == "against"),
        }
        for one in known
    ]
    return pd.DataFrame(rows)


def data(table: DataTable) -> pd.DataFrame:
    """Return a small sourced table. A column of numbers is numeric; an empty cell in it is missing."""
    columns: Mapping[str, list[str]] = {
        column.name: [row[n] for row in table.rows] for n, column in enumerate(table.columns)
    }
    frame = pd.DataFrame(columns)
    for column in table.columns:
        if column.number:
            numbers = pd.to_numeric(frame[column.name].replace("", None))
            whole = numbers.dropna().map(float.is_integer).all() if numbers.dtype.kind == "f" else True
            frame[column.name] = numbers.astype("Int64") if whole and numbers.isna().any() else numbers
    return frame


def _whole(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    for name in columns:
        frame[name] = frame[name].astype("Int64")
    return frame
