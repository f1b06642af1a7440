"""What the doctor looks at: Python and packages, the folder, the record, the notebooks, the course's own content."""

import functools
import importlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
from packaging.requirements import InvalidRequirement, Requirement

from course.content import (
    atlas,
    catalog,
    charts,
    concepts,
    data,
    dossiers,
    filings,
    labs,
    language,
    lessons,
    place,
    references,
    scenarios,
    tables,
    templates,
)
from course.content.interface import words
from course.content.language import LANGUAGES
from course.content.points import points
from course.content.reader import ContentError, did_you_mean
from course.evidence.casebook import Casebook
from course.evidence.index import CaseIndex, Field, Query
from course.launch import packages
from course.model.language import with_commas
from course.model.scenario import Scenario
from course.negotiation.error import NegotiationError
from course.record import Record, RecordError
from course.teacher.changes.adapted import unsolvable
from course.teacher.changes.finding import Finding, report

TRIED = ((3, 11), (3, 14))
LEAST_FREE_MB = 200
FOLDERS = ("notebooks", "exercises", "exercises/solutions")
OF_A_LANGUAGE = (("notebooks", ""), ("exercises", ""), ("exercises", "/solutions"))
"""What stands before and after the code of a language in the names of its folders."""
STRAYS = ("Untitled*.ipynb", "*-Copy*.ipynb")


def examine(root: Path, record: Record) -> Iterator[Finding]:
    """Yield what is found in the course at ``root`` and in a learner's record; a teacher's changes are not in it."""
    yield from python_and_packages(root)
    yield from place_to_write(root)
    yield from work(record)
    yield from notebooks(root)
    yield from leftovers(root, record)
    yield from content(root)


def python_and_packages(root: Path) -> Iterator[Finding]:
    """Compare what runs with what the course pins, and look whether each package is whole and can be imported."""
    version = ".".join(map(str, sys.version_info[:3]))
    tried = TRIED[0] <= sys.version_info[:2] <= TRIED[1]
    yield report("fine", "python", version=version) if tried else report("look", "python-other", version=version)
    pins = root / "requirements.txt"
    if not pins.is_file():
        yield report("look", "no-pins", folder=root)
        return
    wrong = [*_packages(pins.read_text(encoding="utf-8"))]
    yield from wrong or [report("fine", "packages", count=len(requirements(pins.read_text(encoding="utf-8"))))]


def requirements(text: str) -> list[Requirement]:
    """Return the pins of a requirements file that count for this computer."""
    pins = []
    for line in text.splitlines():
        try:
            pin = Requirement(line.partition("#")[0].strip())
        except InvalidRequirement:
            continue
        if pin.marker is None or pin.marker.evaluate():
            pins.append(pin)
    return pins


def _packages(text: str) -> Iterator[Finding]:
    for pin in requirements(text):
        try:
            version = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            yield report("broken", "package-missing", name=pin.name)
            continue
        if not pin.specifier.contains(version, prereleases=True):
            yield report("look", "package-other", name=pin.name, version=version, pin=str(pin.specifier).lstrip("="))
        elif not packages.is_whole(pin.name, every_byte=False):
            yield report("broken", "package-damaged", name=pin.name)
    for problem in packages.failing_imports():
        yield report("broken", "package-fails", problem=problem)


def place_to_write(root: Path) -> Iterator[Finding]:
    """Try to write a small file at the root, and look how much room there is."""
    try:
        with tempfile.TemporaryFile(dir=root) as file:
            file.write(bytes(100_000))
        free = shutil.disk_usage(root).free // 1_000_000
    except OSError as problem:
        yield report("broken", "place-not", folder=root, problem=problem.strerror)
        return
    few = free < LEAST_FREE_MB
    yield report("look", "place-full", folder=root, free=free) if few else report("fine", "place", folder=root)


def work(record: Record) -> Iterator[Finding]:
    """Ask the record whether it could save an answer now."""
    if record.is_temporary():
        yield report("look", "record-forgets")
    trouble = record.writable()
    try:
        count = len(record.events())
    except RecordError as problem:
        trouble, count = trouble or problem, 0
    if trouble:
        yield report("broken", "record-trouble", trouble=trouble)
    elif count:
        yield report("fine", "record", count=count, file=record.where)
    else:
        yield report("fine", "record-none", file=record.where)


