"""Every kind of page by the rules of WCAG 2.2 (axe-core): wide and on a phone, light and dark, all unfolded."""

import json
import shutil
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TOKEN = "access"
LIMIT_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
PATHS = [
    "notebooks/05_why_come_to_the_table.ipynb",
    "notebooks/12_verdict.ipynb",
    "notebooks/case_atlas.ipynb",
    "notebooks/for_teachers.ipynb",
    "exercises/05_why_come_to_the_table.ipynb",
]
# These differ most; the others find what a theme hides at one width only.
LOOKS = [("JupyterLab Light", 1280), ("JupyterLab Dark", 360)]
MORE_LOOKS = [("JupyterLab Dark", 1280), ("JupyterLab Light", 360)]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
    pytest.mark.skipif(not AXE.exists(), reason="no axe-core here; 'python3 -m course test' installs it with Node"),
]

# What the course draws and says. The feed around the cells, the menu and the toolbar are JupyterLab's.
LOOK = """async () => {
  const told = await axe.run(
    { include: [['.course-progress-bar'], ['.jp-OutputArea-output'], ['.jp-MarkdownOutput']] },
    {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      rules: { 'target-size': { enabled: true }, 'scrollable-region-focusable': { enabled: true } },
      resultTypes: ['violations'],
    },
  );
  return told.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""

# A trial opens after a first stand, a model after a prediction: what comes then must be as good as what came before.
UNFOLD = """() => {
  for (const form of document.querySelectorAll('.course-trial .course-stand, .course-lab > form')) {
    const [radio] = form.querySelectorAll('input[type=radio]');
    if (!radio || form.querySelector('input[type=radio]:checked')) continue;
    radio.click();
    form.requestSubmit();
  }
  for (const filing of document.querySelectorAll(".course-filing")) {
    filing.querySelector(":scope > .course-buttons button")?.click();
  }
  for (const look of document.querySelectorAll('.course-ask form:not([hidden])')) look.requestSubmit();
  for (const chips of document.querySelectorAll('.course-piece .course-chips')) chips.querySelector('input').click();
  for (const details of document.querySelectorAll('.course details')) details.open = true;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory, run_jupyter):
    """A JupyterLab of its own over copies of the pages that are looked at."""
    base = tmp_path_factory.mktemp("access")
    root = base / "root"
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, root / path)
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


def set_theme(page, name):
    page.evaluate("name => { jupyterapp.commands.execute('apputils:change-theme', { theme: name }) }", name)
    page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)


def look_when_drawn(page):
    """Return what is wrong once charts and boxes have taken their new sizes; what stays wrong is wrong."""
    for _ in range(6):
        page.wait_for_timeout(700)
        broken = page.evaluate(LOOK)
        if not broken:
            break
    return broken


def visit(browser, address, path):
    """Open a page in a browser that has never been here, and return it when it has run."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(LIMIT_MS)
    page.goto(f"{address}/doc/tree/{path}?reset&token={TOKEN}")
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    return page


@pytest.mark.parametrize("path", PATHS)
def test_no_rule_of_accessibility_is_broken(browser, address, path, is_long):
    page = visit(browser, address, path)
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate(UNFOLD)
    page.wait_for_timeout(1500)
    page.evaluate(UNFOLD)
    broken = {}
    for theme, width in LOOKS + MORE_LOOKS * is_long:
        page.set_viewport_size({"width": width, "height": 900})
        set_theme(page, theme)
        broken[f"{theme}, {width} px"] = look_when_drawn(page)
    assert not any(broken.values()), json.dumps(broken, indent=1)
    page.context.close()


# A class is shown as Python would send it: what is asked, what was found, a table, small print.
SHOW_CLASS = """() => {
  const shown = document.querySelector('.course-desk .course-class');
  shown.innerHTML = '<div class="item"><h3>How neutral?</h3><p>12 answered.</p><small>small</small></div>'
    + '<table class="tally"><tbody><tr><td>fully</td></tr></tbody></table>';
  shown.closest('.course-desk').querySelector('input[type=checkbox]').click();
}"""
SIZES = """selector => [...document.querySelectorAll(selector)].filter(node => node.getClientRects().length)
  .map(node => parseFloat(getComputedStyle(node).fontSize))"""


def test_type_grows_with_the_window_and_for_the_back_row(browser, address):
    page = visit(browser, address, "notebooks/for_teachers.ipynb")
    page.locator(".course-class").wait_for(state="attached")
    assert min(page.evaluate(SIZES, ".course")) == 16
    page.set_viewport_size({"width": 1280, "height": 720})
    page.evaluate(SHOW_CLASS)
    assert min(page.evaluate(SIZES, ".course-large .item h3")) >= 32
    assert min(page.evaluate(SIZES, ".course-large :is(p, td, small, button, select, label)")) >= 22
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert min(page.evaluate(SIZES, ".course")) == min(page.evaluate(SIZES, ".jp-RenderedMarkdown")) == 22
    page.context.close()
