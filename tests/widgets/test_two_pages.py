"""One answer on two pages: none wins over a text that it has not shown, and no text is ever lost."""

import secrets
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from course.content import labs
from course.content.interface import words
from course.html.text import plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.claim import Claim, Evidence
from course.pages.labs import open_lab
from course.pages.negotiations import open_table
from course.pages.page import source
from course.record import Record
from course.widgets.prompt import PromptForm
from course.widgets.setting import Setting
from course.widgets.stands import Stands
from course.widgets.task import TaskForm
from course.widgets.trial import Trial
from course.widgets.versions import MOST_LISTED
from course.widgets.writing import WritingForm

COMMON = {"asks": "Who?", "minutes": 3, "grouping": "alone", "guide": "g", "perspectives": ()}
CHOICES = tuple(prompts.Choice(id=id, says=f"Option {id}") for id in "abc")
TEXT = prompts.ShortText(id="words", **COMMON)
PAIR = prompts.ShortText(id="pair", pair=True, **COMMON)
CHOICE = prompts.OneChoice(id="choice", reason="Why?", options=CHOICES, **COMMON)
RANKING = prompts.Ranking(id="rank", options=CHOICES, **COMMON)
OPEN = tasks.Open(id="open", asks="Write.", model="m")
CHECK = tasks.Choose(
    id="check",
    asks="Which?",
    model="m",
    hints=("First.",),
    options=tuple(tasks.Option(id=id, says=id, right=id == "a", feedback=id) for id in "abc"),
)
WRITING = tasks.Writing(
    id="clause",
    asks="Write it.",
    model="m",
    least=1,
    most=9,
    parts=(tasks.Part(id="when", name="By when", ways=(tasks.Way(groups=("by #",)),), missing="Say by when."),),
    samples=tuple(
        tasks.Sample(level=level, text=f"A {level} text by 3.", why=f"It is {level}.", criterion="clear")
        for level in ("middling", "strong", "weak")
    ),
    frames=("By … they shall …",),
    rubric=(tasks.Criterion(id="clear", says="It says *by when*.", weak="w", middling="m", strong="s"),),
    models=(),
)
GUESSES = labs.lab("ripeness").prediction.options
CLAIM = Claim(
    id="A4",
    part=1,
    short="neutral",
    says="A neutral third party helps.",
    speaks_for=(Evidence(id="f1", says="For.", sources=("kydd-2003",)),),
    speaks_against=(Evidence(id="a1", says="Against.", sources=("kydd-2003",)),),
)


@pytest.fixture(params=["one kernel", "two kernels"])
def pages(request, setting):
    """The settings of two pages: of one kernel, or of two with a record each over one folder."""
    if request.param == "one kernel":
        return setting, setting
    return setting, replace(setting, record=Record(setting.record.where.parent))


def prompt(setting):
    return PromptForm(setting, TEXT)


def first_of_pair(setting):
    return PromptForm(setting, PAIR)


def choice(setting):
    return PromptForm(setting, CHOICE)


def ranking(setting):
    return PromptForm(setting, RANKING)


def open_task(setting):
    return TaskForm(setting, OPEN)


def trial(setting):
    return Trial(setting, CLAIM)


def writing(setting):
    return WritingForm(setting, WRITING)


def lab(setting):
    return open_lab(setting, "ripeness")


def review(said):
    return {"box": "review", "answer": {"values": {"clear": {"works": said}}}}


def text(said):
    return {"answer": {"text": said}, "round": 1}


def chosen(id, why=""):
    return {"answer": {"chosen": id} | ({"why": why} if why else {}), "round": 1}


def order(ids):
    return {"answer": {"order": list(ids)}, "round": 1}


