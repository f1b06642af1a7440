"""The words that people of a class share in what they wrote: counted by people, never one that only one person used."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import msgspec

from course.content.place import CONTENT
from course.content.reader import convert, read_toml

FEWEST_PEOPLE = 2
"""A word of one person alone would point at them."""
MOST_WORDS = 40
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Vowel signs, and the stroke that only makes a word longer.
_SIGNS = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
# Letters that people write for one another.
_ONE_LETTER = str.maketrans("أإآٱىة", "ااااي" + "ه")
_ARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل")


class Word(msgspec.Struct, frozen=True):
    """A word as most people wrote it, and how many people used it."""

    says: str
    people: int


def cloud_of(texts: Iterable[str]) -> list[Word]:
    """Return the words that at least two of ``texts`` share, the most frequent first; each text is one person's."""
    ignored = stop_words()
    people: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for text in texts:
        found: dict[str, str] = {}
        for says in _WORD.findall(_SIGNS.sub("", unicodedata.normalize("NFC", text))):
            key = key_of(says)
            if len(key) > (1 if _is_arabic(key) else 2) and key not in ignored:
                found.setdefault(key, says)
        for key, says in found.items():
            people[key] += 1
            written.setdefault(key, Counter())[_as_shown(says)] += 1
    shared = [(key, count) for key, count in people.items() if count >= FEWEST_PEOPLE]
    shared.sort(key=lambda pair: (-pair[1], pair[0]))
    return [Word(min(written[key], key=lambda says: (-written[key][says], says)), n) for key, n in shared[:MOST_WORDS]]


def key_of(says: str) -> str:
    """Return what two ways of writing a word have in common: case, apostrophes; in Arabic vowel signs and article."""
    key = _SIGNS.sub("", says.casefold().replace("’", "'")).removesuffix("'s").translate(_ONE_LETTER)
    if _is_arabic(key):
        for article in _ARTICLES:
            if key.startswith(article) and len(key) - len(article) >= 3:
                return key.removeprefix(article)
    return key


@functools.cache
def stop_words() -> frozenset[str]:
    """Return the words that say nothing, of every language: people of one class write in several."""
    lists = convert(read_toml(CONTENT / "stop_words.toml"), dict[str, str], "stop_words.toml")
    return frozenset(key_of(word) for listed in lists.values() for word in listed.split())


def _as_shown(says: str) -> str:
    return says if _is_arabic(says) else says.casefold().replace("’", "'").removesuffix("'s")


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"
