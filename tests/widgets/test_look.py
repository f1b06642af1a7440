"""A look that asks: nothing gives away what is to be guessed, one press opens it for good, no guess is lost."""

import re
import secrets
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.answers.look import look_item, read_look
from course.content.interface import words
from course.html import ask as html
from course.html.ask import finding_face
from course.html.face import Face
from course.html.text import phrase, plain
from course.model import ask
from course.model.answer import Answer
from course.model.lesson import Bars, Column, Step, Table, Timeline
from course.record import Record
from course.widgets.look import AskedLook

COMMON = {"id": "x", "title": "The title", "finding": "Each got *something*.", "sources": (), "caution": "One case."}
LOOK = words()["look"]
ROWS = (("Zubarah", "Qatar", "17"), ("Hawar", "Bahrain", "12"), ("Janan", "Qatar", "13"))
TABLE = {"columns": (Column(name="What"), Column(name="To whom"), Column(name="Votes", number=True)), "rows": ROWS}
STEPS = (
    Step(date="1961", says="A treaty."),
    Step(date="1962", says="A claim."),
    Step(date="1963", says="A loan."),
    Step(date="1990", says="A war."),
)
COVER = Table(**COMMON, **TABLE, ask=ask.Cover(asks="Who got what?", column="To whom"))
VOTES = Table(**COMMON, **TABLE, ask=ask.Cover(asks="How many?", column="Votes", rows=("Hawar", "Janan")))
PLACE = Timeline(**COMMON, steps=STEPS, ask=ask.Place(asks="Where?", steps=("1962", "1963")))
CELL = Table(**COMMON, **TABLE, ask=ask.Guess(asks="How many?", row="Hawar", column="Votes"))
FINDING = Table(**COMMON, **TABLE, ask=ask.Finding(asks="What do you see?"))
BARS = Bars(
    **COMMON,
    unit="states",
    names=("Members", "Ratified"),
    values=(57, 14),
    alternative="Bars: 57, 14.",
    ask=ask.Guess(asks="How many?", name="Ratified"),
)
EACH = {
    "cover": (COVER, {"values": {"Zubarah": "Qatar", "Hawar": "Qatar", "Janan": "Qatar"}}),
    "votes": (VOTES, {"values": {"Hawar": "9"}}),
    "place": (PLACE, {"placed": {"1962": "1961", "1963": "first"}}),
    "cell": (CELL, {"value": "11"}),
    "bars": (BARS, {"value": "40"}),
    "finding": (FINDING, {"text": "Both won."}),
}


def after(setting, look):
    return (
        finding_face(setting, look)
        if isinstance(look, Table | Timeline)
        else Face(phrase(look.finding), plain(look.finding))
    )


def opened(setting, look):
    return AskedLook(setting, look, after(setting, look))


@pytest.fixture(params=EACH.values(), ids=EACH)
def asked(request, setting):
    look, answer = request.param
    return opened(setting, look), answer


def show(send, widget, answer, **more):
    based = more.pop("based", [widget.state["based"].get("guess", "")])
    return send(widget, "show", box="guess", answer=answer, based=based, press=secrets.token_hex(16), **more)


def kinds(setting):
    return [event.kind for event in setting.record.events()]


def test_the_page_is_told_what_is_asked_of_each_field_and_not_what_is_right(asked):
    widget, _ = asked
    assert {key for field in widget.spec["fields"] for key in field} <= {
        "id",
        "label",
        "choices",
        "number",
        "slot",
        "rows",
    }


def test_one_press_opens_it_and_it_is_open_for_whoever_comes_back(setting, send, asked):
    widget, answer = asked
    assert (widget.state["shown"], widget.state["panel"]) == (False, "")
    state = show(send, widget, answer)
    assert state["shown"]
    assert "something" in state["panel"]
    assert kinds(setting) == ["guess"]
    again = opened(setting, widget.look)
    assert (again.state["shown"], again.state["answer"]) == (True, answer)
    assert again.state["panel"] == state["panel"]


