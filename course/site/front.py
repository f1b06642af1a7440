"""The front page: what the course is, its lessons, one's own work in this browser, the way into a live class."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from course import __version__
from course.content import catalog, lessons, tables
from course.content.interface import words
from course.content.outline import outline
from course.html.element import b, bullets, details, div, element, em, h3, join, p, small, span
from course.html.opening import length
from course.html.reading import anchor
from course.html.text import phrase
from course.html.trial import STANDS, scale
from course.html.wording import Wording
from course.model.claim import Claim, Evidence
from course.model.lesson import Lesson
from course.model.source import Source
from course.site import found
from course.site.frame import Edition, language_switch, show
from course.site.pages import pages

entry = "front"
"""The script of this page."""

TASTE = ("A4", "a4-for-bahrain", "a4-against-algeria", "02_ways_to_settle")
"""A claim to try at once: one piece of evidence for it, one against it, and the lesson that puts it on trial."""


def front_page(*, among: Sequence[Edition], look: str, repository: str, data: Mapping[str, Any]) -> str:
    """Return the front page. ``among`` are the languages of the site, ``repository`` the public address of the course,
    ``data`` is what its script needs.
    """
    said = words()["site"]
    taught = [lessons.lesson(stem) for stem in lessons.stems()]
    top = element(
        "header",
        p(element("a", said["name"], href="#text"), class_="site-name"),
        element(
            "nav",
            *(
                element("a", said[f"menu-{name}"], href=f"#{name}")
                for name in ("lessons", "work", "class", "teach", "about")
            ),
            aria_label=said["menu"],
        ),
        language_switch(among, ""),
        class_="site-top",
    )
    main = element(
        "main",
        p(said["no-script"], class_="site-notice", id="no-script"),
        div(id="notices"),
        _hero(taught),
        _how(),
        _lessons(taught),
        _beyond(taught),
        div(_work(), _class(), class_="site-two"),
        _about(repository),
        id="text",
        tabindex="-1",
    )
    return show(
        f"{said['name']}: {said['tagline']}",
        top,
        main,
        among=among,
        address="",
        look=look,
        script=entry,
        kind="front",
        data={
            "words": {**words()["site"]},
            # Where the learner was may have been in another language.
            "titles": {page.place: page.title for page in pages()},
            **data,
        },
        says=said["about-page"],
        found=found.course(),
    )


def _address(lesson: Lesson) -> str:
    return f"lessons/{lesson.digits}/"


def _wording() -> Wording:
    def cite(id: str) -> Source:
        return catalog.sources()[id]

    return Wording(words=words(), cite=cite)


def _hero(taught: Sequence[Lesson]) -> Markup:
    said = words()["site"]
    first = taught[0]
    begins = said["begin-length"].format(length=length(words()["opening"], first.sessions))
    counts = (
        (len(taught), said["fact-lessons"]),
        (len(catalog.claims()), said["fact-claims"]),
        (len(tables.cases()), said["fact-cases"]),
        (len(catalog.sources()), said["fact-sources"]),
    )
    told = div(
        p(said["eyebrow"], class_="site-eyebrow"),
        element("h1", said["tagline"]),
        p(said["lead"], class_="site-lead"),
        p(id="go-on", hidden=True, class_="site-go-on"),
        p(
            element("a", said["begin"], href=_address(first), class_="site-button", id="begin"),
            element("a", said["see-lessons"], href="#lessons", class_="site-button site-quiet"),
            class_="site-buttons",
        ),
        p(span(begins, ". ", id="begin-told"), said["promise"], class_="site-promise"),
        element("dl", *(_count(number, name) for number, name in counts), class_="site-facts"),
        class_="site-told-first",
    )
    return element("section", told, _taste(), class_="site-hero")


def _count(number: int, name: str) -> Markup:
    # The number stands apart from its name, and the name has the form that goes with it.
    return div(element("dt", name.format(count=number)), element("dd", f"{number:,}"))


def _taste() -> Markup:
    """Return a claim to take a stand on here and now; without a script both cases stand open."""
    said, wording = words()["site"], _wording()
    claim_id, for_id, against_id, stem = TASTE
    claim = catalog.claims()[claim_id]
    choices = (
        element(
            "label",
            element("input", type="radio", name="stand", value=str(place)),
            span(name),
            class_="site-stand",
        )
        for place, name in zip(STANDS, scale(wording), strict=True)
    )
    ask = element("fieldset", element("legend", said["taste-ask"]), div(*choices, class_="site-stands"))
    # Read as it stands: two sides, one balance.
    sides = div(
        _side(wording, said["taste-for"], _piece(claim, for_id), "for"),
        _side(wording, said["taste-against"], _piece(claim, against_id), "against"),
        class_="site-sides",
    )
    lesson = lessons.lesson(stem)
    after = said["taste-after"].format(number=lesson.number)
    opened = div(sides, p(element("a", after, href=_address(lesson)), class_="site-after"), id="taste-open")
    return element(
        "section",
        p(said["taste-eyebrow"].format(claim=claim.id), class_="site-eyebrow"),
        element("h2", phrase(claim.says)),
        _balance(said["taste-tilt"]),
        element("form", ask, id="taste"),
        p(said["taste-closed"], id="taste-closed", class_="site-small", hidden=True),
        opened,
        class_="site-taste",
        aria_live="polite",
    )


def _piece(claim: Claim, id: str) -> Evidence:
    return next(piece for piece in claim.pieces if piece.id == id)


def _side(wording: Wording, title: str, piece: Evidence, side: str) -> Markup:
    cited = p(small(wording.cited(piece.sources)))
    return div(h3(title), p(phrase(piece.says)), cited, class_=f"site-side-{side}")


def _balance(title: str) -> Markup:
    """Return the balance of the course, which leans as somebody chose."""

    def pan(x: int, side: str) -> Markup:
        lines = element("path", d=f"M{x} 22 l-17 30 h34 z", class_="site-cord")
        bowl = element("path", d=f"M{x - 21} 52 h42 a21 13 0 0 1 -42 0 z", class_=f"site-pan site-pan-{side}")
        return element("g", lines, bowl, class_=f"site-hang site-hang-{side}")

    beam = element("g", element("path", d="M30 22 H190", class_="site-beam"), pan(30, "for"), pan(190, "against"))
    post = element("path", d="M110 12 V92 M84 92 H136", class_="site-post")
    knob = element("circle", cx="110", cy="22", r="5", class_="site-knob")
    inside = (element("title", title), post, element("g", beam, class_="site-lean"), knob)
    return element("svg", *inside, viewBox="0 0 220 98", class_="site-balance", aria_hidden="true", id="balance")


def _how() -> Markup:
    said = words()["site"]
    steps = (
        join((b(said["how-stand"]), " ", said["how-stand-told"])),
        join((b(said["how-weigh"]), " ", said["how-weigh-told"])),
        join((b(said["how-again"]), " ", said["how-again-told"])),
    )
    return element("section", element("h2", said["how"]), bullets(steps, ordered=True), class_="site-how")


def _lessons(taught: Sequence[Lesson]) -> Markup:
    said = words()["site"]
    parts = [
        join((h3(said[f"part{part}"], class_="site-part"), element("ol", *map(_lesson, group), class_="site-docket")))
        for part, group in itertools.groupby(taught, key=lambda lesson: lesson.part)
    ]
    return element(
        "section", element("h2", said["lessons"]), p(said["lessons-told"]), *parts, id="lessons", class_="site-lessons"
    )


def _lesson(lesson: Lesson) -> Markup:
    said = words()["site"]
    name = said["lesson"].format(number=lesson.number)
    title = element("h4", element("a", span(name, class_="course-hidden"), " ", lesson.title, href=_address(lesson)))
    side = [p(length(words()["opening"], lesson.sessions), class_="site-length")]
    if lesson.stem in lessons.exercise_stems():
        told = said["exercise-length"].format(minutes=lessons.exercise(lesson.stem).minutes)
        side.append(p(element("a", told, href=f"exercises/{lesson.digits}/")))
    side.append(p(hidden=True, class_="site-saved", data_saved=lesson.stem))
    told = div(title, p(phrase(lesson.summary)), _trial(lesson))
    number = span(lesson.number, class_="site-number", aria_hidden="true")
    return element("li", number, told, div(*side, class_="site-beside"), id=f"lesson-{lesson.digits}")


def _trial(lesson: Lesson) -> Markup:
    """Return which claims a lesson puts on trial, in their short form."""
    said = words()["site"]
    if not lesson.claims:
        told = said["first-stands"] if lesson.number == "0" else said["second-stands"]
        return p(em(told), class_="site-trial")
    entries = (join((b(id), " ", catalog.claims()[id].short)) for id in lesson.claims)
    return div(p(said["on-trial"]), bullets(entries), class_="site-trial")


def _beyond(taught: Sequence[Lesson]) -> Markup:
    said = words()["site"]
    blocks = outline(taught[-1].stem)
    portfolio = next((f"#{anchor(block.title)}" for block in blocks if ("portfolio", "") in block.calls), "")
    cards = (
        ("atlas/", said["atlas"], said["atlas-told"].format(count=len(tables.cases())), None),
        (_address(taught[-1]) + portfolio, said["portfolio"], said["portfolio-told"], None),
        ("teacher/", said["teacher"], said["teacher-told"], "teach"),
    )
    drawn = (element("li", h3(element("a", title, href=address)), p(told), id=id) for address, title, told, id in cards)
    return element("section", element("h2", said["beyond"]), element("ul", *drawn, class_="site-cards"))


def _work() -> Markup:
    said = words()["site"]
    delete = details(
        said["where-delete"],
        p(said["where-delete-told"]),
        p(
            element("button", said["where-delete-sure"], type="button", id="delete", class_="site-danger"),
            class_="site-buttons",
        ),
        p(id="deleted", role="status"),
    )
    return element(
        "section",
        element("h2", said["work"]),
        p(said["work-none"], id="saved", role="status"),
        p(
            element("button", said["download"], type="button", id="download", class_="site-button"),
            class_="site-buttons",
        ),
        p(said["download-told"], class_="site-small"),
        p(id="downloaded", role="status"),
        h3(said["offline"]),
        p(said["offline-none"], id="offline", role="status"),
        p(
            element("button", said["offline-keep"], type="button", id="keep-all", hidden=True, class_="site-quiet"),
            class_="site-buttons",
        ),
        p(said["install"], class_="site-small"),
        details(
            said["where"],
            *(p(said[f"where-{name}"]) for name in ("answers", "pages", "network")),
            delete,
        ),
        id="work",
        class_="site-work",
    )


def _class() -> Markup:
    said = words()["site"]
    form = element(
        "form",
        _field("class-address", said["class-address"], inputmode="url", autocomplete="off"),
        _field("class-code", said["class-code"], autocomplete="off", autocapitalize="characters"),
        p(element("button", said["class-join"], type="submit", class_="site-button"), class_="site-buttons"),
        p(id="class-said", role="status"),
        id="class-form",
    )
    return element(
        "section",
        element("h2", said["class"]),
        p(said["class-told"]),
        form,
        p(said["class-near"], class_="site-small"),
        id="class",
        class_="site-class",
    )


def _field(id: str, label: str, **attributes: str) -> Markup:
    box = element("input", type="text", id=id, spellcheck="false", maxlength="500", **attributes)
    return p(element("label", label, for_=id), box, class_="site-field")


def _about(repository: str) -> Markup:
    said = words()["site"]
    license = element("a", said["about-license-link"], href="https://creativecommons.org/licenses/by/4.0/")
    parts = (
        p(said["about-sources"].format(count=len(catalog.sources()))),
        p(said["about-license"], " ", license),
        p(said["about-home"], " ", element("a", said["about-home-link"], href=repository)),
        p(said["version"].format(version=__version__), ". ", said["about-thanks"], class_="site-small"),
    )
    return element("footer", element("h2", said["about"]), *parts, id="about", class_="site-about")
