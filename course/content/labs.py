"""The words of the labs, from ``labs/*.toml``."""

import functools

from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.lab import Lab


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of all labs."""
    return tuple(sorted(path.stem for path in (CONTENT / "labs").glob("*.toml")))


@functools.cache
def lab(name: str) -> Lab:
    """Return what is written around the lab ``name``; raise ContentError when there is none."""
    if name not in names():
        raise ContentError(f"There is no lab '{name}'{did_you_mean(name, names()) or '.'}")
    path = CONTENT / "labs" / f"{name}.toml"
    return convert(read_toml(path), Lab, f"labs/{path.name}")
