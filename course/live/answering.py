"""Reads an answer that a page sent: what does not fit the question is refused, what was typed is made safe to keep."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from course.content.interface import words
from course.html.controls import Control, Number, One, Place, Rank, Scale, Several, Sort, Text
from course.live.deck import SURES, Slide
from course.model.answer import Answer
from course.model.event import EventId

LONGEST_TEXT = 4000
LONGEST_REASON = 1000
LONGEST_NAME = 40
MOST_REVS = 1_000_000
LARGEST = 32_768
"""Bytes of a whole message: 4,000 letters of any script, as JSON may escape them, and what stands around them."""

# Control characters but line breaks and tabs, the marks that turn the direction of what stands around a text, and
# halves of letters, which no file can hold. What joins letters (U+200C, U+200D) stays: Persian and others are not
# written without it.
_UNWANTED = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_BREAK = re.compile(r"\r\n?|[\u0085\u2028\u2029]")


class Refusal(Exception):
    """A message that cannot be taken: ``key`` is what is wrong, ``says`` its sentence, ``status`` of HTTP."""

    def __init__(self, key: str, says: str, status: int):
        super().__init__(key)
        self.key = key
        self.says = says
        self.status = status


def refusal(key: str, status: int = 422) -> Refusal:
    """Return the refusal with that key in the interface's words."""
    return Refusal(key, words()["live"][key], status)


class Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page sends: ``press`` was made there, ``rev`` counts the answers of this person to this question."""

    press: EventId
    rev: Annotated[int, msgspec.Meta(ge=1, le=MOST_REVS)]
    answer: Answer


_SENT = msgspec.json.Decoder(Sent)
_OBJECT = msgspec.json.Decoder(dict[str, Any])


def read_sent(data: bytes) -> Sent:
    """Return the message in ``data``; raise Refusal where it is none."""
    if len(data) > LARGEST:
        raise refusal("too-long", 413)
    try:
        return _SENT.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise refusal("odd") from None


def read_object(data: bytes) -> dict[str, Any]:
    """Return the JSON object in ``data``, an empty one for nothing; raise Refusal where it is none."""
    if len(data) > LARGEST:
        raise refusal("too-long", 413)
    try:
        return _OBJECT.decode(data or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise refusal("odd") from None


def text_in(sent: Mapping[str, object], key: str, longest: int) -> str:
    """Return the text under ``key`` of what was sent, cut to ``longest``; "" where there is none."""
    text = sent.get(key, "")
    return text[:longest] if isinstance(text, str) else ""


def clean(text: str, longest: int) -> str:
    """Return ``text`` in one form of Unicode, without control and direction marks, of at most ``longest`` letters."""
    # What was taken out may have parted two signs that are one letter: so the form is given afterwards.
    whole = unicodedata.normalize("NFC", _UNWANTED.sub("", _BREAK.sub("\n", text)))
    return whole[:longest].strip()


def clean_name(text: str) -> str:
    """Return what somebody calls themself, on one line."""
    return " ".join(clean(text, LONGEST_NAME * 4).split())[:LONGEST_NAME].strip()


def fit(slide: Slide, answer: Answer) -> Answer:
    """Return ``answer`` as it is kept; raise Refusal where it is not one to this question."""
    kept = _fit(slide.control, answer)
    why = clean(answer.why, LONGEST_REASON) if slide.reason else ""
    sure = (answer.values or {}).get("sure") if slide.sure else None
    if sure is not None and (type(sure) is not int or sure not in SURES):
        raise refusal("odd")
    return msgspec.structs.replace(kept, why=why, values={"sure": sure} if sure is not None else None)


def _fit(control: Control | None, answer: Answer) -> Answer:
    match control:
        case One(options=options) if isinstance(answer.chosen, str) and answer.chosen in _ids(options):
            return Answer(chosen=answer.chosen)
        case Several(options=options, most=most) if isinstance(answer.chosen, tuple) and answer.chosen:
            chosen = tuple(dict.fromkeys(answer.chosen))
            if set(chosen) <= _ids(options) and (not most or len(chosen) <= most):
                return Answer(chosen=chosen)
        case Rank(options=options) if answer.order is not None and sorted(answer.order) == sorted(_ids(options)):
            return Answer(order=answer.order)
        case Place(options=options, steps=steps) if answer.placed and set(answer.placed) <= _ids(options):
            if all(type(step) is int and 1 <= step <= steps for step in answer.placed.values()):
                return Answer(placed=answer.placed)
        case Scale(steps=steps) if type(answer.value) is int and 1 <= answer.value <= steps:
            # A line for each of several things is a kind of scale, and has no value of its own.
            if not isinstance(control, Place):
                return Answer(value=answer.value)
        case Sort(items=items, groups=groups) if answer.placed and set(answer.placed) <= _ids(items):
            if set(map(str, answer.placed.values())) <= _ids(groups):
                return Answer(placed={id: str(group) for id, group in answer.placed.items()})
        case Number() if answer.value is not None:
            value = clean(str(answer.value), 100)
            if value:
                return Answer(value=value)
        case Text() if answer.text is not None:
            text = clean(answer.text, LONGEST_TEXT)
            if text:
                return Answer(text=text)
    raise refusal("empty" if answer.blank else "odd")


def _ids(options: object) -> frozenset[str]:
    return frozenset(option.id for option in options)  # type: ignore[attr-defined]
