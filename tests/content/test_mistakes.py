"""What ``mistakes`` reads out of msgspec's messages is what msgspec says: an upgrade that rewords them shows here."""

import msgspec
import pytest

from course.content import lessons
from course.content.mistakes import MISSING, NO_LIST, NO_SUCH_VALUE, UNKNOWN, take_apart
from course.content.points import points
from course.content.reader import ContentError
from course.model.lesson import Lesson


class Option(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    id: str
    says: str


class Question(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="choose"):
    id: str
    options: tuple[Option, ...] = ()


class Scale(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="scale"):
    id: str


class Page(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: str = ""
    questions: tuple[Question | Scale, ...] = ()


def complaint(tables):
    """Return what msgspec says of a page, and where, as the module takes it apart."""
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(tables, Page)
    return take_apart(str(caught.value))


def question(**keys):
    return {"questions": [{"kind": "scale", "id": "a"}, {"kind": "choose", "id": "b", **keys}]}


def test_an_unknown_key_is_named():
    problem, steps = complaint(question(titel="x"))
    assert UNKNOWN.search(problem)[1] == "titel"
    assert steps == ["questions", 1]


def test_a_missing_key_is_named_with_the_place():
    problem, steps = complaint(question(options=[{"id": "yes", "says": "Yes."}, {"id": "no"}]))
    assert MISSING.search(problem)[1] == "says"
    assert steps == ["questions", 1, "options", 1]


def test_an_unknown_kind_is_an_invalid_value_at_the_key():
    problem, steps = complaint({"questions": [{"kind": "chose", "id": "a"}]})
    assert problem.startswith(NO_SUCH_VALUE)
    assert steps == ["questions", 0, "kind"]


def test_one_table_where_a_list_should_be():
    problem, steps = complaint({"questions": {"kind": "scale", "id": "a"}})
    assert problem.startswith(NO_LIST)
    assert steps == ["questions"]


def test_a_wrong_type_at_the_top_keeps_its_words():
    problem, steps = complaint({"title": 5})
    assert problem == "Expected `str`, got `int`"
    assert steps == ["title"]


def test_a_mistake_in_the_whole_has_no_steps():
    problem, steps = complaint({"titel": "x"})
    assert UNKNOWN.search(problem)[1] == "titel"
    assert steps == []


def test_a_message_of_the_course_s_own_nouns_is_taken_apart():
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert({"stem": "05_x"}, Lesson)
    problem, steps = take_apart(str(caught.value))
    assert MISSING.search(problem)[1] in Lesson.__struct_fields__
    assert steps == []


OWN = """
[[prompts]]
kind = 'scale'
id = {id}
minutes = {minutes}
asks = '?'
low = 'l'
high = 'h'
grouping = 'pairs'
guide = ''
perspectives = []
"""
NO_ID = "is no id. Use letters, digits and single hyphens, as in 'go-or-wait'."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[prompts]]\nid = \u201cgo-or-wait\u201d\n", 'line 2 begins or ends a text with a curly .* write " instead'),
        ("[[prompts]]\nid = 'go-or-wait'\nminutes = 'ten'\n", "minutes: a whole number without .* this is a text"),
        ("[[prompts]]\nid = 'go-or-wait'\nasks = 3\n", "asks: a text in quotation marks belongs here"),
        ("[[prompts]]\nid = 'go-or-wait'\nminutes = 0\n", "'go-or-wait', minutes: 0 is out of range"),
        ("minutes = -5\n", "minutes: -5 is out of range"),
        ("minutes = 0\n", r", minutes: 0 is out of range\. Write a number from 1 to 240\."),
        (OWN.format(id="'my-own'", minutes=0), r", prompts 'my-own', minutes: 0 is out of range\. Write .* 1 to 90\."),
        (OWN.format(id="'my own'", minutes=3), f", prompts 'my own', id: 'my own' {NO_ID}"),
        (OWN.format(id="' my-own'", minutes=3), f", prompts ' my-own', id: ' my-own' {NO_ID}"),
        (OWN.format(id="''", minutes=3), f", prompts '', id: '' {NO_ID}"),
        (OWN.format(id="5", minutes=3), ", prompts number 1, id: a text in quotation marks belongs here"),
        (
            "[[prompts]]\nid = 'go-or-wait'\n[[prompts]]\nid = 5\n",
            ", prompts number 2, id: a text in quotation marks belongs here",
        ),
        (
            "[[prompts]]\nid = 'why-not-the-brothers'\noptions = [{id = 'my option', says = 'x'}]\n",
            f", prompts 'why-not-the-brothers', options 'my option', id: 'my option' {NO_ID}",
        ),
        (
            "[[prompts]]\nid = 'go or wait'\nasks = 'x'\n",
            "prompts 'go or wait': the course has no 'go or wait' here; did you mean 'go-or-wait'",
        ),
        (
            OWN.format(id="'my-own'\nafter = 'go or wait'", minutes=3),
            "prompts 'my-own', after: there is no 'go or wait' here; did you mean 'go-or-wait'",
        ),
    ],
)
def test_a_slip_in_a_teachers_file_is_answered_in_words(tmp_path, monkeypatch, text, said):
    monkeypatch.setenv("COURSE_MY_COURSE", str(tmp_path / "my_course"))
    path = tmp_path / "my_course" / "lessons" / "05_why_come_to_the_table.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=said) as error:
        lessons.lesson(path.stem)
    assert str(error.value).startswith("my_course/lessons/05_why_come_to_the_table.toml")
    assert "`" not in str(error.value)


def test_an_own_question_without_a_slip_is_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_MY_COURSE", str(tmp_path))
    path = tmp_path / "lessons" / "05_why_come_to_the_table.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.format(id="'my-own'", minutes=1), "utf-8")
    assert lessons.lesson(path.stem).prompts[-1].id == "my-own"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[tasks]]\nkind = 'open'\nid = 'my task'\nasks = 'x'\nminutes = 3\nmodel = 'm'\n", "tasks 'my task', id: "),
        (
            "[[tasks]]\nkind = 'open'\nid = 'mine'\nasks = 'x'\nminutes = 0\nmodel = 'm'\n",
            "tasks 'mine', minutes: 0 is",
        ),
    ],
)
def test_a_slip_in_a_teachers_exercise_is_answered_in_words(tmp_path, monkeypatch, text, said):
    monkeypatch.setenv("COURSE_MY_COURSE", str(tmp_path / "my_course"))
    path = tmp_path / "my_course" / "exercises" / "05_why_come_to_the_table.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=f"^my_course/exercises/{path.name}, {said}"):
        lessons.exercise(path.stem)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("correct = -1\n", "correct: a number that is not less than 0 belongs here."),
        ("marked = 1e6\n", "marked: a number that is not more than 1000 belongs here."),
        ("marked = 'ten'\n", "marked: a number without quotation marks belongs here"),
        ("corect = 1\n", "there is no key 'corect'; did you mean 'correct'"),
    ],
)
def test_a_slip_in_a_teachers_rule_of_points_is_answered_in_words(tmp_path, monkeypatch, text, said):
    monkeypatch.setenv("COURSE_MY_COURSE", str(tmp_path / "my_course"))
    (tmp_path / "my_course").mkdir()
    (tmp_path / "my_course" / "points.toml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as error:
        points()
    assert str(error.value).startswith("my_course/points.toml")
    assert said in str(error.value)
    assert "`" not in str(error.value)
