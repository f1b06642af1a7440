"""The claim on trial: a first stand, evidence weighed on both sides, a second stand, and how far it moved.

What is saved: ``stand`` events on the item ``claim/A4`` (round 1 before the evidence, 2 after), ``weigh`` (piece,
0 to 4), ``argument`` (own arguments; a later one with ``removed`` takes it back) and ``rebuttal``.
"""

import uuid
import weakref
from typing import Any, ClassVar

from course.html.argument import ArgumentMap
from course.html.text import phrase, plain
from course.html.trial import STANDS, argument_map, trial_face
from course.model.claim import Claim, Evidence
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget, script

WEIGHTS = (0, 1, 2, 3, 4)


class Trial(CourseWidget):
    """One claim on trial. ``only_first`` asks for the first stand alone."""

    _esm = script("controls", "trial")
    # The same claim may stand twice in a lesson: first stand early, the trial later. Both show what either saved.
    _open: ClassVar["weakref.WeakSet[Trial]"] = weakref.WeakSet()

    def __init__(self, setting: Setting, claim: Claim, *, only_first: bool = False):
        self.claim = claim
        self.item = f"claim/{claim.id}"
        self.only_first = only_first
        words = setting.words["trial"]
        eyebrow = setting.word("trial", "eyebrow", claim=claim.id)
        super().__init__(
            setting,
            face=trial_face(setting, claim, only_first=only_first),
            spec={
                "eyebrow": eyebrow,
                "claim": phrase(claim.says),
                "record": setting.record.where.as_posix(),
                "where": f"{setting.stem}/{self.item}",
                "onlyFirst": only_first,
                "stands": [{"value": value, "text": words[f"scale{value}"]} for value in STANDS],
                "sures": [{"value": value, "text": words[f"sure{value}"]} for value in (1, 2, 3)],
                "weights": [{"value": value, "text": words[f"weight{value}"]} for value in WEIGHTS],
                "sides": [
                    {"side": "for", "title": words["for"], "pieces": _pieces(setting, claim.speaks_for)},
                    {"side": "against", "title": words["against"], "pieces": _pieces(setting, claim.speaks_against)},
                ],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self._state()
        Trial._open.add(self)

    def _state(self) -> dict[str, Any]:
        record = self.setting.record
        # A stand is one fact about a claim wherever it is taken, so it is looked up without the lesson.
        held = ArgumentMap.read(record.events(item=self.item), self.claim)
        return {
            "first": held.stands.get(1),
            "second": held.stands.get(2),
            "at": held.at,
            "weights": held.weights,
            "own": list(held.own.values()),
            "rebuttal": held.rebuttal,
            "strongest": self._strongest(held),
            "map": argument_map(self.setting, held),
            "moved": self._moved(held),
        }

    def _strongest(self, held: ArgumentMap) -> dict[str, str]:
        side, piece = held.strongest_opposed()
        word = self.setting.word
        if piece is None:
            return {"id": "", "lead": word("trial", "strongest-none"), "text": ""}
        lead = word("trial", f"strongest-{side or 'torn'}")
        return {"id": piece.id, "lead": lead, "text": plain(piece.says)}

    def _moved(self, held: ArgumentMap) -> str:
        first, second = held.stands.get(1), held.stands.get(2)
        if not first or not second:
            return ""
        names = self.setting.words["trial"]
        heaviest = held.heaviest()
        key = "moved" if first["stand"] != second["stand"] else "stayed"
        return self.setting.word(
            "trial",
            key,
            first=names[f"scale{first['stand']}"],
            second=names[f"scale{second['stand']}"],
            piece=plain(heaviest.says) if heaviest else names["no-piece"],
        )

    def _write(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        self.setting.record.append(self.setting.stem, self.item, kind, body)
        for other in list(Trial._open):
            if other is not self and other.item == self.item and other.setting.record is self.setting.record:
                other.state = {**other.state, **other._state()}
        return self._state()

    def on_stand(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the first or the second stand."""
        stand, again = content.get("stand"), content.get("round")
        if stand not in STANDS or again not in (1, 2):
            return {"said": self.setting.word("trial", "need-stand")}
        body = {"round": again, "stand": stand, "sure": content.get("sure"), "why": str(content.get("why") or "")}
        return {"said": "", **self._write("stand", body)}

    def on_weigh(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save how far a piece of evidence moves the learner."""
        pieces = {one.id for one in (*self.claim.speaks_for, *self.claim.speaks_against)}
        if content.get("weight") not in WEIGHTS or content.get("piece") not in pieces:
            return {}
        return self._write("weigh", {"piece": content["piece"], "weight": content["weight"]})

    def on_argue(self, content: dict[str, Any]) -> dict[str, Any]:
        """Add an argument of the learner's own."""
        text = str(content.get("text") or "").strip()
        side = content.get("side")
        if not text or side not in ("for", "against"):
            return {"said": self.setting.word("trial", "need-argument")}
        body = {"id": uuid.uuid4().hex[:12], "side": side, "text": text, "source": str(content.get("source") or "")}
        return {"said": "", **self._write("argument", body)}

    def on_withdraw(self, content: dict[str, Any]) -> dict[str, Any]:
        """Take an own argument back. It stays in the log; the map no longer shows it."""
        return self._write("argument", {"id": str(content.get("id")), "removed": True})

    def on_rebut(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the answer to the strongest piece of the other side."""
        body = {"piece": str(content.get("piece") or ""), "text": str(content.get("text") or "")}
        return self._write("rebuttal", body)


def _pieces(setting: Setting, pieces: tuple[Evidence, ...]) -> list[dict[str, str]]:
    return [{"id": one.id, "html": phrase(one.says), "cited": setting.cited(one.sources)} for one in pieces]
