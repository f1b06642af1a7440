"""One question as an item of QTI 1.2, in the shape in which Canvas exports its own questions."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup

from course.checks.numbers import write_number
from course.html import document
from course.html.element import div
from course.html.text import phrase, plain
from course.teacher.quizzes.quiz import AnyQuestion, Choice, Matching, Option, Pair, Typed

RESPONSE = "response1"
# Answers and partners have numbers, as in Canvas, which reads no other names of partners.
FIRST_ANSWER, FIRST_PARTNER = 1001, 2001
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def name_of(text: str) -> str:
    """Return a name for use in a package: always the same for ``text``, and different for another text."""
    return "g" + hashlib.sha256(text.encode()).hexdigest()[:31]


def text_of(text: str) -> str:
    """Return ``text`` without the control characters that no XML file may hold."""
    return _NOT_IN_XML.sub("", text)


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element with text to ``parent``, and return it."""
    element = SubElement(parent, tag, attributes)
    if text:
        element.text = text_of(text)
    return element


def add_field(parent: Element, label: str, entry: str) -> None:
    """Add one field of metadata."""
    field = child(parent, "qtimetadatafield")
    child(field, "fieldlabel", label)
    child(field, "fieldentry", entry)


def add_item(section: Element, question: AnyQuestion) -> None:
    """Add a question to a section."""
    item = child(section, "item", ident=name_of(question.id), title=text_of(question.name))
    metadata = child(child(item, "itemmetadata"), "qtimetadata")
    add_field(metadata, "question_type", kind_of(question))
    add_field(metadata, "points_possible", "1.0")
    add_field(metadata, "original_answer_ids", ",".join(ident for ident in _answers(question)))
    add_field(metadata, "assessment_question_identifierref", name_of(f"{question.id}/bank"))
    presentation = child(item, "presentation")
    _material(presentation, div(document.prose(question.asks)))
    rules = child(item, "resprocessing")
    child(child(rules, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    _show(_rule(rules, "Yes"), "general_fb")
    if isinstance(question, Choice):
        _choice(presentation, rules, question)
    elif isinstance(question, Matching):
        _matching(presentation, rules, question)
    else:
        _typed(presentation, rules, question)
    for ident, markdown in _feedback(question):
        flow = child(child(item, "itemfeedback", ident=ident), "flow_mat")
        _material(flow, document.prose(markdown))


def kind_of(question: AnyQuestion) -> str:
    """Return what Canvas calls this kind of question."""
    if isinstance(question, Choice):
        return "multiple_answers_question" if question.several else "multiple_choice_question"
    if isinstance(question, Matching):
        return "matching_question"
    return "numerical_question" if question.is_number else "short_answer_question"


def _answers(question: AnyQuestion) -> Iterator[str]:
    if isinstance(question, Choice):
        count = len(question.options)
    elif isinstance(question, Matching):
        count = len(question.pairs)
    else:
        count = len(question.answers)
    return (str(FIRST_ANSWER + n) for n in range(count))


def _feedback(question: AnyQuestion) -> Iterator[tuple[str, str]]:
    yield "general_fb", question.explanation
    if isinstance(question, Typed):
        # What somebody typed wrongly finds one feedback: Canvas would take any other value named here for a right one.
        yield "correct_fb", question.right
        yield "general_incorrect_fb", question.wrong
        return
    if isinstance(question, Matching):
        yield "correct_fb", question.right
    entries: Sequence[Option | Pair] = question.options if isinstance(question, Choice) else question.pairs
    for ident, entry in zip(_answers(question), entries, strict=True):
        yield f"{ident}_fb", entry.feedback


def _material(parent: Element, markup: Markup) -> None:
    # Inside XML, HTML is text like any other.
    child(child(parent, "material"), "mattext", str(markup), texttype="text/html")


def _plain_material(parent: Element, text: str) -> None:
    child(child(parent, "material"), "mattext", text, texttype="text/plain")


def _rule(rules: Element, goes_on: str, where: str = "") -> Element:
    """Add a rule for whatever was answered. ``where`` names the place of the answer, for rules that ask for one."""
    rule = child(rules, "respcondition", **{"continue": goes_on})
    condition = child(rule, "conditionvar")
    if not where:
        child(condition, "other")
    return rule


def _equal(parent: Element, value: str, where: str = RESPONSE, how: str = "varequal") -> None:
    child(parent, how, value, respident=where)


def _show(rule: Element, ident: str) -> None:
    child(rule, "displayfeedback", feedbacktype="Response", linkrefid=ident)


def _score(rule: Element, points: str = "100", action: str = "Set") -> None:
    child(rule, "setvar", points, action=action, varname="SCORE")


def _condition(rule: Element) -> Element:
    return rule[0]


def _choice(presentation: Element, rules: Element, question: Choice) -> None:
    many = "Multiple" if question.several else "Single"
    choices = child(child(presentation, "response_lid", ident=RESPONSE, rcardinality=many), "render_choice")
    idents = list(_answers(question))
    for ident, option in zip(idents, question.options, strict=True):
        _material(child(choices, "response_label", ident=ident), phrase(option.says))
        rule = _rule(rules, "Yes", RESPONSE)
        _equal(_condition(rule), ident)
        _show(rule, f"{ident}_fb")
    rule = _rule(rules, "No", RESPONSE)
    condition = child(_condition(rule), "and") if question.several else _condition(rule)
    for ident, option in zip(idents, question.options, strict=True):
        if option.right:
            _equal(condition, ident)
        elif question.several:
            _equal(child(condition, "not"), ident)
    _score(rule)


def _matching(presentation: Element, rules: Element, question: Matching) -> None:
    numbers = {partner: str(FIRST_PARTNER + n) for n, partner in enumerate(question.partners)}
    share = f"{100 / len(question.pairs):.2f}"
    for ident, pair in zip(_answers(question), question.pairs, strict=True):
        where = f"response_{ident}"
        answer = child(presentation, "response_lid", ident=where)
        _material(answer, phrase(pair.says))
        choices = child(answer, "render_choice")
        for partner, number in numbers.items():
            _plain_material(child(choices, "response_label", ident=number), plain(partner))
        rule = _rule(rules, "Yes", where)
        _equal(_condition(rule), numbers[pair.partner], where)
        _score(rule, share, "Add")
        rule = _rule(rules, "Yes", where)
        _equal(child(_condition(rule), "not"), numbers[pair.partner], where)
        _show(rule, f"{ident}_fb")


def _typed(presentation: Element, rules: Element, question: Typed) -> None:
    box = child(presentation, "response_str", ident=RESPONSE, rcardinality="Single")
    kind = {"fibtype": "Decimal"} if question.is_number else {}
    child(child(box, "render_fib", **kind), "response_label", ident="answer1")
    rule = _rule(rules, "No", RESPONSE)
    if question.is_number:
        _within(child(_condition(rule), "or"), question)
    else:
        for answer in question.answers:
            _equal(_condition(rule), str(answer))
    _score(rule)
    _show(rule, "correct_fb")
    _show(_rule(rules, "Yes"), "general_incorrect_fb")


def _within(condition: Element, question: Typed) -> None:
    # Decimal: in binary numbers 22.6 less 0.2 is not 22.4, and who answers 22.4 would be wrong.
    answer, tolerance = Decimal(write_number(float(question.answers[0]))), Decimal(write_number(question.tolerance))
    _equal(condition, f"{answer:f}")
    both = child(condition, "and")
    _equal(both, f"{answer - tolerance:f}", how="vargte")
    _equal(both, f"{answer + tolerance:f}", how="varlte")
