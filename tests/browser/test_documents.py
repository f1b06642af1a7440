"""Documents and people in a real Chromium: by keyboard alone, loaded again, on a phone, and by the rules of WCAG 2.2.

The widgets are drawn without JupyterLab: their own scripts over a model whose kernel is this process.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from course.content.interface import words
from course.html.style import screen
from course.record import Record
from course.widgets.document import DocumentDesk
from course.widgets.person import PersonCard
from course.widgets.script import script

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS = "http://course.test/"
LIMIT_MS = 10_000
WORDS, PERSON, FORM = (words()[part] for part in ("document", "person", "form"))
TARGET = 24

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]

DRAW = """async ({ code, spec, state }) => {
  document.body.replaceChildren();
  const hears = new Set();
  const values = { spec, state };
  const model = {
    get: name => values[name],
    on: (name, hear) => name === 'change:state' && hears.add(hear),
    off: (name, hear) => hears.delete(hear),
    send: content => {
      if (window.isDead) throw new Error('the kernel has gone');
      window.answer(content).then(state => {
        values.state = state;
        for (const hear of [...hears]) hear();
      });
    },
  };
  const { default: widget } = await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  const el = document.createElement('main');
  document.body.append(el);
  widget.initialize().render({ model, el });
}"""
# As JupyterLab says it in its dark theme.
DARK = """() => {
  document.body.dataset.jpThemeLight = 'false';
  const colors = { 'content-font-color1': '#fff', 'content-font-color2': '#d9d9d9', 'layout-color1': '#111',
    'layout-color2': '#424242', 'border-color1': '#616161' };
  for (const [name, color] of Object.entries(colors)) document.body.style.setProperty(`--jp-${name}`, color);
  document.body.style.background = '#111';
}"""
LOOK = """async () => {
  const told = await axe.run('.course', {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  return told.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""


@pytest.fixture(scope="module")
def context():
    """One browser: what it remembers outlives a page."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = chromium.new_context(viewport={"width": 1280, "height": 1000})
        context.route("**/*", lambda route: route.fulfill(body="<html lang=en><title>Documents</title></html>"))
        yield context
        chromium.close()


@pytest.fixture
def show(context, setting):
    """Open a page that shows what ``opening`` makes of a setting; the same page again is the page loaded again."""
    pages = []

    def showing(opening, page=None):
        if page is None:
            page = context.new_page()
            page.set_default_timeout(LIMIT_MS)
            page.errors = []
            page.on("pageerror", lambda error, page=page: page.errors.append(str(error)))
            page.expose_function("answer", lambda content, page=page: answer(page.widget, content))
            pages.append(page)
        page.goto(ADDRESS)
        page.add_style_tag(content=screen())
        page.widget = widget = opening(replace(setting, record=Record(setting.record.where.parent)))
        parts = {"code": script(widget.entry), "spec": plain(widget.spec), "state": plain(widget.state)}
        page.evaluate(DRAW, parts)
        return page

    yield showing
    errors = [page.errors for page in pages]
    for page in pages:
        page.close()
    assert errors == [[]] * len(pages)


def answer(widget, content):
    """Do what the page asks for, as the kernel would, and return the state that answers."""
    widget.receive(content)
    return plain(widget.state)


def plain(value):
    return json.loads(json.dumps(value, default=str))


def pressed(page):
    return page.locator(".course-phrase[aria-pressed=true]")


def phrase(page, text):
    return page.locator(".course-phrase", has_text=text)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_a_document_is_worked_through_by_keyboard_alone(show, letter):
    page = show(lambda setting: DocumentDesk(setting, [letter]))
    keys = page.keyboard
    page.locator(".course-phrase").first.focus()
    place = [each.words for each in letter.phrases].index(letter.marks[0].right[0])
    for _ in range(place):
        keys.press("ArrowRight")
    keys.press("Space")
    assert letter.marks[0].right[0] in pressed(page).inner_text()
    keys.press("ArrowDown")
    keys.press("Enter")
    assert pressed(page).count() == 2
    keys.press("Enter")
    keys.press("Tab")
    while page.evaluate("document.activeElement.textContent") != WORDS["check"]:
        keys.press("Tab")
    keys.press("Enter")
    page.get_by_text(WORDS["count"].format(fits=1, total=2)).wait_for()
    assert page.widget.read_work()[letter.id].checked("binds")[0].body.phrases == (letter.marks[0].right[0],)
    assert phrase(page, letter.marks[0].right[1]).get_attribute("data-fit") == "missed"
    button(page, WORDS["next"]).focus()
    keys.press("Enter")
    page.get_by_text(letter.marks[1].asks).wait_for()
    assert pressed(page).count() == 0
    assert page.evaluate("document.activeElement.getAttribute('role')") == "button"


def test_marks_replies_and_the_line_are_there_again_after_loading(show, letter):
    page = show(lambda setting: DocumentDesk(setting, [letter]))
    phrase(page, letter.marks[0].right[1]).click()
    page = show(lambda setting: DocumentDesk(setting, [letter]), page)
    # Nothing was sent: it lay in the browser.
    assert letter.marks[0].right[1] in pressed(page).inner_text()
    button(page, WORDS["check"]).click()
    page.get_by_text(WORDS["once"]).wait_for()
    page.get_by_label(letter.questions[0].options[1].says).check()
    page.get_by_text(letter.questions[0].options[1].feedback).wait_for()
    page.locator("textarea").fill("Nobody says why.")
    page = show(lambda setting: DocumentDesk(setting, [letter]), page)
    assert page.locator("textarea").input_value() == "Nobody says why."
    assert page.get_by_text(letter.missing.ours).count() == 0
    button(page, WORDS["save-line"]).click()
    page.get_by_text(letter.missing.ours).wait_for()
    page = show(lambda setting: DocumentDesk(setting, [letter]), page)
    assert page.get_by_label(letter.questions[0].options[1].says).is_checked()
    page.get_by_text(letter.missing.ours).wait_for()
    assert page.locator("textarea").input_value() == "Nobody says why."
    # What was checked stands; the page goes on with the marking that is left.
    page.get_by_text(letter.marks[1].asks).wait_for()


def test_what_another_page_marked_is_shown_before_anything_takes_its_place(show, letter):
    def opening(setting):
        return DocumentDesk(setting, [letter])

    first, second = show(opening), show(opening)
    phrase(first, letter.marks[0].right[0]).click()
    button(first, WORDS["check"]).click()
    first.get_by_text(WORDS["once"]).wait_for()
    phrase(second, letter.marks[0].right[1]).click()
    button(second, WORDS["check"]).click()
    button(second, FORM["keep"]).click()
    second.get_by_text(WORDS["times"].format(count=2)).wait_for()
    assert [entry.body.phrases for entry in second.widget.read_work()[letter.id].checked("binds")] == [
        (letter.marks[0].right[0],),
        (letter.marks[0].right[1],),
    ]


def test_the_text_reads_and_is_selected_as_a_text(show, letter):
    page = show(lambda setting: DocumentDesk(setting, [letter]))
    node = page.locator(".course-document-text")
    read = " ".join(node.inner_text().split())
    assert read == " ".join(each.words for each in letter.phrases)
    box = phrase(page, letter.marks[0].right[0]).bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 4, y)
    page.mouse.down()
    page.mouse.move(box["x"] + min(box["width"], 120), y, steps=6)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()").strip()
    assert pressed(page).count() == 0


def test_two_texts_stand_side_by_side_and_below_each_other_where_it_is_narrow(show, letter, reply):
    page = show(lambda setting: DocumentDesk(setting, [letter, reply]))
    texts = page.locator(".course-document-one")
    try:
        left, right = texts.nth(0).bounding_box(), texts.nth(1).bounding_box()
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]
        page.set_viewport_size({"width": 390, "height": 800})
        left, right = texts.nth(0).bounding_box(), texts.nth(1).bounding_box()
        assert left["y"] + left["height"] <= right["y"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        heights = page.evaluate(
            """[...document.querySelectorAll('.course-phrase')]
              .flatMap(each => [...each.getClientRects()].map(line => line.height))"""
        )
        assert min(heights) >= TARGET
    finally:
        page.set_viewport_size({"width": 1280, "height": 1000})
    # Each text has marks of its own.
    texts.nth(1).locator(".course-phrase", has_text=reply.marks[0].right[0]).click()
    texts.nth(1).get_by_role("button", name=WORDS["check"]).click()
    texts.nth(1).get_by_text(WORDS["once"]).wait_for()
    assert texts.nth(0).locator("[data-fit=fits]").count() == 0


def test_a_person_is_decided_on_before_what_happened_opens(show, mediator):
    page = show(lambda setting: PersonCard(setting, mediator))
    assert page.get_by_text(mediator.after).count() == 0
    button(page, PERSON["decide"]).click()
    page.get_by_text(PERSON["need"]).wait_for()
    page.get_by_label(mediator.options[2].says).check()
    page.locator("textarea").fill("It is late.")
    page = show(lambda setting: PersonCard(setting, mediator), page)
    assert page.get_by_label(mediator.options[2].says).is_checked()
    page.locator("textarea").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text(mediator.after).wait_for()
    assert page.locator(".course-person-own").inner_text().count("It is late.") == 1
    assert page.evaluate("document.activeElement.className") == "course-person-after"
    assert not page.locator("textarea").is_visible()
    page = show(lambda setting: PersonCard(setting, mediator), page)
    assert mediator.options[2].says in page.locator(".course-person-own").inner_text()


def test_who_reads_on_without_choosing_may_still_choose(show, mediator):
    page = show(lambda setting: PersonCard(setting, mediator))
    button(page, PERSON["read-on"]).click()
    page.get_by_text(PERSON["you-read"]).wait_for()
    assert page.widget.read_work().read_on
    assert not page.locator(".course-tick").is_visible()
    page.get_by_label(mediator.options[0].says).check()
    button(page, PERSON["decide"]).click()
    page.locator(".course-tick").wait_for()
    assert page.widget.read_work().read_on


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core here; 'python3 -m course test' installs it with Node")
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_documents_and_people_keep_the_rules_of_access(show, letter, reply, mediator, width, is_dark):
    document = show(lambda setting: DocumentDesk(setting, [letter, reply]))
    person = show(lambda setting: PersonCard(setting, mediator))
    phrase(document, letter.marks[0].right[0]).click()
    phrase(document, letter.phrases[1].words).click()
    document.get_by_role("button", name=WORDS["check"]).first.click()
    document.get_by_text(WORDS["once"]).wait_for()
    document.get_by_label(letter.questions[0].options[1].says).check()
    document.get_by_label(letter.questions[1].options[1].says).check()
    document.locator("textarea").first.fill("Nobody says why.")
    document.get_by_role("button", name=WORDS["save-line"]).first.click()
    document.get_by_text(letter.missing.ours).wait_for()
    button(person, PERSON["read-on"]).click()
    person.get_by_text(mediator.after).wait_for()
    for page in (document, person):
        page.set_viewport_size({"width": width, "height": 900})
        if is_dark:
            page.evaluate(DARK)
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate(LOOK) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
