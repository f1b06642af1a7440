"""What the page asks for, as a move of the engine."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from course.model.error import CourseError
from course.model.event import clean_body
from course.model.scenario import Scenario
from course.negotiation import bodies, moves
from course.negotiation.bodies import Body
from course.negotiation.event import Event
from course.negotiation.legality import require
from course.negotiation.moves import Move
from course.negotiation.state import State

BESIDE = ("offer", "pass", "walkout", "return", "bridge", "draft", "accept", "sign", "decline")
"""Moves beside which one may say something to all. A refusal carries its own words."""


def read_beside(content: Mapping[str, Any], move: Move) -> str:
    """Return the words to all that go with a move, "" when there are none."""
    return clean_body({"text": str(content.get("text") or "").strip()})["text"] if move.kind in BESIDE else ""


def require_legal(scenario: Scenario, state: State, events: Sequence[Event[Body]], seat: str, move: Move) -> None:
    """Raise NegotiationError when the engine would not take the move; nothing is changed."""
    require(scenario, state, events, seat, moves.plain(move))


class Unclear(CourseError):
    """What the page asks for is no move. ``key`` names the words that say so; only the table has them."""

    def __init__(self, key: str):
        super().__init__(key)
        self.key = key


def read_move(content: Mapping[str, Any], seat: str, scenario: Scenario) -> Move:
    """Return the move that the page asks for; raise Unclear when it makes no sense."""
    try:
        return _read_move(clean_body(dict(content)), seat, scenario)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unclear("unclear") from None


def _read_move(content: Mapping[str, Any], seat: str, scenario: Scenario) -> Move:
    kind = content["kind"]
    text = str(content.get("text") or "").strip()
    package = {str(k): str(v) for k, v in dict(content.get("package") or {}).items()}
    mediator = scenario.mediator.id if scenario.mediator else ""
    party = scenario.role(seat).kind == "party"
    builders: dict[str, Callable[[], Move]] = {
        "offer": lambda: moves.offer(package),
        "accept": lambda: moves.accept(int(content["offer"])),
        "reject": lambda: moves.reject(int(content["offer"]), text=text),
        "pass": moves.end_turn,
        "walkout": moves.walkout,
        "return": moves.come_back,
        "say": lambda: moves.say(_words(text), [str(role) for role in content.get("to") or ()]),
        "note": lambda: moves.note(seat, _words(text)),
        "plan": lambda: moves.plan(
            seat,
            _number(content.get("target"), party),
            _number(content.get("walk_away"), party),
            {str(role): [str(issue) for issue in order] for role, order in dict(content.get("guesses") or {}).items()},
            text,
        ),
        "draft": lambda: moves.draft(package),
        "vote": lambda: moves.vote(mediator, int(content["vote"]), _issue(content.get("issue"), scenario)),
        "ask": lambda: Move(
            bodies.from_json(
                "caucus_question", {**content, "package": package if content["question"] == "could_live" else None}
            ),
            (str(content["to"]),),
        ),
        "disclose": lambda: Move(
            bodies.from_json("disclose", {"question": None, "answer": None, **content}), (mediator,)
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
    return builders[kind]()


def _words(text: str) -> str:
    if not text:
        raise Unclear("need-text")
    return text


def _issue(id: Any, scenario: Scenario) -> str:
    return scenario.issue(id).id if id else ""


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
