"""What is wrong with a content file is said with file, place and remedy."""

import re

import pytest

from course.content import lessons
from course.content.reader import ContentError, convert, did_you_mean, nearest, read_entries, read_toml
from course.model.lesson import Lesson
from course.model.source import Source

STEM = "02_ways_to_settle"


def test_nearest_names_come_closest_first():
    assert nearest("neutrl", ["neutral-enough", "neutral", "ripe"])[0] == "neutral"
    assert did_you_mean("neutrl", ["neutral"]) == "; did you mean 'neutral'?"
    assert did_you_mean("qqq", ["neutral"]) == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a = = 1", r"x\.toml: .*line 1.*Mend the TOML"),
        (b"a = '\xff'", r"x\.toml: not UTF-8.*Save the file as UTF-8"),
    ],
)
def test_file_that_cannot_be_read_is_told(tmp_path, data, said):
    (tmp_path / "x.toml").write_bytes(data)
    with pytest.raises(ContentError, match=said):
        read_toml(tmp_path / "x.toml")


def test_missing_file_is_told(tmp_path):
    with pytest.raises(ContentError, match=r"x\.toml: there is no such file"):
        read_toml(tmp_path / "x.toml")


def table(stem=STEM):
    return {"stem": stem, **read_toml(lessons.CONTENT / "lessons" / f"{stem}.toml")}


def test_unknown_key_is_refused_with_its_name():
    with pytest.raises(ContentError, match=r"lessons/02.*headline"):
        convert({**table(), "headline": "x"}, Lesson, "lessons/02")


@pytest.mark.parametrize("key", ["title", "teacher", "keep", "objectives"])
def test_missing_key_is_refused_with_its_name(key):
    found = table()
    del found[key]
    with pytest.raises(ContentError, match=key):
        convert(found, Lesson, "lessons/02")


def test_wrong_kind_of_prompt_is_refused_with_its_place():
    found = table()
    found["prompts"][0]["kind"] = "essay"
    with pytest.raises(ContentError, match=re.escape("$.prompts[0]")):
        convert(found, Lesson, "lessons/02")


def test_entry_outside_a_table_is_refused(tmp_path):
    (tmp_path / "s.toml").write_text("stray = 1\n")
    with pytest.raises(ContentError, match="'stray' stands outside"):
        read_entries(tmp_path / "s.toml", Source)


@pytest.mark.parametrize("ask", [lessons.lesson, lessons.exercise])
def test_unknown_stem_answers_with_the_nearest(ask):
    with pytest.raises(ContentError, match=f"'{STEM}'"):
        ask("02_way_to_settle")


def test_id_that_stands_twice_is_refused(tmp_path, monkeypatch):
    (tmp_path / "lessons").mkdir()
    text = (lessons.CONTENT / "lessons" / f"{STEM}.toml").read_text("utf-8")
    (tmp_path / "lessons" / f"{STEM}.toml").write_text(text.replace('"hand-over-the-pen"', '"you-first"'), "utf-8")
    monkeypatch.setattr(lessons, "CONTENT", tmp_path)
    with pytest.raises(ContentError, match="'you-first' stands 2 times"):
        lessons.lesson(STEM)
