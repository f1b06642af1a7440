"""Reads a number as people write it, and judges it."""

import re
import unicodedata

from course.model.task import Number, Slip
from course.model.verdict import Remark, Verdict

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")


def read_number(text: str, unit: str = "") -> float | None:
    """Return the one number in ``text``, or None when there is none or more than one.

    Takes "40", "40 %", "$ 40", "1,250", "1 250", "0,5", a leading minus, Arabic-Indic digits and the Arabic
    decimal and thousands marks. A comma is a thousands mark where three digits follow it, else a decimal one; after a
    lone zero it is always a decimal one.
    """
    plain = "".join(_plain(character) for character in text)
    if unit:
        plain = plain.replace(unit, " ")
    plain = re.sub(r"(?<=\d)(?<!(?<!\d)0)[,\s'](?=\d{3}(?!\d))", "", plain)
    plain = re.sub(r"(?<=\d),(?=\d)", ".", plain)
    found = _NUMBER.findall(plain)
    return float(found[0]) if len(found) == 1 else None


def _plain(character: str) -> str:
    special = {"−": "-", "–": "-", "٫": ".", "٬": ",", "\u00a0": " ", "\u202f": " ", "’": "'"}
    if character in special:
        return special[character]
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def written(value: float) -> str:
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
    about = f"{value:,.12g} {task.unit}".strip()
    if abs(value - task.answer) <= task.tolerance + 1e-9:
        return Verdict(outcome="correct", remarks=(Remark(about=about, says=task.right),))
    slip = slip_for(value, task.slips, task.tolerance)
    says = slip.feedback if slip else task.too_low if value < task.answer else task.too_high
    return Verdict(outcome="not-yet", remarks=(Remark(about=about, says=says),))
