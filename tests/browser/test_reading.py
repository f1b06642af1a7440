"""A lesson as a page to read: it stays at its top, keeps its place and its file, fits a phone, and prints."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
STEM = "05_why_come_to_the_table"
TOKEN = "reading"
LIMIT_MS = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
SCROLLER = "jupyterapp.shell.currentWidget.content.node.querySelector('.jp-WindowedPanel-outer')"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory, run_jupyter):
    """A JupyterLab over copies of two notebooks of ours, with the folders of a learner who is new."""
    base = tmp_path_factory.mktemp("lab")
    root = base / "root"
    for folder, stem in (("notebooks", STEM), ("exercises", STEM)):
        (root / folder).mkdir(parents=True)
        shutil.copy(ROOT / folder / f"{stem}.ipynb", root / folder)
    with run_jupyter(base, root, sorted(root.rglob("*.ipynb")), TOKEN) as address:
        yield SimpleNamespace(address=address, root=root)


@pytest.fixture(scope="module")
def context():
    """One browser for the module, which remembers what a learner's own browser would."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium.new_context(viewport={"width": 1280, "height": 900})
        chromium.close()


@pytest.fixture
def lesson(context, server):
    """The lesson, opened in JupyterLab proper and run to its end."""
    page = visit(context, server, f"notebooks/{STEM}.ipynb")
    yield page
    page.close()


def visit(context, server, path):
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{server.address}/lab/tree/{path}?reset&token={TOKEN}")
    wait_until_drawn(page)
    return page


def wait_until_drawn(page):
    """Return when the lesson has run and its height no longer grows."""
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    page.locator(".course-work").wait_for(state="attached")
    before = -1
    while before != (height := page.evaluate(f"{SCROLLER}.scrollHeight")):
        before = height
        page.wait_for_timeout(1200)


def place(page):
    return page.evaluate(f"{SCROLLER}.scrollTop")


def scroll_to_middle(page):
    """Go down by the wheel, as a reader does, and wait until the place is kept."""
    page.mouse.move(800, 500)
    for _ in range(10):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
    page.wait_for_timeout(800)
    return place(page)


def test_first_visit_ends_at_the_top_and_a_reload_at_the_last_place(lesson):
    assert place(lesson) == 0
    assert lesson.errors == []
    middle = scroll_to_middle(lesson)
    assert middle > 3000
    lesson.reload()
    wait_until_drawn(lesson)
    assert abs(place(lesson) - middle) < 60


def test_opening_and_saving_leave_the_file_as_it_is(lesson, server):
    path = server.root / "notebooks" / f"{STEM}.ipynb"
    before = path.read_bytes()
    stamp = path.stat().st_mtime_ns
    lesson.evaluate("jupyterapp.commands.execute('docmanager:save')")
    lesson.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    assert path.stat().st_mtime_ns > stamp, "nothing was saved, so nothing was tried"
    assert path.read_bytes() == before


def test_closing_a_lesson_that_ran_asks_nothing(context, server):
    page = visit(context, server, f"notebooks/{STEM}.ipynb")
    assert not page.evaluate("jupyterapp.shell.currentWidget.context.model.dirty")
    page.evaluate("jupyterapp.commands.execute('application:close')")
    page.wait_for_function("!document.querySelector('.course-prompt')")
    assert page.locator(".jp-Dialog").count() == 0
    page.close()


def test_what_a_learner_writes_into_a_cell_is_saved_with_the_outputs_of_the_course(context, server):
    page = visit(context, server, f"exercises/{STEM}.ipynb")
    path = server.root / "exercises" / f"{STEM}.ipynb"
    before = json.loads(path.read_text("utf-8"))
    place_of = next(
        n
        for n, cell in enumerate(before["cells"])
        if cell["cell_type"] == "code" and not cell["metadata"].get("jupyter")
    )
    page.evaluate(f"jupyterapp.shell.currentWidget.content.widgets[{place_of}].model.sharedModel.setSource('# mine')")
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    after = json.loads(path.read_text("utf-8"))
    assert "".join(after["cells"][place_of].pop("source")) == "# mine"
    before["cells"][place_of].pop("source")
    assert after == before
    page.close()


