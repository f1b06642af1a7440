"""Tasks: judged, tried again, hinted in stages, explained after two tries."""

import pytest

from course.content import lessons
from course.html.question import Carried
from course.html.text import escape
from course.model import task as kinds
from course.model.language import as_heading
from course.widgets.task import TaskForm
from course.widgets.writing import WritingForm, task_form

CHOOSE = kinds.Choose(
    id="way",
    asks="Which way?",
    hints=("Look at the pen.", "Who can refuse?"),
    model="Both could still refuse.",
    sources=("kydd-2003",),
    options=(
        kinds.Option(id="a", says="Mediation", right=True, feedback="Yes: they could refuse."),
        kinds.Option(id="b", says="Arbitration", feedback="Who was bound?"),
        kinds.Option(id="c", says="A court", feedback="No judge sat."),
    ),
)
OPEN = kinds.Open(id="open", asks="What now?", model="One could say that it depends on the guarantee.")
WRITING = kinds.Writing(
    id="clause",
    asks="Write it.",
    model="See what the two texts do about time.",
    least=4,
    most=40,
    parts=(
        kinds.Part(
            id="when", name="By when", ways=(kinds.Way(groups=("by # May|by # June",)),), missing="Say by when."
        ),
        kinds.Part(id="trust", name="No trust", asks="Where is no trust needed?", missing="Nobody sees it."),
        kinds.Part(id="who", name="Who watches", ways=(kinds.Way(groups=("monitor*",)),), missing="Say who watches."),
    ),
    samples=tuple(
        kinds.Sample(level=level, text=f"A {level} text by 3.", why=f"It is {level}.", criterion="clear")
        for level in ("middling", "strong", "weak")
    ),
    frames=("By … they shall …",),
    rubric=(
        kinds.Criterion(id="clear", says="It says *who* does what.", weak="Nobody.", middling="One.", strong="All."),
    ),
    models=(
        kinds.Model(title="Short", text="Monitors count the buses by 3 May.", notice="One date."),
        kinds.Model(title="Long", text="Ten monitors report by 5 May.", notice="Ten people."),
    ),
)


def verdict(setting, outcome):
    return escape(setting.words["verdict"][outcome])


def test_wrong_option_shows_its_feedback_and_no_answer(setting, send):
    form = TaskForm(setting, CHOOSE)
    state = send(form, "save", answer={"chosen": "b"})
    assert verdict(setting, "not-yet") in state["panel"]
    assert "Who was bound?" in state["panel"]
    assert "Arbitration" in state["panel"]
    assert "could refuse" not in state["panel"]
    assert (state["hints"], state["model"]) == (True, False)
    [event] = setting.record.events(kind="answer")
    assert event.body == {"answer": {"chosen": "b"}}


def test_right_option_is_correct_and_needs_no_more_hints(setting, send):
    form = TaskForm(setting, CHOOSE)
    state = send(form, "save", answer={"chosen": "a"})
    assert verdict(setting, "correct") in state["panel"]
    assert (state["hints"], state["model"]) == (False, True)


def test_tries_are_counted_and_a_blank_is_none(setting, send):
    form = TaskForm(setting, CHOOSE)
    for chosen in ("b", "", "c", "b"):
        send(form, "save", answer={"chosen": chosen})
    given = [event.body["answer"]["chosen"] for event in setting.record.events(kind="answer")]
    assert given == ["b", "c", "b"]


def test_blank_says_not_answered(setting, send):
    form = TaskForm(setting, CHOOSE)
    state = send(form, "save", answer={})
    assert verdict(setting, "not-answered") in state["panel"]
    assert (state["empty"], state["at"]) == (True, "")
    assert setting.record.events() == []


def test_hints_come_one_at_a_time_and_stay(setting, send):
    form = TaskForm(setting, CHOOSE)
    first = send(form, "hint")
    assert "Look at the pen." in first["panel"]
    assert "Who can refuse?" not in first["panel"]
    assert first["hints"] is True
    second = send(form, "hint")
    assert second["panel"].index("Look at the pen.") < second["panel"].index("Who can refuse?")
    assert second["hints"] is False
    send(form, "hint")
    assert [event.body for event in setting.record.events(kind="hint")] == [{"number": 1}, {"number": 2}]
    assert TaskForm(setting, CHOOSE).state["panel"] == second["panel"]


def test_hint_leaves_what_stands_in_the_boxes(setting, send):
    form = TaskForm(setting, CHOOSE)
    send(form, "save", answer={"chosen": "b"})
    before = {key: value for key, value in form.state.items() if key not in ("hints", "taken", "panel", "model", "n")}
    after = send(form, "hint")
    assert {key: after[key] for key in before} == before


def test_model_answer_only_after_two_tries(setting, send):
    form = TaskForm(setting, CHOOSE)
    assert "Both could still refuse." not in send(form, "model")["panel"]
    send(form, "save", answer={"chosen": "b"})
    assert form.state["model"] is False
    assert "Both could still refuse." not in send(form, "model")["panel"]
    assert send(form, "save", answer={"chosen": "c"})["model"] is True
    shown = send(form, "model")
    assert "Both could still refuse." in shown["panel"]
    assert "Mediation" in shown["panel"]
    assert "doi.org" in shown["panel"]
    assert shown["model"] is False
    assert len(setting.record.events(kind="model")) == 1
    assert "Both could still refuse." in TaskForm(setting, CHOOSE).state["panel"]