def notebooks(root: Path) -> Iterator[Finding]:
    """Look for notebooks that are missing, changed, or not trusted to run when they are opened."""
    wrong, untrusted = [], []
    books = {
        path.relative_to(root).as_posix(): path
        for folder in folders(root)
        for path in sorted((root / folder).glob("*.ipynb"))
    }
    wrong += [report("broken", "notebook-missing", file=name) for name in sorted(_expected(root) - books.keys())]
    own = 0
    for name, path in books.items():
        try:
            book = json.loads(path.read_text(encoding="utf-8"))
            ours = book["metadata"].get("course", {}).get("stem") == path.stem
            what = _changes(book["cells"], path.stem, _read_committed(root, name)) if ours else ""
        except (ValueError, KeyError, TypeError, AttributeError):
            wrong.append(report("broken", "notebook-unreadable", file=name))
            continue
        own += ours
        if what:
            wrong.append(report("look", "notebook-changed", file=name, what=what))
        if ours and not _is_trusted(path):
            untrusted.append(name)
    yield from wrong or [report("fine", "notebooks", count=own)]
    if untrusted:
        files = ", ".join(untrusted[:3]) + (" …" if len(untrusted) > 3 else "")
        yield report("look", "untrusted", count=len(untrusted), files=files)


def folders(root: Path) -> list[str]:
    """Return where notebooks lie: in English, and in every other language that the course at ``root`` has."""
    return [
        *FOLDERS,
        *(f"{around}/{code}{rest}" for code in _other_languages(root) for around, rest in OF_A_LANGUAGE),
    ]


def _other_languages(root: Path) -> list[str]:
    return [code for code in language.codes()[1:] if (root / "notebooks" / code).is_dir()]


def _expected(root: Path) -> set[str]:
    """Return the notebooks that must lie there; a language that is still being translated need not have all."""
    whole = ["", *(f"{code}/" for code in _other_languages(root) if language.read_language(LANGUAGES / code).complete)]
    named = {"notebooks": lessons.stems(), "exercises": lessons.exercise_stems()}
    return {f"{folder}/{code}{stem}.ipynb" for code in whole for folder, stems in named.items() for stem in stems}


def _changes(cells: list[dict[str, Any]], stem: str, before: list[dict[str, Any]] | None) -> str:
    """Return in words which cells differ from what the course made; outputs do not count."""
    ids = [cell.get("id", "") for cell in cells]
    start = stem.replace("_", "-") + "-"
    ours = [id for id in ids if id.startswith(start) and id[len(start) :].isdigit()]
    count = len(before) if before else max((int(id[len(start) :]) + 1 for id in ours), default=0)
    sources = {cell.get("id"): "".join(cell["source"]) for cell in before or ()}
    edited = sum("".join(cell["source"]) != sources.get(cell.get("id"), "".join(cell["source"])) for cell in cells)
    word = words()["doctor"]
    parts = [("cells-added", len(ids) - len(ours)), ("cells-missing", count - len(ours)), ("cells-edited", edited)]
    return with_commas(word[key].format(count=number) for key, number in parts if number > 0)


def _read_committed(root: Path, name: str) -> list[dict[str, Any]] | None:
    """Return the cells of a notebook as the course's history has them, None where there is none."""
    if not (root / ".git").exists():
        return None
    try:
        done = subprocess.run(["git", "-C", str(root), "show", f"HEAD:{name}"], capture_output=True, timeout=20)
        return json.loads(done.stdout)["cells"] if done.returncode == 0 else None
    except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired):
        return None


def _is_trusted(path: Path) -> bool:
    from jupyter_core.paths import jupyter_data_dir
    from nbformat import read
    from nbformat.sign import NotebookNotary

    if not (Path(jupyter_data_dir()) / "nbsignatures.db").is_file():
        return False
    notary = NotebookNotary(data_dir=jupyter_data_dir())
    try:
        return bool(notary.check_signature(read(path, as_version=4)))
    finally:
        notary.store.close()


def leftovers(root: Path, record: Record) -> Iterator[Finding]:
    """Look for what was left lying: damaged records, half-written files, notebooks that nobody named."""
    word = words()["doctor"]
    kinds = [
        (record.where.parent, ("damaged-*.sqlite3",), "damaged-record"),
        (record.where.parent, ("*.draft", "*.part"), "half-written"),
        (root / ".venv", ("*.draft",), "half-written"),
        *((root / folder, STRAYS, "stray-notebook") for folder in folders(root)),
    ]
    for folder, patterns, remedy in kinds:
        for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
            named = folder.relative_to(root) if folder.is_relative_to(root) else Path(folder.name)
            yield report("look", "leftover", file=(named / path.name).as_posix(), remedy=word[remedy])


