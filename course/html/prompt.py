"""A discussion prompt after it was answered: the first answer, how it moved, and perspectives that differ."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from course.html.element import bullets, h3, join, p, small, strong
from course.html.text import phrase, typed
from course.html.wording import Wording
from course.model.language import arrow, as_sentence
from course.model.prompt import Perspective, Prompt


def prompt_eyebrow(words: Mapping[str, str], prompt: Prompt) -> str:
    """Return the line above a prompt: how it is answered, or that it is the last question of a session."""
    if prompt.exit:
        return words["exit"].format(minutes=prompt.minutes)
    how = words["pair"] if prompt.pair else words[prompt.grouping]
    return words["eyebrow"].format(how=how, minutes=prompt.minutes)


def first_answer(wording: Wording, answer: str, reason: str, *, discuss: bool) -> Markup:
    """Return the first answer of a think-pair-share; with ``discuss`` the call to talk before the second."""
    word = wording.words["prompt"]
    said = (typed(as_sentence(answer)), " ", typed(reason)) if reason else (typed(answer),)
    first = p(word["first-time"], " ", *said)
    return join((first, p(strong(word["now-discuss"])) if discuss else None))


def moved(wording: Wording, before: str, after: str) -> Markup:
    """Return how an answer moved between the two rounds."""
    word = wording.word("prompt", "stayed" if before == after else "moved")
    return p(word, " ", typed(before), arrow(), typed(after))


def perspectives(wording: Wording, views: Iterable[Perspective]) -> Markup:
    """Return how people who know the field answer, each with a source; none of them is right."""
    word = wording.words["prompt"]
    entries = [
        join((strong(phrase(view.who)), " ", phrase(view.says), " ", small(wording.cited(view.sources))))
        for view in views
    ]
    return join((h3(word["perspectives"]), bullets(entries), p(word["no-right-answer"], class_="course-note")))
