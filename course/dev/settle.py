"""Brings notebooks to the form in which they are committed: run once, static faces kept, everything live dropped.

``python -m course settle`` runs every notebook with an empty record, keeps the text and HTML of each output, removes
widget views, widget state, counts and times, and makes each solution from its exercise. A notebook that is already
settled does not change, so a diff shows what a reader would see change.
"""

import argparse
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from course.content import language, lessons
from course.launch import shipped
from course.model.language import attributes
from course.model.task import Notebook
from course.teacher.verbs.command import CommandLine, Refused
from course.teacher.verbs.command import run as run_verb

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
MORE = "more"
"""The tag of a cell that a page to read folds; see course/jupyter/extension/static/folding.js."""
ROOT = Path(__file__).resolve().parents[2]


def notebooks(root: Path = ROOT) -> list[Path]:
    """Return every notebook of the course: lessons, exercises, solutions."""
    folders = (root / "notebooks", root / "exercises", root / "exercises" / "solutions")
    return [path for folder in folders for path in sorted(folder.glob("*.ipynb"))]


def read(path: Path) -> NotebookNode:
    """Read one notebook."""
    book: NotebookNode = nbformat.read(path, as_version=4)
    return book


def write(book: NotebookNode, path: Path) -> bool:
    """Write one notebook if that changes the file; return whether it did."""
    text = nbformat.writes(book) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def kind_of(path: Path) -> str:
    """Return what a notebook is, by where it lies: lesson, exercise or solution."""
    kinds = {"notebooks": "lesson", "exercises": "exercise", "solutions": "solution"}
    # Those of another language lie in a folder of its own, one deeper.
    for folder in (path.parent, path.parent.parent):
        if folder.name in kinds:
            return kinds[folder.name]
    raise Refused(f"'{path}' lies in none of the folders {', '.join(kinds)}. Name a notebook of the course.")


def language_of(path: Path) -> str:
    """Return the code of the language for which a notebook is made, by where it lies; "" for an English one."""
    codes = language.codes()[1:]
    return next((folder.name for folder in (path.parent, path.parent.parent) if folder.name in codes), "")


