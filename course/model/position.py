"""An opening position: what one side asks for first at a negotiation, why, what it would give, and what it rests on."""

from collections.abc import Mapping

import msgspec

from course.model.scenario import KnownScenario, Package


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """What a side asks for before the talks. ``demands`` holds one option an issue; an issue left open is not in it.

    It is read from records of any age: issues and options may be in it that the scenario no longer has.
    """

    demands: Mapping[str, str] = {}
    why: str = ""
    give: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was chosen or written."""
        return not (self.demands or self.why or self.give)

    def known(self, scenario: KnownScenario) -> Package:
        """Return the demands that the scenario knows, in the order of its issues."""
        options = {issue.id: {option.id for option in issue.options} for issue in scenario.issues}
        return {issue: self.demands[issue] for issue in options if self.demands.get(issue) in options[issue]}


class EarlierText(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a learner wrote before, in the exercise of ``lesson``, and the issues on which it bears."""

    lesson: str
    label: str
    text: str
    bears: tuple[str, ...]
