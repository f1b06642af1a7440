"""A text to write: samples, two drafts side by side, three levels, and sentences to point at."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.answers.events import Review
from course.answers.question import read_question, review_answer
from course.content import lessons
from course.html.ladder import our_ranking
from course.html.text import escape
from course.model import task as kinds
from course.model.answer import Answer
from course.pages.exercise import Exercise
from course.widgets.writing import WritingForm, read_review, task_form

STEM = "02_ways_to_settle"
CLAUSE = next(task for task in lessons.exercise(STEM).tasks if isinstance(task, kinds.Writing))
STRONG, MIDDLING, WEAK = (
    next(sample for sample in CLAUSE.samples if sample.level == level) for level in reversed(kinds.LEVELS)
)
OURS = list(reversed(kinds.LEVELS))


@pytest.fixture
def form(setting):
    return WritingForm(setting, CLAUSE)


def rank(send, form, order, why="", **more):
    return send(form, "rank", box="samples", answer={"order": order, **({"why": why} if why else {})}, **more)


# --- samples ---


def test_levels_of_samples_are_told_only_after_a_ranking(form, send):
    for face in (form.face.markup, form.face.text, form.spec["samples"]):
        assert STRONG.text.split()[-1] in face
        assert escape(STRONG.why[-40:]) not in face
    assert (form.state["ranking"], form.state["ours"], form.state["isSkipped"]) == (None, "", False)
    state = rank(send, form, ["middling", "strong", "weak"], "It is clear.")
    assert escape(STRONG.why[-40:]) in state["ours"]
    assert "It is clear." in state["ours"]
    [event] = form.setting.record.events(kind="ranked")
    assert event.body == {"order": ["middling", "strong", "weak"], "why": "It is clear."}


def test_whoever_ranks_otherwise_is_shown_the_row_of_the_rubric_and_nobody_is_wrong(setting):
    words = setting.words
    row = next(row for row in CLAUSE.rubric if row.id == STRONG.criterion)
    other = our_ranking(words, CLAUSE, ["middling", "strong", "weak"])
    assert escape(row.strong) in other
    assert other.count(words["ladder"]["look-at"]) == 2
    same = our_ranking(words, CLAUSE, OURS)
    assert words["ladder"]["look-at"] not in same
    for shown in (other, same):
        assert words["verdict"]["not-yet"] not in shown


def test_ranking_can_be_left_out_and_done_later(form, send):
    assert send(form, "skip")["isSkipped"] is True
    send(form, "skip")
    assert [event.body for event in form.setting.record.events(kind="ranked")] == [{}]
    assert rank(send, form, OURS)["ranking"] == {"order": OURS}
    assert WritingForm(form.setting, CLAUSE).state["isSkipped"] is False


@pytest.mark.parametrize("order", [[], ["strong"], ["strong", "strong", "weak"], ["a", "b", "c"]])
def test_odd_ranking_is_not_saved(form, send, order):
    assert rank(send, form, order)["trouble"]
    assert form.setting.record.events() == []


def test_ranking_of_another_page_is_offered_first(form, send):
    other = WritingForm(form.setting, CLAUSE)
    rank(send, other, OURS, "There.", based=[])
    state = rank(send, form, ["weak", "strong", "middling"], "Here.", based=[])
    assert "There." in state["newer"]["samples"]["text"]
    bodies = [event.body for event in form.setting.record.events(kind="ranked")]
    assert [body.get("aside", False) for body in bodies] == [False, True]
    kept = rank(
        send, form, ["weak", "strong", "middling"], "Here.", based=[state["newer"]["samples"]["id"]], over="0" * 32
    )
    assert kept["ranking"]["why"] == "Here."


# --- the second draft ---


def test_second_draft_stands_beside_the_first(form, send):
    assert form.state["canRevise"] is False
    first = send(form, "save", answer={"text": MIDDLING.text})
    assert (first["canRevise"], first["second"]) == (True, None)
    draft = {"text": MIDDLING.text + " And now", "why": "I added a witness."}
    typed = send(form, "draft", box="2", round=2, answer=draft)
    assert (typed["second"], typed["answer"], typed["draft"]) == (draft, {"text": MIDDLING.text}, True)
    saved = send(form, "save", box="2", round=2, answer={"text": STRONG.text, "why": "I added a witness."})
    assert saved["second"]["text"] == STRONG.text
    assert saved["answer"] == {"text": MIDDLING.text}
    bodies = [event.body for event in form.setting.record.events(kind="answer")]
    assert [body.get("round") for body in bodies] == [None, 2]
    again = WritingForm(form.setting, CLAUSE).state
    assert {key: saved[key] for key in ("second", "answer", "at", "draft")} == {
        key: again[key] for key in ("second", "answer", "at", "draft")
    }


def test_verdict_is_that_of_the_text_saved_last(form, send):
    send(form, "save", answer={"text": STRONG.text})
    panel = send(form, "save", box="2", round=2, answer={"text": WEAK.text})["panel"]
    assert escape(form.setting.words["verdict"]["not-yet"]) in panel


def test_record_of_one_draft_opens_as_before(setting):
    setting.record.append(setting.stem, CLAUSE.id, "answer", {"answer": {"text": "Mine."}})
    setting.record.append(setting.stem, CLAUSE.id, "review", {"review": {"no-trust": {"works": "Yes."}}})
    state = WritingForm(setting, CLAUSE).state
    assert (state["answer"], state["second"], state["canRevise"]) == ({"text": "Mine."}, None, True)
    assert state["reviews"] == {"no-trust": {"works": "Yes."}}
    assert (state["ranking"], state["isSkipped"]) == (None, False)


def test_second_draft_of_another_page_is_offered_first(form, send):
    send(form, "save", answer={"text": "First."})
    other = WritingForm(form.setting, CLAUSE)
    send(other, "save", box="2", round=2, answer={"text": "There."}, based=[])
    state = send(form, "save", box="2", round=2, answer={"text": "Here."}, based=[])
    assert state["newer"]["2"]["text"] == "There."
    look = send(form, "look", based=list(form.state["based"].values()), boxes={"2": []})
    assert look["newer"]["2"]["text"] == "There."


# --- levels ---


def test_levels_are_stored_beside_the_comments(form, send):
    values = {"clock": {"works": "Noon.", "level": "strong"}, "plain": {"level": "weak"}}
    assert send(form, "review", box="review", answer={"values": values})["reviews"] == values
    [event] = form.setting.record.events(kind="review")
    assert event.body == {"review": {"clock": {"works": "Noon."}}, "levels": {"clock": "strong", "plain": "weak"}}
    told = form.tell("review", Answer(values=values))
    assert form.setting.words["ladder"]["strong"] in told
    assert "Noon." in told


def test_odd_level_is_not_saved(form, send):
    assert send(form, "review", box="review", answer={"values": {"clock": {"level": "best"}}})["trouble"]
    assert form.setting.record.events() == []


LEVELS = st.sampled_from(kinds.LEVELS)
SIDES = st.dictionaries(st.sampled_from(["works", "grow"]), st.text(min_size=1), min_size=1)
REVIEWS = st.builds(
    lambda review, levels: Review(review=review, levels=levels) if levels else Review(review=review),
    st.dictionaries(st.sampled_from("abc"), SIDES),
    st.dictionaries(st.sampled_from("abc"), LEVELS),
)


@given(REVIEWS)
def test_review_comes_back_from_its_answer(review):
    assert read_review(review_answer(review)) == review


# --- sentences to point at ---


def test_learner_points_at_a_sentence_where_no_pattern_can_tell(form, send):
    [part] = CLAUSE.pointed
    assert form.state["points"]["sentences"] == []
    sentence = "The money lies in a box."
    state = send(form, "save", answer={"text": f"One shall pay. {sentence}"})
    assert state["points"]["sentences"] == ["One shall pay.", sentence]
    state = send(form, "point", part=part.id, sentence=sentence)
    assert state["points"]["chosen"] == {part.id: sentence}
    none = send(form, "point", part=part.id, sentence="-")["points"]
    assert (none["chosen"], escape(part.missing[:30]) in none["says"][part.id]) == ({part.id: "-"}, True)
    send(form, "point", part=part.id, sentence=sentence)
    # A sentence that was rewritten since is no answer.
    state = send(form, "save", box="2", round=2, answer={"text": "It is all new now."})
    assert state["points"]["chosen"] == {}
    assert send(form, "point", part="nobody", sentence=sentence)["trouble"]


def test_what_no_pattern_found_can_be_pointed_at(form, send):
    own = "Nobody moves a coin before the woman nods."
    text = "By noon on 3 May Velaya shall pay the money into a box. If it is late, Darwan shall keep the men. " + own
    form.question = msgspec.structs.replace(CLAUSE, least=5)
    [missing] = [part for part in CLAUSE.parts if part.id == "check"]
    state = send(form, "save", answer={"text": text})
    assert escape(missing.missing[:30]) in state["panel"]
    assert state["points"]["asked"] == ["check", *(part.id for part in CLAUSE.pointed)]
    state = send(form, "point", part="check", sentence=own)
    assert escape(missing.missing[:30]) not in state["panel"]
    assert escape(own) in state["panel"]
    assert escape(form.setting.words["verdict"]["open"]) in state["panel"]
    # Only a sentence of the text counts.
    state = send(form, "point", part="check", sentence="Somebody sees it.")
    assert escape(missing.missing[:30]) in state["panel"]


# --- everywhere ---


def test_every_writing_task_has_its_face(record):
    for stem in lessons.exercise_stems():
        page = Exercise(lessons.exercise(stem), record=record)
        worked = Exercise(lessons.exercise(stem), record=record, worked=True)
        for task in page.content.tasks:
            if isinstance(task, kinds.Writing):
                face, solution = page.task(task.id).face, worked.task(task.id)
                for shown in (face.markup, face.text):
                    for sample in task.samples:
                        end = " ".join(sample.text.split()[-3:])
                        assert end in shown or escape(end) in shown
                    assert page.setting.words["ladder"]["ours"] not in shown
                assert page.setting.words["ladder"]["ours"] in solution.text


def test_what_was_written_is_listed(form, send):
    send(form, "save", answer={"text": "First."})
    send(form, "save", box="2", round=2, answer={"text": "Second.", "why": "A witness."})
    rank(send, form, OURS, "It is clear.")
    send(form, "review", box="review", answer={"values": {"clock": {"level": "weak", "grow": "Add noon."}}})
    page = Exercise(lessons.exercise(STEM), record=form.setting.record)
    written = "\n".join(answer for _, answer in page.written())
    for said in ("First.", "Second.", "A witness.", "It is clear.", "Add noon.", "weak"):
        assert said in written


def test_other_tasks_keep_their_form(setting):
    other = next(task for task in lessons.exercise(STEM).tasks if not isinstance(task, kinds.Writing))
    form = task_form(setting, other)
    assert not isinstance(form, WritingForm)
    assert "samples" not in form.spec
    assert "second" not in form.state


def test_hints_and_models_leave_the_boxes(form, send):
    send(form, "save", answer={"text": "First."})
    send(form, "draft", box="2", round=2, answer={"text": "Second"})
    state = send(form, "hint")
    assert (state["answer"], state["second"]) == ({"text": "First."}, {"text": "Second"})
    work = read_question(form.setting.record.events())
    assert set(work.rounds) == {1}
