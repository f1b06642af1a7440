"""Numbers as people write them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.checks import judge
from course.checks.numbers import other_unit, read_number
from course.model.answer import read_answer
from course.model.task import Number, Slip

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40", 40),
        (" 40 ", 40),
        ("40 %", 40),
        ("$ 40", 40),
        ("about 40 dinars", 40),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        ("2.5", 2.5),
        ("2,5", 2.5),
        (".5", 0.5),
        ("0,5", 0.5),
        ("0,500", 0.5),
        ("1,250", 1250),
        ("1 250", 1250),
        ("1\u202f250", 1250),
        ("1'250", 1250),
        ("1,250,000", 1_250_000),
        ("1,250.5", 1250.5),
        ("٤٠", 40),
        ("۴۰", 40),
        ("٢٫٥", 2.5),
        ("١٬٢٥٠", 1250),
        ("٤٠ نقطة", 40),
        ("40.", 40),
        ("٣٥ ديناراً", 35),
        ("۳٫۵", 3.5),
        ("\u200f٣٥\u200f", 35),
        ("1\u2009250", 1250),
        ("120 dinars", 120),
        ("35 dinars a ton", 35),
        ("٣٥٪", 35),
        ("- 60", -60),
        ("− ٦٠", -60),
        ("-$60", -60),
        ("- $ 60 a ton", -60),
        ("٦٠-", -60),
        ("\u200f-٦٠ نقطة", -60),
        ("+ 3", 3),
        # As one groups thousands in Pakistan, India and Bangladesh.
        ("1,25,000", 125_000),
        ("12,34,56,789", 123_456_789),
    ],
)
def test_number_is_read(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "   ", "forty", "3-5", "3 - 5", "between 3 and 5", "1.2.3", "…", "1/2", "%", "3 12,345"]
)
def test_text_without_one_number_is_none(text):
    assert read_number(text) is None


def test_unit_is_no_part_of_the_number():
    assert read_number("40 m3", unit="m3") == 40
    assert read_number("40 m3") is None
    assert read_number("٧٥ من ١٠٠", unit="من ١٠٠") == 75


@given(st.text(), st.text(max_size=3))
@example("9" * 400, "")
@example("٩" * 400, "٩")
def test_any_text_is_read_or_refused(text, unit):
    assert isinstance(read_number(text, unit), float | None)


@given(st.integers(-(10**9), 10**9))
def test_whole_number_is_read_however_it_is_written(number):
    ways = [str(number), f"{number:,}", f"{number:,}".replace(",", " "), str(number).replace("-", "−")]
    ways += [str(number).translate(ARABIC), str(number).translate(PERSIAN), f"{number} %"]
    assert [read_number(way, "%") for way in ways] == [number] * len(ways)


@given(st.decimals(-(10**6), 10**6, places=2))
def test_decimal_comma_says_the_same_as_the_point(number):
    assert read_number(str(number)) == read_number(str(number).replace(".", ",")) == float(number)


@pytest.fixture
def task():
    return Number(
        id="width",
        asks="How wide?",
        model="m",
        answer=35,
        tolerance=0.5,
        unit="dinars",
        right="right",
        too_low="low",
        too_high="high",
        slips=(Slip(value=205, feedback="added"), Slip(value=55, feedback="truck")),
    )


@pytest.mark.parametrize(
    ("text", "outcome", "says"),
    [
        ("35", "correct", "right"),
        ("٣٥", "correct", "right"),
        ("35,4 dinars", "correct", "right"),
        ("34.5", "correct", "right"),
        ("34.4", "not-yet", "low"),
        ("36", "not-yet", "high"),
        ("205", "not-yet", "added"),
        ("55", "not-yet", "truck"),
    ],
)
def test_number_gets_its_own_feedback(task, text, outcome, says):
    verdict = judge(task, read_answer({"value": text}))
    assert verdict.outcome == outcome
    assert [remark.says for remark in verdict.remarks] == [says]
    assert "dinars" in verdict.remarks[0].about


@pytest.mark.parametrize("text", ["35", "35 dinars", "35 dinar a ton", "٣٥ ديناراً", "about 35", "35 dinars, no %"])
def test_number_in_its_own_unit_counts(task, text):
    assert judge(task, read_answer({"value": text})).outcome == "correct"


@pytest.mark.parametrize("text", ["35%", "35 %", "٣٥٪", "35 percent", "35 per cent", "35 points", "35 months"])
def test_number_in_another_unit_does_not_count(task, text):
    [remark] = judge(task, read_answer({"value": text})).remarks
    assert (remark.key, remark.values["unit"]) == ("other-unit", "dinars")


@pytest.mark.parametrize(("text", "unit"), [("35 dinars", "percent"), ("35 $", "%"), ("٣٥ ديناراً", "%")])
def test_money_is_no_percentage(text, unit):
    assert other_unit(text, unit)
    assert not other_unit("35 %", "percent")
    assert not other_unit("35 percent", "%")
    assert not other_unit("35 %", "of 100")


def test_what_is_no_number_is_said_so_and_repeated(task):
    [remark] = judge(task, read_answer({"value": "many"})).remarks
    assert (remark.about, remark.key) == ("many", "not-a-number")


@pytest.mark.parametrize("blank", ["", "   ", "\n", None])
def test_blank_number_is_not_answered(task, blank):
    assert judge(task, read_answer({"value": blank})).outcome == "not-answered"


def test_zero_is_an_answer(task):
    assert judge(task, read_answer({"value": 0})).outcome == "not-yet"
    assert judge(task, read_answer({"value": "0"})).outcome == "not-yet"
