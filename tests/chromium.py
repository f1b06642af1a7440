"""The Chromium that tests drive: where it is, how it is started and waited for, what axe-core says of a page in it."""

import shutil
import time
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"),
    # No way to anything but this computer: what asks for more breaks here as it does in a school without internet.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
PATIENCE_MS = 90_000
"""Longer than a busy machine takes for a server, a kernel and a page; how fast something is, no test says."""

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it")
in_chromium = [pytest.mark.browser, pytest.mark.slow, needs_chromium]
"""The marks of a file all of whose tests drive a browser."""

# Node's axe-core is newer; where there is no Node, that of the Python package does.
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_LOOK = """async ([within, rules, more]) => {
  const told = await axe.run(within, {
    ...(rules.length ? { runOnly: { type: 'tag', values: rules } } : {}),
    rules: Object.fromEntries(more.map(name => [name, { enabled: true }])),
    resultTypes: ['violations'],
  });
  return told.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""


@contextmanager
def launching():
    """Start a Chromium, and give it."""
    playwright = pytest.importorskip("playwright.sync_api")
    playwright.expect.set_options(timeout=PATIENCE_MS)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def open_page(context, address="", **options):
    """Open a page that is waited for with patience and notes in ``errors`` what breaks in it."""
    page = context.new_page(**options)
    page.set_default_timeout(PATIENCE_MS)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    if address:
        page.goto(address)
    return page


def becomes(page, read, wanted=None):
    """Wait until what is read is what is wanted, or simply true where nothing else is.

    Meanwhile the page goes on, and so does a kernel that is this process.
    """
    end = time.monotonic() + PATIENCE_MS / 1000
    while not _is(found := read(), wanted) and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert _is(found, wanted), f"it is {found!r}, and did not become {True if wanted is None else wanted!r}"


def _is(found, wanted):
    return bool(found) if wanted is None else found == wanted


def violations(page, *within, rules=WCAG, more=("target-size",)):
    """What axe-core has to say against a page, or the parts that these selectors choose, by WCAG 2.2 to level AA.

    Without ``rules``, which are tags of axe-core, it says all that it has; ``more`` are rules that its tags leave out.
    """
    if not page.evaluate("'axe' in window"):
        axe = AXE if AXE.exists() else files("axe_playwright_python") / "axe.min.js"
        page.evaluate(axe.read_text("utf-8"))
    chosen = {"include": [[one] for one in within or ("html",)]}
    return page.evaluate(_LOOK, [chosen, list(rules), list(more)])
