"""A chart: what it shows in a sentence, in words, in numbers, and as a Vega-Lite specification."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Spec: TypeAlias = dict[str, "Json"]
"""A piece of a Vega-Lite specification."""


class ChartWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``charts.toml``: everything that a chart says.

    ``finding`` and ``alternative`` are templates: {names} in them are filled with numbers counted from the table.
    ``columns`` head the table of the same numbers; ``words`` are names of axes, groups and keys.
    """

    id: str
    title: str
    finding: str
    alternative: str
    caution: str
    columns: tuple[str, ...]
    words: dict[str, str] = {}


class Chart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A drawn chart. ``spec`` is Vega-Lite 5 as plain data; ``columns`` and ``rows`` hold the same numbers.

    ``numeric`` says of each column whether it holds numbers; ``numbers`` are what fills a template.
    """

    id: str
    title: str
    finding: str
    alternative: str
    caution: str = ""
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: Mapping[str, str] = {}
    spec: Spec
