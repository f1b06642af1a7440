"""Documents and people as widgets: tries, replies, lines and decisions, and what is shown only after them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.answers.done import Parts, done
from course.answers.events import Decision, Marked, ReadOn, to_body
from course.answers.work import Work
from course.checks.marking import judge_marks
from course.content.documents import read_document
from course.content.interface import words
from course.html.text import phrase
from course.model.document import Document
from course.widgets.document import DocumentDesk
from course.widgets.person import PersonCard

WORDS, PERSON, FORM = (words()[part] for part in ("document", "person", "form"))


@pytest.fixture
def desk(setting, letter):
    return lambda *others: DocumentDesk(setting, [letter, *others])


@pytest.fixture
def card(setting, mediator):
    return lambda: PersonCard(setting, mediator)


def check(send, widget, mark, *phrases, document="bridge-letter", **more):
    box = f"{document}/mark/{mark}"
    based = [widget.state["based"].get(box, "")]
    return send(widget, "check", **{"box": box, "answer": {"chosen": list(phrases)}, "based": based, **more})


def miss(send, widget, text, document="bridge-letter", **more):
    return send(widget, "miss", box=f"{document}/missing", answer={"text": text}, **more)


def test_a_marking_is_judged_phrase_by_phrase(letter):
    marking = letter.marks[0]
    hope = next(iter(marking.feedback))
    marked = [marking.right[0], marking.arguable[0], hope, letter.phrases[1].words]
    verdicts = {verdict.phrase.words: verdict for verdict in judge_marks(letter, marking, marked)}
    assert {words: verdict.fit for words, verdict in verdicts.items()} == {
        letter.phrases[1].words: "not",
        marking.right[0]: "fits",
        marking.arguable[0]: "arguable",
        marking.right[1]: "missed",
        hope: "not",
    }
    assert verdicts[hope].why == marking.feedback[hope]
    assert [verdict.fit for verdict in judge_marks(letter, marking, ())] == ["missed", "arguable-open", "missed"]


def keys_of(document: Document):
    return [each.key for each in document.phrases]


@given(st.data())
def test_every_marked_phrase_and_every_right_one_gets_one_verdict(data):
    from pathlib import Path

    letter = read_document(Path(__file__).parents[1] / "samples" / "documents" / "bridge-letter.toml")
    marking = data.draw(st.sampled_from(letter.marks))
    marked = data.draw(st.sets(st.sampled_from(keys_of(letter))))
    verdicts = judge_marks(letter, marking, marked)
    judged = [verdict.phrase.key for verdict in verdicts]
    assert judged == [key for key in keys_of(letter) if key in marked | {*marking.right} | {*marking.arguable}]
    for verdict in verdicts:
        assert (verdict.fit in ("fits", "arguable", "not")) == (verdict.phrase.key in marked)
        assert (verdict.fit in ("fits", "missed")) == (verdict.phrase.words in marking.right)


def test_tries_are_counted_and_the_same_again_is_none(desk, send, letter):
    widget, marking = desk(), letter.marks[0]
    state = check(send, widget, "binds", marking.right[0])
    panel = state["texts"][letter.id]["marks"]["binds"]["panel"]
    assert WORDS["once"] in panel
    assert WORDS["count"].format(fits=1, total=2) in panel
    check(send, widget, "binds", marking.right[0])
    state = check(send, widget, "binds", *marking.right)
    assert WORDS["times"].format(count=2) in state["texts"][letter.id]["marks"]["binds"]["panel"]
    assert state["texts"][letter.id]["marks"]["binds"]["fits"] == {
        marking.right[0]: "fits",
        marking.right[1]: "fits",
        marking.arguable[0]: "arguable-open",
    }
    assert desk().state["texts"] == state["texts"]


def test_nothing_tells_before_it_is_answered(desk, letter, card, mediator):
    widget = desk()
    sent = str(widget.spec) + str(widget.state)
    for text in (letter.missing.ours, *(marking.shows for marking in letter.marks)):
        assert text not in sent
    [spec] = widget.spec["texts"]
    assert all(option.keys() == {"id", "html"} for question in spec["questions"] for option in question["options"])
    assert all(marking.keys() == {"id", "number", "html"} for marking in spec["marks"])
    for question in letter.questions:
        assert not [option for option in question.options if option.feedback in sent]
    person = card()
    assert mediator.after not in str(person.spec) + str(person.state)


def test_a_reply_is_kept_and_one_from_another_page_is_shown_first(desk, send, letter):
    here, there = desk(), desk()
    options = letter.questions[0].options
    about = {"document": letter.id, "question": "speaks"}
    state = send(here, "reply", **about, option=options[1].id, based=[""])
    reply = state["texts"][letter.id]["replies"]["speaks"]
    assert (reply["chosen"], str(phrase(options[1].feedback)) in reply["panel"]) == (options[1].id, True)
    state = send(there, "reply", **about, option=options[0].id, based=[""])
    assert state["said"] == WORDS["newer-reply"]
    reply = state["texts"][letter.id]["replies"]["speaks"]
    assert reply["chosen"] == options[1].id
    state = send(there, "reply", **about, option=options[0].id, based=[reply["based"]])
    assert state["texts"][letter.id]["replies"]["speaks"]["chosen"] == options[0].id


def test_ours_opens_with_a_line_and_not_without(desk, send, letter):
    widget = desk()
    state = miss(send, widget, "  ")
    assert state["trouble"]
    assert state["texts"][letter.id]["ours"] == ""
    state = miss(send, widget, "Who closed it.")
    assert str(phrase(letter.missing.ours)) in state["texts"][letter.id]["ours"]


def test_a_line_of_another_page_never_goes_unseen(desk, send, letter):
    here, there = desk(), desk()
    miss(send, here, "Who closed it.")
    state = miss(send, there, "Why it was closed.", based=[""])
    [newer] = state["newer"].values()
    assert newer["text"] == "Who closed it."
    state = miss(send, there, "Why it was closed.", based=[newer["id"]], over=newer["id"])
    assert state["texts"][letter.id]["missing"] == "Why it was closed."
    assert state["versions"][f"{letter.id}/missing"] == 1


@pytest.mark.parametrize(
    ("action", "content"),
    [
        ("check", {"box": "bridge-letter/mark/binds", "answer": {"chosen": ["No such phrase"]}}),
        ("check", {"box": "bridge-letter/missing", "answer": {"chosen": ["Darwan will pay for the lamps"]}}),
        ("check", {"box": "bridge-letter/mark/other", "answer": {}}),
        ("miss", {"box": "bridge-letter/mark/binds", "answer": {"text": "x"}}),
        ("reply", {"document": "bridge-letter", "question": "speaks", "option": "nobody"}),
        ("reply", {"document": "other", "question": "speaks", "option": "both"}),
    ],
)
def test_an_odd_message_changes_nothing(desk, send, record, action, content):
    state = send(desk(), action, **content)
    assert state["trouble"]
    assert record.events() == []


def test_two_documents_have_items_and_marks_of_their_own(desk, send, record, letter, reply):
    widget = desk(reply)
    check(send, widget, "binds", reply.marks[0].right[0], document=reply.id)
    check(send, widget, "binds", letter.marks[0].right[0])
    assert [event.item for event in record.events()] == ["document/bridge-reply", "document/bridge-letter"]
    assert not widget.state["ticked"]
    for document in (letter, reply):
        for marking in document.marks:
            check(send, widget, marking.id, *marking.right, document=document.id)
        miss(send, widget, "Something.", document=document.id)
    assert widget.state["ticked"]


def test_a_document_is_done_with_every_marking_and_the_line(desk, send, record, letter):
    widget, parts = desk(), [Parts(stem="02_ways_to_settle", documents=[letter])]
    for step in (
        lambda: check(send, widget, "binds", letter.marks[0].right[0]),
        lambda: check(send, widget, "reserves", letter.phrases[1].words),
    ):
        step()
        assert done(Work(record.events()), parts) == 0
    miss(send, widget, "Who closed it.")
    assert done(Work(record.events()), parts) == parts[0].count == 1


def test_what_cannot_be_saved_is_said(failing, send, letter):
    state = check(send, DocumentDesk(failing, [letter]), "binds", letter.marks[0].right[0])
    assert state["trouble"]
    assert state["texts"][letter.id]["marks"]["binds"]["panel"] == ""


# --- People ---


def test_a_decision_opens_what_happened(card, send, mediator, record):
    widget = card()
    assert (widget.state["own"], widget.state["happened"]) == ("", "")
    state = send(widget, "decide", box="decision", answer={"why": "It is late."})
    assert (state["said"], state["happened"]) == (PERSON["need"], "")
    state = send(widget, "decide", box="decision", answer={"chosen": "wait", "why": "It is late."}, based=[""])
    assert str(phrase(mediator.after)) in state["happened"]
    assert "It is late." in state["own"]
    assert state["ticked"]
    assert done(Work(record.events()), [Parts(stem="02_ways_to_settle", people=[mediator.id])]) == 1
    assert card().state["happened"] == state["happened"]


def test_reading_on_is_kept_as_what_it_is(card, send, mediator, record):
    widget = card()
    state = send(widget, "read_on")
    assert PERSON["you-read"] in state["own"]
    assert not state["ticked"]
    send(widget, "read_on")
    assert [event.kind for event in record.events()] == ["read-on"]
    send(widget, "decide", box="decision", answer={"chosen": "ask"}, based=[""])
    work = widget.read_work()
    assert work.read_on
    assert work.is_done


def test_who_decided_first_has_not_read_on(setting, record, card):
    for body in (Decision(option="ask"), ReadOn()):
        kind, plain = to_body(body)
        record.append(setting.stem, "person/salma-noor", kind, plain)
    assert not card().read_work().read_on


def test_a_decision_of_another_page_is_shown_first(card, send):
    here, there = card(), card()
    send(here, "decide", box="decision", answer={"chosen": "ask"}, based=[""])
    state = send(there, "decide", box="decision", answer={"chosen": "wait", "why": "Late."}, based=[""])
    assert list(state["newer"]) == ["decision"]
    assert there.read_work().decision.body.option == "ask"


# --- Static faces ---


def test_the_static_faces_hold_the_whole_and_fold_what_is_ours(desk, letter, reply, card, mediator):
    face = desk(reply).face
    shown, _, ours = face.text.partition("* * *")
    folded = str(face.markup)
    for document in (letter, reply):
        text = " ".join(each.words for each in document.phrases)
        assert text in " ".join(shown.split())
        assert document.missing.ours in ours
        assert document.missing.ours not in shown
        before, _, after = folded.partition("<details>")
        assert document.phrases[2].words in folded
        for question in document.questions:
            assert question.asks in shown
            right = next(option for option in question.options if option.right)
            assert right.feedback in ours
            assert right.feedback not in shown
        assert str(phrase(document.missing.ours)) not in before
        folded = after if document is letter else folded
    assert "<details open" not in folded
    person = card().face
    before, _, after = person.text.partition("* * *")
    assert mediator.before in before
    assert mediator.did in after
    assert mediator.did not in before
    assert str(person.markup).index("<details>") < str(person.markup).index("She asked to know what")


def test_a_phrase_that_the_text_lost_changes_nothing(setting, record, desk, letter):
    kind, plain = to_body(Marked(mark="binds", phrases=("No longer here", letter.marks[0].right[0])))
    record.append(setting.stem, f"document/{letter.id}", kind, plain)
    fits = desk().state["texts"][letter.id]["marks"]["binds"]["fits"]
    assert fits[letter.marks[0].right[0]] == "fits"
    assert "No longer here" not in fits
