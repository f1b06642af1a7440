"""Reads a number as people write it, and judges it."""

import re
import unicodedata

from course.model.task import Number, Slip
from course.model.verdict import Remark, Verdict

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")
_THOUSANDS = re.compile(r"(?<=\d)(?<!(?<!\d)0)(?:,(?=(?:\d{2},)*\d{3}(?!\d))|[\s'](?=\d{3}(?!\d)))")
# Only where nothing stands before the sign: in "3 - 5" it may mean a range.
_SIGN_APART = re.compile(r"\A\s*([-+])[\s$€£]+(?=[\d.])")
_SIGN_BEHIND = re.compile(r"\A\s*(\d+(?:\.\d+)?)-\s*\Z")
_MINUS, _SPACES, _APOSTROPHES = "−–‒﹣－", "\u00a0\u202f\u2009\u200a\u2007\u2002\u2003", "’ʼ"
_SPECIAL = {
    **dict.fromkeys(_MINUS, "-"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_APOSTROPHES, "'"),
    # What only says in which direction to write, as an Arabic keyboard puts beside a number.
    **dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069", ""),
    "٫": ".",
    "٬": ",",
    "،": ",",
}
_SHARE = "%"
_MONEY = "money"
# What a number is of, where people say it: enough to tell that 35 percent are not 35 dinars.
_MEASURES = {
    "%": _SHARE,
    "٪": _SHARE,
    "percent": _SHARE,
    "percents": _SHARE,
    "pct": _SHARE,
    "cent": _SHARE,
    "بالمئة": _SHARE,
    "بالمائة": _SHARE,
    "المئة": _SHARE,
    "المائة": _SHARE,
    "$": _MONEY,
    "€": _MONEY,
    "£": _MONEY,
    "dinar": _MONEY,
    "dinars": _MONEY,
    "دينار": _MONEY,
    "دينارا": _MONEY,
    "دنانير": _MONEY,
    "dollar": _MONEY,
    "dollars": _MONEY,
    "دولار": _MONEY,
    "دولارا": _MONEY,
    "euro": _MONEY,
    "euros": _MONEY,
    "points": "points",
    "point": "points",
    "نقطة": "points",
    "نقاط": "points",
    "months": "months",
    "month": "months",
    "شهر": "months",
    "شهرا": "months",
    "أشهر": "months",
    "years": "years",
    "year": "years",
    "سنة": "years",
    "سنوات": "years",
    "عاما": "years",
    "tons": "tons",
    "boats": "boats",
    "boat": "boats",
    "rows": "rows",
    "row": "rows",
}
_MEASURE = re.compile(r"[%٪$€£]|[^\W\d_]+")


def read_number(text: str, unit: str = "") -> float | None:
    """Return the one number in ``text``, or None when there is none or more than one.

    Takes "40", "40 %", "$ 40", "1,250", "1 250", "1,25,000", "0,5", digits of any script and the Arabic decimal and
    thousands marks. A comma is a thousands mark where three digits follow it, or pairs of digits and then three, else a
    decimal one; after a lone zero it is always a decimal one. The Arabic decimal mark is always a decimal one. A minus
    stands before the number ("-3", "- 3", "-$3"), or right behind it and nothing else, as some write it in Arabic.
    """
    plain = _plain(text)
    if unit:
        plain = plain.replace(_plain(unit), " ")
    plain = _THOUSANDS.sub("", plain)
    plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)
    plain = _SIGN_APART.sub(r"\1", plain)
    plain = _SIGN_BEHIND.sub(r"-\1", plain)
    numbers = _NUMBER.findall(plain)
    return float(numbers[0]) if len(numbers) == 1 else None


def _plain(text: str) -> str:
    """Return ``text`` with the digits and signs of a keyboard for all that mean the same."""
    return "".join(_SPECIAL[character] if character in _SPECIAL else _digit(character) for character in text)


def _digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def other_unit(text: str, unit: str) -> str:
    """Return the word in ``text`` that says that the number is of something else than ``unit``, "" if none does.

    Only words that are known are held against a learner: "35 %" is not 35 dinars, and "about 35" is.
    """
    wanted = [measure for _, measure in _measures(unit)]
    measures = _measures(text)
    # "%" alone may be what a unit such as "of 100" means.
    if not wanted or any(measure in wanted for _, measure in measures):
        return ""
    return next((word for word, _ in measures), "")


def _measures(text: str) -> list[tuple[str, str]]:
    """Return the words in ``text`` that say what a number is of, each with its measure."""
    bare = "".join(
        character for character in unicodedata.normalize("NFC", text) if unicodedata.category(character) != "Mn"
    )
    words = _MEASURE.findall(bare)
    return [(word, _MEASURES[word.casefold()]) for word in words if word.casefold() in _MEASURES]


def write_number(value: float) -> str:
    """Return ``value`` as a person would type it: no exponent, no more digits than it has."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def slip_for(value: float, slips: tuple[Slip, ...], tolerance: float) -> Slip | None:
    """Return the expected slip that ``value`` is, or None."""
    for slip in slips:
        if not isinstance(slip.value, str) and abs(value - slip.value) <= max(tolerance, 1e-9):
            return slip
    return None


def judge_number(task: Number, text: str) -> Verdict:
    """Judge what stands in the box of a number task."""
    if not text.strip():
        return Verdict(outcome="not-answered")
    value = read_number(text, task.unit)
    if value is None:
        return Verdict(outcome="not-yet", remarks=(Remark(about=text, key="not-a-number"),))
    if word := other_unit(text, task.unit):
        remark = Remark(about=text, key="other-unit", values={"word": word, "unit": task.unit})
        return Verdict(outcome="not-yet", remarks=(remark,))
    about = f"{value:,.12g} {task.unit}".strip()
    if abs(value - task.answer) <= task.tolerance + 1e-9:
        return Verdict(outcome="correct", remarks=(Remark(about=about, says=task.right),))
    slip = slip_for(value, task.slips, task.tolerance)
    says = slip.feedback if slip else task.too_low if value < task.answer else task.too_high
    return Verdict(outcome="not-yet", remarks=(Remark(about=about, says=says),))
