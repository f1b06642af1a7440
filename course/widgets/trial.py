"""The claim on trial: a first stand, evidence weighed on both sides, a second stand, and how far it moved.

What is saved: ``stand`` events on the item ``claim/A4`` (round 1 before the evidence, 2 after), ``weigh`` (piece,
0 to 4), ``argument`` (own arguments; a later one with ``removed`` takes it back) and ``rebuttal``. A stand or a
rebuttal that was written on a page which did not show the newest one is kept aside as a ``draft``, until it is chosen.
"""

import uuid
import weakref
from collections.abc import Callable
from typing import Any, ClassVar, get_args

import msgspec

from course.answers.claim import Box, ClaimWork, claim_item, put_aside, read_claim, read_claims, written
from course.answers.events import (
    Argument,
    Body,
    Draft,
    Rebuttal,
    Round,
    Side,
    Stand,
    Weigh,
    Weight,
    Withdrawal,
    to_body,
)
from course.answers.versions import earlier
from course.html.argument import argument_map
from course.html.text import phrase, plain
from course.html.trial import STANDS, trial_face
from course.model.answer import Answer
from course.model.claim import Claim, Evidence
from course.model.event import Event
from course.widgets.message import OddMessage, need, read_id, read_ids, read_press, read_table, read_text
from course.widgets.setting import Setting
from course.widgets.versions import listed
from course.widgets.widget import CourseWidget

WEIGHTS: tuple[Weight, ...] = get_args(Weight)
SURES = (1, 2, 3)
TOWARDS: tuple[Side, ...] = get_args(Side)
BOXES: tuple[Box, ...] = get_args(Box)


