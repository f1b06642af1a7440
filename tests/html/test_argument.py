"""The map of a claim: what is drawn of it, and what is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.answers.claim import read_claim
from course.content import catalog
from course.content.interface import words
from course.html.argument import argument_map
from course.html.wording import Wording
from course.model.event import Event

WORDS = words()["trial"]
CLAIM = catalog.claims()["A4"]
WORDING = Wording(words=words(), cite=lambda id: catalog.sources()[id])


def event(kind, body, number):
    return Event(
        id=f"{number:032x}",
        at=f"2026-01-01T00:00:{number:02d}Z",
        lesson="02_ways_to_settle",
        item="claim/A4",
        kind=kind,
        body=body,
    )


def weighed(weights, rebuttal=None, stands=()):
    made = [("weigh", {"piece": piece, "weight": weight}) for piece, weight in weights.items()]
    made += [("stand", {"round": number, "stand": stand, "sure": 1, "why": ""}) for number, stand in stands]
    made += [("rebuttal", rebuttal)] if rebuttal else []
    return read_claim([event(kind, body, number) for number, (kind, body) in enumerate(made)])


def drawn(work):
    return str(argument_map(WORDING, CLAIM, work))


def test_nothing_is_drawn_of_nothing():
    assert drawn(weighed({})) == ""


@given(st.dictionaries(st.sampled_from([piece.id for piece in CLAIM.pieces]), st.integers(0, 4), min_size=1))
def test_every_weight_is_a_bar_and_stands_in_the_list(weights):
    picture = drawn(weighed(weights))
    assert len(re.findall("<rect", picture)) == len(weights)
    sides = {"for": CLAIM.speaks_for, "against": CLAIM.speaks_against}
    heavy = {f"{side}_it": sum(weights.get(piece.id, 0) for piece in pieces) for side, pieces in sides.items()}
    assert WORDS["map-says"].format(**heavy) in picture
    assert "NaN" not in picture


@pytest.mark.parametrize("side", ["for", "against"])
def test_answer_to_the_strongest_is_a_link_across_the_beam(side):
    pieces = CLAIM.speaks_for if side == "for" else CLAIM.speaks_against
    weights = {pieces[0].id: 2, pieces[1].id: 4}
    without = drawn(weighed(weights))
    answered = drawn(weighed(weights, {"piece": pieces[1].id, "text": "One case is <b>no</b> rule."}))
    assert WORDS["map-answer"] not in without
    assert f">{WORDS['map-answer']}<" in answered
    assert (
        answered.count("<path") + answered.count("<polyline") == without.count("<path") + without.count("<polyline") + 1
    )
    assert "One case is &lt;b&gt;no&lt;/b&gt; rule." in answered
    # An answer to a piece that lies on no side is told by no link.
    assert WORDS["map-answer"] not in drawn(weighed(weights, {"piece": "gone", "text": "Why?"}))


def test_the_marker_of_the_stand_moves():
    before = drawn(weighed({CLAIM.pieces[0].id: 1}, stands=[(1, -2)]))
    after = drawn(weighed({CLAIM.pieces[0].id: 1}, stands=[(1, -2), (2, 1)]))
    assert WORDS["map-first"] in before
    assert WORDS["map-second"] not in before
    assert WORDS["map-second"] in after
