"""Which pages the site has, and the page around each notebook: to be read at once, alive when Python is there."""

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from markupsafe import Markup

from course.content import language, lessons
from course.content.interface import words
from course.html.element import div, element, em, p, strong
from course.html.reading import Cell, Said, cells_of, headings_of, reading
from course.launch import shipped
from course.model.language import ENGLISH
from course.model.lesson import number_of
from course.site import found
from course.site.frame import Edition, language_switch, own, show

Kind = Literal["lesson", "exercise", "atlas", "teacher"]

entry = "lesson_page"
"""The script of these pages."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page around a notebook. ``place`` is its folder in every language, ``language`` the one that it is in.

    ``address`` is its folder and ``notebook`` the file, both from the root of the site.
    """

    place: str
    folder: Literal["notebooks", "exercises"]
    kind: Kind
    stem: str
    title: str
    language: str

    @property
    def address(self) -> str:
        """Return the folder of the page."""
        return self.place if self.language == ENGLISH.code else f"{self.language}/{self.place}"

    @property
    def notebook(self) -> str:
        """Return the notebook of the page."""
        return self.notebook_in(self.language)

    @property
    def home(self) -> str:
        """Return what leads from this page to the root of the site."""
        return "../" * self.address.count("/")

    def notebook_in(self, code: str) -> str:
        """Return the same notebook in the language of that code."""
        return f"{self.folder}/{self.stem}.ipynb" if code == ENGLISH.code else f"{self.folder}/{code}/{self.stem}.ipynb"


def pages() -> tuple[Page, ...]:
    """Return all pages but the front page, lessons first, in the language that this process speaks."""
    said, code = words()["site"], language.spoken_code()
    found = [
        Page(
            place=f"lessons/{stem[:2]}/",
            folder="notebooks",
            kind="lesson",
            stem=stem,
            title=said["lesson-page"].format(number=number_of(stem), title=lessons.lesson(stem).title),
            language=code,
        )
        for stem in lessons.stems()
    ]
    found += [
        Page(
            place=f"exercises/{stem[:2]}/",
            folder="exercises",
            kind="exercise",
            stem=stem,
            title=said["exercise-page"].format(number=number_of(stem), title=lessons.exercise(stem).title),
            language=code,
        )
        for stem in lessons.exercise_stems()
    ]
    others: tuple[tuple[Kind, str, str], ...] = (
        ("atlas", "case_atlas", said["atlas"]),
        ("teacher", "for_teachers", said["teacher"]),
    )
    found += [
        Page(place=f"{kind}/", folder="notebooks", kind=kind, stem=stem, title=title, language=code)
        for kind, stem, title in others
    ]
    return tuple(found)


def read_notebook(root: Path, page: Page) -> tuple[Cell, ...]:
    """Return the cells of a page's notebook below ``root``."""
    return tuple(cells_of(json.loads((root / page.notebook).read_bytes())))


def page_around(
    page: Page,
    cells: tuple[Cell, ...],
    *,
    among: Sequence[Edition],
    look: str,
    app: str,
    sum: str,
    data: Mapping[str, Any],
) -> str:
    """Return the page around a notebook. ``among`` are the languages of the site.

    ``app`` is where the notebook is alive, from the root; ``sum`` its sum.
    """
    said = words()["site"]
    known = {one.notebook: one for one in pages()}
    text = reading(cells, _said(page), _finder(page, known))
    top = element(
        "header",
        element("a", said["to-front"], href=page.home + own(among).folder, class_="site-back"),
        element("span", page.title, class_="site-where"),
        div(p(role="status", id="told"), element("progress", hidden=True, aria_hidden="true"), class_="site-told"),
        element("button", said["alive-go"], type="button", hidden=True, id="turn"),
        language_switch(among, page.place),
        class_="site-bar",
    )
    contents = headings_of(cells)
    table = element(
        "nav",
        element("details", element("summary", said["contents"]), _links(contents)),
        class_="page-contents",
        aria_label=said["contents"],
    )
    main = element(
        "main",
        p(said["no-script"], class_="site-notice", id="no-script"),
        div(id="notices"),
        table if len(contents) > 2 else None,
        text,
        element("nav", *_onward(page, known), class_="page-onward", aria_label=said["menu"]),
        id="text",
        class_="page-text",
        tabindex="-1",
    )
    return show(
        f"{page.title} · {said['name']}",
        top,
        main,
        among=among,
        address=page.place,
        look=look,
        script=entry,
        kind="page",
        data={
            "words": {**words()["site"]},
            "app": app + page.notebook,
            "page": page.place,
            "title": page.title,
            "notebook": page.notebook,
            "sum": sum,
            "homes": {
                one.notebook_in(edition.code): edition.folder + one.place for one in known.values() for edition in among
            },
            **data,
        },
        says=said["about-page"],
        found=found.lesson_page(page.stem) if page.kind == "lesson" else None,
    )


def sum_of(root: Path, page: Page) -> str:
    """Return the sum of a page's notebook, which is another when the notebook says something else."""
    return shipped.sum_of(root / page.notebook)


def _said(page: Page) -> Said:
    said, opening = words()["site"], words()["opening"]
    ready = opening["exercise-ready"] if page.kind == "exercise" else opening["ready"]
    return Said(
        waits=said["waits"],
        more=said["more-fold"],
        chart=said["chart-later"],
        drops=(p(em(words()["task"]["where-answered"])), p(strong(ready.format(number=number_of(page.stem))))),
    )


def _finder(page: Page, known: Mapping[str, Page]) -> Callable[[str], str]:
    folder = page.notebook.rpartition("/")[0]

    def find(address: str) -> str:
        return page.home + known[posixpath.normpath(f"{folder}/{address}")].address

    return find


def _links(contents: list[tuple[str, str]]) -> Markup:
    entries = (element("li", element("a", title, href=f"#{name}")) for title, name in contents)
    return element("ol", *entries)


def _onward(page: Page, known: Mapping[str, Page]) -> Iterator[Markup]:
    """Give links to the exercise of a lesson or the lesson of an exercise, and to the pages beside this one."""
    said = words()["site"]
    alike = [one for one in known.values() if one.kind == page.kind]
    place = alike.index(page)
    other = {"lesson": "exercise", "exercise": "lesson"}.get(page.kind)
    twin = next((one for one in known.values() if one.kind == other and one.stem == page.stem), None)
    if twin:
        label = said["to-exercise"] if page.kind == "lesson" else said["to-lesson"]
        yield element("a", label, href=page.home + twin.address)
    if place > 0:
        before = alike[place - 1]
        yield element("a", said["before"].format(title=before.title), href=page.home + before.address)
    if place + 1 < len(alike):
        after = alike[place + 1]
        yield element("a", said["next"].format(title=after.title), href=page.home + after.address)
