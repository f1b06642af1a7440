"""One rule for each kind of task; laws that hold for every task."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import checks
from course.checks import solved
from course.model import task as kinds
from course.model.answer import Answer, read_answer
from course.model.verdict import Verdict

SAID = {"id": "t", "asks": "?", "model": "m"}

CHOOSE = kinds.Choose(
    **SAID,
    options=(
        kinds.Option(id="a", says="A", right=True, feedback="fa"),
        kinds.Option(id="b", says="B", feedback="fb"),
        kinds.Option(id="c", says="C", feedback="fc"),
    ),
)
SEVERAL = kinds.ChooseSeveral(
    **SAID,
    options=(
        kinds.Option(id="a", says="A", right=True, feedback="fa"),
        kinds.Option(id="b", says="B", right=True, feedback="fb"),
        kinds.Option(id="c", says="C", feedback="fc"),
    ),
)
ORDER = kinds.Order(
    **SAID,
    items=tuple(kinds.Item(id=one, says=one.upper(), feedback=f"f{one}") for one in "abcd"),
    first="first",
    last="last",
    right="right",
)
SORT = kinds.Sort(
    **SAID,
    items=(
        kinds.Item(id="a", says="A", group="x", feedback="fa"),
        kinds.Item(id="b", says="B", group="x", feedback="fb"),
        kinds.Item(id="c", says="C", group="y", feedback="fc"),
    ),
    groups=(kinds.Group(id="x", says="X"), kinds.Group(id="y", says="Y")),
    right="right",
)


def judge(task, answer):
    """Judge an answer given as the page gives it; what is not of the shape of an answer counts as none."""
    return checks.judge(task, answer if isinstance(answer, Answer) else read_answer(answer))


def says(verdict):
    return [remark.says for remark in verdict.remarks if remark.says]


def keys(verdict):
    return {remark.key: remark.values for remark in verdict.remarks if remark.key}


def test_choice_gets_the_feedback_of_the_option_and_names_it():
    right, wrong = judge(CHOOSE, {"chosen": "a"}), judge(CHOOSE, {"chosen": "b"})
    assert (right.outcome, says(right)) == ("correct", ["fa"])
    assert (wrong.outcome, says(wrong), wrong.remarks[0].about) == ("not-yet", ["fb"], "B")


def test_several_need_every_right_one_and_no_other():
    assert judge(SEVERAL, {"chosen": ["b", "a"]}).outcome == "correct"
    some = judge(SEVERAL, {"chosen": ["a"]})
    assert (some.outcome, keys(some)) == ("not-yet", {"some-missing": {"count": 1}})
    more = judge(SEVERAL, {"chosen": ["a", "b", "c"]})
    assert (more.outcome, says(more), keys(more)) == ("not-yet", ["fa", "fb", "fc"], {})


def test_several_takes_no_letters_for_options():
    assert judge(SEVERAL, {"chosen": "ab"}).outcome == "not-answered"


def test_order_points_at_the_first_place_that_differs():
    verdict = judge(ORDER, {"order": ["a", "c", "b", "d"]})
    assert (verdict.outcome, says(verdict)) == ("not-yet", ["fc"])
    assert keys(verdict) == {"in-place": {"count": 2, "total": 4}}
    assert says(judge(ORDER, {"order": list("abcd")})) == ["right"]


@given(st.permutations("abcd"))
def test_only_one_order_is_right(order):
    right = order == list("abcd")
    assert judge(ORDER, {"order": order}).outcome == ("correct" if right else "not-yet")


def test_unfinished_order_is_not_yet():
    assert judge(ORDER, {"order": ["a", "b"]}).outcome == "not-yet"
    assert judge(ORDER, {"order": list("abcdd")}).outcome == "not-yet"


def test_sorting_names_what_stands_in_the_wrong_group_and_counts_the_rest():
    verdict = judge(SORT, {"placed": {"a": "y", "b": "x"}})
    assert (verdict.outcome, says(verdict)) == ("not-yet", ["fa"])
    assert keys(verdict) == {"in-place": {"count": 1, "total": 3}, "some-open": {"count": 1}}


@given(st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y"])))
def test_sorting_is_right_only_as_a_whole(placed):
    verdict = judge(SORT, {"placed": placed})
    expected = "correct" if placed == {"a": "x", "b": "x", "c": "y"} else "not-yet" if placed else "not-answered"
    assert verdict.outcome == expected


def test_open_task_is_open_and_never_marked():
    task = kinds.Open(**SAID)
    assert judge(task, {"text": "x"}) == Verdict(outcome="open")
    assert judge(task, {"text": " \n"}).outcome == "not-answered"


def test_unknown_kind_says_where_to_add_a_rule():
    with pytest.raises(TypeError, match=r"course/checks/judge\.py"):
        judge(object(), {"x": 1})


# --- Laws, for tasks of any content ---

IDS = st.from_regex(r"[a-z][a-z-]{0,6}", fullmatch=True)
WORDS = st.text(min_size=1, max_size=20)
NUMBERS = st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6).map(lambda one: round(one, 3))


def distinct_ids(least, most=6):
    return st.lists(IDS, min_size=least, max_size=most, unique=True)


@st.composite
def choices(draw):
    ids = draw(distinct_ids(2))
    several = draw(st.booleans())
    right = set(draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))) if several else {ids[0]}
    options = tuple(kinds.Option(id=one, says=draw(WORDS), right=one in right, feedback=draw(WORDS)) for one in ids)
    return (kinds.ChooseSeveral if several else kinds.Choose)(**SAID, options=options)


@st.composite
def orders(draw):
    items = tuple(kinds.Item(id=one, says=draw(WORDS), feedback=draw(WORDS)) for one in draw(distinct_ids(2)))
    return kinds.Order(**SAID, items=items, first="", last="", right=draw(WORDS))


@st.composite
def sorts(draw):
    groups = draw(distinct_ids(2, 3))
    items = tuple(
        kinds.Item(id=one, says=draw(WORDS), group=draw(st.sampled_from(groups)), feedback=draw(WORDS))
        for one in draw(distinct_ids(1))
    )
    return kinds.Sort(**SAID, items=items, groups=tuple(kinds.Group(id=one, says=one) for one in groups), right="r")


@st.composite
def numbers(draw):
    unit = draw(st.sampled_from(["", "%", "dinars", "دينار"]))
    return kinds.Number(**SAID, answer=draw(NUMBERS), unit=unit, right="r", too_low="l", too_high="h")


@st.composite
def notebooks(draw):
    plain = st.text(min_size=1, max_size=9).filter(str.strip)
    answers = NUMBERS | plain | st.lists(plain, min_size=1, max_size=3).map(tuple)
    values = tuple(
        kinds.Value(name=one, answer=draw(answers), right="r", wrong="w") for one in draw(distinct_ids(1, 3))
    )
    return kinds.Notebook(**SAID, values=values, worked="")


TASKS = choices() | orders() | sorts() | numbers() | notebooks()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from("abcxy"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(["chosen", "order", "placed", "value", "values", "text", "why"])
ANSWERS = st.none() | JSON | st.dictionaries(FIELDS, JSON, max_size=3)
WRITING = kinds.Writing(
    **SAID,
    least=2,
    most=5,
    parts=(kinds.Part(id="p", name="P", ways=(kinds.Way(groups=("by #|monitor*",), words=1),), missing="no monitor"),),
    samples=(),
    frames=(),
    rubric=(),
    models=(kinds.Model(title="M", text="Monitors by 3 May.", notice="n"),),
)


@given(TASKS)
def test_model_answer_is_correct(task):
    assert judge(task, solved(task)).outcome == "correct"


@given(TASKS | st.just(WRITING) | st.just(kinds.Open(**SAID)), st.sampled_from([None, {}, {"why": "because"}]))
def test_blank_is_not_answered(task, blank):
    assert judge(task, blank) == Verdict(outcome="not-answered")


@given(TASKS | st.just(WRITING) | st.just(kinds.Open(**SAID)), ANSWERS)
def test_no_answer_breaks_a_rule(task, answer):
    assert judge(task, answer).outcome in ("correct", "not-yet", "not-answered", "open")


@given(TASKS, ANSWERS)
def test_judging_twice_says_the_same(task, answer):
    assert judge(task, answer) == judge(task, answer)
