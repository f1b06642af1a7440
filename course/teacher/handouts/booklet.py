"""The questions of a lesson that have no right answer, as a booklet to write in, session by session."""

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from markupsafe import Markup

from course.answers.events import Weight
from course.content import catalog
from course.content.interface import words
from course.content.outline import asking_looks, by_session, prompts_by_session, sessions_of
from course.html import document
from course.html.card import in_arabic
from course.html.element import BR, NOTHING, b, element, em, join, labels, small
from course.html.opening import session_title
from course.html.prompt import prompt_eyebrow
from course.html.text import phrase, plain
from course.model.claim import Evidence
from course.model.lesson import Lesson, Table
from course.model.prompt import AnyPrompt, ShortText
from course.teacher.handouts import paper, reading

WEIGHTS: tuple[Weight, ...] = get_args(Weight)


def booklet(lesson: Lesson) -> str:
    """Return the booklet of a lesson as a document: stands, prompts, filings, words.

    Other views, then our maps, begin on pages of their own; the second stand comes last.
    """
    word = words()["export"]
    title = word["booklet"].format(number=lesson.number, title=plain(lesson.title))
    looks = {look.id: look for look in lesson.looks if isinstance(look, Table)}
    prompts = prompts_by_session(lesson)
    return document.page(
        title,
        paper.who(),
        document.prose(lesson.summary),
        _stands(lesson, word["first-stand"]),
        *_sessions(lesson, prompts, looks),
        _terms(lesson),
        element("section", *_views(prompts), *_answers(lesson), class_="sheet") if prompts else None,
        *reading.answers(lesson),
        element("section", *_maps(lesson), class_="sheet") if lesson.filings else None,
        document.together(_stands(lesson, word["second-stand"])),
        foot=title,
        style=("paper", "booklet", "map", "map_print"),
    )


def _sessions(lesson: Lesson, prompts: Sequence[tuple[int, AnyPrompt]], looks: Mapping[str, Table]) -> Iterator[Markup]:
    """Yield what is done in each session; where a lesson has several, each begins with its heading.

    Within a session looks stand below the prompts, since a time line tells what a prompt before it asks for, and what
    is filed comes last.
    """
    numbered = list(enumerate(prompts, 1))
    for session, part in enumerate(by_session(lesson), 1):
        held = [
            *(_prompt(lesson, number, prompt, looks) for number, (of, prompt) in numbered if of == session),
            *_looks(lesson, session),
            *reading.documents(part),
            *reading.people(part),
            *reading.boundaries(part),
            *_filings(part),
        ]
        if held and len(lesson.sessions) > 1:
            yield document.heading(session_title(words()["opening"], session, lesson.sessions[session - 1]))
        yield from held


def _looks(lesson: Lesson, session: int) -> Iterator[Markup]:
    """Yield what looks of the core of a session ask; a table that a prompt prints stands there."""
    printed, placed = {prompt.prints for prompt in lesson.prompts}, sessions_of(lesson)
    asking = [
        look for look in asking_looks(lesson) if look.id not in printed and placed.get(("look", look.id)) == session
    ]
    if asking:
        yield document.heading(words()["export"]["guess-first"])
    yield from map(paper.asking, asking)


def _answers(lesson: Lesson) -> Iterator[Markup]:
    """Yield what there is to see at the looks that ask, those with which a prompt is printed too."""
    printed = {prompt.prints for prompt in lesson.prompts}
    in_core = asking_looks(lesson)
    listed = [look for look in lesson.looks if look in in_core or (look.ask and look.id in printed)]
    if listed:
        yield document.heading(words()["export"]["guess-answers"])
    yield from map(paper.answers_to, listed)


def _stands(lesson: Lesson, title: str) -> Markup:
    if not lesson.claims:
        return NOTHING
    why = paper.lined(words()["trial"]["why"], 2 * len(lesson.claims))
    return join((document.heading(title), paper.stands(lesson.claims), why))


def _filings(lesson: Lesson) -> Iterator[Markup]:
    """Yield what the lesson gives to file on its claims, with circles for the three places."""
    trial = words()["trial"]
    for filing in lesson.filings:
        title = f"{filing.claim} · {trial['met']}"
        rows = (phrase(item.says) for item in filing.met)
        grid = paper.grid((trial[f"file-{side}"] for side in ("for", "against", "neither")), rows)
        yield document.together(document.heading(title), grid)


def _maps(lesson: Lesson) -> Iterator[Markup]:
    """Yield our map of every claim on which there is something to file, with circles for the weights of its pieces."""
    trial, word = words()["trial"], words()["export"]
    weights = [trial[f"weight{weight}"] for weight in WEIGHTS]
    for filing in lesson.filings:
        claim = catalog.claims()[filing.claim].shown_in(lesson.stem)
        yield document.heading(word["our-map"].format(claim=f"{claim.id} · {plain(claim.short)}"))
        yield document.paragraph(phrase(trial["weigh"]), class_="quiet")
        for side, pieces in (("for", claim.speaks_for), ("against", claim.speaks_against)):
            yield document.together(b(trial[side]), paper.grid(weights, (_piece(piece) for piece in pieces)))
        yield document.together(paper.lined(trial["strongest"], 2))


def _piece(piece: Evidence) -> Markup:
    sources = catalog.sources()
    return join((phrase(piece.says), " ", small("(", labels(sources[id].label for id in piece.sources), ")")))


def _prompt(lesson: Lesson, number: int, prompt: AnyPrompt, looks: Mapping[str, Table]) -> Markup:
    export, word = words()["export"], words()["prompt"]
    eyebrow = f"{number} · {prompt_eyebrow(word, prompt)}"
    parts = list(paper.blank(prompt))
    if prompt.reason:
        parts.append(paper.lined(prompt.reason, 2))
    if prompt.pair:
        again = paper.lined(export["second-answer"], 2 * prompt.rows if isinstance(prompt, ShortText) else 3)
        parts.append(document.together(document.paragraph(phrase(word["now-discuss"])), again))
    before = join(
        (paper.carried(prompt, lesson.stem), paper.look(looks[prompt.prints]) if prompt.prints in looks else NOTHING)
    )
    return paper.question(eyebrow, prompt.setting, prompt.asks, *parts, before=before)


def _terms(lesson: Lesson) -> Markup:
    glossary = catalog.glossary()
    rows = []
    for id in lesson.terms:
        term = glossary[id]
        rows.append([b(phrase(term.term)), join(in_arabic(term), BR), phrase(term.meaning)])
    if not any(arabic for _, arabic, _ in rows):
        rows = [[term, meaning] for term, _, meaning in rows]
    title = words()["terms"]["title"]
    return join((document.heading(title), document.table([""] * len(rows[0]), rows))) if rows else NOTHING


def _views(prompts: Sequence[tuple[int, AnyPrompt]]) -> Iterator[Markup]:
    """Yield how others answer: on paper, too, it is met after answering."""
    word, sources = words()["prompt"], catalog.sources()
    yield document.heading(word["perspectives"])
    yield document.paragraph(phrase(words()["export"]["answer-first"]), class_="quiet")
    for number, (_, prompt) in enumerate(prompts, 1):
        views = []
        for view in prompt.perspectives:
            cited = labels(sources[source].label for source in view.sources)
            views.append(join((b(phrase(view.who)), ": ", phrase(view.says), " ", small("(", cited, ")"))))
        yield document.paragraph(b(str(number)), " ", phrase(prompt.asks))
        yield document.bullets(views)
    yield document.paragraph(em(word["no-right-answer"]))
