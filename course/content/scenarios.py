"""Reads the negotiations of the summit, and the words that the table speaks."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from course.model.scenario import Scenario

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
    labels = {issue.id: issue.label for issue in scenario.issues}
    labels |= {role.id: role.name for role in scenario.roles}
    return labels.get(value, str(value))
