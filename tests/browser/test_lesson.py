"""Lesson 02 as a learner meets it: JupyterLab in a real Chromium, by keyboard, through restarts and a dead kernel.

The tests follow one learner through one open lesson, in order; each looks at questions of its own.
"""

import json
import os
import re
import signal
import urllib.request
from pathlib import Path

import pytest

from course.content import labs, lessons
from course.content.interface import words
from course.record import read_backup
from tests.chromium import ROOT, becomes, in_chromium, open_page, violations
from tests.lab import READY, TOKEN, running_lab, wait_until_drawn

STEM = "02_ways_to_settle"
HALF = "Algeria holds the money until"
HOSTILE = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
ARABIC = "الوسيط يحفظ المال"
FORM = words()["form"]

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab of its own over our lesson, trusted, and over one that is not."""
    path = f"notebooks/{STEM}.ipynb"
    foreign = json.loads((ROOT / path).read_text("utf-8"))
    foreign["cells"][0]["source"].append("\n\nSent by somebody else.")
    sent = {f"foreign/{STEM}.ipynb": json.dumps(foreign)}
    with running_lab(tmp_path_factory.mktemp("lab"), path, foreign=sent) as lab:
        yield lab


def visit(browser, lab, path):
    """Open a notebook in a browser that has never been here, and note which hosts it asks."""
    page = open_page(browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True))
    page.hosts = set()
    page.on("request", lambda request: page.hosts.add(request.url.split("/")[2] if "://" in request.url else ""))
    page.goto(lab.url(path))
    return page


@pytest.fixture(scope="module")
def lesson(browser, lab):
    """Lesson 02, opened once and left to come alive by itself."""
    page = visit(browser, lab, f"notebooks/{STEM}.ipynb")
    settle(page)
    page.locator(".course-everything").get_by_role("switch").check()
    yield page
    page.context.close()


def settle(page):
    """Return when the lesson has run to its end and its last widget is there."""
    wait_until_drawn(page)
    page.locator(".course-work").wait_for(state="attached")


def question(page, id):
    """The live form of a prompt or quick check of the lesson."""
    content = lessons.lesson(STEM)
    [found] = [one for one in (*content.prompts, *content.checks) if one.id == id]
    return page.locator("form.course-form").filter(has=page.locator("legend", has_text=found.asks))


def status(form):
    return form.locator(".course-status").first


def wait_for_status(form, text):
    """Return when the form's status line begins as this sentence of the interface does."""
    start = re.escape(text.split("{")[0].strip())
    status(form).filter(has_text=re.compile(start)).wait_for()


def focused(page, script="document.activeElement.outerHTML"):
    return page.evaluate(script)


def test_lesson_comes_alive_without_a_click(lesson):
    assert lesson.locator("form.course-form").count() >= 8
    assert lesson.get_by_role("button", name="Start the lesson").count() == 0
    assert lesson.locator(".course-note.course").count() == 0
    assert lesson.locator(".jp-Dialog").count() == 0


def test_prompt_is_answered_by_keyboard_alone(lesson, lab):
    form = question(lesson, "settled-how")
    form.locator("input[type=radio]").first.focus()
    for key in ("Space", "ArrowDown"):
        lesson.keyboard.press(key)
    assert form.locator("input[type=radio]").nth(1).is_checked()
    lesson.keyboard.press("Tab")
    lesson.keyboard.type("The line was drawn by judges.")
    lesson.keyboard.press("Tab")
    assert "course-main" in focused(lesson)
    lesson.keyboard.press("Enter")
    form.locator(".course-earlier", has_text="The line was drawn by judges.").wait_for()
    wait_for_status(form, FORM["saved"])
    event = lab.record.latest(STEM, "settled-how", "answer")
    assert event.body["answer"] == {"chosen": "half", "why": "The line was drawn by judges."}


def test_check_is_answered_by_keyboard_alone(lesson):
    form = question(lesson, "zone")
    form.locator("input").focus()
    lesson.keyboard.type("٣٥")
    lesson.keyboard.press("Enter")
    form.locator(".course-verdict", has_text=words()["verdict"]["correct"]).wait_for()
    wait_for_status(form, FORM["saved"])


