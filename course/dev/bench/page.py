"""How fast a page answers in a real Chromium, beside a bare ipywidgets button and slider."""

import contextlib
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from course.content import lessons
from course.dev import settle
from course.dev.bench.row import Row
from course.dev.jupyter import running_jupyter

TOKEN = "bench"
LESSON = "05_why_come_to_the_table"
CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
BARE = """\
import ipywidgets
button, label = ipywidgets.Button(description="bare"), ipywidgets.HTML("0")
def clicked(_):
    label.value = str(int(label.value) + 1)
button.on_click(clicked)
slider, told = ipywidgets.IntSlider(description="bare"), ipywidgets.HTML("-")
slider.observe(lambda change: setattr(told, "value", str(change["new"])), "value")
ipywidgets.VBox([button, label.add_class("bare-label"), slider, told.add_class("bare-told")])
"""
# Times one action inside the page: from the call to the first change of the text of `watch`, in milliseconds.
TIME = """async ([act, watch]) => {
  const target = document.querySelector(watch);
  const before = target.innerHTML;
  const start = performance.now();
  const changed = new Promise((done, failed) => {
    const look = () => target.innerHTML !== before && done(performance.now() - start);
    new MutationObserver(look).observe(target, { childList: true, characterData: true, subtree: true });
    setTimeout(() => failed(new Error("no answer to " + act)), 10000);
  });
  eval(act);
  return await changed;
}"""


def _median(page: Any, actions: list[str], watch: str) -> float:
    durations: list[float] = [page.evaluate(TIME, [action, watch]) for action in actions]
    return statistics.median(durations)


def _notebook(lab: str) -> nbformat.NotebookNode:
    stem = lessons.stems()[0]
    check = lessons.lesson(stem).checks[0].id
    cells = [
        f'from course import open_lesson\nlesson = open_lesson("{stem}")',
        f'lesson.check("{check}")',
        f'lesson.lab("{lab}")',
        BARE,
    ]
    return alive(cells)


def rows(runs: int) -> Iterator[Row]:
    """Measure clicks and drags; nothing where Chromium is missing."""
    if CHROMIUM is None:
        yield Row("in the browser", "not measured: no Chromium here")
        return
    yield from _openings(runs)
    with opening_page(_notebook("bargaining_zone"), ".bare-label") as (page, _):
        yield from _clicks(page)
        yield from _drags(page)


def _openings(runs: int) -> Iterator[Row]:
    """Measure from opening a lesson to its first live question, beside a notebook that is one bare button."""
    from playwright.sync_api import sync_playwright

    lesson = settle.ROOT / "notebooks" / f"{LESSON}.ipynb"
    looked_for = {"bare.ipynb": ".bare-label", lesson.name: "form.course-prompt button.course-main:enabled"}
    taken: dict[str, list[float]] = {name: [] for name in looked_for}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        base, root = Path(folder), Path(folder) / "root"
        root.mkdir()
        shutil.copy(lesson, root)
        nbformat.write(alive([BARE]), root / "bare.ipynb")
        with running_jupyter(base, root, sorted(root.glob("*.ipynb")), TOKEN) as address:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for name in [*looked_for] * (runs + 1):
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                start = time.perf_counter()
                page.goto(f"{address}/lab/tree/{name}?token={TOKEN}&reset")
                page.locator(looked_for[name]).first.wait_for(timeout=120_000)
                taken[name].append(time.perf_counter() - start)
                for kernel in page.request.get(f"{address}/api/kernels?token={TOKEN}").json():
                    page.request.delete(f"{address}/api/kernels/{kernel['id']}?token={TOKEN}")
                page.close()
            browser.close()
    # The first of each reads files that nobody has read yet.
    bare, ours = (statistics.median(times[1:]) for times in taken.values())
    yield Row(
        "opened to first live question",
        f"{ours:.2f} s",
        f"one bare button {bare:.2f} s",
        f"at most {1.25 * bare:.2f} s",
    )


@contextlib.contextmanager
def opening_page(book: nbformat.NotebookNode, last: str) -> Iterator[tuple[Any, float]]:
    """Open a notebook that runs by itself; give the page and the seconds until ``last`` was on it."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        base, root = Path(name), Path(name) / "root"
        root.mkdir()
        nbformat.write(book, root / "bench.ipynb")
        with running_jupyter(base, root, [root / "bench.ipynb"], TOKEN) as address:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1200, "height": 2400})
            start = time.perf_counter()
            page.goto(f"{address}/doc/tree/bench.ipynb?token={TOKEN}&reset")
            page.locator(last).first.wait_for(timeout=60000)
            yield page, time.perf_counter() - start
            browser.close()


def alive(cells: list[str]) -> nbformat.NotebookNode:
    """Return a notebook with these code cells that runs by itself when it is opened."""
    book: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata["course"] = {"autorun": True}
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return book


def _clicks(page: Any) -> Iterator[Row]:
    press = "document.querySelector('.bare-label').closest('.widget-vbox').querySelector('button').click()"
    bare = _median(page, [press] * 15, ".bare-label")
    options = "document.querySelectorAll('form.course-task .course-option input')"
    click = "document.querySelector('form.course-task .course-main').click()"
    # Each press chooses another option, so that each answer changes the panel.
    choices = [f"{options}[{place % 3}].checked = true; {click}" for place in range(15)]
    ours = _median(page, choices, "form.course-task .course-panel")
    yield Row("click to feedback", f"{ours:.0f} ms", f"bare button {bare:.0f} ms", f"under {1.5 * bare:.0f} ms")


def _drags(page: Any) -> Iterator[Row]:
    page.locator(".course-lab input[type=radio]").first.check()
    page.locator(".course-lab .course-main").click()
    page.locator(".course-lab input[type=range]").first.wait_for()
    page.wait_for_timeout(800)
    knob = "document.querySelector('.course-lab input[type=range]')"
    moves = [f"{knob}.value = {30 + 2 * n}; {knob}.dispatchEvent(new Event('input'))" for n in range(15)]
    ours = _median(page, moves, ".course-lab .course-canvas")
    slider = (
        page.locator(".bare-told").locator("xpath=ancestor::*[contains(@class,'widget-vbox')]").locator(".noUi-handle")
    )
    slider.focus()
    durations = []
    for _ in range(15):
        timed = page.evaluate_handle(f"() => ({{ answer: ({TIME})(['0', '.bare-told']) }})")
        page.keyboard.press("ArrowRight")
        durations.append(page.evaluate("async (held) => await held.answer", timed))
    bare = statistics.median(durations)
    yield Row("drag to picture", f"{ours:.0f} ms", f"bare slider {bare:.0f} ms", f"under {bare + 100:.0f} ms")
