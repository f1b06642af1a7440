"""The way through a lesson as a teacher goes it: a question opens, closes, shows its results, and the next one comes.

Of a question that is asked twice, the first results wait for the second vote: who has seen what most people think does
not think again, but joins them. Each step back undoes one step ahead.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from course.live.deck import Deck
from course.live.store import SlideState

Way = Literal["next", "back"]
Doing = Literal["open", "close", "show", "go", "end"]


class Stop(msgspec.Struct, frozen=True):
    """A question on the way. ``asks`` is False for what is only looked at; ``again`` where its second vote follows."""

    id: str
    core: bool = True
    asks: bool = True
    again: bool = False


class Step(msgspec.Struct, frozen=True):
    """What one step does, where the class is after it, and what changes in which question."""

    doing: Doing
    current: str
    slides: Mapping[str, Mapping[str, Any]] = {}


def stops(deck: Deck) -> list[Stop]:
    """Return the way through a deck."""
    slides = list(deck.slides.values())
    following = [*slides[1:], None]
    return [
        Stop(slide.id, not slide.more, slide.control is not None, after is not None and after.first == slide.id)
        for slide, after in zip(slides, following, strict=True)
    ]


def mark_of(current: str, states: Mapping[str, SlideState]) -> str:
    """Return where the class stands, as a page sends it back: a second press on the same picture does nothing."""
    now = states.get(current, SlideState("hidden", False))
    return f"{current}|{now.state}|{now.shown:d}"


def ahead(way: Sequence[Stop], states: Mapping[str, SlideState], current: str) -> Step:
    """Return the next step; "end" where there is none."""
    here = next((stop for stop in way if stop.id == current), None)
    if here is None:
        return _arrive(way, states, 0, current)
    now = states.get(current, SlideState("hidden", False))
    if now.state == "hidden":
        return Step("open", current, {current: {"state": "open"}})
    if here.asks and now.state == "open":
        return Step("close", current, {current: {"state": "closed"}})
    if here.asks and not now.shown and not here.again:
        return Step("show", current, {current: {"shown": True}})
    return _arrive(way, states, way.index(here) + 1, current)


def _arrive(way: Sequence[Stop], states: Mapping[str, SlideState], begin: int, current: str) -> Step:
    place = next(
        (n for n in range(begin, len(way)) if way[n].core or (way[n - 1].id == current and way[n - 1].again)), None
    )
    if place is None:
        return Step("end", current)
    there = way[place]
    now = states.get(there.id, SlideState("hidden", False))
    voted_again = there.again and states.get(way[place + 1].id, SlideState("hidden", False)).state != "hidden"
    if now.state != "open" and not now.shown and not voted_again:
        return Step("open", there.id, {there.id: {"state": "open"}})
    return Step("go", there.id)


def back(way: Sequence[Stop], states: Mapping[str, SlideState], counts: Mapping[str, int], current: str) -> Step:
    """Return the step that undoes the last one; "end" before the first question. No answer is lost by it."""
    here = next((stop for stop in way if stop.id == current), None)
    if here is None:
        return Step("end", current)
    now = states.get(current, SlideState("hidden", False))
    if here.asks and now.state == "closed":
        return (
            Step("show", current, {current: {"shown": False}})
            if now.shown
            else Step("open", current, {current: {"state": "open"}})
        )
    before = [stop.id for stop in way[: way.index(here)] if stop.core or states.get(stop.id, now).state != "hidden"]
    left = "closed" if counts.get(current) else "hidden"
    changes = {} if now.state == "hidden" else {current: {"state": left}}
    return Step("go", before[-1] if before else "", changes)
