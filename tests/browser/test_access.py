"""Every kind of page by the rules of WCAG 2.2 (axe-core): wide and on a phone, light and dark, all unfolded."""

import json

import pytest

from tests.chromium import becomes, in_chromium, open_page, violations
from tests.lab import running_lab, wait_until_drawn, wait_until_still

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

pytestmark = in_chromium

# What the course draws and says. The feed around the cells, the menu and the toolbar are JupyterLab's.
OURS = ".course-progress-bar", ".jp-OutputArea-output", ".jp-MarkdownOutput"
# A trial opens after a first stand, a model after a prediction: what comes then must be as good as what came before.
# How much was left to press is returned: a kernel answers each, and one answer opens the next.
UNFOLD = """() => {
  let pressed = 0;
  for (const form of document.querySelectorAll('.course-trial .course-stand, .course-lab > form')) {
    const [radio] = form.querySelectorAll('input[type=radio]');
    if (!radio || form.querySelector('input[type=radio]:checked')) continue;
    radio.click();
    form.requestSubmit();
    pressed += 1;
  }
  for (const button of document.querySelectorAll('.course-filing > .course-buttons button')) {
    if (!button.checkVisibility()) continue;
    button.click();
    pressed += 1;
  }
  for (const look of document.querySelectorAll('.course-ask form:not([hidden])')) {
    if (!look.checkVisibility()) continue;
    look.requestSubmit();
    pressed += 1;
  }
  for (const chips of document.querySelectorAll('.course-piece .course-chips')) {
    if (!chips.checkVisibility() || chips.querySelector(':checked')) continue;
    chips.querySelector('input').click();
    pressed += 1;
  }
  for (const details of document.querySelectorAll('.course details')) details.open = true;
  return pressed;
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab of its own over copies of the pages that are looked at."""
    with running_lab(tmp_path_factory.mktemp("access"), *PATHS) as lab:
        yield lab


def set_theme(page, name):
    page.evaluate("name => { jupyterapp.commands.execute('apputils:change-theme', { theme: name }) }", name)
    page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)


def look_when_drawn(page):
    """Return what is wrong once charts and boxes have taken their new sizes; what stays wrong is wrong."""
    for _ in range(6):
        wait_until_still(page)
        broken = violations(page, *OURS, more=("target-size", "scrollable-region-focusable"))
        if not broken:
            break
        page.wait_for_timeout(700)
    return broken


def visit(browser, lab, path):
    """Open a page in a browser that has never been here, and return it when it has run."""
    page = open_page(browser.new_context(viewport={"width": 1280, "height": 900}), lab.url(path))
    wait_until_drawn(page)
    return page


@pytest.mark.parametrize("path", PATHS)
def test_no_rule_of_accessibility_is_broken(browser, lab, path, is_long):
    page = visit(browser, lab, path)
    becomes(page, lambda: page.evaluate(UNFOLD), 0)
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


def test_type_grows_with_the_window_and_for_the_back_row(browser, lab):
    page = visit(browser, lab, "notebooks/for_teachers.ipynb")

    def smallest(selector):
        return min(page.evaluate(SIZES, selector), default=0)

    page.locator(".course-class").wait_for(state="attached")
    becomes(page, lambda: smallest(".course"), 16)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.evaluate(SHOW_CLASS)
    becomes(page, lambda: smallest(".course-large .item h3") >= 32)
    becomes(page, lambda: smallest(".course-large :is(p, td, small, button, select, label)") >= 22)
    page.set_viewport_size({"width": 1920, "height": 1080})
    becomes(page, lambda: (smallest(".course"), smallest(".jp-RenderedMarkdown")), (22, 22))
    page.context.close()