@pytest.mark.parametrize(("width", "least"), [(390, 330), (640, 560)])
def test_a_narrow_window_belongs_to_the_lesson(lesson, width, least):
    """390 px is a phone, 640 px what a window of 1280 px has at 200 % zoom."""
    lesson.set_viewport_size({"width": width, "height": 844})
    lesson.wait_for_timeout(1500)
    text = lesson.locator(".jp-MarkdownOutput p").first.bounding_box()
    assert text["width"] >= least - 60
    assert lesson.evaluate("document.documentElement.scrollWidth") <= width
    lesson.set_viewport_size({"width": 1280, "height": 900})


COVERED = """() => [...document.querySelectorAll('.course :is(input, button, select, textarea, summary, a[href])')]
  .filter(control => control.getClientRects().length)
  .filter(control => control.checkVisibility({ visibilityProperty: true }) && !control.disabled)
  .map(control => {
    control.scrollIntoView({ block: 'center' });
    const [box] = control.getClientRects();
    const hit = document.elementFromPoint(box.left + Math.min(box.width / 2, 12), box.top + box.height / 2);
    const own = hit && (control.contains(hit) || hit.contains(control) && hit.tagName === 'LABEL');
    return own ? '' : `${control.tagName} ${control.name || control.textContent}: ${hit && hit.className}`;
  })
  .filter(Boolean)"""


def test_nothing_lies_over_what_a_learner_presses(lesson):
    """JupyterLab lays a switch for scrolling over the first 64 px of every output, where its prompt would stand."""
    assert lesson.locator(".course input").count() > 20
    assert lesson.evaluate(COVERED) == []


def test_no_call_stands_before_a_question(lesson):
    """A screen reader would read the code of a folded cell aloud."""
    shown = lesson.evaluate(
        """[...document.querySelectorAll('.jp-CodeCell')].filter(cell =>
            cell.innerText.includes('lesson.') || cell.innerText.includes('open_lesson')).length"""
    )
    assert shown == 0


def test_printing_prints_the_lesson_with_what_was_written(lesson):
    lesson.evaluate("""() => {
      document.addEventListener('course:printed', event => {
        const page = event.detail.page;
        page.defaultView.print = () => {};
        window.printed = { text: page.body.innerText, buttons: page.querySelectorAll('button').length,
          ticked: page.querySelectorAll('input[checked]').length, height: page.body.scrollHeight };
      });
    }""")
    area = lesson.locator("form.course-prompt textarea").first
    area.fill("Ripe means that both sides see it.")
    lesson.locator("form.course-prompt input[type=radio]").first.check()
    lesson.keyboard.press("Control+p")
    lesson.wait_for_function("window.printed")
    printed = lesson.evaluate("window.printed")
    assert "Ripe means that both sides see it." in printed["text"]
    assert "Two noes" in printed["text"]
    assert printed["ticked"] >= 1
    assert printed["buttons"] == 0
    assert printed["height"] > 8000


def test_paper_is_black_on_white_in_the_dark_theme_too(lesson):
    theme = "name => { jupyterapp.commands.execute('apputils:change-theme', { theme: name }) }"
    is_shown = "name => document.body.dataset.jpThemeName === name"
    lesson.evaluate(theme, "JupyterLab Dark")
    lesson.wait_for_function(is_shown, arg="JupyterLab Dark")
    # The sheet of the theme comes a moment after its name.
    lesson.wait_for_timeout(1500)
    lesson.evaluate("""() => {
      document.addEventListener('course:printed', event => {
        const { page } = event.detail;
        page.defaultView.print = () => {};
        const light = element => {
          const [red, green, blue] = page.defaultView.getComputedStyle(element).color.match(/[\\d.]+/g).map(Number);
          return Math.max(red, green, blue);
        };
        const texts = [...page.querySelectorAll('.jp-RenderedMarkdown p, h2, .course-claim strong, td, legend')];
        window.pale = texts.filter(element => light(element) > 140).map(element => element.textContent.slice(0, 60));
        window.inked = texts.length;
      }, { once: true });
    }""")
    lesson.keyboard.press("Control+p")
    lesson.wait_for_function("window.pale")
    assert lesson.evaluate("window.pale") == []
    assert lesson.evaluate("window.inked") > 50
    lesson.evaluate(theme, "JupyterLab Light")
    lesson.wait_for_function(is_shown, arg="JupyterLab Light")
