"""The structure of a text: what is there and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import judge
from course.checks.writing import count_words, has_part
from course.model.answer import read_answer
from course.model.task import Model, Part, Writing

WHEN = Part(id="when", name="By when", signs=("by #", "within # days", "deadline*"), missing="Say by when.")
WHO = Part(id="who", name="Who watches", signs=("monitor*", "يراقب"), missing="Say who watches.")
TASK = Writing(
    id="clause",
    asks="Write it.",
    model="m",
    least=5,
    most=12,
    parts=(WHEN, WHO),
    rubric=(),
    models=(Model(title="A", text="Monitors count them by 3 May.", notice="n"),),
)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("…", 0), ("one", 1), ("don't re-open it’s", 3), ("وقف إطلاق النار", 3)]
)
def test_words_are_counted(text, count):
    assert count_words(text) == count


@pytest.mark.parametrize("text", ["by 3 May", "BY 12:00", "within\n10 days", "two deadlines", "Deadline."])
def test_sign_is_found(text):
    assert has_part(text, WHEN)


@pytest.mark.parametrize("text", ["", "by May", "within days", "standby 3", "lifelineX", "by"])
def test_sign_is_a_whole_word(text):
    assert not has_part(text, WHEN)


def test_arabic_sign_is_found():
    assert has_part("فريق يراقب الخط", WHO)


@given(st.text(), st.text(min_size=1, max_size=12))
def test_any_sign_is_plain_text(text, sign):
    part = Part(id="p", name="P", signs=(sign,), missing="m")
    assert has_part(text, part) in (True, False)


def test_missing_parts_are_named_one_by_one():
    verdict = judge(TASK, read_answer({"text": "Both sides promise to behave well."}))
    assert verdict.outcome == "not-yet"
    assert [(one.about, one.says) for one in verdict.remarks] == [
        ("By when", "Say by when."),
        ("Who watches", "Say who watches."),
    ]


@pytest.mark.parametrize(
    ("text", "key"), [("Monitors by 3.", "too-short"), ("Monitors by 3 " + "and so on " * 9, "too-long")]
)
def test_length_is_told_with_its_aim(text, key):
    [remark] = judge(TASK, read_answer({"text": text})).remarks
    assert remark.key == key
    assert remark.values["count"] == count_words(text)


def test_complete_text_is_open_not_correct():
    verdict = judge(TASK, read_answer({"text": TASK.models[0].text}))
    assert (verdict.outcome, verdict.remarks[0].key) == ("open", "all-parts")


@pytest.mark.parametrize("blank", ["", "  ", "…", "?!", None])
def test_text_without_a_word_is_not_answered(blank):
    assert judge(TASK, read_answer({"text": blank})).outcome == "not-answered"
