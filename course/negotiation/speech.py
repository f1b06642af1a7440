"""What happened, as sentences: the words of the table are filled with the labels of a scenario."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from course.model.scenario import KnownScenario
from course.model.speech import TableWords

from .error import NegotiationError
from .event import Event

INSIDE = ("to", "author", "asked", "signers", "given", "taken")
"""Values that stand inside a sentence, where "The boundary" reads "the boundary"."""


class Speech(msgspec.Struct, frozen=True):
    """How the table speaks: its words, and what is made of them."""

    words: TableWords

    def say(self, template: str, values: Mapping[str, Any], scenario: KnownScenario | None = None) -> str:
        """Return a template with its values in words: ids of issues, options and roles become their labels.

        A list becomes "a, b and c". ``option`` is read together with ``issue``. Raises NegotiationError for a gap.
        """
        texts = {key: _show(key, value, values, scenario) for key, value in values.items()}
        try:
            return template.format(**texts)
        except KeyError as gap:
            raise NegotiationError(f"negotiation.toml: '{template}' needs {gap}. Take it out of the text.") from None

    def line(self, event: Event, scenario: KnownScenario, events: Sequence[Event]) -> str:
        """Return one event of a negotiation as a line of its log, with its reason where it has one.

        ``events`` is the log (or what a seat may see of it), in which the author of an offer is looked up by its
        number.
        """
        body = event.body
        values = {key: value for key, value in body.items() if key != "reason"}
        values |= {"actor": event.actor, "to": list(event.to)}
        if event.kind in ("accept", "reject"):
            values["author"] = next(offer.actor for offer in events if offer.seq == body["offer"])
        if event.kind == "share":
            values["author"] = body["role"]
        if event.kind == "guarantee":
            guarantees = scenario.mandate.guarantees if scenario.mandate else ()
            values["guarantee"] = next(guarantee.label for guarantee in guarantees if guarantee.id == body["guarantee"])
        text = self.say(self.words.events[_template_of(event, scenario)], values, scenario)
        if body.get("reason"):
            text += f" “{self.reason(event, scenario, events)}”"
        return f"{text} “{body['text']}”" if event.kind == "reject" and body.get("text") else text

    def reason(self, event: Event, scenario: KnownScenario, events: Sequence[Event]) -> str:
        """Return why somebody did something, in the wording that follows the one in which it was last said.

        The log alone decides, and of it only what everybody has seen: a game reads the same to all, and tomorrow.
        """
        key, values = event.body["reason"]["key"], event.body["reason"]["values"]
        before = (other for other in events if other.seq < event.seq and not other.to)
        said = sum((other.body.get("reason") or {}).get("key") == key for other in before)
        wordings = self.words.reasons[key]
        return self.say(wordings[said % len(wordings)], values, scenario)


def _template_of(event: Event, scenario: KnownScenario) -> str:
    """Return the key under which the words for an event stand: its kind, and how it came out."""
    if event.kind == "ratify":
        return "ratify_yes" if event.body["passed"] else "ratify_no"
    if event.kind == "end":
        return "end_yes" if event.body["agreed"] else "end_no"
    if event.kind == "collapse":
        return f"collapse_{event.body['why']}"
    if event.kind == "pass" and scenario.role(event.actor).kind == "mediator":
        return "pass_mediator"
    return event.kind


def _show(key: str, value: Any, values: Mapping[str, Any], scenario: KnownScenario | None) -> str:
    if isinstance(value, (list, tuple)):
        parts = [_show(key, part, values, scenario) for part in value]
        return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""
    if isinstance(value, float):
        return f"{value:.0f}"
    if scenario is None:
        return str(value)
    if key == "option":
        issue = next((issue for issue in scenario.issues if issue.id == values.get("issue")), None)
        options = issue.options if issue else ()
        return next((option.label for option in options if option.id == value), str(value))
    inside = key in INSIDE
    labels = {issue.id: _lower(issue.label) if inside else issue.label for issue in scenario.issues}
    for role in scenario.roles:
        labels[role.id] = _lower(role.name) if inside and role.name.startswith("The ") else role.name
    return labels.get(value, str(value)) if isinstance(value, str) else str(value)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
