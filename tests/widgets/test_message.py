"""Odd messages: answered with a sentence, and nothing is written and nothing raised."""

import json

import pytest
import traitlets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.content import catalog, labs, lessons, scenarios
from course.pages.atlas import atlas
from course.pages.desk import Desk
from course.pages.labs import open_lab
from course.pages.lesson import Lesson
from course.pages.negotiations import open_table
from course.widgets.message import OddMessage, read_number, read_press, read_table, read_text
from course.widgets.stands import Stands
from course.widgets.widget import CourseWidget

STEM = "02_ways_to_settle"
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=6) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
KEYS = [
    "answer",
    "round",
    "number",
    "review",
    "claim",
    "stand",
    "why",
    "piece",
    "weight",
    "text",
    "side",
    "source",
    "id",
    "chosen",
    "values",
    "seat",
    "game",
    "moves",
    "at",
    "package",
    "kind",
    "to",
    "target",
    "walk_away",
    "guesses",
    "offer",
    "vote",
    "issue",
    "question",
    "about",
    "scope",
    "seq",
    "guarantee",
    "stage",
    "query",
    "case",
    "folder",
    "lesson",
    "writing",
    "names",
    "texts",
    "by",
    "rubric",
    "comment",
    "points",
    "what",
    "scale",
    "minutes",
    "students",
    "name",
    "data",
    "press",
    "n",
]


def opened(setting):
    """One widget of every class, by the name of the class, and every panel of the desk."""
    page = Lesson(lessons.lesson(STEM), record=setting.record)
    content = page.content
    desk = Desk(record=setting.record)
    widgets = [
        page.opening(),
        page.discuss(content.prompts[0].id),
        page.check(content.checks[0].id),
        page.weigh(content.claims[0]),
        page.my_work(),
        Stands(setting, [catalog.claims()["A4"]]),
        open_lab(setting, labs.names()[0]),
        open_table(setting, scenarios.scenarios()[0]),
        atlas(setting),
    ]
    panels = (desk.folder(), desk.class_view(), desk.texts(), desk.mark(), desk.gradebook(), desk.plan())
    return {type(widget).__name__: widget for widget in widgets} | {panel.panel: panel for panel in panels}


@pytest.fixture
def setting(setting, monkeypatch):
    """The same setting; what the desk reads and writes, and what the portfolio hands out, has tests of its own."""
    monkeypatch.setattr("course.widgets.desk.DeskPanel.on_read", lambda self, content: {})
    monkeypatch.setattr("course.widgets.desk.DeskPanel.on_write", lambda self, content: {})
    return setting


def every_class(base=CourseWidget):
    """Every class of widget that is shown."""
    for child in base.__subclasses__():
        if child.__module__.startswith("course."):
            yield child
            yield from every_class(child)


def test_no_class_answers_to_a_method_that_it_inherits():
    for widget in every_class():
        assert not {name for name in widget.actions if hasattr(traitlets.HasTraits, f"on_{name}")}
        assert "msg" not in widget.actions
        assert "displayed" not in widget.actions


@pytest.mark.parametrize(
    "do", ["trait_change", "msg", "displayed", "widget_constructed", "nothing", "", None, 3, [], {}]
)
def test_unknown_action_is_answered_and_does_nothing(setting, send, do):
    for widget in opened(setting).values():
        before = {**widget.state}
        state = send(widget, do)
        assert state["trouble"]
        assert {key: state[key] for key in before if key not in ("trouble", "said", "n")} == {
            key: before[key] for key in before if key not in ("trouble", "said", "n")
        }
    assert setting.record.events() == []


@pytest.mark.parametrize("content", [None, [], "save", 3, {}])
def test_message_that_is_no_table_is_answered(setting, content):
    form = Stands(setting, [catalog.claims()["A4"]])
    form.receive(content)
    assert form.state["trouble"]


# Each opens every widget that there is.
@settings(max_examples=settings().max_examples // 6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    messages=st.lists(
        st.tuples(st.integers(0, 99), st.dictionaries(st.sampled_from(KEYS), ODD, max_size=5)), max_size=8
    )
)
def test_odd_messages_never_raise(setting, messages):
    for widget in opened(setting).values():
        names = sorted(widget.actions - {"set_aside"})
        for which, content in messages:
            widget.receive({**content, "do": names[which % len(names)]})
            json.dumps(widget.state)
            assert isinstance(widget.state["trouble"], str)


NOTHING = [{}, {"answer": 3}, {"answer": []}, {"text": 5}, {"id": 5}, {"piece": []}, {"chosen": {}}, {"claim": 1}]


@pytest.mark.parametrize("content", NOTHING, ids=str)
def test_message_without_what_it_needs_writes_nothing(setting, send, content):
    for widget in opened(setting).values():
        for action in sorted(widget.actions - {"hint", "model", "set_aside", "backup", "open"}):
            state = send(widget, action, **content)
            json.dumps(state)
    assert setting.record.events() == []


def test_fields_are_read_strictly():
    assert (read_text({}, "a"), read_text({"a": "x"}, "a")) == ("", "x")
    assert (read_number({}, "a"), read_number({"a": 3}, "a")) == (None, 3)
    assert read_table({"a": {"b": 1}}, "a") == {"b": 1}
    assert [read_press({"press": press}) for press in ("a" * 32, "A" * 32, "a" * 31, "a" * 32 + "\n", 5, None)] == [
        "a" * 32, "", "", "", "", ""
    ]  # fmt: skip
    for read, odd in ((read_text, 5), (read_number, "5"), (read_number, True), (read_table, []), (read_table, {5: 1})):
        with pytest.raises(OddMessage):
            read({"a": odd}, "a")
