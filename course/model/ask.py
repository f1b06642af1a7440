"""What a look asks before it shows: a column to guess, events to place, one cell, or the finding in own words."""

import msgspec


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What is asked, in a sentence. No guess is right or wrong; what there is to see appears afterwards."""

    asks: str


class Cover(Ask, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="cover"):
    """A column of a table is covered, and each of its cells guessed.

    ``rows`` limits it to those that begin with one of these cells; none are all rows.
    """

    column: str
    rows: tuple[str, ...] = ()


class Place(Ask, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="place"):
    """Steps of a time line, named by their dates, are taken out, and each is put into a gap between the others."""

    steps: tuple[str, ...]


class Guess(Ask, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="guess"):
    """One cell of a table (``row`` is the first cell of its row), or one bar (``name``), is guessed."""

    row: str = ""
    column: str = ""
    name: str = ""


class Finding(Ask, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="finding"):
    """The finding is written in a sentence, then ours stands beside it."""


AnyAsk = Cover | Place | Guess | Finding
