"""The map that a learner's own weighing makes of a claim: sides, pieces with weights, own arguments, the answer."""

from collections.abc import Mapping

from course.answers.claim import ClaimWork
from course.html.face import bullets
from course.html.text import escape, phrase, typed
from course.html.wording import Wording
from course.model.claim import Claim, Evidence


def argument_map(wording: Wording, claim: Claim, work: ClaimWork) -> str:
    """Return the map as nested lists: claim, sides, pieces with weights, own arguments, the answer."""
    words = wording.words["trial"]
    sides = []
    for side, pieces in (("for", claim.speaks_for), ("against", claim.speaks_against)):
        entries = [_entry(piece, work, words) for piece in pieces if piece.id in work.weights]
        entries += [
            f"{typed(argument.text)} <small>{escape(words['map-yours'])}"
            + (f": {typed(argument.source)}" if argument.source else "")
            + "</small>"
            for argument in work.own
            if argument.side == side
        ]
        sides.append(f"<strong>{escape(words[f'map-{side}'])}</strong>" + bullets(entries))
    return bullets([phrase(claim.says) + bullets(sides)])


def _entry(piece: Evidence, work: ClaimWork, words: Mapping[str, str]) -> str:
    weight = escape(words[f"weight{work.weights[piece.id]}"])
    answer = ""
    if work.rebuttal and work.rebuttal.piece == piece.id and work.rebuttal.text:
        answer = bullets([f"{escape(words['map-answered'])} {typed(work.rebuttal.text)}"])
    return f"{phrase(piece.says)} <small>({weight})</small>{answer}"
