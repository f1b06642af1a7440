"""A long file of ``[id]`` tables, of which a page needs a few: each entry is decoded when it is asked for.

Decoding all of ``sources.toml`` takes longer than everything else that opens a lesson. So the file is cut at its
headers, and only what cannot be cut safely, or is not sound, is decoded as a whole: then the error names the line.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar

from course.content import language
from course.content.reader import convert, read_entries

T = TypeVar("T")

HEADER = re.compile(r"^\[\s*\"?([A-Za-z0-9_-]+)\"?\s*\][ \t]*(?:#.*)?$", re.MULTILINE)
WHOLE = re.compile(r"\"\"\"|'''|^[ \t]*\[\[|^[ \t]*\[[^\]\n\"]*\.|^[ \t]+\[", re.MULTILINE)
"""What a cut could go through: strings over several lines, tables in tables, and headers that do not begin a line."""


class Entries(Mapping[str, T], Generic[T]):
    """The entries of a file by id, in the order of the file; asking for one that is not sound raises ContentError."""

    def __init__(self, path: Path, kind: type[T]):
        self._path = path
        self._kind = kind
        self._decoded: dict[str, T] = {}
        self._cut = _cut(path)
        if self._cut is None:
            self._decoded = self._whole

    def __getitem__(self, id: str) -> T:
        if id not in self._decoded:
            self._decoded[id] = self._decode(id)
        return self._decoded[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded if self._cut is None else self._cut)

    def __len__(self) -> int:
        return len(self._decoded if self._cut is None else self._cut)

    def __contains__(self, id: object) -> bool:
        return id in (self._decoded if self._cut is None else self._cut)

    @cached_property
    def _whole(self) -> dict[str, T]:
        return read_entries(self._path, self._kind)

    def _decode(self, id: str) -> T:
        if self._cut is None:
            raise KeyError(id)
        try:
            [(name, table)] = tomllib.loads(self._cut[id]).items()
        except (tomllib.TOMLDecodeError, ValueError):
            return self._whole[id]
        if name != id or not isinstance(table, dict):
            return self._whole[id]
        table = language.lay_over({name: table}, self._path)[name]
        return convert({"id": name, **table}, self._kind, f"{self._path.name} [{name}]")


def _cut(path: Path) -> dict[str, str] | None:
    """Return the text of each entry by id, or None where the file must be decoded as a whole."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    headers = list(HEADER.finditer(text))
    before = text[: headers[0].start()] if headers else text
    if WHOLE.search(text) or any(line.strip() and not line.startswith("#") for line in before.splitlines()):
        return None
    places = [*(header.start() for header in headers), len(text)]
    cut = {header[1]: text[start:end] for header, (start, end) in zip(headers, pairwise(places), strict=True)}
    return cut if len(cut) == len(headers) else None
