"""Looks at the structure of a text: what it has, what is missing. It cannot tell whether a text is good."""

import re

from course.model.task import Part, Writing
from course.model.verdict import Remark, Verdict

# Latin and Arabic words alike; an apostrophe or hyphen inside a word belongs to it.
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def count_words(text: str) -> int:
    """Return the number of words in ``text``."""
    return len(_WORD.findall(text))


def has_part(text: str, part: Part) -> bool:
    """Tell whether one of the part's signs stands in ``text``: whole words, any letter case.

    ``*`` at the end of a sign stands for any ending, ``#`` for any number.
    """
    return any(_pattern(sign).search(text) for sign in part.signs)


def _pattern(sign: str) -> re.Pattern[str]:
    stem = re.escape(sign.rstrip("*")).replace(r"\ ", r"\s+").replace(r"\#", r"\d+")
    end = r"\w*" if sign.endswith("*") else ""
    return re.compile(rf"(?<!\w){stem}{end}(?!\w)", re.IGNORECASE)


def judge_writing(task: Writing, text: str) -> Verdict:
    """Name what is missing; when every part is there, the verdict is open: compare with the models."""
    count = count_words(text)
    if count == 0:
        return Verdict(outcome="not-answered")
    remarks = []
    if count < task.least:
        remarks.append(Remark(key="too-short", values={"count": count, "least": task.least}))
    if count > task.most:
        remarks.append(Remark(key="too-long", values={"count": count, "most": task.most}))
    remarks += [Remark(about=part.name, says=part.missing) for part in task.parts if not has_part(text, part)]
    if remarks:
        return Verdict(outcome="not-yet", remarks=tuple(remarks))
    return Verdict(outcome="open", remarks=(Remark(key="all-parts", values={"count": count}),))
