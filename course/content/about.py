"""What the course says of itself: ``about.toml``, and what is counted."""

import msgspec

from course.content import catalog, documents, dossiers, labs, language, lessons, people, scenarios, tables
from course.content.place import CONTENT, root
from course.content.reader import convert, read_toml

FILE = "about.toml"


class License(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A license by its name in the list of SPDX, what it is for, and where it can be read."""

    spdx: str
    of: str
    url: str


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The course as catalogs know it."""

    title: str
    summary: str
    message: str
    authors: tuple[str, ...]
    repository: str
    keywords: tuple[str, ...]
    level: str
    roles: tuple[str, ...]
    kinds: tuple[str, ...]
    features: tuple[str, ...]
    licenses: tuple[License, ...]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is of what; ``minutes`` are those of all sessions, ``languages`` the codes of editions."""

    lessons: int
    sessions: int
    minutes: int
    exercises: int
    claims: int
    labs: int
    scenarios: int
    cases: int
    documents: int
    people: int
    dossiers: int
    sources: int
    terms: int
    languages: tuple[str, ...]


def about() -> About:
    """Return what the course says of itself; raise ContentError when its file cannot be used."""
    return convert(read_toml(CONTENT / FILE), About, FILE)


def count_facts() -> Facts:
    """Count what there is, as published."""
    taught = [lessons.lesson(stem, as_published=True) for stem in lessons.stems()]
    sessions = [session for lesson in taught for session in lesson.sessions]
    return Facts(
        lessons=len(taught),
        sessions=len(sessions),
        minutes=sum(session.minutes for session in sessions),
        exercises=len(lessons.exercise_stems()),
        claims=len(catalog.claims()),
        labs=len(labs.names()),
        scenarios=len(scenarios.names()),
        cases=len(tables.cases()),
        documents=len(documents.ids()),
        people=len(people.ids()),
        dossiers=len(dossiers.ids()),
        sources=len(catalog.sources()),
        terms=len(catalog.glossary()),
        languages=("en", *(code for code in language.codes() if (root() / "notebooks" / code).is_dir())),
    )
