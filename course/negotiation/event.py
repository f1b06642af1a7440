"""The log of a negotiation: what happened, who did it, and who may know.

Someone else stores the log; state is a fold over it. Each event carries a mark of everything before it, so that a
changed or missing event is found.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeGuard, TypeVar, cast

import msgspec

from course.model.scenario import Scenario

from .bodies import KINDS, Body, from_json, kind_of, to_json
from .error import NegotiationError

TABLE = "table"
"""The actor of what follows from the rules alone: opening, clock, adoption, ratification, end."""

B = TypeVar("B", bound=Body)
B_co = TypeVar("B_co", bound=Body, covariant=True)


class Event(msgspec.Struct, Generic[B_co], frozen=True, kw_only=True):
    """One thing that happened. ``to`` is empty for a public event; otherwise only ``actor`` and ``to`` see it.

    ``mark`` is a short hash of this event and the mark before it.
    """

    seq: int
    round: int
    actor: str
    to: tuple[str, ...] = ()
    body: B_co
    mark: str = ""

    @property
    def kind(self) -> str:
        """Return the word by which a log names what happened."""
        return kind_of(self.body)

    def seen_by(self, role: str) -> bool:
        """Return whether a seat may know of this event."""
        return not self.to or role == self.actor or role in self.to

    def plain(self) -> dict[str, Any]:
        """Return the event as JSON-able data, for whoever stores it."""
        return {
            "seq": self.seq,
            "round": self.round,
            "actor": self.actor,
            "kind": self.kind,
            "to": list(self.to),
            "body": to_json(self.body),
            "mark": self.mark,
        }


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as its JSON has it: what its body says has not been read yet, and may be broken."""

    seq: int
    round: int
    actor: str
    kind: str
    to: tuple[str, ...] = ()
    body: dict[str, Any] = {}
    mark: str = ""


def holds(event: Event[Body], shape: type[B]) -> TypeGuard[Event[B]]:
    """Return whether the event's body is a ``shape``."""
    return isinstance(event.body, shape)


def of_shape(events: Iterable[Event[Body]], shape: type[B]) -> tuple[Event[B], ...]:
    """Return those of ``events`` whose body is a ``shape``, in their order."""
    # Not by ``holds``: a seat asks this of the whole log many times in a turn, and a call for every event would show.
    kept = tuple([event for event in events if isinstance(event.body, shape)])
    return cast("tuple[Event[B], ...]", kept)


def mark_of(event: Event[Body] | StoredEvent, before: str) -> str:
    """Return the mark that an event must have, given the mark of the event before it."""
    body = event.body if isinstance(event, StoredEvent) else to_json(event.body)
    text = msgspec.json.encode(
        (before, event.seq, event.round, event.actor, event.kind, event.to, body), order="sorted"
    )
    return hashlib.sha256(text).hexdigest()[:16]


def mark(event: Event[B], before: str) -> Event[B]:
    """Return the event with its mark, given the mark of the event before it."""
    return msgspec.structs.replace(event, mark=mark_of(event, before))


def fingerprint(scenario: Scenario) -> str:
    """Return a short hash of what a log depends on: issues, options, seats, rule, rounds, guarantees; not texts."""
    shape = (
        scenario.id,
        [(issue.id, [option.id for option in issue.options]) for issue in scenario.issues],
        [(role.id, role.kind) for role in scenario.roles],
        scenario.rule,
        scenario.rounds,
        [(guarantee.id, guarantee.when) for guarantee in scenario.mandate.guarantees] if scenario.mandate else [],
    )
    return hashlib.sha256(msgspec.json.encode(shape, order="sorted")).hexdigest()[:16]


def read(events: Iterable[Event[Body] | StoredEvent | Mapping[str, Any]]) -> tuple[list[Event[Body]], str]:
    """Return the sound beginning of a stored log, and what is wrong with the event after it ("" if nothing).

    A mark is of the JSON that was stored, so it is checked before the body is read: what a newer course wrote beside
    the known fields breaks no mark.
    """
    good: list[Event[Body]] = []
    for place, stored in enumerate(events):
        try:
            event = stored if isinstance(stored, Event | StoredEvent) else msgspec.convert(stored, StoredEvent)
        except msgspec.ValidationError as error:
            return good, f"move {place} cannot be read ({error})"
        if event.seq != place:
            return good, f"move {place} is missing"
        if event.kind not in KINDS:
            return good, f"move {place} is of an unknown kind, '{event.kind}'"
        if mark_of(event, good[-1].mark if good else "") != event.mark:
            return good, f"move {place} was changed after it was made"
        try:
            good.append(_typed(event) if isinstance(event, StoredEvent) else event)
        except msgspec.ValidationError as error:
            return good, f"move {place} cannot be read ({error})"
    return good, ""


def _typed(event: StoredEvent) -> Event[Body]:
    return Event(
        seq=event.seq,
        round=event.round,
        actor=event.actor,
        to=event.to,
        body=from_json(event.kind, event.body),
        mark=event.mark,
    )


def damaged(what: str, sound: int) -> NegotiationError:
    """Return the error for a damaged log: what is wrong, and how to go on without losing the rest."""
    return NegotiationError(
        f"This negotiation's log is damaged: {what}. Nothing is lost: continue from the {sound} moves before it, "
        "or restore a backup.",
        sound=sound,
    )
