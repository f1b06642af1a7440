"""The claim on trial: a first stand, evidence weighed on both sides, a second stand, and how far it moved.

What is saved: ``stand`` events on the item ``claim/A4`` (round 1 before the evidence, 2 after), ``weigh`` (piece,
0 to 4), ``argument`` (own arguments; a later one with ``removed`` takes it back) and ``rebuttal``.
"""

import uuid
import weakref
from collections.abc import Callable
from typing import Any, ClassVar, get_args

import msgspec

from course.answers.claim import ClaimWork, claim_item, read_claim
from course.answers.events import Argument, Body, Rebuttal, Side, Stand, Weigh, Weight, Withdrawal, to_body
from course.html.argument import argument_map
from course.html.text import phrase, plain
from course.html.trial import STANDS, trial_face
from course.model.claim import Claim, Evidence
from course.model.event import Event
from course.widgets.message import OddMessage, need, read_press, read_text
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget

WEIGHTS: tuple[Weight, ...] = get_args(Weight)
SURES = (1, 2, 3)
TOWARDS: tuple[Side, ...] = get_args(Side)


class Trial(CourseWidget):
    """One claim on trial. ``only_first`` asks for the first stand alone."""

    entry = "trial"
    # The same claim may stand twice in a lesson: first stand early, the trial later. Both show what either saved.
    _open: ClassVar["weakref.WeakSet[Trial]"] = weakref.WeakSet()

    def __init__(self, setting: Setting, claim: Claim, *, only_first: bool = False):
        self.claim = claim
        self.item = claim_item(claim.id)
        self.only_first = only_first
        words = setting.words["trial"]
        eyebrow = setting.word("trial", "eyebrow", claim=claim.id)
        super().__init__(
            setting,
            face=trial_face(setting, claim, only_first=only_first),
            spec={
                "eyebrow": eyebrow,
                "claim": phrase(claim.says),
                **setting.pocket(f"{setting.stem}/{self.item}"),
                "onlyFirst": only_first,
                "stands": [{"value": value, "text": words[f"scale{value}"]} for value in STANDS],
                "sures": [{"value": value, "text": words[f"sure{value}"]} for value in SURES],
                "weights": [{"value": value, "text": words[f"weight{value}"]} for value in WEIGHTS],
                "sides": [
                    {"side": "for", "title": words["for"], "pieces": _pieces(setting, claim.speaks_for)},
                    {"side": "against", "title": words["against"], "pieces": _pieces(setting, claim.speaks_against)},
                ],
                "words": {**setting.words["form"], **words},
            },
        )
        # A stand is one fact about a claim wherever it is taken, so it is looked up without the lesson.
        self.state = self._state(read_claim(setting.record.events(item=self.item)))
        Trial._open.add(self)

    def _state(self, work: ClaimWork) -> dict[str, Any]:
        return {
            "ticked": work.stand(1) is not None if self.only_first else work.is_weighed,
            "first": _plain(work.stand(1)),
            "second": _plain(work.stand(2)),
            "at": work.at,
            "weights": dict(work.weights),
            "own": [_plain(argument) for argument in work.own],
            "rebuttal": _plain(work.rebuttal) or {},
            "strongest": self._strongest(work),
            "map": argument_map(self.setting, self.claim, work),
            "moved": self._moved(work),
        }

    def _strongest(self, work: ClaimWork) -> dict[str, str]:
        side, piece = work.strongest_opposed(self.claim)
        word = self.setting.word
        if piece is None:
            return {"id": "", "lead": word("trial", "strongest-none"), "text": ""}
        lead = word("trial", f"strongest-{side or 'torn'}")
        return {"id": piece.id, "lead": lead, "text": plain(piece.says)}

    def _moved(self, work: ClaimWork) -> str:
        first, second = work.stand(1), work.stand(2)
        if not first or not second:
            return ""
        names = self.setting.words["trial"]
        heaviest = work.heaviest((*self.claim.speaks_for, *self.claim.speaks_against))
        return self.setting.word(
            "trial",
            "moved" if first.stand != second.stand else "stayed",
            first=names[f"scale{first.stand}"],
            second=names[f"scale{second.stand}"],
            piece=plain(heaviest.says) if heaviest else names["no-piece"],
        )

    def _write(self, content: dict[str, Any], body: Body, known: Callable[[ClaimWork], bool]) -> dict[str, Any]:
        """Save what a press asks for, unless the work as it stands is ``known`` to have it."""
        record = self.setting.record

        def decide(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            return None if known(read_claim(events)) else to_body(body)

        among = {"item": self.item}
        saved = record.save(self.setting.stem, self.item, decide, among=among, id=read_press(content))
        work = read_claim(saved.events)
        for other in list(Trial._open):
            if other is not self and other.item == self.item and other.setting.record is record:
                other.show(other._state(work))
        return self._state(work)

    def on_stand(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the first or the second stand."""
        sure = content.get("sure")
        given = {
            "round": content.get("round"),
            "stand": content.get("stand"),
            "sure": sure if sure in SURES else None,
            "why": read_text(content, "why"),
        }
        try:
            stand = msgspec.convert(given, Stand)
        except msgspec.ValidationError:
            return {"said": self.setting.word("trial", "need-stand")}
        return {"said": "", **self._write(content, stand, lambda work: work.stand(stand.round) == stand)}

    def on_weigh(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save how far a piece of evidence moves the learner."""
        weigh = msgspec.convert({"piece": content.get("piece"), "weight": content.get("weight")}, Weigh)
        pieces = {piece.id for piece in (*self.claim.speaks_for, *self.claim.speaks_against)}
        if weigh.piece not in pieces:
            raise OddMessage("no such piece")
        return self._write(content, weigh, lambda work: work.weights.get(weigh.piece) == weigh.weight)

    def on_argue(self, content: dict[str, Any]) -> dict[str, Any]:
        """Add an argument of the learner's own."""
        text, source = read_text(content, "text").strip(), read_text(content, "source")
        side = next((side for side in TOWARDS if side == content.get("side")), None)
        if not text or side is None:
            return {"said": self.setting.word("trial", "need-argument")}
        argument = Argument(id=uuid.uuid4().hex[:12], side=side, text=text, source=source)

        def known(work: ClaimWork) -> bool:
            return any(msgspec.structs.replace(own, id=argument.id) == argument for own in work.own)

        return {"said": "", **self._write(content, argument, known)}

    def on_withdraw(self, content: dict[str, Any]) -> dict[str, Any]:
        """Take an own argument back. It stays in the log; the map no longer shows it."""
        id = read_text(content, "id")
        return self._write(content, Withdrawal(id=id), lambda work: id not in {own.id for own in work.own})

    def on_rebut(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the answer to the strongest piece of the other side."""
        need(content, "text")
        rebuttal = Rebuttal(piece=read_text(content, "piece"), text=read_text(content, "text"))
        return self._write(content, rebuttal, lambda work: (work.rebuttal or Rebuttal(text="")) == rebuttal)


def _plain(body: Body | None) -> dict[str, Any] | None:
    """Return a body as the page has it."""
    return to_body(body)[1] if body else None


def _pieces(setting: Setting, pieces: tuple[Evidence, ...]) -> list[dict[str, str]]:
    return [{"id": one.id, "html": phrase(one.says), "cited": setting.cited(one.sources)} for one in pieces]
