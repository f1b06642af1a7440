"""How platforms and schools name the columns of a class list: ``headings.toml``."""

import unicodedata

import msgspec

from course.content.place import CONTENT
from course.content.reader import convert, read_toml

FILE = "headings.toml"


class Headings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The headings of each kind of column, and the words for "no"."""

    name: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    email: tuple[str, ...]
    id: tuple[str, ...]
    group: tuple[str, ...]
    no: tuple[str, ...]

    def kind(self, heading: str) -> str:
        """Return what a column holds by its heading: the name of a field, "" where no platform calls one so."""
        meant = fold(heading)
        return next((kind for kind in COLUMNS if meant in map(fold, getattr(self, kind))), "")


COLUMNS = ("name", "first", "last", "email", "id", "group")


def headings() -> Headings:
    """Return the headings; raise ContentError when their file cannot be used."""
    return convert(read_toml(CONTENT / FILE), Headings, FILE)


def fold(heading: str) -> str:
    """Return a heading without what people write differently: capitals, vowel signs, and what is no letter or digit."""
    letters = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
