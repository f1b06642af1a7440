"""Documents, people and boundaries in a real Chromium: by keyboard, loaded again, on a phone, by the rules of WCAG 2.2.

The widgets are drawn without JupyterLab: their own scripts over a model whose kernel is this process.
"""

import pytest

from course.content import boundaries, maps
from course.content.interface import words
from course.html.boundary import tell_sides
from course.widgets.boundary import BoundaryDesk
from course.widgets.document import DocumentDesk
from course.widgets.person import PersonCard
from tests.chromium import becomes, in_chromium, violations
from tests.widget_page import draw

WORDS, PERSON, FORM, LINE = (words()[part] for part in ("document", "person", "form", "boundary"))
TARGET = 24

pytestmark = in_chromium

# As JupyterLab says it in its dark theme.
DARK = """() => {
  document.body.dataset.jpThemeLight = 'false';
  const colors = { 'content-font-color1': '#fff', 'content-font-color2': '#d9d9d9', 'layout-color1': '#111',
    'layout-color2': '#424242', 'border-color1': '#616161' };
  for (const [name, color] of Object.entries(colors)) document.body.style.setProperty(`--jp-${name}`, color);
  document.body.style.background = '#111';
}"""


def pressed(page):
    return page.locator(".course-phrase[aria-pressed=true]")


def phrase(page, text):
    return page.locator(".course-phrase", has_text=text)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


SIGNS = """() => [...document.querySelectorAll('.course-phrase-sign')].filter(sign => sign.textContent)
  .map(sign => sign.getBoundingClientRect()).map(({ left, right, top }) => [left, right, top])"""


def test_two_phrases_that_begin_in_one_line_have_two_signs_beside_it(show, letter):
    page = show(lambda setting: DocumentDesk(setting, [letter]))
    tops = [part.bounding_box()["y"] for part in page.locator(".course-phrase").all()]
    second = next(n for n in range(1, len(tops)) if abs(tops[n] - tops[n - 1]) < 3)
    for part in page.locator(".course-phrase").all()[second - 1 : second + 1]:
        part.click()
    (left, _, top), (_, right, other_top) = page.evaluate(SIGNS)
    assert abs(top - other_top) < 8
    assert right <= left
    # The browser remembers marks that were not sent, and serves the tests that follow.
    page.evaluate("localStorage.clear()")


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
    becomes(page, lambda: page.evaluate("document.activeElement.getAttribute('role')"), "button")


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
    becomes(page, lambda: page.evaluate("document.activeElement.className"), "course-person-after")
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


def desk(setting):
    """The boundary of lesson 02."""
    hawar = boundaries.boundary("hawar-line")
    return BoundaryDesk(setting, hawar, maps.read_map(hawar.map))


def handles(page, form=0):
    return page.locator("form").nth(form).locator(".course-boundary-handle")


def told(page, form=0):
    return page.locator("form").nth(form).locator(".course-boundary-told").inner_text()


def says(page, line="first"):
    """What Python says of the line that the page has sent."""
    widget = page.widget
    return tell_sides(widget.setting, widget.boundary, widget.map, widget.read_work().lines[line])


def drag(page, handle, right, down):
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()


def test_a_line_is_drawn_by_pointer_and_comes_back(show):
    page = show(desk)
    assert page.locator(".course-boundary-panel").is_hidden()
    # No name disappears below the line.
    assert page.locator("form").first.locator("polyline.map-line-first ~ text.map-name").count() > len(
        page.widget.boundary.features
    )
    button(page, LINE["save"]).click()
    page.get_by_text(LINE["need"]).wait_for()
    before = told(page)
    for place in range(1, 5):
        drag(page, handles(page).nth(place), 120, 0)
    assert told(page) != before
    assert page.widget.read_work().drawn == ()
    # An end keeps to its edge however far it is pulled.
    drag(page, handles(page).nth(0), 30, -80)
    page.locator("form").first.locator("textarea").fill("The middle of the water.")
    drawn = told(page)
    page = show(desk, page)
    assert told(page) == drawn
    assert page.locator("form").first.locator("textarea").input_value() == "The middle of the water."
    button(page, LINE["save"]).click()
    page.locator(".course-boundary-panel").get_by_text(page.widget.boundary.beside).wait_for()
    becomes(page, lambda: page.evaluate("document.activeElement.className"), "course-boundary-panel")
    [entry] = page.widget.read_work().drawn
    assert entry.body.points[0][1] == page.widget.window.south
    assert says(page) == drawn
    assert drawn in page.locator(".course-boundary-panel").inner_text()
    assert not handles(page).first.is_visible()
    page = show(desk, page)
    assert drawn in page.locator(".course-boundary-panel").inner_text()


