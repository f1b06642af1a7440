"""Discussion prompts: saved, drafted, answered twice where that is asked, never judged."""

import re

import pytest

from course.html.text import escape
from course.model import prompt as prompts
from course.model.answer import read_answer
from course.widgets.prompt import PromptForm

COMMON = {
    "asks": "Who should go *first*?",
    "minutes": 3,
    "grouping": "alone",
    "guide": "g",
    "perspectives": (
        prompts.Perspective(who="Kydd", says="The one who is *believed*.", sources=("kydd-2003",)),
        prompts.Perspective(who="Raiffa", says="Neither.", sources=("raiffa-1982",)),
    ),
}
CHOICES = tuple(prompts.Choice(id=one, says=f"Option {one}") for one in "abc")
ONE = prompts.OneChoice(id="first", reason="Why?", options=CHOICES, **COMMON)
TEXT = prompts.ShortText(id="words", **COMMON)
EACH = [
    (ONE, {"chosen": "b"}, "Option b"),
    (prompts.SeveralChoices(id="several", options=CHOICES, **COMMON), {"chosen": ["a", "c"]}, "Option a; Option c"),
    (prompts.Scale(id="scale", low="none", high="all", steps=5, **COMMON), {"value": 4}, "4/5 (none – all)"),
    (
        prompts.Ranking(id="rank", options=CHOICES, **COMMON),
        {"order": ["c", "a", "b"]},
        "1. Option c; 2. Option a; 3. Option b",
    ),
    (
        prompts.Placing(id="place", options=CHOICES, low="none", high="all", **COMMON),
        {"placed": {"a": 1, "c": 5}},
        "Option a: 1; Option c: 5",
    ),
    (TEXT, {"text": "Neither side."}, "Neither side."),
]
each = pytest.mark.parametrize(("prompt", "answer", "said"), EACH, ids=lambda one: getattr(one, "id", ""))


@each
def test_answer_is_saved_and_comes_back_in_a_new_kernel(setting, send, prompt, answer, said):
    form = PromptForm(setting, prompt)
    assert form.state["panel"] == form.state["at"] == ""
    state = send(form, "save", answer=answer)
    assert (state["answer"], state["draft"], state["empty"], state["trouble"]) == (answer, False, False, "")
    [event] = setting.record.events(setting.stem, prompt.id, "answer")
    assert state["at"] == event.at
    assert form.in_words(read_answer(answer)) == said
    again = PromptForm(setting, prompt)
    kept = ("answer", "draft", "at", "panel", "round", "earlier")
    assert {key: again.state[key] for key in kept} == {key: state[key] for key in kept}


@each
def test_views_come_after_the_answer_and_judge_nothing(setting, send, prompt, answer, said):
    form = PromptForm(setting, prompt)
    assert "believed" not in form.state["panel"] + form.face.markup + form.face.text
    panel = send(form, "save", answer=answer)["panel"]
    assert "Kydd" in panel
    assert "Raiffa" in panel
    assert 'href="https://doi.org/' in panel
    assert not {setting.words["verdict"][one] for one in ("correct", "not-yet")} & set(panel.split("<"))


@pytest.mark.parametrize("empty", [{}, {"chosen": ""}, {"text": ""}, {"why": "only a reason"}])
def test_empty_answer_is_not_saved(setting, send, empty):
    form = PromptForm(setting, ONE)
    assert send(form, "save", answer=empty)["empty"] is True
    assert setting.record.events() == []
    assert send(form, "save", answer={"chosen": "a"})["empty"] is False


def test_half_a_sentence_is_kept_as_a_draft_until_it_is_saved(setting, send):
    form = PromptForm(setting, TEXT)
    drafted = send(form, "draft", answer={"text": "Half a sen"})
    assert drafted["draft"] is True
    assert drafted["at"]
    restarted = PromptForm(setting, TEXT)
    assert (restarted.state["answer"], restarted.state["draft"]) == ({"text": "Half a sen"}, True)
    assert restarted.state["panel"] == ""
    send(restarted, "save", answer={"text": "Half a sentence."})
    done = PromptForm(setting, TEXT)
    assert (done.state["answer"], done.state["draft"]) == ({"text": "Half a sentence."}, False)


def test_same_draft_is_written_once(setting, send):
    form = PromptForm(setting, TEXT)
    for _ in range(3):
        send(form, "draft", answer={"text": "Half"})
    assert len(setting.record.events(kind="draft")) == 1


def test_saved_answer_can_be_changed(setting, send):
    form = PromptForm(setting, TEXT)
    send(form, "save", answer={"text": "one"})
    assert send(form, "save", answer={"text": "two"})["answer"] == {"text": "two"}
    assert len(setting.record.events(kind="answer")) == 2


@pytest.fixture
def pair(setting):
    """A prompt that is answered alone, and again after talking."""
    return prompts.OneChoice(id="pair", pair=True, reason="Why?", options=CHOICES, **COMMON)


def test_think_pair_share_asks_twice_and_shows_the_move(setting, send, pair):
    word = setting.words["prompt"]
    form = PromptForm(setting, pair)
    assert (form.state["round"], form.state["button"]) == (1, word["save"])
    first = send(form, "save", answer={"chosen": "a", "why": "It is small."})
    assert (first["round"], first["button"], first["panel"], first["answer"]) == (2, word["save-again"], "", None)
    assert "Option a" in first["earlier"]
    assert re.sub("<[^>]+>", "", first["earlier"]).startswith(f"{word['first-time']} Option a. It is small.")
    assert escape(word["now-discuss"]) in first["earlier"]
    assert PromptForm(setting, pair).state["earlier"] == first["earlier"]
    second = send(form, "save", answer={"chosen": "b"}, round=2)
    assert escape(word["moved"]) in second["panel"]
    assert "Option a" in second["panel"]
    assert "Option b" in second["panel"]
    assert escape(word["now-discuss"]) not in second["earlier"]
    assert [event.body["round"] for event in setting.record.events(kind="answer")] == [1, 2]
    assert PromptForm(setting, pair).state["panel"] == second["panel"]


def test_keeping_an_answer_is_a_move_of_its_own(setting, send, pair):
    form = PromptForm(setting, pair)
    send(form, "save", answer={"chosen": "a"})
    assert escape(setting.words["prompt"]["stayed"]) in send(form, "save", answer={"chosen": "a"}, round=2)["panel"]


def test_draft_of_the_first_round_does_not_fill_the_second(setting, send, pair):
    form = PromptForm(setting, pair)
    send(form, "draft", answer={"chosen": "a"})
    send(form, "save", answer={"chosen": "a"})
    assert PromptForm(setting, pair).state["answer"] is None
    send(form, "draft", answer={"chosen": "c"})
    assert PromptForm(setting, pair).state["answer"] == {"chosen": "c"}


def test_what_cannot_be_saved_is_said_and_kept(failing, send):
    form = PromptForm(failing, TEXT)
    state = send(form, "save", answer={"text": "My words"})
    assert "no space left" in state["trouble"]
    assert (state["answer"], state["at"], state["panel"]) == ({"text": "My words"}, "", "")
    assert "no space left" in send(form, "draft", answer={"text": "My words, more"})["trouble"]
    assert form.state["answer"] == {"text": "My words, more"}


def test_option_that_is_gone_from_the_content_does_no_harm(setting, send):
    setting.record.append(setting.stem, ONE.id, "answer", {"answer": {"chosen": "gone"}, "round": 1})
    assert PromptForm(setting, ONE).state["panel"]
