"""The catalogs of a language: made from the units, merged when the English changes, and turned into what is read.

polib alone writes them, without wrapping: so every tool that reads PO files leaves the same lines, and a difference
between two versions is a difference of words.
"""

import difflib
import json
import os
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import polib

from course.content import language
from course.content.place import CONTENT
from course.content.prose import translate_comments
from course.content.rows import read_rows
from course.dev.translation import units as content
from course.dev.translation.units import CASES, TABLES, Unit
from course.model.language import Language

LIKE = 0.6
"""How much alike two texts of a notebook must be for the one to be a new wording of the other."""

Saying: TypeAlias = Callable[[Unit], str | list[str] | None]
"""What is said for a unit: a text, its forms by number, or None where nothing can be said."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How far a catalog is: texts that are translated, that must be looked at again, and that are missing."""

    translated: int = 0
    fuzzy: int = 0
    missing: int = 0


def path_of(folder: Path, catalog: str, suffix: str = ".po") -> Path:
    """Return where a catalog lies in the folder of a language."""
    return folder / f"{catalog}{suffix}"


def read(path: Path) -> polib.POFile:
    """Return a catalog; an empty one where there is none yet."""
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)


def write(path: Path, entries: Sequence[polib.POEntry], speaks: Language | None) -> bool:
    """Write a catalog, or without a language a template, if that changes the file; return whether it did."""
    book = polib.POFile(wrapwidth=0)
    book.metadata = {
        "Project-Id-Version": "mediation-course",
        "Language": speaks.code if speaks else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if speaks:
        book.metadata["Plural-Forms"] = speaks.plural_forms
    book.extend(entries)
    text = f"{book}".rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def entry_of(unit: Unit, speaks: Language | None = None) -> polib.POEntry:
    """Return a unit as an entry without a translation."""
    entry = polib.POEntry(msgctxt=unit.context, msgid=unit.english, comment=unit.note)
    if "{" in unit.english:
        entry.flags.append("python-brace-format")
    if unit.counts:
        entry.msgid_plural = unit.english
        entry.msgstr_plural = dict.fromkeys(range(forms_of(speaks)), "")
    return entry


def forms_of(speaks: Language | None) -> int:
    """Return how many forms a language has for numbers."""
    return int(speaks.plural_forms.partition("nplurals=")[2].partition(";")[0]) if speaks else 2


def merge(units: Sequence[Unit], old: polib.POFile, speaks: Language) -> list[polib.POEntry]:
    """Return the entries of a catalog for ``units``, with what ``old`` says of them.

    The same English keeps its translation wherever it has moved. English that has changed keeps it too, but fuzzy, with
    the earlier English beside it. What is gone becomes obsolete.
    """
    at = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    known = {(unit.context, unit.english) for unit in units}
    by_text: dict[str, polib.POEntry] = {}
    for entry in [*(entry for entry in old if not entry.obsolete), *old.obsolete_entries()]:
        if said(entry):
            by_text.setdefault(entry.msgid, entry)
    # What stood at a place that has other words now; a notebook has one place for all its texts.
    left = {
        entry.msgctxt: entry
        for entry in old
        if not entry.obsolete and said(entry) and (entry.msgctxt, entry.msgid) not in known
    }
    loose = [entry for (context, text), entry in at.items() if (context, text) not in known and said(entry)]
    merged, used = [], set[int]()
    for unit in units:
        entry = entry_of(unit, speaks)
        earlier = at.get((unit.context, unit.english)) or by_text.get(unit.english)
        is_same = earlier is not None
        if earlier is None:
            earlier = _like(unit, loose, used) if not unit.place else left.get(unit.context)
        if earlier is not None:
            _keep(entry, earlier, is_same=is_same)
            used.add(id(earlier))
        merged.append(entry)
    texts = {unit.english for unit in units}
    for entry in [*(entry for entry in old if not entry.obsolete), *old.obsolete_entries()]:
        is_gone = (entry.msgctxt, entry.msgid) not in known and id(entry) not in used and entry.msgid not in texts
        if is_gone and said(entry):
            gone = polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr=entry.msgstr,
                msgstr_plural=entry.msgstr_plural,
                tcomment=entry.tcomment,
                # Where the English comes back, what was to be looked at is still to be looked at.
                flags=[flag for flag in entry.flags if flag != "python-brace-format"],
                obsolete=True,
            )
            merged.append(gone)
    return merged


