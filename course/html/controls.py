"""Describes the control of a prompt or a task for the page, and the same thing as a static face."""

import random
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Protocol

import msgspec
from markupsafe import Markup

from course.html.element import NOTHING, bullets, em, join, p
from course.html.text import phrase, plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.answer import Answer
from course.model.language import arrow, as_one, with_semicolons
from course.model.lesson import Retired


class Says(Protocol):
    """Whatever can be chosen, ranked, sorted or commented on: an option, an item, a group, a criterion."""

    @property
    def id(self) -> str:
        """Return what an answer calls it."""

    @property
    def says(self) -> str:
        """Return what it says, as Markdown."""


Words = Mapping[str, str]


class Option(msgspec.Struct, frozen=True):
    """What can be chosen, ranked or sorted: what an answer calls it, and what it says as HTML and as plain text."""

    id: str
    html: Markup
    text: str


class _Control(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", rename="camel", omit_defaults=True):
    """What controls.js draws. Fields that end in ``html`` hold HTML."""


class One(_Control, frozen=True, kw_only=True, tag="one"):
    """Radio buttons."""

    options: tuple[Option, ...]


class Several(_Control, frozen=True, kw_only=True, tag="several"):
    """Check boxes, ``most`` at once; any number where that is 0."""

    options: tuple[Option, ...]
    most: int


class Scale(_Control, frozen=True, kw_only=True, tag="scale"):
    """Steps from one pole to another."""

    low: str
    high: str
    low_html: Markup
    high_html: Markup
    steps: int


class Place(Scale, frozen=True, kw_only=True, tag="place"):
    """A scale for each option."""

    options: tuple[Option, ...]


class Rank(_Control, frozen=True, kw_only=True, tag="rank"):
    """A list to be put in order; ``start`` is the order of ids in which it stands at first."""

    options: tuple[Option, ...]
    start: tuple[str, ...]
    first_html: Markup
    last_html: Markup


class Sort(_Control, frozen=True, kw_only=True, tag="sort"):
    """Items to be put into groups."""

    items: tuple[Option, ...]
    groups: tuple[Option, ...]


class Number(_Control, frozen=True, kw_only=True, tag="number"):
    """A box for a number."""

    unit: str


class Text(_Control, frozen=True, kw_only=True, tag="text"):
    """A box for a text, of ``least`` to ``most`` words where these are given."""

    rows: int
    least: int | None = None
    most: int | None = None


Control = One | Several | Scale | Place | Rank | Sort | Number | Text


def to_page(control: Control | None) -> object:
    """Return a control as JSON for the page."""
    return msgspec.to_builtins(control, enc_hook=str)  # Markup is text there


def shuffled(ids: list[str], seed: str) -> list[str]:
    """Return ``ids`` in an order that is always the same for ``seed`` and never the given one."""
    order = list(ids)
    source = random.Random(seed)
    while len(ids) > 1 and order == list(ids):
        source.shuffle(order)
    return order


def to_options(options: Iterable[Says]) -> tuple[Option, ...]:
    """Return what can be chosen, for the page."""
    return tuple(Option(option.id, phrase(option.says), plain(option.says)) for option in options)


def options_to_page(options: Iterable[Says]) -> list[object]:
    """Return what can be chosen as JSON for the page."""
    return [msgspec.to_builtins(option, enc_hook=str) for option in to_options(options)]


@singledispatch
def control(question: object, words: Words) -> Control | None:
    """Return the control of ``question`` for controls.js, or None where it is answered elsewhere."""
    raise TypeError(f"No control for a question of kind {type(question).__name__}.")


@control.register
def _(question: prompts.OneChoice | tasks.Choose, words: Words) -> Control:
    return One(options=to_options(question.options))


@control.register
def _(question: prompts.SeveralChoices, words: Words) -> Control:
    return Several(options=to_options(question.options), most=question.most)


@control.register
def _(question: tasks.ChooseSeveral, words: Words) -> Control:
    return Several(options=to_options(question.options), most=0)


@control.register
def _(question: prompts.Scale, words: Words) -> Control:
    return Scale(
        low=plain(question.low),
        high=plain(question.high),
        low_html=phrase(question.low),
        high_html=phrase(question.high),
        steps=question.steps,
    )


@control.register
def _(question: prompts.Ranking, words: Words) -> Control:
    # The author's order is as good a start as any: a ranking has no right one.
    return Rank(
        options=to_options(question.options),
        start=tuple(option.id for option in question.options),
        first_html=phrase(words["rank-first"]),
        last_html=phrase(words["rank-last"]),
    )


@control.register
def _(question: prompts.Placing, words: Words) -> Control:
    return Place(
        options=to_options(question.options),
        low=plain(question.low),
        high=plain(question.high),
        low_html=phrase(question.low),
        high_html=phrase(question.high),
        steps=question.steps,
    )


@control.register
def _(question: tasks.Order, words: Words) -> Control:
    start = shuffled([item.id for item in question.items], question.id)
    return Rank(
        options=to_options(sorted(question.items, key=lambda item: start.index(item.id))),
        start=tuple(start),
        first_html=phrase(question.first),
        last_html=phrase(question.last),
    )


@control.register
def _(question: tasks.Sort, words: Words) -> Control:
    return Sort(items=to_options(question.items), groups=to_options(question.groups))


@control.register
def _(question: tasks.Number, words: Words) -> Control:
    return Number(unit=question.unit)


@control.register
def _(question: prompts.ShortText | tasks.Open, words: Words) -> Control:
    return Text(rows=question.rows)


@control.register
def _(question: tasks.Writing, words: Words) -> Control:
    return Text(rows=question.rows, least=question.least, most=question.most)


@control.register
def _(question: tasks.Notebook, words: Words) -> None:
    return None


@control.register
def _(question: Retired, words: Words) -> Control:
    # What it was no longer matters, only what an answer to it names: something that was chosen or put in order, or an
    # item and its group.
    said = tuple(Option(id, phrase(says), plain(says)) for id, says in question.says.items())
    return Sort(items=said, groups=said)


def static_face(control: Control | None, words: Words) -> tuple[Markup, list[str]]:
    """Return the control as static HTML and as plain lines."""
    match control:
        case None:
            return NOTHING, []
        case One() | Several():
            mark = "( )" if isinstance(control, One) else "[ ]"
            return _list_options(control.options), [f"{mark} {option.text}" for option in control.options]
        case Rank():
            first = p(em(control.first_html)) if control.first_html else None
            return join((first, _list_options(control.options))), _lines(control.options)
        case Scale():
            line = p(control.low_html, f"{arrow(back=True)}1 … {control.steps}{arrow()}", control.high_html)
            text = f"{control.low}{arrow(back=True, plain=True)}1 ... {control.steps}{arrow(plain=True)}{control.high}"
            options = control.options if isinstance(control, Place) else ()
            return join((_list_options(options), line)), [*_lines(options), text]
        case Sort():
            groups = join((group.html for group in control.groups), " · ")
            text = " / ".join(group.text for group in control.groups)
            face = join((_list_options(control.items), p(em(words["sort-into"]), " ", groups)))
            return face, [*_lines(control.items), f"{words['sort-into']} {text}"]
    blank = f"____ {control.unit}".strip() if isinstance(control, Number) else "____"
    return p(blank), [blank]


def _list_options(options: Iterable[Option]) -> Markup:
    return bullets(option.html for option in options)


def _lines(options: Iterable[Option]) -> list[str]:
    return [f"- {option.text}" for option in options]


def _options(control: Control) -> tuple[Option, ...]:
    """Return what an answer may name."""
    match control:
        case Sort():
            return control.items
        case One() | Several() | Place() | Rank():
            return control.options
    return ()


def parts(control: Control | None, answer: Answer) -> list[str]:
    """Return an answer in words, as plain text: one part for each thing chosen, ranked or placed.

    An answer that was given when the question was of another kind has no part, unless it is a text.
    """
    if answer.text is not None:
        return [answer.text]
    if control is None:
        return []
    names = {option.id: option.text for option in _options(control)}
    if answer.chosen is not None:
        return [name for id, name in names.items() if id in answer.choices]
    if answer.order is not None:
        known = [names[id] for id in answer.order if id in names]
        return [f"{n}. {name}" for n, name in enumerate(known, 1)]
    if answer.placed is not None:
        groups = {group.id: group.text for group in control.groups} if isinstance(control, Sort) else {}
        placed = {id: groups.get(str(place), str(place)) for id, place in answer.placed.items()}
        # An item that ends in a full stop reads badly before a colon.
        return [f"{name.rstrip('.')}: {placed[id]}" for id, name in names.items() if id in placed]
    if answer.value is None:
        return []
    if type(control) is Scale:
        return [f"{as_one(f'{answer.value}/{control.steps}')} ({control.low} – {control.high})"]
    return [f"{answer.value} {control.unit if isinstance(control, Number) else ''}".strip()]


def shown(control: Control | None, answer: Answer) -> str:
    """Return an answer in words on one line: for "you chose…", for the portfolio, for a class view."""
    return with_semicolons(parts(control, answer))
