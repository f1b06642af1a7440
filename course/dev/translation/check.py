"""What is wrong with a translation, as far as a program can see: what is lost, what is left, what is not the term."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import polib
from markdown_it import MarkdownIt

from course.content import language
from course.content.prose import BEGINS
from course.dev.translation import catalogs, units
from course.dev.translation.fields import SIGNS
from course.dev.translation.units import Unit
from course.model.language import Language

TERMS = "terms.csv"
ORIGINALS = "originals.csv"
QUOTED = "text/"
"""Where the paragraphs of a document stand: they are taken from an original, never translated back."""
SAID_OTHERWISE = "no-numbers"
"""A flag that a translator gives to an entry that says its numbers in words or in the form of a noun."""

NAME = re.compile(r"\{[^{}]*\}")
LINK = re.compile(r"\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"https?://[^\s)>\]]+")
CODE = re.compile(r"`[^`]*`")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
ITALIC = re.compile(r"(?<![*\w])[*_](?=[^\s*_])(.+?)(?<=[^\s*_])[*_](?![*\w])", re.DOTALL)
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
GLOSS = re.compile(r"\([^()]*\)")
VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")


_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
HEADING = re.compile(r"Session (\d+) · (.*)")
SESSION = "interface.toml opening/session"


class TermRow(msgspec.Struct, frozen=True):
    """A term as the list of a language has it. One to ``hold`` must stand wherever its English does."""

    english: str
    said: str
    hold: bool


def read_terms(folder: Path) -> list[TermRow]:
    """Return the terms of the language in ``folder``, none where it has no list."""
    path = folder / TERMS
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [TermRow(row["english"], row["said"], row["hold"] == "yes") for row in csv.DictReader(file)]


class Original(msgspec.Struct, frozen=True):
    """A document that stands in English because its text in the language was not found: how many paragraphs it has."""

    units: int
    wanted: str


def read_originals(folder: Path) -> dict[str, Original]:
    """Return by catalog the originals that the language in ``folder`` has not got."""
    path = folder / ORIGINALS
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["catalog"]: Original(int(row["units"]), row["wanted"]) for row in csv.DictReader(file)}


def left_in_english(
    catalog: str, found: Sequence[Unit], saying: catalogs.Saying, original: Original | None, *, is_complete: bool
) -> Iterator[str]:
    """Yield a line for each unit that says nothing and should, and where the list of originals is wrong."""
    left = [unit for unit in found if saying(unit) is None]
    quoted = [unit for unit in left if original and unit.place.startswith(QUOTED)]
    if original and len(quoted) != original.units:
        wanted = f"Write {len(quoted)}" if quoted else "Take the row out"
        yield f"{ORIGINALS}, {catalog}: {len(quoted)} paragraphs stand in English, and not {original.units}. {wanted}."
    for unit in left if is_complete else ():
        if unit not in quoted:
            yield f"{catalog}.po, {unit.place or unit.english[:40]}: left in English, in a language that is complete."


def troubles(unit: Unit, entry: polib.POEntry, speaks: Language, terms: Sequence[TermRow] = ()) -> Iterator[str]:
    """Yield what is wrong with what an entry says for a unit."""
    forms = catalogs.said(entry)
    for says in forms:
        yield from _lost(unit, says, has_numbers=SAID_OTHERWISE not in entry.flags and len(forms) == 1)
        if speaks.letters != "Latn" and unit.note != SIGNS:
            yield from _left(unit.english, says)
    if forms and unit.note != SIGNS:
        yield from _not_the_term(unit.english, " ".join(forms), terms)


def _lost(unit: Unit, says: str, *, has_numbers: bool) -> Iterator[str]:
    english = unit.english
    names, said = Counter(NAME.findall(english)), Counter(NAME.findall(says))
    if unit.counts:
        # "One hint" needs no number.
        names.pop(f"{{{unit.counts}}}", None)
        said.pop(f"{{{unit.counts}}}", None)
    yield from _compared("name in braces", names, said)
    for what, pattern in (("link", LINK), ("address", ADDRESS), ("code", CODE), ("element", TAG)):
        yield from _compared(what, Counter(pattern.findall(english)), Counter(pattern.findall(says)))
    for what, pattern, token in (("bold", BOLD, "strong_open"), ("italic", ITALIC, "em_open")):
        if len(pattern.findall(_bare(english))) != len(pattern.findall(_bare(says))):
            yield f"another number of {what} marks. Set as many as the English has."
        elif _drawn(says, token) < _drawn(english, token):
            yield f"stars that no page draws as {what}. Put a letter that is joined to them inside: **و«…»**."
    if unit.file.startswith("documents/") and english.count("|") != says.count("|"):
        yield f"{says.count('|')} signs | instead of {english.count('|')}. Each phrase keeps its own."
    if len(re.findall(r"\n\s*\n", english)) != len(re.findall(r"\n\s*\n", says)):
        yield "another number of paragraphs."
    begun, begins = (sum(bool(BEGINS.match(line)) for line in text.split("\n")) for text in (english, says))
    if begun != begins:
        yield f"{begins} lines that begin an entry or a heading instead of {begun}."
    if has_numbers and unit.note != SIGNS:
        yield from _compared("number", numbers_in(english), numbers_in(says))


def _compared(what: str, wanted: Counter[str], found: Counter[str]) -> Iterator[str]:
    for text, count in (wanted - found).items():
        yield f"the {what} {text} is lost{f' {count} times' if count > 1 else ''}. Put it in as it stands."
    for text in found - wanted:
        yield f"the {what} {text} is not in the English. Take it out or mend it."


def _drawn(text: str, token: str) -> int:
    """Return how many tokens of that kind the parser makes of a text with which the pages are drawn."""
    return sum(child.type == token for block in _MARKDOWN.parse(text) for child in block.children or ())


def _bare(text: str) -> str:
    for pattern in (NAME, CODE, TAG, ADDRESS):
        text = pattern.sub("", text)
    return re.sub(r"\]\([^)]*\)", "]", text)


def numbers_in(text: str) -> Counter[str]:
    """Return how often each number stands in a text, in figures of whatever kind; what is no text counts nowhere."""
    bare = _bare(text).translate(ARABIC_DIGITS)
    return Counter(number.replace(",", "") for number in NUMBER.findall(bare))


def _left(english: str, says: str) -> Iterator[str]:
    # A term may stand in Latin letters behind its translation, in brackets; so may a name that is all capitals.
    words = [word for word in LATIN.findall(GLOSS.sub("", _bare(says))) if not (word.isupper() and len(word) <= 6)]
    if says == english:
        yield "this is the English text. Translate it."
    elif words:
        yield f"English is left: {', '.join(dict.fromkeys(words))}. Translate it, or put it in brackets."


def fold(text: str) -> str:
    """Return a text without what changes in Arabic from place to place: vowel signs, forms of alif, articles."""
    bare = VOWELS.sub("", text).translate(str.maketrans("أإآىة", "اااية"))
    return " ".join(re.sub(r"^(?:ال|لل)", "", word) for word in bare.split()).casefold()


def _not_the_term(english: str, says: str, terms: Sequence[TermRow]) -> Iterator[str]:
    folded = VOWELS.sub("", says).translate(str.maketrans("أإآىة", "اااية")).casefold()
    for term in terms:
        if not term.hold or not re.search(rf"\b{re.escape(term.english)}\b", english, re.IGNORECASE):
            continue
        if not all(word.rstrip("ة") in folded for word in fold(term.said).split()):
            yield f"the term “{term.english}” is {term.said} in {TERMS}. Use it, or say there why not."


def header_troubles(book: polib.POFile, speaks: Language) -> Iterator[str]:
    """Yield what is wrong with the head of a catalog."""
    wanted = {"Language": speaks.code, "Plural-Forms": speaks.plural_forms}
    for key, value in wanted.items():
        if book.metadata.get(key) != value:
            yield f"{key} is '{book.metadata.get(key, '')}'. Run: python -m course translate update {speaks.code}"


def heading_troubles(found: Sequence[Unit], saying: catalogs.Saying, session: str) -> Iterator[str]:
    """Yield a line for each heading of a session that is not what the link to it says.

    ``session`` is what the interface says for "Session {number} · {title}", "" where it says nothing yet.
    """
    titles = {unit.english: saying(unit) for unit in found if re.fullmatch(r"sessions/\d+/title", unit.place)}
    for unit in found:
        heading = HEADING.fullmatch(unit.english) if unit.file.startswith("notebooks/") else None
        says, title = saying(unit), titles.get(heading[2]) if heading else None
        if heading and session and says and title:
            wanted = session.format(number=heading[1], title=title)
            if says != wanted:
                yield f"the heading “{says}” of a session must be “{wanted}”: the link to it is made of these words."


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: ``lines`` to mend, and how far each catalog is.

    ``stale`` are files that an update would change. Whoever changes the English need not update every language at once:
    until somebody does, what has changed is said in English, with its mark. ``originals`` are the documents that stand
    in English for want of a text, and ``worded`` the numbers that translators said in words.
    """

    lines: tuple[str, ...]
    stale: tuple[str, ...]
    coverage: dict[str, catalogs.Coverage]
    originals: dict[str, Original] = {}
    worded: frozenset[str] = frozenset()


