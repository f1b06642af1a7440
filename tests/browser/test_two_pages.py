"""One lesson open in two tabs of a real Chromium, each with a kernel of its own: what one saves, the other offers."""

import json
import re

import pytest

from course.content import lessons
from course.content.interface import words
from tests.chromium import becomes, in_chromium, open_page, violations
from tests.lab import run_all, running_lab, write_notebook

STEM = "02_ways_to_settle"
QUESTION = "you-first"
FORM, TRIAL = (words()[part] for part in ("form", "trial"))
LESSON = lessons.lesson(STEM)
CELLS = (
    f'from course import open_lesson\nlesson = open_lesson("{STEM}")',
    f'lesson.discuss("{QUESTION}")',
    f'lesson.weigh("{LESSON.claims[0]}")',
)

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over two notebooks that open the same parts of one lesson: two files, so two kernels."""
    books = {f"{name}.ipynb": write_notebook(*CELLS) for name in "ab"}
    with running_lab(tmp_path_factory.mktemp("lab"), books=books) as lab:
        yield lab


@pytest.fixture(scope="module")
def tabs(context, lab):
    """Both tabs, opened before anything is written."""
    pages = [open_tab(context, lab, name) for name in "ab"]
    yield pages
    assert [page.errors for page in pages] == [[], []]


def open_tab(context, lab, name):
    page = open_page(context, lab.url(f"{name}.ipynb"))
    run_all(page)
    page.locator(".course-trial form.course-stand").first.wait_for()
    return page


def question(page):
    return page.locator("form.course-form")


def box(page):
    return question(page).locator("textarea").first


def press(page, name):
    """Press a button when it can be pressed: an earlier press may still be on its way."""
    button = page.get_by_role("button", name=name, exact=True, disabled=False)
    button.wait_for()
    button.press("Enter")


def save(page, text):
    box(page).fill(text)
    question(page).locator("button.course-main").press("Enter")


def begins(text):
    return re.compile(re.escape(text.split("{")[0].strip()))


def notice(form):
    """The sentence that says that something else was saved, when it is there."""
    says = form.locator(".course-newer-says", has_text=begins(FORM["newer"])).first
    says.wait_for()
    return says


def saved(page):
    question(page).locator(".course-status", has_text=begins(FORM["saved"])).first.wait_for()


def answers(lab):
    return [event.body["answer"]["text"] for event in lab.record.events(STEM, QUESTION, "answer")]


def rebuttals(lab):
    return lab.record.events(STEM, f"claim/{LESSON.claims[0]}", "rebuttal")


def test_what_one_tab_saved_is_offered_in_the_other_and_no_focus_moves(tabs, lab):
    here, there = tabs
    save(here, "By the first tab.")
    saved(here)
    # In one go, as fast typing is: an answer to the look at focus that came first would fill the empty box.
    box(there).evaluate(
        """(box) => {
            box.focus();
            box.value = "By the second";
            box.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    says = notice(question(there))
    assert says.get_attribute("aria-live") == "polite"
    assert question(there).locator(".course-newer blockquote").inner_text() == "By the first tab."
    assert there.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert box(there).input_value() == "By the second"
    # A press does not win either. While it is on its way, "keep mine" is not lost together with what it was about.
    question(there).evaluate(
        """(form, keep) => {
            form.requestSubmit();
            [...form.querySelectorAll("button")].find((button) => button.textContent === keep).click();
        }""",
        FORM["keep"],
    )
    assert question(there).locator(".course-newer blockquote").is_visible()
    question(there).locator(".course-status", has_text=FORM["aside"]).wait_for()
    assert answers(lab) == ["By the first tab."]
    assert "By the second" in [event.body["answer"]["text"] for event in lab.record.events(kind="draft")]


def test_mine_is_kept_by_keyboard_and_the_first_tab_is_asked_in_its_turn(tabs, lab):
    here, there = tabs
    press(there, FORM["keep"])
    saved(there)
    becomes(there, lambda: there.evaluate("document.activeElement.tagName"), "TEXTAREA")
    question(there).locator(".course-newer blockquote").wait_for(state="hidden")
    assert answers(lab) == ["By the first tab.", "By the second"]
    # It shows an old text and nothing was typed: coming back is enough.
    here.evaluate("document.activeElement.blur()")
    here.wait_for_timeout(1100)
    here.evaluate("window.dispatchEvent(new Event('focus'))")
    notice(question(here))
    assert box(here).input_value() == "By the first tab."
    press(here, FORM["take"])
    here.wait_for_function("document.querySelector('form.course-form textarea').value === 'By the second'")
    saved(here)
    assert answers(lab) == ["By the first tab.", "By the second"]


def test_earlier_versions_are_listed_and_put_back(tabs, lab):
    here, _ = tabs
    versions = question(here).locator("details.course-versions")
    versions.locator("summary", has_text=FORM["versions"].format(count=1)).press("Enter")
    versions.locator("blockquote", has_text="By the first tab.").wait_for()
    box(here).fill("By the second, going on")
    back = versions.get_by_role("button", name=begins(FORM["put-back-of"]))
    assert back.count() == 1
    back.press("Enter")
    here.wait_for_function("document.querySelector('form.course-form textarea').value === 'By the first tab.'")
    question(here).locator(".course-status", has_text=begins(FORM["draft"])).wait_for()
    drafts = [event.body["answer"]["text"] for event in lab.record.events(kind="draft")]
    assert "By the second, going on" in drafts
    versions.locator("blockquote", has_text="By the second, going on").wait_for()
    question(here).locator("button.course-main").press("Enter")
    saved(here)
    assert answers(lab)[-1] == "By the first tab."


def test_text_that_a_tab_left_unsent_is_not_lost_to_the_other(tabs, lab):
    """The browser keeps it for both tabs in one place; the tab that saves takes away only what is its own."""
    here, there = tabs
    typed = "(box) => { box.value = 'Never sent'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    box(there).evaluate(typed)
    key = "Object.keys(localStorage).find((key) => key.endsWith('/you-first'))"
    kept = there.evaluate(f"localStorage[{key}]")
    assert json.loads(kept)["answer"] == {"text": "Never sent"}
    assert json.loads(kept)["based"]
    notice(question(there))
    press(there, FORM["take"])
    there.wait_for_function("document.querySelector('form.course-form textarea').value === 'By the first tab.'")
    becomes(there, lambda: "Never sent" in [one.body["answer"]["text"] for one in lab.record.events(kind="draft")])
    # The same, of a tab whose kernel has gone: the other one saves meanwhile.
    box(here).fill("By the first tab again.")
    name = here.evaluate(key)
    here.evaluate("([name, kept]) => (localStorage[name] = kept)", [name, kept])
    question(here).locator("button.course-main").evaluate("(button) => button.focus()")
    question(here).locator(".course-status", has_text=begins(FORM["draft"])).wait_for()
    assert here.evaluate("(name) => localStorage[name]", name) == kept
    here.evaluate("(name) => localStorage.removeItem(name)", name)


def test_reason_of_a_stand_and_the_answer_to_the_strongest_piece_are_offered_too(tabs, lab):
    here, there = tabs
    for page, why in ((here, "I doubt it."), (there, "It depends.")):
        first = page.locator("form.course-stand").first
        first.locator("input[type=radio]").first.check()
        first.locator("textarea").fill(why)
    here.locator("form.course-stand button.course-main").first.press("Enter")
    # The map that is opened here is open there, too.
    here.get_by_role("button", name=TRIAL["open-map"]).first.press("Enter")
    here.locator(".course-trial form.course-block").first.wait_for()
    there.locator("form.course-stand button.course-main").first.press("Enter")
    first = there.locator("form.course-stand").first
    notice(first)
    assert "I doubt it." in first.locator(".course-newer blockquote").inner_text()
    assert first.locator("textarea").input_value() == "It depends."
    first.get_by_role("button", name=FORM["keep"], exact=True, disabled=False).press("Enter")
    first.locator(".course-newer blockquote").wait_for(state="hidden")
    first.locator("details.course-versions summary").press("Enter")
    first.locator("details.course-versions blockquote", has_text="I doubt it.").wait_for()
    whys = ["I doubt it.", "It depends."]
    becomes(there, lambda: [event.body["why"] for event in lab.record.events(kind="stand")], whys)

    strongest = [page.locator("form.course-block").nth(1).locator("textarea") for page in (here, there)]
    strongest[0].fill("One case is no rule.")
    strongest[0].press("Tab")
    # "Saved" stands beside what was saved before as well.
    becomes(here, lambda: [event.body["text"] for event in rebuttals(lab)], ["One case is no rule."])
    strongest[1].fill("That was long ago.")
    strongest[1].press("Tab")
    second = there.locator("form.course-block").nth(1)
    notice(second)
    assert second.locator(".course-newer blockquote").inner_text() == "One case is no rule."
    assert [event.body["text"] for event in rebuttals(lab)] == ["One case is no rule."]


def test_notice_and_versions_fail_no_rule_of_accessibility(tabs):
    _, there = tabs
    assert violations(there, ".jp-OutputArea-output .course", rules=()) == []


def test_two_views_of_one_cell_offer_what_the_other_has(tabs):
    """JupyterLab shows an output a second time on request: two views, one widget, one kernel."""
    here, _ = tabs
    here.evaluate(
        """async () => {
            const { content } = window.jupyterapp.shell.currentWidget;
            content.activeCellIndex = 1;
            await window.jupyterapp.commands.execute('notebook:create-output-view');
        }"""
    )
    views = here.locator("form.course-form")
    here.wait_for_function("document.querySelectorAll('form.course-form').length === 2")
    first, second = (views.nth(n) for n in range(2))
    second.locator("textarea").first.evaluate(
        "(box) => { box.value = 'In the second view'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    first.locator("textarea").first.evaluate("(box) => { box.value = 'In the first view'; box.form.requestSubmit(); }")
    notice(second)
    assert second.locator("textarea").first.input_value() == "In the second view"
    assert second.locator(".course-newer blockquote").inner_text() == "In the first view"
    assert first.locator(".course-newer blockquote").is_hidden()
