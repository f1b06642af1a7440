"""Moodle's XML: read back by the rules of Moodle's own reader, and by a reader of the format that is not ours."""

import html
import io
import re
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import judge
from course.content import lessons, points
from course.html import document
from course.html.text import phrase, plain
from course.model import task as tasks
from course.model.answer import read_answer
from course.teacher.quizzes import moodle, quiz
from course.teacher.verbs import export

# Which fractions Moodle accepts (question_bank::fraction_options_full), in percent.
FRACTIONS = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5}
FRACTIONS |= {11.11111, 10, 5, 0}
TASKS = [
    pytest.param(stem, task, id=f"{stem}/{task.id}")
    for stem in lessons.stems()
    for task in (
        *lessons.lesson(stem).checks,
        *(lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()),
    )
]


def words_of(markup):
    apart = re.sub(r"</(?:p|li|ul|ol|pre|blockquote|h\d|div|th|td|tr)>|<[bh]r>", " ", str(markup))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", apart)).split())


def said(element, tag="text"):
    """What Moodle keeps of a text: its HTML, trimmed."""
    return (element.findtext(tag) or "").strip()


def written(*questions):
    category = moodle.Category(id="c", title="c", questions=questions)
    return Xml.fromstring(moodle.file("course", [category], 4)).findall("question")[1:]


def exported(task):
    return written(*quiz.questions("here", (task,)))


def answers(question):
    return [
        (said(one), float(one.get("fraction")), words_of(said(one, "feedback/text"))) for one in question.iter("answer")
    ]


def graded(question, value):
    """The fraction and feedback that Moodle gives to what is typed: those of the first answer that fits."""
    for one in question.findall("answer"):
        text, tolerance = said(one), one.findtext("tolerance")
        if tolerance is None:
            pattern = re.escape(text.replace("\\*", "\0")).replace(r"\*", ".*").replace("\0", r"\*")
            fits = re.fullmatch(pattern, str(value), re.I | re.S)
        else:
            fits = text == "*" or (isinstance(value, float) and abs(value - float(text)) <= float(tolerance) + 1e-9)
        if fits:
            return float(one.get("fraction")), words_of(said(one, "feedback/text"))
    return None


@pytest.mark.parametrize(("stem", "task"), TASKS)
def test_every_task_comes_back_with_its_right_answers(stem, task):
    if isinstance(task, tasks.Open | tasks.Writing):
        assert exported(task) == []
        return
    found = exported(task)
    for one in found:
        assert plain(task.asks).strip() in words_of(said(one, "questiontext/text"))
        # The general feedback is for everybody: a wrong answer must not be told that it is right.
        assert words_of(said(one, "generalfeedback/text")) == words_of(document.prose(quiz.add_sources(task)))
        assert [words_of(said(hint)) for hint in one.findall("hint")] == [words_of(phrase(hint)) for hint in task.hints]
        assert 0 < float(one.findtext("penalty")) < 1
        assert one.findtext("idnumber").startswith("here/")
        assert len(one.findtext("idnumber")) <= 100
    COMPARE[type(task)](task, found)


def compare_options(task, found):
    (one,) = found
    assert one.get("type") == "multichoice"
    assert one.findtext("single") == str(isinstance(task, tasks.Choose)).lower()
    given = answers(one)
    assert [(words_of(text), feedback) for text, _, feedback in given] == [
        (plain(option.says), words_of(phrase(option.feedback))) for option in task.options
    ]
    worth = [fraction for _, fraction, _ in given]
    assert [fraction > 0 for fraction in worth] == [option.right for option in task.options]
    assert all(abs(fraction) in FRACTIONS for fraction in worth)
    assert sum(fraction for fraction in worth if fraction > 0) == pytest.approx(100, abs=0.001)
    # Who ticks everything gets nothing.
    assert isinstance(task, tasks.Choose) or sum(worth) == pytest.approx(0, abs=0.001)


