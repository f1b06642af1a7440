"""The case table as the lessons may use it: cases, who helped in them, and the states."""

from collections.abc import Iterable
from functools import cached_property

from course.model.case import Case, ThirdParty
from course.model.state import State

BROKERING = ("mediator", "facilitator", "good-offices", "host")
"""Roles of those who bring the parties together, in this order: who does more than host comes first."""

GROUPS = {
    "small-state": "small",
    "state": "other",
    "major-power": "major",
    "un": "organization",
    "regional-organization": "organization",
    "international-organization": "organization",
}
"""Kinds of third party in the groups that charts compare; every kind not named here is in ``REST``."""

REST = "rest"


class Casebook:
    """Cases, third parties and states, without the rows of low confidence, in the order of the files."""

    def __init__(self, cases: Iterable[Case], third_parties: Iterable[ThirdParty], states: Iterable[State]):
        self.cases = tuple(case for case in cases if case.teachable)
        self.states = tuple(states)
        self.by_id = {case.id: case for case in self.cases}
        self.third_parties = tuple(helper for helper in third_parties if helper.case in self.by_id)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the short English name of a state by its ISO3 code."""
        return {state.iso3: state.name for state in self.states}

    @cached_property
    def helpers(self) -> dict[str, tuple[ThirdParty, ...]]:
        """Return the rows of third parties by case; a case without any is not among the keys."""
        by_case: dict[str, list[ThirdParty]] = {}
        for helper in self.third_parties:
            by_case.setdefault(helper.case, []).append(helper)
        return {case: tuple(rows) for case, rows in by_case.items()}

    def party_names(self, case: Case) -> tuple[str, ...]:
        """Return the parties of a case by name."""
        return tuple(self.names.get(code, code) for code in case.parties)

    def actors(self, case: Case) -> tuple[str, ...]:
        """Return the third parties of a case, each once."""
        return tuple(dict.fromkeys(helper.actor for helper in self.helpers.get(case.id, ())))


def find_group(kind: str) -> str:
    """Return the group of a kind of third party."""
    return GROUPS.get(kind, REST)
