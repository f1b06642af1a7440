"""One rule for each kind of task, and the answer that solves it."""

from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import Any

from course.checks import notebook, numbers, writing
from course.model import task as kinds
from course.model.verdict import Remark, Verdict

Answer = Mapping[str, Any]

NOT_ANSWERED = Verdict(outcome="not-answered")


def judge(task: kinds.Task, answer: Answer | None) -> Verdict:
    """Return the verdict on ``answer``; the keys of an answer are those that ``solved`` returns."""
    return _rule(task, answer if isinstance(answer, Mapping) else {})


@singledispatch
def _rule(task: kinds.Task, answer: Answer) -> Verdict:
    raise TypeError(f"No rule for a task of kind {type(task).__name__}. Add one to course/checks/judge.py.")


@_rule.register
def _choose(task: kinds.Choose, answer: Answer) -> Verdict:
    chosen = _first([one for one in task.options if one.id == answer.get("chosen")])
    if chosen is None:
        return NOT_ANSWERED
    remark = Remark(about=chosen.says, says=chosen.feedback)
    return Verdict(outcome="correct" if chosen.right else "not-yet", remarks=(remark,))


@_rule.register
def _choose_several(task: kinds.ChooseSeveral, answer: Answer) -> Verdict:
    wanted = _list(answer.get("chosen"))
    chosen = [one for one in task.options if one.id in wanted]
    if not chosen:
        return NOT_ANSWERED
    remarks = [Remark(about=one.says, says=one.feedback) for one in chosen]
    missing = sum(one.right for one in task.options) - sum(one.right for one in chosen)
    if missing:
        remarks.append(Remark(key="some-missing", values={"count": missing}))
    right = not missing and all(one.right for one in chosen)
    return Verdict(outcome="correct" if right else "not-yet", remarks=tuple(remarks))


@_rule.register
def _order(task: kinds.Order, answer: Answer) -> Verdict:
    given = _list(answer.get("order"))
    right = [item.id for item in task.items]
    if not given:
        return NOT_ANSWERED
    if given == right:
        return Verdict(outcome="correct", remarks=(Remark(says=task.right),))
    # The first place that differs is the one to look at: what follows moves with it.
    place = next((n for n, one in enumerate(right) if n >= len(given) or given[n] != one), len(right) - 1)
    stands = _first([item for item in task.items if given[place : place + 1] == [item.id]]) or task.items[place]
    in_place = sum(a == b for a, b in zip(given, right, strict=False))
    return Verdict(
        outcome="not-yet",
        remarks=(
            Remark(key="in-place", values={"count": in_place, "total": len(right)}),
            Remark(about=stands.says, says=stands.feedback),
        ),
    )


@_rule.register
def _sort(task: kinds.Sort, answer: Answer) -> Verdict:
    placed = {item: group for item, group in _table(answer.get("placed")).items() if group}
    if not placed:
        return NOT_ANSWERED
    astray = [item for item in task.items if placed.get(item.id) and placed[item.id] != item.group]
    open_items = [item for item in task.items if not placed.get(item.id)]
    if not astray and not open_items:
        return Verdict(outcome="correct", remarks=(Remark(says=task.right),))
    in_place = len(task.items) - len(astray) - len(open_items)
    remarks = [Remark(key="in-place", values={"count": in_place, "total": len(task.items)})]
    remarks += [Remark(about=item.says, says=item.feedback) for item in astray]
    if open_items:
        remarks.append(Remark(key="some-open", values={"count": len(open_items)}))
    return Verdict(outcome="not-yet", remarks=tuple(remarks))


@_rule.register
def _number(task: kinds.Number, answer: Answer) -> Verdict:
    return numbers.judge_number(task, _text(answer.get("value")))


@_rule.register
def _open(task: kinds.Open, answer: Answer) -> Verdict:
    return Verdict(outcome="open") if _text(answer.get("text")).strip() else NOT_ANSWERED


@_rule.register
def _writing(task: kinds.Writing, answer: Answer) -> Verdict:
    return writing.judge_writing(task, _text(answer.get("text")))


@_rule.register
def _notebook(task: kinds.Notebook, answer: Answer) -> Verdict:
    return notebook.judge_values(task, _table(answer.get("values")))


def solved(task: kinds.Task) -> dict[str, Any]:
    """Return the answer that solves ``task``: what a worked solution enters."""
    return _SOLUTIONS[type(task)](task)


_SOLUTIONS: dict[type, Callable[[Any], dict[str, Any]]] = {
    kinds.Choose: lambda task: {"chosen": next(one.id for one in task.options if one.right)},
    kinds.ChooseSeveral: lambda task: {"chosen": [one.id for one in task.options if one.right]},
    kinds.Order: lambda task: {"order": [item.id for item in task.items]},
    kinds.Sort: lambda task: {"placed": {item.id: item.group for item in task.items}},
    kinds.Number: lambda task: {"value": numbers.written(task.answer)},
    kinds.Open: lambda task: {"text": task.model},
    kinds.Writing: lambda task: {"text": task.models[0].text},
    kinds.Notebook: lambda task: {"values": {one.name: notebook.plain(one.answer) for one in task.values}},
}


def _first(found: list[Any]) -> Any | None:
    return found[0] if found else None


# An answer comes from a page or from an old record: what is not of the expected shape counts as nothing.
def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
