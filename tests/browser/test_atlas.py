"""The atlas as a class meets it: JupyterLab in a real Chromium with no way out, by keyboard, and the charts drawn."""

import re

import pytest

from course.content.charts import charts
from course.pages.atlas import STEM
from course.pages.cases import casebook
from tests.chromium import becomes, in_chromium, open_page
from tests.lab import running_lab, wait_until_drawn, wait_until_still

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab of its own over a trusted copy of the page."""
    with running_lab(tmp_path_factory.mktemp("atlas"), f"notebooks/{STEM}.ipynb") as lab:
        yield lab


@pytest.fixture(scope="module")
def page(browser, lab):
    """The page of the atlas, opened once and left to come alive by itself."""
    page = open_page(browser, viewport={"width": 1280, "height": 1000})
    page.hosts = set()
    page.on("request", lambda request: page.hosts.add(request.url.split("/")[2] if "://" in request.url else ""))
    page.goto(lab.url(f"notebooks/{STEM}.ipynb"))
    wait_until_drawn(page)
    page.locator(".course-work").wait_for(state="attached")
    return page


@pytest.fixture
def atlas(page):
    """The atlas with all filters off."""
    found = page.locator(".course-atlas")
    found.get_by_role("button", name="Show all cases again").click()
    counted(found, len(casebook().cases))
    return found


def counted(atlas, number):
    """Return when the atlas says that so many cases are left."""
    # "4 of 144" also stands in "144 of 144", which is there before anything was chosen.
    says = re.compile(rf"(?<!\d){number} of {len(casebook().cases)} cases\.")
    atlas.locator(".course-sentence", has_text=says).wait_for()


def focused(page, name):
    return page.evaluate(f"document.activeElement.getAttribute('{name}')")


def test_a_filter_changes_the_count_the_rows_and_the_numbers_of_the_others(atlas):
    atlas.get_by_label("Third party", exact=True).select_option("Oman")
    atlas.get_by_label("Its role").select_option("host")
    hosted = {one.case for one in casebook().third_parties if one.actor == "Oman" and one.role == "host"}
    counted(atlas, len(hosted))
    assert atlas.locator("tbody tr").count() == len(hosted)
    assert f"Oman ({len(hosted)})" in atlas.get_by_label("Third party", exact=True).inner_text()


def test_years_are_typed(atlas):
    atlas.get_by_label("From year").fill("2023")
    counted(atlas, sum(case.year >= 2023 for case in casebook().cases))
    atlas.get_by_label("To year").fill("2023")
    counted(atlas, sum(case.year == 2023 for case in casebook().cases))


def test_the_map_is_one_stop_and_arrows_move_inside(atlas, page):
    assert atlas.locator("button.course-tile[tabindex='0']").count() == 1
    atlas.locator("button.course-tile", has_text="OMN").focus()
    page.keyboard.press("ArrowLeft")
    assert focused(page, "aria-label").startswith("United Arab Emirates")
    page.keyboard.press("Enter")
    counted(atlas, 2)
    becomes(page, lambda: focused(page, "aria-pressed"), "true")
    page.keyboard.press("Enter")
    counted(atlas, len(casebook().cases))


def test_the_table_sorts_both_ways_and_says_so(atlas, page):
    head = atlas.locator("thead th").nth(1)
    names = sorted((case.name for case in casebook().cases), key=str.casefold)
    head.locator("button").click()
    atlas.locator("tbody tr").first.locator("button", has_text=names[0]).wait_for()
    becomes(page, lambda: head.get_attribute("aria-sort"), "ascending")
    head.locator("button").click()
    atlas.locator("tbody tr").first.locator("button", has_text=names[-1]).wait_for()
    becomes(page, lambda: head.get_attribute("aria-sort"), "descending")


def test_a_case_is_picked_by_keyboard_and_the_way_back_leads_to_its_row(atlas, page):
    atlas.get_by_label("What it was about").select_option("water")
    counted(atlas, 5)
    pick = atlas.locator("button.course-pick").nth(1)
    name = pick.inner_text()
    pick.focus()
    page.keyboard.press("Enter")
    atlas.locator(".course-atlas-card .course-case", has_text=name).wait_for()
    becomes(page, lambda: focused(page, "class"), "course-atlas-card")
    atlas.get_by_role("button", name="Close the card").click()
    becomes(page, lambda: page.evaluate("document.activeElement.textContent"), name)


def test_every_chart_is_drawn_with_its_alternative(page):
    for chart in charts().values():
        drawn = page.locator(".jp-RenderedVegaCommon5 svg").filter(has_text=chart.title)
        drawn.scroll_into_view_if_needed()
        drawn.wait_for()
        drawn.locator("path").nth(5).wait_for(state="attached")
        described = page.locator(".jp-RenderedVegaCommon5 [role='graphics-document']").filter(has_text=chart.title)
        assert described.first.get_attribute("aria-label").startswith(chart.alternative.split("{")[0])


WIDE = """() => [...document.querySelectorAll('.jp-OutputArea-output, .course-years, .course-tiles')]
  .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className)"""
CHARTS = """() => [...document.querySelectorAll('.jp-RenderedVegaCommon5')]
  .map(box => box.querySelector('svg').getBoundingClientRect().width / box.clientWidth)"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_page_takes_the_room_that_there_is_and_no_more(page, width):
    page.set_viewport_size({"width": width, "height": 1000})
    wait_until_still(page)
    becomes(page, lambda: page.evaluate(WIDE), [])
    becomes(page, lambda: min(page.evaluate(CHARTS)) >= 0.7)
    atlas, panel = (page.locator(part).first.bounding_box()["width"] for part in (".course-atlas", ".jp-Notebook"))
    assert atlas / panel >= 0.9
    bars = page.locator(".course-years .role-side-a")
    assert bars.first.evaluate("bar => getComputedStyle(bar).display") != "none", "the bars of the years are hidden"
    page.set_viewport_size({"width": 1280, "height": 1000})


OUTSIDE = """() => { const room = document.querySelector('.course-tiles').parentElement.getBoundingClientRect();
  return [...document.querySelectorAll('.course-tile')].filter(tile => {
    const { left, right, width } = tile.getBoundingClientRect();
    return left < room.left - 1 || right > room.right + 1 || width < 24;
  }).map(tile => tile.textContent); }"""


@pytest.mark.parametrize("width", [390, 700, 1024, 1280])
def test_no_tile_of_the_map_is_cut(page, width):
    page.set_viewport_size({"width": width, "height": 1000})
    wait_until_still(page)
    becomes(page, lambda: page.evaluate(OUTSIDE), [])
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_an_arrow_leads_to_the_tile_that_is_seen_there_also_on_a_narrow_page(page):
    page.set_viewport_size({"width": 390, "height": 1000})
    wait_until_still(page)
    first, second = (page.locator(".course-tile").nth(n) for n in (0, 1))
    first.focus()
    page.keyboard.press("ArrowRight")
    becomes(page, lambda: focused(page, "aria-label"), second.get_attribute("aria-label"))
    page.keyboard.press("ArrowLeft")
    becomes(page, lambda: focused(page, "aria-label"), first.get_attribute("aria-label"))
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_nothing_was_asked_of_another_computer_and_nothing_broke(page, lab):
    assert page.errors == []
    assert page.hosts <= {lab.address.split("/")[2], ""}
