"""A lesson in a second tab: one file, so one running kernel, whose models of before the new tab does not get in time.

On a busy computer the models that the kernel had before come late, or not at all. Here they never come.
"""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
STEM = "02_ways_to_settle"
TOKEN = "kernel"
LIMIT_MS = 60_000
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
# Whatever asks a kernel for the models that it has is not sent.
DEAF = """(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    if (!/request_state|comm_info_request/.test(text)) send.call(this, data);
  };
})();"""
# Until `window.deaf` is taken away, no new model of the kernel is heard of.
LOST = """(() => {
  window.deaf = true;
  const { get, set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
  const isNews = data => /comm_open/.test(typeof data === 'string' ? data : new TextDecoder().decode(data));
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    get,
    set(hear) {
      set.call(this, hear && (event => { if (!window.deaf || !isNews(event.data)) hear.call(this, event); }));
    },
  });
})();"""
FORMS = "document.querySelectorAll('form.course-form').length"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory, run_jupyter):
    base = tmp_path_factory.mktemp("lab")
    root = base / "root"
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    with run_jupyter(base, root, sorted(root.glob("notebooks/*.ipynb")), TOKEN) as address:
        yield SimpleNamespace(address=f"{address}/doc/tree/notebooks/{STEM}.ipynb?reset&token={TOKEN}")


@pytest.fixture
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def open_tab(chromium, server, script=""):
    page = chromium.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.set_default_timeout(LIMIT_MS)
    if script:
        page.add_init_script(script)
    page.goto(server.address)
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    page.locator(".course-work").wait_for(state="attached")
    return page


def test_a_tab_that_gets_no_older_model_draws_every_question(chromium, server):
    first = open_tab(chromium, server)
    every = first.evaluate(FORMS)
    assert every > 5
    second = open_tab(chromium, server, DEAF)
    second.wait_for_function(f"{FORMS} === {every}")
    second.locator("form.course-form").first.locator("input").first.press("Space")
    # The widgets of the first tab go on.
    assert first.evaluate(FORMS) == every


def test_a_lesson_of_which_nothing_was_drawn_is_run_once_more(chromium, server):
    page = chromium.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.set_default_timeout(LIMIT_MS)
    page.add_init_script(DEAF + LOST)
    page.goto(server.address)
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    page.wait_for_timeout(3000)
    assert page.evaluate(FORMS) == 0
    page.evaluate("window.deaf = false")
    page.wait_for_function(f"{FORMS} > 5")
