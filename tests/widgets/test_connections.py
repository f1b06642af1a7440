"""One question opens with one query, is saved with one transaction, and is judged once, whoever else writes."""

import msgspec
import pytest

import course.record.connection
import course.widgets.task
from course.content import catalog, lessons
from course.pages.labs import open_lab
from course.record import Record
from course.widgets.prompt import PromptForm
from course.widgets.stands import Stands
from course.widgets.task import TaskForm
from course.widgets.trial import Trial

LESSON = lessons.lesson("02_ways_to_settle")
PROMPT = next(prompt for prompt in LESSON.prompts if prompt.pair)
CHECK = next(check for check in LESSON.checks if type(check).__name__ == "Choose")
CLAIM = catalog.claims()["A4"]
PIECE = CLAIM.speaks_for[0].id
TEXT = {"text": "My words."}

OPENED = {
    "prompt": (lambda setting: PromptForm(setting, PROMPT), [("save", {"answer": {"chosen": "half"}})]),
    "draft": (lambda setting: PromptForm(setting, PROMPT), [("draft", {"answer": {"chosen": "half"}})]),
    "check": (
        lambda setting: TaskForm(setting, CHECK),
        [("save", {"answer": {"chosen": option.id}}) for option in CHECK.options] + [("hint", {}), ("model", {})],
    ),
    "trial": (
        lambda setting: Trial(setting, CLAIM),
        [
            ("stand", {"round": 1, "stand": 1}),
            ("weigh", {"piece": PIECE, "weight": 2}),
            ("argue", {"side": "for", "text": "Oman."}),
            ("rebut", {"piece": PIECE, "text": "No."}),
        ],
    ),
    "stands": (lambda setting: Stands(setting, [CLAIM]), [("stand", {"claim": "A4", "stand": 1})]),
    "lab": (lambda setting: open_lab(setting, "bargaining_zone"), [("answer", TEXT)]),
}
each = pytest.mark.parametrize(("opening", "actions"), OPENED.values(), ids=OPENED)


@pytest.fixture
def connections(monkeypatch):
    """The modes of the connections that were opened: none of them may make the file by itself."""
    opened = []
    connect = course.record.connection._connect

    def counted(path, mode, patience):
        opened.append(mode)
        return connect(path, mode, patience)

    monkeypatch.setattr(course.record.connection, "_connect", counted)
    return opened


@each
def test_one_connection_opens_and_one_saves(setting, send, connections, opening, actions):
    for do, content in actions:
        send(opening(setting), do, **content)
    connections.clear()
    widget = opening(setting)
    assert connections == ["rw"]
    for do, content in actions:
        connections.clear()
        send(widget, do, **content)
        assert connections == ["rw"], do


@each
def test_what_another_page_saved_in_between_is_there_after_saving(setting, send, opening, actions):
    here, there = opening(setting), opening(setting)
    for do, content in actions:
        send(there, do, **content)
    for do, content in actions:
        state = send(here, do, **content)
    fresh = opening(setting).state
    kept = [key for key in fresh if key not in ("n", "said", "trouble", "empty", "svg", "sentence", "table")]
    shown = {key: state[key] for key in kept if key in state}
    # A draft leaves what stands in the boxes to the page, and hints, models and labs only add to them.
    assert {key: fresh[key] for key in shown if key not in ("answer", "draft", "at")} == {
        key: value for key, value in shown.items() if key not in ("answer", "draft", "at")
    }


def test_an_answer_is_judged_once(setting, send, monkeypatch):
    judged = []
    judge = course.widgets.task.judge
    monkeypatch.setattr(course.widgets.task, "judge", lambda *given: judged.append(given) or judge(*given))
    form = TaskForm(setting, CHECK)
    assert judged == []
    send(form, "save", answer={"chosen": CHECK.options[0].id})
    assert len(judged) == 1
    send(form, "hint")
    assert len(judged) == 1
    TaskForm(setting, CHECK)
    assert len(judged) == 2


def test_hints_of_two_pages_on_one_question_follow_each_other(setting, send):
    check = msgspec.structs.replace(CHECK, hints=("First.", "Second."))
    here, there = TaskForm(setting, check), TaskForm(setting, check)
    send(there, "hint")
    assert "Second." in send(here, "hint")["panel"]
    numbers = [event.body["number"] for event in Record(setting.record.where.parent).events(kind="hint")]
    assert numbers == [1, 2]
    assert send(there, "hint")["hints"] is False
    assert len(setting.record.events(kind="hint")) == 2
