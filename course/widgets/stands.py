"""Lesson 00 and 12: one stand on every claim, on one page."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from course.answers.claim import ClaimWork, claim_item, read_claims
from course.answers.events import Round, Stand, to_body
from course.html.stands import stands_face
from course.html.text import phrase, plain
from course.html.trial import STANDS
from course.model.claim import Claim
from course.model.event import Event
from course.widgets.message import OddMessage, read_ids, read_press, read_text
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget

# Everything about all claims, wherever it was done.
_CLAIMS = {"under": claim_item("")}


class Stands(CourseWidget):
    """Sixteen claims, five places each. Every choice is a ``stand`` event of the given ``round``."""

    entry = "stands"

    def __init__(
        self, setting: Setting, claims: Sequence[Claim], *, round: Round = 1, tried_in: Mapping[str, str] | None = None
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
                **setting.pocket(f"{setting.stem}/stands/{round}"),
                "eyebrow": eyebrow,
                "asks": asks,
                "parts": [
                    {
                        "title": words[f"part{part}"],
                        "claims": [
                            {
                                "id": claim.id,
                                "html": phrase(claim.says),
                                "text": plain(claim.says),
                                "note": notes[claim.id],
                            }
                            for claim in claims
                            if claim.part == part
                        ],
                    }
                    for part in parts
                ],
                "stands": [{"value": value, "text": setting.words["trial"][f"scale{value}"]} for value in STANDS],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self._state(read_claims(setting.record.events(under=claim_item(""))))

    def _state(self, works: Mapping[str, ClaimWork]) -> dict[str, Any]:
        names = self.setting.words["trial"]
        taken: dict[str, int] = {}
        before: dict[str, str] = {}
        based: dict[str, str] = {}
        at = ""
        for claim in self.claims:
            work = works.get(claim, ClaimWork())
            if entry := work.stands.get(self.round):
                taken[claim], based[claim] = entry.body.stand, entry.id
                at = max(at, entry.at)
            first = work.stand(1)
            if self.round == 2 and first:
                before[claim] = self.setting.word("stands", "first-was", stand=names[f"scale{first.stand}"])
        return {
            "taken": taken,
            "before": before,
            "based": based,
            "at": at,
            "done": self.setting.word("stands", "done", done=len(taken), total=len(self.claims)),
        }

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what other pages have saved since."""
        return self.quietly(self._state(read_claims(self.setting.record.events(under=claim_item("")))))

    def on_stand(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save one stand, unless the record holds another that this page has not shown: then that one is shown.

        It may have a reason beside it, which was written in a lesson. Whoever means the other place chooses again.
        """
        claim = read_text(content, "claim")
        stand = msgspec.convert({"round": self.round, "stand": content.get("stand")}, Stand)
        if claim not in self.claims:
            raise OddMessage("no such claim")
        known = read_ids(content, "based")
        based = (self.state["based"].get(claim, ""),) if known is None else known

        def is_unseen(works: Mapping[str, ClaimWork]) -> bool:
            entry = works.get(claim, ClaimWork()).stands.get(self.round)
            return entry is not None and entry.id not in based and entry.body.stand != stand.stand

        def decide(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            works = read_claims(events)
            before = works.get(claim, ClaimWork()).stand(self.round)
            # The same place again is no other stand, and must not take away the reason given in the lesson.
            is_known = before is not None and before.stand == stand.stand
            return None if is_known or is_unseen(works) else to_body(stand)

        record, item = self.setting.record, claim_item(claim)
        saved = record.save(self.setting.stem, item, decide, among=_CLAIMS, id=read_press(content))
        works = read_claims(saved.events)
        # What was saved just now stands where it was put, so it is no news.
        newer = self.setting.word("stands", "newer", claim=claim) if is_unseen(works) else ""
        return {**self._state(works), "said": newer}
