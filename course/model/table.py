"""A table of data for a learner's own counting: what each column means, in which unit, and where it comes from."""

import msgspec


class DataColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column: its name in code, what it says, and its unit ("million US dollars"); ``number`` for numbers."""

    name: str
    says: str
    unit: str = ""
    number: bool = False


class DataTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table with its description. ``rows`` hold as many cells as there are columns; "" is a missing value."""

    id: str
    title: str
    says: str = ""
    caution: str = ""
    sources: tuple[str, ...] = ()
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[str, ...], ...] = ()
