"""What a cartridge holds, as plain data: modules, and in them pages, discussions, quizzes, texts to mark and links.

Ids come from the ids of the content files, so that a newer cartridge brings the same things anew and no second ones.
HTML in it leads to a page by ``page:NAME`` and to a file by ``file:PATH``; who writes a format puts its own address
there.
"""

from collections.abc import Iterator, Mapping

import msgspec
from markupsafe import Markup

from course.content import lessons, points
from course.content.interface import words
from course.html import document
from course.html.element import b, bullets, div, element, em, h3, join, p, small
from course.html.text import phrase, plain
from course.model import language
from course.model.lesson import Exercise, Lesson
from course.model.prompt import AnyPrompt
from course.teacher.cartridge.lesson_page import lesson_page, page_name, prompt_face, wording
from course.teacher.quizzes import quiz
from course.teacher.quizzes.qti import Quiz
from course.teacher.quizzes.quiz import Essay
from course.teacher.quizzes.rubric import rubric_table

LONGEST = 250
"""So long may a title be: platforms keep 255 letters."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What a module lists. ``title`` is plain text."""

    id: str
    title: str


class Page(Item, frozen=True, kw_only=True):
    """A page to read; ``name`` is what its address ends in."""

    name: str
    html: Markup


class Topic(Item, frozen=True, kw_only=True):
    """Something to talk about."""

    html: Markup


class Test(Item, frozen=True, kw_only=True):
    """A quiz."""

    quiz: Quiz


class Assignment(Item, frozen=True, kw_only=True):
    """A text that a teacher marks by a rubric; ``worth`` is the most that it gets."""

    html: Markup
    worth: float
    essay: Essay


class Link(Item, frozen=True, kw_only=True):
    """An address elsewhere."""

    url: str


AnyItem = Page | Topic | Test | Assignment | Link


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """One lesson with what belongs to it."""

    id: str
    title: str
    items: tuple[AnyItem, ...]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Everything. ``files`` are what its pages show, by path."""

    id: str
    title: str
    about: str
    modules: tuple[Module, ...]
    files: Mapping[str, bytes]


def course(site: str = "") -> Course:
    """Return the whole course; ``site`` is the address where it is alive, "" for none."""
    word = words()["site"]
    files: dict[str, bytes] = {}
    modules = tuple(_module(stem, site.rstrip("/"), files) for stem in lessons.stems())
    return Course(
        id=f"course/{language.spoken().code}",
        title=word["name"],
        about=word["lead"],
        modules=modules,
        files=files,
    )


def _module(stem: str, site: str, files: dict[str, bytes]) -> Module:
    return Module(id=f"{stem}/module", title=_title(stem), items=tuple(_items(stem, site, files)))


def _title(stem: str) -> str:
    lesson = lessons.lesson(stem)
    return f"{lesson.digits} {plain(lesson.title)}"


def _items(stem: str, site: str, files: dict[str, bytes]) -> Iterator[AnyItem]:
    word = words()["export"]
    lesson = lessons.lesson(stem)
    html, drawn = lesson_page(stem, site)
    files.update(drawn)
    yield Page(id=f"{stem}/page", name=page_name(stem), title=_title(stem), html=_said(html))
    if site:
        alive = word["alive"].format(title=_title(stem))
        yield Link(id=f"{stem}/link", title=alive, url=f"{site}/lessons/{lesson.digits}/")
    for prompt in lesson.prompts:
        yield Topic(id=f"{stem}/prompt/{prompt.id}", title=_short(plain(prompt.asks)), html=_said(_prompt(prompt)))
    yield from _tests(lesson, "checks", quiz.checks(stem))
    if stem in lessons.exercise_stems():
        exercise = lessons.exercise(stem)
        yield from _tests(lesson, "tasks", quiz.exercise(stem), exercise)
        for essay in quiz.essays(stem):
            yield _assignment(exercise, essay)
        if site:
            alive = word["alive"].format(
                title=word["student"].format(number=lesson.number, title=plain(exercise.title))
            )
            yield Link(id=f"{stem}/exercise/link", title=alive, url=f"{site}/exercises/{lesson.digits}/")
    if lesson.prompts:
        views = f"{lesson.digits} {words()['prompt']['perspectives']}"
        yield Page(id=f"{stem}/views", name=f"{page_name(stem)}-views", title=views, html=_said(_views(lesson)))


def _short(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"


def _said(html: Markup) -> Markup:
    """Return HTML that says its language, where that is not English: the platform's page may be in another."""
    said = language.attributes()
    return div(html, **said) if said else html


def _tests(
    lesson: Lesson, kind: str, questions: tuple[quiz.AnyQuestion, ...], exercise: Exercise | None = None
) -> Iterator[Test]:
    if questions:
        title = words()["export"][kind].format(number=lesson.digits, title=plain(lesson.title))
        about = exercise.goal if exercise else lesson.summary
        made = Quiz(id=f"{lesson.stem}/{kind}", title=title, description=plain(about), questions=questions)
        yield Test(id=made.id, title=title, quiz=made)


def _prompt(prompt: AnyPrompt) -> Markup:
    reason = p(phrase(prompt.reason)) if prompt.reason else None
    again = p(em(words()["prompt"]["now-discuss"])) if prompt.pair else None
    return join((prompt_face(prompt), reason, again))


def _views(lesson: Lesson) -> Markup:
    """Return how others answer the questions of a lesson, for whoever has answered."""
    word, cited = words()["prompt"], wording().cited
    parts: list[Markup] = [p(em(words()["export"]["answer-first"]))]
    for prompt in lesson.prompts:
        views = [
            join((b(phrase(view.who)), ": ", phrase(view.says), " ", small(cited(view.sources))))
            for view in prompt.perspectives
        ]
        parts += [h3(phrase(prompt.asks)), bullets(views)]
    return join((*parts, p(em(word["no-right-answer"]))))


def _assignment(exercise: Exercise, essay: Essay) -> Assignment:
    word, ladder = words()["export"], words()["ladder"]
    frames = bullets(phrase(frame) for frame in essay.frames)
    html = join(
        (
            document.prose(essay.asks),
            join((h3(ladder["frames"]), frames)) if frames else None,
            h3(word["rubric"]),
            rubric_table(essay.rubric),
        )
    )
    title = f"{exercise.stem[:2]} {plain(exercise.title)}: {_first_sentence(essay)}"
    return Assignment(id=essay.id, title=_short(title), html=_said(html), worth=points.points().marked, essay=essay)


def _first_sentence(essay: Essay) -> str:
    task = next(task for task in lessons.exercise(essay.id.partition("/")[0]).tasks if task.id == essay.name)
    return plain(task.asks)


def listing(course: Course) -> Iterator[AnyItem]:
    """Yield everything that the modules list."""
    for module in course.modules:
        yield from module.items


def page_html(title: str, html: Markup, *head: Markup) -> str:
    """Return a whole page around ``html``."""
    spoken = language.spoken()
    top = element("head", element("meta", charset="utf-8"), document.VIEWPORT, element("title", title), *head)
    body = element("body", element("main", element("h1", title), html), class_="course")
    rtl = "rtl" if spoken.direction == "rtl" else None
    return f"<!doctype html>\n{element('html', top, body, lang=spoken.code, dir=rtl)}\n"