def test_a_line_is_drawn_by_keys_and_a_second_one_beside_it(show):
    page = show(desk)
    handles(page).nth(0).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowDown")
    assert handles(page).nth(1).get_attribute("aria-label") == LINE["point"].format(
        number=2, count=6, east="50.85", north="25.60"
    )
    page.get_by_role("status").filter(has_text="50.85").wait_for(state="attached")
    assert handles(page).nth(0).get_attribute("aria-label").endswith("25.44° north")
    drawn = told(page)
    button(page, LINE["save"]).focus()
    page.keyboard.press("Enter")
    page.get_by_text(page.widget.boundary.beside).wait_for()
    assert says(page) == drawn
    button(page, LINE["second"]).focus()
    page.keyboard.press("Enter")
    becomes(page, lambda: page.evaluate("document.activeElement.className"), "course-boundary-handle")
    assert told(page, 1) == drawn
    # By numbers, for whom neither pointer nor arrows will do.
    second = page.locator("form").nth(1)
    second.get_by_text(LINE["numbers"]).click()
    second.get_by_label(LINE["point-east"]).nth(4).fill("51.1")
    second.get_by_label(LINE["point-east"]).nth(4).press("Tab")
    becomes(page, lambda: told(page, 1) != drawn)
    second.locator("textarea").fill("Now I know of 1939.")
    button(page, LINE["save-second"]).click()
    page.locator(".course-boundary-panel").get_by_text("Now I know of 1939.").wait_for()
    assert says(page, "second") == told(page, 1)
    assert says(page) == drawn
    page = show(desk, page)
    assert page.locator(".course-boundary-panel polyline").count() == 2
    assert {*page.widget.read_work().lines} == {"first", "second"}


def test_page_and_kernel_agree_on_which_side_a_place_lies(show):
    page = show(desk)
    widget = page.widget
    lines = [
        [[50.6, 25.44], [50.9, 25.6], [50.75, 25.55], [50.71, 25.7], [51.1, 26.2], [50.93, 26.36]],
        [[51.1, 25.44], [50.75, 25.57], [50.72, 25.57], [50.85, 25.66], [50.9, 26.178], [51, 26.36]],
        [[50.7, 25.44], [50.7, 26.3], [50.8, 25.5], [50.9, 26.3], [51.06, 25.9], [50.5, 26.36]],
    ]
    for line in lines:
        text = "; ".join(f"{lon:.3f} {lat:.3f}" for lon, lat in line)
        put = {"lines": {"first": {"chosen": text}}, "based": {"first": "a" * 32}, "panel": "", "n": 1}
        draw(page, widget, **put)
        assert page.locator(".course-boundary-told").first.text_content() == tell_sides(
            widget.setting, widget.boundary, widget.map, [tuple(point) for point in line]
        )


looks = pytest.mark.parametrize(
    ("width", "is_dark"),
    [
        pytest.param(1280, False, id="1280-light"),
        pytest.param(390, True, id="390-dark"),
        pytest.param(1280, True, id="1280-dark", marks=pytest.mark.long),
        pytest.param(390, False, id="390-light", marks=pytest.mark.long),
    ],
)


@looks
def test_a_boundary_keeps_the_rules_of_access(show, width, is_dark):
    page = show(desk)
    page.set_viewport_size({"width": width, "height": 900})
    if is_dark:
        page.evaluate(DARK)
    page.get_by_text(LINE["numbers"]).first.click()
    assert violations(page, ".course") == []
    assert handles(page).first.bounding_box()["width"] >= TARGET
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    handles(page).nth(1).focus()
    page.keyboard.press("Shift+ArrowRight")
    button(page, LINE["save"]).click()
    page.get_by_text(page.widget.boundary.beside).wait_for()
    button(page, LINE["second"]).click()
    assert violations(page, ".course") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@looks
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
        assert violations(page, ".course") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
