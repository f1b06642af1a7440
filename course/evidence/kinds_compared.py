"""Small states, other states, major powers and organizations compared by what they do: counts of cases by role."""

from course.evidence.casebook import Casebook, find_group
from course.evidence.drawing import Drawing, Wording
from course.evidence.theme import FIRST
from course.evidence.vega import Encoding, faceted, layer, layered, nominal, quantitative, rows, text, tooltip
from course.model.chart import ChartWords, Spec

ORDER = ("small", "other", "major", "organization")
ROLES = ("mediator", "host", "facilitator", "good-offices", "guarantor", "witness", "monitor", "supporter")


def draw(words: ChartWords, book: Casebook, wording: Wording) -> Drawing:
    """Count the cases in which each group took each role; a case counts once for a group and a role."""
    seen: dict[tuple[str, str], set[str]] = {(group, role): set() for group in ORDER for role in ROLES}
    involved: dict[str, set[str]] = {group: set() for group in ORDER}
    actors: dict[str, set[str]] = {group: set() for group in ORDER}
    for helper in book.third_parties:
        group = find_group(helper.kind)
        if group not in involved:
            continue
        involved[group].add(helper.case)
        actors[group].add(helper.actor)
        if helper.role in ROLES:
            seen[group, helper.role].add(helper.case)
    names = {group: words.words[group] for group in ORDER}
    values: list[Spec] = [
        {"group": names[group], "role": wording(role), "cases": len(seen[group, role])}
        for group in ORDER
        for role in ROLES
    ]
    shared: Encoding = {
        "y": nominal("role", sort=[wording(role) for role in ROLES], title=None),
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
        (names[group], len(actors[group]), len(involved[group]), *(len(seen[group, role]) for role in ROLES))
        for group in ORDER
    ]
    return Drawing(
        rows=tuple(table),
        numbers={
            "cases": len(book.cases),
            **{f"{group}_cases": len(involved[group]) for group in ORDER},
            **{f"{group}_actors": len(actors[group]) for group in ORDER},
            **{f"{group}_{role.replace('-', '_')}": len(seen[group, role]) for group in ORDER for role in ROLES},
        },
        drawn=drawn,
    )