def _like(unit: Unit, loose: list[polib.POEntry], used: set[int]) -> polib.POEntry | None:
    best, found = LIKE, None
    for entry in loose:
        if entry.msgctxt != unit.context or id(entry) in used:
            continue
        alike = difflib.SequenceMatcher(None, entry.msgid, unit.english, autojunk=False).ratio()
        if alike >= best:
            best, found = alike, entry
    return found


def _keep(entry: polib.POEntry, earlier: polib.POEntry, *, is_same: bool) -> None:
    entry.tcomment = earlier.tcomment
    if entry.msgstr_plural:
        forms = said(earlier)
        entry.msgstr_plural = {n: forms[min(n, len(forms) - 1)] if forms else "" for n in entry.msgstr_plural}
    else:
        entry.msgstr = earlier.msgstr or (said(earlier) or [""])[-1]
    entry.flags += [flag for flag in earlier.flags if flag not in ("fuzzy", "python-brace-format")]
    if not is_same or earlier.fuzzy:
        entry.flags.insert(0, "fuzzy")
        entry.previous_msgid = earlier.msgid if not is_same else earlier.previous_msgid


def said(entry: polib.POEntry) -> list[str]:
    """Return what an entry says, in all its forms; nothing where a form is missing."""
    forms = [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)] if entry.msgstr_plural else [entry.msgstr]
    return forms if all(form.strip() for form in forms) else []


def extract(folder: Path) -> int:
    """Write a template for every catalog into ``folder``; return how many files changed."""
    return sum(
        write(path_of(folder, catalog, ".pot"), [entry_of(unit) for unit in found], None)
        for catalog, found in content.units().items()
    )


def update(folder: Path, only: Sequence[str] = ()) -> int:
    """Merge the units into the catalogs of the language in ``folder`` and write what is read from them.

    ``only`` names catalogs; without any all are written. Return how many files changed.
    """
    speaks = language.read_language(folder)
    changed = 0
    for catalog, found in content.units().items():
        path = path_of(folder, catalog)
        if only and catalog not in only:
            continue
        changed += write(path, merge(found, read(path), speaks), speaks)
    return changed + make_read(folder)


def make_read(folder: Path) -> int:
    """Write what is read when the course runs, for every catalog that is there; return how many files changed."""
    written, changed = set[Path](), 0
    for path, text in readings(folder):
        written.add(path)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        changed += 1
    for path in sorted((folder / language.MADE).rglob("*.json")):
        if path not in written:
            path.unlink()
            changed += 1
    return changed


