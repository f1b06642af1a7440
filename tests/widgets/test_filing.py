"""What a lesson taught, filed before our map opens; and a claim that an earlier lesson weighed."""

import dataclasses
import secrets

import msgspec
import pytest

from course.html.text import plain
from course.html.trial import trial_face
from course.model.claim import Claim, Evidence
from course.model.lesson import Met
from course.widgets.trial import Trial

SOURCES = ("kydd-2003",)
EARLIER, LATER = "02_ways_to_settle", "03_islamic_traditions"
CLAIM = Claim(
    id="A4",
    part=1,
    short="neutral",
    says="A neutral third party often helps.",
    speaks_for=(
        Evidence(id="f1", says="For one.", sources=SOURCES),
        Evidence(id="f2", says="For two.", sources=SOURCES, since=LATER),
    ),
    speaks_against=(Evidence(id="a1", says="Against one.", sources=SOURCES),),
)
MET = (
    Met(id="aceh", says="Aceh, 2005", piece="f1"),
    Met(id="tajik", says="Tajikistan, *1997*", piece="a1"),
    Met(id="oslo", says="Oslo, 1993"),
)


@pytest.fixture
def trial(setting):
    return Trial(setting, CLAIM, met=MET)


@pytest.fixture
def again(setting):
    """The trial of the later lesson on the same record."""
    later = dataclasses.replace(setting, stem=LATER)

    def opening(**more):
        return Trial(later, CLAIM, **more)

    return opening


def filing(widget):
    return widget.state["filing"]


def explain(send, widget, id, text, **more):
    return send(widget, "explain", box=f"filed/{id}", answer={"text": text}, **more)


def test_our_map_stays_shut_until_it_is_opened_and_then_it_stays_open(setting, send, trial):
    send(trial, "stand", round=1, stand=1)
    assert (filing(trial)["isOpen"], filing(trial)["isAsked"], filing(trial)["beside"]) == (False, True, {})
    press = secrets.token_hex(16)
    send(trial, "open", press=press)
    assert filing(trial)["isOpen"]
    assert [(event.id, event.kind) for event in setting.record.events(kind="opened")] == [(press, "opened")]
    send(trial, "open")
    assert len(setting.record.events(kind="opened")) == 1
    again = Trial(setting, CLAIM, met=MET)
    assert filing(again)["isOpen"]
    assert filing(again)["isAsked"]


def test_every_press_files_one_thing_once_and_it_comes_back(setting, send, trial):
    press = secrets.token_hex(16)
    send(trial, "file", id="aceh", side="against", press=press)
    send(Trial(setting, CLAIM, met=MET), "file", id="aceh", side="against", press=secrets.token_hex(16))
    assert [(event.id, event.body) for event in setting.record.events()] == [(press, {"id": "aceh", "side": "against"})]
    explain(send, trial, "aceh", "ثقة")
    explain(send, trial, "oslo", "Not sure.")
    send(trial, "file", id="tajik", side="neither")
    words = setting.words["trial"]
    assert filing(trial)["filed"] == {
        "aceh": {"side": "against", "why": "ثقة"},
        "oslo": {"side": "", "why": "Not sure."},
        "tajik": {"side": "neither", "why": ""},
    }
    assert filing(trial)["count"] == words["filed-count"].format(filed=2, total=3)
    assert filing(Trial(setting, CLAIM, met=MET)) == filing(trial)


@pytest.mark.parametrize(
    "content",
    [
        {"id": "aceh", "side": "sideways"},
        {"id": "aceh"},
        {"id": "atlantis", "side": "for"},
        {"side": "for"},
        {"id": "aceh", "side": 7},
        {"id": ["aceh"], "side": "for"},
        {"id": "aceh", "side": []},
    ],
)
def test_what_makes_no_sense_is_not_filed(setting, send, trial, content):
    assert send(trial, "file", **content)["trouble"]
    assert setting.record.events() == []


