"""What a learner has said about a claim, read from the events of the record, and the map that it makes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from course.html.face import bullets
from course.html.text import escape, phrase, typed
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
        weighed = [one for one in pieces if self.weights.get(one.id)]
        return max(weighed, key=lambda one: self.weights[one.id], default=None)

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

    def nested(self, wording: Wording) -> str:
        """Return the map as nested lists: claim, sides, pieces with weights, own arguments, the answer."""
        words = wording.words["trial"]
        sides = []
        for side, pieces in (("for", self.claim.speaks_for), ("against", self.claim.speaks_against)):
            entries = [self._entry(one, words) for one in pieces if one.id in self.weights]
            entries += [
                f"{typed(one['text'])} <small>{escape(words['map-yours'])}"
                + (f": {typed(one['source'])}" if one.get("source") else "")
                + "</small>"
                for one in self.own.values()
                if one["side"] == side
            ]
            sides.append(f"<strong>{escape(words[f'map-{side}'])}</strong>" + bullets(entries))
        return bullets([phrase(self.claim.says) + bullets(sides)])

    def _entry(self, piece: Evidence, words: Any) -> str:
        weight = escape(words[f"weight{self.weights[piece.id]}"])
        answer = ""
        if self.rebuttal.get("piece") == piece.id and self.rebuttal.get("text"):
            answer = bullets([f"{escape(words['map-answered'])} {typed(self.rebuttal['text'])}"])
        return f"{phrase(piece.says)} <small>({weight})</small>{answer}"
