"""A lesson in Arabic in a real Chromium: it runs from right to left, says so, and is a page like the English one."""

import json
import shutil
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LESSON = "notebooks/ar/05_why_come_to_the_table.ipynb"
EXERCISE = "exercises/ar/05_why_come_to_the_table.ipynb"
TOKEN = "arabic"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]

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
WCAG = """async () => {
  const told = await axe.run(
    { include: [['.course-progress-bar'], ['.jp-OutputArea-output'], ['.jp-MarkdownOutput']] },
    {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      resultTypes: ['violations'],
    },
  );
  return told.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory, run_jupyter):
    """A JupyterLab over the two notebooks, whose language nothing names but the folders that they lie in."""
    base = tmp_path_factory.mktemp("arabic")
    root = base / "root"
    for path in (LESSON, EXERCISE):
        (root / path).parent.mkdir(parents=True)
        shutil.copy(ROOT / path, root / path)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSE_LANGUAGE", raising=False)
        with run_jupyter(base, root, sorted(root.rglob("*.ipynb")), TOKEN) as address:
            yield address


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the module."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def open_page(browser, address, path):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/lab/tree/{path}?reset&token={TOKEN}")
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    page.locator(".course-work").wait_for(state="attached")
    return page


def headings_of(path):
    cells = json.loads((ROOT / path).read_text("utf-8"))["cells"]
    lines = [line for cell in cells if cell["cell_type"] == "markdown" for line in "".join(cell["source"]).splitlines()]
    return [line.lstrip("#").strip() for line in lines if line.startswith("#")]


def test_an_arabic_lesson_runs_from_right_to_left_and_says_so(browser, address):
    page = open_page(browser, address, LESSON)
    assert page.locator("form.course-form legend").first.inner_text().strip()[0] > "\u0600"
    assert page.evaluate(SEEN) == []
    page.locator(".jp-MarkdownOutput a.course-term:visible").first.click()
    assert page.evaluate(SPOKEN) == ["ar rtl"] * 3
    page.keyboard.press("Escape")
    # JupyterLab's own table of contents has every heading.
    page.locator(".jp-tocItem-content").first.wait_for(state="attached")
    listed = [text.strip() for text in page.locator(".jp-tocItem-content").all_text_contents()]
    assert [text for text in listed if text in headings_of(LESSON)] == headings_of(LESSON)
    printed = page.evaluate(PRINTED)
    assert (printed["spoken"], printed["left"]) == ("ar rtl", [])
    assert printed["count"] > 50
    if AXE.exists():
        page.add_script_tag(path=AXE)
        assert page.evaluate(WCAG) == []
    page.context.close()


def test_code_of_an_arabic_exercise_runs_from_left_to_right(browser, address):
    page = open_page(browser, address, EXERCISE)
    assert page.evaluate(SEEN) == []
    assert set(page.evaluate(CODE)) == {"ltr"}
    page.context.close()
