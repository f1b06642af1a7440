"""What is more is folded and never lost, and terms and citations open their entries, in a lesson read in a browser."""

import itertools
import shutil
from types import SimpleNamespace

import nbformat
import pytest

from course.dev import settle
from course.dev.settle import MORE, ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STEM = "05_why_come_to_the_table"
TOKEN = "folding"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
FOLDS = ".course-more button"
EXPANDED = f"[...document.querySelectorAll('{FOLDS}')].map(button => button.getAttribute('aria-expanded') === 'true')"
LINKS = "A [ripe](#term-ripeness) moment. [Zartman 2000](#source-zartman-2000)"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


def shorten(path):
    """Make a lesson of two blocks of more, one after the other, between two of the core, with links in the prose."""
    sources = [
        "# Lesson 5",
        f'from course import open_lesson\n\nlesson = open_lesson("{STEM}")',
        f"## Read · Two noes\n\n{LINKS}",
        'lesson.discuss("go-or-wait")',
        "## Look · First of more\n\nThe hidden heron. [Gartner 2014](#source-gartner-2014)",
        "Still the first of more.",
        "## Discuss · Second of more\n\nThe second part.",
        'lesson.discuss("why-not-the-brothers")',
        "## Key terms\n\nAgain [Zartman 2000](#source-zartman-2000).",
        "lesson.terms()",
        "lesson.sources()",
        "lesson.my_work()",
    ]
    book = nbformat.v4.new_notebook()
    for number, source in enumerate(sources):
        is_code = source.startswith(("from", "lesson."))
        cell = nbformat.v4.new_code_cell(source) if is_code else nbformat.v4.new_markdown_cell(source)
        tags = ["look"] * is_code + [MORE] * (4 <= number <= 7)
        cell.metadata = {"tags": tags} | ({"jupyter": {"source_hidden": True}} if is_code else {})
        book.cells.append(cell)
    book.metadata = settle.read(ROOT / "notebooks" / f"{STEM}.ipynb").metadata
    nbformat.write(book, path)


@pytest.fixture(scope="module")
def server(tmp_path_factory, run_jupyter):
    base = tmp_path_factory.mktemp("lab")
    root = base / "root"
    (root / "notebooks").mkdir(parents=True)
    path = root / "notebooks" / f"{STEM}.ipynb"
    shorten(path)
    with run_jupyter(base, root, [path], TOKEN) as address:
        yield SimpleNamespace(address=f"{address}/lab/tree/notebooks/{STEM}.ipynb?reset&token={TOKEN}")


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, server):
    """The lesson in a browser that remembers nothing yet."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(server.address)
    wait_until_drawn(page)
    yield page
    assert page.errors == []
    context.close()


def wait_until_drawn(page):
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    page.locator(".course-everything").wait_for()
    page.wait_for_timeout(1500)


def expanded(page):
    return page.evaluate(EXPANDED)


def test_a_fold_opens_by_key_keeps_the_focus_and_is_remembered(page):
    assert expanded(page) == [False, False]
    assert not page.locator("p", has_text="The hidden heron").is_visible()
    assert page.locator(FOLDS).first.bounding_box()["height"] >= 44
    page.locator(FOLDS).first.focus()
    page.keyboard.press("Enter")
    assert expanded(page) == [True, False]
    assert page.locator("p", has_text="The hidden heron").is_visible()
    assert page.locator("p", has_text="Still the first of more").is_visible()
    assert page.evaluate("document.activeElement.closest('.course-more') !== null")
    page.reload()
    wait_until_drawn(page)
    assert expanded(page) == [True, False]


def test_everything_is_one_switch_which_is_remembered(page):
    page.get_by_role("switch").check()
    assert expanded(page) == [True, True]
    page.reload()
    wait_until_drawn(page)
    assert expanded(page) == [True, True]
    page.get_by_role("switch").uncheck()
    assert expanded(page) == [False, False]


def test_the_search_of_the_browser_opens_the_block_in_which_it_finds(page):
    hidden = page.evaluate("document.querySelector('.jp-Cell[hidden]').getAttribute('hidden')")
    assert hidden == "until-found"
    page.evaluate(
        "document.querySelector('.jp-Cell[hidden]').dispatchEvent(new Event('beforematch', { bubbles: true }))"
    )
    assert expanded(page) == [True, False]


def print_page(page):
    page.evaluate("""() => {
      window.printed = null;
      document.addEventListener('course:printed', event => {
        const sheet = event.detail.page;
        sheet.defaultView.print = () => {};
        window.printed = { text: sheet.body.innerText,
          listed: [...sheet.querySelectorAll('.course-sources details li')]
            .map(entry => entry.id || entry.dataset.jupyterId),
          title: sheet.querySelector('.course-sources summary')?.textContent,
          notes: [...sheet.querySelectorAll('.course-notes li')].map(note => note.value),
          numbers: [...sheet.querySelectorAll('sup')].map(number => number.textContent) };
      }, { once: true });
    }""")
    page.keyboard.press("Control+p")
    page.wait_for_function("window.printed")
    return page.evaluate("window.printed")


def test_what_is_written_in_a_fold_opens_it_again_and_is_printed(page):
    printed = print_page(page)
    assert "The second part" not in printed["text"]
    assert (printed["numbers"], printed["notes"]) == (["1", "1"], [1])
    page.locator(FOLDS).nth(1).click()
    page.locator("form.course-prompt textarea").nth(1).fill("A sentence of mine.")
    page.locator(FOLDS).nth(1).click()
    assert expanded(page) == [False, False]
    printed = print_page(page)
    assert "A sentence of mine." in printed["text"]
    assert "The hidden heron" not in printed["text"]
    page.get_by_role("switch").check()
    page.get_by_role("switch").uncheck()
    assert expanded(page) == [False, True]


def test_a_source_that_is_a_note_on_paper_is_not_listed_once_more(page):
    printed = print_page(page)
    assert printed["notes"] == [1]
    assert "source-zartman-2000" not in printed["listed"]
    assert len(set(printed["listed"])) == len(printed["listed"]) > 5
    assert "source-gartner-2014" in printed["listed"]
    assert f"({len(printed['listed'])})" in printed["title"]


@pytest.mark.parametrize("width", [1280, 390])
def test_terms_and_citations_open_inside_the_window_one_at_a_time(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_timeout(800)
    cited = page.get_by_role("button", name="Zartman 2000").first
    assert cited.inner_text() == "1"
    box = cited.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    dialog = page.locator(".course-popover")
    term = page.locator("a.course-term").first
    for link, text in itertools.chain(((term, "al-nizā"), (cited, "International Conflict Resolution"))):
        link.focus()
        page.keyboard.press("Enter")
        assert dialog.count() == 1
        assert text in dialog.inner_text()
        place = dialog.bounding_box()
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        page.keyboard.press("Escape")
        assert dialog.count() == 0
        assert link.evaluate("link => link === document.activeElement")
    term.click()
    cited.click()
    assert dialog.count() == 1
    assert "International Conflict Resolution" in dialog.inner_text()