# What opens a page, the action that saves, the box, what A and B save, and the words in which A's is shown on B.
EACH = [
    (prompt, "save", "1", text("By A."), text("By B."), "By A."),
    (first_of_pair, "save", "1", text("By A."), text("By B."), "By A."),
    (choice, "save", "1", chosen("a", "So A."), chosen("b", "So B."), "Option a\nSo A."),
    (ranking, "save", "1", order("abc"), order("cab"), "1. Option a; 2. Option b; 3. Option c"),
    (open_task, "save", "1", text("By A."), text("By B."), "By A."),
    (
        trial,
        "stand",
        "1",
        {"round": 1, "stand": 1, "sure": 2, "why": "By A."},
        {"round": 1, "stand": -2, "sure": 1, "why": "By B."},
        f"{words()['trial']['scale1']}\nBy A.",
    ),
    (
        trial,
        "stand",
        "2",
        {"round": 2, "stand": 2, "sure": 2, "why": "By A."},
        {"round": 2, "stand": -1, "sure": 1, "why": "By B."},
        f"{words()['trial']['scale2']}\nBy A.",
    ),
    (trial, "rebut", "rebuttal", {"piece": "a1", "text": "By A."}, {"piece": "a1", "text": "By B."}, "By A."),
    (lab, "answer", "text", {"text": "By A."}, {"text": "By B."}, "By A."),
    (lab, "predict", "prediction", {"chosen": GUESSES[0].id}, {"chosen": GUESSES[1].id}, plain(GUESSES[0].label)),
    (
        writing,
        "review",
        "review",
        review("By A."),
        review("By B."),
        f"It says by when.\n{words()['form']['works']}: By A.",
    ),
]
CHOSEN = (ranking, "predict")
"""What opens a page, or saves, where nothing is written: there are no earlier versions to be listed."""
each = pytest.mark.parametrize(("opening", "do", "box", "by_a", "by_b", "shown"), EACH)


def press():
    return {"press": secrets.token_hex(16)}


def bodies(setting):
    """Everything in the record as text, to look for what was written in it."""
    return str([event.body for event in setting.record.events()])


def content_of(content):
    """What of a message a learner has written or chosen."""
    return content.get("answer", content)


def about(opening, box, content):
    """What the page says of a box when it takes the other version."""
    if "answer" in content:
        return content
    if opening is lab:
        return {"box": box, "answer": content}
    return {"box": box, "text": content.get("why", content.get("text")), "stand": content.get("stand")}


def kept(state):
    """A state as it tells what the record holds."""
    passing = {"n", "said", "trouble", "listed", "put", "empty", "newer"}
    return {key: value for key, value in state.items() if key not in passing}


@each
def test_save_asks_first_where_another_page_has_saved(pages, send, opening, do, box, by_a, by_b, shown):
    here, there = opening(pages[0]), opening(pages[1])
    based = [there.state["based"].get(box, "")]
    send(here, do, **by_a, **press())
    before = kept(opening(pages[0]).state)
    state = send(there, do, **by_b, based=based, **press())
    newer = state["newer"][box]
    assert newer["text"] == shown
    assert newer["id"] == here.state["based"][box]
    # It took no place in the record, on no page and in no portfolio; and it is there.
    after = kept(opening(pages[1]).state)
    assert {**after, "at": "", "versions": {}} == {**before, "at": "", "versions": {}}
    assert "By B." in bodies(pages[0]) or str(content_of(by_b)) in bodies(pages[0]) or opening is ranking
    assert pages[0].record.events()[-1].id != newer["id"], "it is kept aside"


@each
def test_keeping_mine_puts_it_there_and_the_other_is_an_earlier_version(
    pages, send, opening, do, box, by_a, by_b, shown
):
    here, there = opening(pages[0]), opening(pages[1])
    send(here, do, **by_a, **press())
    newer = send(there, do, **by_b, based=[""], **press())["newer"][box]
    state = send(there, do, **by_b, based=["", newer["id"]], over=newer["id"], **press())
    assert state["newer"] == {}
    assert kept(state) == kept(opening(pages[0]).state)
    if opening not in CHOSEN and do not in CHOSEN:
        listed = send(there, "versions", **about(opening, box, by_b))["listed"][box]
        assert [version["text"] for version in listed] == ["By A." if opening is trial else shown]
    # The other page has not shown that: it is asked in its turn.
    state = send(here, do, **by_a, based=[newer["id"]], **press())
    assert state["newer"][box]["id"] == there.state["based"][box]


@each
def test_taking_that_one_shows_it_and_keeps_mine(pages, send, opening, do, box, by_a, by_b, shown):
    here, there = opening(pages[0]), opening(pages[1])
    send(here, do, **by_a, **press())
    send(there, "look", **about(opening, box, by_b))
    state = send(there, "take", **about(opening, box, by_b), **press())
    assert state["newer"] == {}
    assert kept(state) == kept(opening(pages[1]).state)
    assert state["based"][box] == here.state["based"][box]
    if opening not in CHOSEN and do not in CHOSEN:
        listed = send(there, "versions", **about(opening, box, by_b))["listed"][box]
        assert ["By B." in version["text"] or "So B." in version["text"] for version in listed] == [True]


