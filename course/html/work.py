"""My work and the portfolio: what a learner has written, and how it is taken along."""

from collections.abc import Iterable

from markupsafe import Markup

from course.html.element import definitions, p, section, strong
from course.html.face import Face, lines
from course.html.text import typed
from course.html.wording import Wording

Written = tuple[Markup, str]
"""One answer of a learner: what it answers, as HTML, and the answer in words, as text."""
Drawn = tuple[str, Markup]
"""Something that a learner drew: its title, and the drawing."""


def work_face(wording: Wording) -> Face:
    """Return the static face of "my work": backup and restore."""
    words = wording.words["work"]
    markup = section(
        "work",
        p(strong(words["title"])),
        p(words["backup"], ": ", words["backup-how"]),
        p(words["restore"], ": ", words["restore-how"]),
    )
    return Face(markup, lines(words["title"], f"- {words['backup']}", f"- {words['restore']}"))


def answers(wording: Wording, entries: Iterable[Written]) -> Markup:
    """Return what a learner has written in a lesson, or that nothing is there yet."""
    pairs = [(asked, typed(answer)) for asked, answer in entries]
    return definitions(pairs) if pairs else p(wording.words["work"]["lesson-none"])


def portfolio_face(wording: Wording) -> Face:
    """Return the static face of the portfolio."""
    words = wording.words["portfolio"]
    return Face(section("portfolio", p(strong(words["title"])), p(words["how"])), lines(words["title"], words["how"]))