def test_it_may_be_opened_without_a_guess(setting, send, asked):
    widget, _ = asked
    state = show(send, widget, {})
    assert (state["shown"], state["said"]) == (True, LOOK["opened-blank"])
    assert kinds(setting) == ["guess"]
    assert LOOK["you-said"] not in widget.state["panel"]


def test_what_is_typed_is_kept_and_opens_nothing(setting, send, asked):
    widget, answer = asked
    send(widget, "draft", box="guess", answer=answer, based=[""], press=secrets.token_hex(16))
    assert (widget.state["shown"], widget.state["answer"]) == (False, answer)
    assert opened(setting, widget.look).state["answer"] == answer
    show(send, widget, answer)
    assert kinds(setting) == ["draft", "guess"]


def test_before_the_guess_the_page_does_not_hold_what_is_to_be_guessed(setting):
    for look, _ in EACH.values():
        sent = [str(value) for key, value in opened(setting, look).spec.items() if key not in ("after", "words")]
        assert not any("something" in part for part in sent)
    assert "12" not in str(opened(setting, CELL).spec["before"])
    assert "14" not in str(opened(setting, BARS).spec["before"])
    assert "1962" not in opened(setting, PLACE).spec["before"]
    assert "Bahrain" not in opened(setting, COVER).spec["before"]


def test_few_cells_are_chosen_from_and_numbers_and_many_are_written(setting):
    [first, *_] = opened(setting, COVER).spec["fields"]
    assert [choice["value"] for choice in first["choices"]] == ["Bahrain", "Qatar"]
    many = tuple((str(n), f"Value {n}", "1") for n in range(html.FEW + 1))
    assert not html.fields(setting, replace_rows(COVER, many))[0].choices
    assert [field.id for field in html.fields(setting, VOTES)] == ["Hawar", "Janan"]
    assert all(field["number"] for field in opened(setting, BARS).spec["fields"])


def replace_rows(look, rows):
    return msgspec.structs.replace(look, rows=rows)


def test_a_covered_column_says_how_many_agree_and_nothing_is_wrong(setting, send):
    widget = opened(setting, COVER)
    panel = show(send, widget, EACH["cover"][1])["panel"]
    assert LOOK["agree"].format(count=2, total=3) in panel
    assert panel.count("<td>") == 4 + 2
    for word in ("wrong", "right", "correct"):
        assert word not in panel.replace("course-", "")


def test_a_step_says_where_it_was_put(setting, send):
    panel = show(send, opened(setting, PLACE), EACH["place"][1])["panel"]
    assert LOOK["put"].format(said=LOOK["gap"].format(before="1961", after="1990")) in panel
    assert LOOK["put"].format(said=LOOK["gap-first"].format(after="1961")) in panel
    assert panel.count("<li>") == len(STEPS)


def test_a_number_says_what_was_said_and_what_it_is(setting, send):
    panel = show(send, opened(setting, BARS), {"value": "<b>40"})["panel"]
    assert "&lt;b&gt;40" in panel
    assert "<b>14</b>" in panel


def test_what_is_said_once_it_is_open_fits_what_stood_here(setting, send, asked):
    widget, answer = asked
    key = "opened-finding" if widget.look is FINDING else "opened"
    assert show(send, widget, answer)["said"] == LOOK[key]


def test_a_sentence_that_was_guessed_ends_with_one_full_stop(setting, send):
    rows = (("Zubarah", "Qatar", "17"), ("Hawar", "Bahrain", "Both return to war."))
    table = Table(**COMMON, columns=TABLE["columns"], rows=rows, ask=CELL.ask)
    panel = show(send, opened(setting, table), {"value": "They go home."})["panel"]
    assert re.sub("<[^>]+>", "", panel).startswith("You said They go home; it is Both return to war.The title")


@pytest.mark.parametrize("answer", [{"chosen": "a"}, {"text": "x"}, {"order": ["a"]}, {"values": 3}])
def test_an_answer_of_another_shape_is_refused(setting, send, answer):
    widget = opened(setting, COVER)
    assert show(send, widget, answer)["trouble"]
    assert kinds(setting) == []