@each
def test_look_finds_what_another_page_has_saved_and_adds_nothing(pages, send, opening, do, box, by_a, by_b, shown):
    here, there = opening(pages[0]), opening(pages[1])
    send(here, do, **by_a, **press())
    count = len(pages[0].record.events())
    known = {"boxes": {box: [""]}, "based": [""], "round": 1}
    assert send(there, "look", **known)["newer"][box]["text"] == shown
    based = list(here.state["based"].values())
    known = {"boxes": {box: based}, "based": based, "round": 1}
    there = opening(pages[1])
    assert box not in send(there, "look", **known)["newer"]
    assert len(pages[0].record.events()) == count


@each
def test_same_text_on_two_pages_is_one_and_asks_nothing(pages, send, opening, do, box, by_a, by_b, shown):
    here, there = opening(pages[0]), opening(pages[1])
    send(here, do, **by_a, **press())
    state = send(there, do, **by_a, based=[""], **press())
    assert state["newer"] == {}
    assert len(pages[0].record.events()) == 1
    assert state["based"] == here.state["based"]


@each
def test_press_that_comes_twice_asks_twice_and_keeps_one(pages, send, opening, do, box, by_a, by_b, shown):
    here, there = opening(pages[0]), opening(pages[1])
    send(here, do, **by_a, **press())
    again = press()
    first = send(there, do, **by_b, based=[""], **again)["newer"]
    count = len(pages[0].record.events())
    assert send(there, do, **by_b, based=[""], **again)["newer"] == first
    # After a restart of the kernel the message may come to a widget that knows nothing of it.
    assert send(opening(pages[1]), do, **by_b, based=[""], **again)["newer"] == first
    assert len(pages[0].record.events()) == count == 2


def test_second_round_is_asked_for_too(pages, send):
    send(first_of_pair(pages[0]), "save", **text("Alone."))
    here, there = first_of_pair(pages[0]), first_of_pair(pages[1])
    assert here.state["round"] == 2
    send(here, "save", answer={"text": "A, after."}, round=2)
    state = send(there, "save", answer={"text": "B, after."}, round=2, based=[""])
    assert state["newer"]["2"]["text"] == "A, after."
    assert first_of_pair(pages[0]).state["answer"] == {"text": "A, after."}


def test_page_in_the_first_round_goes_to_the_second_once_it_has_chosen(pages, send):
    here, there = first_of_pair(pages[0]), first_of_pair(pages[1])
    send(here, "save", **text("A, alone."))
    newer = send(there, "save", **text("B, alone."), based=[""])["newer"]["1"]
    assert there.state["round"] == 1
    state = send(there, "save", **text("B, alone."), based=["", newer["id"]], over=newer["id"])
    assert state["round"] == 2
    assert "B, alone." in state["earlier"]
    # What the other page says about the first answer follows when it looks.
    assert "B, alone." in send(here, "look", round=2, based=[""])["earlier"]


def test_own_drafts_on_their_way_are_no_news(setting, send):
    form = prompt(setting)
    first, second, third = press(), press(), press()
    send(form, "draft", **text("Ha"), based=[""], **first)
    send(form, "draft", **text("Half"), based=["", first["press"]], **second)
    state = send(form, "save", **text("Half."), based=["", first["press"], second["press"]], **third)
    assert state["newer"] == {}
    assert state["based"] == {"1": third["press"]}
    assert state["versions"]["1"] == 0


def test_draft_of_a_page_that_is_behind_stays_aside(pages, send):
    here, there = prompt(pages[0]), prompt(pages[1])
    send(here, "draft", **text("A types."))
    state = send(there, "draft", **text("B types."), based=[""])
    assert state["newer"]["1"]["text"] == "A types."
    assert prompt(pages[0]).state["answer"] == {"text": "A types."}
    # The page that is not behind goes on unhindered, and lists what the other one typed.
    state = send(here, "draft", **text("A types on."))
    assert (state["newer"], state["versions"]) == ({}, {"1": 1, "2": 0})
    assert [version["text"] for version in send(here, "versions", round=1)["listed"]["1"]] == ["B types."]


