"""How fast the atlas appears and answers, on the case table and on one a hundred times as long."""

import statistics
from collections.abc import Iterator
from functools import partial
from typing import Any

from course.dev.bench.page import CHROMIUM, TIME, alive, opening_page
from course.dev.bench.row import Row, milliseconds
from course.evidence.index import CaseIndex, Query, enlarge
from course.pages.cases import casebook, decode

TIMES = (1, 100)
CELL = """\
from course.pages.atlas import atlas
from course.pages.cases import casebook, decode
from course.evidence.index import CaseIndex, enlarge
index = CaseIndex(enlarge(casebook(), {times}), decode)
"""
# Runs the cell at a place again and waits until an atlas with rows stands where it was, in milliseconds.
AGAIN = """async (place) => {
  document.querySelectorAll(".course-atlas").forEach((node) => (node.dataset.old = "1"));
  const content = jupyterapp.shell.currentWidget.content;
  content.activeCellIndex = place;
  const start = performance.now();
  jupyterapp.commands.execute("notebook:run-cell");
  for (;;) {
    if (document.querySelector(".course-atlas:not([data-old]) tbody tr")) return performance.now() - start;
    if (performance.now() - start > 20000) throw new Error("no atlas");
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""


def rows() -> Iterator[Row]:
    """Measure the index in the kernel, then the atlas on the page where there is a Chromium."""
    for times in TIMES:
        index = CaseIndex(enlarge(casebook(), times), decode)
        query = Query(values={"third": "Oman", "role": "host"})
        duration = milliseconds(partial(index.find, query))
        yield Row(f"atlas, a filter in the kernel, {len(casebook().cases) * times:,} cases", f"{duration:.1f} ms")


def rows_on_the_page() -> Iterator[Row]:
    """Measure the cell that shows the atlas, and a filter, beside the aims."""
    if CHROMIUM is None:
        return
    for times in TIMES:
        opening = 'from course import open_lesson\nlesson = open_lesson("00_start_here")\n' + CELL.format(times=times)
        with opening_page(alive([opening, "atlas(lesson.setting, index)"]), ".course-atlas tbody tr") as (page, _):
            page.wait_for_timeout(1500)
            yield from _measure(page, f"{len(casebook().cases) * times:,} cases")


def _measure(page: Any, size: str) -> Iterator[Row]:
    duration = statistics.median(page.evaluate(AGAIN, 1) for _ in range(5))
    yield Row(f"atlas, cell started to atlas shown, {size}", f"{duration:.0f} ms", "", "under 1,000 ms")
    select = "[...document.querySelectorAll('.course-atlas:not([data-old]) select')][3]"
    turns = [
        f"{select}.selectedIndex = {1 + n % 3 if n % 2 == 0 else 0}; {select}.dispatchEvent(new Event('change'))"
        for n in range(14)
    ]
    watch = ".course-atlas:not([data-old]) [role=status]"
    durations = [page.evaluate(TIME, [turn, watch]) for turn in turns]
    yield Row(f"atlas, filter to answer, {size}", f"{statistics.median(durations):.0f} ms", "", "under 150 ms")
