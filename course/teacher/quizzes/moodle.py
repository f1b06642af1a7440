"""Questions as Moodle's XML, the richest file that its question bank reads: feedback, hints, several tries, essays.

What is read there is taken from Moodle's own reader (question/format/xml/format.php). It knows a fraction only if it is
one of its list; the first answer that fits decides; ``*`` fits whatever is left. A category begins with ``top/``: after
``$course$/top/`` newer versions put it into a bank of the system. An order is matched with places: the question type
``ordering`` came into Moodle with 4.4, and a site without it refuses the whole file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

import msgspec
from markupsafe import Markup

from course.checks.numbers import write_number
from course.content.interface import words
from course.html import document
from course.html.element import bullets, div, h4, join, p, span, strong
from course.html.text import phrase, plain
from course.model import language
from course.teacher.quizzes.qti_item import child, name_of
from course.teacher.quizzes.quiz import AnyQuestion, Choice, Essay, Matching, Typed
from course.teacher.quizzes.rubric import rubric_table

PENALTY = "0.3333333"
"""What each try after the first costs of a question, as Moodle writes a third."""
LONGEST = 100
"""So long may an id number be."""
_MARKED = re.compile("[<>&]")
FAR = 1_000_000
"""So far from the answer a number is still called too low or too high."""


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into one category below that of the course. ``id`` stays the same; ``about`` is plain text."""

    id: str
    title: str
    about: str = ""
    questions: Sequence[AnyQuestion | Essay] = ()


def file(course: str, categories: Iterable[Category], worth: float) -> bytes:
    """Return questions as an XML file. ``worth`` is the most that a text gets from who marks it."""
    root = Element("quiz")
    for category in categories:
        about = child(root, "question", type="category")
        child(child(about, "category"), "text", "/".join(["top", _name(course), _name(category.title)]))
        _text(about, "info", p(category.about))
        child(about, "idnumber", _id(category.id))
        for question in category.questions:
            _question(root, question, worth)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{"".join(_written(root))}'.encode()


def _written(element: Element, depth: int = 0) -> Iterator[str]:
    """Yield an element as XML, with HTML in CDATA.

    Escaped it would mean the same, but PHP hands such a text on in pieces, and Moodle (lib/xmlize.php) drops the pieces
    that are blank: the words of two tags beside each other would run together.
    """
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.items())
    yield f"{'  ' * depth}<{element.tag}{attributes}>"
    if element.text:
        yield (
            f"<![CDATA[{element.text.replace(']]>', ']]]]><![CDATA[>')}]]>"
            if _MARKED.search(element.text)
            else element.text
        )
    if len(element):
        yield "\n"
        for inside in element:
            yield from _written(inside, depth + 1)
        yield "  " * depth
    yield f"</{element.tag}>\n"


def _name(name: str) -> str:
    # A slash parts categories; two of them are one in a name.
    return " ".join(name.replace("/", "//").split())


def _id(id: str) -> str:
    return id if len(id) <= LONGEST else name_of(id)


def _text(parent: Element, tag: str, markup: Markup, **attributes: str) -> Element:
    """Add HTML that says its language, where that is not English: a platform's page may be in another."""
    said = language.attributes()
    element = child(parent, tag, format="html", **attributes)
    child(element, "text", str(div(markup, **said) if said and markup else markup))
    return element


def _phrase(parent: Element, tag: str, markdown: str, **attributes: str) -> Element:
    said = language.attributes()
    element = child(parent, tag, format="html", **attributes)
    markup = phrase(" ".join(markdown.split()))
    child(element, "text", str(span(markup, **said) if said and markup else markup))
    return element


def _question(root: Element, question: AnyQuestion | Essay, worth: float) -> None:
    element = child(root, "question", type=_kind(question))
    child(child(element, "name"), "text", question.name)
    _text(element, "questiontext", document.prose(question.asks))
    # Whoever answered sees this, whatever they answered: no "Right." belongs here.
    _text(element, "generalfeedback", _afterwards(question))
    child(element, "defaultgrade", write_number(worth) if isinstance(question, Essay) else "1")
    child(element, "penalty", "0" if isinstance(question, Essay) else PENALTY)
    child(element, "hidden", "0")
    child(element, "idnumber", _id(question.id))
    if isinstance(question, Choice):
        _choice(element, question)
    elif isinstance(question, Matching):
        _matching(element, question)
    elif isinstance(question, Essay):
        _essay(element, question)
        return
    else:
        _typed(element, question)
    for hint in question.hints:
        added = _text(element, "hint", p(phrase(hint)))
        if isinstance(question, Matching):
            child(added, "shownumcorrect")


