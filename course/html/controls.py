"""Describes the control of a prompt or a task for the page, and the same thing as a static face."""

import random
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any, Protocol

from markupsafe import Markup

from course.html.element import NOTHING, bullets, em, join, p
from course.html.text import phrase, plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.answer import Answer


class Says(Protocol):
    """Whatever can be chosen, ranked, sorted or commented on: an option, an item, a group, a criterion."""

    @property
    def id(self) -> str:
        """Return what an answer calls it."""

    @property
    def says(self) -> str:
        """Return what it says, as Markdown."""


Words = Mapping[str, str]
Control = dict[str, Any]
"""What controls.js draws: ``type``, and what that type needs. Keys that end in ``html`` hold HTML."""


def shuffled(ids: list[str], seed: str) -> list[str]:
    """Return ``ids`` in an order that is always the same for ``seed`` and never the given one."""
    order = list(ids)
    source = random.Random(seed)
    while len(ids) > 1 and order == list(ids):
        source.shuffle(order)
    return order


def choices(options: Iterable[Says]) -> list[dict[str, str]]:
    """Return options for the page: what an answer calls each, and what it says as HTML and as plain text."""
    return [{"id": option.id, "html": phrase(option.says), "text": plain(option.says)} for option in options]


def _rank(options: Iterable[Says], start: list[str], first: str, last: str) -> Control:
    return {
        "type": "rank",
        "options": choices(options),
        "start": start,
        "firstHtml": phrase(first),
        "lastHtml": phrase(last),
    }


def _poles(low: str, high: str, steps: int) -> Control:
    return {
        "low": plain(low),
        "high": plain(high),
        "lowHtml": phrase(low),
        "highHtml": phrase(high),
        "steps": steps,
    }


@singledispatch
def control(question: object, words: Words) -> Control | None:
    """Return the control of ``question`` for controls.js, or None where it is answered elsewhere."""
    raise TypeError(f"No control for a question of kind {type(question).__name__}.")


@control.register
def _(question: prompts.OneChoice | tasks.Choose, words: Words) -> Control:
    return {"type": "one", "options": choices(question.options)}


@control.register
def _(question: prompts.SeveralChoices, words: Words) -> Control:
    return {"type": "several", "options": choices(question.options), "most": question.most}


@control.register
def _(question: tasks.ChooseSeveral, words: Words) -> Control:
    return {"type": "several", "options": choices(question.options), "most": 0}


@control.register
def _(question: prompts.Scale, words: Words) -> Control:
    return {"type": "scale", **_poles(question.low, question.high, question.steps)}


@control.register
def _(question: prompts.Ranking, words: Words) -> Control:
    # The author's order is as good a start as any: a ranking has no right one.
    start = [option.id for option in question.options]
    return _rank(question.options, start, words["rank-first"], words["rank-last"])


@control.register
def _(question: prompts.Placing, words: Words) -> Control:
    poles = _poles(question.low, question.high, question.steps)
    return {"type": "place", "options": choices(question.options), **poles}


@control.register
def _(question: tasks.Order, words: Words) -> Control:
    start = shuffled([item.id for item in question.items], question.id)
    items = sorted(question.items, key=lambda item: start.index(item.id))
    return _rank(items, start, question.first, question.last)


@control.register
def _(question: tasks.Sort, words: Words) -> Control:
    return {"type": "sort", "items": choices(question.items), "groups": choices(question.groups)}


@control.register
def _(question: tasks.Number, words: Words) -> Control:
    return {"type": "number", "unit": question.unit}


@control.register
def _(question: prompts.ShortText | tasks.Open, words: Words) -> Control:
    return {"type": "text", "rows": question.rows}


@control.register
def _(question: tasks.Writing, words: Words) -> Control:
    return {"type": "text", "rows": question.rows, "least": question.least, "most": question.most}


@control.register
def _(question: tasks.Notebook, words: Words) -> None:
    return None


def static_face(made: Control | None, words: Words) -> tuple[Markup, list[str]]:
    """Return the control as static HTML and as plain lines."""
    if made is None:
        return NOTHING, []
    kind = made["type"]
    if kind in ("one", "several"):
        mark = "( )" if kind == "one" else "[ ]"
        return _listed(made["options"]), [f"{mark} {option['text']}" for option in made["options"]]
    if kind == "rank":
        first = p(em(made["firstHtml"])) if made["firstHtml"] else None
        return join((first, _listed(made["options"]))), _lines(made["options"])
    if kind in ("scale", "place"):
        line = p(made["lowHtml"], f" ← 1 … {made['steps']} → ", made["highHtml"])
        text = f"{made['low']} <- 1 ... {made['steps']} -> {made['high']}"
        items = made.get("options", [])
        return join((_listed(items), line)), [*_lines(items), text]
    if kind == "sort":
        groups = join((group["html"] for group in made["groups"]), " · ")
        text = " / ".join(group["text"] for group in made["groups"])
        face = join((_listed(made["items"]), p(em(words["sort-into"]), " ", groups)))
        return face, [*_lines(made["items"]), f"{words['sort-into']} {text}"]
    blank = f"____ {made.get('unit', '')}".strip() if kind == "number" else "____"
    return p(blank), [blank]


def _listed(options: Iterable[Mapping[str, str]]) -> Markup:
    return bullets(option["html"] for option in options)


def _lines(options: Iterable[Mapping[str, str]]) -> list[str]:
    return [f"- {option['text']}" for option in options]


def parts(made: Control | None, answer: Answer) -> list[str]:
    """Return an answer in words, as plain text: one part for each thing chosen, ranked or placed.

    An answer that was given when the question was of another kind has no part, unless it is a text.
    """
    if answer.text is not None:
        return [answer.text]
    if made is None:
        return []
    names = {option["id"]: option["text"] for option in made.get("items") or made.get("options") or ()}
    if answer.chosen is not None:
        return [name for id, name in names.items() if id in answer.choices]
    if answer.order is not None:
        known = [names[id] for id in answer.order if id in names]
        return [f"{n}. {name}" for n, name in enumerate(known, 1)]
    if answer.placed is not None:
        groups = {group["id"]: group["text"] for group in made.get("groups", ())}
        placed = {id: groups.get(str(place), str(place)) for id, place in answer.placed.items()}
        # An item that ends in a full stop reads badly before a colon.
        return [f"{name.rstrip('.')}: {placed[id]}" for id, name in names.items() if id in placed]
    if answer.value is None:
        return []
    if made["type"] == "scale":
        return [f"{answer.value}/{made['steps']} ({made['low']} – {made['high']})"]
    return [f"{answer.value} {made.get('unit', '')}".strip()]


def shown(made: Control | None, answer: Answer) -> str:
    """Return an answer in words on one line: for "you chose…", for the portfolio, for a class view."""
    return "; ".join(parts(made, answer))
