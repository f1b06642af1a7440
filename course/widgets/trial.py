"""The claim on trial: a first stand, evidence weighed on both sides, a second stand, and how far it moved.

What is saved: ``stand`` events on the item ``claim/A4`` (round 1 before the evidence, 2 after), ``weigh`` (piece,
0 to 4), ``argument`` (own arguments; a later one with ``removed`` takes it back) and ``rebuttal``.
"""

import uuid
import weakref
from typing import Any, ClassVar, get_args

import msgspec

from course.answers.claim import ClaimWork, claim_item, read_claim
from course.answers.events import Argument, Body, Place, Rebuttal, Stand, Weigh, Weight, Withdrawal, to_body
from course.html.argument import argument_map
from course.html.face import bullets, lines, section
from course.html.text import escape, phrase, plain
from course.model.claim import Claim, Evidence
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget

STANDS: tuple[Place, ...] = get_args(Place)
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
SURES = (1, 2, 3)


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
            markup=_static(setting, claim, eyebrow, only_first),
            text=_static_text(setting, claim, eyebrow, only_first),
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
            "first": _plain(work.stand(1)),
            "second": _plain(work.stand(2)),
            "at": work.at,
            "weights": dict(work.weights),
            "own": [_plain(argument) for argument in work.own],
            "rebuttal": _plain(work.rebuttal) or {},
            "strongest": self._strongest(work),
            "map": self._map(work),
            "moved": self._moved(work),
        }

    def _strongest(self, work: ClaimWork) -> dict[str, str]:
        side, piece = work.strongest_opposed(self.claim)
        word = self.setting.word
        if piece is None:
            return {"id": "", "lead": word("trial", "strongest-none"), "text": ""}
        lead = word("trial", f"strongest-{side or 'torn'}")
        return {"id": piece.id, "lead": lead, "text": plain(piece.says)}

    def _map(self, work: ClaimWork) -> str:
        word = self.setting.word
        if not work.weights and not work.own:
            return ""
        return f"<h3>{escape(word('trial', 'map'))}</h3>" + argument_map(self.setting, self.claim, work)

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

    def _write(self, body: Body) -> dict[str, Any]:
        record = self.setting.record
        saved = record.save(self.setting.stem, self.item, lambda _: to_body(body), among={"item": self.item})
        work = read_claim(saved.events)
        for other in list(Trial._open):
            if other is not self and other.item == self.item and other.setting.record is record:
                other.state = {**other.state, **other._state(work)}
        return self._state(work)

    def on_stand(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the first or the second stand."""
        sure = content.get("sure")
        given = {
            "round": content.get("round"),
            "stand": content.get("stand"),
            "sure": sure if sure in SURES else None,
            "why": str(content.get("why") or ""),
        }
        try:
            stand = msgspec.convert(given, Stand)
        except msgspec.ValidationError:
            return {"said": self.setting.word("trial", "need-stand")}
        return {"said": "", **self._write(stand)}

    def on_weigh(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save how far a piece of evidence moves the learner."""
        try:
            weigh = msgspec.convert({"piece": content.get("piece"), "weight": content.get("weight")}, Weigh)
        except msgspec.ValidationError:
            return {}
        pieces = {piece.id for piece in (*self.claim.speaks_for, *self.claim.speaks_against)}
        return self._write(weigh) if weigh.piece in pieces else {}

    def on_argue(self, content: dict[str, Any]) -> dict[str, Any]:
        """Add an argument of the learner's own."""
        text = str(content.get("text") or "").strip()
        side = content.get("side")
        if not text or side not in ("for", "against"):
            return {"said": self.setting.word("trial", "need-argument")}
        source = str(content.get("source") or "")
        return {"said": "", **self._write(Argument(id=uuid.uuid4().hex[:12], side=side, text=text, source=source))}

    def on_withdraw(self, content: dict[str, Any]) -> dict[str, Any]:
        """Take an own argument back. It stays in the log; the map no longer shows it."""
        return self._write(Withdrawal(id=str(content.get("id"))))

    def on_rebut(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the answer to the strongest piece of the other side."""
        return self._write(Rebuttal(piece=str(content.get("piece") or ""), text=str(content.get("text") or "")))


def _plain(body: Body | None) -> dict[str, Any] | None:
    """Return a body as the page has it."""
    return to_body(body)[1] if body else None


def _pieces(setting: Setting, pieces: tuple[Evidence, ...]) -> list[dict[str, str]]:
    return [{"id": one.id, "html": phrase(one.says), "cited": setting.cited(one.sources)} for one in pieces]


def _static(setting: Setting, claim: Claim, eyebrow: str, only_first: bool) -> str:
    words = setting.words["trial"]
    stands = " · ".join(escape(words[f"scale{value}"]) for value in STANDS)
    head = f"<p><small>{escape(eyebrow)}</small></p><p><strong>{phrase(claim.says)}</strong></p>"
    ask = f"<p>{escape(words['stand'])} {stands}</p>"
    if only_first:
        return section("trial", head, ask)
    sides = []
    for title, pieces in ((words["for"], claim.speaks_for), (words["against"], claim.speaks_against)):
        items = [f"{phrase(one.says)} <small>{setting.cited(one.sources)}</small>" for one in pieces]
        sides.append(f"<p><em>{escape(title)}</em></p>" + bullets(items))
    return section("trial", head, ask, *sides, f"<p>{escape(words['stand-again'])} {stands}</p>")


def _static_text(setting: Setting, claim: Claim, eyebrow: str, only_first: bool) -> str:
    words = setting.words["trial"]
    stands = " / ".join(words[f"scale{value}"] for value in STANDS)
    ask = f"{words['stand']} {stands}"
    if only_first:
        return lines(eyebrow, plain(claim.says), ask)
    return lines(
        eyebrow,
        plain(claim.says),
        ask,
        words["for"],
        *(f"- {plain(one.says)}" for one in claim.speaks_for),
        words["against"],
        *(f"- {plain(one.says)}" for one in claim.speaks_against),
        f"{words['stand-again']} {stands}",
    )