def readings(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield where each file that is read lies, and what must stand in it."""
    for catalog, found in content.units().items():
        path = path_of(folder, catalog)
        if path.exists():
            saying = saying_of(read(path))
            yield from written(folder, catalog, found, saying)


def saying_of(book: polib.POFile) -> Saying:
    """Return what a catalog says: nothing that is missing or fuzzy."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in book if not entry.obsolete and not entry.fuzzy}

    def say(unit: Unit) -> str | list[str] | None:
        entry = entries.get((unit.context, unit.english))
        forms = said(entry) if entry else []
        if not forms:
            return None
        return forms if unit.counts else forms[-1]

    return say


def written(folder: Path, catalog: str, units: Sequence[Unit], saying: Saying) -> Iterator[tuple[Path, str]]:
    """Yield each file that is read, with its text, for the units of one catalog."""
    for file, entries in made(catalog, units, saying).items():
        lines = ",\n".join(f"{_json(place)}: {_json(entry)}" for place, entry in entries.items())
        yield language.made_path(folder, file), f"{{\n{lines}\n}}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


Entries: TypeAlias = dict[str, list[Any] | None]


def made(catalog: str, units: Sequence[Unit], saying: Saying) -> dict[str, Entries]:
    """Return by file what is read of one catalog: place, sum of the English, and what is said."""
    files: dict[str, Entries] = defaultdict(dict)
    comments: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if "#" in unit.place:
            comments[unit.file].append(unit)
        elif unit.file != "names":
            _put(files[unit.file], unit.place or unit.english, unit, saying)
    for file, found in comments.items():
        _put_code(
            files[file],
            file,
            {unit.english: saying(unit) for unit in found},
            {u.place.partition("#")[0] for u in found},
        )
    for file in list(files):
        if file.startswith("lessons/"):
            _follow_asks(files[file], file)
            _follow_titles(files, file, units, saying)
    if catalog == CASES:
        names = {unit.english: saying(unit) for unit in units if unit.file == "names"}
        for file in TABLES:
            files[file] |= _cells(file, names)
    return {file: entries for file, entries in files.items() if entries}


def _put(entries: Entries, place: str, unit: Unit, saying: Saying) -> None:
    says = saying(unit)
    if says is None and not unit.marked:
        return
    forms = [unit.counts, *says] if isinstance(says, list) else says
    entries[place] = None if says is None else [language.checksum(unit.english), forms]


def _put_code(entries: Entries, file: str, says: Mapping[str, str | list[str] | None], places: set[str]) -> None:
    tables = tomllib.loads((CONTENT / file).read_text(encoding="utf-8"))
    for place, code, _ in content.texts_in(tables, content.FOLDERS[file.partition("/")[0]]):
        if place in places:
            spoken = translate_comments(code, lambda text: str(says.get(text) or text))
            entries[place] = [language.checksum(code), spoken]


def _follow_asks(entries: Entries, file: str) -> None:
    """Let what a look asks for follow the column, the row, the step or the bar that it names."""
    tables = tomllib.loads((CONTENT / file).read_text(encoding="utf-8"))
    for look in tables.get("looks", ()):
        place, ask = f"looks/{look['id']}", look.get("ask", {})
        named = {column["name"]: f"columns/{n}/name" for n, column in enumerate(look.get("columns", ()))}
        rows = {row[0]: f"rows/{n}/0" for n, row in enumerate(look.get("rows", ()))}
        steps = {step["date"]: f"steps/{n}/date" for n, step in enumerate(look.get("steps", ()))}
        bars = {name: f"names/{n}" for n, name in enumerate(look.get("names", ()))}
        for key, known in (("column", named), ("row", rows), ("rows", rows), ("steps", steps), ("name", bars)):
            wanted = ask.get(key, ())
            for n, text in enumerate([wanted] if isinstance(wanted, str) else wanted):
                target = f"{place}/{known.get(text, '')}"
                if target in entries:
                    entries[f"{place}/ask/{key}" + ("" if isinstance(wanted, str) else f"/{n}")] = entries[target]


def _follow_titles(files: dict[str, Entries], file: str, units: Sequence[Unit], saying: Saying) -> None:
    """Let the headings of a notebook follow the titles of the blocks."""
    notebook = files[f"notebooks/{Path(file).stem}.ipynb"]
    for unit in units:
        if unit.file == file and unit.place.startswith("sessions/") and unit.place.endswith("/title"):
            _put(notebook, unit.english, unit, saying)


def _cells(file: str, names: Mapping[str, str | list[str] | None]) -> Entries:
    entries: Entries = {}
    kind = TABLES[file]
    with language.as_written():
        for row in read_rows(CONTENT / file, kind.__struct_fields__, kind.__struct_fields__[0]):
            for column, cell in row.cells.items():
                if content.is_name(kind, column) and any(name in names for name in content.names_in(column, cell)):
                    parts = [part.strip() for part in (cell.split(";") if column in content.LISTS else [cell])]
                    spoken = [str(names[part] or language.mark(part)) if part in names else part for part in parts]
                    place = f"{language.row_place(file, row.cells)}/{column}"
                    entries[place] = [language.checksum(cell), ";".join(spoken)]
    return entries


def coverage(units: Sequence[Unit], book: polib.POFile) -> Coverage:
    """Return how far a catalog is."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in book if not entry.obsolete}
    found = [entries.get((unit.context, unit.english)) for unit in units]
    fuzzy = sum(entry is not None and entry.fuzzy for entry in found)
    done = sum(entry is not None and not entry.fuzzy and bool(said(entry)) for entry in found)
    return Coverage(translated=done, fuzzy=fuzzy, missing=len(units) - fuzzy - done)


def folder_of(code: str) -> Path:
    """Return the folder of a language, named by its code or by the folder itself."""
    return Path(code) if os.sep in code or "/" in code else language.LANGUAGES / code