def check(folder: Path) -> Report:
    """Look at all catalogs of the language in ``folder``."""
    speaks, terms = language.read_language(folder), read_terms(folder)
    lines, stale, coverage = list[str](), list[str](), {}
    originals, worded = read_originals(folder), set[str]()
    words = catalogs.read(catalogs.path_of(folder, "interface"))
    session = next((e.msgstr for e in words if e.msgctxt == SESSION and not e.fuzzy and not e.obsolete), "")
    again = f"Run: python -m course translate update {speaks.code}"
    every = units.units()
    lines += [f"{ORIGINALS}: there is no catalog {name}. Take the row out." for name in originals if name not in every]
    for catalog, found in every.items():
        path = catalogs.path_of(folder, catalog)
        book = catalogs.read(path)
        coverage[catalog] = catalogs.coverage(found, book)
        saying = catalogs.saying_of(book)
        lines += left_in_english(catalog, found, saying, originals.get(catalog), is_complete=speaks.complete)
        if not path.exists():
            continue
        lines += [f"{catalog}.po: {trouble}" for trouble in header_troubles(book, speaks)]
        entries = {(entry.msgctxt, entry.msgid): entry for entry in book if not entry.obsolete}
        if {*entries} != {(unit.context, unit.english) for unit in found}:
            stale.append(f"{catalog}.po: the English has changed. {again}")
        for unit in found:
            entry = entries.get((unit.context, unit.english))
            if entry is not None and not entry.fuzzy:
                worded |= _worded(unit, entry)
                lines += [
                    f"{catalog}.po, {unit.place or unit.english[:40]}: {trouble}"
                    for trouble in troubles(unit, entry, speaks, terms)
                ]
        lines += [f"{catalog}.po: {trouble}" for trouble in heading_troubles(found, saying, session)]
        for read, wanted in catalogs.written(folder, catalog, found, saying):
            text = read.read_text(encoding="utf-8") if read.exists() else "{}"
            name = read.relative_to(folder).as_posix()
            if text != wanted:
                stale.append(f"{name}: not what the catalog says now. {again}")
            lines += [f"{name}, {place}: not what the catalog says. {again}" for place in _other(text, wanted)]
    return Report(
        lines=tuple(lines),
        stale=tuple(stale),
        coverage=coverage,
        originals=originals,
        worded=frozenset(worded),
    )


