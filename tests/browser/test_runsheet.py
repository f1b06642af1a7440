"""A run-sheet prints on two sheets of A4: a teacher takes one leaf into the room."""

import re
import shutil

import pytest

from course.content import lessons
from course.content.outline import outline
from course.teacher.handouts import runsheet_page
from course.teacher.handouts.runsheet import run_sheet

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


@pytest.fixture(scope="module")
def page():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("minutes", [45, 90, 120])
@pytest.mark.parametrize("stem", lessons.stems())
def test_a_run_sheet_prints_on_two_pages(page, stem, minutes):
    page.set_content(runsheet_page.to_html(run_sheet(lessons.lesson(stem), minutes, outline(stem)), 23))
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
