"""What Canvas keeps of its own: modules and what is published, groups of assignments, rubrics, settings of quizzes.

The names are those of Canvas's reader (lib/cc/importer/canvas).
"""

from xml.etree.ElementTree import Element

from course.checks.numbers import write_number
from course.content.interface import words
from course.html.ladder import level_word
from course.html.text import plain
from course.model.task import LEVELS
from course.teacher.cartridge.contents import (
    AnyItem,
    Assignment,
    Course,
    Link,
    Page,
    Test,
    Topic,
    listing,
)
from course.teacher.quizzes import qti
from course.teacher.quizzes.qti_item import child, name_of

SCHEMA = "https://canvas.instructure.com/xsd/cccv1p0.xsd"
FLAG = "canvas_export.txt"
GROUP = "group/texts"
FILES = ("course_settings.xml", "module_meta.xml", "assignment_groups.xml", "rubrics.xml", FLAG)
KINDS: dict[type, str] = {
    Page: "WikiPage",
    Topic: "DiscussionTopic",
    Test: "Quizzes::Quiz",
    Assignment: "Assignment",
    Link: "ExternalUrl",
}


def settings(course: Course) -> dict[str, Element | bytes]:
    """Return the files of the folder ``course_settings``."""
    return {
        "course_settings.xml": _course(course),
        "module_meta.xml": _modules(course),
        "assignment_groups.xml": _groups(),
        "rubrics.xml": _rubrics(course),
        # That it is there makes the package one of Canvas's own. Canvas looks for nothing in it.
        FLAG: b"canvas\n",
    }


def _root(tag: str, **attributes: str) -> Element:
    return qti.root_of(tag, qti.CANVAS, SCHEMA, **attributes)


def entry_of(item: AnyItem) -> str:
    """Return the id of the line that lists an item in its module."""
    return name_of(f"{item.id}/entry")


def _course(course: Course) -> Element:
    root = _root("course", identifier=name_of(course.id))
    child(root, "title", course.title)
    child(root, "course_code", course.title)
    child(root, "default_view", "modules")
    child(root, "license", "cc_by")
    return root


def _modules(course: Course) -> Element:
    root = _root("modules")
    for place, module in enumerate(course.modules, 1):
        made = child(root, "module", identifier=name_of(module.id))
        child(made, "title", module.title)
        child(made, "workflow_state", "active")
        child(made, "position", str(place))
        child(made, "require_sequential_progress", "false")
        child(made, "locked", "false")
        items = child(made, "items")
        for number, item in enumerate(module.items, 1):
            entry = child(items, "item", identifier=entry_of(item))
            child(entry, "content_type", KINDS[type(item)])
            child(entry, "workflow_state", "active")
            child(entry, "title", item.title)
            child(entry, "identifierref", name_of(item.id))
            if isinstance(item, Link):
                child(entry, "url", item.url)
            child(entry, "position", str(number))
            child(entry, "new_tab", "true" if isinstance(item, Link) else "false")
            child(entry, "indent", "0" if isinstance(item, Page) else "1")
    return root


def _groups() -> Element:
    root = _root("assignmentGroups")
    group = child(root, "assignmentGroup", identifier=name_of(GROUP))
    child(group, "title", words()["export"]["group"])
    child(group, "position", "1")
    child(group, "group_weight", "0.0")
    return root


def _rubric(item: Assignment) -> str:
    return name_of(f"{item.id}/rubric")


def _rubrics(course: Course) -> Element:
    root = _root("rubrics")
    for item in listing(course):
        if not isinstance(item, Assignment):
            continue
        rubric = child(root, "rubric", identifier=_rubric(item))
        child(rubric, "read_only", "false")
        child(rubric, "title", item.title)
        child(rubric, "reusable", "false")
        child(rubric, "public", "false")
        child(rubric, "points_possible", write_number(item.worth))
        child(rubric, "hide_score_total", "false")
        child(rubric, "free_form_criterion_comments", "false")
        criteria = child(rubric, "criteria")
        share = item.worth / len(item.essay.rubric)
        for criterion in item.essay.rubric:
            made = child(criteria, "criterion")
            child(made, "criterion_id", criterion.id)
            child(made, "points", _points(share))
            child(made, "description", plain(criterion.says))
            ratings = child(made, "ratings")
            for place, level in reversed(list(enumerate(LEVELS))):
                rating = child(ratings, "rating")
                child(rating, "description", level_word(words(), level))
                child(rating, "long_description", plain(criterion.level(level)))
                child(rating, "points", _points(share * place / (len(LEVELS) - 1)))
                child(rating, "criterion_id", criterion.id)
                child(rating, "id", f"{criterion.id}_{level}")
    return root


def _points(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def topic(item: Topic) -> Element:
    """Return the settings of a discussion: nobody reads the others before they have answered."""
    root = _root("topicMeta", identifier=name_of(f"{item.id}/settings"))
    child(root, "topic_id", name_of(item.id))
    child(root, "title", item.title)
    child(root, "type", "topic")
    child(root, "discussion_type", "threaded")
    child(root, "require_initial_post", "true")
    child(root, "has_group_category", "false")
    child(root, "workflow_state", "active")
    return root


def quiz(item: Test) -> Element:
    """Return the settings of a quiz, published."""
    root = qti.settings(item.quiz)
    available = root.find("available")
    assert available is not None
    available.text = "true"
    return root


def questions(item: Test) -> Element:
    """Return the questions of a quiz as Canvas knows them, which the profile of the cartridge cannot say."""
    return qti.assessment(item.quiz)


def assignment(item: Assignment) -> Element:
    """Return the settings of a text to be marked: typed in, marked by its rubric, published."""
    root = _root("assignment", identifier=name_of(item.id))
    child(root, "title", item.title)
    child(root, "assignment_group_identifierref", name_of(GROUP))
    child(root, "workflow_state", "published")
    child(root, "rubric_identifierref", _rubric(item))
    child(root, "rubric_use_for_grading", "true")
    child(root, "rubric_hide_score_total", "false")
    child(root, "points_possible", write_number(item.worth))
    child(root, "grading_type", "points")
    child(root, "submission_types", "online_text_entry,online_upload")
    return root
