"""The concept test: items that ask for transfer, and by whose look nobody can tell which answer is right."""

import json
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from course.content import lessons, limits, tables
from course.content.concepts import concept_test
from course.content.place import CONTENT
from course.model.concept import DO_NOT_KNOW

ITEMS = concept_test().items
ids = {"ids": [item.id for item in ITEMS]}
SECONDS, WORDS_A_MINUTE = 45, 140
"""How long an item takes somebody who reads in a second language."""


def words(text):
    return re.findall(r"[\w'’]+", text)


def test_there_are_twelve_and_each_has_a_concept_of_its_own():
    assert len(ITEMS) == len({item.concept for item in ITEMS}) == 12
    assert {item.lesson for item in ITEMS} <= set(lessons.stems())


@pytest.mark.parametrize("item", ITEMS, **ids)
def test_item_is_read_in_time(item):
    read = sum(len(words(text)) for text in (item.scene, item.asks, *(option.says for option in item.options)))
    assert read <= SECONDS / 60 * WORDS_A_MINUTE


@pytest.mark.parametrize("item", ITEMS, **ids)
def test_answers_are_of_similar_length(item):
    lengths = [len(option.says) for option in item.options]
    assert max(lengths) <= 1.35 * min(lengths)


def test_neither_place_nor_length_gives_the_right_answer_away():
    places = Counter([option.right for option in item.options].index(True) for item in ITEMS)
    assert places == dict.fromkeys(range(4), 3)
    ranks = Counter(
        sorted(item.options, key=lambda option: len(option.says)).index(option)
        for item in ITEMS
        for option in item.options
        if option.right
    )
    assert max(ranks.values()) <= 5


def test_no_answer_says_always_or_never():
    said = [option.says for item in ITEMS for option in item.options]
    assert not [text for text in said if {"always", "never", "only ever"} & set(words(text.lower()))]


def test_scenes_name_no_state_that_there_is():
    scenes = " ".join(item.scene for item in ITEMS)
    assert not [state.name for state in tables.states() if re.search(rf"\b{re.escape(state.name)}\b", scenes)]


def test_no_answer_stands_in_the_course():
    notebooks = Path(__file__).parents[2].glob("notebooks/*.ipynb")
    cells = [cell for path in notebooks for cell in json.loads(path.read_text("utf-8"))["cells"]]
    told = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    told += " ".join(path.read_text("utf-8") for path in sorted((CONTENT / "lessons").glob("*.toml")))
    told += (CONTENT / "glossary.toml").read_text("utf-8")
    known = " ".join(words(told.lower()))
    for item in ITEMS:
        for option in item.options:
            said = [word.lower() for word in words(option.says)]
            runs = [" ".join(said[n : n + 7]) for n in range(len(said) - 6)]
            assert not [run for run in runs if run in known], option.says


GOOD = ITEMS[0]


def with_option(place, **changes):
    options = list(GOOD.options)
    options[place] = msgspec.structs.replace(options[place], **changes)
    return msgspec.structs.replace(GOOD, options=tuple(options))


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (msgspec.structs.replace(GOOD, scene="Two states quarrel."), "Write a scene of 20 to 50"),
        (msgspec.structs.replace(GOOD, options=GOOD.options[:3]), "Give every item 4"),
        (with_option(0, right=True, shows=""), "2 answers are right"),
        (with_option(2, right=False, shows="x"), "0 answers are right"),
        (with_option(2, shows="x"), "shows no misconception"),
        (with_option(0, shows=""), "comes from a misconception"),
        (with_option(0, id=DO_NOT_KNOW), "Choose another"),
    ],
)
def test_what_is_wrong_in_an_item_is_told(item, says):
    assert list(limits.troubles(GOOD)) == []
    assert says in " ".join(problem for _, problem in limits.troubles(item))
