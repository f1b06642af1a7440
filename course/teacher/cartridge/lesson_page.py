"""A lesson as a page of a learning platform: all its words and figures, nothing that is alive.

What is drawn becomes a file of its own, since platforms take drawings out of pages.
"""

import re
from collections.abc import Callable, Iterator

import msgspec
from markupsafe import Markup

from course.content import catalog, lessons
from course.content.interface import words
from course.content.notebook import notebook_of
from course.html.apart import apart
from course.html.controls import control
from course.html.element import div, em, p, strong
from course.html.prompt import prompt_eyebrow
from course.html.question import question_face
from course.html.reading import HEADING, SOURCE, TERM, Cell, Said, cells_of, reading
from course.html.task import task_eyebrow
from course.html.text import plain
from course.html.wording import Wording
from course.model.language import spoken
from course.model.lesson import Lesson, number_of
from course.model.prompt import AnyPrompt, Prompt
from course.model.task import AnyCheck

_ASKS = re.compile(r'lesson\.(discuss|check)\("([^"]+)"\)')
WORK = "my_work"


def page_name(stem: str) -> str:
    """Return what the address of a lesson's page ends in."""
    return stem.replace("_", "-")


def lesson_page(stem: str, site: str = "") -> tuple[Markup, dict[str, bytes]]:
    """Return the page of a lesson as HTML, and the files that it shows by their path.

    ``site`` is the address where the course is alive, without a slash at its end: "" for none.
    """
    word = words()
    cells = list(_cells(lessons.lesson(stem)))
    said = Said(
        waits="",
        more=word["site"]["more-fold"],
        chart=word["export"]["chart"],
        drops=(
            p(em(word["task"]["where-answered"])),
            p(strong(word["opening"]["ready"].format(number=number_of(stem)))),
        ),
    )
    text = reading(cells, said, _finder(site), _explain)
    files: dict[str, bytes] = {}
    text = apart(text, lambda: f"pictures/{page_name(stem)}-{len(files) + 1}.svg", files)
    _, written = notebook_of(stem)
    if written is not spoken():
        text = div(text, lang=written.code, dir=written.direction)
    return p(em(word["export"]["how-page"])) + text, files


def wording() -> Wording:
    """Return the words and sources with which questions are shown."""
    return Wording(words(), catalog.sources().__getitem__)


def _cells(lesson: Lesson) -> Iterator[Cell]:
    """Yield the cells to be read; questions as the content has them, which a teacher may have changed."""
    asked: dict[tuple[str, str], AnyPrompt | AnyCheck] = {("discuss", one.id): one for one in lesson.prompts}
    asked |= {("check", one.id): one for one in lesson.checks}
    for place, cell in enumerate(cells_of(notebook_of(lesson.stem)[0])):
        if WORK in cell.source:
            continue
        if place == 0 and cell.is_prose:
            # The platform shows the title above the page.
            cell = msgspec.structs.replace(cell, source=HEADING.sub("", cell.source, count=1))
        called = _ASKS.search(cell.source) if not cell.is_prose else None
        if called is None:
            yield cell
        elif question := asked.get((called[1], called[2])):
            face = prompt_face(question) if isinstance(question, Prompt) else _check_face(question)
            yield msgspec.structs.replace(cell, faces=(face,))


def prompt_face(prompt: AnyPrompt) -> Markup:
    """Return a prompt with what can be answered."""
    eyebrow = prompt_eyebrow(words()["prompt"], prompt)
    return question_face(wording(), "prompt", prompt, eyebrow, control(prompt, words()["form"])).markup


def _check_face(task: AnyCheck) -> Markup:
    eyebrow = task_eyebrow(words()["task"], task, "check")
    return question_face(wording(), "task", task, eyebrow, control(task, words()["form"])).markup


def _finder(site: str) -> Callable[[str], str]:
    def find(address: str) -> str:
        """Return where a notebook is read: a lesson here, what has no page here in the site."""
        folder, _, name = address.rpartition("/")
        stem = name.removesuffix(".ipynb")
        if not folder and stem in lessons.stems():
            return f"page:{page_name(stem)}"
        if not site:
            return ""
        return f"{site}/exercises/{stem[:2]}/" if folder else f"{site}/atlas/"

    return find


def _explain(address: str) -> tuple[str, str]:
    if address.startswith(TERM):
        # The lesson's list of terms stands on the same page.
        return address, plain(catalog.glossary()[address.removeprefix(TERM)].meaning)
    source = catalog.sources()[address.removeprefix(SOURCE)]
    return source.link, source.citation
