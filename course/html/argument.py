"""The map that a learner's own weighing makes of a claim: sides, pieces with weights, own arguments, the answer."""

from collections.abc import Mapping

from markupsafe import Markup

from course.answers.claim import ClaimWork
from course.answers.events import Argument
from course.html.element import NOTHING, bullets, h3, join, small, strong
from course.html.text import phrase, typed
from course.html.wording import Wording
from course.model.claim import Claim, Evidence


def argument_map(wording: Wording, claim: Claim, work: ClaimWork) -> Markup:
    """Return the map as nested lists under its heading: claim, sides, pieces with weights, own arguments, the answer.

    Nothing comes back while nothing was weighed and no argument added.
    """
    if not work.weights and not work.own:
        return NOTHING
    words = wording.words["trial"]
    sides = []
    for side, pieces in (("for", claim.speaks_for), ("against", claim.speaks_against)):
        entries = [_entry(piece, work, words) for piece in pieces if piece.id in work.weights]
        entries += [_own_entry(argument, words) for argument in work.own if argument.side == side]
        sides.append(join((strong(words[f"map-{side}"]), bullets(entries))))
    return join((h3(words["map"]), bullets([join((phrase(claim.says), bullets(sides)))])))


def _entry(piece: Evidence, work: ClaimWork, words: Mapping[str, str]) -> Markup:
    weight = words[f"weight{work.weights[piece.id]}"]
    answer = None
    if work.rebuttal and work.rebuttal.piece == piece.id and work.rebuttal.text:
        answer = bullets([join((words["map-answered"], " ", typed(work.rebuttal.text)))])
    return join((phrase(piece.says), " ", small(f"({weight})"), answer))


def _own_entry(argument: Argument, words: Mapping[str, str]) -> Markup:
    source = (": ", typed(argument.source)) if argument.source else ()
    return join((typed(argument.text), " ", small(words["map-yours"], *source)))
