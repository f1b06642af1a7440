"""Everything that a translator translates: the units of each catalog, taken from the content and the notebooks."""

import functools
import json
import re
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from course.content import language
from course.content.place import CONTENT
from course.content.prose import comments_of, has_words, texts_of
from course.content.rows import read_rows
from course.dev.translation.fields import CODE, SIGNS, WORDS, note_on
from course.model.atlas import AtlasPage
from course.model.boundary import Boundary
from course.model.case import Case, ThirdParty
from course.model.chart import ChartWords
from course.model.claim import Claim
from course.model.concept import ConceptTest
from course.model.document import Document
from course.model.dossier import Dossier
from course.model.finding import Finding
from course.model.lab import Lab
from course.model.lesson import Exercise, Lesson
from course.model.map import MapWords
from course.model.person import Person
from course.model.region import Region
from course.model.scenario import Scenario
from course.model.source import Source
from course.model.speech import TableWords
from course.model.state import State
from course.model.table import DataTable
from course.model.term import Term

ROOT = CONTENT.parents[1]

FILES: dict[str, Any] = {
    "interface.toml": dict[str, dict[str, str]],
    "negotiation.toml": TableWords,
    "charts.toml": dict[str, ChartWords],
    "glossary.toml": dict[str, Term],
    "claims.toml": dict[str, Claim],
    "findings.toml": dict[str, Finding],
    "sources.toml": dict[str, Source],
    "concept_test.toml": ConceptTest,
    "atlas.toml": AtlasPage,
    "region.toml": Region,
}
FOLDERS: dict[str, Any] = {
    "lessons": Lesson,
    "exercises": Exercise,
    "documents": Document,
    "people": Person,
    "boundaries": Boundary,
    "dossiers": Dossier,
    "labs": Lab,
    "scenarios": Scenario,
    "maps": MapWords,
    "data": DataTable,
}
TABLES: dict[str, type[msgspec.Struct]] = {
    "states.csv": State,
    "cases.csv": Case,
    "third_parties.csv": ThirdParty,
}
NO_TEXT = {
    "placeholders.toml": "a list of names in braces",
    "about.toml": "read by catalogs and citations, in English",
    "headings.toml": "words of other people's files, in many languages already",
    "points.toml": "numbers",
    "stop_words.toml": "words of each language, which no other language has",
}
"""Content files in which nothing is translated, and why."""
CASES = "cases"
"""The catalog of the three tables: a name stands in it once."""
LISTS = {"parties", "place", "person"}
"""Columns that hold several names, with semicolons between them."""

COUNTED = {
    "opening/minutes": "minutes",
    "opening/sessions-alike": "count",
    "opening/sessions": "count",
    "plan/title": "minutes",
    "plan/pairs": "many",
    "plan/groups": "many",
    "plan/home-exercise": "minutes",
    "plan/next-session": "minutes",
    "table/how-long": "minutes",
    "data/rows": "rows",
    "document/times": "count",
    "work/made": "count",
    "mark/title": "count",
    "mark/words": "count",
    "prompt/eyebrow": "minutes",
    "prompt/exit": "minutes",
    "task/check": "minutes",
    "task/exercise": "minutes",
    "verdict/some-missing": "count",
    "verdict/some-open": "count",
    "verdict/in-place": "count",
    "verdict/too-short": "count",
    "verdict/too-long": "count",
    "verdict/all-parts": "count",
    "site/fact-lessons": "count",
    "site/fact-claims": "count",
    "site/fact-cases": "count",
    "site/fact-sources": "count",
}
"""Words of ``interface.toml`` that Python fills in with a number: a language may have a form for each kind of number.

A word that a script fills in has one form: let it say a number after a colon, and no language needs another.
"""

PUNCTUATION = re.compile("[,;?\u201c\u201d]")
"""Signs that other letters have otherwise: a word of the interface that has one is a unit even without any letter."""

