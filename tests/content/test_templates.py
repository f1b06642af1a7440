"""Sentences that the course fills in: each is there, and holds the names that the code fills."""

import shutil

import pytest

from course.content import templates
from course.content.place import CONTENT


def test_the_list_is_that_of_the_sentences_as_they_are():
    assert templates.read_list() == templates.read_fields(), (
        "Look at what changed, then: python -m course.dev.placeholders"
    )
    assert [*templates.troubles()] == []


@pytest.fixture
def content(tmp_path, monkeypatch):
    for name in (*templates.FILES, templates.LIST):
        shutil.copy(CONTENT / name, tmp_path)
    shutil.copytree(CONTENT / "labs", tmp_path / "labs")
    monkeypatch.setattr(templates, "CONTENT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("interface.toml", 'saved = "Saved {at}."', 'saved = "Saved {att}."', "no {att} here; did you mean 'at'"),
        ("interface.toml", 'saved = "Saved {at}."', 'saved = "Saved"', r"form.saved: {at} is missing"),
        ("interface.toml", 'saved = "Saved {at}."', 'saved = "Saved {at."', "form.saved: .* Close every brace"),
        ("interface.toml", 'saved = "Saved {at}."', "", "there is no 'form.saved'"),
        ("interface.toml", 'saved = "Saved {at}."', 'saved = ""', "form.saved: the text is empty"),
        ("interface.toml", "[form]", "[from]", "there is no 'form.unreachable'; did you mean 'from.unreachable'"),
        ("negotiation.toml", "{given}.", "{givn}.", r"reasons.gives.1: the course fills in no {givn}"),
        ("charts.toml", "Since {recent},", "Since 2000,", "kinds-over-time.finding: {recent} is missing"),
        ("labs/ripeness.toml", "month {first}:", "month {frist}:", "sentences.ripe: the course fills in no {frist}"),
    ],
)
def test_a_sentence_that_the_code_cannot_fill_is_named(content, file, old, new, said):
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")
    lines = [*templates.troubles()]
    assert lines
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(lines[0])
