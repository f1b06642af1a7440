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
    assert speech.say(speech.words.reasons["too_little"][0], values, sc).endswith("We had in mind: The median line.")
    many = {"given": ["fishing", "transit"], "taken": ["corridor"]}
    assert "on fishing and passage of ships and" in speech.say(speech.words.reasons["trades"][0], many, sc)
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


def reasons_said(session, events=None):
    """What was said as a reason, in order."""
    speech = Speech(words())
    events = session.events if events is None else events
    given = [(event, getattr(event.body, "reason", None)) for event in events]
    return [
        (event, speech.reason(event.seq, reason, session.scenario, events))
        for event, reason in given
        if reason is not None
    ]


def test_a_table_repeats_no_sentence_while_it_has_another():
    for id in scenarios():
        for seed in range(6):
            session = Session.open(scenario(id), seed)
            session.advance()
            last = {}
            for event, sentence in reasons_said(session):
                key = event.body.reason.key
                if key in last and len(words().reasons[key]) > 1:
                    assert sentence != last[key]
                last[key] = sentence


def test_a_game_reads_the_same_again_and_for_every_seat():
    session = Session.open(scenario("the-strait"), 4)
    session.advance()
    all_of_it = {event.seq: sentence for event, sentence in reasons_said(session)}
    again = Session.open(scenario("the-strait"), 4)
    again.advance()
    assert [sentence for _, sentence in reasons_said(again)] == list(all_of_it.values())
    public = [event for event in session.events if not event.to]
    assert {event.seq: sentence for event, sentence in reasons_said(session, public)} == all_of_it


def test_every_reason_has_several_wordings_with_the_same_gaps():
    for key, wordings in words().reasons.items():
        assert len(set(wordings)) >= 3, key
        assert len({frozenset(re.findall(r"{(\w+)}", wording)) for wording in wordings}) == 1, key


def test_no_reason_begins_small_or_has_a_capital_inside():
    """Names of issues stand small inside a sentence, and an option stands in quotation marks or after a colon."""
    for key, wordings in words().reasons.items():
        for wording in wordings:
            assert not re.match(r"{(given|taken)}", wording), key
            assert not re.search(r"[a-z,] {issue}", wording), key
