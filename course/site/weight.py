"""How large the site is, part by part."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from course.model.language import ENGLISH
from course.site.shell import group_of

MEGABYTE = 1_000_000


class Weight(msgspec.Struct, frozen=True):
    """The bytes of each part, in the order in which they are told, and of those fetched by few pages apart."""

    parts: dict[str, int]

    @property
    def total(self) -> int:
        """Return the bytes of everything that who reads in English may come to, but for what few pages ask for."""
        return sum(size for name, size in self.parts.items() if name not in (FEW, OTHERS))


LARGE = {"numpy", "pandas", "pytz", "python_dateutil"}
FEW = "numpy and pandas, which few pages ask for"
OTHERS = "in other languages: pages, notebooks, texts"

PARTS: dict[str, Callable[[str], bool]] = {
    FEW: lambda path: path.startswith("static/pyodide/") and path.split("/")[-1].split("-")[0] in LARGE,
    OTHERS: lambda path: group_of(path).partition("-")[2] not in ("", ENGLISH.code),
    "the course's own package": lambda path: path.startswith("static/pyodide/mediation_course"),
    "Python's core": lambda path: path.startswith("static/pyodide/") and not path.endswith(".whl"),
    "other packages": lambda path: path.startswith("static/pyodide/"),
    "JupyterLite": lambda path: path.startswith(("build/", "lab/", "bootstrap", "config-utils")),
    "extensions of the page": lambda path: path.startswith("extensions/"),
    "notebooks": lambda path: path.startswith(("files/", "api/")),
    "everything else": lambda path: True,
}
"""Which files belong to a part; the first that matches has it."""


def weigh(folder: Path) -> Weight:
    """Return how large each part of a site is."""
    parts = dict.fromkeys(PARTS, 0)
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            part = next(part for part, holds in PARTS.items() if holds(name))
            parts[part] += path.stat().st_size
    return Weight({name: size for name, size in parts.items() if size})


def table(weight: Weight) -> str:
    """Return the sizes as lines of text."""
    rows = [*weight.parts.items(), ("in all", sum(weight.parts.values()))]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"  {name:<{width}}  {size / MEGABYTE:6.1f} MB" for name, size in rows)
