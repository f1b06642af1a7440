"""How the answers of a class to one prompt lie: one bar for each option or step, for each kind of prompt."""

from collections.abc import Iterable, Sequence
from functools import singledispatch

import msgspec

from course.html.controls import Says
from course.html.text import plain
from course.model import prompt as kinds
from course.model.answer import Answer

Answers = Sequence[Answer]


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
def distribution(question: kinds.Prompt, answers: Answers) -> Distribution:
    """Return how ``answers`` to a prompt lie; a text has no bars."""
    return Distribution(answered=len(answers))


@distribution.register
def _(question: kinds.OneChoice, answers: Answers) -> Distribution:
    return count_choices(question.options, [answer.choices for answer in answers])


@distribution.register
def _(question: kinds.SeveralChoices, answers: Answers) -> Distribution:
    return count_choices(question.options, [answer.choices for answer in answers])


@distribution.register
def _(question: kinds.Scale, answers: Answers) -> Distribution:
    values = [
        answer.value for answer in answers if isinstance(answer.value, int) and 1 <= answer.value <= question.steps
    ]
    low, high = plain(question.low), plain(question.high)
    names = {1: f"1 · {low}", question.steps: f"{question.steps} · {high}"}
    bars = (
        Bar(id=str(step), says=names.get(step, str(step)), count=values.count(step))
        for step in range(1, question.steps + 1)
    )
    return Distribution(answered=len(values), bars=tuple(bars))


@distribution.register
def _(question: kinds.Ranking, answers: Answers) -> Distribution:
    """Count first places; the mean place is over those who ranked the option."""
    option_ids = {option.id for option in question.options}
    orders = [[id for id in answer.order or () if id in option_ids] for answer in answers]
    orders = [order for order in orders if order]
    bars = []
    for option in question.options:
        places = [order.index(option.id) + 1 for order in orders if option.id in order]
        bars.append(Bar(id=option.id, says=plain(option.says), count=places.count(1), mean=_mean(places)))
    return Distribution(answered=len(orders), bars=tuple(bars))


@distribution.register
def _(question: kinds.Placing, answers: Answers) -> Distribution:
    """Count those who placed an option; the mean is its step on the line."""
    placed = [answer.placed for answer in answers if answer.placed is not None]
    bars = []
    for option in question.options:
        places = [steps_by_option.get(option.id) for steps_by_option in placed]
        steps = [step for step in places if isinstance(step, int) and 1 <= step <= question.steps]
        bars.append(Bar(id=option.id, says=plain(option.says), count=len(steps), mean=_mean(steps)))
    return Distribution(answered=len(placed), bars=tuple(bars))


def count_choices(options: Iterable[Says], chosen: Iterable[Sequence[str]]) -> Distribution:
    """Return how often each of ``options`` was chosen; ``chosen`` are the ids that each learner gave."""
    options = list(options)
    option_ids = {option.id for option in options}
    # Options that the prompt no longer has count as no answer.
    valid = [[id for id in ids if id in option_ids] for ids in chosen]
    valid = [ids for ids in valid if ids]
    bars = (
        Bar(id=option.id, says=plain(option.says), count=sum(option.id in ids for ids in valid)) for option in options
    )
    return Distribution(answered=len(valid), bars=tuple(bars))


def _mean(values: Sequence[int]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None
