"""The concept test as a form: drafts, one hand-in, no verdict before the second, two pages that do not overwrite."""

import datetime

import pytest

from course.content.concepts import concept_test
from course.content.interface import words
from course.html.face import Face
from course.model.concept import DO_NOT_KNOW, SITTINGS
from course.record import Record
from course.widgets.concepts import ConceptForm

TEST = concept_test()
RIGHT = {item.id: item.right for item in TEST.items}
WRONG = {item.id: next(option.id for option in item.options if not option.right) for item in TEST.items}
WORDS = words()["concepts"]
FIRST, SECOND = list(RIGHT)[:2]


@pytest.fixture
def form(setting):
    return lambda sitting="before": ConceptForm(setting, TEST, sitting)


def known(widget):
    return sorted(set(widget.state["based"].values()))


def hand_in(send, widget, chosen, **more):
    return send(widget, "hand_in", chosen=chosen, **{"based": known(widget), **more})


def test_choice_is_kept_and_comes_back(form, send):
    widget = form()
    state = send(widget, "choose", item=FIRST, chosen=WRONG[FIRST])
    assert (state["chosen"], state["handed"], state["panel"]) == ({FIRST: WRONG[FIRST]}, False, "")
    assert form().state["chosen"] == {FIRST: WRONG[FIRST]}
    assert form().state["done"] == WORDS["done"].format(done=1, total=12)


def test_before_says_nothing_but_that_it_is_saved(form, send):
    state = hand_in(send, form(), {**RIGHT, FIRST: DO_NOT_KNOW})
    assert state["handed"]
    assert state["panel"] == f"<p>{WORDS['before-saved']}</p>"
    assert "11" not in state["panel"]


@pytest.mark.parametrize("sitting", SITTINGS)
def test_nothing_tells_the_right_answer_before_it_is_handed_in(form, sitting):
    widget = form(sitting)
    sent = str(widget.spec) + str(widget.state) + widget.face.text + widget.face.markup
    for item in TEST.items:
        assert "'right': True" not in str(widget.spec["items"])
        assert item.concept not in sent
        assert item.why not in sent
        assert not [option.shows for option in item.options if option.shows and option.shows in sent]


def test_first_hand_in_counts_and_a_second_is_refused_kindly(form, send, record):
    widget = form()
    hand_in(send, widget, WRONG)
    count = len(record.events())
    state = hand_in(send, widget, RIGHT)
    assert state["said"].startswith(WORDS["handed-already"].split("{")[0])
    assert state["chosen"] == WRONG
    send(form(), "choose", item=FIRST, chosen=RIGHT[FIRST])
    assert len(record.events()) == count


def test_empty_hand_in_saves_nothing_and_another_may_follow(form, send, record):
    widget = form()
    assert hand_in(send, widget, {})["said"] == WORDS["empty"]
    assert record.events() == []
    assert hand_in(send, widget, {FIRST: DO_NOT_KNOW})["handed"]


def test_press_that_comes_twice_is_one(form, send, record):
    widget = form()
    hand_in(send, widget, RIGHT, press="a" * 32)
    hand_in(send, form(), RIGHT, press="a" * 32)
    assert len(record.events()) == 1


def test_after_shows_the_change_and_what_was_chosen_then_and_now(form, send):
    hand_in(send, form("before"), WRONG)
    panel = hand_in(send, form("after"), {**RIGHT, SECOND: WRONG[SECOND]})["panel"]
    assert "before 0 of 12 → after 11 of 12" in panel
    assert panel.count(WORDS["right-answer"] + "</dt>") == 1
    for item in TEST.items:
        says = {option.id: option.says for option in item.options}
        assert all(text in panel for text in (item.why, says[item.right], says[WRONG[item.id]]))
    assert WORDS["no-before"] not in panel


def test_later_tells_its_date_and_opens_at_once(setting, send, tmp_path):
    noon = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)
    record = Record(tmp_path / "noon", now=lambda: noon)
    setting = type(setting)(stem="12_verdict", words=setting.words, cite=setting.cite, record=record)
    later, after = ConceptForm(setting, TEST, "later"), ConceptForm(setting, TEST, "after")
    assert later.state["plan"] == WORDS["plan-open"]
    panel = hand_in(send, after, RIGHT)["panel"]
    date = (noon.astimezone().date() + datetime.timedelta(days=28)).isoformat()
    assert date in panel
    assert WORDS["no-before"] in panel
    assert date in later.state["plan"]
    assert hand_in(send, later, {FIRST: RIGHT[FIRST]})["handed"]
    assert "after 12 of 12 → four weeks later 1 of 12" in later.state["panel"]


def test_choice_of_another_page_is_shown_before_it_is_replaced(form, send):
    here, there = form(), form()
    send(here, "choose", item=FIRST, chosen=WRONG[FIRST], based=[])
    state = send(there, "choose", item=FIRST, chosen=RIGHT[FIRST], based=["b" * 32])
    assert (state["chosen"][FIRST], state["said"]) == (WRONG[FIRST], WORDS["newer"].format(number=1))
    state = send(there, "choose", item=FIRST, chosen=RIGHT[FIRST], based=known(there))
    assert (state["chosen"][FIRST], state["said"]) == (RIGHT[FIRST], "")


def test_nothing_is_handed_in_that_this_page_has_not_shown(form, send):
    here, there = form(), form()
    send(here, "choose", item=SECOND, chosen=RIGHT[SECOND])
    state = send(there, "hand_in", chosen={FIRST: RIGHT[FIRST]}, based=[])
    assert (state["handed"], state["said"]) == (False, WORDS["newer-handing"])
    assert hand_in(send, there, {FIRST: RIGHT[FIRST], SECOND: RIGHT[SECOND]})["handed"]
    assert send(here, "look")["handed"]


@pytest.mark.parametrize(
    ("action", "content"),
    [
        ("choose", {"item": "gone", "chosen": "x"}),
        ("choose", {"item": FIRST, "chosen": WRONG[SECOND]}),
        ("choose", {"item": FIRST, "chosen": ["x"]}),
        ("hand_in", {}),
        ("hand_in", {"chosen": {FIRST: None}}),
        ("hand_in", {"chosen": [FIRST]}),
    ],
)
def test_message_that_makes_no_sense_saves_nothing(form, send, record, action, content):
    assert send(form(), action, **content)["trouble"]
    assert record.events() == []


def test_choice_that_could_not_be_saved_stays_on_the_page(failing, send):
    state = send(ConceptForm(failing, TEST, "before"), "choose", item=FIRST, chosen=RIGHT[FIRST])
    assert state["trouble"]
    assert state["chosen"] == {FIRST: RIGHT[FIRST]}


def test_static_face_has_every_scene_and_the_fifth_answer(form):
    face = form("after").face
    assert isinstance(face, Face)
    assert face.text.count(f"( ) {WORDS[DO_NOT_KNOW]}") == 12
    assert all(item.asks in face.text for item in TEST.items)