@pytest.mark.parametrize(
    "content",
    [
        {"box": "filed/atlantis", "answer": {"text": "Why."}},
        {"box": "rebuttal", "text": "Why."},
        {"box": "filed/aceh", "answer": 7},
        {"box": ["filed/aceh"], "answer": {"text": "Why."}},
        {"answer": {"text": "Why."}},
    ],
)
def test_what_is_said_of_nothing_is_not_saved(setting, send, trial, content):
    assert send(trial, "explain", **content)["trouble"]
    assert setting.record.events() == []


def test_side_that_another_page_chose_is_shown_before_mine_takes_its_place(setting, send, trial):
    other = Trial(setting, CLAIM, met=MET)
    send(trial, "file", id="aceh", side="for", based=[""])
    state = send(other, "file", id="aceh", side="against", based=[""])
    assert (state["said"], filing(other)["filed"]["aceh"]["side"]) == (
        setting.word("trial", "newer-filed"),
        "for",
    )
    state = send(other, "file", id="aceh", side="against", based=[filing(other)["sided"]["aceh"]])
    assert (state["said"], filing(other)["filed"]["aceh"]["side"]) == ("", "against")
    assert [event.body["side"] for event in setting.record.events()] == ["for", "against"]


def test_reason_that_is_taken_out_is_none_and_can_be_put_back(setting, send, trial):
    explain(send, trial, "aceh", "First.")
    state = send(trial, "explain", box="filed/aceh", answer={})
    assert filing(trial)["filed"] == {}
    assert state["versions"]["filed/aceh"] == 1
    count = len(setting.record.events())
    send(trial, "explain", box="filed/aceh", answer={})
    assert len(setting.record.events()) == count


def test_our_side_stands_beside_theirs_and_nothing_is_called_wrong(setting, send, trial):
    send(trial, "file", id="aceh", side="for")
    send(trial, "file", id="tajik", side="for")
    beside = filing(send_open(send, trial))["beside"]
    word = setting.word
    assert beside["aceh"]["says"] == word("trial", "beside", yours="for", ours="for")
    assert beside["tajik"]["says"] == word("trial", "beside", yours="for", ours="against")
    assert (beside["aceh"]["parts"], beside["tajik"]["parts"], beside["oslo"]["parts"]) == (False, True, False)
    assert "For one." in beside["aceh"]["html"]
    assert "Kydd" in beside["aceh"]["html"]
    assert beside["oslo"]["html"] == ""


def send_open(send, trial):
    send(trial, "open")
    return trial


def test_what_our_map_has_not_becomes_an_argument_of_ones_own_once(setting, send, trial):
    send_open(send, trial)
    assert filing(trial)["beside"]["oslo"]["keeps"] == ""
    send(trial, "keep", id="oslo")
    assert trial.state["own"] == [], "it was filed on neither side"
    send(trial, "file", id="oslo", side="against")
    explain(send, trial, "oslo", "It did not last.")
    assert filing(trial)["beside"]["oslo"]["keeps"] == "offered"
    other = Trial(setting, CLAIM, met=MET)
    for widget in (trial, other):
        state = send(widget, "keep", id="oslo", press=secrets.token_hex(16))
    [own] = state["own"]
    assert (own["side"], own["text"]) == ("against", "Oslo, 1993\nIt did not last.")
    assert filing(other)["beside"]["oslo"]["keeps"] == "kept"
    send(other, "withdraw", id=own["id"])
    assert filing(other)["beside"]["oslo"]["keeps"] == "offered"


def test_map_says_where_a_piece_was_filed(setting, send, trial):
    send(trial, "file", id="aceh", side="against")
    send_open(send, trial)
    send(trial, "weigh", piece="f1", weight=2)
    assert setting.word("trial", "map-filed", side="against") in trial.state["map"]


