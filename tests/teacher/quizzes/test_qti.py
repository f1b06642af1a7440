"""QTI: the package that Canvas imports, read back with the standard library and graded by a small engine of its own."""

import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import judge
from course.content import lessons
from course.html import document
from course.html.element import div
from course.html.text import phrase, plain
from course.model import task as tasks
from course.model.answer import read_answer
from course.teacher.quizzes import qti, qti_item, quiz
from course.teacher.quizzes.files import quizzes
from course.teacher.quizzes.quiz import readable

Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
P = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
C = "{http://canvas.instructure.com/xsd/cccv1p0}"
KINDS = {
    tasks.Choose: "multiple_choice_question",
    tasks.ChooseSeveral: "multiple_answers_question",
    tasks.Sort: "matching_question",
    tasks.Order: "matching_question",
    tasks.Number: "numerical_question",
}
TASKS = [
    pytest.param(task, id=f"{stem}/{task.id}")
    for stem in lessons.stems()
    for task in (
        *lessons.lesson(stem).checks,
        *(lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()),
    )
    if not isinstance(task, tasks.Open | tasks.Writing)
]


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: Xml.fromstring(archive.read(name)) for name in archive.namelist()}


def items_of(questions):
    made = qti.package("t", [qti.Quiz(id="q", title="t", questions=tuple(questions))])
    return next(root for name, root in unpacked(made).items() if root.tag == f"{Q}questestinterop").findall(
        f".//{Q}item"
    )


def text(markup):
    return " ".join(re.sub(r"<[^>]*>", "", markup).split())


def field(item, label):
    found = {one[0].text: one[1].text for one in item.iter(f"{Q}qtimetadatafield")}
    return found[label]


def labels(parent):
    """What can be chosen, by its ident."""
    return {one.get("ident"): plain_of(one.find(f".//{Q}mattext")) for one in parent.iter(f"{Q}response_label")}


def plain_of(mattext):
    said = mattext.text
    return " ".join(Xml.fromstring(f"<x>{said}</x>").itertext()) if mattext.get("texttype") == "text/html" else said


def holds(condition, given):
    tag, where = condition.tag.removeprefix(Q), condition.get("respident")
    if tag == "conditionvar":
        return all(holds(one, given) for one in condition)
    if tag in ("and", "or"):
        return {"and": all, "or": any}[tag](holds(one, given) for one in condition)
    if tag == "not":
        return not holds(condition[0], given)
    if tag == "other":
        return True
    answer = given.get(where, [])
    if tag == "varequal":
        return condition.text in answer
    bound, value = Decimal(condition.text), Decimal(answer[0])
    return value >= bound if tag == "vargte" else value <= bound


def graded(item, given):
    """The score out of 100 and the feedback shown, by the rules of the item."""
    score, shown = Decimal(0), []
    for rule in item.iter(f"{Q}respcondition"):
        if not holds(rule.find(f"{Q}conditionvar"), given):
            continue
        setting = rule.find(f"{Q}setvar")
        if setting is not None:
            score = Decimal(setting.text) + (score if setting.get("action") == "Add" else 0)
        shown += [one.get("linkrefid") for one in rule.findall(f"{Q}displayfeedback")]
        if rule.get("continue") == "No":
            break
    said = {one.get("ident"): one.find(f".//{Q}mattext").text for one in item.iter(f"{Q}itemfeedback")}
    return score, [text(said[one] or "") for one in shown]


def number(value):
    return {"response1": [f"{Decimal(repr(float(value))):f}"]}


@pytest.mark.parametrize("task", TASKS)
def test_every_task_grades_as_the_course_does(task):
    items = items_of(quiz.questions("here", (task,)))
    for item in items:
        feedback = {one.get("ident") for one in item.iter(f"{Q}itemfeedback")}
        assert {one.get("linkrefid") for one in item.iter(f"{Q}displayfeedback")} <= feedback
        assert field(item, "points_possible") == "1.0"
    if isinstance(task, tasks.Notebook):
        check_values(task, items)
        return
    (item,) = items
    assert field(item, "question_type") == KINDS[type(task)]
    if isinstance(task, tasks.Number):
        check_number(task, item)
    elif isinstance(task, tasks.Choose | tasks.ChooseSeveral):
        check_options(task, item)
    else:
        check_matching(task, item)


def check_options(task, item):
    idents = list(labels(item))
    assert field(item, "original_answer_ids") == ",".join(idents)
    ids = dict(zip(idents, task.options, strict=True))
    single = [[one] for one in idents]
    rights = [one for one in idents if ids[one].right]
    tried = single if isinstance(task, tasks.Choose) else [*single, rights, idents, rights[:-1], []]
    for chosen in tried:
        answer = [ids[one].id for one in chosen]
        verdict = judge(task, read_answer({"chosen": answer[0] if isinstance(task, tasks.Choose) else answer}))
        score, shown = graded(item, {"response1": chosen})
        assert (score == 100) == (verdict.outcome == "correct")
        assert {plain_words(ids[one].feedback) for one in chosen} <= {plain_words(one) for one in shown}


def plain_words(said):
    return re.sub(r"\W+", "", plain(re.sub(r"&\w+;", "", said.replace("&amp;", "")))).lower()


