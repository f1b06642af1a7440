"""The log of a negotiation: what happened, who did it, and who may know.

Someone else stores the log; state is a fold over it. Each event carries a mark of everything before it, so that a
changed or missing event is found.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from course.model.scenario import Scenario

from .error import NegotiationError

TABLE = "table"
"""The actor of what follows from the rules alone: opening, clock, adoption, ratification, end."""

KINDS = {
    "open",
    "plan",
    "statement",
    "message",
    "note",
    "offer",
    "accept",
    "reject",
    "pass",
    "walkout",
    "return",
    "caucus_question",
    "disclose",
    "share",
    "draft",
    "vote",
    "bridge",
    "guarantee",
    "deadline",
    "adopt",
    "sign",
    "decline",
    "ratify",
    "collapse",
    "clock",
    "end",
    "reveal",
    "reflection",
}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened. ``to`` is empty for a public event; otherwise only ``actor`` and ``to`` see it.

    ``mark`` is a short hash of this event and the mark before it.
    """

    seq: int
    round: int
    actor: str
    kind: str
    to: tuple[str, ...] = ()
    body: dict[str, Any] = {}
    mark: str = ""

    def seen_by(self, role: str) -> bool:
        """Return whether a seat may know of this event."""
        return not self.to or role == self.actor or role in self.to

    def plain(self) -> dict[str, Any]:
        """Return the event as JSON-able data, for whoever stores it."""
        body: dict[str, Any] = msgspec.to_builtins(self)
        return body


def mark(event: Event, before: str) -> Event:
    """Return the event with its mark, given the mark of the event before it."""
    text = msgspec.json.encode(
        (before, event.seq, event.round, event.actor, event.kind, event.to, event.body), order="sorted"
    )
    return msgspec.structs.replace(event, mark=hashlib.sha256(text).hexdigest()[:16])


def fingerprint(scenario: Scenario) -> str:
    """Return a short hash of what a log depends on: issues, options, seats, rule, rounds, guarantees; not texts."""
    shape = (
        scenario.id,
        [(issue.id, [option.id for option in issue.options]) for issue in scenario.issues],
        [(role.id, role.kind) for role in scenario.roles],
        scenario.rule,
        scenario.rounds,
        [(g.id, g.when) for g in scenario.mandate.guarantees] if scenario.mandate else [],
    )
    return hashlib.sha256(msgspec.json.encode(shape, order="sorted")).hexdigest()[:16]


def read(events: Iterable[Event | dict[str, Any]]) -> tuple[list[Event], str]:
    """Return the sound beginning of a stored log, and what is wrong with the event after it ("" if nothing)."""
    good: list[Event] = []
    for place, raw in enumerate(events):
        try:
            event = raw if isinstance(raw, Event) else msgspec.convert(raw, Event)
        except msgspec.ValidationError as error:
            return good, f"move {place} cannot be read ({error})"
        if event.seq != place:
            return good, f"move {place} is missing"
        if event.kind not in KINDS:
            return good, f"move {place} is of an unknown kind, '{event.kind}'"
        if mark(event, good[-1].mark if good else "").mark != event.mark:
            return good, f"move {place} was changed after it was made"
        good.append(event)
    return good, ""


def damaged(what: str, sound: int) -> NegotiationError:
    """Return the error for a damaged log: what is wrong, and how to go on without losing the rest."""
    return NegotiationError(
        f"This negotiation's log is damaged: {what}. Nothing is lost: continue from the {sound} moves before it, "
        "or restore a backup.",
        sound=sound,
    )
