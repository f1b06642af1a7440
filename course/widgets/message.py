"""What the page sends, read strictly: an empty field is an answer, a field of another type is a message gone wrong."""

import re
from collections.abc import Mapping
from typing import Any

from course.model.error import CourseError

_ID = re.compile(r"[0-9a-f]{32}")


class OddMessage(CourseError):
    """A message that no page of this version sends. Nothing may be done for it."""


def read_press(content: Mapping[str, Any]) -> str:
    """Return the id of the press that the message is about, "" where it has none; it becomes the event's id."""
    return read_id(content, "press")


def read_text(content: Mapping[str, Any], key: str) -> str:
    """Return the text under ``key``, "" where there is none."""
    text = content.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise OddMessage(f"'{key}' is no text")
    return text


def read_number(content: Mapping[str, Any], key: str) -> int | None:
    """Return the whole number under ``key``, None where there is none."""
    number = content.get(key)
    if number is None or (isinstance(number, int) and not isinstance(number, bool)):
        return number
    raise OddMessage(f"'{key}' is no whole number")


def read_ids(content: Mapping[str, Any], key: str) -> frozenset[str] | None:
    """Return the ids of events under ``key``, None where the page names none."""
    return _read_set(content, key, "ids")


def read_titles(content: Mapping[str, Any], key: str) -> frozenset[str] | None:
    """Return the titles of blocks under ``key``, None where the page names none."""
    return _read_set(content, key, "titles")


def _read_set(content: Mapping[str, Any], key: str, what: str) -> frozenset[str] | None:
    texts = content.get(key)
    if texts is None:
        return None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise OddMessage(f"'{key}' is no list of {what}")
    return frozenset(texts)


def read_id(content: Mapping[str, Any], key: str) -> str:
    """Return the id of an event under ``key``, "" where there is none."""
    id = content.get(key)
    return id if isinstance(id, str) and _ID.fullmatch(id) else ""


def read_table(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return what stands under ``key`` by name, {} where nothing does."""
    table = content.get(key)
    if table is None:
        return {}
    if not isinstance(table, dict) or not all(isinstance(name, str) for name in table):
        raise OddMessage(f"'{key}' is no table")
    return table


def need(content: Mapping[str, Any], *keys: str) -> None:
    """Raise OddMessage where one of the ``keys`` is missing."""
    for key in keys:
        if content.get(key) is None:
            raise OddMessage(f"'{key}' is missing")