WORD = "a word of the interface"


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One text to translate: in which catalog, of which file, at which place, and what to know of it.

    ``marked`` says whether it carries the mark of an English text where it is not translated. ``counts`` is the name in
    braces on which its form depends, "" for none.
    """

    catalog: str
    file: str
    place: str
    english: str
    note: str = ""
    marked: bool = True
    counts: str = ""

    @property
    def context(self) -> str:
        """Return what tells the unit from every other of its catalog."""
        return f"{self.file} {self.place}".strip()


def units() -> dict[str, list[Unit]]:
    """Return all units by catalog ("lessons/02_ways_to_settle"), in the order of the files.

    Raise Undeclared for a field of which nobody said whether it is a text.
    """
    catalogs: dict[str, dict[str, Unit]] = {}
    for unit in _all():
        catalogs.setdefault(unit.catalog, {}).setdefault(f"{unit.context}\0{unit.english}", unit)
    return {catalog: list(found.values()) for catalog, found in catalogs.items()}


def _all() -> Iterator[Unit]:
    for file, kind in FILES.items():
        yield from units_of(file, kind)
    for folder, kind in FOLDERS.items():
        for path in sorted((CONTENT / folder).glob("*.toml")):
            yield from units_of(f"{folder}/{path.name}", kind)
            yield from _beside(folder, path.stem)
    for name in ("case_atlas", "for_teachers"):
        yield from notebook_units(f"notebooks/{name}.ipynb", "atlas" if name == "case_atlas" else f"notebooks/{name}")
    for file, table in TABLES.items():
        yield from table_units(file, table)


def _beside(folder: str, stem: str) -> Iterator[Unit]:
    notebook = {"lessons": "notebooks", "exercises": "exercises"}.get(folder)
    if notebook:
        yield from notebook_units(f"{notebook}/{stem}.ipynb", f"{folder}/{stem}")


def units_of(file: str, kind: Any) -> Iterator[Unit]:
    """Yield the units of one TOML file of the content."""
    tables = tomllib.loads((CONTENT / file).read_text(encoding="utf-8-sig"))
    catalog = file.removesuffix(".toml")
    for place, english, note in texts_in(tables, kind):
        if note == CODE:
            yield from _comments(catalog, file, place, english)
        elif has_words(english) or (file == "interface.toml" and PUNCTUATION.search(english)):
            counts = COUNTED.get(place, "") if file == "interface.toml" else ""
            yield Unit(
                catalog=catalog,
                file=file,
                place=place,
                english=english,
                note=note,
                marked=note != SIGNS,
                counts=counts,
            )


def _comments(catalog: str, file: str, place: str, code: str) -> Iterator[Unit]:
    for number, comment in enumerate(filter(has_words, comments_of(code))):
        yield Unit(catalog=catalog, file=file, place=f"{place}#{number}", english=comment, note="a comment in code")


def texts_in(value: Any, kind: Any, place: str = "", note: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield place, text and note of every text in ``value``, which is what a file holds of ``kind``."""
    struct = _struct_of(kind, value)
    if struct:
        for field in _fields(struct):
            if field.encode_name not in value:
                continue
            where = f"{place}/{field.encode_name}".lstrip("/")
            holds_text = "str" in _plain_types(field.type)
            said = note_on(struct, field.name) if holds_text else ""
            if said or not holds_text or _holds_structs(field.type):
                yield from texts_in(value[field.encode_name], field.type, where, said)
    elif isinstance(value, Mapping):
        inside = _arguments(kind)[-1:] or [str]
        for key, entry in value.items():
            # A fair point of negotiation.toml is a plain table, and its source is an id.
            if key == "source" and place.startswith("points/"):
                continue
            # Only the tables of the interface hold texts and belong to no struct.
            known = note or (f"{WORD}: {WORDS.get(key, 'a word')}" if not place else "")
            yield from texts_in(entry, inside[0], f"{place}/{key}".lstrip("/"), known)
    elif isinstance(value, list):
        inside = _arguments(kind)[:1] or [str]
        for number, entry in enumerate(value):
            yield from texts_in(entry, inside[0], language.place_of(place, number, entry), note)
    elif isinstance(value, str) and note:
        yield place, value, note


def _struct_of(kind: Any, value: Any) -> type[msgspec.Struct] | None:
    """Return the struct that a table is decoded to; of several it is the one that its tag names."""
    structs = [entry for entry in _options(kind) if isinstance(entry, type) and issubclass(entry, msgspec.Struct)]
    if not structs or not isinstance(value, dict):
        return None
    for struct in structs:
        tag_field, tag = struct.__struct_config__.tag_field, struct.__struct_config__.tag
        if len(structs) == 1 or (tag_field and value.get(tag_field) == tag):
            return struct
    raise LookupError(f"No noun for the table {json.dumps(value)[:80]}.")


def _options(kind: Any) -> tuple[Any, ...]:
    return (
        typing.get_args(kind)
        if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union
        else (kind,)
    )


def _arguments(kind: Any) -> list[Any]:
    return [argument for option in _options(kind) for argument in typing.get_args(option) if argument is not ...]