def test_draft_that_was_overwritten_by_another_page_is_a_version(pages, send):
    here, there = prompt(pages[0]), prompt(pages[1])
    send(here, "draft", **text("Oman mediates well."))
    newer = send(there, "draft", **text("Oman mediates badly."), based=[""])["newer"]["1"]
    state = send(there, "save", **text("Oman mediates badly."), based=["", newer["id"]], over=newer["id"])
    assert state["versions"]["1"] == 1
    assert [version["text"] for version in send(there, "versions", round=1)["listed"]["1"]] == ["Oman mediates well."]


def test_steps_of_typing_are_no_versions_and_what_was_deleted_is_one(setting, send):
    form = prompt(setting)
    for typed in ("Oman", "Oman carried", "Oman carried messages between both."):
        send(form, "draft", **text(typed))
    assert form.state["versions"]["1"] == 0
    send(form, "draft", **text("Norway."))
    assert form.state["versions"]["1"] == 1
    [version] = send(form, "versions", round=1)["listed"]["1"]
    assert version["text"] == "Oman carried messages between both."
    assert version["typed"] is True


def test_only_texts_have_versions_and_the_first_has_none(setting, send):
    check, rank, form = TaskForm(setting, CHECK), ranking(setting), choice(setting)
    for id in "bca":
        send(check, "save", answer={"chosen": id})
    for ids in ("abc", "cab"):
        send(rank, "save", **order(ids))
    assert check.state["versions"] == rank.state["versions"] == {}
    assert send(form, "save", **chosen("a", "Because."))["versions"]["1"] == 0
    assert send(form, "save", **chosen("b", "Because."))["versions"]["1"] == 1


def test_list_of_versions_is_bounded_newest_first_and_comes_when_it_is_asked_for(setting, send):
    form = prompt(setting)
    count = MOST_LISTED + 5
    for number in range(count):
        send(form, "save", **text(f"{number} is the number."))
    opened = prompt(setting)
    assert opened.state["versions"]["1"] == count - 1
    assert opened.state["listed"] == {}
    listed = send(opened, "versions", round=1)["listed"]["1"]
    assert [version["text"] for version in listed] == [
        f"{number} is the number." for number in range(count - 2, count - 2 - MOST_LISTED, -1)
    ]
    assert all(version["at"] and not version["typed"] for version in listed)
    assert send(opened, "draft", **text("Something else."))["listed"] == {}


def test_version_is_put_back_and_what_stood_there_is_kept(setting, send):
    form = prompt(setting)
    send(form, "save", **text("The first."))
    send(form, "save", **text("The second."))
    [version] = send(form, "versions", round=1)["listed"]["1"]
    state = send(form, "put_back", version=version["id"], **text("The second, and half a"), **press())
    assert state["put"] == {"text": "The first."}
    assert "The second, and half a" in bodies(setting)
    # The page types it: until then the record shows what it showed.
    assert prompt(setting).state["answer"] == {"text": "The second."}
    send(form, "draft", **text("The first."))
    texts = {version["text"] for version in send(form, "versions", round=1)["listed"]["1"]}
    assert texts == {"The second.", "The second, and half a"}
    assert send(form, "put_back", version="gone", **text("x"))["trouble"]


def test_draft_that_made_room_for_a_version_is_listed_though_it_went_on_from_it(setting, send):
    form = prompt(setting)
    send(form, "save", **text("Oman did well."))
    send(form, "draft", **text("Oman did well. I think"))
    [version] = send(form, "versions", round=1)["listed"]["1"]
    send(form, "put_back", version=version["id"], **text("Oman did well. I think"))
    send(form, "draft", **text("Oman did well."))
    assert [version["text"] for version in send(form, "versions", round=1)["listed"]["1"]] == ["Oman did well. I think"]


