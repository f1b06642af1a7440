"""What one seat knows. Counterparts and the mediator get nothing else, so they cannot use anything else."""

from collections.abc import Sequence

import msgspec

from course.model.scenario import KnownScenario, Scenario

from .bodies import Body, WholePackage
from .event import Event, of_shape
from .fold import fold
from .state import State


class View(msgspec.Struct, frozen=True):
    """The scenario with every other secret taken out, the events that this seat may see, and their fold."""

    role: str
    scenario: KnownScenario
    events: tuple[Event[Body], ...]
    state: State

    @property
    def time(self) -> float:
        """Return how far the talks are, 0 in the first round and 1 in the last."""
        return min(1.0, (self.state.round - 1) / max(1, self.state.deadline - 1))

    def offers_by(self, role: str) -> list[Event[WholePackage]]:
        """Return a seat's whole packages tabled so far, in order."""
        return [offer for offer in of_shape(self.events, WholePackage) if offer.actor == role]


def view(scenario: Scenario, events: Sequence[Event[Body]], role: str) -> View:
    """Return what a seat knows after these events, from the whole scenario and the whole log."""
    visible = scenario.seen_by(role)
    seen = tuple(event for event in events if event.seen_by(role))
    return View(role, visible, seen, fold(visible, seen))