def content(root: Path | None = None) -> Iterator[Finding]:
    """Read every content file of the course, as it was published, and follow every id from one to another."""
    wrong, count = [], 0
    for load in _loaders():
        count += 1
        try:
            load()
        except ContentError as problem:
            wrong.append(report("broken", "content-trouble", problem=problem))
    if not wrong:
        wrong = [report("broken", "content-trouble", problem=line) for line in _across(root or place.root())]
        wrong += _questions()
    yield from wrong or [report("fine", "content", count=count)]


def _loaders() -> Iterator[Callable[[], Any]]:
    for stem in lessons.stems():
        yield functools.partial(lessons.lesson, stem, as_published=True)
    for stem in lessons.exercise_stems():
        yield functools.partial(lessons.exercise, stem, as_published=True)
    for names, read in ((labs.names, labs.lab), (data.names, data.table), (scenarios.names, _playable)):
        for name in names():
            yield functools.partial(read, name)
    # A source is decoded when it is asked for: here are all of them.
    yield lambda: dict(catalog.sources())
    yield from (catalog.findings, catalog.claims, catalog.glossary, charts.charts, atlas.atlas_page, atlas.tiles)
    yield concepts.concept_test
    yield from (tables.states, tables.cases, tables.third_parties, dossiers.dossiers, scenarios.words, words)
    yield functools.partial(points, as_published=True)


def _across(root: Path) -> Iterator[str]:
    """Yield what does not fit between files, each of which can be read."""
    named = (*references.references(), *references.in_notebooks(root))
    yield from references.find_broken(named, references.collect_ids())
    yield from references.not_called(root)
    yield from references.find_session_troubles(root)
    for stem in lessons.stems():
        yield from references.recalled_too_early(lessons.lesson(stem, as_published=True))
    yield from filings.troubles(lessons.lesson(stem, as_published=True) for stem in lessons.stems())
    yield from templates.troubles()
    yield from _filters()
    for name in labs.names():
        yield from _knobs(name)


def _filters() -> Iterator[str]:
    """Yield filters of the atlas that leave another number of cases than they say."""
    page = atlas.atlas_page()
    index = CaseIndex(Casebook(tables.cases(), tables.third_parties(), tables.states()))
    for id, preset in page.filters.items():
        try:
            values = msgspec.convert(preset.values, dict[Field, str])
        except msgspec.ValidationError as problem:
            yield f"atlas.toml, filters '{id}': {problem}. Use a field of the atlas."
            continue
        total = index.find(Query(year_from=preset.year_from, year_to=preset.year_to, values=values)).total
        if total != preset.cases:
            yield f"atlas.toml, filters '{id}': it leaves {total} cases, not {preset.cases}. Mend one of them."


def _knobs(name: str) -> Iterator[str]:
    """Yield parameters of a lab that its model does not have, or lacks words for, and presets out of range."""
    parameters = {parameter.id: parameter for parameter in importlib.import_module(f"course.labs.{name}").PARAMETERS}
    lab = labs.lab(name)
    for id in parameters.keys() ^ lab.parameters.keys():
        near = did_you_mean(id, parameters) or "."
        yield f"labs/{name}.toml: [parameters.{id}] and the model do not agree{near} Give each parameter its words."
    for preset in lab.presets:
        for id, value in preset.values.items():
            try:
                parameters[id].accept(value)
            except (KeyError, ValueError) as problem:
                yield f"labs/{name}.toml, presets '{preset.id}': {problem}"


def _questions() -> Iterator[Finding]:
    """Yield checks and tasks that nobody could solve."""
    for stem in lessons.stems():
        for check in lessons.lesson(stem, as_published=True).checks:
            yield from unsolvable(f"lessons/{stem}.toml", "checks", check)
    for stem in lessons.exercise_stems():
        for task in lessons.exercise(stem, as_published=True).tasks:
            yield from unsolvable(f"exercises/{stem}.toml", "tasks", task)
    for question in atlas.atlas_page().questions:
        yield from unsolvable("atlas.toml", "questions", question)


def _playable(name: str) -> Scenario:
    # Only who is about to play computes over all packages, and the doctor.
    from course.negotiation.soundness import sound

    try:
        return sound(scenarios.scenario(name))
    except NegotiationError as error:
        raise ContentError(str(error)) from None