def test_versions_of_a_trial_are_put_back_into_their_box(setting, send):
    page = trial(setting)
    for number, why in ((1, "I doubt it."), (2, "It depends.")):
        send(page, "stand", round=1, stand=-number, sure=None, why=why)
        send(page, "rebut", piece="a1", text=f"{number} answers.")
    assert page.state["versions"] == {"1": 1, "2": 0, "rebuttal": 0, "own": 0}, "an answer that only changed a letter"
    [version] = send(page, "versions", box="1")["listed"]["1"]
    assert version["text"] == "I doubt it."
    put = send(page, "put_back", box="1", version=version["id"], text="Not sent.", stand=-2)["put"]
    assert put == {"text": "I doubt it."}
    send(page, "put_back", box="rebuttal", version=version["id"], text="Not sent either.")
    assert page.state["trouble"], "a version of another box"
    assert "Not sent either." in bodies(setting)
    again = trial(setting).state
    assert (again["first"]["why"], again["rebuttal"]["text"]) == ("It depends.", "2 answers.")
    assert again["versions"] == {"1": 2, "2": 0, "rebuttal": 1, "own": 0}


def test_check_may_be_tried_on_every_page_and_look_shows_the_newest_try(pages, send):
    here, there = TaskForm(pages[0], CHECK), TaskForm(pages[1], CHECK)
    send(here, "save", answer={"chosen": "b"})
    state = send(there, "look", round=1, based=[""])
    assert state["newer"] == {}
    assert kept(state) == kept(TaskForm(pages[0], CHECK).state)
    assert send(there, "save", answer={"chosen": "c"}, based=[""])["newer"] == {}
    assert [event.body["answer"]["chosen"] for event in pages[0].record.events(kind="answer")] == ["b", "c"]


def test_one_look_tells_all_questions_of_the_page(pages, send):
    here, there = (prompt, choice, open_task), [open(pages[1]) for open in (prompt, choice, open_task)]
    for open, given in zip(here, (text("A"), chosen("a", "A"), text("A")), strict=True):
        send(open(pages[0]), "save", **given)
    send(there[0], "look", round=1, based=[""])
    assert [form.state["newer"]["1"]["text"] for form in there] == ["A", "Option a\nA", "A"]


def test_look_leaves_what_was_said_about_the_last_press(failing, send):
    form = prompt(failing)
    trouble = send(form, "save", **text("Mine."))["trouble"]
    assert trouble
    assert send(form, "look", round=1, based=[""])["trouble"] == trouble


def test_stand_with_a_reason_is_shown_before_another_place_is_chosen(pages, send):
    overview, lesson = Stands(pages[0], [CLAIM]), trial(pages[1])
    send(lesson, "stand", round=1, stand=-1, sure=2, why="I doubt it.")
    state = send(overview, "stand", claim="A4", stand=2, based=[""])
    assert state["said"] == words()["stands"]["newer"].format(claim="A4")
    assert state["taken"] == {"A4": -1}
    assert trial(pages[0]).state["first"]["why"] == "I doubt it."
    state = send(overview, "stand", claim="A4", stand=2, based=list(state["based"].values()))
    assert (state["said"], state["taken"]) == ("", {"A4": 2})
    # The lesson still shows the reason; it is asked, and the reason stays within reach.
    state = send(lesson, "look", boxes={"1": [lesson.state["based"]["1"]]})
    if pages[0].record is not pages[1].record:
        assert state["newer"]["1"]["text"] == words()["trial"]["scale2"]
    assert send(lesson, "versions", box="1")["listed"]["1"][0]["text"] == "I doubt it."


def test_overview_shows_on_a_look_what_was_taken_elsewhere(pages, send):
    overview = Stands(pages[0], [CLAIM])
    send(trial(pages[1]), "stand", round=1, stand=-1, sure=2, why="")
    assert send(overview, "look")["taken"] == {"A4": -1}


@pytest.mark.parametrize("based", ["x", [1], {"a": 1}])
def test_odd_ids_save_nothing(setting, send, based):
    assert send(prompt(setting), "save", **text("Mine."), based=based)["trouble"]
    assert setting.record.events() == []


def test_hostile_text_of_another_page_is_sent_as_text(pages, send):
    here, there = prompt(pages[0]), prompt(pages[1])
    send(here, "save", **text("<b>&</b>"))
    newer = send(there, "save", **text("Mine."), based=[""])["newer"]["1"]
    assert newer["text"] == "<b>&</b>"
    assert not hasattr(newer["text"], "__html__")


# --- Any order of everything that two pages can do ---


