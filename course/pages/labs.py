"""Joins a model of ``course.labs`` with its words and puts it on the page."""

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import structs

from course.content import labs, tables
from course.pages.cases import decode
from course.widgets.lab import LabBench, Model, Pick
from course.widgets.setting import Setting

if TYPE_CHECKING:
    from course.labs.mediators_network import Involvement

NETWORK = "mediators_network"


def open_lab(setting: Setting, name: str) -> LabBench:
    """Return the lab ``name`` as a widget; raise ContentError when there is none."""
    words = labs.lab(name)
    model = Model.of(importlib.import_module(f"course.labs.{name}"), words)
    if name != NETWORK:
        return LabBench(setting, name, words, model)
    rows = tuple(involvements())
    picks = (
        Pick(id="roles", choices=tuple(sorted({row.role for row in rows if row.role != "party"}))),
        Pick(id="kinds", choices=tuple(sorted({row.kind for row in rows if row.role != "party"}))),
    )
    # Roles and kinds are said as everywhere in the course, but where the lab has words of its own.
    coded = {choice: decode(choice) for pick in picks for choice in pick.choices}
    words = structs.replace(words, words={**coded, **words.words})
    return LabBench(setting, name, words, model.over(rows), picks)


def involvements() -> Iterable["Involvement"]:
    """Yield who was involved in which case and how, from the case table: parties and third parties."""
    # Only the lab of the network waits for it.
    from course.labs.mediators_network import Involvement

    names = {state.iso3: state.name for state in tables.states()}
    years = {}
    for case in tables.cases():
        if case.confidence == "low":
            continue
        years[case.id] = case.end_year or case.start_year
        for party in case.parties:
            yield Involvement(
                case=case.id, actor=names.get(party, party), role="party", kind="party", year=years[case.id]
            )
    for helper in tables.third_parties():
        if helper.case in years:
            yield Involvement(
                case=helper.case, actor=helper.actor, role=helper.role, kind=helper.kind, year=years[helper.case]
            )
