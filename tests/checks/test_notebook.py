"""Values that a learner assigned in a cell."""

from fractions import Fraction

import numpy as np
import pytest

from course.checks import judge
from course.checks.notebook import is_blank
from course.model.answer import Answer
from course.model.task import Notebook, Slip, Value

LIMIT = Value(
    name="limit",
    answer=120,
    tolerance=0.5,
    unit="dinars",
    right="yes",
    wrong="no",
    slips=(Slip(value=140, feedback="alternative"), Slip(value=160, feedback="added")),
)
WAY = Value(
    name="way",
    answer="good offices",
    also=("good-offices",),
    right="yes",
    wrong="no",
    slips=(Slip(value="mediation", feedback="wrote nothing"),),
)
PARTIES = Value(name="parties", answer=("Egypt", "Israel"), right="yes", wrong="no")


def judged(value, given):
    task = Notebook(id="t", asks="?", model="m", values=(value,), worked="")
    verdict = judge(task, Answer(values={value.name: given}))
    [remark] = verdict.remarks or [None]
    return verdict.outcome, remark and (remark.says or remark.key)


@pytest.mark.parametrize(
    "given", [120, 120.4, "120", "120 dinars", "١٢٠", np.int64(120), np.float32(120), Fraction(240, 2)]
)
def test_number_is_right_however_it_is_given(given):
    assert judged(LIMIT, given) == ("correct", "yes")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (140, "alternative"),
        (160, "added"),
        (1, "no"),
        (-120, "no"),
        (float("inf"), "no"),
        pytest.param(10**400, "no", id="huge"),
        (float("nan"), "not-a-number"),
        (True, "not-a-number"),
        ("about a hundred", "not-a-number"),
        ([120], "not-a-number"),
        (np.array([120, 140]), "not-a-number"),
        (object, "not-a-number"),
    ],
)
def test_other_values_get_their_own_feedback(given, says):
    assert judged(LIMIT, given) == ("not-yet", says)


@pytest.mark.parametrize("given", ["good offices", " Good   Offices ", "GOOD OFFICES", "good-offices"])
def test_word_is_right_in_any_letter_case(given):
    assert judged(WAY, given) == ("correct", "yes")


def test_wrong_word_gets_its_slip():
    assert judged(WAY, "Mediation") == ("not-yet", "wrote nothing")
    assert judged(WAY, "war") == ("not-yet", "no")
    assert judged(WAY, 7) == ("not-yet", "no")


@pytest.mark.parametrize("given", [["Egypt", "Israel"], ("israel", "EGYPT"), {"Egypt", "Israel"}])
def test_list_is_right_in_any_order(given):
    assert judged(PARTIES, given) == ("correct", "yes")


@pytest.mark.parametrize("given", [["Egypt"], "Egypt", ["Egypt", "Israel", "Sudan"], 3])
def test_other_lists_are_not_yet(given):
    assert judged(PARTIES, given) == ("not-yet", "no")


@pytest.mark.parametrize("blank", [..., None, "", [], (), set()])
def test_three_dots_are_a_blank(blank):
    assert is_blank(blank)
    assert judged(LIMIT, blank) == ("not-answered", None)


@pytest.mark.parametrize("given", [0, 0.0, False, " ", "0", np.zeros(2)])
def test_zero_is_no_blank(given):
    assert not is_blank(given)


def test_half_filled_in_judges_what_is_there_and_asks_for_the_rest():
    task = Notebook(id="t", asks="?", model="m", values=(LIMIT, WAY), worked="")
    verdict = judge(task, Answer(values={"limit": 120, "way": ...}))
    assert verdict.outcome == "not-yet"
    assert [remark.says or remark.key for remark in verdict.remarks] == ["yes", "value-blank"]