def test_double_click_is_one_try_and_the_verdict_is_no_live_region(lesson, lab):
    form = question(lesson, "zone")
    before = len(lab.record.events(STEM, "zone", "answer"))
    form.locator("input").fill("34")
    form.locator("button.course-main").dblclick()
    form.locator(".course-verdict", has_text=words()["verdict"]["not-yet"]).wait_for()
    wait_for_status(form, FORM["saved"])
    becomes(lesson, lambda: status(form).inner_text().endswith(words()["verdict"]["not-yet"]))
    assert len(lab.record.events(STEM, "zone", "answer")) == before + 1
    assert form.locator(".course-panel[aria-live], .course-panel[role=status]").count() == 0
    assert form.locator("button[aria-disabled]").count() == 0
    # The tests below meet the right answer again.
    form.locator("input").fill("٣٥")
    form.locator("button.course-main").click()
    form.locator(".course-verdict", has_text=words()["verdict"]["correct"]).wait_for()


def test_save_keys_are_answered_in_the_form(lesson):
    form = question(lesson, "zone")
    form.locator("input").focus()
    lesson.evaluate("addEventListener('keydown', (event) => (window.taken = () => event.defaultPrevented), true)")
    lesson.keyboard.press("Control+s")
    wait_for_status(form, FORM["kept-already"])
    assert lesson.evaluate("window.taken()")
    assert "course-number" in focused(lesson, "document.activeElement.parentElement.className")


def test_ranking_moves_by_keyboard_and_says_so(lesson):
    form = question(lesson, "how-much-outsider")
    down = form.locator("ol li").first.locator("button").nth(1)
    item = form.locator("ol li").first.locator(".course-rank-says").inner_text()
    down.focus()
    lesson.keyboard.press("Enter")
    becomes(lesson, form.locator("ol li").nth(1).locator(".course-rank-says").inner_text, item)
    assert item in focused(lesson, "document.activeElement.getAttribute('aria-label')")
    said = FORM["moved"].format(item=item, place=2, total=5)
    becomes(lesson, form.locator(".course-hidden[role=status]").inner_text, said)


def test_half_a_sentence_is_kept_without_saving(lesson, lab):
    form = question(lesson, "you-first")
    form.locator("textarea").focus()
    lesson.keyboard.type(HALF)
    wait_for_status(form, FORM["draft"])
    # On a slow machine a part of it may be kept before the rest is typed.
    becomes(lesson, lambda: lab.record.latest(STEM, "you-first", "draft").body["answer"], {"text": HALF})
    assert lab.record.latest(STEM, "you-first", "answer") is None


def test_lab_moves_by_keyboard_after_a_prediction(lesson):
    bench = lesson.locator(".course-lab").first
    assert bench.locator(".course-bench").is_hidden()
    bench.locator("input[type=radio]").first.focus()
    lesson.keyboard.press("Space")
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("Enter")
    bench.locator(".course-bench").wait_for()
    slider = bench.get_by_label(labs.lab("bargaining_zone").parameters["batna_a"].label, exact=True)
    value, sentence = slider.input_value(), bench.locator(".course-sentence").inner_text()
    slider.focus()
    for _ in range(30):
        lesson.keyboard.press("ArrowLeft")
    assert int(slider.input_value()) == int(value) - 30
    lesson.wait_for_function(
        "([node, old]) => node.innerText !== old", arg=[bench.locator(".course-sentence").element_handle(), sentence]
    )
    said = words()["lab"]["unit-points"].format(value=int(value) - 30)
    becomes(lesson, lambda: slider.get_attribute("aria-valuetext"), said)


def trial(page, claim):
    return page.locator(".course-trial").filter(has=page.locator(".course-sides")).filter(has_text=claim)


def test_typed_script_stays_text_and_arabic_runs_from_the_right(lesson):
    root = trial(lesson, "A neutral third party")
    first = root.locator("form.course-stand").first
    first.locator("input[type=radio]").first.focus()
    lesson.keyboard.press("Space")
    first.locator("textarea").fill(ARABIC)
    assert first.locator("textarea").evaluate("node => getComputedStyle(node).direction") == "rtl"
    first.locator("button.course-main").press("Enter")
    root.get_by_role("button", name=words()["trial"]["open-map"], disabled=False).press("Enter")
    own = root.locator("form.course-block").first
    own.wait_for()
    own.locator("textarea").first.fill(HOSTILE)
    own.locator("input[type=radio]").first.press("Space")
    own.locator("button[type=submit]").press("Enter")
    root.locator(".course-argument .course-typed", has_text="window.hit").first.wait_for()
    own.locator("textarea").first.fill(ARABIC)
    own.locator("input[type=radio]").first.press("Space")
    own.locator("button[type=submit]").press("Enter")
    shown = root.locator(".course-argument .course-typed", has_text=ARABIC).first
    shown.wait_for()
    assert shown.evaluate("node => node.matches(':dir(rtl)')")
    assert lesson.evaluate("window.hit") is None
    assert root.locator(".course-argument img, .course-argument script, .course-own img").count() == 0