def test_last_try_comes_back_in_a_new_kernel(setting, send):
    form = TaskForm(setting, CHOOSE)
    send(form, "save", answer={"chosen": "b"})
    state = send(form, "save", answer={"chosen": "c"})
    again = TaskForm(setting, CHOOSE).state
    assert {key: state[key] for key in again} == again
    assert again["answer"] == {"chosen": "c"}


def test_newer_draft_comes_back_instead_of_the_last_try(setting, send):
    form = TaskForm(setting, OPEN)
    send(form, "save", answer={"text": "It depends"})
    send(form, "draft", answer={"text": "It depends on who"})
    again = TaskForm(setting, OPEN).state
    assert (again["answer"], again["draft"]) == ({"text": "It depends on who"}, True)


def test_open_task_is_compared_and_not_marked(setting, send):
    panel = send(TaskForm(setting, OPEN), "save", answer={"text": "It depends."})["panel"]
    assert verdict(setting, "open") in panel
    assert OPEN.model in panel
    assert verdict(setting, "correct") not in panel


def test_writing_names_what_is_missing_then_shows_models(setting, send):
    form = WritingForm(setting, WRITING)
    first = send(form, "save", answer={"text": "We promise to behave well."})["panel"]
    assert "Say by when." in first
    assert "Say who watches." in first
    assert "Ten people." not in first
    done = send(form, "save", answer={"text": "Two monitors report by 3 June."})["panel"]
    assert verdict(setting, "open") in done
    for shown in ("Short", "Long", "One date.", "Ten people."):
        assert shown in done


def test_rubric_is_kept(setting, send):
    form = WritingForm(setting, WRITING)
    [row] = form.spec["rubric"]
    assert (row["html"], row["text"]) == ("It says <em>who</em> does what.", "It says who does what.")
    assert [level["id"] for level in row["levels"]] == ["weak", "middling", "strong"]
    review = {"clear": {"works": "the date", "grow": "the witness", "level": "strong"}}
    assert send(form, "review", answer={"values": review})["reviews"] == review
    assert WritingForm(setting, WRITING).state["reviews"] == review


def test_what_was_carried_here_is_shown_as_text(setting):
    form = TaskForm(setting, OPEN, carried=Carried("<b>mine</b>"))
    assert "&lt;b&gt;mine&lt;/b&gt;" in form.state["earlier"]
    assert setting.words["task"]["carried"] in form.state["earlier"]
    assert TaskForm(setting, OPEN).state["earlier"] == ""
    missing = TaskForm(setting, OPEN, carried=Carried("You have not written this yet.", found=False))
    assert setting.words["task"]["carried"] not in missing.state["earlier"]


def test_face_of_an_exercise_denies_no_answer_and_never_gives_one(setting, send):
    send(TaskForm(setting, CHOOSE), "save", answer={"chosen": "a"})
    form = TaskForm(setting, CHOOSE)
    for face in (form.face.markup, form.face.text):
        assert setting.words["task"]["where-answered"] in face
        assert setting.words["verdict"]["not-answered"] not in face
        assert "could refuse" not in face


def test_what_cannot_be_saved_is_said_and_kept(failing, send):
    form = TaskForm(failing, CHOOSE)
    state = send(form, "save", answer={"chosen": "b"})
    assert "no space left" in state["trouble"]
    assert (state["answer"], state["at"]) == ({"chosen": "b"}, "")
    assert "no space left" in send(form, "hint")["trouble"]
    assert form.state["answer"] == {"chosen": "b"}


def test_button_says_what_it_does(setting):
    words = setting.words["task"]
    buttons = [task_form(setting, task).spec["button"] for task in (CHOOSE, OPEN, WRITING)]
    assert buttons == [words["button"], words["compare"], words["structure"]]


@pytest.mark.parametrize(
    ("about", "joined"),
    [
        ("Two ministers meet at a border post.", "Two ministers meet at a border post:"),
        ("Who can refuse?", "Who can refuse?"),
        ("They cheated us!", "They cheated us!"),
        ("35 dinars a ton", "35 dinars a ton:"),
        ("I would believe it if…", "I would believe it if…"),
        ("at 6 a.m.", "at 6 a.m:"),
    ],
)
def test_what_a_remark_is_about_joins_it(about, joined):
    assert as_heading(about) == joined


def test_no_verdict_says_the_number_twice():
    """The learner's number stands before the remark already."""
    stems = lessons.stems()
    tasks = [task for stem in stems for task in lessons.lesson(stem).checks]
    tasks += [task for stem in lessons.exercise_stems() for task in lessons.exercise(stem).tasks]
    for task in tasks:
        if isinstance(task, kinds.Number):
            assert not task.right.startswith(f"{task.answer:g}"), task.id
