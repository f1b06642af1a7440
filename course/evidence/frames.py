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
            "oic_parties": SEPARATOR.join(book.names.get(code, code) for code in case.oic_parties),
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
            "case": helper.case,
            "case_name": book.by_id[helper.case].name,
            "year": book.by_id[helper.case].year,
            "region": book.by_id[helper.case].region,
            "actor": helper.actor,
            "role": helper.role,
            "kind": helper.kind,
            "person": helper.person,
        }
        for helper in book.third_parties
    ]
    return pd.DataFrame(rows)


def states(book: Casebook) -> pd.DataFrame:
    """Return one row per state. Years of joining are missing where a state is no member."""
    rows = [
        {
            "iso3": state.iso3,
            "name": state.name,
            "arabic": state.arabic,
            "region": state.region,
            "kind": state.kind,
            "oic_member": state.is_oic,
            "oic_year": state.oic_year,
            "arab_league_year": state.arab_league,
            "gcc_year": state.gcc,
            "au_year": state.au,
            "asean_year": state.asean,
        }
        for state in book.states
    ]
    return _whole(pd.DataFrame(rows), ("oic_year", "arab_league_year", "gcc_year", "au_year", "asean_year"))


def findings(published: Iterable[Finding]) -> pd.DataFrame:
    """Return one row per empirical finding. A number means nothing without its definition, sample and years."""
    rows = [
        {
            "id": finding.id,
            "says": finding.says,
            "number": finding.number,
            "definition": finding.definition,
            "sample": finding.sample,
            "years": finding.years,
            "caution": finding.caution,
            "confidence": finding.confidence,
            "speaks_for": SEPARATOR.join(bearing.claim for bearing in finding.bears_on if bearing.side == "for"),
            "speaks_against": SEPARATOR.join(
                bearing.claim for bearing in finding.bears_on if bearing.side == "against"
            ),
        }
        for finding in published
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