def settle_cells(book: NotebookNode, path: Path) -> NotebookNode:
    """Return ``book`` with nothing in it that differs from run to run or that needs a kernel."""
    # A page learns from its file how its prose is read: nothing else says so before the lesson runs.
    language.chosen()
    book.metadata = NotebookNode(
        course={"autorun": True, "kind": kind_of(path), "stem": path.stem, **attributes()},
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    book.nbformat, book.nbformat_minor = 4, 5
    count = 0
    more = find_more(book, path)
    for number, cell in enumerate(book.cells):
        cell.id = f"{path.stem}-{number:02d}".replace("_", "-")
        lasting = {key: cell.metadata[key] for key in ("jupyter", "tags") if key in cell.metadata}
        tags = [tag for tag in lasting.pop("tags", []) if tag != MORE] + [MORE] * (number in more)
        lasting |= {"tags": tags} if tags else {}
        # A key pressed in the wrong place must not take a question away; only a gray cell is there to be written in.
        held = {"deletable": False} if _is_gray(cell) else {"deletable": False, "editable": False}
        cell.metadata = NotebookNode({**held, **lasting})
        if cell.cell_type == "code":
            # A count says that the cell was run, which nbval wants to know; the number itself is only its place.
            count += 1
            cell.execution_count = count
            cell.outputs = [_settle_output(output, count) for output in cell.outputs]
    return book


def find_more(book: NotebookNode, path: Path) -> set[int]:
    """Return the numbers of the cells that belong to blocks which the lesson's content file marks as more.

    A cell belongs to the block whose heading stands in it or last stood above it.
    """
    if kind_of(path) != "lesson" or path.stem not in lessons.stems():
        return set()
    sessions = lessons.lesson(path.stem, as_published=True).sessions
    titles = {block.title for session in sessions for block in session.blocks if block.more}
    cells = set()
    title = ""
    for number, cell in enumerate(book.cells):
        headings = headings_of(cell)
        title = headings[-1] if headings else title
        if title in titles:
            cells.add(number)
    return cells


def headings_of(cell: NotebookNode) -> list[str]:
    """Return the headings of blocks that stand in a cell."""
    lines = cell.source.splitlines() if cell.cell_type == "markdown" else []
    return [line.removeprefix("## ").strip() for line in lines if line.startswith("## ")]


def _is_gray(cell: NotebookNode) -> bool:
    """Whether a cell shows its code, so that a learner writes in it."""
    return cell.cell_type == "code" and not cell.metadata.get("jupyter", {}).get("source_hidden")


def _as_a_page_writes(value: Any) -> Any:
    """Return JSON in which whole numbers have no ".0": saved by JupyterLab, a notebook must not change."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return type(value)({key: _as_a_page_writes(part) for key, part in value.items()})
    return [_as_a_page_writes(part) for part in value] if isinstance(value, list) else value


def _settle_output(output: NotebookNode, count: int) -> NotebookNode:
    output.metadata = NotebookNode() if "data" in output else output.get("metadata")
    if "data" in output:
        output.data.pop(WIDGET_VIEW, None)
        output.data = _as_a_page_writes(output.data)
    else:
        output.pop("metadata", None)
    if output.output_type == "execute_result":
        output.execution_count = count
    return output


def solution(book: NotebookNode, stem: str) -> NotebookNode:
    """Return the worked solution made from an exercise notebook."""
    tasks = {task.id: task for task in lessons.exercise(stem, as_published=True).tasks}
    worked: NotebookNode = nbformat.from_dict(book)
    for cell in worked.cells:
        if cell.cell_type == "markdown":
            cell.source = _deepen_links(cell.source)
            continue
        cell.outputs = []
        cell.source = cell.source.replace(f'open_exercise("{stem}")', f'open_exercise("{stem}", worked=True)')
        checked = re.search(r'exercise\.check\("([^"]+)"', cell.source)
        if checked:
            task = tasks[checked[1]]
            if not isinstance(task, Notebook):
                raise ValueError(
                    f"{stem}: '{task.id}' is no task for a cell. Give it kind = 'notebook', and worked code."
                )
            cell.source = task.worked.strip()
    return worked


def _deepen_links(markdown: str) -> str:
    return re.sub(r"\]\((?!https?:|#|mailto:)([^)]+)\)", r"](../\1)", markdown)


def run(book: NotebookNode, path: Path, record: Path) -> NotebookNode:
    """Run every cell in the notebook's own folder, with answers kept in ``record`` and no teacher's changes."""
    own = {**os.environ, "COURSE_MY_WORK": str(record), "COURSE_MY_COURSE": ""}
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = NotebookClient(
        book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    return client.execute(env=own)


def settle(paths: Iterable[Path]) -> int:
    """Settle ``paths`` and the solutions of the exercises among them; return how many files changed.

    Raise Refused for a notebook of another language, which is made and not settled.
    """
    changed = 0
    for path in paths:
        if code := language_of(path):
            raise Refused(f"'{path}' is made from the English one. Run: python -m course translate make {code}")
        if kind_of(path) == "solution":
            continue
        changed += settle_book(read(path), path)
    return changed


def settle_book(book: NotebookNode, path: Path) -> int:
    """Run a notebook and write it to ``path``, an exercise with its solution; return how many files changed."""
    changed = int(_settle_notebook(book, path))
    if kind_of(path) == "exercise":
        changed += _settle_notebook(solution(read(path), path.stem), path.parent / "solutions" / path.name)
    return changed


def _settle_notebook(book: NotebookNode, path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as record:
        ran = run(book, path, Path(record))
    has_changed = write(settle_cells(ran, path), path)
    print(f"{'settled' if has_changed else 'as it was':10} {path.parent.name}/{path.name}")
    return has_changed


def main(arguments: Sequence[str] | None = None) -> int:
    """Settle the notebooks named, or all of them; return the exit code."""
    line = CommandLine("settle", __doc__)
    line.add_argument("notebook", nargs="*", type=Path, help="notebooks to settle; all when none is named")
    line.add_argument("--sums-only", action="store_true", help="run nothing, only list the notebooks as they are now")
    return run_verb(line, settle_chosen, arguments)


def settle_chosen(options: argparse.Namespace) -> int:
    """Settle the notebooks named, or all of them, and list the sums by which the launcher knows them."""
    if not options.sums_only:
        settle([path.resolve() for path in options.notebook] or notebooks())
    if shipped.write_manifest(ROOT):
        print(f"{'listed':10} {shipped.MANIFEST}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
