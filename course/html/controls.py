"""Describes the control of a prompt or a task for the page, and the same thing as a static face."""

import random
from functools import singledispatch
from typing import Any

from course.html.face import bullets
from course.html.text import phrase, plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.answer import Answer


def shuffled(ids: list[str], seed: str) -> list[str]:
    """Return ``ids`` in an order that is always the same for ``seed`` and never the given one."""
    order = list(ids)
    source = random.Random(seed)
    while len(ids) > 1 and order == list(ids):
        source.shuffle(order)
    return order


def _options(options: Any) -> list[dict[str, str]]:
    return [{"id": one.id, "html": phrase(one.says), "text": plain(one.says)} for one in options]


def _rank(options: Any, start: list[str], first: str, last: str) -> dict[str, Any]:
    return {
        "type": "rank",
        "options": _options(options),
        "start": start,
        "firstHtml": phrase(first),
        "lastHtml": phrase(last),
    }


def _poles(low: str, high: str, steps: int) -> dict[str, Any]:
    return {
        "low": plain(low),
        "high": plain(high),
        "lowHtml": phrase(low),
        "highHtml": phrase(high),
        "steps": steps,
    }


@singledispatch
def control(question: Any, words: Any) -> dict[str, Any] | None:
    """Return the control of ``question`` for controls.js, or None where it is answered elsewhere."""
    raise TypeError(f"No control for a question of kind {type(question).__name__}.")


@control.register(prompts.OneChoice)
@control.register(tasks.Choose)
def _(question: Any, words: Any) -> dict[str, Any]:
    return {"type": "one", "options": _options(question.options)}


@control.register
def _(question: prompts.SeveralChoices, words: Any) -> dict[str, Any]:
    return {"type": "several", "options": _options(question.options), "most": question.most}


@control.register
def _(question: tasks.ChooseSeveral, words: Any) -> dict[str, Any]:
    return {"type": "several", "options": _options(question.options), "most": 0}


@control.register
def _(question: prompts.Scale, words: Any) -> dict[str, Any]:
    return {"type": "scale", **_poles(question.low, question.high, question.steps)}


@control.register
def _(question: prompts.Ranking, words: Any) -> dict[str, Any]:
    # The author's order is as good a start as any: a ranking has no right one.
    start = [one.id for one in question.options]
    return _rank(question.options, start, words["rank-first"], words["rank-last"])


@control.register
def _(question: prompts.Placing, words: Any) -> dict[str, Any]:
    poles = _poles(question.low, question.high, question.steps)
    return {"type": "place", "options": _options(question.options), **poles}


@control.register
def _(question: tasks.Order, words: Any) -> dict[str, Any]:
    start = shuffled([item.id for item in question.items], question.id)
    items = sorted(question.items, key=lambda item: start.index(item.id))
    return _rank(items, start, question.first, question.last)


@control.register
def _(question: tasks.Sort, words: Any) -> dict[str, Any]:
    return {"type": "sort", "items": _options(question.items), "groups": _options(question.groups)}


@control.register
def _(question: tasks.Number, words: Any) -> dict[str, Any]:
    return {"type": "number", "unit": question.unit}


@control.register(prompts.ShortText)
@control.register(tasks.Open)
def _(question: Any, words: Any) -> dict[str, Any]:
    return {"type": "text", "rows": question.rows}


@control.register
def _(question: tasks.Writing, words: Any) -> dict[str, Any]:
    return {"type": "text", "rows": question.rows, "least": question.least, "most": question.most}


@control.register
def _(question: tasks.Notebook, words: Any) -> None:
    return None


def static_face(made: dict[str, Any] | None, words: Any) -> tuple[str, list[str]]:
    """Return the control as static HTML and as plain lines."""
    if made is None:
        return "", []
    kind = made["type"]
    if kind in ("one", "several"):
        mark = "( )" if kind == "one" else "[ ]"
        lines = [f"{mark} {one['text']}" for one in made["options"]]
        return bullets(one["html"] for one in made["options"]), lines
    if kind == "rank":
        lines = [f"- {one['text']}" for one in made["options"]]
        note = f"<p><em>{made['firstHtml']}</em></p>" if made["firstHtml"] else ""
        return note + bullets(one["html"] for one in made["options"]), lines
    if kind in ("scale", "place"):
        line = f"{made['lowHtml']} ← 1 … {made['steps']} → {made['highHtml']}"
        text = f"{made['low']} <- 1 ... {made['steps']} -> {made['high']}"
        items = made.get("options", [])
        return bullets(one["html"] for one in items) + f"<p>{line}</p>", [
            *(f"- {one['text']}" for one in items),
            text,
        ]
    if kind == "sort":
        groups = " · ".join(one["html"] for one in made["groups"])
        text = " / ".join(one["text"] for one in made["groups"])
        face = bullets(one["html"] for one in made["items"]) + f"<p><em>{words['sort-into']}</em> {groups}</p>"
        return face, [*(f"- {one['text']}" for one in made["items"]), f"{words['sort-into']} {text}"]
    blank = f"____ {made.get('unit', '')}".strip() if kind == "number" else "____"
    return f"<p>{blank}</p>", [blank]


def parts(made: dict[str, Any] | None, answer: Answer) -> list[str]:
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


def shown(made: dict[str, Any] | None, answer: Answer) -> str:
    """Return an answer in words on one line: for "you chose…", for the portfolio, for a class view."""
    return "; ".join(parts(made, answer))
