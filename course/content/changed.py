"""Documents and people with a teacher's changes laid over: what is asked about a text, and never the text itself."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from course.content import language
from course.content.mistakes import convert_adapted
from course.content.overrides import merge, name_override, override_path, read_override
from course.content.place import CONTENT
from course.content.reader import ContentError, did_you_mean, read_toml
from course.model.document import Document
from course.model.person import Person

T = TypeVar("T", Document, Person)

MAY_CHANGE = {"documents": ("before", "marks", "questions", "missing"), "people": ("asks", "options")}
"""What an override may hold. The words of a source and the deeds of a person are as they are."""


def change(folder: str, id: str, published: T, troubles: Callable[[T], Iterator[str]]) -> T:
    """Return ``published``, one of ``documents`` or ``people``, with a teacher's changes laid over it.

    Raise ContentError, with the file and the place, where the changes cannot be used.
    """
    path = override_path(folder, id)
    try:
        state = path.stat() if path else None
    except OSError:
        return published
    if path is None or state is None:
        return published
    # Read again when it was saved again, as an override of a lesson is.
    changed: T = _read(folder, published.id, type(published), troubles, path, (state.st_mtime_ns, state.st_size))
    return changed


@functools.lru_cache(maxsize=64)
def _read(folder: str, id: str, kind: type[T], troubles: Callable[[T], Iterator[str]], path: Path, state: object) -> T:
    name, may = name_override(path), MAY_CHANGE[folder]
    changes, _ = read_override(path)
    for key in changes:
        if key not in may:
            near = did_you_mean(key, may) or f". What can be changed here: {', '.join(may)}."
            raise ContentError(f"{name}, {key}: this is no key that a teacher changes{near}")
    tables = {"id": id, **read_toml(CONTENT / folder / f"{id}.toml")}
    if folder == "documents" and not language.is_english():
        # A teacher names phrases as the course does, whatever language the text is shown in.
        with language.as_written():
            tables["keys"] = read_toml(CONTENT / folder / f"{id}.toml")["text"]
    content = convert_adapted(tables, changes, merge(tables, changes), kind, path)
    for trouble in troubles(content):
        raise ContentError(f"{name}, {trouble}")
    return content
