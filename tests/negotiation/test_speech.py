import re

import pytest

from course.content.scenarios import scenario, scenarios, words
from course.negotiation import moves
from course.negotiation.error import NegotiationError
from course.negotiation.session import Session
from course.negotiation.speech import Speech


def test_reasons_in_words():
    sc = scenario("the-strait")
    speech = Speech(words())
    values = {"issue": "boundary", "option": "median"}
    assert speech.say(speech.words.reasons["too_little"], values, sc).endswith("We had in mind: The median line.")
    many = {"given": ["fishing", "transit"], "taken": ["corridor"]}
    assert "on fishing and passage of ships and" in speech.say(speech.words.reasons["trades"], many, sc)
    with pytest.raises(NegotiationError, match="needs"):
        speech.say("{nothing}", {}, sc)


def test_every_event_of_a_game_becomes_a_line():
    speech = Speech(words())
    for id in scenarios():
        for seed in range(6):
            session = Session.open(scenario(id), seed)
            session.advance()
            lines = [speech.line(event, session.scenario, session.events) for event in session.events]
            assert all(text and "{" not in text for text in lines)
            assert not any(re.search(r"\b[a-z]+_[a-z]+\b|\b[a-z]\d+\b", text) for text in lines)


def test_a_learners_words_with_braces_are_kept_as_they_are():
    session = Session.open(scenario("the-strait"), 1, "darwan")
    session.act("darwan", moves.say("Is {issue} all you have?", ["jazra"]))
    text = Speech(words()).line(session.events[-1], session.scenario, session.events)
    assert text == "Darwan, to Jazra: Is {issue} all you have?"
