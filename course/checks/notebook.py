"""Judges values that a learner assigned in a notebook cell."""

from collections.abc import Mapping
from numbers import Real
from typing import Any

from course.checks.numbers import other_unit, read_number, slip_for
from course.model.task import Notebook, Value
from course.model.verdict import Remark, Verdict


def plain(answer: float | str | tuple[str, ...]) -> float | str | list[str]:
    """Return a model answer as plain data."""
    return list(answer) if isinstance(answer, tuple) else answer


def is_blank(value: object) -> bool:
    """Tell whether ``value`` is a place that nobody filled in: three dots, None, "" or an empty list."""
    return value is ... or value is None or (isinstance(value, str | list | tuple | set) and not value)


def rename_values(task: Notebook, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values under the names that the task has now."""
    names = {value.was: value.name for value in task.values if value.was}
    return {names.get(name, name): value for name, value in values.items()}


def judge_values(task: Notebook, values: Mapping[str, object]) -> Verdict:
    """Judge the assigned values, one remark each. Nothing filled in is "not answered"."""
    values = rename_values(task, values)
    assigned = {wanted.name: values.get(wanted.name, ...) for wanted in task.values}
    if all(is_blank(value) for value in assigned.values()):
        return Verdict(outcome="not-answered")
    judged = [_judge_value(wanted, assigned[wanted.name]) for wanted in task.values]
    right = all(good for good, _ in judged)
    return Verdict(outcome="correct" if right else "not-yet", remarks=tuple(remark for _, remark in judged))


def _judge_value(wanted: Value, value: Any) -> tuple[bool, Remark]:
    if is_blank(value):
        return False, Remark(about=wanted.name, key="value-blank")
    if isinstance(wanted.answer, str):
        return _judge_word(wanted, value)
    if isinstance(wanted.answer, tuple):
        return _judge_list(wanted, value)
    return _judge_amount(wanted, wanted.answer, value)


def _judge_amount(wanted: Value, answer: float, value: Any) -> tuple[bool, Remark]:
    if isinstance(value, str):
        # A learner may put quotes around a number; that is not what is being asked.
        text = value
        value = read_number(text, wanted.unit)
        if value is not None and (word := other_unit(text, wanted.unit)):
            remark = Remark(about=wanted.name, key="other-unit", values={"word": word, "unit": wanted.unit})
            return False, remark
    if (comma := _with_comma(value)) is not None:
        return False, Remark(about=wanted.name, key="comma-number", values={"typed": comma[0], "number": comma[1]})
    if not isinstance(value, Real) or isinstance(value, bool) or value != value:
        return False, Remark(about=wanted.name, key="not-a-number")
    try:
        amount = float(value)
    except OverflowError:
        amount = float("inf")
    about = f"{wanted.name} = {amount:g} {wanted.unit}".strip()
    if abs(amount - answer) <= wanted.tolerance + 1e-9:
        return True, Remark(about=about, says=wanted.right)
    slip = slip_for(amount, wanted.slips, wanted.tolerance)
    return False, Remark(about=about, says=slip.feedback if slip else wanted.wrong)


def _with_comma(value: Any) -> tuple[str, str] | None:
    """Return how two whole numbers were typed and the number that was meant: Python reads "3,5" as two numbers."""
    if not isinstance(value, tuple) or len(value) != 2:
        return None
    whole, part = value
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in value) or not 0 <= part < 10**9:
        return None
    return f"{whole},{part}", f"{whole}.{part}"


def _fold(text: object) -> str:
    return " ".join(str(text).casefold().split())


def _judge_word(wanted: Value, value: Any) -> tuple[bool, Remark]:
    about = f"{wanted.name} = {value}"
    if _fold(value) in {_fold(answer) for answer in (wanted.answer, *wanted.also)}:
        return True, Remark(about=about, says=wanted.right)
    for slip in wanted.slips:
        if _fold(slip.value) == _fold(value):
            return False, Remark(about=about, says=slip.feedback)
    return False, Remark(about=about, says=wanted.wrong)


def _judge_list(wanted: Value, value: Any) -> tuple[bool, Remark]:
    items = [value] if isinstance(value, str) else list(value) if hasattr(value, "__iter__") else [value]
    about = f"{wanted.name} = {', '.join(str(item) for item in items)}"
    if isinstance(wanted.answer, tuple) and {_fold(item) for item in items} == {_fold(item) for item in wanted.answer}:
        return True, Remark(about=about, says=wanted.right)
    return False, Remark(about=about, says=wanted.wrong)
