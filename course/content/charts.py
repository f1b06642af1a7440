"""The words of the charts that are drawn from the case table, from ``charts.toml``."""

import functools
from collections.abc import Mapping
from types import MappingProxyType

from course.content.place import CONTENT
from course.content.reader import ContentError, did_you_mean, read_entries
from course.model.chart import ChartWords


@functools.cache
def charts() -> Mapping[str, ChartWords]:
    """Return what every chart says, by name; raise ContentError on a bad entry."""
    return MappingProxyType(read_entries(CONTENT / "charts.toml", ChartWords))


def chart(name: str) -> ChartWords:
    """Return what the chart ``name`` says; raise ContentError with the nearest names when there is none."""
    entries = charts()
    if name not in entries:
        raise ContentError(f"There is no chart '{name}' in charts.toml{did_you_mean(name, entries) or '.'}")
    return entries[name]
