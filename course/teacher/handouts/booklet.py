"""The questions of a lesson that have no right answer, as a booklet to write in: for a room without computers."""

from collections.abc import Iterator

from course.content import catalog
from course.content.interface import words
from course.html import document
from course.html.text import plain
from course.model.lesson import Lesson
from course.model.prompt import AnyPrompt, ShortText
from course.teacher.handouts import paper

SCALE = ("scale-2", "scale-1", "scale0", "scale1", "scale2")


def booklet(lesson: Lesson) -> str:
    """Return the booklet of a lesson as a document: stands, prompts, words; other views on a page of their own."""
    said = words()["export"]
    title = said["booklet"].format(number=lesson.number, title=plain(lesson.title))
    return document.page(
        title,
        paper.who(),
        document.told(lesson.summary),
        _stands(lesson, said["first-stand"]),
        *(_prompt(number, one) for number, one in enumerate(lesson.prompts, 1)),
        _stands(lesson, said["second-stand"]),
        _terms(lesson),
        f'<section class="sheet views">{"".join(_views(lesson))}</section>' if lesson.prompts else "",
        foot=title,
        style=paper.STYLE + ".sheet { break-before: page; }",
    )


def _stands(lesson: Lesson, title: str) -> str:
    if not lesson.claims:
        return ""
    trial, claims = words()["trial"], catalog.claims()
    rows = [f"<b>{document.escape(one)}</b> {document.said(claims[one].says)}" for one in lesson.claims]
    table = paper.grid((trial[key] for key in SCALE), rows)
    return document.heading(title) + table + paper.lined(trial["why"], 2 * len(rows))


def _prompt(number: int, one: AnyPrompt) -> str:
    said, prompt = words()["export"], words()["prompt"]
    how = prompt["pair"] if one.pair else prompt[one.grouping]
    eyebrow = f"{number} · " + prompt["eyebrow"].format(how=how, minutes=one.minutes)
    parts = list(paper.blank(one))
    if one.carries:
        parts.insert(0, paper.lined(said["earlier"], 2))
    if one.reason:
        parts.append(paper.lined(one.reason, 2))
    if one.pair:
        again = paper.lined(said["second-answer"], 2 * one.rows if isinstance(one, ShortText) else 3)
        parts.append(f'<div class="keep">{document.paragraph(document.said(prompt["now-discuss"]))}{again}</div>')
    return paper.question(eyebrow, one.setting, one.asks, *parts)


def _terms(lesson: Lesson) -> str:
    glossary = catalog.glossary()
    rows = []
    for one in lesson.terms:
        term = glossary[one]
        arabic = f'<span lang="ar" dir="rtl">{document.escape(term.arabic)}</span>' if term.arabic else ""
        sound = f"<br><small>{document.escape(term.transliteration)}</small>" if term.transliteration else ""
        rows.append([f"<b>{document.said(term.term)}</b>", arabic + sound, document.said(term.meaning)])
    title = words()["terms"]["title"]
    return document.heading(title) + document.table(["", "", ""], rows) if rows else ""


def _views(lesson: Lesson) -> Iterator[str]:
    """Yield how others answer: on paper, too, it is met after answering."""
    prompt, sources = words()["prompt"], catalog.sources()
    yield document.heading(prompt["perspectives"])
    yield document.paragraph(document.said(words()["export"]["answer-first"]), "quiet")
    for number, one in enumerate(lesson.prompts, 1):
        views = []
        for view in one.perspectives:
            cited = document.escape("; ".join(sources[source].label for source in view.sources))
            views.append(f"<b>{document.said(view.who)}</b>: {document.said(view.says)} <small>({cited})</small>")
        yield document.paragraph(f"<b>{number}</b> {document.said(one.asks)}") + document.bullets(views)
    yield document.paragraph(f"<em>{document.escape(prompt['no-right-answer'])}</em>")
