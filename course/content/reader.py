"""Decodes content files into nouns, and says in plain words what is wrong with a file."""

import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from course.content import language
from course.model.error import CourseError

T = TypeVar("T")

AT_LINE = re.compile(r"at line (\d+)")
CURLY = re.compile("[\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb]")


class ContentError(CourseError):
    """A content file that cannot be used. The message names file, place and remedy."""


def nearest(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return up to ``most`` of ``names`` that look like ``name``, closest first."""
    return difflib.get_close_matches(name, list(names), n=most, cutoff=0.4)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return "; did you mean 'x' or 'y'?" or "" when nothing is near."""
    near = nearest(name, names)
    return "; did you mean " + " or ".join(f"'{close}'" for close in near) + "?" if near else ""


def read_toml(path: Path, name: str = "") -> dict[str, Any]:
    """Return the tables of a TOML file; raise ContentError with line and column when it cannot be parsed.

    X
    """
    name = name or path.name
    try:
        # Some editors on Windows begin a file with a mark that says UTF-8; TOML knows none.
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ContentError(f"{name}: there is no such file in {path.parent.name}/.") from None
    except OSError as error:
        raise ContentError(
            f"{name}: cannot be read ({error.strerror}). Close it elsewhere, or mend its rights."
        ) from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}: not UTF-8 text (byte {error.start}). Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{name}: {explain_parsing(path, str(error))}") from None
    return language.lay_over(tables, path)


def explain_parsing(path: Path, problem: str) -> str:
    """Return in words why a TOML file cannot be parsed, where the parser's own words would not help, with the line."""
    match = AT_LINE.search(problem)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    line = lines[int(match[1]) - 1] if match and int(match[1]) <= len(lines) else ""
    if match and CURLY.search(line):
        quote = CURLY.search(line)
        return (
            f"line {match[1]} begins or ends a text with a curly quotation mark ({quote[0] if quote else ''}). "
            'TOML knows only the straight one: write " instead.'
        )
    return f"{problem}. Mend the TOML at that line."


def convert(data: object, kind: type[T], where: str) -> T:
    """Convert plain data to ``kind``; ``where`` names the file and entry for the error message."""
    try:
        content = msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise ContentError(f"{where}: {error}. Compare it with a neighboring entry.") from None
    if not isinstance(content, msgspec.Struct):
        return content
    # Every widget asks for words: they must not wait for the nouns of lessons and labs.
    from course.content import limits

    for place, problem in limits.troubles(content):
        raise ContentError(f"{where}{', ' if place else ''}{place}: {problem}")
    return content


def read_entries(path: Path, kind: type[T]) -> dict[str, T]:
    """Read a file of the form ``[id]`` tables into ``{id: kind(id=id, …)}``, in the order of the file."""
    entries = {}
    for name, table in read_toml(path).items():
        if not isinstance(table, dict):
            raise ContentError(f"{path.name}: '{name}' stands outside any [table]. Move it under one.")
        entries[name] = convert({"id": name, **table}, kind, f"{path.name} [{name}]")
    return entries
