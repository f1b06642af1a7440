"""Tells whether two files hold the same answer: a learner's own backup, and a class to which it went along.

A class gives an answer its own time, and takes out of a text what does no good on other pages.
"""

import unicodedata

from course.model.event import Event

_LONG = 500
"""A text of which a class keeps the beginning is longer than this, without its blanks."""


def is_same(one: Event, other: Event) -> bool:
    """Return whether two events of one id are the same answer."""
    if one == other:
        return True
    named = (one.id, one.lesson, one.item, one.kind) == (other.id, other.lesson, other.item, other.kind)
    return named and _is_alike(one.body, other.body)


def _is_alike(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        short, long = sorted((_spell(one), _spell(other)), key=len)
        return short == long or (len(short) > _LONG and long.startswith(short))
    if isinstance(one, dict) and isinstance(other, dict):
        # What is not given may be left out, or stand there as nothing.
        return all(_is_alike(one.get(key), other.get(key)) for key in {*one, *other})
    return one == other or (one in (None, "") and other in (None, ""))


def _spell(text: str) -> str:
    """Return what is written in ``text``: no blanks, no signs that cannot be seen, in one form of Unicode."""
    letters = "".join(letter for letter in text if unicodedata.category(letter)[0] not in "CZ")
    return unicodedata.normalize("NFC", letters)
