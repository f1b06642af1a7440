"""One rule for each kind of task, and the answer that solves it."""

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from course.checks import notebook, numbers, writing
from course.model import task as kinds
from course.model.answer import Answer
from course.model.verdict import Remark, Verdict

NOT_ANSWERED = Verdict(outcome="not-answered")


def judge(task: kinds.Task, answer: Answer | None) -> Verdict:
    """Return the verdict on ``answer``. What was given to a question of another kind counts as nothing."""
    return _rule(task, answer or Answer())


@singledispatch
def _rule(task: kinds.Task, answer: Answer) -> Verdict:
    raise TypeError(f"No rule for a task of kind {type(task).__name__}. Add one to course/checks/judge.py.")


@_rule.register
def _choose(task: kinds.Choose, answer: Answer) -> Verdict:
    chosen = next((option for option in task.options if option.id == answer.chosen), None)
    if chosen is None:
        return NOT_ANSWERED
    remark = Remark(about=chosen.says, says=chosen.feedback)
    return Verdict(outcome="correct" if chosen.right else "not-yet", remarks=(remark,))


@_rule.register
def _choose_several(task: kinds.ChooseSeveral, answer: Answer) -> Verdict:
    wanted = answer.chosen if isinstance(answer.chosen, tuple) else ()
    chosen = [option for option in task.options if option.id in wanted]
    if not chosen:
        return NOT_ANSWERED
    remarks = [Remark(about=option.says, says=option.feedback) for option in chosen]
    missing = sum(option.right for option in task.options) - sum(option.right for option in chosen)
    if missing:
        remarks.append(Remark(key="some-missing", values={"count": missing}))
    right = not missing and all(option.right for option in chosen)
    return Verdict(outcome="correct" if right else "not-yet", remarks=tuple(remarks))


@_rule.register
def _order(task: kinds.Order, answer: Answer) -> Verdict:
    order = answer.order or ()
    right = tuple(item.id for item in task.items)
    if not order:
        return NOT_ANSWERED
    if order == right:
        return Verdict(outcome="correct", remarks=(Remark(says=task.right),))
    # The first place that differs is the one to look at: what follows moves with it.
    place = next((n for n, id in enumerate(right) if n >= len(order) or order[n] != id), len(right) - 1)
    stands = next((item for item in task.items if order[place : place + 1] == (item.id,)), task.items[place])
    in_place = sum(a == b for a, b in zip(order, right, strict=False))
    return Verdict(
        outcome="not-yet",
        remarks=(
            Remark(key="in-place", values={"count": in_place, "total": len(right)}),
            Remark(about=stands.says, says=stands.feedback),
        ),
    )


@_rule.register
def _sort(task: kinds.Sort, answer: Answer) -> Verdict:
    placed = {item: group for item, group in (answer.placed or {}).items() if group}
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
    return numbers.judge_number(task, "" if answer.value is None else str(answer.value))


@_rule.register
def _open(task: kinds.Open, answer: Answer) -> Verdict:
    return Verdict(outcome="open") if (answer.text or "").strip() else NOT_ANSWERED


@_rule.register
def _writing(task: kinds.Writing, answer: Answer) -> Verdict:
    return writing.judge_writing(task, answer.text or "")


@_rule.register
def _notebook(task: kinds.Notebook, answer: Answer) -> Verdict:
    return notebook.judge_values(task, answer.values or {})


def solved(task: kinds.Task) -> Answer:
    """Return the answer that solves ``task``: what a worked solution enters."""
    return _SOLUTIONS[type(task)](task)


_SOLUTIONS: dict[type[kinds.Task], Callable[[Any], Answer]] = {
    kinds.Choose: lambda task: Answer(chosen=next(option.id for option in task.options if option.right)),
    kinds.ChooseSeveral: lambda task: Answer(chosen=tuple(option.id for option in task.options if option.right)),
    kinds.Order: lambda task: Answer(order=tuple(item.id for item in task.items)),
    kinds.Sort: lambda task: Answer(placed={item.id: item.group for item in task.items}),
    kinds.Number: lambda task: Answer(value=numbers.write_number(task.answer)),
    kinds.Open: lambda task: Answer(text=task.model),
    kinds.Writing: lambda task: Answer(text=task.models[0].text),
    kinds.Notebook: lambda task: Answer(values={value.name: notebook.plain(value.answer) for value in task.values}),
}
