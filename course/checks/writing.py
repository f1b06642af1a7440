"""Looks at what a text does: what is there, in which sentence, what is missing. It cannot tell whether it is good."""

from collections.abc import Mapping

from course.checks.signs import count_words, is_plain_sentence, meet, sentences
from course.model.task import Part, Way, Writing
from course.model.verdict import Remark, Verdict

__all__ = ["count_words", "find_part", "has_part", "judge_writing", "sentences"]

_SHOWN = 12
"""How many words of a sentence are shown."""


def find_part(text: str, part: Part) -> str:
    """Return the first sentence of ``text`` that does what ``part`` asks for, "" where none does.

    A part without ways is never found: only its reader can point at it.
    """
    return next(
        (sentence for sentence in sentences(text) if any(_does(sentence, way) for way in part.ways)),
        "",
    )


def has_part(text: str, part: Part) -> bool:
    """Tell whether a sentence of ``text`` does what ``part`` asks for."""
    return bool(find_part(text, part))


def _does(sentence: str, way: Way) -> bool:
    return (
        is_plain_sentence(sentence, way.words, may_ask=way.question)
        and not (way.without and meet(sentence, [way.without], 0))
        and meet(sentence, way.groups, way.near)
    )


def judge_writing(task: Writing, text: str, pointed: Mapping[str, str] | None = None) -> Verdict:
    """Name what is missing; when every part is there, the verdict is open: compare with the models.

    Where a part was found is said too, so that its writer can see what the check took for it. A pattern misses what is
    said in words that nobody thought of: the writer may point at the sentence, and ``pointed`` has it, by part.
    """
    count = count_words(text)
    if count == 0:
        return Verdict(outcome="not-answered")
    remarks = []
    if count < task.least:
        remarks.append(Remark(key="too-short", values={"count": count, "least": task.least}))
    if count > task.most:
        remarks.append(Remark(key="too-long", values={"count": count, "most": task.most}))
    own = set(sentences(text))
    seen = []
    for part in task.parts:
        shown = (pointed or {}).get(part.id, "")
        if sentence := find_part(text, part):
            seen.append(Remark(about=part.name, key="part-seen", values={"sentence": _begin(sentence)}))
        elif shown in own:
            seen.append(Remark(about=part.name, key="part-pointed", values={"sentence": _begin(shown)}))
        elif part.ways:
            remarks.append(Remark(about=part.name, says=part.missing))
    if remarks:
        return Verdict(outcome="not-yet", remarks=tuple(remarks))
    return Verdict(outcome="open", remarks=(Remark(key="all-parts", values={"count": count}), *seen))


def _begin(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
