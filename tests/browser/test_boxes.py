"""Everything that can be given, on two pages of a real Chromium: none wins unseen, and nothing unsent is lost.

The widgets are drawn without JupyterLab: their own scripts over a model whose kernel is this process. The two pages
share what a browser remembers, and each has a kernel of its own over one record.
"""

import json
import re

import pytest

from course.content import catalog, lessons
from course.content.interface import words
from course.model.lesson import Met
from course.pages.desk import Desk
from course.pages.labs import open_lab
from course.pages.negotiations import open_table
from course.record import Record, make_backup
from course.widgets.stands import Stands
from course.widgets.trial import Trial
from course.widgets.work import MyWork
from course.widgets.writing import WritingForm
from tests.chromium import becomes, in_chromium, violations

FORM, LADDER, TABLE, TRIAL = (words()[part] for part in ("form", "ladder", "table", "trial"))
CLAIM = catalog.claims()["A4"]
WRITING = next(task for task in lessons.exercise("02_ways_to_settle").tasks if task.id == "safe-exchange")
LEVELS_SHOWN = [sample.level for sample in WRITING.samples]

pytestmark = in_chromium


# --- Everything in which something is written ---


def lab(setting):
    return open_lab(setting, "ripeness")


def trial(setting):
    return Trial(setting, CLAIM)


def filing(setting):
    return Trial(setting, CLAIM, met=(Met(id="aceh", says="Aceh, 2005"),))


def table(setting):
    return open_table(setting, "two-rivers")


def writing(setting):
    return WritingForm(setting, WRITING)


def save_first_draft(setting, send):
    send(writing(setting), "save", answer={"text": WRITING.models[0].text})


def begin_second_draft(setting, send):
    save_first_draft(setting, send)
    send(writing(setting), "draft", box="2", round=2, answer={"text": "By"})


def predict(setting, send):
    bench = lab(setting)
    send(bench, "predict", chosen=bench.words.prediction.options[0].id)


def take_stand(setting, send):
    send(trial(setting), "stand", round=1, stand=1, sure=None, why="")


def take_seat(setting, send):
    send(table(setting), "seat", seat="sahlan")


def end_talks(setting, send):
    take_seat(setting, send)
    game = table(setting)
    send(game, "move", kind="plan", target="70", walk_away="50", guesses={}, text="")
    while game.state["phase"] != "over":
        send(game, "move", kind="pass")


def begin_talks(setting, send):
    take_seat(setting, send)
    send(table(setting), "move", kind="plan", target="70", walk_away="50", guesses={}, text="")


def label(text):
    return lambda page: page.get_by_label(text, exact=True).first


def nth_block(number):
    return lambda page: page.locator("form.course-block").nth(number).locator("textarea").first


def blur(page, field):
    field.blur()


def press_ranking(page, field):
    page.get_by_role("button", name=LADDER["rank-save"], exact=True).press("Enter")


def press_plan(page, field):
    page.get_by_label(TABLE["target"]).fill("70")
    page.get_by_label(TABLE["walk-away"]).fill("50")
    page.get_by_role("button", name=TABLE["plan-save"], exact=True).press("Enter")


def press_words(page, field):
    page.get_by_role("button", name=TABLE["save-words"], exact=True).first.press("Enter")


# What opens a page, what was done before, the field, how it is saved, and whether earlier versions are listed.
WRITTEN = {
    "lab": (lab, predict, lambda page: page.locator("form.course-block textarea"), blur, True),
    "review": (writing, None, lambda page: page.locator(".course-rubric textarea").first, blur, True),
    "second draft": (writing, begin_second_draft, label(LADDER["second-label"]), blur, True),
    "ranking": (writing, None, label(LADDER["rank-why"]), press_ranking, True),
    "rebuttal": (trial, take_stand, label(TRIAL["strongest-box"]), blur, True),
    "filing": (filing, take_stand, label(TRIAL["file-why"]), blur, True),
    "plan": (table, take_seat, label(TABLE["plan-text"]), press_plan, False),
    "debrief": (table, end_talks, label(TABLE["your-answer"]), press_words, True),
}
each = pytest.mark.parametrize(("opening", "before", "find", "save", "is_listed"), WRITTEN.values(), ids=WRITTEN)


