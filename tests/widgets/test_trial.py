"""The claim on trial: stands, weights, own arguments, the strongest one answered, and how far it moved."""

import re

import pytest

from course.content import catalog
from course.html.style import screen
from course.html.text import escape
from course.model.claim import Claim, Evidence
from course.widgets.script import script
from course.widgets.stands import Stands
from course.widgets.trial import Trial

SOURCES = ("kydd-2003",)
CLAIM = Claim(
    id="A4",
    part=1,
    short="neutral",
    says="A neutral third party *often* helps.",
    speaks_for=(
        Evidence(id="f1", says="For one.", sources=SOURCES),
        Evidence(id="f2", says="For two.", sources=SOURCES),
    ),
    speaks_against=(
        Evidence(id="a1", says="Against one.", sources=SOURCES),
        Evidence(id="a2", says="Against two.", sources=SOURCES),
    ),
)


@pytest.fixture
def trial(setting):
    return Trial(setting, CLAIM)


def kept(state):
    return {key: value for key, value in state.items() if key not in ("n", "said", "trouble")}


def test_first_stand_is_saved_and_comes_back(setting, send, trial):
    state = send(trial, "stand", round=1, stand=-1, sure=2, why="I doubt it.")
    assert state["first"] == {"round": 1, "stand": -1, "sure": 2, "why": "I doubt it."}
    assert state["second"] is None
    assert state["at"]
    assert kept(Trial(setting, CLAIM).state) == kept(state)


@pytest.mark.parametrize("stand", [None, 3, "2", [], 0.5])
def test_no_stand_is_asked_for(setting, send, trial, stand):
    assert send(trial, "stand", round=1, stand=stand)["said"] == setting.words["trial"]["need-stand"]
    assert setting.record.events() == []


def test_what_was_said_goes_with_the_next_action(send, trial):
    assert send(trial, "stand", round=1, stand=None)["said"]
    assert send(trial, "weigh", piece="f1", weight=2)["said"] == ""


def test_stand_taken_early_in_the_lesson_is_in_the_trial(setting, send, trial):
    early = Trial(setting, CLAIM, only_first=True)
    send(early, "stand", round=1, stand=2, sure=1, why="")
    assert trial.state["first"]["stand"] == 2
    assert early.spec["onlyFirst"] is True
    assert "Against one." not in early.face.markup


def test_stand_taken_in_lesson_00_is_in_the_trial(setting, send):
    page = Stands(setting, [CLAIM])
    send(page, "stand", claim="A4", stand=1)
    assert Trial(setting, CLAIM).state["first"]["stand"] == 1


def test_weights_are_saved_and_the_last_one_counts(setting, send, trial):
    send(trial, "weigh", piece="f1", weight=4)
    state = send(trial, "weigh", piece="f1", weight=1)
    assert state["weights"] == {"f1": 1}
    assert kept(Trial(setting, CLAIM).state) == kept(state)


@pytest.mark.parametrize(("piece", "weight"), [("f1", 5), ("f1", -1), ("f1", None), ("nothing", 3), (None, 3)])
def test_weight_out_of_range_or_of_no_piece_is_not_saved(setting, send, trial, piece, weight):
    send(trial, "weigh", piece=piece, weight=weight)
    assert setting.record.events() == []


@pytest.mark.parametrize(("stand", "piece", "lead"), [(1, "a2", "against"), (-2, "f1", "for"), (0, "a2", "torn")])
def test_strongest_piece_on_the_other_side_is_asked_about(setting, send, trial, stand, piece, lead):
    send(trial, "stand", round=1, stand=stand)
    for one, weight in (("f1", 3), ("f2", 1), ("a1", 2), ("a2", 4)):
        send(trial, "weigh", piece=one, weight=weight)
    strongest = trial.state["strongest"]
    assert (strongest["id"], strongest["lead"]) == (piece, setting.words["trial"][f"strongest-{lead}"])


def test_nothing_weighed_means_no_strongest_piece(setting, send, trial):
    send(trial, "stand", round=1, stand=1)
    send(trial, "weigh", piece="a1", weight=0)
    assert trial.state["strongest"] == {"id": "", "lead": setting.words["trial"]["strongest-none"], "text": ""}


def test_own_argument_joins_the_map_and_can_be_taken_back(setting, send, trial):
    state = send(trial, "argue", side="for", text="Oman did.", source="my uncle")
    [own] = state["own"]
    assert (own["side"], own["text"], own["source"]) == ("for", "Oman did.", "my uncle")
    assert "Oman did." in state["map"]
    assert "my uncle" in state["map"]
    assert kept(Trial(setting, CLAIM).state) == kept(state)
    gone = send(trial, "withdraw", id=own["id"])
    assert gone["own"] == []
    assert "Oman did." not in gone["map"]
    assert len(setting.record.events(kind="argument")) == 2


@pytest.mark.parametrize(
    "content", [{"side": "for"}, {"text": "x"}, {"side": "both", "text": "x"}, {"side": "for", "text": "  "}]
)
def test_unfinished_argument_is_asked_for(setting, send, trial, content):
    assert send(trial, "argue", **content)["said"] == setting.words["trial"]["need-argument"]
    assert setting.record.events() == []


def test_map_nests_pieces_with_weights_and_the_answer_to_the_strongest(setting, send, trial):
    send(trial, "stand", round=1, stand=1)
    send(trial, "weigh", piece="a1", weight=3)
    state = send(trial, "rebut", piece="a1", text="That was one case.")
    assert state["rebuttal"]["text"] == "That was one case."
    shown = state["map"]
    assert shown.index("Against one.") < shown.index("That was one case.")
    assert escape(setting.words["trial"]["weight3"]) in shown
    assert "For one." not in shown
    assert kept(Trial(setting, CLAIM).state) == kept(state)


