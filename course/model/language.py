"""A language in which the course speaks, and how it is written.

Where that is from right to left, a Latin name, a number with its sign or a range of numbers must not be taken apart by
what stands around it. HTML has elements for that (``course.html.element.apart``); text that is nothing but text, a
label in a drawing or a title, has the signs of Unicode that this module puts around it. In English it puts none.
"""

import re
from collections.abc import Iterable
from string import ascii_lowercase
from typing import Literal

import msgspec

Direction = Literal["ltr", "rtl"]


class Language(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language. ``name`` is what its speakers call it, ``english`` what we call it; ``code`` as in BCP 47.

    ``letters`` is the script, as ISO 15924 has it. ``plural_forms`` is the line of a gettext catalog that says which
    form goes with which number. ``terms`` says whether the folder has a list of terms that translations must keep.
    ``comma`` and ``semicolon`` stand between the entries of a list, ``conjunction`` before its last,
    ``quotes`` around what somebody says. ``alphabet`` marks entries one after the other: a, b, c.
    Of a language that is ``complete`` nothing may be left in English but what its list of missing originals names.
    ``words`` is how many of its words say what one English word says, and ``words_a_minute`` how fast learners read.
    """

    code: str
    name: str
    english: str
    direction: Direction
    letters: str
    plural_forms: str
    terms: bool = False
    comma: str = ", "
    semicolon: str = "; "
    conjunction: str = " and "
    quotes: tuple[str, str] = ("\u201c", "\u201d")
    alphabet: str = ascii_lowercase
    complete: bool = False
    words: float = 1.0
    words_a_minute: int = 180


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The same page in another language. ``name`` is what its speakers call it, ``href`` leads there from this page."""

    code: str
    name: str
    direction: Direction
    href: str


ENGLISH = Language(
    code="en",
    name="English",
    english="English",
    direction="ltr",
    letters="Latn",
    plural_forms="nplurals=2; plural=(n != 1);",
    # A 17-year-old who reads in a second language. Adults read English non-fiction at about 238 (Brysbaert 2019, a
    # meta-analysis).
    words_a_minute=180,
)
"""The source: every other edition is made from it."""

RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))

_spoken = [ENGLISH]


def speak(language: Language) -> None:
    """Say that this process speaks ``language``: once, by ``course.content.language``, which chooses it."""
    _spoken[0] = language


def spoken() -> Language:
    """Return the language that this process speaks: what every block of ours says of itself."""
    return _spoken[0]


def attributes() -> dict[str, str]:
    """Return what a block says of its language: nothing in English, since every page around it is in English."""
    return {} if spoken() is ENGLISH else {"lang": spoken().code, "dir": spoken().direction}


def direction_of(code: str) -> Direction:
    """Return the direction in which the language of a code ("ar", "ar-EG") is written."""
    return "rtl" if code.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


ENGLISH_MARK = "[en]"
"""What stands before a text that is said in English among texts of another language."""
RIGHT_MARK = "\u200f"
LEFT_TO_RIGHT, RIGHT, FIRST_STRONG, UNTIL_HERE = "\u2066", "\u2067", "\u2068", "\u2069"
"""Begin what runs left to right, right to left, or as its first letter does; and end it, whatever stands around."""
_RIGHT_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_NUMBER = r"(?:\d(?:[\d.,:]*\d)?%?|\{(?:start|end|low|high)\})"
_SIGN = "[\u2212+]"
_STEADY = re.compile(
    rf"(?<![0-9A-Za-z.,:/_#\u2066-])(?:{_SIGN}?{_NUMBER}(?:(?:\s*[\u2212+×÷=]\s*|\s/\s|[–-]){_SIGN}?{_NUMBER})+"
    rf"|{_SIGN}{_NUMBER})(?![0-9A-Za-z/_-])"
)
"""A sum, a range or a date, a number with its sign. After an Arabic letter even "2019-20" would be turned round."""
_BEFORE_NUMBER = re.compile(r"(?<![A-Za-z0-9.])([A-Z])(?= (?:\d|\{))")
"""A side of a model ("A 60"): the two would stand as "60 A" for who reads from the right."""
_EQUATION = re.compile(r"[A-Za-z0-9)\]|\u00b2'] ?[=\u2264\u2265<>\u00b7+\u2212/] ?[A-Za-z0-9(\[|]")
_BETWEEN_LETTERS = re.compile("[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u2066-\u2069]+")
_OWN_MARKS = ("?", "\u061f", "!", "\u2026", ":")
_CLOSING = "\"'\u201d\u2019\u00bb\u2069 "
_PATH = re.compile(r"(?:~?/|[A-Za-z]:\\)\S|\S+\.[a-z]{2,5}$")


