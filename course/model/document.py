"""A document: an extract of a public text, in which a learner marks words and asks who speaks, to whom, about what."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

BREAK = "|"
"""What parts two phrases in the content file."""
OMITTED = "[…]"
"""What stands where words are left out; it is no word."""


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the text that are marked together.

    ``key`` is what the record calls them: the words themselves, so that a text that is cut anew keeps what was marked
    and is still there. Where the same words stand again, the key says so. ``named`` are the words by which the content
    file names the phrase: where the text is shown in another language, those of the English one, as in the key.
    """

    key: str
    words: str
    named: str


class Marking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to mark. ``right``, ``arguable`` and the keys of ``feedback`` are phrases of the text.

    ``arguable`` phrases are neither right nor wrong; ``feedback`` says of tempting ones why they do not fit. ``shows``
    says what the marking shows.
    """

    id: str
    asks: str
    right: tuple[str, ...]
    arguable: tuple[str, ...] = ()
    shows: str
    feedback: Mapping[str, str] = {}


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer on offer to a question about a document, and what is said to whoever chooses it."""

    id: str
    says: str
    right: bool = False
    feedback: str


class DocumentQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question about a document: who speaks, to whom, what is promised. One of its options is right."""

    id: str
    asks: str
    options: tuple[Reply, ...]

    def option(self, id: str) -> Reply | None:
        """Return the option ``id``, None where there is none."""
        return next((option for option in self.options if option.id == id), None)


class MissingLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the document does not say: asked for in a line of the learner's own, then ``ours`` is shown beside it."""

    asks: str
    ours: str
    sources: tuple[str, ...]


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A public or self-translated extract of 80 to 200 words.

    ``source`` is the id of the original. ``licence`` says why it may be printed here, ``translated`` who translated it
    ("" where nobody did), ``before`` what a reader must know of the situation. ``text`` holds its paragraphs, with
    " | " between the phrases that can be marked. A text that is ``whole`` may be shorter: nobody lengthens a letter.
    ``keys`` is the English text where ``text`` is in another language: whoever changes the language finds what they
    marked.
    """

    id: str
    title: str
    what: str
    date: str
    source: str
    licence: str
    language: str
    translated: str = ""
    before: str
    text: tuple[str, ...]
    keys: tuple[str, ...] = ()
    whole: bool = False
    marks: tuple[Marking, ...]
    questions: tuple[DocumentQuestion, ...]
    missing: MissingLine

    @property
    def paragraphs(self) -> tuple[tuple[Phrase, ...], ...]:
        """Return the phrases of every paragraph, in the order of the text."""
        seen: Counter[str] = Counter()
        paragraphs = []
        for number, paragraph in enumerate(self.text):
            phrases, parts = [], _parts(paragraph)
            named = _parts(self.keys[number]) if number < len(self.keys) else parts
            # A translation that lost a phrase could not be marked: the English paragraph stands there instead.
            for name, words in zip(named, parts if len(parts) == len(named) else named, strict=True):
                seen[name] += 1
                again = f" ({seen[name]})" if seen[name] > 1 else ""
                phrases.append(Phrase(key=f"{name}{again}", words=words, named=name))
            paragraphs.append(tuple(phrases))
        return tuple(paragraphs)

    def is_english(self, number: int) -> bool:
        """Return whether a paragraph, counted from 0, stands in English where the course speaks another language."""
        return number < len(self.keys) and self.text[number] == self.keys[number]

    def words_of(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the words of phrases by their keys; a key that the text no longer has is its own words."""
        known = {phrase.key: phrase.words for phrase in self.phrases}
        return tuple(known.get(key, key) for key in keys)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Return all phrases, in the order of the text."""
        return tuple(phrase for paragraph in self.paragraphs for phrase in paragraph)

    @property
    def words(self) -> int:
        """Return how many words the extract has."""
        return sum(count_words(phrase.words) for phrase in self.phrases)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the ids of all sources of the document, each once."""
        return tuple(dict.fromkeys((self.source, *self.missing.sources)))

    def marking(self, id: str) -> Marking | None:
        """Return the marking ``id``, None where there is none."""
        return next((marking for marking in self.marks if marking.id == id), None)

    def question(self, id: str) -> DocumentQuestion | None:
        """Return the question ``id``, None where there is none."""
        return next((question for question in self.questions if question.id == id), None)


def _parts(paragraph: str) -> list[str]:
    return [part.strip() for part in paragraph.split(BREAK)]


def count_words(text: str) -> int:
    """Return how many words a text has; what stands for words that were left out is none."""
    return len(text.replace(OMITTED, " ").split())
