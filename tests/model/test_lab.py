"""Parameters refuse with the range; a lab's sentences are filled from numbers and words."""

import pytest

from course.model.lab import Guess, Idea, Knob, Lab, Link, Parameter, Prediction, Puzzle, Table, settings

HEIGHT = Parameter(id="height", low=0, high=10, step=1, start=5, unit="points")
SWITCH = Parameter(id="on", low=0, high=1, step=1, start=0, control="switch")


def lab():
    return Lab(
        title="t",
        idea=Idea(author="a", work="w", year="1950", says="s", notation="n", sources=("x",)),
        puzzle=Puzzle(text="p", sources=("x",)),
        prediction=Prediction(
            question="q", options=(Guess(id="a", label="b", notice="c"),), shown_by="one", model_says="m"
        ),
        parameters={"height": Knob(label="l", help="h")},
        presets=(),
        words={"high": "It is {height:.0f} high."},
        sentences={"now": "{size} That is {height:.1f}."},
        table=Table(caption="c", columns=("", "v"), rows={}),
        sandbox="s",
        leaves_out=("l",),
        simplifies=("s",),
        link=Link(claims=("A1",), question="q"),
    )


def test_settings_fill_in_the_start():
    assert settings((HEIGHT, SWITCH), {"on": 1}) == {"height": 5.0, "on": 1.0}


@pytest.mark.parametrize("value", [-0.1, 10.1, float("nan"), float("inf")])
def test_out_of_range_names_the_range(value):
    with pytest.raises(ValueError, match="choose a value from 0 to 10 points"):
        settings((HEIGHT,), {"height": value})


def test_a_switch_is_on_or_off():
    with pytest.raises(ValueError, match="0 \\(off\\) or 1 \\(on\\)"):
        settings((SWITCH,), {"on": 0.5})


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ValueError, match="no parameter 'hight'; choose among height, on"):
        settings((HEIGHT, SWITCH), {"hight": 1})


def test_words_inside_a_sentence_are_filled_too():
    assert lab().say("now", {"size": "high", "height": 3.2}) == "It is 3 high. That is 3.2."


def test_a_name_that_is_no_word_stands_as_it_is():
    assert lab().say("now", {"size": "Oman", "height": 1.0}) == "Oman That is 1.0."