def unfold(page):
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def type_at_once(field, text):
    """As fast typing is: an answer to the look at focus that came first would fill an empty box."""
    field.evaluate(
        """(field, text) => {
            field.focus();
            field.value = text;
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }""",
        text,
    )


def come_back(page):
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(1100)
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def offered(page, text):
    page.locator(".course-newer blockquote:visible", has_text=text).wait_for()


def choose(page, name):
    page.locator(".course-newer").get_by_role("button", name=name, exact=True).press("Enter")


def is_recorded(setting, text):
    return any(text in json.dumps(event.body) for event in setting.record.events())


@each
def test_what_another_page_saved_is_offered_and_mine_stays(show, setting, send, opening, before, find, save, is_listed):
    if before:
        before(setting, send)
    here, there = show(opening), show(opening)
    for page in (here, there):
        unfold(page)
    type_at_once(find(here), "By the first.")
    save(here, find(here))
    becomes(here, lambda: is_recorded(setting, "By the first."))
    type_at_once(find(there), "By the second.")
    save(there, find(there))
    offered(there, "By the first.")
    assert find(there).input_value() == "By the second."
    becomes(there, lambda: is_recorded(setting, "By the second."))
    choose(there, FORM["keep"])
    there.locator(".course-newer blockquote:visible").wait_for(state="detached")
    if not is_listed:
        # A plan is made once in a game: mine goes on in a game of its own, and both are there.
        there.locator("details", has_text=TABLE["plan-kept"]).locator("p", has_text="By the second.").wait_for()
        becomes(there, lambda: len(there.widget.state["games"]), 2)
        return
    come_back(here)
    offered(here, "By the second.")
    choose(here, FORM["take"])
    becomes(here, lambda: find(here).input_value() == "By the second.")
    versions = here.locator("details.course-versions:visible", has_text=FORM["versions"].format(count=1))
    versions.evaluate("(part) => { part.open = false; part.open = true; }")
    versions.locator("blockquote", has_text="By the first.").wait_for()
    versions.get_by_role("button").first.press("Enter")
    becomes(here, lambda: find(here).input_value() == "By the first.")


@each
def test_what_a_page_could_not_send_is_there_on_the_next(show, setting, send, opening, before, find, save, is_listed):
    if before:
        before(setting, send)
    page = show(opening)
    unfold(page)
    page.evaluate("window.isDead = true")
    type_at_once(find(page), "Never sent.")
    save(page, find(page))
    assert not is_recorded(setting, "Never sent.")
    show(opening, page)
    unfold(page)
    becomes(page, lambda: find(page).input_value() == "Never sent.")
    save(page, find(page))
    becomes(page, lambda: is_recorded(setting, "Never sent."))
    show(opening, page)
    becomes(page, lambda: not page.evaluate("Object.values(localStorage).join().includes('Never sent.')"))


def test_plan_that_was_typed_stays_where_another_page_has_made_one(show, setting, send):
    take_seat(setting, send)
    here, there = show(table), show(table)
    type_at_once(label(TABLE["plan-text"])(there), "Typed only.")
    press_plan(here, None)
    here.get_by_role("button", name=TABLE["offer"], exact=True).wait_for()
    come_back(there)
    there.locator(".course-newer blockquote:visible").wait_for()
    assert label(TABLE["plan-text"])(there).input_value() == "Typed only."
    choose(there, FORM["take"])
    there.get_by_role("button", name=TABLE["offer"], exact=True).wait_for()
    becomes(there, lambda: is_recorded(setting, "Typed only."))


def test_words_at_the_table_lie_in_the_browser_until_they_are_said(show, setting, send):
    begin_talks(setting, send)
    page = show(table)
    fields = [label(TABLE["with-words"]), label(TABLE["message"])]
    for find in fields:
        find(page).fill("Half a sentence")
    show(table, page)
    assert [find(page).input_value() for find in fields] == ["Half a sentence"] * 2
    page.get_by_role("button", name=TABLE["send"], exact=True).press("Enter")
    becomes(page, lambda: fields[1](page).input_value() == "")
    show(table, page)
    assert [find(page).input_value() for find in fields] == ["Half a sentence", ""]


