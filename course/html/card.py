"""Static cards: a case in full or in short, key terms, sources, a short message. They need no kernel."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from course.html.element import (
    NOTHING,
    apart,
    b,
    bullets,
    definitions,
    details,
    element,
    em,
    i,
    join,
    p,
    section,
    small,
    span,
    strong,
    title,
)
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.case import Case, ThirdParty
from course.model.dossier import Clause, Dispute, Dossier, Helper, Party, Passage, Reading, Step
from course.model.language import spoken, with_semicolons
from course.model.lesson import Further
from course.model.source import Source
from course.model.term import Term

Block = Passage | Party | Step | Helper | Clause | Reading | Dispute
"""A part of a dossier that names its own sources."""


def note(message: str) -> Face:
    """Return a short message in place of something that cannot be shown."""
    return Face(section("note", p(message)), message)


def _fold(title: str, inside: Markup, *, unfolded: bool = False) -> Markup:
    return details(title, inside, unfolded=unfolded) if inside else NOTHING


def dossier_card(wording: Wording, dossier: Dossier, *, weighed: Collection[str] = ()) -> Face:
    """Return a case in full: every block with its own sources.

    What it says about a claim is folded away until the learner has ``weighed`` that claim, or opens it.
    """
    words = wording.words["case"]

    def sourced(block: Block, *text: str) -> Markup:
        ours = (" ", em(words["our-reading"])) if block.our_reading else ()
        return join((*text, *ours, " ", small(wording.cited(block.sources))))

    def dated(passage: Passage) -> Markup:
        moment = f" ({wording.word('case', 'as-of', date=passage.as_of)})" if passage.as_of else ""
        return p(sourced(passage, phrase(passage.text), moment))

    parties = bullets(
        sourced(party, b(phrase(party.name), ":"), " ", phrase(party.wanted)) for party in dossier.parties
    )
    steps = bullets(sourced(step, b(step.date), " ", phrase(step.what)) for step in dossier.what_happened)
    helpers = bullets(
        sourced(helper, b(phrase(helper.actor)), " (", phrase(helper.role), "): ", phrase(helper.did))
        for helper in dossier.who_helped_and_how
    )
    terms = bullets(
        sourced(term, phrase(term.term), *((" (", phrase(term.article), ")") if term.article else ()))
        for term in dossier.terms
    )
    readings = bullets(
        sourced(reading, b(phrase(reading.who)), " ", phrase(reading.reads)) for reading in dossier.readings
    )
    disputed = bullets(sourced(dispute, phrase(dispute.what)) for dispute in dossier.disputed)
    eyebrow = wording.word("case", "eyebrow", years=dossier.years)
    markup = section(
        "case",
        p(small(eyebrow)),
        title(phrase(dossier.title)),
        p(words["provisional"], class_="course-notice") if dossier.provisional else None,
        dated(dossier.context),
        _fold(words["parties"], parties, unfolded=True),
        _fold(words["why-came"], dated(dossier.why_they_came), unfolded=True),
        _fold(words["what-happened"], steps),
        _fold(words["helped"], helpers),
        _fold(words["terms"], terms),
        _fold(words["became"], dated(dossier.what_became_of_it)),
        _fold(words["readings"], readings),
        _fold(words["disputed"], disputed),
        *_speaks(wording, dossier, weighed),
        _fold(words["questions"], bullets(phrase(question) for question in dossier.questions)),
    )
    text = lines(
        eyebrow,
        plain(dossier.title),
        plain(dossier.context.text),
        *(f"- {plain(party.name)}: {plain(party.wanted)}" for party in dossier.parties),
        *(f"- {step.date} {plain(step.what)}" for step in dossier.what_happened),
        plain(dossier.what_became_of_it.text),
    )
    return Face(markup, text)


def _speaks(wording: Wording, dossier: Dossier, weighed: Collection[str]) -> Iterator[Markup]:
    """Yield a fold for each claim that the case speaks to: who has not weighed it need not read our verdict first."""
    for claim in dict.fromkeys(testimony.claim for testimony in dossier.speaks_to):
        says = bullets(
            join((wording.words["trial"][testimony.side], ": ", phrase(testimony.says)))
            for testimony in dossier.speaks_to
            if testimony.claim == claim
        )
        is_weighed = claim in weighed
        title = wording.word("case", "speaks" if is_weighed else "speaks-early", claim=claim)
        yield _fold(title, says, unfolded=is_weighed)


def case_card(
    wording: Wording,
    case: Case,
    helpers: Sequence[ThirdParty],
    names: Mapping[str, str],
    in_words: Callable[[str], str],
) -> Face:
    """Return a case in short, from its row. ``names`` gives a state's name by ISO3, ``in_words`` reads a coded word."""
    words = wording.words["case"]
    eyebrow = wording.word("case", "eyebrow", years=case.years)
    as_of = wording.word("case", "as-of", date=case.as_of)
    rows = [
        (words["parties"], with_semicolons(names.get(party, party) for party in case.parties)),
        (words["third"], with_semicolons(f"{helper.actor} ({in_words(helper.role)})" for helper in helpers)),
        (words["method"], with_semicolons(in_words(method) for method in case.method)),
        (words["agreed"], case.agreement_date),
        (words["outcome"], in_words(case.outcome)),
        (words["durability"], f"{in_words(case.durability)}. {case.durability_reason}".strip()),
        (words["confidence"], f"{in_words(case.confidence)} ({as_of})"),
    ]
    rows = [(name, value) for name, value in rows if value]
    markup = section(
        "case",
        p(small(eyebrow)),
        title(phrase(case.name)),
        p(phrase(case.summary)),
        definitions((name, phrase(value)) for name, value in rows),
        p(small(words["sources"], ": ", wording.cited(case.sources))),
    )
    return Face(markup, lines(eyebrow, case.name, case.summary, *(f"- {name}: {value}" for name, value in rows)))