def test_reason_of_another_page_is_not_overwritten_unseen(setting, send, trial):
    other = Trial(setting, CLAIM, met=MET)
    explain(send, trial, "aceh", "By A.", based=[""])
    state = explain(send, other, "aceh", "By B.", based=[""])
    newer = state["newer"]["filed/aceh"]
    assert (newer["text"], state["filing"]["filed"]["aceh"]["why"]) == ("By A.", "By A.")
    assert state["versions"]["filed/aceh"] == 1
    state = explain(send, other, "aceh", "By B.", based=[newer["id"]], over=newer["id"])
    assert state["filing"]["filed"]["aceh"]["why"] == "By B."
    listed = send(other, "versions", box="filed/aceh", answer={"text": "By B."})["listed"]["filed/aceh"]
    assert [version["text"] for version in listed] == ["By A."]
    put = send(other, "put_back", box="filed/aceh", answer={"text": "By C."}, version=listed[0]["id"])["put"]
    assert put == {"text": "By A."}
    state = send(other, "take", box="filed/aceh", answer={"text": "By D."})
    assert state["filing"]["filed"]["aceh"]["why"] == "By B."
    texts = {event.body.get("why") for event in setting.record.events(kind="filed")}
    assert texts == {"By A.", "By B.", "By C.", "By D."}


def test_look_tells_of_a_reason_that_another_page_saved(setting, send, trial):
    other = Trial(setting, CLAIM, met=MET)
    other.state = {**other.state}
    Trial._open.discard(other)
    explain(send, trial, "aceh", "By A.", based=[""])
    state = send(other, "look", boxes={"filed/aceh": [""]})
    assert state["newer"]["filed/aceh"]["text"] == "By A."


@pytest.mark.parametrize(
    ("do", "content"),
    [
        ("weigh", {"piece": "f1", "weight": 3}),
        ("rebut", {"piece": "a1", "text": "One case."}),
        ("argue", {"side": "for", "text": "Mine."}),
        ("stand", {"round": 2, "stand": 0}),
    ],
)
def test_whoever_had_the_map_in_an_older_version_is_not_sent_back(setting, send, do, content):
    old = Trial(setting, CLAIM)
    send(old, "stand", round=1, stand=1)
    send(old, do, **content)
    trial = Trial(setting, CLAIM, met=MET)
    assert (filing(trial)["isOpen"], filing(trial)["isAsked"]) == (True, False)


def test_without_a_filing_the_map_is_open_as_before(setting):
    trial = Trial(setting, CLAIM)
    assert (filing(trial)["isOpen"], filing(trial)["isAsked"]) == (True, False)


def test_older_course_passes_over_what_was_filed(setting, send, trial):
    """It knows neither kind, and reads an early stand as any other of the second round."""
    send(trial, "stand", round=1, stand=1)
    send(trial, "file", id="aceh", side="for")
    send_open(send, trial)
    kinds = {event.kind for event in setting.record.events()}
    assert kinds == {"stand", "filed", "opened"}


def test_face_lists_what_there_is_to_file_before_the_evidence(setting):
    face = trial_face(setting, CLAIM.shown_in(EARLIER), only_first=False, met=MET, stem=EARLIER)
    for text in (face.markup, face.text):
        places = [text.index(part) for part in ("Aceh, 2005", "Oslo, 1993", "For one.", "Against one.")]
        assert places == sorted(places)
    assert "Aceh" not in trial_face(setting, CLAIM, only_first=True, met=MET).markup


# --- Weighed again ---


def test_piece_of_a_later_lesson_is_not_on_the_map_before_it_and_is_marked_there(setting, again):
    earlier = Trial(setting, CLAIM)
    assert "For two." not in earlier.face.markup + earlier.face.text
    assert [piece["id"] for piece in earlier.spec["sides"][0]["pieces"]] == ["f1"]
    new = setting.words["trial"]["new-piece"]
    later = again()
    assert [piece["mark"] for side in later.spec["sides"] for piece in side["pieces"]] == ["", new, ""]
    assert later.face.markup.count(new) == later.face.text.count(new) == 1
    assert CLAIM.shown_in("12_verdict") == CLAIM


def test_weight_of_a_piece_that_is_not_yet_on_the_map_is_refused(setting, send, trial):
    assert send(trial, "weigh", piece="f2", weight=3)["trouble"]
    assert setting.record.events() == []