def test_own_argument_lies_in_the_browser_and_one_taken_back_can_be_put_back(show, setting, send):
    take_stand(setting, send)
    page = show(trial)
    page.get_by_label(TRIAL["own-text"]).fill("Oman.")
    page.get_by_label(TRIAL["own-source"]).fill("A book")
    own = page.get_by_role("group", name=TRIAL["own-side"])
    own.locator("input").nth(1).check()
    show(trial, page)
    assert page.get_by_label(TRIAL["own-text"]).input_value() == "Oman."
    assert own.locator("input").nth(1).is_checked()
    page.get_by_role("button", name=TRIAL["own-add"], exact=True).press("Enter")
    page.locator(".course-own button").press("Enter")
    page.locator("summary", has_text=TRIAL["own-versions"].format(count=1)).press("Enter")
    page.locator(".course-versions blockquote", has_text="Oman. (A book)").wait_for()
    page.locator(".course-versions").get_by_role("button", name=re.compile(re.escape(FORM["put-back"][:3]))).press(
        "Enter"
    )
    becomes(page, lambda: page.get_by_label(TRIAL["own-source"]).input_value() == "A book")
    assert own.locator("input").nth(1).is_checked()


# --- Everything that is only chosen ---


def stands(setting):
    return Stands(setting, [CLAIM])


CHOSEN = {
    "weight": (
        trial,
        take_stand,
        lambda page: page.locator(".course-piece").first.locator("input"),
        TRIAL["newer-weight"],
    ),
    "filing": (filing, take_stand, lambda page: page.locator(".course-met input"), TRIAL["newer-filed"]),
    "stand": (stands, None, lambda page: page.locator(".course-claim-row input"), words()["stands"]["newer"][:30]),
}
each_choice = pytest.mark.parametrize(("opening", "before", "find", "said"), CHOSEN.values(), ids=CHOSEN)


@each_choice
def test_choice_of_another_page_is_shown_before_mine_takes_its_place(show, setting, send, opening, before, find, said):
    if before:
        before(setting, send)
    here, there = show(opening), show(opening)
    count = len(setting.record.events())
    find(here).last.check()
    becomes(here, lambda: len(setting.record.events()) == count + 1)
    # The look at focus comes too late for whoever presses at once.
    find(there).nth(1).evaluate("(input) => { input.checked = true; input.dispatchEvent(new Event('change')); }")
    there.locator(".course-status", has_text=said).wait_for()
    becomes(there, find(there).last.is_checked)
    assert len(setting.record.events()) == count + 1
    find(there).nth(1).check()
    becomes(there, lambda: len(setting.record.events()) == count + 2)


@each_choice
def test_choice_that_could_not_be_sent_is_saved_by_the_next_page(show, setting, send, opening, before, find, said):
    if before:
        before(setting, send)
    page = show(opening)
    count = len(setting.record.events())
    page.evaluate("window.isDead = true")
    find(page).last.check()
    show(opening, page)
    becomes(page, lambda: len(setting.record.events()) == count + 1)
    becomes(page, lambda: find(page).last.is_checked())


