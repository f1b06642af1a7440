"""Small states, other states, major powers and organizations compared by what they do: counts of cases by role."""

from course.evidence.casebook import Casebook, group
from course.evidence.drawing import Drawing, Said
from course.evidence.theme import FIRST
from course.evidence.vega import Encoding, faceted, layer, layered, nominal, quantitative, rows, text, tooltip
from course.model.chart import ChartWords, Spec

ORDER = ("small", "other", "major", "organization")
ROLES = ("mediator", "host", "facilitator", "good-offices", "guarantor", "witness", "monitor", "supporter")


def draw(words: ChartWords, book: Casebook, said: Said) -> Drawing:
    """Count the cases in which each group took each role; a case counts once for a group and a role."""
    seen: dict[tuple[str, str], set[str]] = {(one, role): set() for one in ORDER for role in ROLES}
    involved: dict[str, set[str]] = {one: set() for one in ORDER}
    actors: dict[str, set[str]] = {one: set() for one in ORDER}
    for helper in book.third_parties:
        one = group(helper.kind)
        if one not in involved:
            continue
        involved[one].add(helper.case)
        actors[one].add(helper.actor)
        if helper.role in ROLES:
            seen[one, helper.role].add(helper.case)
    names = {one: words.words[one] for one in ORDER}
    values: list[Spec] = [
        {"group": names[one], "role": said(role), "cases": len(seen[one, role])} for one in ORDER for role in ROLES
    ]
    shared: Encoding = {
        "y": nominal("role", sort=[said(role) for role in ROLES], title=None),
        "x": quantitative("cases", axis=None),
    }
    panel = layered(
        layer("bar", {**shared, "tooltip": tooltip(words.words, "group", "role", "cases")}, color=FIRST),
        text({**shared, "text": quantitative("cases")}, align="left", dx=4),
        width=125,
        height=190,
    )
    drawn = faceted(panel, rows(values), column=nominal("group", sort=list(names.values()), title=None))
    table: list[tuple[str | int, ...]] = [
        (names[one], len(actors[one]), len(involved[one]), *(len(seen[one, role]) for role in ROLES)) for one in ORDER
    ]
    return Drawing(
        rows=tuple(table),
        numbers={
            "cases": len(book.cases),
            **{f"{one}_cases": len(involved[one]) for one in ORDER},
            **{f"{one}_actors": len(actors[one]) for one in ORDER},
            **{f"{one}_{role.replace('-', '_')}": len(seen[one, role]) for one in ORDER for role in ROLES},
        },
        drawn=drawn,
    )