def compare_pairs(task, found):
    (one,) = found
    assert one.get("type") == "matching"
    pairs = [(words_of(said(pair)), said(pair, "answer/text")) for pair in one.findall("subquestion")]
    if isinstance(task, tasks.Sort):
        names = {group.id: plain(group.says) for group in task.groups}
        wanted = [(plain(item.says), names[item.group]) for item in task.items]
        unused = [name for name in names.values() if name not in dict(wanted).values()]
        assert pairs == wanted + [("", name) for name in unused]
    else:
        wanted = [(plain(item.says), str(place)) for place, item in enumerate(task.items, 1)]
        assert sorted(pairs, key=lambda pair: int(pair[1])) == wanted
        assert pairs != wanted
    assert words_of(said(one, "correctfeedback/text")) == words_of(phrase(task.right))
    for tag in ("partiallycorrectfeedback", "incorrectfeedback"):
        told = words_of(said(one, f"{tag}/text"))
        assert words_of(phrase(task.right)) not in told
        assert all(words_of(phrase(item.feedback)) in told for item in task.items)


def compare_number(task, found):
    (one,) = found
    assert one.get("type") == "numerical"
    steps = (0, task.tolerance, -task.tolerance, 2 * task.tolerance + 1, -2 * task.tolerance - 1)
    slips = {float(slip.value): slip.feedback for slip in task.slips}
    for value in (*(task.answer + step for step in steps), *slips):
        fraction, feedback = graded(one, float(value))
        right = judge(task, read_answer({"value": f"{value:.10f}"})).outcome == "correct"
        assert fraction == 100 * right
        side = task.too_low if value < task.answer else task.too_high
        assert feedback == words_of(phrase(task.right if right else slips.get(float(value), side)))
    assert words_of(phrase(task.too_low)) in graded(one, "many")[1]


def compare_values(task, found):
    assert [said(one, "name/text") for one in found] == [f"{task.id}: {quiz.readable(v.name)}" for v in task.values]
    for value, one in zip(task.values, found, strict=True):
        wrong = (0, words_of(document.prose(value.wrong)))
        if isinstance(value.answer, str):
            assert one.get("type") == "shortanswer"
            for way in (value.answer, value.answer.upper(), f'"{value.answer}"', *value.also):
                assert graded(one, way) == (100, words_of(document.prose(value.right)))
            assert graded(one, "nothing like it") == wrong
        else:
            for step in (0, value.tolerance, -value.tolerance):
                assert graded(one, float(value.answer + step))[0] == 100
            assert graded(one, float(value.answer + 2 * value.tolerance + 1000)) == wrong
        for slip in value.slips:
            given = slip.value if isinstance(slip.value, str) else float(slip.value)
            assert graded(one, given) == (0, words_of(document.prose(slip.feedback)))


COMPARE = {
    tasks.Choose: compare_options,
    tasks.ChooseSeveral: compare_options,
    tasks.Sort: compare_pairs,
    tasks.Order: compare_pairs,
    tasks.Number: compare_number,
    tasks.Notebook: compare_values,
}


def test_a_text_is_an_essay_with_its_rubric_for_whoever_marks_it():
    (made,) = quiz.essays("02_ways_to_settle")
    (task,) = (one for one in lessons.exercise("02_ways_to_settle").tasks if isinstance(one, tasks.Writing))
    (one,) = written(made)
    assert one.get("type") == "essay"
    assert (one.findtext("minwordlimit"), one.findtext("maxwordlimit")) == (str(task.least), str(task.most))
    assert float(one.findtext("defaultgrade")) == points.points().marked
    rubric = words_of(said(one, "graderinfo/text"))
    for criterion in task.rubric:
        assert all(words_of(phrase(text)) in rubric for text in (criterion.says, criterion.weak, criterion.strong))
    assert all(words_of(phrase(frame)) in words_of(said(one, "responsetemplate/text")) for frame in task.frames)
    asks = words_of(said(one, "questiontext/text"))
    assert all(plain(part.name) in asks for part in task.parts)
    models = words_of(said(one, "generalfeedback/text"))
    assert all(words_of(document.prose(model.text)) in models for model in task.models)
    assert not any(words_of(document.prose(model.text)) in asks for model in task.models)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moodle")
    assert export.main(["moodle", "--out", str(folder)]) == 0
    return {path.name[:2]: path.read_bytes() for path in sorted(folder.iterdir())}


