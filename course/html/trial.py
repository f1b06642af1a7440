"""A claim on trial without a kernel: the stand, the evidence on both sides, the stand again."""

from collections.abc import Iterable
from typing import get_args

from markupsafe import Markup

from course.answers.events import Place
from course.html.element import bullets, em, join, p, section, small, title
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.claim import Claim, Evidence

STANDS: tuple[Place, ...] = get_args(Place)


def scale(wording: Wording) -> list[str]:
    """Return the five stands in words, from "false" to "true"."""
    return [wording.words["trial"][f"scale{value}"] for value in STANDS]


def trial_face(wording: Wording, claim: Claim, *, only_first: bool) -> Face:
    """Return a claim with its evidence; with ``only_first`` the first stand alone."""
    words = wording.words["trial"]
    eyebrow = wording.word("trial", "eyebrow", claim=claim.id)
    stands = scale(wording)
    head = (p(small(eyebrow)), title(phrase(claim.says)), p(words["stand"], " ", " · ".join(stands)))
    head_lines = (eyebrow, plain(claim.says), f"{words['stand']} {' / '.join(stands)}")
    if only_first:
        return Face(section("trial", *head), lines(*head_lines))
    sides = ((words["for"], claim.speaks_for), (words["against"], claim.speaks_against))
    markup = section(
        "trial",
        *head,
        *(join((p(em(title)), _evidence(wording, pieces))) for title, pieces in sides),
        p(words["stand-again"], " ", " · ".join(stands)),
    )
    evidence = [line for title, pieces in sides for line in (title, *(f"- {plain(piece.says)}" for piece in pieces))]
    return Face(markup, lines(*head_lines, *evidence, f"{words['stand-again']} {' / '.join(stands)}"))


def _evidence(wording: Wording, pieces: Iterable[Evidence]) -> Markup:
    return bullets(join((phrase(piece.says), " ", small(wording.cited(piece.sources)))) for piece in pieces)
