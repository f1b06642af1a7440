"""How soon a lesson of the browser-only edition can be answered, beside a JupyterLite site that is one bare button.

Both sites are built with the same versions, served by the same host and opened in the same run, in turn. Cold is a
browser that has never been here, warm the same browser once more.
"""

import contextlib
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import psutil

from course.dev.bench.page import CHROMIUM
from course.dev.bench.row import Row
from course.dev.hosted import Host, hosting
from course.site.lite import APP, build_site, run_jupyterlite
from course.site.notebooks import KERNEL, list_contents
from course.site.weight import weigh
from course.site.wheels import fetch_as_they_are
from course.site.workshop import Workshop, open_workshop

LESSON = "02_ways_to_settle"
BARE = "bare"
BUTTON = "import ipywidgets\nipywidgets.Button(description='bare')"
INSTALL = "%pip install -q ipywidgets"
LIMIT_MS = 180_000
MEGABYTE = 1_000_000

# JupyterLite has no way to run a notebook that was opened; a person presses Run All as soon as Python is there.
RUN_WHEN_READY = """() => {
  const panel = window.jupyterapp?.shell.currentWidget, context = panel?.sessionContext;
  const kernel = context?.isReady && panel.content?.model ? context.session?.kernel : null;
  if (kernel?.connectionStatus !== 'connected' || kernel.status !== 'idle') return false;
  if (panel.content.widgets.length !== panel.content.model.cells.length) return false;
  { jupyterapp.commands.execute('notebook:run-all-cells'); }
  return true;
}"""


class Opened(msgspec.Struct, frozen=True):
    """One opening: seconds until something can be pressed, bytes that came until then, memory of the page."""

    seconds: float
    bytes: int
    memory: int


def rows(runs: int) -> Iterator[Row]:
    """Build both sites and measure; nothing where Chromium is missing."""
    if CHROMIUM is None:
        yield Row("in the browser", "not measured: no Chromium here")
        return
    with tempfile.TemporaryDirectory() as name:
        ours, bare = Path(name) / "ours", Path(name) / "bare"
        workshop = open_workshop()
        build_site(workshop, ours)
        build_bare(workshop, bare)
        yield _beside("size of the site", weigh(ours).total / MEGABYTE, weigh(bare).total / MEGABYTE, "MB", 1.25)
        with hosting(ours) as our_host, hosting(bare) as bare_host:
            cold: dict[str, list[Opened]] = {"ours": [], "bare": []}
            warm: dict[str, list[Opened]] = {"ours": [], "bare": []}
            for _ in range(runs):
                for site, host in (("bare", bare_host), ("ours", our_host)):
                    first, second = open_twice(host, is_bare=site == "bare")
                    cold[site].append(first)
                    warm[site].append(second)
    for how, taken in (("cold", cold), ("warm", warm)):
        yield _row(f"click to first live question, {how}", taken, "seconds", 1, "s", 1.4)
        yield _row(f"bytes until then, {how}", taken, "bytes", MEGABYTE, "MB", 1.2)
        yield _row(f"memory of the page, {how}", taken, "memory", MEGABYTE, "MB", 1.3)


def _row(what: str, taken: dict[str, list[Opened]], field: str, unit: float, name: str, most: float) -> Row:
    ours, bare = (statistics.median(getattr(one, field) for one in taken[site]) / unit for site in ("ours", "bare"))
    return _beside(what, ours, bare, name, most)


def _beside(what: str, ours: float, bare: float, unit: str, most: float) -> Row:
    ratio = f" ({ours / bare:.2f} ×)" if bare else ""
    return Row(what, f"{ours:.1f} {unit}{ratio}", f"bare JupyterLite {bare:.1f} {unit}", f"at most {most} ×")


def build_bare(workshop: Workshop, folder: Path) -> None:
    """Build a JupyterLite site as its documentation says, with Pyodide and packages of its own and one notebook."""
    draft = workshop.folder / "bare"
    shutil.rmtree(draft, ignore_errors=True)
    fetch_as_they_are(workshop, draft)
    settings = {"disablePyPIFallback": True}
    config = {
        "exposeAppInBrowser": True,
        "contentsAllJsonFile": "all.json",
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": settings},
    }
    whole = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
    (draft / "jupyter-lite.json").write_text(json.dumps(whole), "utf-8")
    run_jupyterlite(workshop, draft, folder)
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"cell-{place}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": text,
        }
        for place, text in enumerate((INSTALL, BUTTON))
    ]
    book = {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    files = folder / "files"
    files.mkdir(exist_ok=True)
    (files / f"{BARE}.ipynb").write_text(json.dumps(book), "utf-8")
    list_contents(folder)


def open_twice(host: Host, is_bare: bool) -> tuple[Opened, Opened]:
    """Open the one notebook of the bare site, or our lesson, in a browser that has never been here, and once more."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        with contextlib.closing(browser):
            first, second = (_open(context, host, is_bare) for _ in range(2))
    return first, second


def _open(context: Any, host: Host, is_bare: bool) -> Opened:
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS)
    sent, start = host.sent, time.perf_counter()
    if is_bare:
        page.goto(f"{host.address}/{APP}/index.html?path={BARE}.ipynb")
        page.wait_for_function(RUN_WHEN_READY, polling=50)
        page.locator(".jupyter-widgets.jupyter-button").first.wait_for()
    else:
        page.goto(f"{host.address}/lessons/{LESSON[:2]}/")
        lesson = page.frame_locator(".site-living")
        lesson.locator("form.course-form button.course-main:enabled").first.wait_for(state="attached")
    seconds, came = time.perf_counter() - start, host.sent - sent
    # What the page holds, and not what the browser has not yet thrown away: that is other at each opening.
    context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    opened = Opened(seconds, came, _memory())
    page.close()
    return opened


def _memory() -> int:
    """Return the bytes of memory that the pages of our browser hold alone."""
    pages = [
        process
        for process in psutil.Process().children(recursive=True)
        if "--type=renderer" in " ".join(process.cmdline())
    ]
    return sum(process.memory_full_info().uss for process in pages)