def test_categories_lie_below_the_course_and_ids_are_once(files):
    ids = []
    for data in files.values():
        root = Xml.fromstring(data)
        names = [one.findtext("category/text") for one in root if one.get("type") == "category"]
        assert all(re.fullmatch(r"top/[^/$]+/[^/$]+", name) for name in names)
        ids += [one.findtext("idnumber") for one in root]
    assert len(files) == len(lessons.stems())
    assert all(ids)
    assert len(ids) == len(set(ids))


def test_no_markup_is_escaped(files):
    # Moodle's reader would drop the blank between two escaped tags.
    for data in files.values():
        outside = re.sub(r"(?s)<!\[CDATA\[.*?\]\]>", "", data.decode())
        assert not re.search(r"&(lt|gt|amp|#\d+);", outside)
        assert data.count(b"<![CDATA[") > 10


def test_a_number_is_asked_for_in_the_digits_that_moodle_reads(files):
    # Moodle 4.5 marks "١٨" and "۱۸" as wrong where the answer is 18; the course takes them.
    asked = [one for data in files.values() for one in Xml.fromstring(data) if one.get("type") == "numerical"]
    assert len(asked) > 50
    assert all("0–9" in said(one, "questiontext/text") for one in asked)
    words = [one for data in files.values() for one in Xml.fromstring(data) if one.get("type") == "shortanswer"]
    assert not any("0–9" in said(one, "questiontext/text") for one in words)


def test_a_name_with_a_slash_is_one_category():
    category = moodle.Category(id="c", title="a/b")
    root = Xml.fromstring(moodle.file("x", [category], 1))
    assert root.findtext("question/category/text") == "top/x/a//b"


def test_another_reader_finds_the_same_options(files):
    reader = pytest.importorskip("moodle_xml_parser.parser")
    read = [one for data in files.values() for one in reader.parse_bytes(io.BytesIO(data).read())["multichoice"]]
    ours = [
        one
        for stem in lessons.stems()
        for one in (*quiz.checks(stem), *quiz.exercise(stem))
        if isinstance(one, quiz.Choice)
    ]
    assert len(read) == len(ours) > 50
    for found, made in zip(read, ours, strict=True):
        assert (found.name, found.single) == (made.name, not made.several)
        assert [(words_of(one.answer), words_of(one.feedback)) for one in found.options] == [
            (words_of(phrase(one.says)), words_of(phrase(one.feedback))) for one in made.options
        ]
        assert [one.score_fraction > 0 for one in found.options] == [one.right for one in made.options]
        assert found.general_feedback


ANY = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co"), include_characters="\n"), max_size=40)
ODD = st.sampled_from(["]]>", "<b>", "&amp;", "a*b", "$course$/top", "الصلح: خير {أ}", "<![CDATA[", "1 < 2 & 3"])


@given(ANY | ODD, ANY | ODD)
def test_any_text_comes_back(asks, feedback):
    options = (quiz.Option(says="yes", right=True, feedback=feedback), quiz.Option(says="no", right=False, feedback=""))
    (one,) = written(quiz.Choice(id="x", name="x", asks=asks, explanation=feedback, options=options))
    assert words_of(said(one, "questiontext/text")) == words_of(document.prose(asks))
    assert answers(one)[0][2] == words_of(phrase(" ".join(feedback.split())))


def test_a_star_in_a_word_is_only_a_star():
    (one,) = written(quiz.Typed(id="x", name="x", asks="x", explanation="x", answers=("a*b",), right="r", wrong="w"))
    assert graded(one, "a*b")[0] == 100
    assert graded(one, "axb")[0] == 0


def test_another_language_is_said_in_every_text(monkeypatch):
    from course.model import language

    arabic = language.Language(
        code="ar", name="العربية", english="Arabic", direction="rtl", letters="Arab", plural_forms=""
    )
    monkeypatch.setattr(language, "_spoken", [arabic])
    (one,) = written(*quiz.checks("02_ways_to_settle")[:1])
    texts = [said(text) for text in one.iter() if text.get("format") == "html" for text in [text] if said(text)]
    assert len(texts) > 5
    assert all(text.startswith(('<div lang="ar" dir="rtl">', '<span lang="ar" dir="rtl">')) for text in texts)