def is_mirrored() -> bool:
    """Return whether the course speaks from right to left."""
    return spoken().direction == "rtl"


def own_direction() -> str | None:
    """Return the direction of text of ours, "auto" where a teacher may have written it in another language.

    In a page from right to left it is that of the page: a sentence that begins with a Latin name or a letter of an
    answer would else run the other way.
    """
    return None if is_mirrored() else "auto"


def with_commas(parts: Iterable[str]) -> str:
    """Return names as a list: "a, b, c"."""
    return spoken().comma.join(parts)


def with_semicolons(parts: Iterable[str]) -> str:
    """Return entries that may have commas themselves as a list: "a; b; c"."""
    return spoken().semicolon.join(parts)


def together(parts: Iterable[str]) -> str:
    """Return names as a list in a sentence: "a, b and c"."""
    *before, last = [*parts] or [""]
    return f"{with_commas(before)}{spoken().conjunction}{last}" if before else last


def as_sentence(text: str) -> str:
    """Return text after which another sentence may follow: with a full stop, where it has no mark at its end."""
    return text if not text or text.rstrip(_CLOSING).endswith((".", *_OWN_MARKS)) else f"{text}."


def within_sentence(text: str) -> str:
    """Return text for the end of a sentence of ours, which has the full stop itself."""
    return text.removesuffix(".")


def as_heading(text: str) -> str:
    """Return text with what joins it to what is said of it: a colon in place of a full stop.

    A question, a cry or a sentence that breaks off keeps its own mark.
    """
    return text if text.endswith(_OWN_MARKS) else f"{within_sentence(text)}:"


def quoted(text: str) -> str:
    """Return what somebody says in the marks of the language that this process speaks: “yes”."""
    return text.join(spoken().quotes)


def arrow(*, back: bool = False, plain: bool = False) -> str:
    """Return an arrow between two words of a line, which leads on as the line is read; ``back`` leads to its start.

    ``plain`` is of letters that every terminal has.
    """
    is_left = back != is_mirrored()
    return (" <- " if is_left else " -> ") if plain else (" ← " if is_left else " → ")


def apart(text: str) -> str:
    """Return a name of any language as it stands within plain text of ours."""
    return f"{FIRST_STRONG}{text}{UNTIL_HERE}" if is_mirrored() and text else text


def as_one(text: str) -> str:
    """Return a number with its sign or unit, or a range of numbers, as it stands within plain text of ours."""
    return f"{LEFT_TO_RIGHT}{text}{UNTIL_HERE}" if is_mirrored() and text else text


def with_equations(text: str) -> str:
    """Return text of ours in which what is calculated in Latin letters is read from its left end, brackets and all."""
    if not is_mirrored():
        return text

    def hold(found: re.Match[str]) -> str:
        whole = found[0]
        inside = whole.strip(" .:")
        return whole.replace(inside, as_one(inside), 1) if _EQUATION.search(inside) else whole

    return _BETWEEN_LETTERS.sub(hold, text)


def is_path(text: str) -> bool:
    """Return whether text is the place or the name of a file, which has a name of somebody in it: "my-work-ليلى.json".

    In a line from right to left the first stroke would go to its end, and what follows the name before it.
    """
    return bool(_PATH.match(text))


def label(text: str) -> str:
    """Return text of ours for where nothing says its direction: a drawing, whose places count from the left."""
    return f"{RIGHT}{text}{UNTIL_HERE}" if is_mirrored() and _RIGHT_LETTER.search(text) else text


def steady(text: str, language: Language | None = None) -> str:
    """Return text of ours in which every number keeps its sign before it, and every range its first number first.

    A number after a letter of a model stands after it too.

    ``language`` is that of the text, where it is not the one that this process speaks.
    """
    if (language or spoken()).direction != "rtl":
        return text
    held = _STEADY.sub(lambda found: f"{LEFT_TO_RIGHT}{found[0]}{UNTIL_HERE}", text)
    return _BEFORE_NUMBER.sub(rf"\1{RIGHT_MARK}", held)
