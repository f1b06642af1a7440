"""One press, one event: sent again, pressed twice, in two views or on two pages, and from two threads."""

import secrets
import threading

import msgspec
import pytest

from course.content import catalog, labs, lessons, scenarios
from course.model import prompt as prompts
from course.model.task import Choose, Criterion, Option, Part, Sample, Way, Writing
from course.pages.exercise import Exercise
from course.pages.labs import open_lab
from course.pages.negotiations import open_table
from course.widgets.prompt import PromptForm
from course.widgets.stands import Stands
from course.widgets.task import TaskForm
from course.widgets.trial import Trial
from course.widgets.writing import WritingForm

CLAIM = catalog.claims()["A4"]
CHECK = Choose(
    id="check",
    asks="Which?",
    model="m",
    hints=("First.", "Second."),
    options=tuple(Option(id=id, says=id, right=id == "a", feedback=id) for id in "abc"),
)
PAIR = prompts.OneChoice(
    id="pair",
    asks="Who?",
    minutes=3,
    grouping="alone",
    guide="g",
    perspectives=(),
    pair=True,
    options=tuple(prompts.Choice(id=id, says=id) for id in "abc"),
)
WRITING = Writing(
    id="clause",
    asks="Write it.",
    model="m",
    least=1,
    most=9,
    parts=(Part(id="when", name="By when", ways=(Way(groups=("by #",)),), missing="Say by when."),),
    samples=tuple(
        Sample(level=level, text=f"A {level} text by 3.", why=f"It is {level}.", criterion="x")
        for level in ("middling", "strong", "weak")
    ),
    frames=("By … they shall …",),
    rubric=(Criterion(id="x", says="It says by when.", weak="w", middling="m", strong="s"),),
    models=(),
)
LAB = labs.names()[0]


def stands(setting):
    return Stands(setting, [CLAIM])


def trial(setting):
    return Trial(setting, CLAIM)


def task(setting):
    return TaskForm(setting, CHECK)


def reviewed(setting):
    return WritingForm(setting, WRITING)


def pair(setting):
    return PromptForm(setting, PAIR)


def lab(setting):
    return open_lab(setting, LAB)


def table(setting):
    return open_table(setting, scenarios.scenarios()[0])


PRESSES = [
    (pair, "save", {"answer": {"chosen": "a"}, "round": 1}),
    (pair, "draft", {"answer": {"chosen": "a"}, "round": 1}),
    (task, "save", {"answer": {"chosen": "b"}}),
    (task, "hint", {"number": 1}),
    (reviewed, "review", {"answer": {"values": {"x": {"works": "Yes."}}}}),
    (stands, "stand", {"claim": "A4", "stand": 1}),
    (trial, "stand", {"round": 1, "stand": 1, "sure": 2, "why": "So."}),
    (trial, "weigh", {"piece": CLAIM.speaks_for[0].id, "weight": 3}),
    (trial, "argue", {"side": "for", "text": "Mine.", "source": ""}),
    (trial, "rebut", {"piece": CLAIM.speaks_for[0].id, "text": "No."}),
    (lab, "answer", {"text": "Oman."}),
]
each = pytest.mark.parametrize(("opening", "do", "content"), PRESSES, ids=lambda part: getattr(part, "__name__", None))


@each
def test_press_names_its_event_and_sent_again_adds_nothing(setting, send, opening, do, content):
    press = secrets.token_hex(16)
    widget = opening(setting)
    first = send(widget, do, press=press, **content)
    again = send(widget, do, press=press, **content)
    assert [event.id for event in setting.record.events()] == [press]
    assert {**first, "n": 0} == {**again, "n": 0}
    # After a restart of the kernel the message may come once more, to a widget that knows nothing of it.
    send(opening(setting), do, press=press, **content)
    assert len(setting.record.events()) == 1


@each
def test_two_presses_in_two_views_or_pages_are_one(setting, send, opening, do, content):
    here, there = opening(setting), opening(setting)
    for widget in (here, here, there):
        send(widget, do, press=secrets.token_hex(16), **content)
    assert len(setting.record.events()) == 1


def test_double_click_is_no_second_vote(setting, send):
    form = pair(setting)
    for _ in range(2):
        state = send(form, "save", answer={"chosen": "a"}, round=1, press=secrets.token_hex(16))
    assert [event.body["round"] for event in setting.record.events(kind="answer")] == [1]
    assert (state["round"], state["panel"]) == (2, "")
    send(form, "save", answer={"chosen": "a"}, round=2, press=secrets.token_hex(16))
    assert [event.body["round"] for event in setting.record.events(kind="answer")] == [1, 2]