def _worded(unit: Unit, entry: polib.POEntry) -> set[str]:
    """Return the numbers that an entry says in words, with the flag that allows it."""
    if SAID_OTHERWISE not in entry.flags:
        return set()
    english = numbers_in(unit.english)
    return {number for says in catalogs.said(entry) for number in (english - numbers_in(says))}


def _other(text: str, wanted: str) -> Iterator[str]:
    """Yield the places at which one thing is read and another said for the same English."""
    has, must = json.loads(text), json.loads(wanted)
    for place, entry in must.items():
        there = has.get(place)
        if entry and there and there[0] == entry[0] and there != entry:
            yield place


def table(coverage: dict[str, catalogs.Coverage]) -> str:
    """Return how far each catalog is, as a table; those that nobody has begun are counted in one line."""
    begun = {name: part for name, part in coverage.items() if part.translated or part.fuzzy}
    rest = [part for name, part in coverage.items() if name not in begun]
    rows = [(name, part.translated, part.fuzzy, part.missing) for name, part in begun.items()]
    rows.append((f"not begun: {len(rest)} catalogs", 0, 0, sum(part.missing for part in rest)))
    rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows), sum(row[3] for row in rows)))
    width = max(len(row[0]) for row in rows)
    head = f"{'catalog':<{width}}  {'translated':>10}  {'fuzzy':>6}  {'missing':>7}"
    return "\n".join(
        [head, *(f"{name:<{width}}  {done:>10}  {fuzzy:>6}  {left:>7}" for name, done, fuzzy, left in rows)]
    )


def table_of_originals(originals: Mapping[str, Original]) -> str:
    """Return what stands in English on purpose, as a table."""
    count = sum(original.units for original in originals.values())
    head = f"In English on purpose, for want of an original: {count} paragraphs of {len(originals)} documents"
    return "\n".join([head, *(f"  {name:<40} {one.units:>3}  {one.wanted}" for name, one in originals.items())])
