"""A lesson in a second tab: one file, so one running kernel, whose models of before the new tab does not get in time.

On a busy computer the models that the kernel had before come late, or not at all. Here they never come.
"""

import pytest

from tests.chromium import in_chromium, open_page
from tests.lab import running_lab, wait_until_drawn

STEM = "02_ways_to_settle"
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

pytestmark = in_chromium


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab"), f"notebooks/{STEM}.ipynb") as lab:
        yield lab


@pytest.fixture
def tab(browser, lab):
    """Open the lesson in a browser that has never been here."""
    contexts = []

    def opening(script=""):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 1000}))
        page = open_page(contexts[-1])
        page.add_init_script(script)
        page.goto(lab.url(f"notebooks/{STEM}.ipynb"))
        return page

    yield opening
    for context in contexts:
        context.close()


def test_a_tab_that_gets_no_older_model_draws_every_question(tab):
    first = tab()
    wait_until_drawn(first)
    every = first.evaluate(FORMS)
    assert every > 5
    second = tab(DEAF)
    wait_until_drawn(second)
    second.wait_for_function(f"{FORMS} === {every}")
    second.locator("form.course-form").first.locator("input").first.press("Space")
    # The widgets of the first tab go on.
    assert first.evaluate(FORMS) == every


def test_a_lesson_of_which_nothing_was_drawn_is_run_once_more(tab):
    page = tab(DEAF + LOST)
    page.wait_for_function("document.body.dataset.courseOpening === 'done'", polling=50)
    page.wait_for_timeout(1000)
    assert page.evaluate(FORMS) == 0
    page.evaluate("window.deaf = false")
    page.wait_for_function(f"{FORMS} > 5")
