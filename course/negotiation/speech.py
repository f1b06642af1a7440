"""What happened, as sentences: the words of the table are filled with the labels of a scenario."""

from collections.abc import Mapping, Sequence

import msgspec

from course.model.language import quoted, together
from course.model.scenario import KnownScenario
from course.model.speech import TableWords

from . import bodies
from .bodies import Body
from .error import NegotiationError
from .event import Event

INSIDE = ("to", "author", "asked", "signers", "given", "taken")
"""Values that stand inside a sentence, where "The boundary" reads "the boundary"."""


class Speech(msgspec.Struct, frozen=True):
    """How the table speaks: its words, and what is made of them."""

    words: TableWords

    def say(self, template: str, values: Mapping[str, object], scenario: KnownScenario | None = None) -> str:
        """Return a template with its values in words: ids of issues, options and roles become their labels.

        A list becomes "a, b and c". ``option`` is read together with ``issue``. Raises NegotiationError for a gap.
        """
        texts = {key: _show(key, value, values, scenario) for key, value in values.items()}
        try:
            return template.format(**texts)
        except KeyError as gap:
            raise NegotiationError(f"negotiation.toml: '{template}' needs {gap}. Take it out of the text.") from None

    def line(self, event: Event[Body], scenario: KnownScenario, events: Sequence[Event[Body]]) -> str:
        """Return one event of a negotiation as a line of its log, with its reason where it has one.

        ``events`` is the log (or what a seat may see of it), in which the author of an offer is looked up by its
        number.
        """
        body = event.body
        values: dict[str, object] = {**msgspec.structs.asdict(body), "actor": event.actor, "to": event.to}
        match body:
            case bodies.Acceptance(offer=seq) | bodies.Rejection(offer=seq):
                values["author"] = next(offer.actor for offer in events if offer.seq == seq)
            case bodies.Share(role=role):
                values["author"] = role
            case bodies.Guarantee(guarantee=id):
                guarantees = scenario.mandate.guarantees if scenario.mandate else ()
                values["guarantee"] = next(guarantee.label for guarantee in guarantees if guarantee.id == id)
        text = self.say(self.words.events[_template_of(event, scenario)], values, scenario)
        if isinstance(body, bodies.Offer | bodies.Reasoned) and body.reason:
            text += f" {quoted(self.reason(event.seq, body.reason, scenario, events))}"
        return f"{text} {quoted(body.text)}" if isinstance(body, bodies.Rejection) and body.text else text

    def reason(self, seq: int, reason: bodies.Reason, scenario: KnownScenario, events: Sequence[Event[Body]]) -> str:
        """Return why somebody did something, in the wording that follows the one in which it was last said.

        ``seq`` is the event that gives the reason. The log alone decides, and of it only what everybody has seen: a
        game reads the same to all, and tomorrow.
        """
        before = (event.body for event in events if event.seq < seq and not event.to)
        times = sum(_reason_key(body) == reason.key for body in before)
        wordings = self.words.reasons[reason.key]
        return self.say(wordings[times % len(wordings)], reason.values, scenario)


def _reason_key(body: Body) -> str:
    """Return the key of the reason that a move gives, "" where it gives none."""
    return body.reason.key if isinstance(body, bodies.Offer | bodies.Reasoned) and body.reason else ""


def _template_of(event: Event[Body], scenario: KnownScenario) -> str:
    """Return the key under which the words for an event stand: its kind, and how it came out."""
    match event.body:
        case bodies.Ratification(passed=passed):
            return "ratify_yes" if passed else "ratify_no"
        case bodies.End(agreed=agreed):
            return "end_yes" if agreed else "end_no"
        case bodies.Collapse(why=why):
            return f"collapse_{why}"
        case bodies.Pass() if scenario.role(event.actor).kind == "mediator":
            return "pass_mediator"
    return event.kind


def _show(key: str, value: object, values: Mapping[str, object], scenario: KnownScenario | None) -> str:
    if isinstance(value, (list, tuple)):
        parts = [_show(key, part, values, scenario) for part in value]
        return together(parts)
    if isinstance(value, float):
        return f"{value:.0f}"
    if scenario is None:
        return str(value)
    if key == "option":
        issue = next((issue for issue in scenario.issues if issue.id == values.get("issue")), None)
        options = issue.options if issue else ()
        return next((option.label for option in options if option.id == value), str(value))
    inside = key in INSIDE
    for role in scenario.roles:
        if role.id == value:
            return _lower(role.name) if inside and role.name.startswith("The ") else role.name
    for issue in scenario.issues:
        if issue.id == value:
            return _lower(issue.label) if inside else issue.label
    return str(value)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
