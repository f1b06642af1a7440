"""The invented region: five states, places and quarrels, and one crisis that moves on with the lessons."""

from typing import Literal, get_args

import msgspec

Season = Literal["winter", "spring", "summer", "autumn"]
SEASONS: tuple[Season, ...] = get_args(Season)
"""The seasons of a year, in their order: a year of the crisis begins in winter."""


class InventedState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state that does not exist: where it lies, who governs, what it wants and what it fears."""

    id: str
    name: str
    government: str
    lies: str
    wants: str
    fears: str


class InventedPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place of the region, and what it means to whom."""

    id: str
    name: str
    says: str


class Reading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one state tells a quarrel, in words that it would accept as its own. ``of`` is the id of the state."""

    of: str
    says: str


class Quarrel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is quarreled over, as each side tells it. No reading stands alone."""

    id: str
    over: str
    readings: tuple[Reading, ...]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the crisis: what has ``happened`` by the time of a ``lesson``, known to everybody in the region.

    ``task`` is the writing task that takes place there ("01_diplomatic_defense/memo"), or empty where that lesson
    writes about real matters. ``bears`` names the issues of the summit to which a text of that task can bear.
    """

    lesson: str
    task: str = ""
    year_of_crisis: int
    season: Season
    happened: str
    bears: tuple[str, ...] = ()

    @property
    def time(self) -> tuple[int, int]:
        """Return when it is, so that steps can be put in order."""
        return self.year_of_crisis, SEASONS.index(self.season)


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The region. ``summit`` is the id of the scenario in which the crisis ends."""

    summit: str
    states: tuple[InventedState, ...]
    places: tuple[InventedPlace, ...]
    quarrels: tuple[Quarrel, ...]
    steps: tuple[Step, ...]

    def step_of(self, task: str) -> Step | None:
        """Return the step that a writing task belongs to; None when it takes place elsewhere."""
        return next((step for step in self.steps if step.task == task), None)
