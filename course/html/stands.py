"""Every claim on one page, without a kernel."""

from collections.abc import Sequence

from course.html.element import b, bullets, em, join, p, section, small
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.trial import scale
from course.html.wording import Wording
from course.model.claim import Claim


def stands_face(wording: Wording, claims: Sequence[Claim], eyebrow: str) -> Face:
    """Return the claims by the part of the article, and the places that one can take."""
    words = wording.words["stands"]
    stands = " · ".join(scale(wording))
    parts = [
        join(
            (
                p(em(words[f"part{part}"])),
                bullets(join((b(claim.id), " ", phrase(claim.says))) for claim in claims if claim.part == part),
            )
        )
        for part in sorted({claim.part for claim in claims})
    ]
    text = lines(eyebrow, *(f"- {claim.id} {plain(claim.says)}" for claim in claims), stands)
    return Face(section("stands", p(small(eyebrow)), *parts, p(stands)), text)