def test_prediction_is_offered_and_lies_in_the_browser(show, setting):
    here, there = show(lab), show(lab)
    guess = [page.locator(".course-lab form fieldset input[type=radio]") for page in (here, there)]
    guess[0].nth(0).check()
    guess[0].nth(0).press("Enter")
    becomes(here, lambda: len(setting.record.events()) == 1)
    guess[1].nth(1).evaluate(
        "(input) => { input.checked = true; input.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    guess[1].nth(1).evaluate("(input) => input.form.requestSubmit()")
    offered(there, "")
    assert guess[1].nth(1).is_checked()
    choose(there, FORM["keep"])
    becomes(there, lambda: len(setting.record.events(kind="prediction")) == 2)
    there.evaluate("window.isDead = true")
    guess[1].nth(0).check()
    show(lab, there)
    becomes(there, lambda: guess[1].nth(0).is_checked())


def test_name_of_a_backup_lies_in_the_browser(show):
    page = show(my_work)
    page.locator("input[type=text]").fill("Amina")
    show(my_work, page)
    assert page.locator("input[type=text]").input_value() == "Amina"


def my_work(setting):
    return MyWork(setting, lambda: ())


def choose_file(page):
    backup = {"name": "work.course.json", "mimeType": "application/json", "buffer": b"{}"}
    page.locator("input[type=file]").set_input_files(backup)


def test_backup_that_was_chosen_with_a_double_click_is_restored(show):
    page = show(my_work)
    hold_answers(page)
    chooser = page.locator("input[type=file]")
    chooser.evaluate("node => node.dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }))")
    choose_file(page)
    page.wait_for_function("() => held.length === 1")


def test_backup_that_the_browser_cannot_read_is_told_and_can_be_chosen_again(show):
    page = show(my_work)
    gone = "() => Promise.reject(new DOMException('gone', 'NotReadableError'))"
    page.evaluate(f"() => {{ File.prototype.arrayBuffer = {gone}; }}")
    choose_file(page)
    page.get_by_text(words()["work"]["cannot-read"]).wait_for()
    assert page.locator("input[type=file]").input_value() == ""


# --- The ladder: samples, frames, two drafts ---


def move_up(page, name):
    button = page.get_by_role("button", name=FORM["up"].format(item=name), exact=True)
    while button.is_enabled():
        button.press("Enter")


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.long)])
def test_ladder_from_the_samples_to_a_second_draft(show, setting, width, tmp_path):
    page = show(writing)
    page.set_viewport_size({"width": width, "height": 900})
    names = {level: LADDER["sample"].format(letter=letter) for letter, level in zip("ABC", LEVELS_SHOWN, strict=True)}
    move_up(page, names["strong"])
    page.get_by_label(LADDER["rank-why"]).fill("It names a witness.")
    assert violations(page, "main", more=()) == []
    page.get_by_role("button", name=LADDER["rank-save"], exact=True).press("Enter")
    page.locator(".course-ours", has_text="It names a witness.").wait_for()
    becomes(page, lambda: page.evaluate("document.activeElement.textContent"), LADDER["samples"])

    page.locator("summary", has_text=LADDER["frames"]).press("Enter")
    first = page.locator(".course-drafts textarea").first
    first.fill("Before. After.")
    first.evaluate("area => area.setSelectionRange(7, 7)")
    page.get_by_role("button", name=WRITING.frames[0], exact=True).press("Enter")
    framed = first.input_value()
    assert framed == f"Before. {WRITING.frames[0].rstrip('… ').rstrip()} After." or framed.startswith(
        "Before. By … Velaya"
    )
    assert first.evaluate("area => document.activeElement === area")
    first.fill(WRITING.models[0].text)
    page.get_by_role("button", name=words()["task"]["structure"], exact=True).press("Enter")
    page.locator(".course-verdict").wait_for()

    point = page.get_by_label(WRITING.pointed[0].asks)
    point.select_option(index=1)
    becomes(page, lambda: is_recorded(setting, WRITING.pointed[0].id))
    page.get_by_role("button", name=LADDER["second"], exact=True).press("Enter")
    second = page.get_by_label(LADDER["second-label"], exact=True)
    becomes(page, second.input_value, WRITING.models[0].text)
    becomes(page, lambda: first.evaluate("area => area.readOnly"))
    second.fill(WRITING.models[1].text)
    page.get_by_label(LADDER["second-changed"]).fill("Small steps.")
    unfold(page)
    levels = page.get_by_role("group", name=LADDER["level"]).first
    levels.get_by_role("radio").nth(2).check()
    assert violations(page, "main", more=()) == []
    boxes = [area.bounding_box() for area in (first, second)]
    is_beside = boxes[1]["x"] > boxes[0]["x"] + boxes[0]["width"] - 1
    assert is_beside == (width >= 900)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label(LADDER["second-changed"]).blur()
    becomes(page, lambda: is_recorded(setting, "Small steps.") and is_recorded(setting, '"levels"'))

    show(writing, page)
    assert second.input_value() == WRITING.models[1].text
    assert page.get_by_label(LADDER["second-changed"]).input_value() == "Small steps."
    assert first.input_value() == WRITING.models[0].text
    page.get_by_role("button", name=LADDER["second-save"], exact=True).press("Enter")
    becomes(page, lambda: is_recorded(setting, '"round": 2}'))
    page.screenshot(path=tmp_path / f"ladder-{width}.png", full_page=True)


