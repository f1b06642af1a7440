"""A learner joins a live class in the head of a lesson in JupyterLab; the answer arrives when its question opens."""

import os

import pytest

from course.content.interface import words
from course.dev.served import Served, until
from tests.chromium import in_chromium, open_page
from tests.lab import running_lab, wait_until_drawn

STEM = "05_why_come_to_the_table"
SAID = words()["joining"]
SHOTS = os.environ.get("COURSE_SHOTS", "")

pytestmark = in_chromium


@pytest.fixture
def page(browser, tmp_path):
    with running_lab(tmp_path, f"notebooks/{STEM}.ipynb") as lab:
        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        page = open_page(context, lab.url(f"notebooks/{STEM}.ipynb"))
        wait_until_drawn(page)
        yield page
        context.close()


def shoot(page, name):
    if not SHOTS:
        return
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(600)
        page.locator(".course-in-class").screenshot(path=f"{SHOTS}/{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_a_learner_joins_answers_and_leaves(page, tmp_path):
    with Served(tmp_path / "class.sqlite3", stem=STEM) as server:
        head = page.locator(".course-in-class")
        head.locator("summary").click()
        shoot(page, "fold")
        head.get_by_label(SAID["join-code"], exact=True).fill("WRNG-CDE2")
        # Letters and Enter belong to the field and not to JupyterLab.
        address = head.get_by_label(SAID["join-address"])
        address.press_sequentially(f"127.0.0.1:{server.port}")
        address.press("Enter")
        head.get_by_text(words()["live"]["no-code"]).wait_for()
        head.get_by_label(SAID["join-code"], exact=True).fill(f"http://127.0.0.1:{server.port}/j/{server.code}?t=x")
        head.get_by_role("button", name=SAID["join"]).click()
        head.get_by_role("button", name=SAID["join-leave"]).wait_for()
        form = page.locator("form.course-form:has(input[type=radio])").first
        form.locator("input[type=radio]").first.check()
        form.locator("button.course-main").click()
        head.get_by_text(SAID["counts"].format(there=0, waits=1)).wait_for()
        _, desk = server.ask("GET", f"/t/{server.room}/state", headers=server.teacher)
        for slide in desk["slides"]:
            if slide["control"]:
                server.turn(slide=slide["id"], state="open")
        head.get_by_text(SAID["counts"].format(there=1, waits=0)).wait_for()
        shoot(page, "inside")
        _, desk = server.ask("GET", f"/t/{server.room}/state", headers=server.teacher)
        [person] = desk["persons"]
        assert len(person["answers"]) == 1
        head.get_by_role("button", name=SAID["join-leave"]).click()
        head.get_by_text(SAID["left"]).wait_for()
        head.locator("summary").wait_for()
        until(lambda: server.process.poll() is None)
