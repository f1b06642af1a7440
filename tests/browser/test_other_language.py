"""A lesson in Arabic in a real Chromium: it runs from right to left, says so, and is a page like the English one."""

import json

import pytest

from tests.chromium import ROOT, becomes, in_chromium, open_page, violations
from tests.lab import running_lab, wait_until_drawn

LESSON = "notebooks/ar/05_why_come_to_the_table.ipynb"
EXERCISE = "exercises/ar/05_why_come_to_the_table.ipynb"

pytestmark = in_chromium

# What does not begin at the right, of all paragraphs, entries and headings that are seen.
LEFT = """page => [...page.querySelectorAll(':is(.jp-Notebook, main) :is(p, li, h1, h2, h3, legend)')]
  .filter(part => part.checkVisibility() && /[\\u0600-\\u06ff]/.test(part.textContent))
  .filter(part => {
    const { direction, textAlign } = page.defaultView.getComputedStyle(part);
    return direction !== 'rtl' || textAlign === 'left';
  })
  .map(part => part.outerHTML.slice(0, 120))"""
SEEN = f"({LEFT})(document)"
PRINTED = f"""() => new Promise(done => {{
  document.addEventListener('course:printed', ({{ detail: {{ page }} }}) => {{
    page.defaultView.print = () => {{}};
    const {{ lang, dir }} = page.documentElement;
    done({{ spoken: `${{lang}} ${{dir}}`, left: ({LEFT})(page), count: page.querySelectorAll('main p').length }});
  }}, {{ once: true }});
  const panel = jupyterapp.shell.currentWidget;
  document.dispatchEvent(new CustomEvent('course:print', {{ detail: {{ panel, answers: false }} }}));
}})"""
CODE = "[...document.querySelectorAll('.jp-InputArea-editor')].map(part => getComputedStyle(part).direction)"
SPOKEN = """[...document.querySelectorAll('.jp-Notebook, .course-progress-bar, .course-popover')]
  .map(part => `${part.lang} ${part.dir}`)"""
OURS = ".course-progress-bar", ".jp-OutputArea-output", ".jp-MarkdownOutput"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over the two notebooks, whose language nothing names but the folders that they lie in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSE_LANGUAGE", raising=False)
        with running_lab(tmp_path_factory.mktemp("arabic"), LESSON, EXERCISE) as lab:
            yield lab


@pytest.fixture
def visit(browser, lab):
    """Open a notebook in a browser that has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def visiting(path):
        page = open_page(context, lab.url(path, view="lab"))
        wait_until_drawn(page)
        page.locator(".course-work").wait_for(state="attached")
        return page

    yield visiting
    context.close()


def headings_of(path):
    cells = json.loads((ROOT / path).read_text("utf-8"))["cells"]
    lines = [line for cell in cells if cell["cell_type"] == "markdown" for line in "".join(cell["source"]).splitlines()]
    return [line.lstrip("#").strip() for line in lines if line.startswith("#")]


def test_an_arabic_lesson_runs_from_right_to_left_and_says_so(visit):
    page = visit(LESSON)
    assert page.locator("form.course-form legend").first.inner_text().strip()[0] > "\u0600"
    becomes(page, lambda: page.evaluate(SEEN), [])
    page.locator(".jp-MarkdownOutput a.course-term:visible").first.click()
    becomes(page, lambda: page.evaluate(SPOKEN), ["ar rtl"] * 3)
    page.keyboard.press("Escape")
    # JupyterLab's own table of contents has every heading.
    headings = headings_of(LESSON)

    def listed():
        texts = [text.strip() for text in page.locator(".jp-tocItem-content").all_text_contents()]
        return [text for text in texts if text in headings]

    becomes(page, listed, headings)
    printed = page.evaluate(PRINTED)
    assert (printed["spoken"], printed["left"]) == ("ar rtl", [])
    assert printed["count"] > 50
    assert violations(page, *OURS, more=()) == []


def test_code_of_an_arabic_exercise_runs_from_left_to_right(visit):
    page = visit(EXERCISE)
    becomes(page, lambda: page.evaluate(SEEN), [])
    assert set(page.evaluate(CODE)) == {"ltr"}
