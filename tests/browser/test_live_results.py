"""The teacher enters on the page of the tables what was signed on paper, and reads all tables on one picture."""

import re

from course.content.interface import words
from course.content.scenarios import scenario
from tests.browser.test_live_tables import SHOTS, WIDE, server  # noqa: F401
from tests.chromium import in_chromium, open_page, violations

SAYS = words()["tables"]
STRAIT = scenario("the-strait")

pytestmark = in_chromium


def test_paper_comes_onto_the_picture(browser, server):  # noqa: F811
    from playwright.sync_api import expect

    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = open_page(context)
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    context.request.get(server.console, max_redirects=0)
    for number in range(20):
        someone = browser.new_context()
        sent = {"code": server.code, "name": f"Name{number}"}
        assert someone.request.post(f"{server.base}/join", data=sent, headers={"origin": server.base}).ok
        someone.close()
    server.ask("tables", scenario="the-strait", tables=5)
    page.goto(f"{server.base}/t/{server.room}/tables/")
    expect(page.locator(".tables-one")).to_have_count(5)
    page.get_by_text(SAYS["paper-title"]).click()
    paper = page.locator("form", has=page.get_by_label(SAYS["paper-table"]))

    def enter(table, options):
        paper.get_by_label(SAYS["paper-table"]).select_option(str(table))
        for issue, place in zip(STRAIT.issues, options, strict=True):
            paper.get_by_label(issue.label, exact=True).select_option(issue.options[place].id)
        paper.get_by_role("button", name=SAYS["paper-button"]).click()
        # "Done." may still be that of the table before; the form is empty only once this one is kept.
        expect(paper.get_by_label(STRAIT.issues[0].label, exact=True)).to_have_value("")
        expect(page.locator(".tables-says").first).to_have_text(SAYS["done"])

    paper.get_by_role("button", name=SAYS["paper-button"]).click()
    expect(page.locator(".tables-says").first).to_have_text(SAYS["paper-open"])
    count = len(STRAIT.issues)
    enter(1, [1] * count)
    enter(2, [0] * count)
    enter(3, [1] * count)
    enter(5, [1] * (count - 1) + [0])
    paper.get_by_label(SAYS["paper-table"]).select_option("4")
    paper.get_by_label(SAYS["paper-none"]).check()
    paper.get_by_role("button", name=SAYS["paper-button"]).click()
    expect(page.locator(".tables-where", has_text="over")).to_have_count(5)
    assert violations(page) == []
    page.get_by_role("link", name=SAYS["results"]).click()
    page.wait_for_url(re.compile("/results/$"))
    assert page.locator(".course-token-text", has_text=re.compile(r"^\d+$")).all_text_contents() == ["1", "2", "3", "5"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/results-{scheme}.png")
            page.screenshot(path=f"{SHOTS}/results-{scheme}-long.png", full_page=True)
        assert violations(page) == []
        assert page.evaluate(WIDE) <= 0
    smallest = """() => Math.min(...[...document.querySelectorAll('.results-key p, td, li')]
      .map((node) => parseFloat(getComputedStyle(node).fontSize)))"""
    assert page.evaluate(smallest) >= 32
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(WIDE) <= 0
    page.goto(f"{server.base}/t/{server.room}/points/")
    assert page.evaluate("() => getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/points.png")
    assert refused == []
