"""A question with its control: what prompts and tasks have in common."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from course.html.controls import Control, static_face
from course.html.element import NOTHING, p, section, small, strong
from course.html.face import Face, lines
from course.html.text import phrase, plain, prose, typed
from course.html.wording import Wording
from course.model.prompt import Prompt
from course.model.task import Task


def setting_markup(question: Prompt | Task) -> Markup:
    """Return what stands above the question; nothing where it needs no introduction."""
    return prose(question.setting) if question.setting else NOTHING


def question_face(
    wording: Wording,
    family: str,
    question: Prompt | Task,
    eyebrow: str,
    control: Control | None,
    more: tuple[Markup, Sequence[str]] = (NOTHING, ()),
    before: tuple[Markup, Sequence[str]] = (NOTHING, ()),
) -> Face:
    """Return a question as a static face.

    ``before`` and ``more`` are what stands above and below the control, as HTML and as plain lines.
    """
    face, control_lines = static_face(control, wording.words["form"])
    markup = section(
        family, p(small(eyebrow)), setting_markup(question), p(strong(phrase(question.asks))), before[0], face, more[0]
    )
    text = lines(
        eyebrow,
        plain(question.setting) if question.setting else "",
        plain(question.asks),
        *before[1],
        *control_lines,
        *more[1],
    )
    return Face(markup, text)


class Carried(NamedTuple):
    """What a question carries from an earlier place: the learner's words, or where they will be asked for them."""

    text: str = ""
    found: bool = True


NOT_CARRIED = Carried()
"""What a question has that carries nothing."""


def carried(wording: Wording, earlier: Carried) -> Markup:
    """Return what the learner wrote at an earlier place, nothing when the question carries nothing."""
    if not earlier.text:
        return NOTHING
    return p(wording.word("task", "carried"), " ", typed(earlier.text)) if earlier.found else p(earlier.text)
