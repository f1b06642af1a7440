"""Static cards: a case in full or in short, key terms, sources, a short message. They need no kernel."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from course.html.face import Face, bullets, lines, section
from course.html.text import escape, phrase, plain, prose
from course.html.wording import Wording
from course.model.case import Case, ThirdParty
from course.model.dossier import Dossier
from course.model.lesson import Further
from course.model.source import Source
from course.model.term import Term


def note(message: str) -> Face:
    """Return a short message in place of something that cannot be shown."""
    return Face(section("note", f"<p>{escape(message)}</p>"), message)


def _fold(title: str, body: str, *, unfolded: bool = False) -> str:
    state = " open" if unfolded else ""
    return f"<details{state}><summary>{escape(title)}</summary>{body}</details>" if body else ""


def dossier_card(wording: Wording, dossier: Dossier) -> Face:
    """Return a case in full: every block with its own sources."""
    words = wording.words["case"]

    def sourced(block: Any, text: str) -> str:
        ours = f" <em>{escape(words['our-reading'])}</em>" if block.our_reading else ""
        return f"{text}{ours} <small>{wording.cited(block.sources)}</small>"

    def dated(passage: Any) -> str:
        moment = f" ({wording.word('case', 'as-of', date=passage.as_of)})" if passage.as_of else ""
        return f"<p>{sourced(passage, phrase(passage.text) + escape(moment))}</p>"

    parties = bullets(sourced(one, f"<b>{phrase(one.name)}:</b> {phrase(one.wanted)}") for one in dossier.parties)
    steps = bullets(sourced(one, f"<b>{escape(one.date)}</b> {phrase(one.what)}") for one in dossier.what_happened)
    helpers = bullets(
        sourced(one, f"<b>{phrase(one.actor)}</b> ({phrase(one.role)}): {phrase(one.did)}")
        for one in dossier.who_helped_and_how
    )
    terms = bullets(
        sourced(one, phrase(one.term) + (f" ({phrase(one.article)})" if one.article else "")) for one in dossier.terms
    )
    readings = bullets(sourced(one, f"<b>{phrase(one.who)}</b> {phrase(one.reads)}") for one in dossier.readings)
    disputed = bullets(sourced(one, phrase(one.what)) for one in dossier.disputed)
    speaks = bullets(
        f"<b>{escape(one.claim)}</b> {escape(wording.words['trial'][one.side])}: {phrase(one.says)}"
        for one in dossier.speaks_to
    )
    eyebrow = wording.word("case", "eyebrow", years=dossier.years)
    markup = section(
        "case",
        f"<p><small>{escape(eyebrow)}</small></p><p><strong>{phrase(dossier.title)}</strong></p>",
        f"<p class='course-notice'>{escape(words['provisional'])}</p>" if dossier.provisional else "",
        dated(dossier.context),
        _fold(words["parties"], parties, unfolded=True),
        _fold(words["why-came"], dated(dossier.why_they_came), unfolded=True),
        _fold(words["what-happened"], steps),
        _fold(words["helped"], helpers),
        _fold(words["terms"], terms),
        _fold(words["became"], dated(dossier.what_became_of_it)),
        _fold(words["readings"], readings),
        _fold(words["disputed"], disputed),
        _fold(words["speaks"], speaks),
        _fold(words["questions"], bullets(phrase(one) for one in dossier.questions)),
    )
    text = lines(
        eyebrow,
        plain(dossier.title),
        plain(dossier.context.text),
        *(f"- {plain(one.name)}: {plain(one.wanted)}" for one in dossier.parties),
        *(f"- {one.date} {plain(one.what)}" for one in dossier.what_happened),
        plain(dossier.what_became_of_it.text),
    )
    return Face(markup, text)


def case_card(
    wording: Wording, case: Case, helpers: Sequence[ThirdParty], names: Mapping[str, str], said: Callable[[str], str]
) -> Face:
    """Return a case in short, from its row. ``names`` gives a state's name by ISO3; ``said`` a coded word in words."""
    words = wording.words["case"]
    eyebrow = wording.word("case", "eyebrow", years=case.years)
    rows = [
        (words["parties"], "; ".join(names.get(one, one) for one in case.parties)),
        (words["third"], "; ".join(f"{one.actor} ({said(one.role)})" for one in helpers)),
        (words["method"], "; ".join(said(one) for one in case.method)),
        (words["agreed"], case.agreement_date),
        (words["outcome"], said(case.outcome)),
        (words["durability"], f"{said(case.durability)}. {case.durability_reason}".strip()),
        (words["confidence"], f"{said(case.confidence)} ({wording.word('case', 'as-of', date=case.as_of)})"),
    ]
    table = "".join(f"<dt>{escape(name)}</dt><dd>{phrase(value)}</dd>" for name, value in rows if value)
    markup = section(
        "case",
        f"<p><small>{escape(eyebrow)}</small></p><p><strong>{phrase(case.name)}</strong></p>",
        f"<p>{phrase(case.summary)}</p><dl>{table}</dl>",
        f"<p><small>{escape(words['sources'])}: {wording.cited(case.sources)}</small></p>",
    )
    return Face(
        markup, lines(eyebrow, case.name, case.summary, *(f"- {name}: {value}" for name, value in rows if value))
    )


def terms_card(wording: Wording, terms: Sequence[Term]) -> Face:
    """Return key terms with their meaning, the Arabic term and how it is said."""
    title = wording.words["terms"]["title"]
    entries = "".join(
        f"<dt>{phrase(one.term)}"
        + (f' <span lang="ar" dir="rtl">{escape(one.arabic)}</span>' if one.arabic else "")
        + (f" <i>{escape(one.transliteration)}</i>" if one.transliteration else "")
        + f"</dt><dd>{phrase(one.meaning)} <small>{wording.cited(one.sources)}</small></dd>"
        for one in terms
    )
    text = lines(title, *(f"- {plain(one.term)}: {plain(one.meaning)}" for one in terms))
    return Face(section("terms", f"<dl>{entries}</dl>"), text)


def sources_card(wording: Wording, sources: Iterable[Source], further: Sequence[Further]) -> Face:
    """Return the full entries of a lesson's sources, and what to read next."""
    words = wording.words["sources"]

    def entry(source: Source) -> str:
        link = f' <a href="{escape(source.link)}" target="_blank">{escape(source.link)}</a>' if source.link else ""
        free = f" ({escape(words['open'])})" if source.open else ""
        return f"{phrase(source.citation)}{link}{free}"

    ordered = sorted(sources, key=lambda one: (one.author.casefold(), one.year or 0, one.id))
    reading = bullets(f"{entry(wording.cite(one.source))} {phrase(one.why)}" for one in further)
    markup = section(
        "sources",
        f"<p><strong>{escape(words['further'])}</strong></p>{reading}" if further else "",
        _fold(f"{words['title']} ({len(ordered)})", bullets(entry(one) for one in ordered), unfolded=True),
    )
    return Face(markup, lines(words["title"], *(f"- {plain(one.citation)} {one.link}".strip() for one in ordered)))


def told(markdown: str) -> Face:
    """Return course text as a card of its own."""
    return Face(section("told", prose(markdown)), plain(markdown))
