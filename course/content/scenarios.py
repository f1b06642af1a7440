"""Reads the negotiations of the summit, and the words that the table speaks."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from course.model.scenario import Package, Scenario

from .reader import ContentError, convert, did_you_mean, read_toml

FOLDER = Path(__file__).parent / "scenarios"
WORDS = Path(__file__).parent / "negotiation.toml"


class Temper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A counterpart's rule in words: ``hint`` for the player, ``name`` and ``rule`` for the debrief."""

    name: str
    hint: str
    rule: str
    sources: tuple[str, ...]


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that the table says: reasons and figures as templates, tempers and points as short texts."""

    reasons: dict[str, str]
    events: dict[str, str]
    tempers: dict[str, Temper]
    points: dict[str, dict[str, str]]
    steps: dict[str, dict[str, str]]
    refusals: dict[str, str]
    scopes: dict[str, str]
    questions: dict[str, str]
    stages: dict[str, dict[str, str]]


INSIDE = ("to", "author", "asked", "signers", "given", "taken")
"""Values that stand inside a sentence, where "The boundary" reads "the boundary"."""


def scenarios() -> tuple[str, ...]:
    """Return the ids of all scenarios, shortest first."""
    names = [path.stem for path in FOLDER.glob("*.toml")]
    return tuple(sorted(names, key=lambda name: (scenario(name).minutes, name)))


@cache
def scenario(id: str) -> Scenario:
    """Return one scenario; raise ContentError for an unknown id or a file that cannot be used."""
    path = FOLDER / f"{id}.toml"
    if not path.exists():
        names = [other.stem for other in FOLDER.glob("*.toml")]
        raise ContentError(
            f"There is no scenario '{id}'{did_you_mean(id, names)} Choose from {', '.join(sorted(names))}."
        )
    return convert({"id": id, **read_toml(path)}, Scenario, path.name)


@cache
def words() -> Words:
    """Return the words of the table."""
    return convert(read_toml(WORDS), Words, WORDS.name)


def say(template: str, values: Mapping[str, Any], scenario: Scenario | None = None) -> str:
    """Return a template with its values in words: ids of issues, options and roles become their labels.

    A list becomes "a, b and c". ``option`` is read together with ``issue``. Raises ContentError for a gap.
    """
    shown = {key: _shown(key, value, values, scenario) for key, value in values.items()}
    try:
        return template.format(**shown)
    except KeyError as gap:
        raise ContentError(f"negotiation.toml: '{template}' needs {gap}. Take it out of the text.") from None


def _shown(key: str, value: Any, values: Mapping[str, Any], scenario: Scenario | None) -> str:
    if isinstance(value, (list, tuple)):
        parts = [_shown(key, one, values, scenario) for one in value]
        return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""
    if isinstance(value, float):
        return f"{value:.0f}"
    if scenario is None:
        return str(value)
    if key == "option":
        issue = next((i for i in scenario.issues if i.id == values.get("issue")), None)
        return next((o.label for o in issue.options if o.id == value), str(value)) if issue else str(value)
    inside = key in INSIDE
    labels = {issue.id: _lower(issue.label) if inside else issue.label for issue in scenario.issues}
    for role in scenario.roles:
        labels[role.id] = _lower(role.name) if inside and role.name.startswith("The ") else role.name
    return labels.get(value, str(value)) if isinstance(value, str) else str(value)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def clauses(package: Package, scenario: Scenario) -> tuple[tuple[str, str, str], ...]:
    """Return a package, whole or partial, in the order of the table: (issue's label, option's label, clause)."""
    return tuple(
        (issue.label, option.label, option.text)
        for issue in scenario.issues
        for option in issue.options
        if package.get(issue.id) == option.id
    )


def line(event: Any, scenario: Scenario, events: Sequence[Any]) -> str:
    """Return one event of a negotiation as a line of its log, with its reason where it has one.

    ``event`` has ``actor``, ``kind``, ``to`` and ``body``; ``events`` is the log (or what a seat may see of it), in
    which the author of an offer is looked up by its number.
    """
    said, kind, body = words(), event.kind, event.body
    if kind == "ratify":
        kind = "ratify_yes" if body["passed"] else "ratify_no"
    elif kind == "end":
        kind = "end_yes" if body["agreed"] else "end_no"
    elif kind == "collapse":
        kind = f"collapse_{body['why']}"
    values = {key: value for key, value in body.items() if key != "reason"}
    values |= {"actor": event.actor, "to": list(event.to)}
    if kind in ("accept", "reject"):
        values["author"] = next(one.actor for one in events if one.seq == body["offer"])
    if kind == "share":
        values["author"] = body["role"]
    if kind == "pass" and scenario.role(event.actor).kind == "mediator":
        kind = "pass_mediator"
    if kind == "guarantee":
        values["guarantee"] = next(one.label for one in scenario.mandate.guarantees if one.id == body["guarantee"])
    text = say(said.events[kind], values, scenario)
    if body.get("reason"):
        text += f" “{say(said.reasons[body['reason']['key']], body['reason']['values'], scenario)}”"
    return f"{text} “{body['text']}”" if kind == "reject" and body.get("text") else text