class Page:
    """A page as its script behaves: what stands in its box, and the events that it knows of."""

    def __init__(self, setting):
        self.setting = setting
        self.number = 0
        self.texts = set()
        self.open()

    def open(self):
        """Load the page anew, in a new kernel."""
        record = Record(self.setting.record.where.parent)
        self.form = PromptForm(replace(self.setting, record=record), TEXT)
        self.fill()

    def fill(self):
        answer = self.form.state["answer"]
        self.box = answer["text"] if answer else ""
        self.known = [self.form.state["based"].get("1", "")]
        self.newer = None

    def send(self, do, **content):
        self.number += 1
        based, id = list(self.known), secrets.token_hex(16)
        self.known.append(id)
        answer = {"text": self.box} if self.box else {}
        message = {"do": do, "n": self.number, "press": id, "based": based, "answer": answer, "round": 1}
        self.form.receive({**message, **content})
        state = self.form.state
        assert state["trouble"] == ""
        if do in ("save", "draft", "take") and self.box:
            self.texts.add(self.box)
        if do == "take":
            self.fill()
            return
        newer = state["newer"].get("1")
        self.newer = newer if newer and newer["id"] not in self.known and newer["answer"] != answer else None
        if not self.newer:
            self.known.append(state["based"].get("1", ""))


class TwoPages(RuleBasedStateMachine):
    """Two pages, and a learner who goes from one to the other."""

    @initialize(folder=st.uuids())
    def begin(self, folder):
        setting = Setting(stem="02_ways_to_settle", words=words(), cite=source, record=Record(self.base / str(folder)))
        self.record = setting.record
        self.pages = [Page(setting), Page(setting)]

    which = st.integers(0, 1)

    @rule(which=which, typed=st.sampled_from(["a", "b", "Oman ", "Norway and Qatar "]))
    def type(self, which, typed):
        page = self.pages[which]
        page.box += typed
        self.act(page, "draft")

    @rule(which=which)
    def delete(self, which):
        self.pages[which].box = ""

    @rule(which=which)
    def save(self, which):
        page = self.pages[which]
        if page.box:
            self.act(page, "save")

    @rule(which=which)
    def look(self, which):
        self.act(self.pages[which], "look")

    @rule(which=which)
    def reload(self, which):
        self.pages[which].open()

    @rule(which=which)
    def take(self, which):
        page = self.pages[which]
        if page.newer:
            self.act(page, "take")
            self.shows_the_record(page)

    @rule(which=which, saved=st.booleans())
    def keep(self, which, saved):
        page = self.pages[which]
        if page.newer and page.box:
            over = page.newer["id"]
            page.known.append(over)
            self.act(page, "save" if saved else "draft", over=over)
            if not page.newer:
                self.shows_the_record(page)

    @rule(which=which, place=st.integers(0, MOST_LISTED - 1))
    def put_back(self, which, place):
        page = self.pages[which]
        page.send("versions")
        listed = page.form.state["listed"]["1"]
        if place < len(listed):
            kept_first = page.box
            self.act(page, "put_back", version=listed[place]["id"])
            assert not kept_first or kept_first in self.texts()
            page.box = page.form.state["put"]["text"]
            assert page.box == listed[place]["text"]

    def act(self, page, do, **content):
        """Do something; nothing that the page has not shown may lose its place by it."""
        before = PromptForm(replace(page.setting, record=Record(self.record.where.parent)), TEXT).state
        knew = before["based"].get("1", "") in (*page.known, "")
        page.send(do, **content)
        after = PromptForm(replace(page.setting, record=Record(self.record.where.parent)), TEXT).state
        if not knew:
            assert after["answer"] == before["answer"]
        assert set().union(*(page.texts for page in self.pages)) <= self.texts()

    def shows_the_record(self, page):
        fresh = PromptForm(replace(page.setting, record=Record(self.record.where.parent)), TEXT).state
        assert page.form.state["answer"] == fresh["answer"]
        assert page.box == (fresh["answer"] or {"text": ""})["text"]
        assert page.form.state["based"] == fresh["based"]
        assert page.form.state["versions"] == fresh["versions"]

    def texts(self):
        return {event.body["answer"]["text"] for event in self.record.events()}


