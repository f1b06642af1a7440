"""The lengths of a text are those of the language that is spoken, and every text is judged alike in both."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course.content import lessons
from course.content.lengths import fit_tasks, limit
from course.content.place import CONTENT
from course.content.reader import read_toml
from course.model.task import LEVELS, Writing

ROOT = CONTENT.parents[1]
TOLD = Path(__file__).parent / "told_in_a_language.py"
WRITINGS = [
    stem for stem in lessons.exercise_stems() if any(isinstance(t, Writing) for t in lessons.exercise(stem).tasks)
]
SESSIONS = [(stem, n) for stem in lessons.stems() for n, _ in enumerate(lessons.lesson(stem).sessions)]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a process that speaks English, and one that speaks Arabic, tells of lengths, verdicts and minutes."""

    def tell(code):
        variables = {**os.environ, "COURSE_LANGUAGE": code, "COURSE_MY_WORK": str(tmp_path_factory.mktemp("work"))}
        command = [sys.executable, str(TOLD)]
        done = subprocess.run(
            command, env=variables | {"PYTHONPATH": str(ROOT)}, capture_output=True, cwd=ROOT, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return {code: tell(code) for code in ("en", "ar")}


def test_limits_are_rounded_to_what_one_says_and_english_ones_stay():
    assert [limit(n, 0.78) for n in (80, 90, 110, 120, 220, 400)] == [60, 70, 85, 95, 170, 310]
    assert [limit(n, 1.0) for n in (82, 97)] == [82, 97]
    assert limit(1, 0.1) == 5


def test_only_what_is_counted_in_words_changes():
    way, short = {"groups": ["shall"], "near": 9, "words": 8}, {"groups": ["must"]}
    task = {
        "kind": "writing",
        "id": "memo",
        "least": 120,
        "most": 220,
        "minutes": 20,
        "parts": [{"ways": [way, short]}],
    }
    task["asks"] = "In 120 to 220 words, of 1200 dinars."
    several = {"kind": "several", "most": 2, "asks": "At most 2 of 120."}
    fitted = fit_tasks({"title": "x", "tasks": [task, several]}, 0.78)
    assert fitted["tasks"][1] == several
    fit = fitted["tasks"][0]
    assert (fit["least"], fit["most"], fit["minutes"]) == (95, 170, 20)
    assert fit["asks"] == "In 95 to 170 words, of 1200 dinars."
    assert fit["parts"][0]["ways"] == [{**way, "words": 6}, {**short, "words": 4}]
    assert (task["least"], way["words"]) == (120, 8), "the tables that were read have changed"


@pytest.mark.parametrize("stem", WRITINGS)
def test_a_question_names_its_two_limits_once_in_both_languages(stem, told):
    """Otherwise a learner would be told one number and judged by another."""
    for task in read_toml(CONTENT / "exercises" / f"{stem}.toml")["tasks"]:
        if task["kind"] == "writing":
            english = [
                number for number in re.findall(r"\d+", task["asks"]) if int(number) in (task["least"], task["most"])
            ]
            assert english == [str(task["least"]), str(task["most"])]
    for of in (told["en"]["writings"][stem], told["ar"]["writings"][stem]):
        assert [int(number) for number in re.findall(r"\d+", of["asks"])].count(of["least"]) == 1
        assert [int(number) for number in re.findall(r"\d+", of["asks"])].count(of["most"]) == 1
    assert told["ar"]["writings"][stem]["least"] < told["en"]["writings"][stem]["least"]


@pytest.mark.parametrize("stem", WRITINGS)
def test_samples_and_models_are_judged_alike_in_both_languages(stem, told):
    here, there = (told[code]["writings"][stem] for code in ("en", "ar"))
    assert there["verdicts"] == here["verdicts"]
    assert set(here["verdicts"].values()) == {"open", "not-yet"}
    for level in LEVELS:
        # What is good has every part; what is weak lacks parts in both languages, though not the same in each.
        assert bool(there["missing"][level]) == bool(here["missing"][level]) == (level == "weak"), level


def test_question_hints_and_what_is_missing_pass_for_few_parts_in_arabic_as_in_english(told):
    few = {code: [len(of["of what is given"]) for of in told[code]["writings"].values()] for code in told}
    assert max(few["ar"]) <= 2
    assert sum(few["ar"]) <= sum(few["en"]) + 1


@pytest.mark.parametrize(("stem", "session"), SESSIONS)
def test_every_core_fits_its_minutes_in_arabic_too(stem, session, told):
    here, there = (told[code]["sessions"][stem][session] for code in ("en", "ar"))
    assert there["minutes"] <= there["most"]
    # Fewer words, read more slowly.
    assert there["words"] < here["words"]
    assert there["minutes"] == pytest.approx(here["minutes"], abs=2)


def test_nothing_else_is_wrong_with_lessons_and_exercises_in_arabic(told):
    assert told["ar"]["troubles"] == []


def test_solutions_are_right_in_both_languages(told):
    here, there = told["en"]["solutions"], told["ar"]["solutions"]
    assert there == here
    assert {outcome for outcomes in here.values() for outcome in outcomes.values()} <= {"correct", "open"}


def test_what_a_sentence_does_is_found_by_the_signs_of_its_language(told):
    """Ten sentences in Arabic, and ten that only have the words of one: see tests/checks/arabic.toml."""
    found = told["ar"]["signs"]
    assert len(found) == 10
    assert {name: does for name, does in found.items() if does != {"does": True, "does-not": False}} == {}
    # English signs find nothing in them.
    assert not any(does["does"] for does in told["en"]["signs"].values())
