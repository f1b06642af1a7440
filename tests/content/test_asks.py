"""What looks ask: a mistake in a content file is one line with its remedy, and most looks ask for something."""

import re
from collections import Counter

import pytest

from course.content import lessons
from course.content.asks import find_troubles
from course.content.interface import words
from course.content.outline import outline
from course.html.ask import fields
from course.html.text import plain
from course.html.wording import Wording
from course.model import ask
from course.model.lesson import Bars, Column, Step, Table, Timeline

COMMON = {"id": "x", "title": "t", "finding": "f", "sources": ()}
WORDING = Wording(words(), lambda id: None)
LOOKS = [look for stem in lessons.stems() for look in lessons.lesson(stem, as_published=True).looks]


def table(asked, rows=(("a", "1"), ("b", "2"))):
    return Table(**COMMON, columns=(Column(name="Who"), Column(name="Result")), rows=rows, ask=asked)


def timeline(asked, dates=("1961", "1962")):
    return Timeline(**COMMON, steps=tuple(Step(date=date, says="s") for date in dates), ask=asked)


def bars(asked):
    return Bars(**COMMON, unit="u", names=("one", "two"), values=(1, 2), alternative="a", ask=asked)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (table(ask.Cover(asks="?", column="Resutl")), "no column 'Resutl'"),
        (table(ask.Cover(asks="?", column="Resutl")), "Result"),
        (table(ask.Cover(asks="?", column="Who")), "names the rows"),
        (table(ask.Cover(asks="?", column="Result", rows=("c",))), "no row 'c'"),
        (table(ask.Cover(asks="?", column="Result"), rows=(("a", "1"), ("a", "2"))), "two of its rows are called 'a'"),
        (table(ask.Guess(asks="?", row="c", column="Result")), "no row 'c'"),
        (table(ask.Guess(asks="?", row="a", column="Results")), "no column 'Results'"),
        (table(ask.Guess(asks="?", name="a")), "only a table (row and column) or bars (name)"),
        (table(ask.Place(asks="?", steps=("1961",))), "only a time line"),
        (table(ask.Finding(asks=" ")), "'asks' is empty"),
        (timeline(ask.Place(asks="?", steps=("1963",))), "no step '1963'"),
        (timeline(ask.Place(asks="?", steps=("1961", "1962"))), "leave one"),
        (timeline(ask.Place(asks="?", steps=())), "one step at least"),
        (timeline(ask.Place(asks="?", steps=("1961",)), dates=("1961", "1961", "1962")), "two of its steps"),
        (timeline(ask.Cover(asks="?", column="x")), "only a table"),
        (bars(ask.Guess(asks="?", name="three")), "no bar 'three'"),
        (bars(ask.Guess(asks="?", row="one", column="u")), "only a table (row and column) or bars (name)"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(look, said):
    assert said in " ".join(find_troubles(look))


@pytest.mark.parametrize(
    "look",
    [
        table(None),
        table(ask.Cover(asks="?", column="Result", rows=("b",))),
        table(ask.Guess(asks="?", row="a", column="Result")),
        timeline(ask.Place(asks="?", steps=("1962",))),
        timeline(ask.Finding(asks="?")),
        bars(ask.Guess(asks="?", name="two")),
    ],
)
def test_what_is_there_can_be_asked(look):
    assert list(find_troubles(look)) == []


def test_at_most_a_third_of_all_looks_only_shows():
    passive = [look.id for look in LOOKS if look.ask is None]
    assert len(passive) * 3 <= len(LOOKS)


def test_no_kind_of_asking_is_more_than_half_and_no_lesson_has_one_kind_alone():
    kinds = Counter(type(look.ask) for look in LOOKS if look.ask)
    assert set(kinds) == {ask.Cover, ask.Place, ask.Guess, ask.Finding}
    assert max(kinds.values()) * 2 <= sum(kinds.values())
    for stem in lessons.stems():
        asked = [type(look.ask) for look in lessons.lesson(stem, as_published=True).looks if look.ask]
        assert len(asked) < 3 or len(set(asked)) > 1, stem


def test_what_is_asked_does_not_say_the_answer_and_prose_does_not_ask_it_again():
    for stem in lessons.stems():
        blocks = {id: block.prose for block in outline(stem) for call, id in block.calls if call == "look"}
        for look in lessons.lesson(stem, as_published=True).looks:
            if look.ask is None:
                continue
            assert plain(look.finding) not in blocks[look.id], look.id
            assert look.ask.asks not in blocks[look.id], look.id
            assert not re.search(r"\b(cover the column|guess (first|what)|last column before)", blocks[look.id]), (
                look.id
            )
            shown = [field.shown for field in fields(WORDING, look) if not field.choices]
            assert not any(len(text) > 2 and text in look.ask.asks for text in shown), look.id


def test_a_list_to_choose_from_holds_at_least_two_things():
    for look in LOOKS:
        for field in fields(WORDING, look) if isinstance(look.ask, ask.Cover | ask.Place) else ():
            assert len(field.choices) != 1, look.id
