"""The claim on trial: a first stand, evidence weighed on both sides, a second stand, and how far it moved.

What is saved: ``stand`` events on the item ``claim/A4`` (round 1 before the evidence, 2 after), ``weigh`` (piece,
0 to 4), ``argument`` (own arguments; a later one with ``removed`` takes it back) and ``rebuttal``. A stand or a
rebuttal that was written on a page which did not show the newest one is kept aside as a ``draft``, until it is chosen.

Where the lesson gives something to file, our map stays shut until the learner opens it: see ``filing.py``. A claim that
an earlier lesson weighed begins with what was decided there, and asks for no first stand again.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, get_args

import msgspec

from course.answers.claim import Box, ClaimWork, claim_item, put_aside, read_claim, read_claims, written
from course.answers.events import (
    Argument,
    Body,
    Draft,
    Entry,
    Filed,
    MapOpened,
    Rebuttal,
    Round,
    Side,
    Stand,
    Weigh,
    Weight,
    Withdrawal,
    to_body,
)
from course.answers.filing import Filing, choices, filed_in, filing_box
from course.answers.lessons import came_with, decided_before, decided_in, is_weighed_in
from course.answers.versions import Version, earlier
from course.html.argument import argument_map
from course.html.text import phrase, plain
from course.html.trial import STANDS, piece_mark, trial_face
from course.model.answer import Answer
from course.model.claim import Claim, Evidence
from course.model.event import Event
from course.model.lesson import Met, number_of
from course.widgets.boxes import Boxed
from course.widgets.filing import filing_spec, filing_state, keep, kept_id, read_filed, read_met
from course.widgets.message import OddMessage, need, read_id, read_ids, read_press, read_text
from course.widgets.setting import Setting

WEIGHTS: tuple[Weight, ...] = get_args(Weight)
SURES = (1, 2, 3)
TOWARDS: tuple[Side, ...] = get_args(Side)
BOXES: tuple[Box, ...] = ("1", "2", "rebuttal", "own")


class Trial(Boxed[ClaimWork]):
    """One claim on trial. ``only_first`` asks for the first stand alone; ``met`` is what there is to file.

    Of the claim, what its map has in the lesson is shown, and what is no longer there where the learner has used it.
    """

    entry = "trial"

    def __init__(self, setting: Setting, claim: Claim, *, only_first: bool = False, met: Sequence[Met] = ()):
        self.item = claim_item(claim.id)
        work = read_claim(setting.record.events(item=self.item))
        self.claim = claim = claim.shown_in(setting.stem, work.used)
        self.only_first = only_first
        self.met = met
        words = setting.words["trial"]
        eyebrow = setting.word("trial", "eyebrow", claim=claim.id)
        super().__init__(
            setting,
            face=trial_face(setting, claim, only_first=only_first, met=met, stem=setting.stem),
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
                "filing": filing_spec(setting, met),
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self._state(work)

    def _state(self, work: ClaimWork) -> dict[str, Any]:
        return {
            "based": {box: id for box in self.boxes if (id := work.current(box))},
            "versions": {box: len(earlier(work.versions(box))) for box in self.boxes},
            "newer": {},
            "listed": {},
            "put": None,
            "ticked": self._is_ticked(work),
            "again": self._again(work),
            "first": _plain(work.stand(1)),
            "second": _plain(work.stand(2)),
            "at": work.at,
            "weights": dict(work.weights),
            "weighed": {piece: entry.id for piece, entry in work.weighings.items()},
            "own": [_plain(argument) for argument in work.own],
            "rebuttal": _plain(work.rebuttal) or {},
            "strongest": self._strongest(work),
            "filing": filing_state(self.setting, self.claim, self.met, work),
            "map": argument_map(self.setting, self.claim, work, self._filed_pieces(work)),
            "moved": self._moved(work),
        }

    def _is_ticked(self, work: ClaimWork) -> bool:
        stem = self.setting.stem
        if not self.only_first:
            return is_weighed_in(work, stem)
        if decided_before(work, stem) is None:
            return work.stand(1) is not None
        return any(entry.lesson >= stem for entry in work.taken)

    def _again(self, work: ClaimWork) -> dict[str, str] | None:
        """Return what was decided on the claim in an earlier lesson, None where it was not weighed before."""
        decided = decided_before(work, self.setting.stem)
        if decided is None:
            return None
        word = self.setting.word
        lesson, second = number_of(decided.lesson), word("trial", f"scale{decided.body.stand}")
        before = came_with(work, decided.lesson)
        if before is None:
            says = word("trial", "again-decided", lesson=lesson, second=second)
        elif before.stand == decided.body.stand:
            says = word("trial", "again-stayed", lesson=lesson, second=second)
        else:
            first = word("trial", f"scale{before.stand}")
            says = word("trial", "again-moved", lesson=lesson, first=first, second=second)
        last = word("trial", "again-last", lesson=lesson, stand=second)
        return {"says": says, "why": decided.body.why, "last": last}

    def _filed_pieces(self, work: ClaimWork) -> dict[str, str]:
        """Return in words where pieces of our map were filed before it was opened, by piece."""
        sides = {item.piece: work.filed.get(item.id, Filing()).side for item in self.met}
        return {piece: self.setting.word("trial", f"file-{side}") for piece, side in sides.items() if side}

    def _strongest(self, work: ClaimWork) -> dict[str, str]:
        side, piece = work.strongest_opposed(self.claim, came_with(work, self.setting.stem))
        word = self.setting.word
        if piece is None:
            return {"id": "", "lead": word("trial", "strongest-none"), "text": ""}
        lead = word("trial", f"strongest-{side or 'torn'}")
        return {"id": piece.id, "lead": lead, "text": plain(piece.says)}

    def _moved(self, work: ClaimWork) -> str:
        stem = self.setting.stem
        first = came_with(work, stem)
        second = work.stand(2) if decided_before(work, stem) is None else decided_in(work, stem)
        if not first or not second:
            return ""
        names = self.setting.words["trial"]
        heaviest = work.heaviest(self.claim.pieces)
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
        # The same claim may stand twice in a lesson: first stand early, the trial later. Both show what either saved.
        for other in list(Boxed._open):
            is_same = isinstance(other, Trial) and other.item == self.item and other.setting.record is record
            if is_same and other is not self:
                other.show(other.fresh(work))
        return work

    # --- what of the claim stands in which box ---

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Return the boxes that the page shows."""
        return BOXES[:2] if self.only_first else (*BOXES, *(filing_box(item.id) for item in self.met))

    def read_work(self) -> ClaimWork:
        """Return what the record has on the claim."""
        # A stand is one fact about a claim wherever it is taken, so it is looked up without the lesson.
        return read_claim(self.setting.record.events(item=self.item))

    def read_all(self, widgets: Sequence[Boxed[ClaimWork]]) -> list[ClaimWork]:
        """Return what the record has on all claims of a page; this is one query."""
        works = read_claims(self.setting.record.events(under=claim_item("")))
        return [works.get(trial.claim.id, ClaimWork()) for trial in widgets if isinstance(trial, Trial)]

    def fresh(self, work: ClaimWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        return self._state(work)

    def add(self, content: dict[str, Any], box: str, decide: Callable[[ClaimWork], Body | None]) -> ClaimWork:
        """Save what ``decide`` makes of the work so far."""
        return self._save(content, decide)

    def versions(self, work: ClaimWork, box: str) -> list[Version]:
        """Return every version of the text in a box."""
        return work.versions(box)

    def tell(self, box: str, answer: Answer) -> str:
        """Return a text as it was written; of an own argument also its side and its source."""
        if answer.chosen is None:
            return answer.text or ""
        side = self.setting.words["trial"].get(f"map-{answer.chosen}", "")
        source = f" ({answer.why})" if answer.why else ""
        return f"{side}: {answer.text}{source}" if side else f"{answer.text}{source}"

    def read_box(self, content: dict[str, Any]) -> tuple[str, Answer]:
        """Return a box, and the text that stands in it on the page."""
        box = next((box for box in self.boxes if box == content.get("box")), None)
        if box is None:
            raise OddMessage("no such box")
        if filed_in(box):
            return super().read_box(content)
        text, stand = read_text(content, "text"), content.get("stand")
        if not text:
            return box, Answer()
        if box == "own":
            return box, Answer(chosen=_side(content) or "", text=text, why=read_text(content, "source"))
        if box == "rebuttal":
            return box, Answer(text=text)
        return box, Answer(value=stand if stand in STANDS else None, why=text)

    def to_aside(self, box: str, answer: Answer) -> Draft | Filed:
        """Return what keeps a text aside."""
        if id := filed_in(box):
            return Filed(id=id, why=answer.text or "", aside=True)
        return Draft(answer=answer, round=_round(box), aside=True)

    def aside(self, work: ClaimWork, box: str, answer: Answer) -> Body | None:
        """Return what keeps a text aside, None where it is in the record as a version."""
        draft = super().aside(work, box, answer)
        return _new(work, box, draft) if isinstance(draft, Draft) else draft

    def looked(self, work: ClaimWork, content: dict[str, Any]) -> dict[str, Any]:
        """Return what changes on the page because of what the record holds by now."""
        state = self._state(work)
        newer = {
            box: self._newer(work, box)
            for box, known in self.watched(content).items()
            if work.current(box) not in ("", *self.based({"based": known}, box))
        }
        return {**state, "newer": newer} if newer or state["based"] != self.state["based"] else {}

    def _place(self, content: dict[str, Any], box: Box, body: Stand | Rebuttal) -> dict[str, Any]:
        """Save what was written in a box, unless there is something newer that the page has not shown.

        Then it is kept aside, and the page shows what is newer and asks.
        """
        based = self.based(content, box)

        def is_unseen(work: ClaimWork) -> bool:
            now = _in_box(work, box)
            # An answer to another piece in the same words takes nothing away.
            is_same = now is not None and (
                _alone(now) == _alone(body) or (box == "rebuttal" and written(now) == written(body))
            )
            return work.current(box) not in ("", *based) and not is_same

        def decide(work: ClaimWork) -> Body | None:
            if is_unseen(work):
                return _new(work, box, put_aside(body))
            return None if self._is_known(work, box, body) else body

        work = self._save(content, decide)
        state = self._state(work)
        # What was saved just now is no news.
        return {**state, "newer": {box: self._newer(work, box)}} if is_unseen(work) else state

    def _is_known(self, work: ClaimWork, box: Box, body: Stand | Rebuttal) -> bool:
        """Return whether a box holds that already. The same stand in a later lesson is a stand of its own."""
        now = _in_box(work, box)
        if now is None or _alone(now) != _alone(body):
            return False
        entry = work.stands.get(2) if box == "2" else None
        if entry is None or not isinstance(body, Stand) or decided_before(work, self.setting.stem) is None:
            return True
        return entry.lesson >= self.setting.stem and bool(entry.body.early) == bool(body.early)

    def _newer(self, work: ClaimWork, box: Box) -> dict[str, Any]:
        """Return what stands in a box by now."""
        if filed_in(box) and (now := self.now(work, box)):
            return self.newer(box, now)
        entry = work.rebuttals[-1] if box == "rebuttal" else work.stands[_round(box)]
        match entry.body:
            case Stand(stand=stand, why=why):
                text = "\n".join(part for part in (self.setting.word("trial", f"scale{stand}"), why) if part)
            case Rebuttal(text=text):
                pass
        return {"id": entry.id, "at": entry.at, "answer": _plain(entry.body), "text": text}

    def _choose(
        self,
        content: dict[str, Any],
        choice: Body,
        newest: Callable[[ClaimWork], Entry[Body] | None],
        shown: str,
        newer: str,
    ) -> dict[str, Any]:
        """Save a choice, unless the page has not shown the ``newest`` one in its place: it was told of ``shown`` last.

        Then that one is shown, ``newer`` says so, and whoever means the other one chooses again.
        """
        known = read_ids(content, "based")
        based = frozenset((shown,)) if known is None else known

        def is_unseen(work: ClaimWork) -> bool:
            entry = newest(work)
            return entry is not None and entry.id not in based and entry.body != choice

        def decide(work: ClaimWork) -> Body | None:
            entry = newest(work)
            is_known = entry is not None and entry.body == choice
            return None if is_known or is_unseen(work) else choice

        work = self._save(content, decide)
        return {**self._state(work), "said": newer if is_unseen(work) else ""}

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
        if self.only_first and stand.round == 2:
            stand = msgspec.structs.replace(stand, early=True)
        return {"said": "", **self._place(content, "2" if stand.round == 2 else "1", stand)}

    def on_weigh(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save how far a piece of evidence moves the learner."""
        weigh = msgspec.convert({"piece": content.get("piece"), "weight": content.get("weight")}, Weigh)
        if self.claim.side_of(weigh.piece) is None:
            raise OddMessage("no such piece")
        shown, newer = self.state["weighed"].get(weigh.piece, ""), self.setting.word("trial", "newer-weight")
        return self._choose(content, weigh, lambda work: work.weighings.get(weigh.piece), shown, newer)

    def on_argue(self, content: dict[str, Any]) -> dict[str, Any]:
        """Add an argument of the learner's own."""
        text, source, side = read_text(content, "text").strip(), read_text(content, "source"), _side(content)
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

    def on_file(self, content: dict[str, Any]) -> dict[str, Any]:
        """File something that the lesson taught on a side."""
        filed = read_filed(content, self.met)
        shown, newer = self.state["filing"]["sided"].get(filed.id, ""), self.setting.word("trial", "newer-filed")
        return self._choose(content, filed, lambda work: choices(work.filings).get(filed.id), shown, newer)

    def on_explain(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save why something was filed so."""
        box, answer = self.read_box(content)
        if not filed_in(box):
            raise OddMessage("nothing is filed there")
        filed = Filed(id=filed_in(box), why=answer.text or "", over=self.over(content))
        work, newer = self.place(content, box, answer, filed, typed=True)
        return {**self._state(work), "newer": newer}

    def on_open(self, content: dict[str, Any]) -> dict[str, Any]:
        """Open our map. It stays open."""
        stem = self.setting.stem
        return self._write(content, MapOpened(), lambda work: any(entry.lesson == stem for entry in work.opened))

    def on_keep(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep something that is not on our map as an argument of the learner's own."""
        item = read_met(content, self.met)

        def decide(work: ClaimWork) -> Body | None:
            is_kept = any(own.id == kept_id(item) for own in work.own)
            return None if is_kept else keep(item, work.filed.get(item.id, Filing()))

        return self._state(self._save(content, decide))


def _side(content: dict[str, Any]) -> Side | None:
    """Return the side that an own argument helps, None where none was chosen."""
    return next((side for side in TOWARDS if side == content.get("side")), None)


def _round(box: Box) -> Round:
    return 2 if box == "2" else 1


def _in_box(work: ClaimWork, box: Box) -> Stand | Rebuttal | None:
    """Return what stands in a box by now. An empty answer to the strongest piece is none."""
    if box != "rebuttal":
        return work.stand(_round(box))
    return work.rebuttal or Rebuttal(text="")


def _alone(body: Stand | Rebuttal) -> Stand | Rebuttal:
    """Return a body without what it was kept over, and when in its lesson it was taken."""
    if isinstance(body, Stand):
        return msgspec.structs.replace(body, early=msgspec.UNSET)
    return msgspec.structs.replace(body, over=msgspec.UNSET)


def _new(work: ClaimWork, box: Box, draft: Draft | None) -> Draft | None:
    """Return a text that is put aside, None where it is in the record as a version."""
    versions = [version.answer for version in work.versions(box) if version.aside or not version.typed]
    return None if draft is None or written(draft) in versions else draft


def _plain(body: Body | None) -> dict[str, Any] | None:
    """Return a body as the page has it."""
    return to_body(body)[1] if body else None


def _pieces(setting: Setting, pieces: tuple[Evidence, ...]) -> list[dict[str, str]]:
    return [
        {
            "id": piece.id,
            "html": phrase(piece.says),
            "cited": setting.cited(piece.sources),
            "mark": piece_mark(setting, piece, setting.stem),
        }
        for piece in pieces
    ]