def check_matching(task, item):
    boxes = item.findall(f".//{Q}response_lid")
    asked = {box.get("ident"): plain_of(box.find(f"{Q}material/{Q}mattext")) for box in boxes}
    partners = labels(boxes[0])
    assert all(labels(box) == partners for box in boxes)
    if isinstance(task, tasks.Sort):
        names = {group.id: plain(group.says) for group in task.groups}
        wanted = {plain(one.says): names[one.group] for one in task.items}
        assert sorted(partners.values()) == sorted(names.values())
    else:
        wanted = {plain(one.says): str(place) for place, one in enumerate(task.items, 1)}
        assert list(asked.values()) != list(wanted)
    assert sorted(asked.values()) == sorted(wanted)
    by_name = {says: ident for ident, says in partners.items()}
    right = {where: [by_name[wanted[says]]] for where, says in asked.items()}
    assert graded(item, right)[0] == pytest.approx(Decimal(100), abs=Decimal("0.1"))
    where = next(iter(asked))
    other = next(ident for ident in partners if [ident] != right[where])
    score, shown = graded(item, {**right, where: [other]})
    assert score < 90
    found = next(one for one in task.items if plain(one.says) == asked[where])
    assert plain_words(found.feedback) in {plain_words(one) for one in shown}


def check_number(task, item):
    edge = Decimal(repr(float(task.answer))), Decimal(repr(float(task.tolerance)))
    for value in (edge[0], edge[0] - edge[1], edge[0] + edge[1]):
        assert graded(item, number(value))[0] == 100
    for value in (edge[0] - edge[1] - Decimal("0.01"), edge[0] + edge[1] + Decimal("0.01")):
        assert graded(item, number(value))[0] == 0
    for slip in task.slips:
        assert (graded(item, number(slip.value))[0] == 100) == (
            judge(task, read_answer({"value": f"{slip.value}"})).outcome == "correct"
        )
    # Canvas takes every value that a numerical question names for a right answer.
    assert len(list(item.iter(f"{Q}varequal"))) == 1


def check_values(task, items):
    assert [item.get("title") for item in items] == [f"{task.id}: {readable(one.name)}" for one in task.values]
    for value, item in zip(task.values, items, strict=True):
        if isinstance(value.answer, str):
            assert field(item, "question_type") == "short_answer_question"
            rights = [one.text for one in item.iter(f"{Q}varequal")]
            assert rights[: 1 + len(value.also)] == [value.answer, *value.also]
            assert f'"{value.answer}"' in rights
        else:
            assert field(item, "question_type") == "numerical_question"
            assert graded(item, number(value.answer))[0] == 100
            assert graded(item, number(value.answer + 2 * value.tolerance + 1))[0] == 0


@pytest.mark.parametrize("stem", lessons.stems())
def test_the_package_of_a_lesson_is_whole(stem):
    made = list(quizzes(stem))
    data = qti.package("t", made)
    assert data == qti.package("t", made)
    parts = unpacked(data)
    manifest = parts["imsmanifest.xml"]
    assert {one.get("href") for one in manifest.iter(f"{P}file")} == set(parts) - {"imsmanifest.xml"}
    resources = {one.get("identifier"): one for one in manifest.iter(f"{P}resource")}
    assert {one.get("identifierref") for one in manifest.iter(f"{P}dependency")} < set(resources)
    quizzes_there = [one for one in resources.values() if one.get("type") == "imsqti_xmlv1p2"]
    assert len(quizzes_there) == len(made) == (2 if stem in lessons.exercise_stems() else 1)
    idents = [item.get("ident") for root in parts.values() for item in root.iter(f"{Q}item")]
    assert len(idents) == len(set(idents)) == sum(len(one.questions) for one in made)
    for name, root in parts.items():
        if name.endswith("assessment_meta.xml"):
            assert root.find(f"{C}quiz_type").text == "practice_quiz"
            assert root.get("identifier") in resources


@given(st.text(max_size=40), st.text(max_size=40), st.floats(-1e6, 1e6), st.floats(0, 100))
def test_any_text_makes_well_formed_files(one, other, answer, tolerance):
    options = (
        quiz.Option(says=one, right=True, feedback=other),
        quiz.Option(says=other, right=False, feedback=one),
    )
    pair = quiz.Pair(says=one, partner=other, feedback=one)
    made = (
        quiz.Choice(id="a", name=one, asks=one, explanation=other, options=options, several=True),
        quiz.Matching(id="b", name=other, asks=one, explanation=one, pairs=(pair,), partners=(other,), right=one),
        quiz.Typed(
            id="c", name="c", asks=one, explanation=one, answers=(answer,), tolerance=tolerance, right=one, wrong=other
        ),
        quiz.Typed(id="d", name="d", asks=one, explanation=one, answers=(one,), right=one, wrong=other),
    )
    items = items_of(made)
    assert [item.get("ident") for item in items] == [qti.name_of(one.id) for one in made]
    assert graded(items[0], {"response1": ["1001"]})[0] == 100
    assert graded(items[0], {"response1": ["1001", "1002"]})[0] == 0
    assert not [node for item in items for node in item.iter() if "script" in node.tag]


def test_another_reader_finds_the_same_questions():
    reader = pytest.importorskip("qti2latex")
    found = 0
    for stem in lessons.stems():
        for part in quizzes(stem):
            for question, item in zip(part.questions, items_of(part.questions), strict=True):
                assert reader.guess_type(reader.get_qti_metadata(item), item) == qti_item.kind_of(question)
                assert reader.get_item_stem(item) == str(div(document.prose(question.asks))).strip()
                named = reader.get_correct_idents(item)
                if isinstance(question, quiz.Choice):
                    options = dict(reader.get_choices(item))
                    assert list(options.values()) == [str(phrase(option.says)) for option in question.options]
                    # It takes for right whatever has a comment: findings/qti2latex_comments_count_as_right.sh.
                    rights = {ident for ident, option in zip(options, question.options, strict=True) if option.right}
                    assert rights <= named
                elif isinstance(question, quiz.Typed) and not question.is_number:
                    assert named == set(question.answers)
                elif isinstance(question, quiz.Typed):
                    assert {float(one) for one in named} == set(question.answers)
                found += 1
    assert found > 150
