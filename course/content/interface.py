"""The words of the interface, from ``interface.toml``."""

import functools
from collections.abc import Mapping

from course.content.place import CONTENT
from course.content.reader import convert, read_toml


@functools.cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the tables of ``interface.toml``: ``words()["form"]["saved"]``."""
    return convert(read_toml(CONTENT / "interface.toml"), dict[str, dict[str, str]], "interface.toml")
