"""Questions as Moodle's GIFT, a text file for its question bank.

What must be escaped, and what Moodle cannot read, is taken from its own reader (question/format/gift/format.php): a
backslash stands before ``~ = # { } :``, a new line is written ``\\n``, a weight has two digits before the point (so
100 percent cannot be written as a weight), and a text may not begin with a bracket or a percent sign.
"""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from course.checks.numbers import write_number
from course.html import document
from course.html.text import phrase, plain
from course.teacher.quizzes.quiz import AnyQuestion, Choice, Matching, Question, Typed

_ESCAPES = str.maketrans({**{character: f"\\{character}" for character in "\\~=#{}:"}, "\n": "\\n", "\r": ""})
# What Moodle would take for the name of a format, or for a weight, at the beginning of a text.
_FIRST = {"[": "&#91;", "%": "&#37;"}


def escape(text: str) -> str:
    """Return ``text`` as it stands in a GIFT file."""
    return text.translate(_ESCAPES)


def file(category: str, questions: Iterable[AnyQuestion]) -> str:
    """Return questions as the text of a GIFT file. They go into ``category`` of Moodle's question bank."""
    # A slash would make a category in a category, and nothing is unescaped here.
    name = " ".join(category.replace("/", " ").replace("\\", " ").split())
    # After "$course$/" newer versions of Moodle put a category into a bank of the system.
    return "\n\n".join([f"$CATEGORY: top/{name}", *(_question(question) for question in questions)]) + "\n"


def _question(question: AnyQuestion) -> str:
    lines = "\n".join(f"\t{line}" for line in _answers(question))
    opening = "{#" if isinstance(question, Typed) and question.is_number else "{"
    asks = escape(str(document.prose(question.asks)))
    # The comment keeps the id, so that a question can be found again in the content files.
    return (
        f"// {' '.join(question.id.split())}\n::{escape(question.name)}::[html]{asks}{opening}\n{lines}\n"
        f"\t####{_explain(question)}\n}}"
    )


def _explain(question: Question) -> str:
    # Whoever answered sees this, whatever they answered: no "Right." belongs here.
    return _html(document.prose(question.explanation))


def _html(markup: Markup) -> str:
    # In a GIFT file HTML is text like any other.
    text = str(markup)
    return escape(_FIRST.get(text[:1], text[:1]) + text[1:])


def _phrase(markdown: str) -> str:
    return _html(phrase(" ".join(markdown.split())))


def _answers(question: AnyQuestion) -> Iterator[str]:
    if isinstance(question, Choice):
        yield from _options(question)
    elif isinstance(question, Matching):
        yield from _pairs(question)
    elif question.is_number:
        yield from _numbers(question)
    else:
        yield from _words(question)


def _options(question: Choice) -> Iterator[str]:
    rights = sum(option.right for option in question.options)
    # With one right option Moodle can only ask for one: full marks cannot be written as a weight.
    for option in question.options:
        if rights == 1:
            mark = "=" if option.right else "~"
        else:
            mark = f"~%{weight(rights)}%" if option.right else f"~%-{weight(len(question.options) - rights)}%"
        yield f"{mark}{_phrase(option.says)}#{_phrase(option.feedback)}"


def weight(count: int) -> str:
    """Return what one of ``count`` options weighs, in percent, in the fractions that Moodle accepts.

    All of them together weigh 100; a single one weighs 90, the most that the format can write.
    """
    return "90" if count == 1 else f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _pairs(question: Matching) -> Iterator[str]:
    for pair in question.pairs:
        yield f"={_html(phrase(pair.says))} -> {escape(plain(pair.partner))}"
    used = {pair.partner for pair in question.pairs}
    for partner in question.partners:
        if partner not in used:
            yield f"= -> {escape(plain(partner))}"


def _numbers(question: Typed) -> Iterator[str]:
    tolerance = write_number(question.tolerance)
    for answer in question.answers:
        yield f"={write_number(float(answer))}:{tolerance}#{_phrase(question.right)}"
    for slip in question.slips:
        if not isinstance(slip.value, str):
            yield f"=%0%{write_number(slip.value)}:{tolerance}#{_phrase(slip.feedback)}"
    yield f"~#{_phrase(question.wrong)}"


def _words(question: Typed) -> Iterator[str]:
    for answer in question.answers:
        yield f"={_word(str(answer))}#{_phrase(question.right)}"
    for slip in question.slips:
        yield f"=%0%{_word(str(slip.value))}#{_phrase(slip.feedback)}"
    # A star stands for whatever else is typed.
    yield f"=%0%*#{_phrase(question.wrong)}"


def _word(text: str) -> str:
    # A star in an answer would stand for anything, and an arrow would make the question a matching one.
    return escape(text.replace("*", "\\*").replace("->", "→"))
