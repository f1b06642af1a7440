"""What a lesson taught, to be filed for or against a claim: on paper, and beside our map."""

from collections.abc import Iterable

import msgspec
from markupsafe import Markup

from course.answers.filing import Filing
from course.html.element import bullets, em, join, p, small
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.claim import Claim
from course.model.lesson import Met

SIDES = ("for", "against", "neither")


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What our map says of something that was filed. ``piece`` is HTML, "" where our map has none.

    ``parts`` says that the two are not on one side, ``can_keep`` that it may become an argument of the learner's own.
    """

    says: str
    piece: str = ""
    parts: bool = False
    can_keep: bool = False


def sides(wording: Wording) -> list[str]:
    """Return the three places where something can be filed, in words."""
    return [wording.words["trial"][f"file-{side}"] for side in SIDES]


def filing_list(wording: Wording, met: Iterable[Met]) -> Markup:
    """Return what there is to file, and where it can be filed."""
    words = wording.words["trial"]
    return join((p(em(words["met"])), p(words["met-paper"], " ", " · ".join(sides(wording))), _items(met)))


def _items(met: Iterable[Met]) -> Markup:
    return bullets(phrase(item.says) for item in met)


def filing_lines(wording: Wording, met: Iterable[Met]) -> list[str]:
    """Return the same as lines of text."""
    words = wording.words["trial"]
    how = f"{words['met-paper']} {' / '.join(sides(wording))}"
    return [words["met"], how, *(f"- {plain(item.says)}" for item in met)]


def beside(wording: Wording, claim: Claim, item: Met, filing: Filing) -> Beside:
    """Return what our map says of one thing, beside where the learner filed it. Filing has no right answer."""
    words = wording.words["trial"]
    yours = words[f"file-{filing.side or 'not'}"]
    ours = claim.side_of(item.piece)
    if ours is None:
        can_keep = filing.side in ("for", "against")
        says = wording.word("trial", "beside-none", yours=yours)
        return Beside(says=says if can_keep else f"{says} {words['beside-file']}", can_keep=can_keep)
    evidence = next(piece for piece in claim.pieces if piece.id == item.piece)
    return Beside(
        says=wording.word("trial", "beside", yours=yours, ours=words[f"file-{ours}"]),
        piece=join((p(phrase(evidence.says)), p(small(wording.cited(evidence.sources))))),
        parts=filing.side not in ("", ours),
    )


def in_words(wording: Wording, filing: Filing) -> str:
    """Return how something was filed, with the reason."""
    side = wording.words["trial"][f"file-{filing.side or 'not'}"]
    return f"{side}: {filing.why}" if filing.why else side
