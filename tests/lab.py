"""A JupyterLab of its own for tests in a browser, over copies of our notebooks or over notebooks written for a test."""

import json
from contextlib import contextmanager
from pathlib import Path

from course.dev.jupyter import running_jupyter
from course.record import Record
from tests.chromium import ROOT

TOKEN = "lab"

# The lesson has run, and every widget of ours is there: until then JupyterLab draws, and what does not come runs anew.
DRAWN = """() => {
  const { content } = window.jupyterapp?.shell.currentWidget ?? {};
  const kind = 'application/vnd.jupyter.widget-view+json';
  const wanted = ({ model: { outputs } }) => Array.from({ length: outputs?.length ?? 0 }, (_, n) => outputs.get(n).data)
    .filter(data => data && kind in data && String(data['text/html']).includes('class="course')).length;
  return document.body.dataset.courseOpening === 'done' && content.widgets.every(cell =>
    cell.node.querySelectorAll('.jp-OutputArea-output .course').length >= wanted(cell));
}"""
# No output has changed its size for a moment: charts are drawn anew where there is more or less room.
STILL = """() => new Promise(done => {
  let before = '';
  const look = () => {
    const boxes = [...document.querySelectorAll('.jp-OutputArea-output, .jp-MarkdownOutput')];
    const now = boxes.map(box => box.getBoundingClientRect()).map(({ width, height }) => `${width} ${height}`).join();
    if (now === before) return done();
    before = now;
    setTimeout(look, 200);
  };
  look();
})"""
READY = """() => {
  const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
  const kernel = context?.session?.kernel;
  return context?.isReady && kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""


class Lab:
    """A JupyterLab that runs: its address, the folder that it shows, and the folder of the learner's work."""

    def __init__(self, address: str, base: Path):
        self.address, self.root, self.work = address, base / "root", base / "my_work"

    @property
    def record(self) -> Record:
        """What the learner has saved, as it is now."""
        return Record(self.work)

    def url(self, path: str, view: str = "doc") -> str:
        """Return where a notebook is opened: "doc" is the notebook alone, "lab" the whole of JupyterLab."""
        return f"{self.address}/{view}/tree/{path}?reset&token={TOKEN}"


@contextmanager
def running_lab(base, *paths, books=None, foreign=None):
    """Run a JupyterLab over copies of our notebooks at ``paths`` and over ``books``, notebooks by path; all trusted.

    Those that are ``foreign`` are not: trust is a signature of the content, so theirs must be another.
    """
    root = base / "root"
    written = {path: (ROOT / path).read_text("utf-8") for path in paths} | (books or {})
    for path, text in {**written, **(foreign or {})}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    with running_jupyter(base, root, [root / path for path in sorted(written)], TOKEN) as address:
        yield Lab(address, base)


def write_notebook(*sources, autorun=False):
    """The text of a notebook of these code cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{**cell, "id": f"cell{number}", "source": source} for number, source in enumerate(sources)]
    course = {"course": {"autorun": True}} if autorun else {}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel, **course}, "nbformat": 4, "nbformat_minor": 5}
    )


def wait_until_drawn(page):
    """Return when the lesson has run and all its widgets are there."""
    page.wait_for_function(DRAWN, polling=50)


def run_all(page):
    """Run a notebook that does not run by itself, once its kernel can hear us."""
    page.wait_for_function(READY, polling=50)
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")


def wait_until_still(page):
    """Return when the outputs of a notebook have taken their sizes."""
    page.evaluate(STILL)
