"""Reads the documents: one TOML file for each, named by its id. A file is read when its document is asked for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from course.content import language
from course.content.changed import change
from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.document import Document, Marking, count_words

FOLDER = CONTENT / "documents"

WORDS = (80, 200)
"""The fewest and the most words of an extract: it is read twice in a few minutes."""
PHRASE = (2, 14)
"""The fewest and the most words of a phrase: one word is hard to hit, and more than a line says two things."""


def read_document(path: Path) -> Document:
    """Return the document in one file; its id is the file's name. Raise ContentError where it is not sound."""
    where = f"documents/{path.name}"
    document = convert({"id": path.stem, **read_with_keys(path)}, Document, where)
    for trouble in troubles(document):
        raise ContentError(f"{where}, {trouble}")
    return document


def read_with_keys(path: Path) -> dict[str, Any]:
    """Return the tables of a document in the chosen language, with the English text by which phrases are named."""
    tables = read_toml(path)
    if not language.is_english():
        with language.as_written():
            tables["keys"] = read_toml(path)["text"]
        # What is not translated is marked before its paragraph, by whoever shows it: within its first phrase the mark
        # would be marked with it.
        pairs = zip(tables["text"], tables["keys"], strict=False)
        tables["text"] = [key if text == language.mark(key) else text for text, key in pairs]
    return tables


def troubles(document: Document) -> Iterator[str]:
    """Yield a line for everything that does not go together in a document: the key, what is wrong, the remedy.

    Of a text in another language the English one is measured.
    """
    least, most = WORDS
    count = sum(count_words(phrase.named) for phrase in document.phrases)
    if not (1 if document.whole else least) <= count <= most:
        yield (
            f"text: {count} words. Write an extract of {least} to {most}; "
            "a shorter one must be the whole text, with whole = true."
        )
    shortest, longest = PHRASE
    for phrase in document.phrases:
        if not shortest <= count_words(phrase.named) <= longest:
            yield (
                f"text: the phrase '{phrase.named}' has {count_words(phrase.named)} words. "
                f"Move the | so that it has {shortest} to {longest}."
            )
    for marking in document.marks:
        yield from _of_marking(document, marking)
    for question in document.questions:
        right = sum(option.right for option in question.options)
        if right != 1:
            yield f"questions '{question.id}': {right} options are right. Write right = true into one of them."


def _of_marking(document: Document, marking: Marking) -> Iterator[str]:
    stand = Counter(phrase.named for phrase in document.phrases)
    for key, named in (
        ("right", marking.right),
        ("arguable", marking.arguable),
        ("feedback", tuple(marking.feedback)),
    ):
        for words in named:
            place = f"marks '{marking.id}', {key}: '{words}'"
            if stand[words] > 1:
                yield f"{place} stands {stand[words]} times in the text. Cut one of them otherwise."
            elif not stand[words]:
                near = did_you_mean(words, stand) or ". Copy it as it stands between two |."
                yield f"{place} is no phrase of the text{near}"
    for words in marking.right:
        for key, others in (("arguable", marking.arguable), ("feedback", tuple(marking.feedback))):
            if words in others:
                yield f"marks '{marking.id}', {key}: '{words}' is right already. Take it out of one of the two."


@cache
def ids() -> frozenset[str]:
    """Return the ids of all documents; no file is read."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def document(id: str, *, as_published: bool = False) -> Document:
    """Return the document ``id``; raise ContentError with the nearest ids when there is none.

    ``as_published`` leaves a teacher's changes out.
    """
    published = _published(id)
    return published if as_published else change("documents", id, published, troubles)


@cache
def _published(id: str) -> Document:
    if id not in ids():
        raise ContentError(f"There is no document '{id}'{did_you_mean(str(id), ids()) or '.'}")
    return read_document(FOLDER / f"{id}.toml")


def readable(wanted: Iterable[str]) -> tuple[Document, ...]:
    """Return those of the documents ``wanted`` that can be used, for who counts or lists: a page says what is wrong."""
    return tuple(document(id) for id in wanted if _is_readable(id))


def _is_readable(id: str) -> bool:
    try:
        document(id)
    except ContentError:
        return False
    return True