# --- The teacher's desk: two pages mark one text ---


@pytest.fixture
def class_folder(setting):
    """A class of one beside the record of the desk, who wrote one text."""
    folder = setting.record.where.parent.parent / "my_class"
    folder.mkdir()
    learner = Record(folder.parent / "learner")
    body = {"answer": {"text": WRITING.models[0].text}, "outcome": "fits", "try": 1}
    learner.append("02_ways_to_settle", WRITING.id, "answer", body)
    (folder / "amina.course.json").write_bytes(make_backup(learner, "Amina"))


def marking(setting):
    desk = Desk(record=setting.record)
    desk.workplace.read("my_class")
    return desk.mark()


def save_mark(page):
    page.get_by_role("button", name=words()["desk"]["mark-save"], exact=True).click()


@pytest.mark.parametrize(("word", "stands", "width"), [("keep", "Second", 390), ("take", "First", 1280)])
def test_two_desks_offer_both_marks_and_save_neither_over_the_other(show, class_folder, tmp_path, word, stands, width):
    word = FORM[word]
    one, other = show(marking), show(marking)
    other.set_viewport_size({"width": width, "height": 900})
    comment = words()["mark"]["comment"]
    one.get_by_label(comment).fill("First")
    save_mark(one)
    becomes(one, lambda: one.widget.state["said"])
    # What lies in the browser is saved; the other page is still as it was.
    other.get_by_label(comment).fill("Second")
    save_mark(other)
    button = other.get_by_role("button", name=word, exact=True)
    button.wait_for()
    assert "First" in other.locator(".course-newer").inner_text()
    assert other.get_by_label(comment).input_value() == "Second"
    assert other.widget.state["trouble"] == words()["desk"]["mark-newer"]
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    other.screenshot(path=tmp_path / f"desk-{width}.png", full_page=True)
    button.click()
    other.locator(".course-newer").wait_for(state="detached")
    other.wait_for_function("text => [...document.querySelectorAll('textarea')].at(-1).value === text", arg=stands)
    if stands == "Second":
        save_mark(other)
        becomes(other, lambda: other.widget.state["said"])
        assert other.widget.state["writing"]["mark"]["comment"] == "Second"
        # On the other page nothing waits for a choice: it had nothing unsaved.
        again = show(marking, one)
        assert again.get_by_label(comment).input_value() == "Second"
    assert other.get_by_label(comment).input_value() == stands


def test_a_mark_that_was_not_saved_is_offered_beside_the_one_that_was(show, class_folder):
    comment = words()["mark"]["comment"]
    page = show(marking)
    page.get_by_label(comment).fill("Typed and closed")
    other = show(marking)
    in_browser = other.evaluate("({ ...localStorage })")
    other.evaluate("localStorage.clear()")
    other = show(marking, other)
    other.get_by_label(comment).fill("Saved elsewhere")
    save_mark(other)
    becomes(other, lambda: other.widget.state["said"])
    other.evaluate("kept => Object.assign(localStorage, kept)", in_browser)
    page = show(marking, page)
    assert page.get_by_label(comment).input_value() == "Typed and closed"
    assert "Saved elsewhere" in page.locator(".course-newer").inner_text()


# --- A kernel that answers late: what is typed or pressed meanwhile is neither lost nor taken for something else ---


def hold_answers(page):
    """Let the kernel do what it is asked for, and keep each answer until it is let through."""
    page.evaluate(
        """() => {
            const answer = window.answer;
            window.held = [];
            window.answer = content => new Promise((done) => held.push(() => answer(content).then(done)));
        }"""
    )


