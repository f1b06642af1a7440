"""Lesson 00 and 12: one stand on every claim, on one page."""

from collections.abc import Mapping, Sequence
from typing import Any

from course.html.stands import stands_face
from course.html.text import phrase, plain
from course.html.trial import STANDS
from course.model.claim import Claim
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget, script


class Stands(CourseWidget):
    """Sixteen claims, five places each. Every choice is a ``stand`` event of the given ``round``."""

    _esm = script("controls", "stands")

    def __init__(
        self, setting: Setting, claims: Sequence[Claim], *, round: int = 1, tried_in: Mapping[str, str] | None = None
    ):
        self.claims = {claim.id: claim for claim in claims}
        self.round = round
        words = setting.words["stands"]
        tried = tried_in or {}
        notes = {
            claim.id: setting.word("stands", "tried-in", lessons=tried[claim.id]) if claim.id in tried else ""
            for claim in claims
        }
        again = round > 1
        eyebrow, asks = words["eyebrow-again" if again else "eyebrow"], words["asks-again" if again else "asks"]
        parts = sorted({claim.part for claim in claims})
        super().__init__(
            setting,
            face=stands_face(setting, claims, eyebrow),
            spec={
                "eyebrow": eyebrow,
                "asks": asks,
                "parts": [
                    {
                        "title": words[f"part{part}"],
                        "claims": [
                            {"id": one.id, "html": phrase(one.says), "text": plain(one.says), "note": notes[one.id]}
                            for one in claims
                            if one.part == part
                        ],
                    }
                    for part in parts
                ],
                "stands": [{"value": value, "text": setting.words["trial"][f"scale{value}"]} for value in STANDS],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self._state()

    def _state(self) -> dict[str, Any]:
        taken: dict[str, int] = {}
        before: dict[str, str] = {}
        at = ""
        for event in self.setting.record.events(kind="stand"):
            claim = event.item.removeprefix("claim/")
            if claim not in self.claims:
                continue
            if event.body.get("round") == self.round:
                taken[claim] = event.body["stand"]
                at = event.at
            elif self.round == 2:
                stand = self.setting.words["trial"][f"scale{event.body['stand']}"]
                before[claim] = self.setting.word("stands", "first-was", stand=stand)
        return {
            "taken": taken,
            "before": before,
            "at": at,
            "done": self.setting.word("stands", "done", done=len(taken), total=len(self.claims)),
        }

    def on_stand(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save one stand."""
        claim, stand = content.get("claim"), content.get("stand")
        if claim not in self.claims or stand not in STANDS:
            return {}
        body = {"round": self.round, "stand": stand, "sure": None, "why": ""}
        self.setting.record.append(self.setting.stem, f"claim/{claim}", "stand", body)
        return self._state()
