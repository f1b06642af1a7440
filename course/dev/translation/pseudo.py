"""A made-up language: English with accents in brackets. What stands on a page without them, nobody can translate."""

import json
import re
from pathlib import Path

import msgspec

from course.content import language
from course.content.prose import BEGINS
from course.dev.translation import catalogs
from course.dev.translation.fields import SIGNS
from course.dev.translation.units import Unit, units
from course.model.language import Language

PSEUDO = Language(
    code="qps",
    name="⟦Ƥŝéûđö⟧",
    english="Pseudo-English",
    direction="ltr",
    letters="Latn",
    plural_forms="nplurals=2; plural=(n != 1);",
)
ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçðéƒĝĥîĵķļɱñöƥɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖƤɊŔŠŢÛṼŴẊÝŽ",
)
KEPT = re.compile(r"\{[^}]*\}|\]\([^)]*\)|`[^`]*`|<[^>]*>|https?://\S+|&\w+;|\|")
"""What every translation keeps as it is: names in braces, addresses, code, elements, and what parts phrases."""


def pseudo(unit: Unit) -> str | list[str] | None:
    """Return what the made-up language says for a unit; signs of a pattern stay, so that texts can be checked."""
    if unit.note == SIGNS:
        return None
    says = "\n".join(_line(line) for line in unit.english.split("\n"))
    return [says, says] if unit.counts else says


def _line(line: str) -> str:
    begins = BEGINS.match(line)
    prefix, text = (begins[1], begins[2]) if begins else ("", line)
    return f"{prefix}⟦{accent(text)}⟧" if text.strip() and not text.lstrip().startswith("|") else prefix + accent(text)


def accent(text: str) -> str:
    """Return a text with accents on all its letters, but for what every translation keeps."""
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(ACCENTS), kept[0]]
        end = kept.end()
    return "".join([*parts, text[end:].translate(ACCENTS)])


def make_pseudo(folder: Path) -> None:
    """Write the made-up language into ``folder``, whole, as the course reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    fields = msgspec.structs.asdict(PSEUDO)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()]
    (folder / language.FILE).write_text("".join(lines), encoding="utf-8", newline="\n")
    for catalog, found in units().items():
        for path, text in catalogs.written(folder, catalog, found, pseudo):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
