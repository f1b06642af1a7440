"""What goes to the page once: each script, and the style sheet. And that both sides agree on what is sent."""

import re

from course.content import labs as lab_words
from course.content import lessons
from course.html.ask import finding_face
from course.html.style import screen
from course.model.ask import Cover
from course.model.lesson import Column, Table
from course.pages.labs import open_lab
from course.pages.lesson import Lesson
from course.pages.negotiations import open_table
from course.widgets import shared
from course.widgets.look import AskedLook
from course.widgets.opening import Opening
from course.widgets.script import FOLDER, script

TYPES = (FOLDER / "types.d.ts").read_text("utf-8")


ASKED = Table(
    id="x",
    title="t",
    finding="f",
    sources=(),
    columns=(Column(name="Who"), Column(name="What")),
    rows=(("a", "b"),),
    ask=Cover(asks="?", column="What"),
)


def widgets(record):
    """Widgets of every kind that a lesson can show."""
    page = Lesson(lessons.lesson("02_ways_to_settle"), record=record)
    yield page.opening()
    yield from (page.discuss(prompt.id) for prompt in page.content.prompts)
    yield from (page.check(task.id) for task in page.content.checks)
    yield AskedLook(page.setting, ASKED, finding_face(page.setting, ASKED))
    yield from (page.weigh(claim) for claim in page.content.claims)
    yield from (page.read(document) for document in page.content.documents)
    yield from (page.meet(person) for person in page.content.people)
    yield from (page.draw(boundary) for boundary in page.content.boundaries)
    yield from (open_lab(page.setting, name) for name in lab_words.names())
    yield from (page.my_work(), page.stands(), page.portfolio(), page.atlas(), open_table(page.setting, "the-strait"))


def test_widgets_of_a_kind_share_their_script_and_carry_none_themselves(record):
    forms = [widget for widget in widgets(record) if widget.entry == "form"]
    assert len(forms) > 5
    assert len({form.code.model_id for form in forms}) == 1
    state = forms[0].get_state()
    assert state["code"] == f"anywidget:{forms[0].code.model_id}"
    assert len(state["_esm"]) < 300
    assert "_css" not in state
    assert forms[0].code.get_state()["_esm"] == script("form")


def test_style_sheet_goes_to_the_page_once(setting):
    Opening(setting, ready="Ready.", told=[])
    first = shared.share_style()
    Opening(setting, ready="Ready.", told=[])
    assert shared.share_style() is first
    assert first.get_state()["_css"] == screen()


def test_closed_scripts_are_sent_again(setting, monkeypatch):
    # Models of other tests may be listed with a manager of comms that is not the one of now.
    monkeypatch.setattr(shared, "_shared", {})
    before = Opening(setting, ready="Ready.", told=[])
    # As Widget.close_all() does.
    for model in (before.code, shared.share_style()):
        model.close()
    after = Opening(setting, ready="Ready.", told=[])
    assert before.code is not after.code
    assert after.code.comm is not None
    assert shared.share_style().comm is not None


def test_a_page_that_is_opened_again_gets_all_scripts_anew_and_widgets_before_it_keep_theirs(setting, monkeypatch):
    monkeypatch.setattr(shared, "_shared", {})
    before = Opening(setting, ready="Ready.", told=[])
    style = shared.share_style()
    shared.share_anew()
    after = Opening(setting, ready="Ready.", told=[])
    assert after.code is not before.code
    assert shared.share_style() is not style
    assert before.code.comm is not None


# --- types.d.ts says what Python sends ---


def keys_of(interface):
    """The keys of an interface of types.d.ts with those that it extends, and those that must be there."""
    pattern = rf"export interface {interface}(?: extends (\w+))? \{{\n(.*?)\n\}}"
    [(extended, body)] = re.findall(pattern, TYPES, re.DOTALL)
    every, needed = keys_of(extended) if extended else (set(), set())
    keys = re.findall(r"^  (\w+)(\??):", body, re.MULTILINE)
    return every | {key for key, _ in keys}, needed | {key for key, optional in keys if not optional}


NAMES = {"opening": "Opening", "form": "Form", "trial": "Trial", "lab": "Lab", "work": "Work", "stands": "Stands"}
NAMES |= {"portfolio": "Portfolio", "atlas": "Atlas", "table": "Table", "look": "Look"}
NAMES |= {"document": "Document", "person": "Person", "boundary": "Boundary"}


def check_state(widget):
    every, needed = keys_of(f"{NAMES[widget.entry]}State")
    assert needed <= set(widget.state) <= every | keys_of("Answered")[0], widget.entry


def test_specs_and_states_are_those_that_the_scripts_are_checked_against(record):
    seen = set()
    for widget in widgets(record):
        seen.add(widget.entry)
        every, needed = keys_of(f"{NAMES[widget.entry]}Spec")
        assert needed <= set(widget.spec) <= every, widget.entry
        if widget.entry != "opening":
            check_state(widget)
    assert seen == set(NAMES)


def test_states_of_the_table_are_those_that_its_script_is_checked_against(setting, send):
    table = open_table(setting, "the-strait")
    party = next(role.id for role in table.scenario.parties)
    for seat in (party, table.scenario.mediator.id):
        send(table, "seat", seat=seat)
        check_state(table)
        send(table, "move", kind="plan", target="70", walk_away="50", guesses={}, text="")
        assert table.state["phase"] == "play"
        check_state(table)