def test_nothing_of_ours_fails_the_accessibility_rules(lesson):
    assert violations(lesson, ".jp-OutputArea-output .course", ".jp-RenderedMarkdown", rules=()) == []


def test_backup_comes_down_and_is_one(lesson, lab):
    with lesson.expect_download() as download:
        lesson.locator(".course-backup").press("Enter")
    backup = read_backup(Path(download.value.path()).read_bytes())
    assert {event.id for event in backup.events} == {event.id for event in lab.record.events()}
    assert download.value.suggested_filename.endswith(".json")


def run_command(page, command):
    """Run a command of JupyterLab and wait for it, but not for ever."""
    page.evaluate(
        """command => Promise.race([
            window.jupyterapp.commands.execute(command).then(() => undefined),
            new Promise((_, fail) => setTimeout(() => fail(new Error(command + ' did not end')), 60000)),
        ])""",
        command,
    )


def kernel_of(lab):
    """The id of the lesson's kernel, and its process."""
    with urllib.request.urlopen(f"{lab.address}/api/sessions?token={TOKEN}") as answer:
        [session] = [one for one in json.load(answer) if one["path"] == f"notebooks/{STEM}.ipynb"]
    return session["kernel"]["id"]


def test_work_is_there_after_a_restart(lesson):
    shown = question(lesson, "zone").locator(".course-verdict").element_handle()
    lesson.evaluate(
        """() => Promise.race([
            window.jupyterapp.shell.currentWidget.sessionContext.restartKernel().then(() => undefined),
            new Promise((_, fail) => setTimeout(() => fail(new Error('no restart')), 60000)),
        ])"""
    )
    run_command(lesson, "notebook:run-all-cells")
    lesson.wait_for_function("node => !node.isConnected", arg=shown)
    lesson.locator(".course-work").wait_for(state="attached")
    becomes(lesson, question(lesson, "you-first").locator("textarea").input_value, HALF)
    wait_for_status(question(lesson, "you-first"), FORM["draft"])
    becomes(lesson, question(lesson, "zone").locator("input").input_value, "٣٥")
    question(lesson, "zone").locator(".course-panel", has_text=words()["verdict"]["correct"]).wait_for()
    earlier = question(lesson, "settled-how").locator(".course-earlier", has_text="The line was drawn by judges.")
    earlier.wait_for()
    trial(lesson, "A neutral third party").locator(".course-argument", has_text=ARABIC).first.wait_for()


def test_nothing_leaves_this_computer(lesson, lab):
    assert {host.rpartition(":")[0] or host for host in lesson.hosts} <= {"127.0.0.1", ""}
    assert lesson.errors == [], "before the kernel is killed"


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the kernel's process in /proc")
def test_dead_kernel_is_told_and_the_text_stays(lesson, lab):
    form = question(lesson, "you-first")
    os.kill(process_of(kernel_of(lab)), signal.SIGKILL)
    form.locator("textarea").evaluate(
        "(node, text) => { node.value = text; node.dispatchEvent(new Event('input', { bubbles: true })); }",
        f"{HALF} both are home.",
    )
    form.evaluate("node => node.requestSubmit()")
    wait_for_status(form, FORM["unreachable"])
    assert "course-trouble" in status(form).get_attribute("class")
    assert form.locator("textarea").input_value() == f"{HALF} both are home."
    assert lab.record.latest(STEM, "you-first", "answer") is None
    kept = lesson.evaluate("Object.entries(localStorage).filter(([key]) => key.endsWith('/you-first')).map(String)")
    assert "both are home." in kept[0]


def process_of(kernel):
    """The number of the process that runs this kernel."""
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and f"kernel-{kernel}".encode() in (folder / "cmdline").read_bytes():
                return int(folder.name)
        except OSError:
            continue
    return pytest.fail("no process of this kernel")


def test_foreign_copy_can_be_read_and_has_not_run(browser, lab):
    page = visit(browser, lab, f"foreign/{STEM}.ipynb")
    page.get_by_role("button", name="Start the lesson").wait_for()
    page.wait_for_function(READY, polling=50)
    page.locator(".course-prompt", has_text="Write the exchange").first.wait_for()
    assert page.locator("form.course-form").count() == 0
    counts = page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
    assert not any("*" in count for count in counts)
    page.context.close()