def let_through(page, count=1000):
    page.wait_for_function("() => held.length")
    page.evaluate("count => { for (const go of held.splice(0, count)) go(); }", count)
    page.wait_for_timeout(100)


def test_message_that_a_move_under_way_kept_from_being_sent_stays(show, setting, send):
    begin_talks(setting, send)
    page = show(table)
    hold_answers(page)
    page.get_by_role("button", name=TABLE["pass"], exact=True).press("Enter")
    message = label(TABLE["message"])(page)
    message.fill("We can talk about the water.")
    page.get_by_role("button", name=TABLE["send"], exact=True).press("Enter")
    let_through(page)
    assert message.input_value() == "We can talk about the water."


def test_what_is_typed_while_a_message_is_under_way_stays(show, setting, send):
    begin_talks(setting, send)
    page = show(table)
    hold_answers(page)
    message = label(TABLE["message"])(page)
    message.fill("First.")
    page.get_by_role("button", name=TABLE["send"], exact=True).press("Enter")
    message.fill("Second.")
    let_through(page)
    assert is_recorded(setting, "First.")
    assert message.input_value() == "Second."


def test_words_for_an_offer_outlast_a_move_without_words(show, setting, send):
    begin_talks(setting, send)
    page = show(table)
    why = page.get_by_label(TABLE["reject-why"]).first
    aloud = label(TABLE["with-words"])(page)
    aloud.fill("We give you the flood gates for it.")
    why.fill("Too little water.")
    page.get_by_role("button", name=TABLE["reject"], exact=True).first.press("Enter")
    becomes(page, lambda: is_recorded(setting, "Too little water."))
    page.wait_for_timeout(100)
    assert aloud.input_value() == "We give you the flood gates for it."


def test_argument_is_laid_once_and_what_is_typed_meanwhile_stays(show, setting, send):
    take_stand(setting, send)
    page = show(trial)
    hold_answers(page)
    text, add = page.get_by_label(TRIAL["own-text"]), page.get_by_role("button", name=TRIAL["own-add"], exact=True)
    text.fill("Oman.")
    page.get_by_role("group", name=TRIAL["own-side"]).locator("input").first.check()
    add.press("Enter")
    add.press("Enter")
    let_through(page)
    assert text.input_value() == ""
    text.fill("Qatar.")
    page.get_by_role("group", name=TRIAL["own-side"]).locator("input").first.check()
    add.press("Enter")
    text.fill("Norway.")
    let_through(page)
    assert text.input_value() == "Norway."
    assert page.locator(".course-own .course-typed").all_inner_texts() == ["Oman.", "Qatar."]


def test_mark_that_is_typed_while_another_is_saved_stays(show, class_folder):
    page = show(marking)
    hold_answers(page)
    comment = page.get_by_label(words()["mark"]["comment"])
    comment.fill("Good.")
    save_mark(page)
    comment.fill("Good. Who counts the boats?")
    page.get_by_role("button", name=words()["desk"]["mark-save"], exact=True).press("Enter")
    let_through(page)
    assert comment.input_value() == "Good. Who counts the boats?"
    assert "Who counts" in page.evaluate("JSON.stringify({ ...localStorage })")


def ticking(setting):
    desk = Desk(record=setting.record)
    desk.workplace.read("my_class")
    desk.workplace.choose_lesson("02_ways_to_settle")
    return desk.texts()


def test_texts_that_are_ticked_fast_are_all_ticked(show, setting):
    folder = setting.record.where.parent.parent / "my_class"
    folder.mkdir()
    for name in ("amina", "basim", "dina"):
        learner = Record(folder.parent / name)
        learner.append("02_ways_to_settle", WRITING.id, "answer", {"answer": {"text": f"{name} writes."}})
        (folder / f"{name}.course.json").write_bytes(make_backup(learner, name))
    page = show(ticking)
    hold_answers(page)
    boxes = page.locator("input[type=checkbox]")
    assert boxes.count() == 3
    boxes.nth(0).check()
    boxes.nth(1).check()
    let_through(page, 1)
    boxes.nth(2).check()
    let_through(page)
    assert len(page.widget.state["chosen"]) == 3
