"""A claim on trial without a kernel: the stand, the evidence on both sides, the stand again."""

from collections.abc import Iterable, Sequence
from typing import get_args

from markupsafe import Markup

from course.answers.events import Place
from course.html.element import bullets, em, join, p, section, small, strong, title
from course.html.face import Face, lines
from course.html.filing import filing_lines, filing_list
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.claim import Claim, Evidence
from course.model.lesson import Met

STANDS: tuple[Place, ...] = get_args(Place)


def scale(wording: Wording) -> list[str]:
    """Return the five stands in words, from "false" to "true"."""
    return [wording.words["trial"][f"scale{value}"] for value in STANDS]


def trial_face(wording: Wording, claim: Claim, *, only_first: bool, met: Sequence[Met] = (), stem: str = "") -> Face:
    """Return a claim with its evidence; with ``only_first`` the first stand alone.

    ``met`` is what the lesson taught, to be filed before the evidence. What the lesson ``stem`` adds to the map is
    marked, and what is no longer on it.
    """
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
        filing_list(wording, met) if met else None,
        *(join((p(em(title)), _evidence(wording, pieces, stem))) for title, pieces in sides),
        p(words["stand-again"], " ", " · ".join(stands)),
    )
    filing = filing_lines(wording, met) if met else []
    evidence = [line for title, pieces in sides for line in (title, *(_line(wording, piece, stem) for piece in pieces))]
    return Face(markup, lines(*head_lines, *filing, *evidence, f"{words['stand-again']} {' / '.join(stands)}"))


def _evidence(wording: Wording, pieces: Iterable[Evidence], stem: str) -> Markup:
    return bullets(
        join(
            (
                join((strong(mark), " ")) if (mark := piece_mark(wording, piece, stem)) else None,
                phrase(piece.says),
                " ",
                small(wording.cited(piece.sources)),
            )
        )
        for piece in pieces
    )


def _line(wording: Wording, piece: Evidence, stem: str) -> str:
    return " ".join(part for part in ("-", piece_mark(wording, piece, stem), plain(piece.says)) if part)


def piece_mark(wording: Wording, piece: Evidence, stem: str) -> str:
    """Return what marks a piece that the lesson adds to the map, or that is no longer on it; "" for all others."""
    words = wording.words["trial"]
    if piece.retired:
        return words["retired-piece"]
    return words["new-piece"] if piece.since and piece.since == stem else ""
