"""One thing that a learner did: an answer, a stand, a hint opened. The record is a list of these."""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import msgspec

# Every pattern ends in \Z: "$" would let a line break at the end through.
EventId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Moment = Annotated[
    str, msgspec.Meta(pattern=r"\A[0-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z\Z")
]
Label = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\A[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+\Z")
]

DEEPEST_BODY = 40


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One entry of the record; nothing changes or removes it.

    ``id`` is random and unique, so that sending an event twice is harmless. ``at`` is UTC, ISO 8601 with
    microseconds ("2026-11-22T15:10:00.000001Z"), and sorts as text. ``lesson`` is a stem, ``item`` the id of a
    prompt, task or claim, ``kind`` an open set ("answer", "stand", "weigh", "hint"…). ``body`` is a JSON object.
    """

    id: EventId
    at: Moment
    lesson: Label
    item: Label
    kind: Label
    body: dict[str, Any]


class Reader(NamedTuple):
    """Who knows what bodies mean: ``can_read`` gets item, kind and JSON text; ``shapes`` changes with what it knows.

    ``can_read`` raises ValueError where a text is no JSON. ``count_unread`` gets many such three, each text a JSON
    object for certain, and returns how many of them cannot be read.
    """

    can_read: Callable[[str, str, str], bool]
    count_unread: Callable[[Sequence[tuple[str, str, str]]], int]
    shapes: str


def write_moment(when: datetime) -> str:
    """Return ``when`` (aware) as events write it: UTC, microseconds, "Z"."""
    return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_moment(at: str) -> datetime:
    """Return the aware time that ``at`` names; ValueError if there is no such day or hour."""
    return datetime.fromisoformat(at.replace("Z", "+00:00"))


def clean_event(event: Event) -> Event:
    """Return ``event`` with a clean body; ValueError says which field is wrong (structs do not check themselves)."""
    try:
        msgspec.convert(msgspec.structs.asdict(event) | {"body": {}}, Event)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    read_moment(event.at)
    return msgspec.structs.replace(event, body=clean_body(event.body))


def clean_body(body: object) -> dict[str, Any]:
    """Return ``body`` as JSON will give it back; ValueError if JSON cannot hold it.

    Tuples become lists. Half an emoji (a lone surrogate, which a browser sends when a text is cut in the middle
    of a character) becomes U+FFFD, because no file can hold it; two halves that meet become the character again.
    """
    if not isinstance(body, dict):
        raise ValueError("the body of an event is a JSON object")
    checked: dict[str, Any] = _clean(body, DEEPEST_BODY)
    return checked


def _clean(value: object, deeper: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise ValueError("a whole number in the body is too large")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a number in the body is not finite")
        return float(value)
    if deeper < 0:
        raise ValueError(f"the body is nested more than {DEEPEST_BODY} levels deep")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key in the body is not text")
        return {_whole_text(key): _clean(part, deeper - 1) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part, deeper - 1) for part in value]
    raise ValueError(f"JSON cannot hold a {type(value).__name__}")


def _whole_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return str(text)
