"""What was marked in a document, phrase by phrase: what fits, was missed, can be argued, or does not fit."""

from collections.abc import Collection
from typing import Literal

import msgspec

from course.model.document import Document, Marking, Phrase

Fit = Literal["fits", "missed", "arguable", "arguable-open", "not"]
"""How a phrase stands: it fits, and was marked or "missed"; it can be argued, and was marked or is "-open"; it does not
fit and was marked."""


class PhraseVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """One phrase of which there is something to say. ``why`` is what the course says of it, "" for nothing."""

    phrase: Phrase
    fit: Fit
    why: str = ""


def judge_marks(document: Document, marking: Marking, marked: Collection[str]) -> tuple[PhraseVerdict, ...]:
    """Return a verdict on every phrase that was marked, or could have been, in the order of the text.

    ``marked`` are keys of phrases; one that the text no longer has is passed over.
    """
    verdicts = []
    for phrase in document.phrases:
        fit = _fit(marking, phrase, phrase.key in marked)
        if fit:
            why = marking.feedback.get(phrase.named, "") if fit == "not" else ""
            verdicts.append(PhraseVerdict(phrase=phrase, fit=fit, why=why))
    return tuple(verdicts)


def _fit(marking: Marking, phrase: Phrase, is_marked: bool) -> Fit | None:
    if phrase.named in marking.right:
        return "fits" if is_marked else "missed"
    if phrase.named in marking.arguable:
        return "arguable" if is_marked else "arguable-open"
    return "not" if is_marked else None
