"""The teacher's desk: the head of a panel, and what was handed in."""

from collections.abc import Sequence

from markupsafe import Markup

from course.html.element import b, bullets, details, join, p, section, small, strong
from course.html.face import Face, lines
from course.html.wording import Wording


def panel_face(wording: Wording, panel: str) -> Face:
    """Return the static face of a panel: what it is, and how it is used."""
    words = wording.words["desk"]
    title, how = words[panel], words[f"how-{panel}"]
    markup = section("work", p(small(words["eyebrow"])), p(strong(title)), p(how))
    return Face(markup, lines(words["eyebrow"], title, how))


def handed_in(wording: Wording, summary: str, listed: Sequence[str], handed: Markup) -> Markup:
    """Return what was handed in, and what the class list says of it, folded away: the page may be on the projector."""
    return join((p(b(summary)), details(wording.words["desk"]["details"], bullets(listed), handed)))
