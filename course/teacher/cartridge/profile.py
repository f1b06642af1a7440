"""Quizzes in the profile of QTI 1.2 that Common Cartridge prescribes, for every platform that reads it.

It has one right choice, several right choices, and words filled in. So a matching question becomes a choice for each
thing, and a number the ways of writing it within its tolerance: the profile can compare no numbers.
"""

from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from markupsafe import Markup

from course.checks.numbers import write_number
from course.content.interface import words
from course.html import document
from course.html.element import div, p
from course.html.text import phrase
from course.teacher.quizzes.qti import QTI, Quiz, root_of
from course.teacher.quizzes.qti_item import add_field, child, name_of, text_of
from course.teacher.quizzes.quiz import AnyQuestion, Choice, Matching, Option, Typed

SCHEMA = "http://www.imsglobal.org/profile/cc/{version}/{version}_qtiasiv1p2p1_v1p0.xsd"
FIRST = 1001


def assessment(quiz: Quiz, version: str) -> Element:
    """Return a quiz. ``version`` is that of the cartridge: "ccv1p3"."""
    root = root_of("questestinterop", QTI, SCHEMA.format(version=version))
    made = child(root, "assessment", ident=name_of(quiz.id), title=text_of(quiz.title))
    metadata = child(made, "qtimetadata")
    for label, entry in (
        ("cc_profile", "cc.exam.v0p1"),
        ("qmd_assessmenttype", "Examination"),
        ("qmd_scoretype", "Percentage"),
        ("qmd_feedbackpermitted", "Yes"),
        ("qmd_solutionspermitted", "Yes"),
        ("cc_maxattempts", "unlimited"),
    ):
        add_field(metadata, label, entry)
    section = child(made, "section", ident="root_section")
    for question in quiz.questions:
        for single in singles(question):
            _item(section, single)
    return root


def singles(question: AnyQuestion) -> Iterator[Choice | Typed]:
    """Yield a question as questions that the profile has."""
    if not isinstance(question, Matching):
        yield question
        return
    for number, pair in enumerate(question.pairs, 1):
        yield Choice(
            id=f"{question.id}/{number}",
            name=f"{question.name} {number}",
            asks=f"{question.asks}\n\n{pair.says}",
            explanation=question.explanation,
            options=tuple(
                Option(
                    says=partner,
                    right=partner == pair.partner,
                    feedback="" if partner == pair.partner else pair.feedback,
                )
                for partner in question.partners
            ),
        )


def ways(question: Typed) -> tuple[str, ...]:
    """Return what may be filled in: words as they are, a number in every way of writing it."""
    if not question.is_number:
        return tuple(str(answer) for answer in question.answers)
    answer, tolerance = Decimal(write_number(float(question.answers[0]))), Decimal(write_number(question.tolerance))
    step = Decimal(1).scaleb(-places(question))
    count = int(tolerance / step)
    found: dict[str, None] = {}
    for number in sorted(range(-count, count + 1), key=abs):
        value = answer + number * step
        found |= dict.fromkeys((f"{value.normalize():f}", f"{value:f}"))
    return tuple(found)


def places(question: Typed) -> int:
    """Return how many decimal places a number is asked for with."""
    numbers = (write_number(float(question.answers[0])), write_number(question.tolerance))
    return max(len(number.partition(".")[2]) for number in numbers)


def _item(section: Element, question: Choice | Typed) -> None:
    item = child(section, "item", ident=name_of(question.id), title=text_of(question.name))
    add_field(child(child(item, "itemmetadata"), "qtimetadata"), "cc_profile", profile(question))
    presentation = child(item, "presentation")
    # Where it is answered has an id of its own in the whole file: schemas of the profile ask for that.
    where = name_of(f"{question.id}/response")
    asks = document.prose(question.asks)
    if isinstance(question, Typed) and question.is_number and places(question):
        asks += document.prose(words()["export"]["rounded"].format(places=places(question)))
    _material(presentation, str(div(asks)))
    rules = child(item, "resprocessing")
    child(child(rules, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    child(_rule(rules, "general_fb"), "other")
    told = [("general_fb", document.prose(question.explanation))]
    if isinstance(question, Choice):
        told += _choose(presentation, rules, question, where)
    else:
        told += _fill(presentation, rules, question, where)
    for ident, markup in told:
        _material(child(child(item, "itemfeedback", ident=ident), "flow_mat"), str(markup))


def profile(question: Choice | Typed) -> str:
    """Return what the profile calls this kind of question."""
    if isinstance(question, Typed):
        return "cc.fib.v0p1"
    return "cc.multiple_response.v0p1" if question.several else "cc.multiple_choice.v0p1"


def _material(parent: Element, markup: str) -> None:
    child(child(parent, "material"), "mattext", markup, texttype="text/html")


def _rule(rules: Element, *shows: str, goes_on: bool = True, scores: bool = False) -> Element:
    """Add a rule, and return the place of its condition."""
    rule = child(rules, "respcondition", **{"continue": "Yes" if goes_on else "No"})
    condition = child(rule, "conditionvar")
    if scores:
        child(rule, "setvar", "100", action="Set", varname="SCORE")
    for ident in shows:
        child(rule, "displayfeedback", feedbacktype="Response", linkrefid=ident)
    return condition


def _choose(presentation: Element, rules: Element, question: Choice, where: str) -> list[tuple[str, Markup]]:
    many = "Multiple" if question.several else "Single"
    choices = child(child(presentation, "response_lid", ident=where, rcardinality=many), "render_choice")
    for number, option in enumerate(question.options, FIRST):
        _material(child(choices, "response_label", ident=str(number)), str(phrase(option.says)))
    told = {number: option for number, option in enumerate(question.options, FIRST) if option.feedback}
    # What is right comes first, and ends it: some readers take for right whatever a rule names until one ends it.
    rights = [f"{number}_fb" for number, option in told.items() if option.right]
    condition = _rule(rules, *rights, goes_on=False, scores=True)
    condition = child(condition, "and") if question.several else condition
    for number, option in enumerate(question.options, FIRST):
        if option.right:
            child(condition, "varequal", str(number), respident=where)
        elif question.several:
            child(child(condition, "not"), "varequal", str(number), respident=where)
    for number, option in told.items():
        if question.several or not option.right:
            child(_rule(rules, f"{number}_fb"), "varequal", str(number), respident=where)
    return [(f"{number}_fb", p(phrase(option.feedback))) for number, option in told.items()]


def _fill(presentation: Element, rules: Element, question: Typed, where: str) -> list[tuple[str, Markup]]:
    box = child(presentation, "response_str", ident=where, rcardinality="Single")
    child(box, "render_fib", fibtype="String")
    # None of these ends it, so that readers that stop at an end find all of them.
    for way in ways(question):
        child(_rule(rules, "correct_fb", scores=True), "varequal", way, respident=where, case="No")
    others = child(child(_rule(rules, "general_incorrect_fb"), "not"), "or")
    for way in ways(question):
        child(others, "varequal", way, respident=where, case="No")
    return [
        ("correct_fb", document.prose(question.right)),
        ("general_incorrect_fb", document.prose(question.wrong)),
    ]
