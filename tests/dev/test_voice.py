"""The voice of the lessons: what is counted as what, and that their mannerisms fall to half of what they were."""

import json
import math

import pytest

from course.content import lessons
from course.dev import voice

BEFORE = voice.known().before
NOW = {kind: voice.measure_all(kind) for kind in voice.FOLDERS}
PHRASES = voice.known().phrases
PUNCH_LINES = 0.5
SHORT_SENTENCES = 0.6
"""What may be left of the share of punch lines and of short sentences."""


def too_much(now, then):
    """What has not fallen as far as it should, as lines."""
    for name, count in then.counts.items():
        if now.counts[name] > math.ceil(count / 2):
            yield f"{name}: {now.counts[name]}, and at most {math.ceil(count / 2)} of {count} may be left"
    if now.short_share > then.short_share * SHORT_SENTENCES:
        yield f"sentences under {voice.SHORT} words: {now.short_share:.0%}, before {then.short_share:.0%}"
    if now.punch_share > then.punch_share * PUNCH_LINES:
        yield f"punch lines: {now.punch_share:.0%}, before {then.punch_share:.0%}"


@pytest.mark.parametrize("stem", lessons.stems())
def test_a_lesson_has_lost_its_mannerisms(stem):
    assert list(too_much(NOW["lessons"][stem], BEFORE.lessons[stem])) == []


def test_all_lessons_together_have_lost_their_mannerisms():
    assert list(too_much(voice.add(NOW["lessons"].values()), voice.add(BEFORE.lessons.values()))) == []


def test_every_text_has_its_numbers_from_before():
    assert set(BEFORE.lessons) == set(NOW["lessons"]) == set(lessons.stems())
    assert set(BEFORE.exercises) == set(NOW["exercises"]) == set(lessons.exercise_stems())
    assert BEFORE.commit
    names = {*voice.known().phrases, *voice.known().cited}
    assert all(set(measured.counts) == names for measured in (*BEFORE.lessons.values(), *BEFORE.exercises.values()))


def test_what_was_is_more_than_half_of_what_was():
    """The measure can fail: held against itself, no lesson with a mannerism passes."""
    assert list(too_much(voice.add(BEFORE.lessons.values()), voice.add(BEFORE.lessons.values())))


# --- What is counted as what ---


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("Dr. Kissinger flew to Cairo. He came back.", 2),
        ("Resolution 3.5 was read, vol. XVII. of it.", 1),
        ("“Go now.” He went.", 2),
        ("The moment is [ripe](#term-ripeness). Is it? Yes!", 3),
        ("Both see it. [Zartman 2000](#source-zartman-2000)", 1),
        ("a label without an end", 0),
    ],
)
def test_sentences_are_told_apart(text, count):
    assert len(voice.sentences(text)) == count


def write(tmp_path, prose, looks=""):
    notebook, content = tmp_path / "a.ipynb", tmp_path / "a.toml"
    cells = [{"cell_type": "markdown", "source": text} for text in prose]
    notebook.write_text(json.dumps({"cells": cells}), "utf-8")
    content.write_text(looks, "utf-8")
    return voice.measure(notebook, content, "lessons", voice.known())


def test_lengths_and_shares_can_be_made_again_by_hand(tmp_path):
    long = " ".join(["word"] * 44)
    measured = write(
        tmp_path, [f"## Read · Heading here.\n\n{long.capitalize()}. Nobody came.\n\nIt was late in the day, then."]
    )
    assert (measured.words, measured.sentences, measured.short) == (44 + 2 + 7, 3, 2)
    assert (measured.long_paragraphs, measured.punch_lines) == (1, 1)
    assert measured.mean == round((44 + 2 + 7) / 3, 1)
    assert measured.counts["Nobody"] == 1


def test_mannerisms_are_found_in_prose_and_in_what_the_content_file_shows(tmp_path):
    prose = [
        "**Your task.** Choose alone, and not in pairs. Nobody helps (Zartman 2000).",
        "A war (it began in 1980) ended [Zartman 2000](#source-zartman-2000). All six. He took all six.",
    ]
    looks = '[[looks]]\nid = "nobody"\nfinding = "Nobody went (Fearon 1995)."\n[teacher]\npurpose = "Nobody."\n'
    counts = write(tmp_path, prose, looks).counts
    found = {name: count for name, count in counts.items() if count}
    assert found == {
        "Your task.": 1,
        "Choose alone": 1,
        ", and not": 1,
        "Nobody": 2,
        "All six.": 1,
        "bracketed citations": 1,
    }


def test_wholes_are_those_of_all_sentences_in_one_text(tmp_path):
    texts = ["One two three. Four five.", "Six seven eight nine ten eleven twelve thirteen. Nobody."]
    apart = voice.add([write(tmp_path, [text]) for text in texts])
    together = write(tmp_path, texts)
    assert (apart.words, apart.sentences, apart.short, apart.counts) == (
        *(together.words, together.sentences, together.short, together.counts),
    )
    assert abs(apart.mean - together.mean) < 0.11
    assert abs(apart.spread - together.spread) < 0.11


def test_storing_keeps_the_patterns_and_can_be_read_again(tmp_path, monkeypatch):
    copy = tmp_path / "voice.toml"
    copy.write_bytes(voice.DATA.read_bytes())
    monkeypatch.setattr(voice, "DATA", copy)
    voice.store("abc", NOW)
    again = voice.known()
    assert again.before.commit == "abc"
    assert again.before.lessons == NOW["lessons"]
    assert again.phrases == PHRASES
    voice.store("abc", NOW)
    assert voice.known() == again


def test_the_table_is_printed(capsys):
    assert voice.main(["05"]) == 0
    printed = capsys.readouterr().out
    assert "lessons/05_why_come_to_the_table" in printed
    assert "all lessons" in printed
    assert f"at {BEFORE.commit}" in printed