def test_second_vote_needs_a_page_that_showed_the_second_round(setting, send):
    for rounds in ({}, {"round": 2}):
        send(pair(setting), "save", answer={"chosen": "a"}, **rounds)
    assert {event.body["round"] for event in setting.record.events(kind="answer")} == {1, 2}
    fresh = PromptForm(setting, msgspec.structs.replace(PAIR, id="other"))
    send(fresh, "save", answer={"chosen": "a"}, round=2)
    assert setting.record.events(item="other")[0].body["round"] == 1


def test_double_press_on_check_is_one_try_and_opens_no_model(setting, send):
    form = task(setting)
    for _ in range(3):
        state = send(form, "save", answer={"chosen": "b"}, press=secrets.token_hex(16))
    assert state["model"] is False
    assert send(form, "save", answer={"chosen": "c"}, press=secrets.token_hex(16))["model"] is True


def test_argument_taken_back_twice_is_taken_back_once(setting, send):
    [argument] = send(trial(setting), "argue", side="for", text="Mine.")["own"]
    for _ in range(2):
        assert send(trial(setting), "withdraw", id=argument["id"], press=secrets.token_hex(16))["own"] == []
    assert len(setting.record.events(kind="argument")) == 2


def test_prediction_pressed_twice_is_one(setting, send):
    bench = lab(setting)
    for _ in range(2):
        send(bench, "predict", chosen=bench.words.prediction.options[0].id, press=secrets.token_hex(16))
    assert len(setting.record.events(kind="prediction")) == 1


def test_seat_and_move_are_taken_once(setting, send):
    here = table(setting)
    seat = next(role.id for role in here.scenario.roles if role.kind == "party")
    shown = {"game": "", "moves": 0}
    for _ in range(2):
        state = send(here, "seat", seat=seat, press=secrets.token_hex(16), **shown)
    assert len(state["games"]) == 1
    shown = {"game": state["game"], "moves": state["moves"]}
    move = {"kind": "plan", "target": "60", "walk_away": "40", "text": "Slowly.", "guesses": {}}
    first = send(here, "move", press=secrets.token_hex(16), **move, **shown)
    assert first["moved"] is True
    count = len(setting.record.events(kind="move"))
    shown = {"game": first["game"], "moves": first["moves"]}
    note = {"kind": "note", "text": "Wait."}
    moved = [send(here, "move", press=secrets.token_hex(16), **note, **shown)["moved"] for _ in range(2)]
    assert moved == [True, False]
    assert len(setting.record.events(kind="move")) == count + 1


def test_press_that_could_not_be_saved_may_be_pressed_again(setting, send, monkeypatch):
    press = secrets.token_hex(16)
    form = task(setting)
    with monkeypatch.context() as broken:
        broken.setattr(type(setting.record), "save", None)
        assert send(form, "save", answer={"chosen": "b"}, press=press)["trouble"]
    assert send(form, "save", answer={"chosen": "b"}, press=press)["trouble"] == ""
    assert [event.id for event in setting.record.events()] == [press]


def test_presses_from_two_threads_while_a_cell_runs(record):
    stem = "02_ways_to_settle"
    page = Exercise(lessons.exercise(stem), record=record)
    form = page.task("zopa")
    writing = page.task(next(one.id for one in page.content.tasks if one.id != "zopa"))
    start = threading.Barrier(3)
    failed = []

    def run(act):
        start.wait()
        try:
            for number in range(8):
                act(number)
        except Exception as problem:
            failed.append(problem)

    def press(widget, first):
        def act(number):
            widget.receive({"do": "hint", "n": first + number, "press": secrets.token_hex(16), "number": number + 1})

        return act

    def cell(number):
        page.check("zopa", sahl_limit=number, velaya_limit=85, zone_width=35)

    threads = [threading.Thread(target=run, args=(act,)) for act in (press(form, 1), press(writing, 1))]
    for thread in threads:
        thread.start()
    run(cell)
    for thread in threads:
        thread.join()
    assert failed == []
    assert (form.state["n"], writing.state["n"]) == (8, 8)
    assert form.state["trouble"] == writing.state["trouble"] == ""
    for widget in (form, writing):
        numbers = [event.body["number"] for event in record.events(item=widget.question.id, kind="hint")]
        assert numbers == list(range(1, len(widget.question.hints) + 1))
    assert len(record.events(item="zopa", kind="answer")) == 8
    assert "velaya_limit" in form.state["panel"] or form.state["answer"]["values"]["sahl_limit"] == 7