def test_what_was_decided_in_the_earlier_lesson_comes_first(setting, send, trial, again):
    assert again().state["again"] is None
    send(trial, "stand", round=1, stand=1)
    assert again().state["again"] is None
    send(trial, "stand", round=2, stand=-1, sure=2, why="Two cases.")
    names, word = setting.words["trial"], setting.word
    later = again(met=(Met(id="mecca", says="Mecca, 2007", piece="f2"),))
    told = later.state["again"]
    assert told["says"] == word("trial", "again-moved", lesson="2", first=names["scale1"], second=names["scale-1"])
    assert told["why"] == "Two cases."
    assert told["last"] == word("trial", "again-last", lesson="2", stand=names["scale-1"])
    assert (later.state["ticked"], later.state["moved"], filing(later)["isOpen"]) == (False, "", False)
    assert trial.state["again"] is None
    assert again(only_first=True).state["again"] == told


def test_the_same_stand_on_new_evidence_is_a_stand_of_its_own(setting, send, trial, again):
    send(trial, "stand", round=1, stand=1)
    send(trial, "stand", round=2, stand=-1, why="Two cases.")
    early = send(again(only_first=True), "stand", round=2, stand=-1, sure=None, why="Two cases.")
    assert early["ticked"]
    later = again()
    assert later.state["ticked"] is False, "a stand before the evidence is not yet one on it"
    for widget in (later, later, again()):
        state = send(widget, "stand", round=2, stand=-1, why="Two cases.")
    assert state["ticked"]
    assert state["moved"] == setting.word("trial", "stayed", second=setting.words["trial"]["scale-1"], piece="none yet")
    stands = [(event.lesson[:2], event.body.get("early")) for event in setting.record.events(kind="stand")]
    assert stands == [("02", None), ("02", None), ("03", True), ("03", None)]
    assert state["first"]["stand"] == 1, "the first stand is one for the whole course"


def test_weights_are_enough_for_who_weighs_again_and_stays(send, trial, again):
    send(trial, "stand", round=1, stand=1)
    send(trial, "stand", round=2, stand=-1)
    assert send(again(), "weigh", piece="f2", weight=2)["ticked"]
    assert trial.state["ticked"]


def test_strongest_piece_is_opposed_to_what_was_decided_last(send, trial, again):
    send(trial, "stand", round=1, stand=1)
    send(trial, "stand", round=2, stand=-1)
    state = send(again(), "weigh", piece="f2", weight=2)
    assert (state["strongest"]["id"], state["strongest"]["text"]) == ("f2", plain("For two."))


# --- Pieces that are no longer on the map ---

RETIRED = Evidence(id="f0", says="For *none*.", sources=SOURCES, retired=True)
WITH_RETIRED = msgspec.structs.replace(CLAIM, speaks_for=(*CLAIM.speaks_for, RETIRED))


def pieces(widget):
    return {piece["id"]: piece["mark"] for side in widget.spec["sides"] for piece in side["pieces"]}


def test_retired_piece_is_not_on_the_map_and_not_to_be_weighed(setting, send):
    trial = Trial(setting, WITH_RETIRED)
    assert pieces(trial) == {"f1": "", "a1": ""}
    assert "none" not in trial.face.markup + trial.face.text
    assert send(trial, "weigh", piece="f0", weight=3)["trouble"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [("weigh", {"piece": "f0", "weight": 4}), ("rebuttal", {"piece": "f0", "text": "One case."})],
)
def test_retired_piece_that_was_used_is_shown_with_a_mark(setting, send, kind, body):
    setting.record.append(setting.stem, "claim/A4", kind, body)
    send(Trial(setting, CLAIM), "stand", round=1, stand=-1)
    trial = Trial(setting, WITH_RETIRED)
    assert pieces(trial) == {"f1": "", "f0": setting.words["trial"]["retired-piece"], "a1": ""}
    assert setting.words["trial"]["retired-piece"] in trial.face.text
    state = send(trial, "weigh", piece="f0", weight=4)
    assert (state["trouble"], state["strongest"]["id"]) == ("", "f0")
    assert "For <em>none</em>." in state["map"]
