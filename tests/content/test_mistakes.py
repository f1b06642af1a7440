"""What ``mistakes`` reads out of msgspec's messages is what msgspec says: an upgrade that rewords them shows here."""

import msgspec
import pytest

from course.content import lessons
from course.content.mistakes import MISSING, NO_LIST, NO_SUCH_VALUE, UNKNOWN, take_apart
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[prompts]]\nid = \u201cgo-or-wait\u201d\n", 'line 2 begins or ends a text with a curly .* write " instead'),
        ("[[prompts]]\nid = 'go-or-wait'\nminutes = 'ten'\n", "minutes: a whole number without .* this is a text"),
        ("[[prompts]]\nid = 'go-or-wait'\nasks = 3\n", "asks: a text in quotation marks belongs here"),
        ("[[prompts]]\nid = 'go-or-wait'\nminutes = 0\n", "'go-or-wait', minutes: 0 is out of range"),
        ("minutes = -5\n", "minutes: -5 is out of range"),
    ],
)
def test_a_slip_in_a_teachers_file_is_answered_in_words(tmp_path, monkeypatch, text, said):
    monkeypatch.setenv("COURSE_MY_COURSE", str(tmp_path / "my_course"))
    path = tmp_path / "my_course" / "lessons" / "05_why_come_to_the_table.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=said) as error:
        lessons.lesson(path.stem)
    assert "`" not in str(error.value)
