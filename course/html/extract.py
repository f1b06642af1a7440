"""A document to be read with a pencil: its text, what is asked of it, and what comes back once that was answered."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from course.checks.marking import Fit, PhraseVerdict, judge_marks
from course.html.element import (
    Child,
    b,
    blockquote,
    bullets,
    details,
    div,
    em,
    h4,
    join,
    p,
    section,
    small,
    span,
    title,
)
from course.html.face import Face, lines
from course.html.text import phrase, plain, prose
from course.html.wording import Wording
from course.model.document import Document, DocumentQuestion, Marking, Reply
from course.model.language import ENGLISH, ENGLISH_MARK, apart, as_sentence, quoted

SIGNS: dict[Fit, str] = {"fits": "✓", "missed": "+", "arguable": "≈", "arguable-open": "≈", "not": "✗"}
"""What stands before a phrase, beside the word that says the same."""
RULE = "* * *"
"""The line of a plain face below which stands what the page keeps until it was answered."""


def document_eyebrow(wording: Wording, documents: Sequence[Document]) -> str:
    """Return the line above a document, or above two."""
    return wording.words["document"]["eyebrow" if len(documents) == 1 else "eyebrow-two"]


def of_when(wording: Wording, document: Document) -> str:
    """Return what kind of text it is, and of when."""
    return wording.word("document", "of", what=plain(document.what), date=plain(document.date))


def about_source(wording: Wording, document: Document) -> Markup:
    """Return where the text is from, why it may stand here, and who translated it."""
    words = wording.words["document"]
    parts = [
        join((words["source"], " ", wording.cited([document.source]))),
        join((words["licence"], " ", phrase(document.licence))),
        phrase(document.translated),
    ]
    return p(small(join(parts, " · ")), class_="course-document-source")


def text_of(document: Document) -> Markup:
    """Return the text in paragraphs, without a trace of the phrases."""
    paragraphs = (
        p(*in_english(document, number), " ".join(phrase.words for phrase in paragraph), **tongue_of(document, number))
        for number, paragraph in enumerate(document.paragraphs)
    )
    return blockquote(*paragraphs, class_="course-document-text")


def in_english(document: Document, number: int) -> tuple[Child, ...]:
    """Return the mark of a paragraph that is not translated."""
    return (small(ENGLISH_MARK), " ") if document.is_english(number) else ()


def tongue_of(document: Document, number: int) -> dict[str, str]:
    """Return what a paragraph says of its language, where it has another one than the page."""
    return {"lang": ENGLISH.code, "dir": ENGLISH.direction} if document.is_english(number) else {}


def document_face(wording: Wording, documents: Sequence[Document]) -> Face:
    """Return one document or two without a kernel: text and questions; folded below, what we mark and answer."""
    words = wording.words["document"]
    eyebrow = document_eyebrow(wording, documents)
    markup = section("document", p(small(eyebrow)), *(_on_page(wording, document) for document in documents))
    parts = [line for document in documents for line in _plain_question(wording, document)]
    ours = [line for document in documents for line in _plain_answer(wording, document)]
    return Face(markup, lines(eyebrow, *parts, RULE, words["answers"], *ours))


def _on_page(wording: Wording, document: Document) -> Markup:
    words = wording.words["document"]
    questions = (
        join((p(b(phrase(question.asks))), bullets(phrase(option.says) for option in question.options)))
        for question in document.questions
    )
    return div(
        title(phrase(document.title)),
        p(small(of_when(wording, document))),
        prose(document.before),
        text_of(document),
        about_source(wording, document),
        bullets((phrase(marking.asks) for marking in document.marks), ordered=True),
        *questions,
        p(b(words["missing"]), " ", phrase(document.missing.asks)),
        details(words["answers"], answers_of(wording, document)),
    )


def answers_of(wording: Wording, document: Document) -> Markup:
    """Return what we mark, answer and miss."""
    words = wording.words["document"]
    parts: list[Markup] = []
    for marking in document.marks:
        parts += [
            p(b(phrase(marking.asks))),
            verdict_list(wording, _our_marks(document, marking)),
            _shows(marking),
        ]
    for question in document.questions:
        right = next(option for option in question.options if option.right)
        parts.append(p(b(phrase(question.asks)), " ", phrase(as_sentence(right.says)), " ", phrase(right.feedback)))
    parts += [p(b(phrase(document.missing.asks))), p(words["ours"], " ", phrase(document.missing.ours))]
    return join((*parts, wording.cited_below(document.missing.sources)))


def _our_marks(document: Document, marking: Marking) -> Sequence[PhraseVerdict]:
    """Return what fits and what can be argued, as if somebody had marked all of it."""
    ours = {*marking.right, *marking.arguable}
    return judge_marks(document, marking, [part.key for part in document.phrases if part.named in ours])


def _shows(marking: Marking) -> Markup:
    return p(phrase(marking.shows))


def _plain_question(wording: Wording, document: Document) -> Iterator[str]:
    words = wording.words["document"]
    yield plain(document.title)
    yield of_when(wording, document)
    yield plain(document.before)
    yield from (" ".join(phrase.words for phrase in paragraph) for paragraph in document.paragraphs)
    source = wording.cite(document.source)
    facts = (source.label, plain(document.licence), plain(document.translated))
    yield f"{words['source']} {' · '.join(fact for fact in facts if fact)}"
    for number, marking in enumerate(document.marks, 1):
        yield f"{number}. {plain(marking.asks)}"
    for question in document.questions:
        yield plain(question.asks)
        yield from (f"( ) {plain(option.says)}" for option in question.options)
    yield f"{words['missing']} {plain(document.missing.asks)}"


def _plain_answer(wording: Wording, document: Document) -> Iterator[str]:
    words = wording.words["document"]
    for marking in document.marks:
        verdicts = _our_marks(document, marking)
        yield plain(marking.asks)
        yield from (f"- {words[f'fit-{verdict.fit}']}: {verdict.phrase.words}" for verdict in verdicts)
        yield plain(marking.shows)
    for question in document.questions:
        right = next(option for option in question.options if option.right)
        yield f"{plain(question.asks)} {as_sentence(plain(right.says))} {plain(right.feedback)}"
    yield f"{words['ours']} {plain(document.missing.ours)}"


def verdict_list(wording: Wording, verdicts: Sequence[PhraseVerdict]) -> Markup:
    """Return phrase by phrase how it stands, and why."""
    words = wording.words["document"]

    def told(verdict: PhraseVerdict) -> Markup:
        why = phrase(verdict.why) if verdict.why else words["not-why"] if verdict.fit == "not" else ""
        says = span(quoted(apart(verdict.phrase.words)))
        return join(
            (
                span(f"{SIGNS[verdict.fit]} ", aria_hidden="true"),
                b(words[f"fit-{verdict.fit}"]),
                " ",
                says,
                *((" ", em(why)) if why else ()),
            )
        )

    return div(bullets(map(told, verdicts)), class_="course-verdicts")


def marked_panel(wording: Wording, document: Document, marking: Marking, marked: Sequence[str], tries: int) -> Markup:
    """Return what comes back once a marking was checked: a count, how often, every phrase, what it shows."""
    verdicts = judge_marks(document, marking, marked)
    fits = sum(verdict.fit == "fits" for verdict in verdicts)
    count = wording.word("document", "count", fits=fits, total=len(marking.right))
    times = wording.words["document"]["once"] if tries == 1 else wording.word("document", "times", count=tries)
    is_whole = fits == len(marking.right) and not any(verdict.fit == "not" for verdict in verdicts)
    tone = "course-verdict course-correct" if is_whole else "course-verdict course-not-yet"
    return join(
        (
            div(p(b(count), " ", times), class_=tone),
            verdict_list(wording, verdicts),
            _shows(marking),
        )
    )


def reply_panel(wording: Wording, option: Reply) -> Markup:
    """Return what is said to whoever chose an option."""
    words = wording.words["document"]
    tone = "course-verdict course-correct" if option.right else "course-verdict course-not-yet"
    return div(p(b(words["right" if option.right else "wrong"]), " ", phrase(option.feedback)), class_=tone)


def missing_panel(wording: Wording, document: Document) -> Markup:
    """Return what we miss in a document."""
    words = wording.words["document"]
    return join(
        (h4(words["ours"]), p(phrase(document.missing.ours)), wording.cited_below(document.missing.sources)),
    )


def question_says(question: DocumentQuestion, option: str) -> str:
    """Return an answer to a question as plain text, "" where the question has it no more."""
    chosen = question.option(option)
    return plain(chosen.says) if chosen else ""
