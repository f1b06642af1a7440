"""Looks at the structure of a text: what it has, what is missing. It cannot tell whether a text is good."""

import re
import unicodedata

from course.model.task import Part, Writing
from course.model.verdict import Remark, Verdict

# Letters and digits make a word. Marks (vowel signs, accents that stand alone) and joiners belong to the letter before
# them, and an apostrophe or hyphen inside a word belongs to the word. The page counts alike, in widgets/text.js.
_JOINERS = "\u200c\u200d\u00ad\u2060"
_HYPHENS = "'’-‐‑"
_WORD = re.compile(r"wm*(?:[wm]|h(?=w))*")


def count_words(text: str) -> int:
    """Return the number of words in ``text``."""
    return len(_WORD.findall("".join(_kind(character) for character in text)))


def _kind(character: str) -> str:
    """Return what a character is in a word: "w" a letter or digit, "m" what belongs to one, "h" a hyphen, " " none."""
    category = unicodedata.category(character)
    if category[0] in "LN" or character == "_":
        return "w"
    if category[0] == "M" or character in _JOINERS:
        return "m"
    return "h" if character in _HYPHENS else " "


def _bare(text: str) -> str:
    """Return ``text`` without marks, joiners and the stroke that lengthens Arabic words; signs are found without."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(character for character in apart if _kind(character) != "m" and character != "\u0640")


def has_part(text: str, part: Part) -> bool:
    """Tell whether one of the part's signs stands in ``text``: whole words, any letter case.

    ``*`` at the end of a sign stands for any ending, ``#`` for any number.
    """
    bare = _bare(text)
    return any(_pattern(_bare(sign)).search(bare) for sign in part.signs)


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
