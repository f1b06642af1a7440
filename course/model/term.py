"""A key term of the field."""

import msgspec


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``glossary.toml``: English term, meaning in a sentence or two, Arabic term, its sound."""

    id: str
    term: str
    meaning: str
    arabic: str = ""
    transliteration: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
