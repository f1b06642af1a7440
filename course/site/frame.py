"""The frame of every page of the site: its head, its style and scripts by relative addresses, its data."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from markupsafe import Markup

from course.content import language
from course.content.interface import words
from course.html import document
from course.html.element import Child, element
from course.html.style import ALONE
from course.model.language import ENGLISH, Direction

FOLDERS = ("notebooks", "exercises")


class Edition(msgspec.Struct, frozen=True):
    """The site in one language: ``name`` is what its speakers call it, ``folder`` lies below the root of the site."""

    code: str
    name: str
    direction: Direction
    folder: str


def editions(root: Path) -> tuple[Edition, ...]:
    """Return the languages of the site, English first: those in which every notebook below ``root`` is made."""
    found = [Edition(ENGLISH.code, ENGLISH.name, ENGLISH.direction, "")]
    for code in language.codes()[1:]:
        needed = {path.relative_to(root / name) for name in FOLDERS for path in (root / name).glob("*.ipynb")}
        if all(any((root / name / code / path).is_file() for name in FOLDERS) for path in needed):
            told = language.read_language(language.LANGUAGES / code)
            found.append(Edition(code, told.name, told.direction, f"{code}/"))
    return tuple(found)


def own(among: Sequence[Edition]) -> Edition:
    """Return the edition in the language that this process speaks; LookupError where the site has none."""
    found = next((edition for edition in among if edition.code == language.spoken_code()), None)
    if found is None:
        raise LookupError(language.spoken_code())
    return found


def show(
    title: str,
    *inside: Child,
    among: Sequence[Edition],
    address: str,
    look: str,
    script: str,
    kind: str,
    data: Mapping[str, object],
    says: str = "",
    found: Mapping[str, object] | None = None,
) -> str:
    """Return a whole page, in the language that this process speaks. ``address`` is its folder below the front page.

    ``look`` is the folder of styles and scripts, which has another name whenever one of them is another: no cache can
    lay an old script under a new page. ``kind`` is the class of its body, ``says`` what a search engine shows, and
    ``found`` what it knows the page by. It has the same address in every language, below the folder of the edition.
    """
    here = own(among)
    home = way_home(here, address)
    links = (element("link", rel="stylesheet", href=f"{home}{look}/{name}.css") for name in ("course", "site"))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        document.VIEWPORT,
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("meta", name="description", content=says) if says else None,
        *(_alternates(among, home, address) if len(among) > 1 else ()),
        document.linked_data(found) if found else None,
        element("link", rel="manifest", href=f"{home}{here.folder}site.webmanifest"),
        element("link", rel="icon", href=f"{home}{look}/icon.svg", type="image/svg+xml"),
        element("link", rel="apple-touch-icon", href=f"{home}{look}/icon-192.png"),
        *links,
        # JupyterLite looks into every index.html above its own for settings.
        document.data("jupyter-config-data", {}),
        document.data(
            "page",
            {
                "home": home,
                "look": look,
                "language": here.code,
                "editions": {edition.code: edition.folder + address for edition in among},
                "groups": {
                    "read": [f"shown-{here.code}"],
                    "answer": ["alive", f"alive-{here.code}"],
                },
                **data,
            },
        ),
        element("script", type="module", src=f"{home}{look}/{script}.js"),
    )
    skip = element("a", words()["site"]["skip"], href="#text", class_="site-skip")
    body = element("body", skip, *inside, class_=f"course site {ALONE} {kind}")
    html = element("html", head, "\n", body, lang=here.code, dir=here.direction)
    return f"<!doctype html>\n{html}\n"


def way_home(here: Edition, address: str) -> str:
    """Return what leads from a page to the root of the site: "../../", "" from its front page."""
    return "../" * (here.folder + address).count("/")


def _alternates(among: Sequence[Edition], home: str, address: str) -> list[Markup]:
    """Return what tells a search engine where this page is in each language, and where for who speaks none of them."""
    named = [*((edition.code, edition) for edition in among), ("x-default", among[0])]
    return [
        element("link", rel="alternate", hreflang=code, href=f"{home}{edition.folder}{address}" or "./")
        for code, edition in named
    ]


def language_switch(among: Sequence[Edition], address: str) -> Markup | None:
    """Return links to this page in the other languages, and the name of this one; None where there is one only."""
    if len(among) < 2:
        return None
    here = own(among)
    home = way_home(here, address)
    names = (
        element("b", edition.name, lang=edition.code, aria_current="true")
        if edition is here
        else element(
            "a",
            edition.name,
            href=f"{home}{edition.folder}{address}" or "./",
            lang=edition.code,
            dir=edition.direction,
            hreflang=edition.code,
        )
        for edition in among
    )
    return element("nav", *names, class_="site-language", aria_label=words()["site"]["in-language"])