@functools.cache
def _fields(struct: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(struct)


@functools.cache
def _plain_types(kind: Any) -> frozenset[str]:
    """Return the names of the plain types in a type, as deep as lists and mappings go; keys of mappings are ids."""
    names: set[str] = set()
    for option in _options(kind):
        origin, inside = typing.get_origin(option), [a for a in typing.get_args(option) if a is not ...]
        if origin is typing.Literal:
            continue
        if inside:
            for argument in inside:
                names |= _plain_types(argument)
        elif isinstance(option, type):
            names.add(option.__name__)
    return frozenset(names)


@functools.cache
def _holds_structs(kind: Any) -> bool:
    return bool(structs_in(kind))


def structs_in(kind: Any) -> frozenset[type[msgspec.Struct]]:
    """Return the structs that a type names, not those inside them."""
    found: set[type[msgspec.Struct]] = set()
    for option in _options(kind):
        if isinstance(option, type) and issubclass(option, msgspec.Struct):
            found.add(option)
        for argument in typing.get_args(option):
            if argument is not ...:
                found |= structs_in(argument)
    return frozenset(found)


def content_structs() -> set[type[msgspec.Struct]]:
    """Return every struct that a content file is decoded to, at any depth."""
    waiting = [kind for kinds in (FILES, FOLDERS, TABLES) for kind in kinds.values()]
    found: set[type[msgspec.Struct]] = set()
    while waiting:
        for struct in structs_in(waiting.pop()):
            if struct not in found:
                found.add(struct)
                waiting += [field.type for field in _fields(struct)]
    return found


def holds_text(struct: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> bool:
    """Return whether a field has room for text, so that it must be declared."""
    return "str" in _plain_types(field.type)


def table_units(file: str, kind: type[msgspec.Struct]) -> Iterator[Unit]:
    """Yield the units of a table: sentences by row, and each name once for all three tables."""
    notes = {field.name: note_on(kind, field.name) for field in _fields(kind) if holds_text(kind, field)}
    with language.as_written():
        for row in read_rows(CONTENT / file, kind.__struct_fields__, kind.__struct_fields__[0]):
            for column, cell in row.cells.items():
                note = notes.get(column, "")
                if not note or not has_words(cell):
                    continue
                if is_name(kind, column):
                    yield from (
                        Unit(catalog=CASES, file="names", place="", english=name, note=note)
                        for name in names_in(column, cell)
                        if not is_code(name)
                    )
                else:
                    place = f"{language.row_place(file, row.cells)}/{column}"
                    yield Unit(catalog=CASES, file=file, place=place, english=cell, note=note)


def is_name(kind: type[msgspec.Struct], column: str) -> bool:
    """Return whether a column of a table holds names, which are said in one way wherever they stand."""
    return column in ({"parties", "place", "actor", "person"} | ({"name"} if kind is State else set()))


def names_in(column: str, cell: str) -> list[str]:
    """Return the names in a cell."""
    return [name.strip() for name in (cell.split(";") if column in LISTS else [cell]) if has_words(name)]


def is_code(name: str) -> bool:
    """Return whether a party is a state, named by its code."""
    return len(name) == 3 and name.isalpha() and name.isupper()


def notebook_units(file: str, catalog: str) -> Iterator[Unit]:
    """Yield the units of a notebook: paragraphs, headings, entries of lists, and comments that a learner sees.

    The heading of a block is that of the content file, where there is one.
    """
    titles = block_titles(catalog)
    for text, note in notebook_texts(read_notebook(ROOT / file)):
        if text not in titles:
            yield Unit(catalog=catalog, file=file, place="", english=text, note=note)


def notebook_texts(book: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each text of a notebook, and what it is."""
    for cell in book["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from ((text, "text of a notebook; keep its links and its marks") for text in texts_of(source))
        elif not cell["metadata"].get("jupyter", {}).get("source_hidden"):
            yield from ((text, "a comment in a cell in which a learner writes") for text in comments_of(source))


def block_titles(catalog: str) -> set[str]:
    """Return the headings that a lesson's content file names too: there they are units."""
    folder, _, stem = catalog.partition("/")
    if folder != "lessons":
        return set()
    tables = tomllib.loads((CONTENT / "lessons" / f"{stem}.toml").read_text(encoding="utf-8-sig"))
    return {block["title"] for session in tables.get("sessions", ()) for block in session["blocks"]}


def read_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook as plain data."""
    book: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return book
