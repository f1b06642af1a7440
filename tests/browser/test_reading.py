"""A lesson as a page to read: it stays at its top, keeps its place and its file, fits a phone, and prints."""

import json

import pytest

from tests.chromium import becomes, in_chromium, open_page
from tests.lab import running_lab, wait_until_drawn, wait_until_still

STEM = "05_why_come_to_the_table"
SCROLLER = "jupyterapp.shell.currentWidget.content.node.querySelector('.jp-WindowedPanel-outer')"

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over copies of two notebooks of ours, with the folders of a learner who is new."""
    paths = (f"notebooks/{STEM}.ipynb", f"exercises/{STEM}.ipynb")
    with running_lab(tmp_path_factory.mktemp("lab"), *paths) as lab:
        yield lab


@pytest.fixture
def lesson(context, lab):
    """The lesson, opened in JupyterLab proper and run to its end."""
    page = visit(context, lab, f"notebooks/{STEM}.ipynb")
    yield page
    page.close()


@pytest.fixture(scope="module")
def open_lesson(context, lab):
    """The lesson for tests none of which minds what another did there: opened once."""
    return visit(context, lab, f"notebooks/{STEM}.ipynb")


def visit(context, lab, path):
    page = open_page(context, lab.url(path, view="lab"))
    settle(page)
    return page


def settle(page):
    """Return when the lesson has run and its height no longer grows."""
    wait_until_drawn(page)
    page.locator(".course-work").wait_for(state="attached")
    wait_until_still(page)


# Nothing has been kept for a second, and something was before.
KEPT = """() => {
  const kept = [localStorage, sessionStorage].flatMap(storage => Object.entries({ ...storage }))
    .filter(([key]) => key.startsWith('course-place')).join();
  if (kept !== window.keptBefore) [window.keptBefore, window.keptAt] = [kept, Date.now()];
  return kept && Date.now() - window.keptAt > 1000;
}"""


def place(page):
    return page.evaluate(f"{SCROLLER}.scrollTop")


def scroll_to_middle(page):
    """Go down by the wheel, as a reader does, and wait until the place is kept."""
    page.mouse.move(800, 500)
    for _ in range(10):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(60)
    # Kept is where the first cell that is seen lies, as it is where it has stood still.
    page.wait_for_function(KEPT, polling=100)
    return place(page)


def test_first_visit_ends_at_the_top_and_a_reload_at_the_last_place(lesson):
    assert place(lesson) == 0
    assert lesson.errors == []
    middle = scroll_to_middle(lesson)
    assert middle > 3000
    lesson.reload()
    settle(lesson)
    becomes(lesson, lambda: abs(place(lesson) - middle) < 60)


def test_opening_and_saving_leave_the_file_as_it_is(lesson, lab):
    path = lab.root / "notebooks" / f"{STEM}.ipynb"
    before = path.read_bytes()
    stamp = path.stat().st_mtime_ns
    lesson.evaluate("jupyterapp.commands.execute('docmanager:save')")
    lesson.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    assert path.stat().st_mtime_ns > stamp, "nothing was saved, so nothing was tried"
    assert path.read_bytes() == before


def test_closing_a_lesson_that_ran_asks_nothing(context, lab):
    page = visit(context, lab, f"notebooks/{STEM}.ipynb")
    assert not page.evaluate("jupyterapp.shell.currentWidget.context.model.dirty")
    page.evaluate("jupyterapp.commands.execute('application:close')")
    page.wait_for_function("!document.querySelector('.course-prompt')")
    assert page.locator(".jp-Dialog").count() == 0
    page.close()


def test_what_a_learner_writes_into_a_cell_is_saved_with_the_outputs_of_the_course(context, lab):
    page = visit(context, lab, f"exercises/{STEM}.ipynb")
    path = lab.root / "exercises" / f"{STEM}.ipynb"
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
def test_a_narrow_window_belongs_to_the_lesson(open_lesson, width, least):
    """390 px is a phone, 640 px what a window of 1280 px has at 200 % zoom."""
    open_lesson.set_viewport_size({"width": width, "height": 844})
    text = open_lesson.locator(".jp-MarkdownOutput p").first
    becomes(open_lesson, lambda: least - 60 <= text.bounding_box()["width"] <= width)
    wait_until_still(open_lesson)
    assert text.bounding_box()["width"] >= least - 60
    assert open_lesson.evaluate("document.documentElement.scrollWidth") <= width
    open_lesson.set_viewport_size({"width": 1280, "height": 900})


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


def test_nothing_lies_over_what_a_learner_presses(open_lesson):
    """JupyterLab lays a switch for scrolling over the first 64 px of every output, where its prompt would stand."""
    assert open_lesson.locator(".course input").count() > 20
    becomes(open_lesson, lambda: open_lesson.evaluate(COVERED), [])


def test_no_call_stands_before_a_question(open_lesson):
    """A screen reader would read the code of a folded cell aloud."""
    shown = open_lesson.evaluate(
        """[...document.querySelectorAll('.jp-CodeCell')].filter(cell =>
            cell.innerText.includes('lesson.') || cell.innerText.includes('open_lesson')).length"""
    )
    assert shown == 0


def test_printing_prints_the_lesson_with_what_was_written(open_lesson):
    open_lesson.evaluate("""() => {
      document.addEventListener('course:printed', event => {
        const page = event.detail.page;
        page.defaultView.print = () => {};
        window.printed = { text: page.body.innerText, buttons: page.querySelectorAll('button').length,
          ticked: page.querySelectorAll('input[checked]').length, height: page.body.scrollHeight };
      }, { once: true });
    }""")
    area = open_lesson.locator("form.course-prompt textarea").first
    area.fill("Ripe means that both sides see it.")
    open_lesson.locator("form.course-prompt input[type=radio]").first.check()
    open_lesson.keyboard.press("Control+p")
    open_lesson.wait_for_function("window.printed")
    printed = open_lesson.evaluate("window.printed")
    assert "Ripe means that both sides see it." in printed["text"]
    assert "Two noes" in printed["text"]
    assert printed["ticked"] >= 1
    assert printed["buttons"] == 0
    assert printed["height"] > 8000


# Whether the text of the page is dark, as in the light theme.
INK = """isDark => {
  const text = document.querySelector('.jp-RenderedMarkdown p');
  return getComputedStyle(text).color.match(/[\\d.]+/g).slice(0, 3).every(part => (part < 128) === isDark);
}"""


def test_paper_is_black_on_white_in_the_dark_theme_too(open_lesson):
    theme = "name => { jupyterapp.commands.execute('apputils:change-theme', { theme: name }) }"
    is_shown = "name => document.body.dataset.jpThemeName === name"
    open_lesson.evaluate(theme, "JupyterLab Dark")
    open_lesson.wait_for_function(is_shown, arg="JupyterLab Dark")
    # The sheet of the theme comes a moment after its name.
    open_lesson.wait_for_function(INK, arg=False)
    open_lesson.evaluate("""() => {
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
    open_lesson.keyboard.press("Control+p")
    open_lesson.wait_for_function("window.pale")
    assert open_lesson.evaluate("window.pale") == []
    assert open_lesson.evaluate("window.inked") > 50
    open_lesson.evaluate(theme, "JupyterLab Light")
    open_lesson.wait_for_function(is_shown, arg="JupyterLab Light")
    open_lesson.wait_for_function(INK, arg=True)
