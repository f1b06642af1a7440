"""What a learner has said about a claim, read from the events of the record, and the map that it makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from course.html.element import bullets, join, small, strong
from course.html.text import phrase, typed
from course.html.wording import Wording
from course.model.claim import Claim, Evidence
from course.model.event import Event


@dataclass
class ArgumentMap:
    """Stands by round, weights by piece, own arguments by id, and the answer to the strongest piece."""

    claim: Claim
    stands: dict[int, dict[str, Any]] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    rebuttal: dict[str, str] = field(default_factory=dict)
    at: str = ""

    @classmethod
    def read(cls, events: Iterable[Event], claim: Claim) -> "ArgumentMap":
        """Fold the events on one claim, oldest first."""
        held = cls(claim)
        for event in events:
            body: dict[str, Any] = dict(event.body)
            held.at = event.at
            if event.kind == "stand":
                held.stands[int(body["round"])] = body
            elif event.kind == "weigh":
                held.weights[body["piece"]] = int(body["weight"])
            elif event.kind == "argument" and body.get("removed"):
                held.own.pop(body["id"], None)
            elif event.kind == "argument":
                held.own[body["id"]] = body
            elif event.kind == "rebuttal":
                held.rebuttal = body
        return held

    def _heaviest(self, pieces: Iterable[Evidence]) -> Evidence | None:
        weighed = [piece for piece in pieces if self.weights.get(piece.id)]
        return max(weighed, key=lambda piece: self.weights[piece.id], default=None)

    def heaviest(self) -> Evidence | None:
        """Return the piece weighed heaviest on either side; None when nothing weighs anything."""
        return self._heaviest((*self.claim.speaks_for, *self.claim.speaks_against))

    def strongest_opposed(self) -> tuple[str, Evidence | None]:
        """Return the side opposed to the first stand ("" when torn), and its piece that was weighed heaviest."""
        stand = self.stands.get(1, {}).get("stand", 0)
        if stand > 0:
            return "against", self._heaviest(self.claim.speaks_against)
        if stand < 0:
            return "for", self._heaviest(self.claim.speaks_for)
        return "", self.heaviest()

    def nested(self, wording: Wording) -> Markup:
        """Return the map as nested lists: claim, sides, pieces with weights, own arguments, the answer."""
        words = wording.words["trial"]
        sides = []
        for side, pieces in (("for", self.claim.speaks_for), ("against", self.claim.speaks_against)):
            entries = [self._entry(piece, words) for piece in pieces if piece.id in self.weights]
            entries += [_own_entry(argument, words) for argument in self.own.values() if argument["side"] == side]
            sides.append(join((strong(words[f"map-{side}"]), bullets(entries))))
        return bullets([join((phrase(self.claim.says), bullets(sides)))])

    def _entry(self, piece: Evidence, words: Mapping[str, str]) -> Markup:
        weight = words[f"weight{self.weights[piece.id]}"]
        answer = None
        if self.rebuttal.get("piece") == piece.id and self.rebuttal.get("text"):
            answer = bullets([join((words["map-answered"], " ", typed(self.rebuttal["text"])))])
        return join((phrase(piece.says), " ", small(f"({weight})"), answer))


def _own_entry(argument: Mapping[str, str], words: Mapping[str, str]) -> Markup:
    source = (": ", typed(argument["source"])) if argument.get("source") else ()
    return join((typed(argument["text"]), " ", small(words["map-yours"], *source)))
