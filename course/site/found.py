"""What search engines read in a page of the site: the course and its lessons as ``LearningResource`` of schema.org.

It is made of ``content/about.toml`` and of what the lessons say of themselves. Addresses are relative, as in the whole
site: JSON-LD takes them from the address of the page.
"""

from typing import Any

from course import __version__
from course.content import lessons
from course.content.about import about
from course.content.interface import words
from course.html.text import plain
from course.model.language import spoken
from course.model.lesson import Lesson

CONTEXT = "https://schema.org"
Linked = dict[str, Any]


def course() -> Linked:
    """Return the whole course, for the front page."""
    said = words()["site"]
    taught = [lessons.lesson(stem) for stem in lessons.stems()]
    return {
        "@context": CONTEXT,
        "@type": ["Course", "LearningResource"],
        "name": f"{said['name']}: {said['tagline']}",
        "description": said["about-page"],
        "version": __version__,
        "url": "./",
        **_common(),
        "timeRequired": _minutes(sum(session.minutes for lesson in taught for session in lesson.sessions)),
        "hasPart": [{**_lesson(lesson), "url": f"lessons/{lesson.digits}/"} for lesson in taught],
    }


def lesson_page(stem: str) -> Linked:
    """Return one lesson, for its page."""
    return {"@context": CONTEXT, **_lesson(lessons.lesson(stem)), "url": "./", **_common()}


def _lesson(lesson: Lesson) -> Linked:
    return {
        "@type": "LearningResource",
        "name": plain(lesson.title),
        "description": plain(lesson.summary),
        "position": int(lesson.number),
        "teaches": [plain(objective) for objective in lesson.objectives],
        "timeRequired": _minutes(sum(session.minutes for session in lesson.sessions)),
    }


def _common() -> Linked:
    """Return what is true of the course and of each part of it."""
    said = about()
    return {
        "inLanguage": spoken().code,
        "educationalLevel": said.level,
        "learningResourceType": list(said.kinds),
        "audience": [{"@type": "EducationalAudience", "educationalRole": role} for role in said.roles],
        "keywords": list(said.keywords),
        "license": [license.url for license in said.licenses],
        "isAccessibleForFree": True,
        "accessibilityFeature": list(said.features),
        "creator": [{"@type": "Organization", "name": name} for name in said.authors],
    }


def _minutes(minutes: int) -> str:
    """Return a duration as ISO 8601 has it."""
    return f"PT{minutes}M"