def _kind(question: AnyQuestion | Essay) -> str:
    if isinstance(question, Choice):
        return "multichoice"
    if isinstance(question, Matching):
        return "matching"
    if isinstance(question, Essay):
        return "essay"
    return "numerical" if question.is_number else "shortanswer"


def _afterwards(question: AnyQuestion | Essay) -> Markup:
    if not isinstance(question, Essay):
        return document.prose(question.explanation)
    models = (
        (h4(phrase(model.title)), document.prose(model.text), p(phrase(model.notice))) for model in question.models
    )
    return join((document.prose(question.explanation), *(part for parts in models for part in parts)))


def fraction(count: int) -> str:
    """Return what one of ``count`` options weighs, in percent, in a fraction that Moodle accepts."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _choice(element: Element, question: Choice) -> None:
    rights = sum(option.right for option in question.options)
    wrongs = len(question.options) - rights
    child(element, "single", "false" if question.several else "true")
    child(element, "shuffleanswers", "false")
    child(element, "answernumbering", "none")
    child(element, "showstandardinstruction", "1" if question.several else "0")
    for option in question.options:
        worth = fraction(rights) if option.right else f"-{fraction(wrongs)}" if question.several else "0"
        answer = _phrase(element, "answer", option.says, fraction=worth)
        _phrase(answer, "feedback", option.feedback)


def _matching(element: Element, question: Matching) -> None:
    child(element, "shuffleanswers", "false")
    _text(element, "correctfeedback", p(phrase(question.right)))
    # Moodle has no feedback for a single pair: whoever has one wrong reads what there is to say to each.
    look = _look_again(question)
    for tag in ("partiallycorrectfeedback", "incorrectfeedback"):
        _text(element, tag, look)
    child(element, "shownumcorrect")
    for pair in question.pairs:
        added = _phrase(element, "subquestion", pair.says)
        child(child(added, "answer"), "text", plain(pair.partner))
    used = {pair.partner for pair in question.pairs}
    for partner in question.partners:
        if partner not in used:
            child(child(_phrase(element, "subquestion", ""), "answer"), "text", plain(partner))


def _look_again(question: Matching) -> Markup:
    told = [join((strong(phrase(pair.says)), " ", phrase(pair.feedback))) for pair in question.pairs if pair.feedback]
    return join((p(words()["export"]["look-again"]), bullets(told)))


def _typed(element: Element, question: Typed) -> None:
    if question.is_number:
        _numbers(element, question)
        return
    child(element, "usecase", "0")
    for answer in question.answers:
        _answer(element, _word(str(answer)), "100", question.right)
    for slip in question.slips:
        _answer(element, _word(str(slip.value)), "0", slip.feedback)
    _answer(element, "*", "0", question.wrong)


def _word(text: str) -> str:
    # A star in an answer would stand for anything.
    return text.replace("*", "\\*")


def _numbers(element: Element, question: Typed) -> None:
    for answer in question.answers:
        _answer(element, write_number(float(answer)), "100", question.right, question.tolerance)
    for slip in question.slips:
        if not isinstance(slip.value, str):
            _answer(element, write_number(slip.value), "0", slip.feedback, question.tolerance)
    # The first answer that fits decides, so the sides may reach into what is right.
    values: Sequence[float] = [float(answer) for answer in question.answers]
    if question.low:
        _answer(element, write_number(min(values) - FAR), "0", question.low, FAR)
    if question.high:
        _answer(element, write_number(max(values) + FAR), "0", question.high, FAR)
    _answer(element, "*", "0", question.wrong, 0)


def _answer(element: Element, value: str, worth: str, feedback: str, tolerance: float | None = None) -> None:
    answer = child(element, "answer", fraction=worth, format="moodle_auto_format")
    child(answer, "text", value)
    _text(answer, "feedback", document.prose(feedback))
    if tolerance is not None:
        child(answer, "tolerance", write_number(tolerance))


def _essay(element: Element, question: Essay) -> None:
    fields = {
        "responseformat": "editor",
        "responserequired": 1,
        "responsefieldlines": question.rows,
        "minwordlimit": question.least,
        "maxwordlimit": question.most,
        "attachments": 0,
        "attachmentsrequired": 0,
    }
    for tag, value in fields.items():
        child(element, tag, str(value))
    _text(element, "graderinfo", rubric_table(question.rubric))
    _text(element, "responsetemplate", join(p(phrase(frame)) for frame in question.frames))
