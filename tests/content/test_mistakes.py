"""What ``mistakes`` reads out of msgspec's messages is what msgspec says: an upgrade that rewords them shows here."""

import msgspec
import pytest

from course.content.mistakes import MISSING, NO_LIST, NO_SUCH_VALUE, UNKNOWN, take_apart
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
