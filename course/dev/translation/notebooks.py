"""The notebooks of another language: made from the English ones and the catalogs, settled, and never edited."""

import json
import os
import re
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.content import language
from course.content.lengths import fit_tasks
from course.content.place import CONTENT
from course.content.prose import translate_comments, translate_prose
from course.content.reader import read_toml
from course.dev import settle
from course.dev.translation.rendered import Seen, differences

KINDS = {"notebooks": "lesson", "exercises": "exercise"}
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)]+)\)")


def english_notebooks(root: Path, stems: Sequence[str] = ()) -> list[Path]:
    """Return the notebooks from which others are made; of ``stems`` only, where any are given."""
    paths = [path for folder in KINDS for path in sorted((root / folder).glob("*.ipynb"))]
    return [path for path in paths if not stems or path.stem in stems]


def place_of(path: Path, code: str) -> Path:
    """Return where the notebook lies that is made from the one at ``path``."""
    return path.parent / code / path.name


def made_notebooks(root: Path) -> list[Path]:
    """Return the notebooks of all other languages that lie below ``root``, solutions among them."""
    places = [root / name / code for name in KINDS for code in language.codes()[1:]]
    folders = [folder for place in places for folder in (place, place / "solutions")]
    return [path for folder in folders for path in sorted(folder.glob("*.ipynb"))]


def translated(path: Path, folder: Path) -> NotebookNode:
    """Return the English notebook at ``path`` in the language of ``folder``, as it is before it runs."""
    speaks = language.read_language(folder)
    read = language.made_path(folder, f"{path.parent.name}/{path.name}")
    made = json.loads(read.read_text(encoding="utf-8")) if read.exists() else {}
    said = language.prose_from(made, speaks)
    book: NotebookNode = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = lead(translate_prose(cell.source, said), path, speaks.code)
        elif not cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.source = translate_comments(cell.source, said)
    return book


def lead(markdown: str, path: Path, code: str) -> str:
    """Return Markdown whose links lead on in the same language, from one folder deeper."""

    def link(match: re.Match[str]) -> str:
        target = match[1]
        parts = target.partition("#")[0].split("/")
        if target.endswith(".ipynb") and len(parts) == 1:
            return match[0]
        if target.endswith(".ipynb") and parts[:-1] in (["..", "notebooks"], ["..", "exercises"]):
            return f"](../../{parts[1]}/{code}/{parts[2]})"
        return f"](../{target})"

    return LINK.sub(link, markdown)


def make(folder: Path, root: Path, stems: Sequence[str] = ()) -> int:
    """Make and settle the notebooks of the language in ``folder``; return how many files changed.

    From then on this process speaks that language.
    """
    os.environ[language.SWITCH] = folder.resolve().as_posix()
    if language.home() != folder.resolve():
        raise RuntimeError("This process has spoken another language already; make notebooks in one of its own.")
    code = language.chosen().code

    def make_one(path: Path) -> int:
        return settle.settle_book(translated(path, folder), place_of(path, code))

    # What takes time are the kernels, each a process of its own.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return sum(pool.map(make_one, english_notebooks(root, stems)))


def out_of_step(folder: Path, root: Path) -> Iterator[str]:
    """Yield a line for every notebook of the language that is not what would be made now.

    Where none is made there is none, unless the language is complete.
    """
    speaks = language.read_language(folder)
    code = speaks.code
    for name in KINDS:
        if not (root / name / code).is_dir() and not speaks.complete:
            continue
        wanted = {path.name: path for path in (root / name).glob("*.ipynb")}
        for found in sorted((root / name / code).glob("*.ipynb")):
            if found.name not in wanted:
                yield f"{name}/{code}/{found.name}: there is no such notebook in English. Delete it."
        for path in wanted.values():
            made = place_of(path, code)
            if not made.exists() or _sources(nbformat.read(made, as_version=4)) != _sources(translated(path, folder)):
                yield f"{name}/{code}/{path.name}: out of step. Run: python -m course translate make {code}"


def _sources(book: NotebookNode) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in book.cells]


def unlike(folder: Path, root: Path, worded: Collection[str]) -> Iterator[str]:
    """Yield a line for every number and link in which a made notebook differs from the English one.

    ``worded`` are the numbers that translators say in words. The limits of a text are other ones in every language.
    """
    speaks = language.read_language(folder)
    code = speaks.code
    for made in made_notebooks(root):
        parts = [part for part in made.relative_to(root).parts if part != code]
        english = root.joinpath(*parts)
        if settle.language_of(made) == code and english.exists():
            limits = _limits(made.stem, speaks.words) if settle.kind_of(made) != "lesson" else set()
            for line in differences(Seen(english), Seen(made), {*worded, *limits}):
                yield f"{made.relative_to(root).as_posix()}: {line}"


def _limits(stem: str, words: float) -> set[str]:
    """Return the limits of the texts of an exercise, in English and where ``words`` words are taken for one."""
    tables = read_toml(CONTENT / "exercises" / f"{stem}.toml")
    fitted = fit_tasks(tables, words)
    tasks = [task for task in (*tables["tasks"], *fitted["tasks"]) if task["kind"] == "writing"]
    return {str(task[key]) for task in tasks for key in ("least", "most")}
