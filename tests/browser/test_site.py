"""The browser-only edition as a learner meets it: a static folder, Chromium, and nobody else."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from course.content import lessons
from course.content.interface import words
from course.dev.hosted import hosting
from course.record import Record, restore
from tests.chromium import ROOT, becomes, in_chromium, violations

STEM = "02_ways_to_settle"
OTHERS = ("11_the_summit",)
MORE = ("07_dividends_of_peace",)
"""What a long run opens as well: each starts a Python of its own."""
UNSEEN = "05_why_come_to_the_table"
SWITCHED = "06_accords_and_recognition"
ARABIC = (ROOT / "notebooks" / "ar" / f"{SWITCHED}.ipynb").is_file()
SAID = words()["site"]
# What the course draws and says. The feed around the cells is JupyterLab's.
OURS = ".course-progress-bar", ".jp-OutputArea-output", ".jp-MarkdownOutput"
# Whatever is written in Arabic letters, and is not in those of the course, or has its letters drawn apart.
STRANGE = """() => [...document.querySelectorAll('body, body *')].filter(one => {
  const own = [...one.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join('');
  const { fontFamily, letterSpacing } = getComputedStyle(one);
  return /[ء-ي]/.test(own) && !one.matches('script, style, code')
    && !(fontFamily.startsWith('"Course Arabic"') && letterSpacing === 'normal');
}).map(one => one.outerHTML.slice(0, 120))"""
# Python itself comes over the line first.
LIMIT_MS = 120_000

pytestmark = in_chromium


@pytest.fixture(scope="module")
def serving():
    """Closed, it takes the host away."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def host(site, serving):
    return serving.enter_context(hosting(site))


@pytest.fixture(scope="module")
def learner(browser, host):
    """A browser that has never been here, and what it asks for."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    yield watched(context)
    context.close()


@pytest.fixture(scope="module")
def phone(browser, host):
    """A phone that has never been here, with lesson 02 alive on it: the page, and the lesson in it."""
    context = watched(browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True))
    page = open_page(context)
    yield page, open_lesson(page, host)
    context.close()


def watched(context):
    """A context that notes what it asks for."""
    context.set_default_timeout(LIMIT_MS)
    context.asked = []
    context.on("request", lambda request: context.asked.append(request.url))
    return context


def open_page(context):
    """Open an empty page that notes what breaks in it."""
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


def open_lesson(page, host, stem=STEM):
    """Open a lesson as its card on the front page does, and return the frame in which it is alive."""
    page.goto(f"{host.address}/lessons/{stem[:2]}/")
    return settle(page)


def settle(page):
    """Return the living lesson when it has run to its end, is in front, and shows all its parts."""
    page.locator("html.site-alive").wait_for()
    [frame] = [frame for frame in page.frames if "/lab/" in frame.url]
    frame.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    frame.locator(".course-work").first.wait_for(state="attached")
    return frame


def question(frame, asks):
    return frame.locator("form.course-form").filter(has=frame.locator("legend", has_text=asks))


def wait_for_status(form, text):
    """Return when the form's status line begins as this sentence of the interface does."""
    start = re.escape(text.split("{")[0].strip())
    form.locator(".course-status").first.filter(has_text=re.compile(start)).wait_for()


def first_check(stem):
    """Return the first quick check of a lesson, and its right option."""
    check = lessons.lesson(stem).checks[0]
    return check, next(option for option in check.options if option.right)


def answer(frame, stem=STEM, how="click"):
    """Choose what is right in the first quick check, and wait for the verdict."""
    check, right = first_check(stem)
    form = question(frame, check.asks)
    getattr(form.get_by_text(right.says, exact=True), how)()
    getattr(form.locator("button.course-main"), how)()
    wait_for_status(form, words()["verdict"]["correct"])


def wait_for_answer(frame, stem=STEM):
    """Return when the first quick check stands there as it was answered."""
    check, right = first_check(stem)
    question(frame, check.asks).get_by_label(right.says, exact=True).and_(frame.locator(":checked")).wait_for()


@pytest.fixture(scope="module")
def page(learner):
    """The page on which a learner goes from one lesson to the next."""
    return open_page(learner)


def test_lessons_are_answered_reloaded_and_restored_at_home(page, host, tmp_path, is_long):
    stems = (STEM, *MORE * is_long, *OTHERS)
    for stem in stems:
        answer(open_lesson(page, host, stem), stem)
    page.reload()
    frame = settle(page)
    wait_for_answer(frame, OTHERS[-1])
    assert look_when_drawn(frame) == []
    page.goto(host.address)
    with page.expect_download() as told:
        page.locator("#download").click()
    home = Record(tmp_path / "my_work")
    restore(home, Path(told.value.path()).read_bytes())
    for stem in stems:
        check, right = first_check(stem)
        [event] = home.events(stem, check.id, "answer")
        assert right.id in str(event.body)
    assert page.errors == []


def test_ctrl_p_prints_the_answers_also_where_the_bar_is_in_focus(page, host):
    frame = open_lesson(page, host)
    frame.evaluate(
        "document.addEventListener('course:printed', ({ detail }) => { window.paper = detail.page.body.innerText; })"
    )
    page.locator("#turn").focus()
    page.keyboard.press("Control+p")
    becomes(page, lambda: first_check(STEM)[1].says in frame.evaluate("window.paper ?? ''"))
    assert page.errors == []


@pytest.mark.skipif(not ARABIC, reason="the Arabic notebooks are not made; 'translate make ar' makes them")
def test_a_lesson_is_answered_in_arabic_and_the_answer_stands_in_english(page, host):
    """From the front page to Arabic, into a lesson that is not stored yet, and back to the same lesson."""
    _, right = first_check(SWITCHED)
    page.goto(host.address)
    page.locator(".site-language a[hreflang=ar]").click()
    page.locator(f"html[lang=ar][dir=rtl] a[href='lessons/{SWITCHED[:2]}/']").first.click()
    frame = settle(page)
    form = frame.locator(f"form.course-form:has(input[value='{right.id}'])").first
    assert not re.search("[A-Za-z]{4}", form.locator("legend").inner_text())
    form.locator(f"input[value='{right.id}']").check()
    form.locator("button.course-main").click()
    # The line of the status speaks before anything is saved ("not saved yet"); what comes back speaks after it.
    form.locator(".course-panel").filter(has_text=re.compile("[ء-ي]{3}")).wait_for()
    # The switch at the head of the living lesson leads the page around it.
    frame.locator("a.course-edition[lang=en]").click()
    page.wait_for_url(f"{host.address}/lessons/{SWITCHED[:2]}/")
    wait_for_answer(settle(page), SWITCHED)
    becomes(page, lambda: page.evaluate("localStorage['course-language']"), "en")
    page.locator(".site-language a[hreflang=ar]").click()
    page.goto(host.address)
    page.wait_for_url(f"{host.address}/ar/")
    page.locator(f"[data-saved='{SWITCHED}']").wait_for()
    assert page.errors == []


@pytest.mark.skipif(not ARABIC, reason="the Arabic notebooks are not made; 'translate make ar' makes them")
@pytest.mark.parametrize("place", ["", f"lessons/{SWITCHED[:2]}/"])
def test_arabic_is_in_the_letters_of_the_course_before_python_is_there(browser, host, place):
    context = browser.new_context(service_workers="block")
    page = open_page(context)
    page.goto(f"{host.address}/ar/{place}")
    assert page.evaluate(STRANGE) == []
    context.close()


@pytest.mark.parametrize("width", [390, 640, 1280])
@pytest.mark.parametrize("folder", ["", pytest.param("ar/", marks=pytest.mark.skipif(not ARABIC, reason="not made"))])
def test_the_language_is_chosen_beside_the_name_of_the_course(browser, host, width, folder):
    context = browser.new_context(viewport={"width": width, "height": 800}, service_workers="block")
    page = open_page(context)
    page.goto(f"{host.address}/{folder}")
    name, switch = (page.locator(f".site-top {part}").bounding_box() for part in (".site-name a", ".site-language"))
    assert abs(name["y"] + name["height"] / 2 - switch["y"] - switch["height"] / 2) < 8
    context.close()


def test_when_everything_is_deleted_the_page_says_what_it_says_to_a_new_browser(browser, host):
    parts = ("begin", "begin-told", "go-on", "offline", "keep-all", "notices")
    context = watched(browser.new_context())
    page = open_page(context)

    def says():
        return {part: page.locator(f"#{part}").inner_text() for part in parts}

    # Without its scripts the page stands as it was written.
    page.route("**/front.js", lambda route: route.abort())
    page.goto(host.address)
    new = says()
    page.unroute("**/front.js")
    page.evaluate("localStorage['course-last'] = JSON.stringify({ page: 'lessons/06/', at: '2026-01-01T00:00:00Z' })")
    page.reload()
    becomes(page, lambda: says()["offline"] != new["offline"] and says()["begin"] != new["begin"])
    for fold in page.locator("details:has(#delete) > summary").all():
        fold.click()
    page.locator("#delete").click()
    page.locator("#deleted").filter(has_text=SAID["where-deleted"]).wait_for()
    assert says() == new
    assert page.errors == []
    context.close()


def test_every_request_is_to_its_own_origin(learner, host):
    assert len(learner.asked) > 100, "the test before has opened a lesson"
    strangers = {url for url in learner.asked if not url.startswith((host.address, "data:", "blob:"))}
    assert strangers == set()


def test_a_phone_answers_by_touch(phone):
    page, frame = phone
    answer(frame, how="tap")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert frame.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.errors == []


def test_a_phone_breaks_no_rule_of_accessibility(phone):
    _, frame = phone
    assert look_when_drawn(frame) == []


def test_without_a_host_a_lesson_that_was_never_open_is_answered(page, host, serving):
    """It is the last one here: it takes the host away."""
    page.evaluate("localStorage.removeItem('course-language')")
    page.goto(host.address)
    counted = "|".join(re.escape(SAID[key].partition("{")[0]) for key in ("offline-full", "offline-some"))
    page.locator("#offline").filter(has_text=re.compile(counted)).wait_for()
    if page.locator("#keep-all").is_visible():
        page.locator("#keep-all").click()
    page.locator("#offline").filter(has_text=SAID["offline-full"].partition("{")[0]).wait_for()
    serving.close()
    answer(open_lesson(page, host, UNSEEN), UNSEEN)
    page.reload()
    wait_for_answer(settle(page), UNSEEN)
    page.goto(host.address)
    page.locator(f"[data-saved='{UNSEEN}']").wait_for()
    assert page.errors == []


def look_when_drawn(frame):
    """Return what is wrong once charts and boxes have taken their sizes; what stays wrong is wrong."""
    broken = []
    for _ in range(6):
        broken = violations(frame, *OURS, more=("target-size", "scrollable-region-focusable"))
        if not broken:
            break
        frame.wait_for_timeout(700)
    return broken
