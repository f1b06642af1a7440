"""Sentences that the course fills in: which there must be, and which {names} each of them may hold.

``placeholders.toml`` lists them. A translation, or a slip of the hand, that loses a sentence or misspells a name would
otherwise be noticed by the first learner who needs it. ``python -m course.dev.placeholders`` writes the list anew
after the code has changed what it fills in.
"""

import string
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml

LIST = "placeholders.toml"
FILES = ("interface.toml", "negotiation.toml", "charts.toml")

MAY_BE_EMPTY = {("interface.toml", "form.rank-last"), ("labs/mediators_network.toml", "table.rows.broker")}

Fields = Mapping[str, Mapping[str, str]]
"""By file and key ("form.saved"): the names in braces, in the order of the alphabet, with blanks between them."""


class Sentence(msgspec.Struct, frozen=True):
    """A text of a content file, and the keys that lead to it, joined by dots."""

    file: str
    key: str
    text: str


def files() -> tuple[str, ...]:
    """Return the names of the files whose sentences are filled in."""
    return (*FILES, *sorted(f"labs/{path.name}" for path in (CONTENT / "labs").glob("*.toml")))


def sentences(file: str) -> Iterator[Sentence]:
    """Yield the sentences of a file; of a lab, only what its model fills in."""
    tables = read_toml(CONTENT / file)
    if file.startswith("labs/"):
        tables = {key: tables.get(key, {}) for key in ("words", "sentences", "table")}
    yield from _within(file, "", tables)


def _within(file: str, key: str, value: Any) -> Iterator[Sentence]:
    if isinstance(value, str):
        yield Sentence(file, key, value)
    elif isinstance(value, dict):
        for name, inside in value.items():
            yield from _within(file, f"{key}.{name}" if key else name, inside)
    elif isinstance(value, list) and file == "negotiation.toml" and key.startswith("reasons."):
        # Several wordings of one sentence; other lists hold no sentences that are filled in.
        for number, inside in enumerate(value, 1):
            yield from _within(file, f"{key}.{number}", inside)


def names_in(text: str) -> str:
    """Return the names in braces in a text; raise ValueError where a brace is not closed."""
    return " ".join(sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None}))


def read_list() -> Fields:
    """Return the list as it is shipped."""
    return convert(read_toml(CONTENT / LIST), dict[str, dict[str, str]], LIST)


def read_fields() -> Fields:
    """Return the same list as the content files have it now."""
    return {file: {sentence.key: names_in(sentence.text) for sentence in sentences(file)} for file in files()}


def troubles() -> Iterator[str]:
    """Yield a line for every sentence that is missing, and for every name that the course does not fill in."""
    for file, keys in read_list().items():
        try:
            present = {sentence.key: sentence for sentence in sentences(file)}
        except ContentError as problem:
            yield str(problem)
            continue
        for key, names in keys.items():
            if key not in present:
                near = did_you_mean(key, present.keys() - keys.keys()) or "."
                yield f"{file}: there is no '{key}'{near} Put it back."
                continue
            yield from _of_sentence(present[key], names)


def _of_sentence(sentence: Sentence, names: str) -> Iterator[str]:
    where = f"{sentence.file}, {sentence.key}"
    if not sentence.text.strip() and (sentence.file, sentence.key) not in MAY_BE_EMPTY:
        yield f"{where}: the text is empty. Write it."
    try:
        present = names_in(sentence.text).split()
    except ValueError as problem:
        yield f"{where}: {problem}. Close every brace that is opened."
        return
    for name in present:
        if name not in names.split():
            near = did_you_mean(name, names.split()) or "."
            yield f"{where}: the course fills in no {{{name}}} here{near} Write {_list_names(names)}."
    for name in names.split():
        if name not in present:
            yield f"{where}: {{{name}}} is missing, which the course fills in. Write {_list_names(names)}."


def _list_names(names: str) -> str:
    return ", ".join(f"{{{name}}}" for name in names.split()) or "no name in braces"