def test_second_stand_tells_the_move_and_the_heaviest_piece(setting, send, trial):
    names = setting.words["trial"]
    send(trial, "stand", round=1, stand=2)
    assert trial.state["moved"] == ""
    send(trial, "weigh", piece="a2", weight=4)
    moved = send(trial, "stand", round=2, stand=-1)["moved"]
    for told in (names["scale2"], names["scale-1"], "Against two."):
        assert told in moved
    stayed = send(trial, "stand", round=2, stand=2)["moved"]
    assert stayed == names["stayed"].format(second=names["scale2"], piece="Against two.")


def test_second_stand_without_weighing_says_so(setting, send, trial):
    send(trial, "stand", round=1, stand=2)
    assert setting.words["trial"]["no-piece"] in send(trial, "stand", round=2, stand=1)["moved"]


@pytest.mark.parametrize(
    ("do", "content"),
    [
        ("stand", {"round": 1, "stand": 1}),
        ("weigh", {"piece": "f1", "weight": 1}),
        ("argue", {"side": "for", "text": "x"}),
        ("rebut", {"piece": "f1", "text": "x"}),
    ],
)
def test_what_cannot_be_saved_is_said(failing, send, do, content):
    state = send(Trial(failing, CLAIM), do, **content)
    assert "no space left" in state["trouble"]
    assert (state["first"], state["weights"], state["own"], state["at"]) == (None, {}, [], "")


@pytest.mark.parametrize("claim", catalog.claims().values(), ids=lambda one: one.id)
def test_every_claim_can_be_put_on_trial(setting, claim):
    trial = Trial(setting, claim)
    shown = claim.shown_in(setting.stem)
    assert [len(side["pieces"]) for side in trial.spec["sides"]] == [len(shown.speaks_for), len(shown.speaks_against)]


# --- One stand on every claim ---


def test_every_claim_gets_a_stand_on_one_page(setting, send):
    claims = list(catalog.claims().values())
    page = Stands(setting, claims, tried_in={"A4": "02, 08"})
    for number, claim in enumerate(claims, 1):
        state = send(page, "stand", claim=claim.id, stand=number % 5 - 2)
        assert len(state["taken"]) == number
    assert setting.words["stands"]["done"].format(done=16, total=16) == state["done"]
    assert kept(Stands(setting, claims).state) == kept(state)
    notes = {one["id"]: one["note"] for part in page.spec["parts"] for one in part["claims"]}
    assert "02, 08" in notes["A4"]
    assert notes["A1"] == ""


def test_rounds_of_stands_do_not_mix(setting, send):
    send(Stands(setting, [CLAIM], round=1), "stand", claim="A4", stand=2)
    assert Stands(setting, [CLAIM], round=2).state["taken"] == {}


@pytest.mark.parametrize(("claim", "stand"), [("A99", 1), ("A4", 3), ("A4", None), (None, 1)])
def test_stand_on_no_claim_is_not_saved(setting, send, claim, stand):
    send(Stands(setting, [CLAIM]), "stand", claim=claim, stand=stand)
    assert setting.record.events() == []


def test_stand_that_cannot_be_saved_is_not_shown_as_taken(failing, send):
    state = send(Stands(failing, [CLAIM]), "stand", claim="A4", stand=2)
    assert "no space left" in state["trouble"]
    assert state["taken"] == {}


def drawn(trial, pattern):
    return re.findall(pattern, trial.state["map"])


def test_map_is_drawn_with_the_heavier_side_lower_and_letters_that_the_list_explains(setting, send, trial):
    send(trial, "stand", round=1, stand=-2)
    send(trial, "weigh", piece="a1", weight=3)
    send(trial, "weigh", piece="f1", weight=1)
    [(left, right)] = drawn(
        trial, r'<polyline class="course-line role-axis course-wide" points="\S+?,(\S+) \S+?,(\S+)"'
    )
    assert float(left) > float(right), "against is heavier and lies on the left, so the left arm is down"
    says = setting.word("trial", "map-says", for_it=1, against_it=3)
    assert f'aria-label="{says}"' in trial.state["map"]
    letters = drawn(trial, r'<text class="course-label role-label"[^>]*>(\w)</text>')
    assert sorted(letters) == sorted(drawn(trial, r"<b>(\w)</b>")) == ["a", "b"]
    widths = drawn(trial, r'<rect class="course-bar role-side-(\w)"[^>]* width="(\d+)"')
    assert dict(widths) == {"a": "38", "b": "114"}


def test_both_stands_are_markers_on_one_scale_of_the_map(setting, send, trial):
    names = setting.words["trial"]
    send(trial, "weigh", piece="a1", weight=2)
    send(trial, "stand", round=1, stand=-2)
    assert names["map-second"] not in drawn(trial, r">([^<]+)</text>")
    send(trial, "stand", round=2, stand=1)
    [first] = drawn(trial, r'cx="(\d+)"[^>]* r="9"')
    [second] = drawn(trial, r'role-highlight" cx="(\d+)"[^>]* r="5"')
    assert int(second) - int(first) == 3 * 76
    assert {names["map-first"], names["map-second"]} <= set(drawn(trial, r">([^<]+)</text>"))
    send(trial, "stand", round=2, stand=-2)
    assert names["map-both"] in drawn(trial, r">([^<]+)</text>")


def test_the_argument_map_is_not_dressed_as_a_map_of_land_and_water():
    maps = ".course-map "
    assert maps in screen()
    assert maps.strip(" .") not in script("trial")