def test_any_order_of_two_pages_loses_no_text(tmp_path):
    TwoPages.base = tmp_path
    run_state_machine_as_test(
        TwoPages, settings=settings(max_examples=settings().max_examples // 8, stateful_step_count=20)
    )


# --- A game on two pages ---


def table(setting):
    return open_table(setting, "two-rivers")


def plan(**changes):
    return {"kind": "plan", "target": "70", "walk_away": "50", "guesses": {}, "text": "Water first.", **changes}


def shown_by(page):
    return {"game": page.state["game"], "moves": page.state["moves"]}


@pytest.fixture
def seated(pages, send):
    """A game that both pages show, before the plan."""
    here = table(pages[0])
    send(here, "seat", seat="sahlan")
    return here, table(pages[1])


@pytest.fixture
def ended(pages, send, seated):
    """A game that both pages show, after the talks."""
    here, _ = seated
    send(here, "move", **plan(), **shown_by(here))
    while here.state["phase"] != "over":
        send(here, "move", kind="pass", **shown_by(here))
    return here, table(pages[1])


def reflect(page, send, text, **content):
    move = {"kind": "reflect", "stage": "feelings", "box": "feelings", "text": text}
    return send(page, "move", **move, **shown_by(page), **content, **press())


def stage(state):
    return next(part["text"] for part in state["debrief"]["stages"] if part["id"] == "feelings")


def test_move_of_a_page_that_is_behind_is_none_and_is_said(pages, send, seated):
    here, there = seated
    send(here, "move", **plan(), **shown_by(here))
    there = table(pages[1])
    shown = shown_by(there)
    send(here, "move", kind="note", text="By A.", **shown_by(here))
    state = send(there, "move", kind="note", text="By B.", **shown)
    assert (state["moved"], state["said"]) == (False, words()["table"]["moved-on"])
    assert any("By A." in line["text"] for line in state["log"])
    assert send(there, "move", kind="note", text="By B.", **shown_by(there))["moved"]
    # The log is one and sound, and the first page finds the move when it looks.
    assert any("By B." in line["text"] for line in send(here, "look", boxes={})["log"])
    assert table(pages[0]).state["said"] == ""


def test_plan_that_another_page_made_is_offered_and_mine_is_kept(pages, send, seated):
    here, there = seated
    shown = shown_by(there)
    send(here, "move", **plan(text="By A."), **shown_by(here))
    state = send(there, "move", **plan(text="By B.", target="80"), based=[""], **shown, **press())
    newer = state["newer"]["plan"]
    assert newer["text"] == f"{words()['table']['plan-was'].format(target='70', walk='50')}\nBy A."
    assert state["moved"] is False
    assert "By B." in bodies(pages[0])
    games_before = len(state["games"])
    state = send(there, "take", box="plan", answer={"text": "By B."}, **press())
    assert (state["phase"], state["newer"]) == ("play", {})
    assert "By A." in state["plan"]["lines"]
    assert len(state["games"]) == games_before


def test_keeping_my_plan_goes_on_in_a_game_of_its_own(pages, send, seated):
    here, there = seated
    shown = shown_by(there)
    first = send(here, "move", **plan(text="By A."), **shown_by(here))
    newer = send(there, "move", **plan(text="By B."), based=[""], **shown, **press())["newer"]["plan"]
    based = {"based": ["", newer["id"]], "over": newer["id"]}
    state = send(there, "move", **plan(text="By B."), **based, **shown, **press())
    assert (state["phase"], state["moved"]) == ("play", True)
    assert state["game"] != first["game"]
    assert "By B." in state["plan"]["lines"]
    assert {game["id"] for game in state["games"]} == {first["game"], state["game"]}
    opened = send(table(pages[0]), "open", game=first["game"])
    assert "By A." in opened["plan"]["lines"]


def test_same_plan_on_two_pages_is_one(pages, send, seated):
    here, there = seated
    shown = shown_by(there)
    send(here, "move", **plan(), **shown_by(here))
    state = send(there, "move", **plan(target="70,0"), based=[""], **shown, **press())
    assert (state["moved"], state["newer"], state["phase"]) == (True, {}, "play")
    assert len(state["games"]) == 1


def test_words_of_the_debrief_ask_first_and_earlier_ones_come_back(pages, send, ended):
    here, there = ended
    reflect(here, send, "By A.", based=[""])
    state = reflect(there, send, "By B.", based=[""])
    assert state["newer"]["feelings"]["text"] == "By A."
    assert stage(table(pages[0]).state) == "By A."
    assert "By B." in bodies(pages[0])
    known = ["", state["newer"]["feelings"]["id"]]
    state = reflect(there, send, "By B.", based=known, over=known[1])
    assert (state["newer"], stage(state), state["versions"]["feelings"]) == ({}, "By B.", 1)
    about = {"box": "feelings", "answer": {"text": "Unsent."}}
    [version] = send(there, "versions", **about)["listed"]["feelings"]
    assert version["text"] == "By A."
    assert send(there, "put_back", version=version["id"], **about, **press())["put"] == {"text": "By A."}
    assert "Unsent." in bodies(pages[0])
    # The first page is asked in its turn, and taking is enough.
    look = send(here, "look", boxes={"feelings": [here.state["based"]["feelings"]]})
    if pages[0].record is not pages[1].record:
        assert look["newer"]["feelings"]["text"] == "By B."
    state = send(here, "take", box="feelings", answer={"text": "By A., and on"}, **press())
    assert stage(state) == "By B."
    assert "By A., and on" in bodies(pages[0])


def test_words_of_the_debrief_on_two_pages_leave_the_log_sound(pages, send, ended):
    here, there = ended
    for page, at, text in ((here, "feelings", "By A."), (there, "stories", "By B."), (here, "stories", "")):
        move = {"kind": "reflect", "stage": at, "box": at, "text": text or "By A. too."}
        send(page, "move", **move, **shown_by(page), based=[""], **press())
    fresh = table(pages[0])
    assert fresh.state["said"] == ""
    texts = {part["id"]: part["text"] for part in fresh.state["debrief"]["stages"]}
    assert (texts["feelings"], texts["stories"]) == ("By A.", "By B.")
    assert "By A. too." in bodies(pages[0])


def test_what_could_not_be_saved_goes_on_as_a_game_of_its_own(pages, send, seated, failing):
    here, there = seated
    if pages[0].record is pages[1].record:
        return
    send(here, "move", **plan(), **shown_by(here))
    there = table(pages[1])
    game, record = there.state["game"], there.game.record
    there.game.record = failing.record
    assert send(there, "move", kind="note", text="By B.", **shown_by(there))["trouble"]
    send(here, "move", kind="note", text="By A.", **shown_by(here))
    there.game.record = record
    state = send(there, "move", kind="note", text="By B. again.", **shown_by(there))
    assert state["game"] != game
    assert [text for text in ("By B.", "By B. again.") if any(text in line["text"] for line in state["log"])]
    assert any("By A." in line["text"] for line in send(table(pages[0]), "open", game=game)["log"])
    assert len(state["games"]) == 2


# --- Weights and own arguments ---


def test_weight_that_another_page_gave_is_shown_before_it_is_changed(pages, send):
    here, there = trial(pages[0]), trial(pages[1])
    send(here, "weigh", piece="f1", weight=4, based=[""], **press())
    state = send(there, "weigh", piece="f1", weight=1, based=[""], **press())
    assert (state["weights"], state["said"]) == ({"f1": 4}, words()["trial"]["newer-weight"])
    assert len(pages[0].record.events()) == 1
    state = send(there, "weigh", piece="f1", weight=1, based=[state["weighed"]["f1"]], **press())
    assert (state["weights"], state["said"]) == ({"f1": 1}, "")
    assert send(there, "weigh", piece="f1", weight=2, based=["x", state["weighed"]["f1"]])["weights"] == {"f1": 2}
    assert send(here, "weigh", piece="f1", weight=2, based=[""], **press())["said"] == "", "the same is no news"


def test_argument_that_was_taken_back_can_be_put_back(setting, send):
    page = trial(setting)
    [argument] = send(page, "argue", side="for", text="Oman.", source="A book")["own"]
    assert page.state["versions"]["own"] == 0
    state = send(page, "withdraw", id=argument["id"])
    assert (state["own"], state["versions"]["own"]) == ([], 1)
    [version] = send(page, "versions", box="own")["listed"]["own"]
    assert version["text"] == f"{words()['trial']['map-for']}: Oman. (A book)"
    unsent = {"text": "Half a", "source": "", "side": None}
    put = send(page, "put_back", box="own", version=version["id"], **unsent, **press())["put"]
    assert put == {"chosen": "for", "text": "Oman.", "why": "A book"}
    assert trial(setting).state["versions"]["own"] == 2, "what stood in the form is kept"
    assert send(page, "argue", side="for", text="Oman.", source="A book")["versions"]["own"] == 1
