"""How the answers of a class to one prompt lie: one bar for each option or step, for each kind of prompt."""

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from typing import Any

import msgspec

from course.html.text import plain
from course.model import prompt as kinds

Answers = Sequence[Mapping[str, Any]]


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One option or step: how many chose it. ``mean`` is its mean place, where it was ranked or placed."""

    id: str
    says: str
    count: int
    mean: float | None = None


class Distribution(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of one round: how many there are, and a bar for each option."""

    answered: int
    bars: tuple[Bar, ...] = ()


@singledispatch
def distribution(question: Any, answers: Answers) -> Distribution:
    """Return how ``answers`` to a prompt lie; a text has no bars."""
    return Distribution(answered=len(answers))


@distribution.register
def _(question: kinds.OneChoice, answers: Answers) -> Distribution:
    return _counted(question.options, [[one.get("chosen")] for one in answers])


@distribution.register
def _(question: kinds.SeveralChoices, answers: Answers) -> Distribution:
    return _counted(question.options, [_list(one.get("chosen")) for one in answers])


@distribution.register
def _(question: kinds.Scale, answers: Answers) -> Distribution:
    given = [one["value"] for one in answers if _is_step(one.get("value"), question.steps)]
    low, high = plain(question.low), plain(question.high)
    names = {1: f"1 · {low}", question.steps: f"{question.steps} · {high}"}
    bars = (
        Bar(id=str(step), says=names.get(step, str(step)), count=given.count(step))
        for step in range(1, question.steps + 1)
    )
    return Distribution(answered=len(given), bars=tuple(bars))


@distribution.register
def _(question: kinds.Ranking, answers: Answers) -> Distribution:
    """Count first places; the mean place is over those who ranked the option."""
    known = {one.id for one in question.options}
    orders = [[id for id in _list(one.get("order")) if id in known] for one in answers]
    orders = [one for one in orders if one]
    bars = []
    for option in question.options:
        places = [order.index(option.id) + 1 for order in orders if option.id in order]
        bars.append(Bar(id=option.id, says=plain(option.says), count=places.count(1), mean=_mean(places)))
    return Distribution(answered=len(orders), bars=tuple(bars))


@distribution.register
def _(question: kinds.Placing, answers: Answers) -> Distribution:
    """Count those who placed an option; the mean is its step on the line."""
    placed = [one["placed"] for one in answers if isinstance(one.get("placed"), Mapping)]
    bars = []
    for option in question.options:
        steps = [one[option.id] for one in placed if _is_step(one.get(option.id), question.steps)]
        bars.append(Bar(id=option.id, says=plain(option.says), count=len(steps), mean=_mean(steps)))
    return Distribution(answered=len(placed), bars=tuple(bars))


def _counted(options: Iterable[kinds.Choice], chosen: Sequence[Sequence[Any]]) -> Distribution:
    options = list(options)
    known = {one.id for one in options}
    # Options that the prompt no longer has count as no answer.
    valid = [[id for id in one if isinstance(id, str) and id in known] for one in chosen]
    valid = [one for one in valid if one]
    bars = (Bar(id=one.id, says=plain(one.says), count=sum(one.id in given for given in valid)) for one in options)
    return Distribution(answered=len(valid), bars=tuple(bars))


def _is_step(value: Any, steps: int) -> bool:
    return type(value) is int and 1 <= value <= steps


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
