"""Every lab has its words: all that its model can say, draw or tabulate is there, and nothing is left over."""

import importlib
import itertools
import math
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.labs.mediators_network import Involvement
from course.model.lab import Lab
from course.model.picture import ROLES, Picture, Text

FOLDER = Path(__file__).parents[2] / "course" / "content" / "labs"
STEMS = (
    "security_dilemma",
    "bargaining_zone",
    "two_level_game",
    "bargaining_and_war",
    "ripeness",
    "single_text",
    "biased_mediator",
    "mediators_network",
)
ROWS = [
    Involvement(case=f"case-{n}", actor=actor, role=role, kind="state", year=1950 + 7 * n)
    for n in range(10)
    for actor, role in ((f"P{n}", "party"), (f"P{n + 1}", "party"), (f"M{n % 4}", "mediator"), ("M0", "host"))
]


def model(stem):
    return importlib.import_module(f"course.labs.{stem}")


def run(stem, values):
    return model(stem).solve(ROWS, **values) if stem == "mediators_network" else model(stem).solve(**values)


def lab(stem):
    return msgspec.convert(tomllib.loads((FOLDER / f"{stem}.toml").read_text(encoding="utf-8")), Lab)


def examples(parameters):
    """Return a strategy for settings: on the parameter's own grid, ends included."""
    return st.fixed_dictionaries(
        {
            p.id: st.integers(0, round((p.high - p.low) / p.step)).map(lambda n, p=p: p.low + n * p.step)
            for p in parameters
        }
    )


def shown(words, stem, values):
    """Make everything a learner would get for ``values``; return the key of the sentence and the sentence."""
    result = run(stem, values)
    key, filling = model(stem).sentence(result)
    said = words.say(key, filling)
    assert "{" not in said
    assert "nan" not in said
    assert "None" not in said
    picture = model(stem).picture(result, words.words)
    assert isinstance(picture, Picture)
    for mark in picture.marks:
        assert mark.role in ROLES
        numbers = [v for f in ("x", "y", "radius", "width", "height") if (v := getattr(mark, f, None)) is not None]
        numbers += itertools.chain.from_iterable(getattr(mark, "points", ()))
        assert all(math.isfinite(number) for number in numbers)
        if not isinstance(mark, Text):
            assert all(-1 <= number <= max(picture.width, picture.height) + 1 for number in numbers)
    for row in model(stem).table(result):
        assert row.key in words.table.rows
        assert len(row.values) == len(words.table.columns) - 1
        for value in row.values:
            if isinstance(value, str):
                assert value in words.words
            elif value is not None:
                assert math.isfinite(value)
    return key, said


@pytest.mark.parametrize("stem", STEMS)
def test_parameters_have_words_and_sound_ranges(stem):
    words, parameters = lab(stem), model(stem).PARAMETERS
    assert set(words.parameters) == {p.id for p in parameters}
    for p in parameters:
        assert p.low <= p.start <= p.high
        assert math.isclose((p.high - p.low) / p.step, round((p.high - p.low) / p.step))
        assert math.isclose((p.start - p.low) / p.step, round((p.start - p.low) / p.step), abs_tol=1e-9)
        assert p.control == "slider" or (p.low, p.high, p.step) == (0, 1, 1)


@pytest.mark.parametrize("stem", STEMS)
def test_presets_are_settings_of_the_model(stem):
    words = lab(stem)
    assert 2 <= len(words.presets) <= 3
    assert words.prediction.shown_by in {preset.id for preset in words.presets}
    for preset in words.presets:
        assert set(preset.values) == {p.id for p in model(stem).PARAMETERS}
        assert preset.note
        shown(words, stem, preset.values)


@pytest.mark.parametrize("stem", STEMS)
def test_there_is_enough_around_the_model(stem):
    words = lab(stem)
    assert 3 <= len(words.leaves_out) <= 5
    assert len(words.prediction.options) >= 3
    assert words.link.claims
    assert words.puzzle.sources
    assert words.idea.sources


@pytest.mark.parametrize("stem", STEMS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_setting_can_be_shown(stem, data):
    shown(lab(stem), stem, data.draw(examples(model(stem).PARAMETERS)))


@pytest.mark.parametrize("stem", STEMS)
def test_every_end_of_every_slider_can_be_shown(stem):
    words = lab(stem)
    for p in model(stem).PARAMETERS:
        for value in (p.low, p.high):
            shown(words, stem, {p.id: value})


@pytest.mark.parametrize("stem", STEMS)
def test_no_word_is_left_over(stem):
    words = lab(stem)
    source = Path(model(stem).__file__).read_text(encoding="utf-8")
    for key in (*words.words, *words.sentences, *words.table.rows):
        ends = (key, key.removeprefix(key.split("-")[0] + "-"))
        assert any(f'"{end}"' in source or f'-{end}"' in source for end in ends), key
