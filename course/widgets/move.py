"""What the page asks for, as a move of the engine."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from course.model.scenario import Scenario
from course.negotiation import moves
from course.negotiation.moves import Move

BESIDE = ("offer", "pass", "walkout", "return", "bridge", "draft", "accept", "sign", "decline")
"""Moves beside which one may say something to all. A refusal carries its own words."""


class Unclear(Exception):
    """What the page asks for is no move. ``key`` names the words that say so."""

    def __init__(self, key: str):
        super().__init__(key)
        self.key = key


def made(content: Mapping[str, Any], seat: str, scenario: Scenario) -> Move:
    """Return the move that the page asks for; raise Unclear when it makes no sense."""
    try:
        return _made(content, seat, scenario)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unclear("unclear") from None


def _made(content: Mapping[str, Any], seat: str, scenario: Scenario) -> Move:
    kind = content["kind"]
    text = str(content.get("text") or "").strip()
    package = {str(k): str(v) for k, v in dict(content.get("package") or {}).items()}
    mediator = scenario.mediator.id if scenario.mediator else ""
    party = scenario.role(seat).kind == "party"
    simple: dict[str, Callable[[], Move]] = {
        "offer": lambda: moves.offer(package),
        "accept": lambda: moves.accept(int(content["offer"])),
        "reject": lambda: moves.reject(int(content["offer"]), text=text),
        "pass": moves.end_turn,
        "walkout": moves.walkout,
        "return": moves.come_back,
        "say": lambda: moves.say(_words(text), [str(one) for one in content.get("to") or ()]),
        "note": lambda: moves.note(seat, _words(text)),
        "plan": lambda: moves.plan(
            seat,
            _number(content.get("target"), party),
            _number(content.get("walk_away"), party),
            {str(role): [str(one) for one in order] for role, order in dict(content.get("guesses") or {}).items()},
            text,
        ),
        "draft": lambda: moves.draft(package),
        "vote": lambda: moves.vote(mediator, int(content["vote"]), str(content.get("issue") or "")),
        "ask": lambda: moves.ask(str(content["to"]), str(content["question"]), package or None),
        "disclose": lambda: moves.disclose(
            mediator, content.get("question"), str(content["about"]), content.get("answer"), content["scope"]
        ),
        "share": lambda: moves.share(int(content["seq"])),
        "bridge": lambda: moves.bridge(package),
        "guarantee": lambda: moves.guarantee(str(content["guarantee"])),
        "deadline": lambda: moves.deadline(int(content["round"])),
        "sign": moves.sign,
        "decline": moves.decline,
        "reveal": moves.reveal,
        "reflect": lambda: moves.reflect(seat, str(content["stage"]), _words(text)),
    }
    return simple[kind]()


def _words(text: str) -> str:
    if not text:
        raise Unclear("need-text")
    return text


def _number(value: Any, needed: bool) -> float:
    """Return points typed by hand, 0 to 100; a comma is as good as a point."""
    text = str(value if value is not None else "").strip().replace(",", ".")
    if not text and not needed:
        return 0.0
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 100:
        raise Unclear("need-numbers")
    return number