class Trial(CourseWidget):
    """One claim on trial. ``only_first`` asks for the first stand alone."""

    entry = "trial"
    # The same claim may stand twice in a lesson: first stand early, the trial later. Both show what either saved.
    _open: ClassVar["weakref.WeakSet[Trial]"] = weakref.WeakSet()

    def __init__(self, setting: Setting, claim: Claim, *, only_first: bool = False):
        self.claim = claim
        self.item = claim_item(claim.id)
        self.only_first = only_first
        self.boxes = BOXES[:1] if only_first else BOXES
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
            "based": {box: id for box in self.boxes if (id := work.current(box))},
            "versions": {box: len(earlier(work.versions(box))) for box in self.boxes},
            "newer": {},
            "listed": {},
            "put": None,
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
        return self._state(self._save(content, lambda work: None if known(work) else body))

    def _save(self, content: dict[str, Any], decide: Callable[[ClaimWork], Body | None]) -> ClaimWork:
        """Save what ``decide`` makes of the work so far, if anything; return the work as it then stands."""
        record = self.setting.record

        def decided(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_claim(events))
            return to_body(body) if body else None

        among = {"item": self.item}
        saved = record.save(self.setting.stem, self.item, decided, among=among, id=read_press(content))
        work = read_claim(saved.events)
        for other in self._others():
            if other.item == self.item:
                other.show(other._state(work))
        return work

    def _others(self) -> list["Trial"]:
        record = self.setting.record
        return [other for other in Trial._open if other is not self and other.setting.record is record]

    def _place(self, content: dict[str, Any], box: Box, body: Stand | Rebuttal) -> dict[str, Any]:
        """Save what was written in a box, unless there is something newer that the page has not shown.

        Then it is kept aside, and the page shows what is newer and asks.
        """
        based = self._based(content, box)

        def is_unseen(work: ClaimWork) -> bool:
            now = _in_box(work, box)
            # An answer to another piece in the same words takes nothing away.
            is_same = now == _alone(body) or (now is not None and box == "rebuttal" and written(now) == written(body))
            return work.current(box) not in ("", *based) and not is_same

        def decide(work: ClaimWork) -> Body | None:
            if is_unseen(work):
                return _new(work, box, put_aside(body))
            return None if _in_box(work, box) == _alone(body) else body

        work = self._save(content, decide)
        state = self._state(work)
        # What was saved just now is no news.
        return {**state, "newer": {box: self._newer(work, box)}} if is_unseen(work) else state

    def _based(self, content: dict[str, Any], box: Box) -> frozenset[str]:
        """Return the events of which the page knows: those that it names, or the one that it was told of last."""
        based = read_ids(content, "based")
        return frozenset((self.state.get("based", {}).get(box, ""),)) if based is None else based

    def _newer(self, work: ClaimWork, box: Box) -> dict[str, Any]:
        """Return what stands in a box by now."""
        entry = work.rebuttals[-1] if box == "rebuttal" else work.stands[_round(box)]
        match entry.body:
            case Stand(stand=stand, why=why):
                text = "\n".join(part for part in (self.setting.word("trial", f"scale{stand}"), why) if part)
            case Rebuttal(text=text):
                pass
        return {"id": entry.id, "at": entry.at, "answer": _plain(entry.body), "text": text}

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
        return {"said": "", **self._place(content, "2" if stand.round == 2 else "1", stand)}

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
        over = read_id(content, "over") or msgspec.UNSET
        rebuttal = Rebuttal(piece=read_text(content, "piece"), text=read_text(content, "text"), over=over)
        return self._place(content, "rebuttal", rebuttal)

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Look whether another page has saved something since: on this claim and on all others of its page."""
        works = read_claims(self.setting.record.events(under=claim_item("")))
        for other in self._others():
            change = other._looked(works.get(other.claim.id, ClaimWork()), {})
            if change:
                other.show(change)
        return self.quietly(self._looked(works.get(self.claim.id, ClaimWork()), read_table(content, "boxes")))

    def _looked(self, work: ClaimWork, boxes: dict[str, Any]) -> dict[str, Any]:
        """Return what changes on the page; ``boxes`` say of which events it knows."""
        state = self._state(work)
        newer = {
            box: self._newer(work, box)
            for box in self.boxes
            if work.current(box) not in ("", *self._based({"based": boxes.get(box)}, box))
        }
        return {**state, "newer": newer} if newer or state["based"] != self.state["based"] else {}

    def on_take(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what the record holds. What stood on the page instead is kept aside."""
        box, draft = self._aside(content)
        return self._state(self._save(content, lambda work: _new(work, box, draft)))

    def on_versions(self, content: dict[str, Any]) -> dict[str, Any]:
        """List the earlier versions of a text."""
        work = read_claim(self.setting.record.events(item=self.item))
        box, _ = self._aside(content)
        return self.quietly({"listed": {box: listed(earlier(work.versions(box)), lambda answer: answer.text or "")}})

    def on_put_back(self, content: dict[str, Any]) -> dict[str, Any]:
        """Put an earlier version back into its box. What stood there until now is kept aside."""
        box, draft = self._aside(content)
        work = self._save(content, lambda work: _new(work, box, draft))
        id = read_text(content, "version")
        version = next((version for version in work.versions(box) if version.id == id), None)
        if version is None:
            raise OddMessage("no such version")
        return {"put": version.answer.plain()}

    def _aside(self, content: dict[str, Any]) -> tuple[Box, Draft | None]:
        """Return a box, and what keeps the text that stands in it on the page; None where nothing does."""
        box = next((box for box in self.boxes if box == content.get("box")), None)
        if box is None:
            raise OddMessage("no such box")
        text, stand = read_text(content, "text"), content.get("stand")
        if not text:
            return box, None
        if box == "rebuttal":
            return box, Draft(answer=Answer(text=text), aside=True)
        value = stand if stand in STANDS else None
        return box, Draft(answer=Answer(value=value, why=text), round=_round(box), aside=True)


def _round(box: Box) -> Round:
    return 2 if box == "2" else 1


def _in_box(work: ClaimWork, box: Box) -> Stand | Rebuttal | None:
    """Return what stands in a box by now. An empty answer to the strongest piece is none."""
    if box != "rebuttal":
        return work.stand(_round(box))
    return _alone(work.rebuttal or Rebuttal(text=""))


def _alone(body: Stand | Rebuttal) -> Stand | Rebuttal:
    """Return a body without what it was kept over."""
    return msgspec.structs.replace(body, over=msgspec.UNSET) if isinstance(body, Rebuttal) else body


def _new(work: ClaimWork, box: Box, draft: Draft | None) -> Draft | None:
    """Return a text that is put aside, None where it is in the record as a version."""
    versions = [version.answer for version in work.versions(box) if version.aside or not version.typed]
    return None if draft is None or written(draft) in versions else draft


def _plain(body: Body | None) -> dict[str, Any] | None:
    """Return a body as the page has it."""
    return to_body(body)[1] if body else None


def _pieces(setting: Setting, pieces: tuple[Evidence, ...]) -> list[dict[str, str]]:
    return [{"id": piece.id, "html": phrase(piece.says), "cited": setting.cited(piece.sources)} for piece in pieces]
