"""What is more is folded and never lost, and terms and citations open their entries, in a lesson read in a browser."""

import itertools

import nbformat
import pytest

from course.dev import settle
from course.dev.settle import MORE, ROOT
from tests.chromium import becomes, in_chromium, open_page
from tests.lab import running_lab, wait_until_drawn, wait_until_still

STEM = "05_why_come_to_the_table"
FOLDS = ".course-more button"
EXPANDED = f"[...document.querySelectorAll('{FOLDS}')].map(button => button.getAttribute('aria-expanded') === 'true')"
LINKS = "A [ripe](#term-ripeness) moment. [Zartman 2000](#source-zartman-2000)"

pytestmark = in_chromium


def shorten():
    """The text of a lesson: two blocks of more, one after the other, between two of the core, and links in the text."""
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
    return nbformat.writes(book)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab"), books={f"notebooks/{STEM}.ipynb": shorten()}) as lab:
        yield lab


@pytest.fixture
def page(browser, lab):
    """The lesson in a browser that remembers nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = open_page(context, lab.url(f"notebooks/{STEM}.ipynb", view="lab"))
    wait_until_folded(page)
    yield page
    assert page.errors == []
    context.close()


@pytest.fixture(scope="module")
def read_page(context, lab):
    """The lesson for tests that leave every fold as it was: opened once."""
    page = open_page(context, lab.url(f"notebooks/{STEM}.ipynb", view="lab"))
    wait_until_folded(page)
    yield page
    assert page.errors == []


def wait_until_folded(page):
    wait_until_drawn(page)
    page.locator(".course-everything").wait_for()
    page.locator(FOLDS).nth(1).wait_for()
    wait_until_still(page)


def expand(page, *wanted):
    """Return when these folds are open, and the others are not."""
    becomes(page, lambda: page.evaluate(EXPANDED), [*wanted])


def test_a_fold_opens_by_key_keeps_the_focus_and_is_remembered(page):
    expand(page, False, False)
    assert not page.locator("p", has_text="The hidden heron").is_visible()
    assert page.locator(FOLDS).first.bounding_box()["height"] >= 44
    page.locator(FOLDS).first.focus()
    page.keyboard.press("Enter")
    expand(page, True, False)
    page.locator("p", has_text="The hidden heron").wait_for()
    page.locator("p", has_text="Still the first of more").wait_for()
    assert page.evaluate("document.activeElement.closest('.course-more') !== null")
    page.reload()
    wait_until_folded(page)
    expand(page, True, False)


def test_everything_is_one_switch_which_is_remembered(page):
    page.get_by_role("switch").check()
    expand(page, True, True)
    page.reload()
    wait_until_folded(page)
    expand(page, True, True)
    page.get_by_role("switch").uncheck()
    expand(page, False, False)


def test_the_search_of_the_browser_opens_the_block_in_which_it_finds(page):
    hidden = page.evaluate("document.querySelector('.jp-Cell[hidden]').getAttribute('hidden')")
    assert hidden == "until-found"
    page.evaluate(
        "document.querySelector('.jp-Cell[hidden]').dispatchEvent(new Event('beforematch', { bubbles: true }))"
    )
    expand(page, True, False)


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
    expand(page, False, False)
    printed = print_page(page)
    assert "A sentence of mine." in printed["text"]
    assert "The hidden heron" not in printed["text"]
    page.get_by_role("switch").check()
    page.get_by_role("switch").uncheck()
    expand(page, False, True)


def test_a_source_that_is_a_note_on_paper_is_not_listed_once_more(read_page):
    printed = print_page(read_page)
    assert printed["notes"] == [1]
    assert "source-zartman-2000" not in printed["listed"]
    assert len(set(printed["listed"])) == len(printed["listed"]) > 5
    assert "source-gartner-2014" in printed["listed"]
    assert f"({len(printed['listed'])})" in printed["title"]


@pytest.mark.parametrize("width", [1280, 390])
def test_terms_and_citations_open_inside_the_window_one_at_a_time(read_page, width):
    read_page.set_viewport_size({"width": width, "height": 844})
    wait_until_still(read_page)
    cited = read_page.get_by_role("button", name="Zartman 2000").first
    assert cited.inner_text() == "1"
    box = cited.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    dialog = read_page.locator(".course-popover")
    term = read_page.locator("a.course-term").first
    for link, text in itertools.chain(((term, "al-nizā"), (cited, "International Conflict Resolution"))):
        link.focus()
        read_page.keyboard.press("Enter")
        dialog.get_by_text(text).first.wait_for()
        assert dialog.count() == 1
        place = dialog.bounding_box()
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        read_page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        assert link.evaluate("link => link === document.activeElement")
    term.click()
    cited.click()
    dialog.get_by_text("International Conflict Resolution").first.wait_for()
    assert dialog.count() == 1