def in_arabic(term: Term) -> tuple[Markup, ...]:
    """Return what a term is called in Arabic, in its own direction, and how that is said; nothing where there is none.

    Whoever reads the course in Arabic reads the term so already, and needs no Latin letters to say it.
    """
    if not term.arabic or spoken().code == "ar":
        return ()
    return span(term.arabic, lang="ar", dir="rtl"), i(apart(term.transliteration))


def terms_card(wording: Wording, terms: Sequence[Term]) -> Face:
    """Return key terms, each folded to one line: the term, the Arabic and how it is said. A link "#term-…" leads there.

    Folded, the card is short enough to stand before the terms are needed.
    """
    entries = (
        details(
            join(
                (phrase(term.term), *in_arabic(term)),
                " · ",
            ),
            p(phrase(term.meaning), " ", small(wording.cited(term.sources))),
            id=f"term-{term.id}",
        )
        for term in terms
    )
    text = lines(wording.words["terms"]["title"], *(f"- {plain(term.term)}: {plain(term.meaning)}" for term in terms))
    return Face(section("terms", *entries), text)


def sources_card(wording: Wording, sources: Iterable[Source], further: Sequence[Further]) -> Face:
    """Return the full entries of a lesson's sources, and what to read next. A link "#source-…" leads to an entry."""
    words = wording.words["sources"]

    def entry(source: Source) -> Markup:
        link = (" ", element("a", apart(source.link), href=source.link, target="_blank")) if source.link else ()
        return join((apart(phrase(source.citation)), *link, f" ({words['open']})" if source.open else None))

    ordered = sorted(sources, key=lambda source: (source.author.casefold(), source.year or 0, source.id))
    listed = [element("li", entry(source), id=f"source-{source.id}") for source in ordered]
    reading = bullets(join((entry(wording.cite(text.source)), " ", phrase(text.why))) for text in further)
    markup = section(
        "sources",
        join((p(strong(words["further"])), reading)) if further else None,
        _fold(f"{words['title']} ({len(ordered)})", element("ul", *listed), unfolded=True) if ordered else None,
    )
    text = lines(words["title"], *(f"- {plain(source.citation)} {source.link}".strip() for source in ordered))
    return Face(markup, text)
