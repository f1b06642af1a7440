"""Whoever changes the language finds their answers, and a class is one class in whatever languages it worked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.content import lessons
from course.content.place import PACKAGE
from course.model import prompt as prompts

TOLD = Path(__file__).parent / "told_of_answers.py"
STEM = "05_why_come_to_the_table"
ARABIC = "لينا تكتب: لا أحد يثق بوعد بلا مراقبين على الحدود."
ENGLISH = "Omar writes: nobody trusts a promise without observers at the border."


@pytest.fixture
def tell(tmp_path):
    """Run the script in the folder of an English or an Arabic notebook, with the work of a learner."""
    for folder in ("notebooks", "notebooks/ar"):
        (tmp_path / folder).mkdir()

    def telling(folder, learner, *arguments):
        variables = {name: value for name, value in os.environ.items() if name != "COURSE_LANGUAGE"}
        variables |= {"COURSE_MY_WORK": str(tmp_path / learner), "PYTHONPATH": str(PACKAGE.parent)}
        command = [sys.executable, str(TOLD), *map(str, arguments)]
        done = subprocess.run(command, env=variables, cwd=tmp_path / folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return telling


def is_arabic(text):
    return any("\u0600" <= sign <= "\u06ff" for sign in text)


def test_answers_given_in_one_language_are_there_in_the_other_and_back(tell):
    there, here = tell("notebooks/ar", "lina", "answer", ARABIC), tell("notebooks", "lina", "tell")
    assert here["answers"] == there["answers"]
    assert len(here["answers"]) > 10
    assert None not in here["answers"].values()
    # The same list, each in its language: what was chosen is said in it, what was typed stays as it was typed.
    assert len(here["written"]) == len(there["written"]) >= len(here["answers"])
    for (asks, said), (asks_there, said_there) in zip(here["written"], there["written"], strict=True):
        assert (is_arabic(asks), is_arabic(asks_there)) == (False, True)
        assert (ARABIC in said) == (ARABIC in said_there)
        assert is_arabic(said_there) or said_there == said
        assert ARABIC in said or not is_arabic(said)
    assert sum(ARABIC in said for _, said in here["written"]) > 3
    # A second thought in English is what the Arabic page then shows.
    again, back = tell("notebooks", "lina", "answer", ENGLISH), tell("notebooks/ar", "lina", "tell")
    assert back["answers"] == again["answers"]
    assert sum(ENGLISH in said for _, said in back["written"]) > 3
    assert not any(ARABIC in said for _, said in back["written"])


def test_a_class_counts_learners_of_both_languages_as_one(tell, tmp_path):
    class_folder = tmp_path / "handed-in"
    class_folder.mkdir()
    for folder, learner, text in (("notebooks/ar", "lina", ARABIC), ("notebooks", "omar", ENGLISH)):
        Path(tell(folder, learner, "answer", text)["backup"]).rename(class_folder / f"{learner}.json")
    there, here = (tell(folder, "teacher", "class", class_folder) for folder in ("notebooks/ar", "notebooks"))
    assert (is_arabic(here.pop("title")), is_arabic(there.pop("title"))) == (False, True)
    assert here == there
    assert all(answered == 2 for answered, *_ in here["prompts"].values())
    chosen = [one.id for one in lessons.lesson(STEM).prompts if isinstance(one, prompts.OneChoice)]
    # Both chose the last option, each in their own language: that is one bar.
    assert chosen
    assert [here["prompts"][id][-1] for id in chosen] == [2] * len(chosen)
    assert {(answered, right) for answered, right in here["tasks"].values()} <= {(2, 2), (2, None), (0, 0)}
    assert here["texts"] == sorted([ARABIC, ENGLISH])