def test_a_double_press_is_one_guess(setting, send):
    widget, press = opened(setting, CELL), secrets.token_hex(16)
    for _ in range(2):
        send(widget, "show", box="guess", answer={"value": "3"}, based=[""], press=press)
    assert [event.id for event in setting.record.events()] == [press]


def test_the_first_page_that_opens_it_stands_and_the_other_guess_is_kept(setting, send):
    other = replace(setting, record=Record(setting.record.where.parent))
    one, two = opened(setting, FINDING), opened(other, FINDING)
    show(send, one, {"text": "By A."})
    state = show(send, two, {"text": "By B."})
    assert state["shown"]
    assert state["answer"] == {"text": "By A."}
    assert "By B." in state["panel"]
    assert "By B." in opened(setting, FINDING).state["panel"]
    late = send(one, "draft", box="guess", answer={"text": "By A, late."}, based=[""], press=secrets.token_hex(16))
    assert late["answer"] == {"text": "By A."}


def test_a_draft_of_another_page_is_offered_before_anything_opens(setting, send):
    other = replace(setting, record=Record(setting.record.where.parent))
    one, two = opened(setting, FINDING), opened(other, FINDING)
    send(one, "draft", box="guess", answer={"text": "By A."}, based=[""], press=secrets.token_hex(16))
    state = show(send, two, {"text": "By B."}, based=[""])
    assert not state["shown"]
    assert state["newer"]["guess"]["text"] == "By A."


def test_nothing_is_said_to_be_saved_on_a_full_disk(failing, send):
    widget = opened(failing, CELL)
    assert show(send, widget, {"value": "3"})["trouble"]
    assert not widget.state["shown"]


def test_the_static_face_folds_the_answer_away_and_plain_text_has_it_below_a_line(setting, asked):
    widget, _ = asked
    above, _, below = widget.face.text.partition(html.RULE)
    assert "something" in below
    assert "something" not in above
    head, _, folded = widget.face.markup.partition("<details")
    assert "something" in folded
    assert "something" not in head
    assert widget.look.ask.asks in head


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    values=st.lists(st.sampled_from(["Qatar", "Bahrain", "Both", "*None*"]), min_size=2, max_size=7),
    guesses=st.lists(st.one_of(st.none(), st.sampled_from(["Qatar", "Bahrain", "Both", "None", "<i>"])), max_size=7),
)
def test_whatever_is_guessed_the_table_is_whole_afterwards_and_counted_fairly(setting, values, guesses):
    rows = tuple((f"Row {n}", value, str(n)) for n, value in enumerate(values))
    look = replace_rows(COVER, rows)
    given_by_row = {row[0]: guess for row, guess in zip(rows, guesses, strict=False) if guess}
    panel = html.result(setting, look, Answer(values=given_by_row), finding_face(setting, look))
    assert panel.count("<tr>") == len(rows) + 1
    assert "<i>" not in panel.replace("</i>", "")
    agreeing = sum(given_by_row.get(row[0]) == row[1].strip("*") for row in rows)
    said = LOOK["agree"].format(count=agreeing, total=len(given_by_row))
    assert (said in panel) == (len(given_by_row) > 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(presses=st.lists(st.tuples(st.booleans(), st.sampled_from("AB"), st.sampled_from(["x", "y", ""])), max_size=8))
def test_in_any_order_of_two_pages_the_first_opening_stands(tmp_path_factory, setting, presses):
    where = tmp_path_factory.mktemp("work")
    pages = {name: replace(setting, record=Record(where)) for name in "AB"}
    widgets = {name: opened(page, FINDING) for name, page in pages.items()}
    first = None
    for opens, name, text in presses:
        widget = widgets[name]
        answer = {"text": text} if text else {}
        action = "show" if opens else "draft"
        based = [widget.state["based"].get("guess", "")]
        widget.receive({"do": action, "n": 1, "box": "guess", "answer": answer, "based": based})
        assert not widget.state["trouble"]
        work = read_look(pages[name].record.events(setting.stem, look_item("x")))
        if work.opened and first is None:
            first = work.opened.body.answer
        if first is not None:
            assert (work.is_shown, work.answer) == (True, first)
            assert widget.state["shown"]
