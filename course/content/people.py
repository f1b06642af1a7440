"""Reads the people: one TOML file for each, named by its id. A file is read when its person is asked for."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from course.content.changed import change
from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.person import Person

FOLDER = CONTENT / "people"

WORDS = {"before": (60, 120), "did": (50, 120), "after": (30, 70)}
"""The fewest and the most words of each text: one decision, and not a life."""


def read_person(path: Path) -> Person:
    """Return the person in one file; the id is the file's name. Raise ContentError where the file is not sound."""
    where = f"people/{path.name}"
    person = convert({"id": path.stem, **read_toml(path)}, Person, where)
    for trouble in troubles(person):
        raise ContentError(f"{where}, {trouble}")
    return person


def troubles(person: Person) -> Iterator[str]:
    """Yield a line for everything that does not go together in a profile: the key, what is wrong, the remedy."""
    for key, (least, most) in WORDS.items():
        words = len(getattr(person, key).split())
        if not least <= words <= most:
            yield f"{key}: {words} words. Write {least} to {most}."
    if person.chose and person.option(person.chose) is None:
        names = [option.id for option in person.options]
        near = did_you_mean(person.chose, names) or f". Write one of {', '.join(names)}, or nothing where none is near."
        yield f"chose: there is no option '{person.chose}'{near}"


@cache
def ids() -> frozenset[str]:
    """Return the ids of all people; no file is read."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def person(id: str, *, as_published: bool = False) -> Person:
    """Return the person ``id``; raise ContentError with the nearest ids when there is none.

    ``as_published`` leaves a teacher's changes out.
    """
    published = _published(id)
    return published if as_published else change("people", id, published, troubles)


@cache
def _published(id: str) -> Person:
    if id not in ids():
        raise ContentError(f"There is no person '{id}'{did_you_mean(str(id), ids()) or '.'}")
    return read_person(FOLDER / f"{id}.toml")


def readable(wanted: Iterable[str]) -> tuple[Person, ...]:
    """Return those of the people ``wanted`` that can be used, for who counts or lists: a page says what is wrong."""
    return tuple(person(id) for id in wanted if _is_readable(id))


def _is_readable(id: str) -> bool:
    try:
        person(id)
    except ContentError:
        return False
    return True
